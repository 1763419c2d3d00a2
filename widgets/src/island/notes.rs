//! Room beside a bench to write down what one sees. It is kept in the ledger, and nothing asks for it.

use crate::live::Render;
use crate::store::Store;
use crate::words;
use mission_model::ledger::Act;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// The note of a bench, folded away until it is wanted.
pub fn draw(render: &mut Render, island: usize) -> Html {
    let bench = &render.store.mission().islands[island].id;
    let own = bench.clone();
    let view = render.watch(move |store: &Store| {
        let text = store.with_state(|state| state.texts.get(&own).cloned());
        (store.chosen().is_some(), text.unwrap_or_default())
    });
    let store = render.store;
    let (live, text) = view.as_ref();
    let write = {
        let (store, reflect) = (store.clone(), bench.clone());
        move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
            store.act(Act::Write {
                reflect: reflect.clone(),
                text,
            });
        }
    };
    html! {
        <details class="m-notes" data-written={text.clone()}>
            <summary>{ words::NOTES }</summary>
            <textarea name={format!("{bench}_notes")} rows="4" aria-label={words::NOTES} placeholder={words::NOTES_HINT} value={text.clone()} disabled={!live} oninput={write} />
        </details>
    }
}
