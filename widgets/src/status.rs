//! A bar at the foot of the page: where the student stands, what comes next, and whether the work is safe.

use crate::live::{LiveProps, Render};
use crate::store::{Saving, Store};
use crate::words;
use mission_model::mission::Kind;
use yew::prelude::*;

/// The bar about a chapter: nothing until a track is chosen, unless something is wrong.
pub fn status(store: &Store) -> LiveProps {
    LiveProps::piece(store, draw).at_rest()
}

fn draw(render: &mut Render) -> Html {
    let store = render.store;
    let view = render.watch(|store| {
        let mission = store.mission();
        let steps = (0..mission.islands.len()).filter(|index| store.is_step(*index));
        let states: Vec<bool> = steps.map(|index| store.is_done(index)).collect();
        let minutes = store.ledger().time_by_part(mission).iter().sum::<u64>() / 60_000;
        let done = states.iter().filter(|done| **done).count();
        (
            store.saving(),
            store.chosen().is_some(),
            store.next_step(),
            (done, states.len()),
            minutes,
            store.offered(),
        )
    });
    let (saving, chosen, next, (done, all), minutes, offered) = view.as_ref();
    let failed = match saving {
        Saving::Failed(reason) | Saving::Aside(reason, _) => Some(reason),
        _ => None,
    };
    if failed.is_none() && offered.is_none() && (!chosen || *all < 2) {
        return Html::default();
    }
    let export = {
        let (store, aside) = (store.clone(), matches!(saving, Saving::Aside(..)));
        move |_: MouseEvent| {
            if aside {
                store.export_aside()
            } else {
                store.export()
            }
        }
    };
    let answer = |take: bool| {
        let store = store.clone();
        move |_: MouseEvent| store.answer_offer(take)
    };
    let (what, button) = match saving {
        Saving::Aside(..) => (words::PUT_ASIDE, words::EXPORT_ASIDE),
        _ => (words::NOT_SAVED, words::EXPORT),
    };
    html! {
        <aside class="m-foot" aria-label={words::progress_of(&store.mission().title)} data-saved={failed.is_none().to_string()}>
            if let Some(reason) = failed {
                <div class="m-alarm" role="alert">
                    <strong>{ what }</strong>
                    <span>{ reason }</span>
                    <button type="button" class="m-button" onclick={export}>{ button }</button>
                </div>
            }
            if let Some((book, acts)) = offered {
                <div class="m-offer" role="status">
                    <span>{ words::kept_elsewhere(book, *acts) }</span>
                    <button type="button" class="m-button" onclick={answer(true)}>{ words::MERGE }</button>
                    <button type="button" class="m-plain" onclick={answer(false)}>{ words::LEAVE_THERE }</button>
                </div>
            }
            <div class="m-steps">
                <progress value={done.to_string()} max={all.to_string()} aria-label={words::PROGRESS}></progress>
                <span>{ format!("{done}/{all} · {}", words::minutes(*minutes as usize)) }</span>
                { next_step(store, *next) }
                if *saving == Saving::Saved {
                    <span class="m-saved">{ words::SAVED }</span>
                }
            </div>
        </aside>
    }
}

fn next_step(store: &Store, next: Option<usize>) -> Html {
    let mission = store.mission();
    let Some(island) = next.and_then(|next| mission.islands.get(next)) else {
        return html! { <span>{ words::ALL_DONE }</span> };
    };
    let has_reached = |id: &str| store.with_state(|state| state.reached.contains_key(id));
    let what = match &island.kind {
        Kind::Chapter => words::CHOOSE_TRACK,
        Kind::Lock(_) => words::PREDICT,
        Kind::Bench(bench) if bench.goal.is_some() && !has_reached(&island.id) => words::NEXT_REACH,
        Kind::Bench(_) => words::NEXT_TRY,
        Kind::Reveal(_) => words::NEXT_MEASURE,
        Kind::Challenge(_) => words::NEXT_CONVINCE,
        _ => words::REFLECT,
    };
    html! { <a href={format!("#{}-{}", mission.id, island.id)}>{ words::next(what) }</a> }
}
