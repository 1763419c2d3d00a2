//! A stakeholder who blocks, until the evidence is there.

use super::moment;
use crate::instrument::card;
use crate::live::Render;
use crate::store::Store;
use crate::words;
use mission_model::ledger::{Act, Moment};
use mission_model::mission::{Challenge, Need, zone};
use yew::prelude::*;

/// The objection, the evidence that was attached last, and the answer to it, need by need.
pub fn draw(render: &mut Render, id: &str, challenge: &Challenge) -> Html {
    let own = id.to_owned();
    let view = render.watch(move |store| {
        let last = store.with_state(|state| {
            state
                .evidence
                .get(&own)
                .and_then(|attached| attached.last())
                .cloned()
        });
        (store.chosen().is_some(), store.track(), last)
    });
    let (live, track, last) = view.as_ref();
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
    let who = challenge.who.get(*track);
    html! {
        <fieldset class="m-challenge">
            <legend>{ who }</legend>
            { render.rich(challenge.objection.get(*track), "m-objection") }
            <div class="m-bar">
                <button type="button" class="m-button" disabled={!live} onclick={attach}>{ &challenge.attach }</button>
                if !live {
                    <span class="m-status">{ words::CHOOSE_FIRST }</span>
                }
            </div>
            if let Some(evidence) = last {
                <dl class="m-cards">
                    { for challenge.evidence.iter().map(|reading| {
                        let number_of = |name: &str| evidence.number(name);
                        let number = number_of(&reading.value);
                        card(reading, number, zone(&reading.zones, number, &number_of))
                    }) }
                </dl>
            }
            <div class="m-answer" role="status">
                if let Some(evidence) = last {
                    { answer(store, challenge, *track, evidence) }
                }
            </div>
            if let Some(evidence) = last {
                { moment::now(store, evidence) }
            }
        </fieldset>
    }
}

fn answer(store: &Store, challenge: &Challenge, track: usize, evidence: &Moment) -> Html {
    if evidence.met() {
        return html! {
            <>
                <div class="m-verdict m-right">{ words::CONVINCED }</div>
                { moment::text(store, challenge.passed.get(track), evidence, "") }
            </>
        };
    }
    let unmet: Vec<_> = challenge.unmet(track, &evidence.readings).collect();
    let line = |need: &&Need| {
        let text = store.text_then(&need.unmet, evidence);
        html! { <li key={need.when.clone()}>{ Html::from_html_unchecked(text.into()) }</li> }
    };
    html! {
        <>
            <div class="m-verdict m-open">{ words::NOT_CONVINCED }</div>
            if unmet.is_empty() {
                <p class="m-note">{ words::UNFIT }</p>
            } else {
                <ul>{ for unmet.iter().map(line) }</ul>
            }
        </>
    }
}
