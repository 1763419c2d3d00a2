//! One function a kind of island.

mod assess;
mod bench;
mod challenge;
mod chapter;
mod fail;
mod finish;
mod goal;
mod hands;
mod ledger;
mod lock;
mod math;
mod moment;
mod notes;
mod reflect;
mod reveal;
mod sentence;
mod transfer;
mod trials;

use crate::live::{LiveProps, Render};
use crate::store::Store;
use crate::words;
use mission_model::mission::Kind;
use yew::prelude::*;

/// An island of a chapter, by its index.
pub fn island(store: &Store, index: usize) -> LiveProps {
    let island = LiveProps::piece(store, move |render| draw(render, index));
    let kind = store
        .mission()
        .islands
        .get(index)
        .map(|island| &island.kind);
    match kind {
        Some(Kind::Ledger(_)) => island.at_rest(),
        _ => island,
    }
}

/// The ledger of a chapter, for a page of its own.
pub fn ledger(store: &Store) -> LiveProps {
    LiveProps::piece(store, |render| ledger::draw(render, words::YOUR_LEDGER)).at_rest()
}

fn draw(render: &mut Render, index: usize) -> Html {
    let Some(island) = render.store.mission().islands.get(index) else {
        return Html::default();
    };
    let id = &island.id;
    match &island.kind {
        Kind::Chapter => chapter::draw(render),
        Kind::Lock(lock) => lock::draw(render, id, lock),
        Kind::Bench(bench) => bench::draw(render, index, bench),
        Kind::Reveal(reveal) => reveal::draw(render, id, reveal),
        Kind::Challenge(challenge) => challenge::draw(render, id, challenge),
        Kind::Ledger(view) => ledger::draw(render, &view.title),
        Kind::Math(math) => math::draw(render, id, math),
        Kind::Reflect(reflect) => reflect::draw(render, id, reflect),
    }
}
