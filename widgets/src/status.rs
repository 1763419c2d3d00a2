//! A bar at the foot of the page: where the student stands, what comes next, and whether the work is safe.

use crate::live::{LiveProps, Render};
use crate::store::{Saving, Store, Unread};
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
        let minutes = store.time_by_part().iter().sum::<u64>() / 60_000;
        (
            store.saving(),
            store.chosen().is_some(),
            store.next_step(),
            store.steps(),
            minutes,
            store.offered(),
            store.unread(),
        )
    });
    let (saving, chosen, next, (done, all), minutes, offered, unread) = view.as_ref();
    let failed = match saving {
        Saving::Failed(reason) => Some(reason),
        _ => None,
    };
    if failed.is_none() && offered.is_none() && unread.is_empty() && (!chosen || *all < 2) {
        return Html::default();
    }
    let export = {
        let store = store.clone();
        move |_: MouseEvent| store.export()
    };
    let answer = |take: bool| {
        let store = store.clone();
        move |_: MouseEvent| store.answer_offer(take)
    };
    html! {
        <aside class="m-foot" aria-label={words::progress_of(&store.mission().title)} data-saved={failed.is_none().to_string()}>
            if let Some(reason) = failed {
                <div class="m-alarm" role="alert">
                    <strong>{ words::NOT_SAVED }</strong>
                    <span>{ reason }</span>
                    <button type="button" class="m-button" onclick={export}>{ words::EXPORT }</button>
                </div>
            }
            { for unread.iter().map(|unread| aside(store, unread)) }
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

/// Something stored that can't be read: kept until the student has a copy and says so.
fn aside(store: &Store, unread: &Unread) -> Html {
    let on = |act: fn(&Store, &str)| {
        let (store, key) = (store.clone(), unread.key.clone());
        move |_: MouseEvent| act(&store, &key)
    };
    html! {
        <div class="m-alarm m-aside" role="alert" key={unread.key.clone()}>
            <strong>{ words::PUT_ASIDE }</strong>
            <span>{ format!("({}.)", unread.reason) }</span>
            <button type="button" class="m-button" onclick={on(Store::export_unread)}>{ words::EXPORT_ASIDE }</button>
            if unread.handed && !unread.newer {
                <button type="button" class="m-plain" onclick={on(Store::discard_unread)}>{ words::DISCARD_ASIDE }</button>
            }
        </div>
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
