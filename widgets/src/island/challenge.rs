//! A stakeholder who blocks, until the evidence is there.

use crate::instrument::card;
use crate::rich::Rich;
use crate::store::{Store, use_view};
use crate::words;
use mission_model::ledger::{Act, Readings};
use mission_model::mission::Challenge;
use mission_model::value::Value;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(crate) struct ChallengeProps {
    pub store: Store,
    pub id: AttrValue,
    pub challenge: Challenge,
}

/// The objection, the evidence that was attached last, and the answer to it, need by need.
#[component]
pub(crate) fn ChallengeView(props: &ChallengeProps) -> Html {
    let ChallengeProps {
        store,
        id,
        challenge,
    } = props;
    let own = id.to_string();
    let view = use_view(store, move |store| {
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
        let (store, id, challenge, track) =
            (store.clone(), id.to_string(), challenge.clone(), *track);
        move |_: MouseEvent| {
            let evidence = challenge
                .evidence
                .iter()
                .map(|reading| reading.value.clone());
            let needs = challenge
                .needs
                .iter()
                .filter(|need| need.only.admits(track))
                .map(|need| need.when.clone());
            let names: Vec<String> = evidence.chain(needs).collect();
            store.act(Act::Attach {
                challenge: id.clone(),
                readings: store.readings(&names),
            });
        }
    };
    let who = challenge.who.get(*track);
    html! {
        <fieldset class="m-challenge">
            <legend>{ who }</legend>
            <Rich store={store.clone()} html={challenge.objection.get(*track).clone()} class="m-objection" />
            <div class="m-bar">
                <button type="button" class="m-button" disabled={!live} onclick={attach}>{ &challenge.attach }</button>
                if !live {
                    <span class="m-status">{ words::CHOOSE_FIRST }</span>
                }
            </div>
            if let Some(evidence) = last {
                <dl class="m-cards">
                    { for challenge.evidence.iter().map(|reading| {
                        card(reading, evidence.get(&reading.value).and_then(Value::number).unwrap_or(f64::NAN))
                    }) }
                </dl>
            }
            <div class="m-answer" role="status">
                if let Some(evidence) = last {
                    { answer(store, challenge, *track, evidence) }
                }
            </div>
        </fieldset>
    }
}

fn answer(store: &Store, challenge: &Challenge, track: usize, evidence: &Readings) -> Html {
    let unmet: Vec<_> = challenge
        .needs
        .iter()
        .filter(|need| {
            need.only.admits(track) && evidence.get(&need.when).and_then(Value::truth) != Some(true)
        })
        .collect();
    if unmet.is_empty() {
        return html! {
            <>
                <div class="m-verdict m-right">{ words::CONVINCED }</div>
                <Rich store={store.clone()} html={challenge.passed.get(track).clone()} />
            </>
        };
    }
    html! {
        <>
            <div class="m-verdict m-wrong">{ words::NOT_CONVINCED }</div>
            <ul>{ for unmet.iter().map(|need| html! {
                <li key={need.when.clone()}>{ Html::from_html_unchecked(need.unmet.clone().into()) }</li>
            }) }</ul>
        </>
    }
}
