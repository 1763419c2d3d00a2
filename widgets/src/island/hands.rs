//! For hands that slip: undo, redo, and back to the presets of a bench.

use crate::live::Render;
use crate::store::{Store, Way};
use crate::words;
use yew::prelude::*;

/// The three ways back of a bench.
pub fn draw(render: &mut Render, island: usize) -> Html {
    let island = &render.store.mission().islands[island].id;
    let own = island.clone();
    let view = render.watch(move |store: &Store| {
        let leads = |way| store.chosen().is_some() && store.leads(&own, way);
        [Way::Undo, Way::Redo, Way::Presets].map(leads)
    });
    let store = render.store;
    let button = |way: Way, sign: &'static str, name: &'static str, leads: bool| {
        let (store, island) = (store.clone(), island.clone());
        let go = move |_: MouseEvent| store.go(&island, way);
        html! {
            <button type="button" class="m-plain" title={name} aria-label={name} disabled={!leads} onclick={go}>{ sign }</button>
        }
    };
    let [undo, redo, presets] = *view;
    html! {
        <>
            { button(Way::Undo, "↶", words::UNDO, undo) }
            { button(Way::Redo, "↷", words::REDO, redo) }
            { button(Way::Presets, "⟲", words::PRESETS, presets) }
            // `share.js` listens to it.
            <button type="button" class="m-plain m-share" title={words::SHARE} aria-label={words::SHARE} data-done={words::SHARED}></button>
        </>
    }
}
