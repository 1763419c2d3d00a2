//! A Yew app with nothing in it: it takes over an empty element, as the widgets take over theirs.

use wasm_bindgen::prelude::*;
use yew::prelude::*;

struct Nothing;

impl Component for Nothing {
    type Message = ();
    type Properties = ();

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, _: &Context<Self>) -> Html {
        html! { <p></p> }
    }
}

/// Brings it alive.
#[wasm_bindgen]
pub fn start() {
    yew::Renderer::<Nothing>::new().hydrate();
}
