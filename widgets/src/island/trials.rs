//! Rounds of trials: the button, the moves so far, and what to say when a round is over.

use super::moment;
use crate::live::Render;
use crate::store::Store;
use crate::words;
use mission_model::ledger::{Act, Round};
use mission_model::mission::{Kind, Reading, Trials};
use mission_model::value::Value;
use yew::prelude::*;

/// The trials of the present round of a bench.
pub fn draw(render: &mut Render, island: usize) -> Html {
    let store = render.store;
    let Some((bench, trials)) = find(store, island) else {
        return Html::default();
    };
    let view = render.watch(move |store| {
        let round = find(store, island).map(|(bench, trials)| store.round(bench, trials));
        (
            store.chosen().is_some(),
            store.track(),
            round.unwrap_or_default(),
        )
    });
    let (live, track, round) = view.as_ref();
    let attempt = {
        let store = store.clone();
        move |_: MouseEvent| attempt(&store, island)
    };
    let again = {
        let (store, bench) = (store.clone(), bench.to_owned());
        move |_: MouseEvent| {
            store.act(Act::Again {
                bench: bench.clone(),
            })
        }
    };
    let decided = round.trials.iter().find(|trial| trial.met());
    let decided = decided.or_else(|| round.trials.last().filter(|_| round.over));
    let said = if round.won {
        &trials.won
    } else {
        &trials.spent
    };
    html! {
        <section class="m-trials">
            <div class="m-bar">
                if round.over {
                    <button type="button" class="m-button" disabled={!live} onclick={again}>{ words::NEW_ROUND }</button>
                } else {
                    <button type="button" class="m-button" disabled={!live} onclick={attempt}>{ words::TRY_THIS }</button>
                }
                <span class="m-status" role="status">{ status(*live, round, trials.limit) }</span>
            </div>
            if !round.trials.is_empty() {
                <div class="m-scroll" role="region" tabindex="0" aria-label={words::TRIALS}>{ moves(trials, round) }</div>
            }
            if let Some(then) = decided {
                { moment::text(store, said.get(*track), then, "m-explain") }
                { moment::now(store, then) }
            }
        </section>
    }
}

/// A bench's id and its trials.
fn find(store: &Store, island: usize) -> Option<(&str, &Trials)> {
    let island = store.mission().islands.get(island)?;
    match &island.kind {
        Kind::Bench(bench) => Some((&island.id, bench.trials.as_ref()?)),
        _ => None,
    }
}

fn attempt(store: &Store, island: usize) {
    let Some((bench, trials)) = find(store, island) else {
        return;
    };
    store.act(Act::Try {
        bench: bench.to_owned(),
        readings: store.readings(&trials.kept()),
    });
}

fn status(live: bool, round: &Round, limit: usize) -> String {
    if !live {
        return words::CHOOSE_FIRST.to_owned();
    }
    match (round.won, round.over) {
        (true, _) => words::found_in(round.trials.len()),
        (false, true) => words::SPENT.to_owned(),
        _ => words::trials_left(limit - round.trials.len().min(limit)),
    }
}

fn moves(trials: &Trials, round: &Round) -> Html {
    let cell = |reading: &Reading, value: Option<&Value>| {
        let number = value.and_then(Value::number).unwrap_or(f64::NAN);
        html! { <td>{ reading.format.print(number) }</td> }
    };
    html! {
        <table class="m-table">
            <thead><tr>
                <th scope="col">{ words::TRIAL }</th>
                { for trials.readings.iter().map(|reading| html! { <th scope="col">{ &reading.label }</th> }) }
            </tr></thead>
            <tbody>
                { for round.trials.iter().enumerate().map(|(index, trial)| html! {
                    <tr key={index}>
                        <th scope="row">{ index + 1 }</th>
                        { for trials.readings.iter().map(|reading| cell(reading, trial.readings.get(&reading.value))) }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}
