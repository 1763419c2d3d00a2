//! What is to be reached on a bench: each need with its state, and what is said when all of them hold.

use super::moment;
use crate::live::Render;
use crate::store::Store;
use crate::words;
use mission_model::mission::{Goal, Kind};
use yew::prelude::*;

/// The goal of a bench. The line under the needs is announced when the state of a need changes, and not while a
/// slider moves between two such moments: numbers that follow the slider stand outside it.
pub fn draw(render: &mut Render, island: usize) -> Html {
    let view = render.watch(move |store| {
        let (id, goal) = find(store, island)?;
        let track = store.track();
        let holds: Vec<bool> = goal
            .needs_in(track)
            .map(|need| store.truth(&need.when))
            .collect();
        let reached = store.with_state(|state| state.reached.get(id)?.first().cloned());
        Some((track, holds, reached))
    });
    let store = render.store;
    let (Some((track, holds, reached)), Some((_, goal))) = (view.as_ref(), find(store, island))
    else {
        return Html::default();
    };
    let met = holds.iter().filter(|holds| **holds).count();
    html! {
        <section class="m-goal" data-reached={reached.is_some().to_string()}>
            <h4 class="m-heading">{ words::GOAL }</h4>
            if let Some(text) = &goal.text {
                { render.rich(text.get(*track), "m-rich") }
            }
            <ul class="m-needs">
                { for goal.needs_in(*track).zip(holds).map(|(need, holds)| html! {
                    <li data-holds={holds.to_string()} key={need.when.clone()}>
                        { render.rich_line(&need.text) }
                        <span class={if *holds { "m-verdict m-right" } else { "m-verdict m-open" }}>{ if *holds { words::NEED_HOLDS } else { words::NEED_HOLDS_NOT } }</span>
                    </li>
                }) }
            </ul>
            <div class="m-status" role="status">
                if reached.is_some() {
                    <div class="m-verdict m-right">{ words::REACHED }</div>
                } else {
                    { words::needs_hold(met, holds.len()) }
                }
            </div>
            if let Some(then) = reached {
                { moment::text(store, goal.won.get(*track), then, "m-rich") }
                { moment::now(store, then) }
            }
        </section>
    }
}

/// A bench's id and its goal.
fn find(store: &Store, island: usize) -> Option<(&str, &Goal)> {
    let island = store.mission().islands.get(island)?;
    match &island.kind {
        Kind::Bench(bench) => Some((&island.id, bench.goal.as_ref()?)),
        _ => None,
    }
}
