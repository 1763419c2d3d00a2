//! What came of a chapter, once all is done in a track: a line for each track that was taken, and what surprised.

use crate::live::Render;
use crate::store::{Store, Tally};
use crate::words;
use mission_model::mission::Kind;
use yew::prelude::*;

/// The card above a ledger; nothing before the shown track is done.
pub fn draw(render: &mut Render) -> Html {
    let view = render.watch(|store: &Store| {
        let (done, of) = store.steps();
        store.chosen().filter(|_| done == of).map(|track| {
            let surprises = store.with_state(|state| {
                let mission = store.mission();
                let islands = mission.islands.iter().enumerate();
                let wrong = islands
                    .filter(|(_, lock)| state.verdict(mission, &lock.id) == Some(false))
                    .map(|(index, _)| index);
                wrong.collect::<Vec<_>>()
            });
            (track, store.tallies(), surprises)
        })
    });
    let Some((track, tallies, surprises)) = view.as_ref() else {
        return Html::default();
    };
    let mission = render.store.mission();
    let rows = tallies.iter().map(|tally| row(render.store, tally));
    let rows: Vec<Html> = rows.collect();
    let prompt = |index: &usize| match &mission.islands[*index].kind {
        Kind::Lock(lock) => html! { <li>{ render.rich_line(lock.prompt.get(*track)) }</li> },
        _ => Html::default(),
    };
    let asked: Vec<Html> = surprises.iter().map(prompt).collect();
    html! {
        <div class="m-finish">
            <h4 class="m-heading">{ words::FINISHED }</h4>
            <div class="m-scroll" role="region" tabindex="0" aria-label={words::FINISHED}>
                <table class="m-table">
                    <thead><tr><td></td><th>{ words::FINISH_STEPS }</th><th>{ words::FINISH_RIGHT }</th><th>{ words::FINISH_TRIALS }</th></tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            if !asked.is_empty() {
                <p class="m-head">{ words::SURPRISED }</p>
                <ul>{ for asked }</ul>
            }
            if tallies.len() < mission.tracks.len() {
                <p class="m-note">{ words::ANOTHER_TRACK }</p>
            }
        </div>
    }
}

fn row(store: &Store, tally: &Tally) -> Html {
    let mission = store.mission();
    let name = match mission.tracks[tally.track].name.as_str() {
        "" => &mission.title,
        name => name,
    };
    html! {
        <tr>
            <th scope="row">{ name }</th>
            <td>{ format!("{}/{}", tally.done, tally.of) }</td>
            <td>{ format!("{}/{}", tally.right, tally.told) }</td>
            <td>{ tally.trials }</td>
        </tr>
    }
}
