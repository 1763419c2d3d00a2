//! The one Yew component. It draws a piece of an island, and draws it again whenever what it shows has
//! changed.
//!
//! Yew makes some five kilobytes of code of each type of component, so all pieces share this one; what
//! tells them apart is a plain function. An island is one piece; a part of it that should be drawn without
//! the rest (a control, an instrument) is a piece of its own, put into the island with [`live`]:
//!
//! ```text
//! fn draw(render: &mut Render, name: &str) -> Html {
//!     let name = name.to_owned();
//!     let number = render.watch(move |store| store.number(&name).to_bits());
//!     html! { <b>{ f64::from_bits(number) }</b> }
//! }
//!
//! live("season", store, move |render| draw(render, "drift.season"))
//! ```
//!
//! What nobody reads while a slider is being drawn (a table behind a disclosure, the ledger) is drawn
//! [`at_rest`].

use crate::store::Store;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::prelude::*;
use yew::virtual_dom::{Key, VComp};

thread_local! {
    /// The box of the piece that is being drawn, as in [`LiveProps::placed`]: after a panic the one to blame.
    static DRAWING: Cell<usize> = const { Cell::new(0) };
}

/// The box in which something was being drawn when the widgets stopped, counted from 1; 0 if in none.
pub fn suspect() -> usize {
    DRAWING.get()
}

/// Says whether what it watches has changed.
type Watch = Box<dyn Fn(&Store) -> bool>;

/// What draws a piece.
type Draw = Rc<dyn Fn(&mut Render) -> Html>;

/// A piece of a page.
#[derive(Clone, Properties)]
pub struct LiveProps {
    /// The chapter's store.
    store: Store,
    draw: Draw,
    /// The box that it is drawn in: its number among those of the page, from 1; 0 is none of them.
    place: usize,
    /// What comes when it has been drawn for the first time.
    drawn: Option<Rc<dyn Fn()>>,
    /// Whether it stays as it is while a slider is being drawn.
    at_rest: bool,
}

impl LiveProps {
    /// What draws something: an island, a part of one, or what is none.
    pub(crate) fn piece(store: &Store, draw: impl Fn(&mut Render) -> Html + 'static) -> Self {
        Self {
            store: store.clone(),
            draw: Rc::new(draw),
            place: DRAWING.get(),
            drawn: None,
            at_rest: false,
        }
    }

    /// The same in a box of the page, counted from 1, and what comes when it has been drawn there.
    pub fn placed(self, place: usize, drawn: impl Fn() + 'static) -> Self {
        Self {
            place,
            drawn: Some(Rc::new(drawn)),
            ..self
        }
    }

    /// The same, but drawn again only when the hand rests.
    pub(crate) fn at_rest(self) -> Self {
        Self {
            at_rest: true,
            ..self
        }
    }

    /// Whether it has to wait.
    fn waits(&self) -> bool {
        self.at_rest && self.store.is_moving()
    }
}

/// Functions can't be compared. So a piece is drawn again with what it stands in, which is drawn seldom.
impl PartialEq for LiveProps {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// A piece inside another. The key tells it from its siblings.
pub(crate) fn live(key: &str, store: &Store, draw: impl Fn(&mut Render) -> Html + 'static) -> Html {
    place(key, LiveProps::piece(store, draw))
}

/// A piece inside another that is drawn again only when the hand rests.
pub(crate) fn at_rest(
    key: &str,
    store: &Store,
    draw: impl Fn(&mut Render) -> Html + 'static,
) -> Html {
    place(key, LiveProps::piece(store, draw).at_rest())
}

fn place(key: &str, props: LiveProps) -> Html {
    VComp::new::<Live>(Rc::new(props), Some(Key::from(key))).into()
}

/// See the module.
pub struct Live {
    subscription: usize,
    shown: RefCell<Shown>,
    /// What it stands in was drawn again while it had to wait.
    stale: bool,
}

/// What a piece has drawn.
#[derive(Default)]
struct Shown {
    watches: Vec<Watch>,
    texts: Vec<AttrValue>,
    /// Whether these are not the texts that were there before.
    new_texts: bool,
    states: Vec<Rc<dyn Any>>,
    after: Vec<Box<dyn FnOnce()>>,
}

/// Why a piece may have to be drawn again.
pub enum Message {
    /// Something happened in the store.
    Acted,
    /// A state of the piece's own was set.
    Set,
}

impl Component for Live {
    type Message = Message;
    type Properties = LiveProps;

    fn create(context: &Context<Self>) -> Self {
        let tell = context.link().callback(|()| Message::Acted);
        Self {
            subscription: context.props().store.subscribe(tell),
            shown: RefCell::default(),
            stale: false,
        }
    }

    fn changed(&mut self, context: &Context<Self>, _: &LiveProps) -> bool {
        self.stale = context.props().waits();
        !self.stale
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        let LiveProps { store, .. } = context.props();
        match message {
            Message::Acted if context.props().waits() => false,
            Message::Acted => {
                let mut watches = self.shown.get_mut().watches.iter();
                std::mem::take(&mut self.stale) || watches.any(|changed| changed(store))
            }
            Message::Set => true,
        }
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let LiveProps {
            store, draw, place, ..
        } = context.props();
        DRAWING.set(*place);
        let mut shown = self.shown.borrow_mut();
        let mut render = Render {
            store,
            redraw: context.link().callback(|()| Message::Set),
            watches: Vec::new(),
            texts: Vec::new(),
            states: std::mem::take(&mut shown.states),
            next_state: 0,
            after: Vec::new(),
        };
        let html = draw(&mut render);
        let Render {
            watches,
            texts,
            states,
            after,
            ..
        } = render;
        *shown = Shown {
            new_texts: texts != shown.texts,
            watches,
            texts,
            states,
            after,
        };
        html
    }

    fn rendered(&mut self, context: &Context<Self>, first: bool) {
        DRAWING.set(0);
        for then in std::mem::take(&mut self.shown.get_mut().after) {
            then();
        }
        if std::mem::take(&mut self.shown.get_mut().new_texts) {
            context.props().store.printed();
        }
        if let Some(drawn) = context.props().drawn.as_ref().filter(|_| first) {
            drawn();
        }
    }

    fn destroy(&mut self, context: &Context<Self>) {
        context.props().store.unsubscribe(self.subscription);
    }
}

/// A piece while it is being drawn.
pub struct Render<'a> {
    /// The chapter's store.
    pub(crate) store: &'a Store,
    redraw: Callback<()>,
    watches: Vec<Watch>,
    texts: Vec<AttrValue>,
    states: Vec<Rc<dyn Any>>,
    next_state: usize,
    after: Vec<Box<dyn FnOnce()>>,
}

impl Render<'_> {
    /// Reads the store for what is to be drawn, and has the piece drawn again when that has changed.
    pub(crate) fn watch<V: PartialEq + 'static>(
        &mut self,
        read: impl Fn(&Store) -> V + 'static,
    ) -> Rc<V> {
        let seen = Rc::new(read(self.store));
        let shown = seen.clone();
        self.watches
            .push(Box::new(move |store| *shown != read(store)));
        seen
    }

    /// A state of the piece's own, which lasts as long as the page. States are told apart by their order,
    /// so a piece asks for the same ones each time.
    pub(crate) fn state<T: Clone + Default + 'static>(&mut self) -> Local<T> {
        let index = self.next_state;
        self.next_state += 1;
        let kept = self.states.get(index).cloned();
        let value = kept.and_then(|kept| kept.downcast::<RefCell<T>>().ok());
        let value = value.unwrap_or_else(|| {
            let new = Rc::new(RefCell::new(T::default()));
            self.states.truncate(index);
            self.states.push(new.clone());
            new
        });
        Local {
            value,
            redraw: self.redraw.clone(),
        }
    }

    /// Does something when what is drawn now is on the page.
    pub(crate) fn after(&mut self, then: impl FnOnce() + 'static) {
        self.after.push(Box::new(then));
    }

    /// A box of rendered Markdown. Values printed in it are kept up to date by the rim, so that text and
    /// formulas never render again: a readout is an element with `data-readout="CHAPTER:INDEX"`.
    pub(crate) fn rich(&mut self, html: &str, class: &'static str) -> Html {
        let html = self.text(html);
        html! { <div class={class}>{ html }</div> }
    }

    /// Rendered Markdown of one line, for labels.
    pub(crate) fn rich_line(&mut self, html: &str) -> Html {
        let html = self.text(html);
        html! { <span class="m-rich">{ html }</span> }
    }

    fn text(&mut self, html: &str) -> Html {
        let text = AttrValue::from(html.to_owned());
        self.texts.push(text.clone());
        Html::from_html_unchecked(text)
    }
}

/// A state of a piece's own.
#[derive(Clone)]
pub(crate) struct Local<T> {
    value: Rc<RefCell<T>>,
    redraw: Callback<()>,
}

impl<T: Clone> Local<T> {
    /// What it is.
    pub fn get(&self) -> T {
        self.value.borrow().clone()
    }

    /// Sets it, and has the piece drawn again.
    pub fn set(&self, value: T) {
        *self.value.borrow_mut() = value;
        self.redraw.emit(());
    }
}
