//! What is broken on a bench, and the way back.

use crate::live::Render;
use crate::store::Store;
use crate::words;
use mission_model::mission::{Bench, Kind};
use mission_model::plain;
use web_sys::HtmlElement;
use web_sys::wasm_bindgen::JsCast;
use yew::prelude::*;

/// A banner as long as something is broken. It is announced when that begins: numbers in the banner follow the
/// slider, so what is announced stands apart, with the numbers of that moment.
pub fn draw(render: &mut Render, island: usize) -> Html {
    let view = render.watch(move |store| {
        let (_, bench) = find(store, island)?;
        let track = store.track();
        let broken: Vec<usize> = (0..bench.fails.len())
            .filter(|index| {
                let fail = &bench.fails[*index];
                fail.only.admits(track) && store.truth(&fail.when)
            })
            .collect();
        Some((track, store.chosen().is_some(), broken))
    });
    let store = render.store;
    let (Some((track, live, broken)), Some((id, bench))) = (view.as_ref(), find(store, island))
    else {
        return Html::default();
    };
    let texts = || {
        broken
            .iter()
            .map(|index| bench.fails[*index].text.get(*track))
    };
    let said: Vec<String> = texts()
        .map(|text| plain::text(&store.mission().printed(text, |name| store.number(name))))
        .collect();
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
                    { for texts().map(|text| render.rich(text, "m-rich")) }
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
