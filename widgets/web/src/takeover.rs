//! Takes the islands of a page over, what the reader sees first.
//!
//! Each island is drawn beside the page, from what is stored, and put into its box in one go. So it doesn't matter
//! what became of the markup that was built: nothing is compared with it. Islands in sight are put in as they come, and
//! the browser paints them and listens while the others are drawn. Those are put in together: each time costs a layout
//! of the whole page.

use crate::page::Page;
use crate::rim::Browser;
use mission_widgets::{Live, LiveProps, Store};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// Milliseconds of drawing after which the browser gets its turn. Each costs a paint: a fast machine is done before.
const SLICE: f64 = 100.0;

#[wasm_bindgen]
extern "C" {
    // Functions of dom.js, whose scope the glue shares.
    fn swap(island: &Element, root: &Element);
    pub(crate) fn later(then: JsValue);
    fn mark();
}

/// A chapter's store with the browser around it, and the number of its islands that are still to be taken over.
pub struct Chapter {
    store: Store,
    browser: Browser,
    waiting: Cell<usize>,
}

impl Chapter {
    /// A chapter none of whose islands is [waiting](Takeover::push) yet.
    pub fn new(store: Store, browser: Browser) -> Rc<Self> {
        Rc::new(Self {
            store,
            browser,
            waiting: Cell::new(0),
        })
    }
}

/// An island that is still to be taken over.
struct Waiting {
    chapter: Rc<Chapter>,
    island: Element,
    /// The number of its box on the page, from 1.
    place: usize,
    props: LiveProps,
    /// How far the reader has to go to see it.
    distance: i32,
}

/// See the [module](self). Cheap to clone.
#[derive(Clone)]
pub struct Takeover(Rc<Inner>);

struct Inner {
    page: Page,
    waiting: RefCell<Vec<Waiting>>,
    /// Islands out of sight that have been drawn.
    drawn: RefCell<Vec<Drawn>>,
    /// When the browser last had its turn.
    since: Cell<f64>,
}

impl Takeover {
    /// Of a page.
    pub fn new(page: &Page) -> Self {
        Self(Rc::new(Inner {
            page: page.clone(),
            waiting: RefCell::default(),
            drawn: RefCell::default(),
            since: Cell::new(js_sys::Date::now()),
        }))
    }

    /// Adds an island of a chapter.
    pub fn push(&self, chapter: &Rc<Chapter>, place: usize, island: &Element, props: LiveProps) {
        chapter.waiting.set(chapter.waiting.get() + 1);
        self.0.waiting.borrow_mut().push(Waiting {
            chapter: chapter.clone(),
            island: island.clone(),
            place,
            props,
            distance: 0,
        });
    }

    /// Begins.
    pub fn start(&self) {
        // All at once: a layout that nothing changes in between.
        for waiting in self.0.waiting.borrow_mut().iter_mut() {
            waiting.distance = self.0.page.distance(&waiting.island);
        }
        // The next one is taken from the end.
        let nearest_last = |waiting: &Waiting| std::cmp::Reverse(waiting.distance);
        self.0.waiting.borrow_mut().sort_by_key(nearest_last);
        self.next();
    }

    fn next(&self) {
        let next = self.0.waiting.borrow_mut().pop();
        let (Some(next), Ok(root)) = (next, self.0.page.root()) else {
            return self.put_the_rest();
        };
        let takeover = self.clone();
        let drawn = Drawn {
            chapter: next.chapter,
            island: next.island,
            root: root.clone(),
        };
        let in_sight = next.distance == 0;
        let props = next.props.placed(next.place, move || {
            if in_sight {
                drawn.put();
            } else {
                takeover.0.drawn.borrow_mut().push(drawn.clone());
            }
            takeover.go_on();
        });
        yew::Renderer::<Live>::with_root_and_props(root, props).render();
    }

    fn go_on(&self) {
        if js_sys::Date::now() - self.0.since.get() < SLICE {
            return self.next();
        }
        let takeover = self.clone();
        later(Closure::once_into_js(move || {
            takeover.0.since.set(js_sys::Date::now());
            takeover.next();
        }));
    }

    fn put_the_rest(&self) {
        self.0.drawn.take().iter().for_each(Drawn::put);
        mark();
    }
}

/// An island that has been drawn in a root of its own.
#[derive(Clone)]
struct Drawn {
    chapter: Rc<Chapter>,
    island: Element,
    root: Element,
}

impl Drawn {
    /// Puts it into its box.
    fn put(&self) {
        let Chapter {
            store,
            browser,
            waiting,
        } = self.chapter.as_ref();
        swap(&self.island, &self.root);
        browser.taken_over(store, &self.island);
        waiting.set(waiting.get() - 1);
        if waiting.get() == 0 {
            browser.settle(store);
        }
    }
}
