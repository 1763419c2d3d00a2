//! Rounds of trials: the button, the moves so far, and what to say when a round is over.

use super::moment;
use crate::live::Render;
use crate::store::Store;
use crate::words;
use mission_model::ledger::{Act, Moment, Round};
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
        let round = find(store, island).map(|(bench, trials)| {
            let round = store.round(bench, trials);
            // An earlier round stays as it was: how many there are tells whether to draw again.
            let earlier = store.earlier(bench, trials, |rounds| rounds.len());
            (tried(store, trials, &round), round, earlier)
        });
        (
            store.chosen().is_some(),
            store.track(),
            round.unwrap_or_default(),
        )
    });
    let (live, track, (before, round, _)) = view.as_ref();
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
    html! {
        <section class="m-trials">
            <div class="m-bar">
                // Where a double click ends nothing begins: the round's own button stays in its place.
                <button type="button" class="m-button" disabled={!live} aria-disabled={round.over.then_some("true")} onclick={attempt}>{ words::TRY_THIS }</button>
                <span class="m-status" role="status">{ status(*live, round, trials.limit) }</span>
                if round.over {
                    <button type="button" class="m-button" disabled={!live} onclick={again}>{ words::NEW_ROUND }</button>
                }
            </div>
            <div class="m-answer" role="status">{ verdict(store, trials, round, *track, *before) }</div>
            if !round.trials.is_empty() {
                <div class="m-scroll" role="region" tabindex="0" aria-label={words::TRIALS}>{ moves(trials, &round.trials, None) }</div>
            }
            { store.earlier(bench, trials, |rounds| earlier(trials, rounds)) }
            if let Some(then) = decided(round) {
                { moment::now(store, then) }
            }
        </section>
    }
}

/// The rounds before the present one.
fn earlier(trials: &Trials, rounds: &[&[Moment]]) -> Html {
    let table = |(index, round): (usize, &&[Moment])| {
        moves(trials, round, Some(words::round(index + 1, round.len())))
    };
    html! {
        if !rounds.is_empty() {
            <details>
                <summary>{ words::EARLIER_ROUNDS }</summary>
                <div class="m-scroll" role="region" tabindex="0" aria-label={words::EARLIER_ROUNDS}>
                    { for rounds.iter().enumerate().map(table) }
                </div>
            </details>
        }
    }
}

/// The trial that ended the round.
fn decided(round: &Round) -> Option<&Moment> {
    let won = round.trials.iter().find(|trial| trial.met());
    won.or_else(|| round.trials.last().filter(|_| round.over))
}

/// What the page says of a trial, with its numbers.
fn verdict(
    store: &Store,
    trials: &Trials,
    round: &Round,
    track: usize,
    before: Option<usize>,
) -> Html {
    let of = |html: &str, then: &Moment| moment::text(store, html, then, "m-explain");
    if let Some(then) = decided(round) {
        let said = if round.won {
            &trials.won
        } else {
            &trials.spent
        };
        return of(said.get(track), then);
    }
    // Of the trial at the present setting, or else of the last one.
    let last = round.trials.len().saturating_sub(1);
    let at = before.unwrap_or(last);
    let Some(then) = round.trials.get(at) else {
        return Html::default();
    };
    let truth = |name: &str| then.value(name).and_then(Value::truth) == Some(true);
    html! {
        <>
            if at != last {
                <p class="m-note">{ words::tried_before(&(at + 1).to_string()) }</p>
            }
            { trials.missed(track, truth).map(|said| of(said, then)).unwrap_or_default() }
        </>
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

/// Which trial of an open round was made at the present setting.
fn tried(store: &Store, trials: &Trials, round: &Round) -> Option<usize> {
    if round.over || round.trials.is_empty() {
        return None;
    }
    let now = store.readings(&trials.kept());
    let same = |trial: &Moment| {
        now.iter()
            .all(|(name, value)| trial.readings.get(name) == Some(value))
    };
    round.trials.iter().position(same)
}

/// A setting that was tried already spends nothing, and neither does what comes after the end of a round.
fn attempt(store: &Store, island: usize) {
    let Some((bench, trials)) = find(store, island) else {
        return;
    };
    let round = store.round(bench, trials);
    if round.over || tried(store, trials, &round).is_some() {
        return;
    }
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

fn moves(trials: &Trials, round: &[Moment], caption: Option<String>) -> Html {
    let cell = |reading: &Reading, value: Option<&Value>| {
        let number = value.and_then(Value::number).unwrap_or(f64::NAN);
        html! { <td>{ reading.format.print(number) }</td> }
    };
    html! {
        <table class="m-table">
            if let Some(caption) = caption {
                <caption>{ caption }</caption>
            }
            <thead><tr>
                <th scope="col">{ words::TRIAL }</th>
                { for trials.readings.iter().map(|reading| html! { <th scope="col">{ &reading.label }</th> }) }
            </tr></thead>
            <tbody>
                { for round.iter().enumerate().map(|(index, trial)| html! {
                    <tr key={index}>
                        <th scope="row">{ index + 1 }</th>
                        { for trials.readings.iter().map(|reading| cell(reading, trial.readings.get(&reading.value))) }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}
