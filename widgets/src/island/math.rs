//! Formulas behind a toggle, with the student's numbers put in.

use crate::live::Render;
use mission_model::ledger::Act;
use mission_model::mission::Math;
use yew::prelude::*;

/// The Math Peek.
pub fn draw(render: &mut Render, id: &str, math: &Math) -> Html {
    let own = id.to_owned();
    let view = render.watch(move |store| {
        (
            store.track(),
            store.with_state(|state| state.open.contains(&own)),
        )
    });
    let (track, open) = *view.as_ref();
    let toggle = {
        let (store, island) = (render.store.clone(), id.to_owned());
        move |event: MouseEvent| {
            // Without a track nothing is kept, so the browser is left to open it.
            if store.chosen().is_some() {
                event.prevent_default();
                store.act(Act::Peek {
                    island: island.clone(),
                    open: !open,
                });
            }
        }
    };
    html! {
        <details class="m-math" {open}>
            <summary onclick={toggle}>{ &math.title }</summary>
            { render.rich(math.body.get(track), "") }
        </details>
    }
}
