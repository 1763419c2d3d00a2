//! What is broken on a bench, and the way back.

use super::moment;
use crate::live::Render;
use crate::store::Store;
use crate::words;
use mission_model::ledger::Moment;
use mission_model::mission::{Bench, Kind};
use mission_model::plain;
use mission_model::value::Value;
use web_sys::HtmlElement;
use web_sys::wasm_bindgen::JsCast;
use yew::prelude::*;

/// A banner as long as something is broken, with the numbers of the moment at which it broke. Then it is announced.
pub fn draw(render: &mut Render, island: usize) -> Html {
    let view = render.watch(move |store| {
        let (id, bench) = find(store, island)?;
        let track = store.track();
        let broken: Vec<usize> = (0..bench.fails.len())
            .filter(|index| {
                let fail = &bench.fails[*index];
                fail.only.admits(track) && store.truth(&fail.when)
            })
            .collect();
        let then = store.with_state(|state| state.broken.get(id)?.last().cloned());
        let then = then.filter(|_| !broken.is_empty());
        Some((track, store.chosen().is_some(), broken, then))
    });
    let store = render.store;
    let (Some((track, live, broken, then)), Some((id, bench))) =
        (view.as_ref(), find(store, island))
    else {
        return Html::default();
    };
    let texts: Vec<String> = broken
        .iter()
        .map(|index| {
            let fail = &bench.fails[*index];
            let text = fail.text.get(*track);
            let broke =
                |then: &&Moment| then.value(&fail.when).and_then(Value::truth) == Some(true);
            match then.as_ref().filter(broke) {
                Some(then) => store.text_then(text, then),
                // A ledger of before failures were recorded.
                None => store.text_now(text),
            }
        })
        .collect();
    let said: Vec<String> = texts.iter().map(|text| plain::text(text)).collect();
    let back = {
        let (store, id) = (store.clone(), id.to_owned());
        move |event: MouseEvent| {
            // The button goes with the banner; whoever pressed it goes on at the controls.
            let form = event
                .target_unchecked_into::<HtmlElement>()
                .closest("form")
                .ok()
                .flatten();
            store.set_back(&id);
            let first = form.and_then(|form| {
                let control = ":is(input, select):enabled";
                form.query_selector(control).ok().flatten()
            });
            if let Some(first) = first {
                let _ = first.unchecked_into::<HtmlElement>().focus();
            }
        }
    };
    html! {
        <>
            <div class="m-hidden" role="status">{ said.join(" ") }</div>
            if !broken.is_empty() {
                <section class="m-fail">
                    <h4 class="m-heading m-verdict m-wrong">{ words::BROKEN }</h4>
                    { for texts.into_iter().map(|text| html! { <div class="m-rich">{ Html::from_html_unchecked(text.into()) }</div> }) }
                    if let Some(then) = then {
                        { moment::now(store, then) }
                    }
                    <div class="m-bar">
                        <button type="button" class="m-button" disabled={!live} onclick={back}>{ words::SET_BACK }</button>
                    </div>
                </section>
            }
        </>
    }
}

/// A bench with its id.
fn find(store: &Store, island: usize) -> Option<(&str, &Bench)> {
    let island = store.mission().islands.get(island)?;
    match &island.kind {
        Kind::Bench(bench) => Some((&island.id, bench)),
        _ => None,
    }
}
