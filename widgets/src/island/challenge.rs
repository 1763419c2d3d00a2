//! A stakeholder who blocks, until the evidence is there: one objection at a time.

use super::moment;
use crate::instrument::card;
use crate::live::Render;
use crate::store::Store;
use crate::words;
use mission_model::ledger::{Act, Moment};
use mission_model::mission::{Challenge, Reading, zone};
use yew::prelude::*;

/// The objection, the evidence that was attached last, the answer to it, and what was said before.
pub fn draw(render: &mut Render, id: &str, challenge: &Challenge) -> Html {
    let own = id.to_owned();
    let view = render.watch(move |store| {
        let attached = store.with_state(|state| {
            let attached = state.evidence.get(&own)?;
            // What was attached before stays as it was.
            Some((attached.len(), attached.last().cloned()))
        });
        let (count, last) = attached.unwrap_or_default();
        (store.chosen().is_some(), store.track(), last, count)
    });
    let (live, track, last, count) = view.as_ref();
    let attach = {
        let (store, id, challenge, track) = (
            render.store.clone(),
            id.to_owned(),
            challenge.clone(),
            *track,
        );
        move |_: MouseEvent| {
            store.act(Act::Attach {
                challenge: id.clone(),
                readings: store.readings(&challenge.kept(track)),
            });
        }
    };
    let store = render.store;
    let before = store.with_state(|state| {
        let attached = state.evidence.get(id).map_or(&[][..], Vec::as_slice);
        attached[..count.saturating_sub(1).min(attached.len())].to_vec()
    });
    let who = challenge.who.get(*track);
    let mood = match last {
        None => Mood::Waiting,
        Some(evidence) if evidence.met() => Mood::Convinced,
        Some(_) => Mood::Doubting,
    };
    html! {
        <fieldset class="m-challenge">
            <legend>{ who }</legend>
            <div class="m-person">
                { face(mood) }
                { render.rich(challenge.objection.get(*track), "m-objection") }
            </div>
            <div class="m-bar">
                <button type="button" class="m-button" disabled={!live} onclick={attach}>{ &challenge.attach }</button>
                if !live {
                    <span class="m-status">{ words::CHOOSE_FIRST }</span>
                }
            </div>
            if let Some(evidence) = last {
                { cards(challenge, evidence) }
            }
            <div class="m-answer" role="status">
                if let Some(evidence) = last {
                    { answer(store, challenge, *track, evidence) }
                }
            </div>
            if let Some(evidence) = last {
                { moment::now(store, evidence) }
            }
            { turns(store, challenge, *track, &before) }
        </fieldset>
    }
}

/// What was said to evidence.
fn turns(store: &Store, challenge: &Challenge, track: usize, attached: &[Moment]) -> Html {
    let turn = |(index, evidence): (usize, &Moment)| {
        html! {
            <li key={index}>
                <p class="m-note">{ shown(challenge, evidence) }</p>
                { answer(store, challenge, track, evidence) }
            </li>
        }
    };
    html! {
        if !attached.is_empty() {
            <details>
                <summary>{ words::SAID_BEFORE }</summary>
                <ol class="m-turns">{ for attached.iter().enumerate().map(turn) }</ol>
            </details>
        }
    }
}

fn cards(challenge: &Challenge, evidence: &Moment) -> Html {
    let card = |reading: &Reading| {
        let of = |name: &str| evidence.number(name);
        let number = of(&reading.value);
        card(reading, number, zone(&reading.zones, number, &of))
    };
    html! { <dl class="m-cards">{ for challenge.evidence.iter().map(card) }</dl> }
}

/// The evidence in a line.
fn shown(challenge: &Challenge, evidence: &Moment) -> String {
    let readings = challenge.evidence.iter().map(|reading| {
        let number = reading.format.print(evidence.number(&reading.value));
        format!("{} {number}", reading.label)
    });
    readings.collect::<Vec<_>>().join("; ")
}

fn answer(store: &Store, challenge: &Challenge, track: usize, evidence: &Moment) -> Html {
    if evidence.met() {
        return html! {
            <>
                <div class="m-verdict m-right">{ words::CONVINCED }</div>
                { moment::text(store, challenge.passed.get(track), evidence, "m-explain") }
            </>
        };
    }
    html! {
        <>
            <div class="m-verdict m-open">{ words::NOT_CONVINCED }</div>
            if let Some(need) = challenge.objection_to(track, &evidence.readings) {
                { moment::text(store, &need.unmet, evidence, "m-explain") }
            } else {
                <p class="m-note">{ words::UNFIT }</p>
            }
        </>
    }
}

/// How the stakeholder takes it.
enum Mood {
    Waiting,
    Doubting,
    Convinced,
}

/// A face: what it shows is said in words beside it.
fn face(mood: Mood) -> Html {
    let (brows, mouth) = match mood {
        Mood::Waiting => ("M18 23h8M38 23h8", "M24 43h16"),
        Mood::Doubting => ("M18 21l8 3M38 24l8-3", "M24 45q8-5 16 0"),
        Mood::Convinced => ("M18 23q4-3 8 0M38 23q4-3 8 0", "M23 41q9 8 18 0"),
    };
    html! {
        <svg class="m-face" viewBox="0 0 64 64" aria-hidden="true">
            <path d="M32 6a25 26 0 0 1 0 52a25 26 0 0 1 0-52M22 30v3M42 30v3" />
            <path d={brows} />
            <path d={mouth} />
        </svg>
    }
}
