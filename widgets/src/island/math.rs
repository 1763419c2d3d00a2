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
    // A body that is the same in all tracks stands in the page alone, and is taken from there.
    let taken = (math.body.iter().count() == 1).then_some("");
    let body = match math.body.get(track).as_str() {
        "" => Html::default(),
        body => render.rich(body, ""),
    };
    html! {
        <details class="m-math" {open}>
            <summary onclick={toggle}>{ &math.title }</summary>
            <div data-taken={taken}>{ body }</div>
        </details>
    }
}
