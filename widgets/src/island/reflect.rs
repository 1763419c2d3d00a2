//! A question answered in the student's own words.

use super::{assess, sentence};
use crate::live::Render;
use crate::store::Saving;
use crate::words;
use mission_model::ledger::Act;
use mission_model::mission::{Reflect, words as count_words};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// The text is kept with every keystroke. What it lacks is said, and never blocks.
pub fn draw(render: &mut Render, id: &str, reflect: &Reflect) -> Html {
    let own = id.to_owned();
    let view = render.watch(move |store| {
        store.with_state(|state| {
            let text = state.texts.get(&own).cloned().unwrap_or_default();
            let committed = state
                .commits
                .get(&own)
                .and_then(|commits| commits.last())
                .map(|last| (last.text.clone(), last.met()));
            (
                store.chosen().is_some(),
                store.track(),
                text,
                committed,
                store.saving(),
            )
        })
    });
    let (live, track, text, committed, saving) = view.as_ref();
    let store = render.store;
    let write = {
        let (store, reflect) = (store.clone(), id.to_owned());
        Callback::from(move |text: String| {
            store.act(Act::Write {
                reflect: reflect.clone(),
                text,
            })
        })
    };
    let commit = {
        let (store, id, readings) = (store.clone(), id.to_owned(), reflect.readings.clone());
        move |_: MouseEvent| {
            let readings = store.readings(&readings);
            store.act(Act::Commit {
                reflect: id.clone(),
                readings,
            });
        }
    };
    let unchanged = committed.as_ref().is_some_and(|(last, _)| last == text);
    let thin = unchanged && committed.as_ref().is_some_and(|(_, met)| !met);
    let button = if committed.is_some() {
        words::COMMIT_AGAIN
    } else {
        words::COMMIT
    };
    let field = format!("{}-{id}-text", store.mission().id);
    let sentence = reflect.sentence.as_ref().map(|parts| parts.get(*track));
    let saved = match saving {
        Saving::Failed(_) => words::NOT_SAVED,
        _ if thin => words::NOT_WRITTEN,
        _ if text.is_empty() => words::WRITE_FIRST,
        _ => words::SAVED,
    };
    html! {
        <>
            <fieldset class="m-reflect" data-written={sentence.is_none().then(|| text.clone())}>
                <legend>{ words::REFLECT }</legend>
                if !reflect.asker.is_empty() {
                    <div class="m-asker">{ words::asks(&reflect.asker) }</div>
                }
                if let Some(parts) = sentence {
                    <div class="m-prompt">{ render.rich_line(reflect.prompt.get(*track)) }</div>
                    { sentence::draw(render, parts, &field, id, text, *live, &write) }
                } else {
                    <label class="m-prompt" for={field.clone()}>{ render.rich_line(reflect.prompt.get(*track)) }</label>
                    <textarea id={field} name={id.to_owned()} rows="6" value={text.clone()} disabled={!live} oninput={move |event: InputEvent| write.emit(event.target_unchecked_into::<HtmlTextAreaElement>().value())} />
                }
                <div class="m-advice" role="status">{ if *live { advice(reflect, text, *track) } else { words::CHOOSE_FIRST.to_owned() } }</div>
                <div class="m-bar">
                    <button type="button" class="m-button" disabled={!live || unchanged || text.trim().is_empty()} onclick={commit}>{ if unchanged { words::COMMITTED } else { button } }</button>
                    <span class="m-status">{ saved }</span>
                </div>
            </fieldset>
            if committed.is_some() {
                { assess::draw(render, id, reflect) }
            }
        </>
    }
}

/// How far a text is from what can be counted: its length and its terms, each by itself. More is not known of it.
fn advice(reflect: &Reflect, text: &str, track: usize) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let (empty, count) = (reflect.empty_blanks(text, track), count_words(text));
    let missing = reflect.missing_terms(text).map(|term| words::term(term));
    let missing: Vec<String> = missing.collect();
    let length = if empty > 0 {
        words::blanks_left(empty)
    } else if count < reflect.min_words as usize {
        words::too_short(reflect.min_words as usize, count)
    } else if missing.is_empty() && !reflect.terms.is_empty() {
        words::LENGTH_AND_TERMS.to_owned()
    } else {
        words::LENGTH.to_owned()
    };
    match missing.is_empty() {
        true => length,
        false => format!("{length} {}", words::terms_missing(&missing.join(", "))),
    }
}
