//! A question answered in the student's own words.

use super::sentence;
use crate::live::Render;
use crate::store::Saving;
use crate::words;
use mission_model::ledger::Act;
use mission_model::mission::Reflect;
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
                .map(|last| last.text.clone());
            (
                store.chosen().is_some(),
                store.track(),
                text,
                committed,
                state.open.contains(&own),
                store.saving(),
            )
        })
    });
    let (live, track, text, committed, open, saving) = view.as_ref();
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
    let peek = {
        let (store, island, open) = (store.clone(), id.to_owned(), *open);
        move |event: MouseEvent| {
            event.prevent_default();
            store.act(Act::Peek {
                island: island.clone(),
                open: !open,
            });
        }
    };
    let unchanged = committed.as_ref() == Some(text);
    let button = if committed.is_some() {
        words::COMMIT_AGAIN
    } else {
        words::COMMIT
    };
    let field = format!("{}-{id}-text", store.mission().id);
    let sentence = reflect.sentence.as_ref().map(|parts| parts.get(*track));
    let saved = match saving {
        Saving::Failed(_) => words::NOT_SAVED,
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
                <div class="m-advice" role="status">{ if *live { advice(reflect, sentence, text) } else { words::CHOOSE_FIRST.to_owned() } }</div>
                <div class="m-bar">
                    <button type="button" class="m-button" disabled={!live || unchanged || text.trim().is_empty()} onclick={commit}>{ if unchanged { words::COMMITTED } else { button } }</button>
                    <span class="m-status">{ saved }</span>
                </div>
            </fieldset>
            if committed.is_some() {
                <details class="m-model" open={*open}>
                    <summary onclick={peek}>{ words::GOOD_ANSWER }</summary>
                    <ul>{ for reflect.criteria.iter().map(|criterion| html! { <li>{ Html::from_html_unchecked(criterion.clone().into()) }</li> }) }</ul>
                    if let Some(answer) = &reflect.model_answer {
                        <div class="m-heading">{ words::MODEL_ANSWER }</div>
                        { render.rich(answer.get(*track), "") }
                    }
                </details>
            }
        </>
    }
}

/// What a text still lacks.
fn advice(reflect: &Reflect, sentence: Option<&Vec<String>>, text: &str) -> String {
    let empty = sentence.map_or(0, |parts| sentence::empty(parts, text));
    let lower = text.to_lowercase();
    let missing: Vec<_> = reflect
        .terms
        .iter()
        .filter(|term| !lower.contains(&term.to_lowercase()))
        .map(|term| words::term(term))
        .collect();
    let count = text.split_whitespace().count();
    if text.trim().is_empty() {
        String::new()
    } else if empty > 0 {
        words::blanks_left(empty)
    } else if !missing.is_empty() {
        words::terms_missing(&missing.join(", "))
    } else if count < reflect.min_words as usize {
        words::too_short(reflect.min_words as usize, count)
    } else {
        words::LOOKS_COMPLETE.to_owned()
    }
}
