//! One component a kind of island.

mod bench;
mod challenge;
mod chapter;
mod ledger;
mod lock;
mod math;
mod reflect;
mod reveal;
mod transfer;
mod trials;

pub use ledger::{Ledger, LedgerProps};

use crate::store::Store;
use mission_model::mission::Kind;
use yew::prelude::*;

/// Which island of which chapter.
#[derive(Clone, PartialEq, Properties)]
pub struct IslandProps {
    /// The chapter's store.
    pub store: Store,
    /// The island's index in the chapter.
    pub index: usize,
}

/// An island: a form of its own, so that its controls never mix with those of another.
#[component]
pub fn Island(props: &IslandProps) -> Html {
    let IslandProps { store, index } = props.clone();
    let Some(island) = store.mission().islands.get(index) else {
        return Html::default();
    };
    let id = AttrValue::from(island.id.clone());
    let kind = island.kind.clone();
    let content = match kind {
        Kind::Chapter => html! { <chapter::Chapter {store} /> },
        Kind::Lock(lock) => html! { <lock::LockView {store} {id} {lock} /> },
        Kind::Bench(bench) => html! { <bench::BenchView {store} {id} {bench} /> },
        Kind::Reveal(reveal) => html! { <reveal::RevealView {store} {id} {reveal} /> },
        Kind::Challenge(challenge) => {
            html! { <challenge::ChallengeView {store} {id} {challenge} /> }
        }
        Kind::Ledger(view) => html! { <Ledger {store} title={view.title} /> },
        Kind::Math(math) => html! { <math::MathView {store} {id} {math} /> },
        Kind::Reflect(reflect) => html! { <reflect::ReflectView {store} {id} {reflect} /> },
    };
    html! { <form class="m-island" onsubmit={|event: SubmitEvent| event.prevent_default()}>{ content }</form> }
}
