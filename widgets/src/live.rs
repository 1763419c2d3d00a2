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
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;
use yew::virtual_dom::{Key, VComp};

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
    /// The number of an island of its own, by which the store waits for it.
    island: Option<usize>,
    /// Whether it stays as it is while a slider is being drawn.
    at_rest: bool,
}

impl LiveProps {
    /// A whole island. It is drawn again when the page comes alive.
    pub(crate) fn island(
        store: &Store,
        number: usize,
        draw: impl Fn(&mut Render) -> Html + 'static,
    ) -> Self {
        let draw = move |render: &mut Render| {
            render.watch(Store::is_live);
            draw(render)
        };
        Self {
            island: Some(number),
            ..Self::piece(store, draw)
        }
    }

    /// A part of an island, or what is no island.
    pub(crate) fn piece(store: &Store, draw: impl Fn(&mut Render) -> Html + 'static) -> Self {
        Self {
            store: store.clone(),
            draw: Rc::new(draw),
            island: None,
            at_rest: false,
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

/// See the [module](self).
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
        let LiveProps { store, draw, .. } = context.props();
        let mut shown = self.shown.borrow_mut();
        let mut render = Render {
            store,
            redraw: context.link().callback(|()| Message::Set),
            watches: Vec::new(),
            texts: Vec::new(),
            states: std::mem::take(&mut shown.states),
            next_state: 0,
        };
        let html = draw(&mut render);
        let Render {
            watches,
            texts,
            states,
            ..
        } = render;
        *shown = Shown {
            new_texts: texts != shown.texts,
            watches,
            texts,
            states,
        };
        html
    }

    fn rendered(&mut self, context: &Context<Self>, _: bool) {
        if std::mem::take(&mut self.shown.get_mut().new_texts) {
            context.props().store.printed();
        }
        if let Some(number) = context.props().island {
            context.props().store.drawn(number);
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
