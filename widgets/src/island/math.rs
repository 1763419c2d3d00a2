//! Formulas behind a toggle, with the student's numbers put in.

use crate::rich::Rich;
use crate::store::{Store, use_view};
use mission_model::ledger::Act;
use mission_model::mission::Math;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(crate) struct MathProps {
    pub store: Store,
    pub id: AttrValue,
    pub math: Math,
}

/// The Math Peek.
#[component]
pub(crate) fn MathView(props: &MathProps) -> Html {
    let MathProps { store, id, math } = props;
    let own = id.to_string();
    let view = use_view(store, move |store| {
        (
            store.track(),
            store.with_state(|state| state.open.contains(&own)),
        )
    });
    let (track, open) = *view.as_ref();
    let toggle = {
        let (store, island) = (store.clone(), id.to_string());
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
            <Rich store={store.clone()} html={math.body.get(track).clone()} />
        </details>
    }
}
