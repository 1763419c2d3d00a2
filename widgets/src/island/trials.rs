//! Rounds of trials: the button, the moves so far, and what to say when a round is over.

use crate::rich::Rich;
use crate::store::{Store, use_view};
use crate::words;
use mission_model::ledger::{Act, Round};
use mission_model::mission::{Reading, Trials};
use mission_model::value::Value;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(crate) struct TrialsProps {
    pub store: Store,
    /// The bench's id.
    pub bench: AttrValue,
    pub trials: Trials,
}

/// The trials of the present round.
#[component]
pub(crate) fn TrialsView(props: &TrialsProps) -> Html {
    let TrialsProps {
        store,
        bench,
        trials,
    } = props;
    let view = {
        let (bench, trials) = (bench.clone(), trials.clone());
        use_view(store, move |store| {
            (
                store.chosen().is_some(),
                store.track(),
                store.round(&bench, &trials),
            )
        })
    };
    let (live, track, round) = view.as_ref();
    let attempt = {
        let (store, bench, trials) = (store.clone(), bench.to_string(), trials.clone());
        move |_: MouseEvent| {
            let mut names: Vec<String> = trials
                .readings
                .iter()
                .map(|reading| reading.value.clone())
                .collect();
            names.extend(trials.key.iter().cloned());
            names.push(trials.goal.clone());
            store.act(Act::Try {
                bench: bench.clone(),
                readings: store.readings(&names),
            });
        }
    };
    let again = {
        let (store, bench) = (store.clone(), bench.to_string());
        move |_: MouseEvent| {
            store.act(Act::Again {
                bench: bench.clone(),
            })
        }
    };
    let said = match (round.won, round.over) {
        (true, _) => Some(trials.won.get(*track)),
        (false, true) => Some(trials.spent.get(*track)),
        _ => None,
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
            if let Some(said) = said {
                <Rich store={store.clone()} html={said.clone()} class="m-explain" />
            }
        </section>
    }
}

fn status(live: bool, round: &Round, limit: usize) -> String {
    if !live {
        return words::CHOOSE_FIRST.to_owned();
    }
    match (round.won, round.over) {
        (true, _) => format!("{} {}.", words::FOUND_IN, round.trials.len()),
        (false, true) => words::SPENT.to_owned(),
        _ => format!(
            "{} {}",
            limit - round.trials.len().min(limit),
            words::TRIALS_LEFT
        ),
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
