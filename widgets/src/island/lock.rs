//! A prediction that opens what follows it.

use super::moment;
use crate::live::{Local, Render};
use crate::words;
use mission_model::decimal;
use mission_model::ledger::{Act, Answer};
use mission_model::mission::{Lock, Question};
use mission_model::plain;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A question, and after the answer what was answered. It keeps its size, so that nothing jumps.
pub fn draw(render: &mut Render, id: &str, lock: &Lock) -> Html {
    let own = id.to_owned();
    let view = render.watch(move |store| {
        (
            store.chosen().is_some(),
            store.track(),
            store.with_state(|state| state.predictions.get(&own).cloned()),
            store.with_state(|state| state.answered.get(&own)?.first().cloned()),
        )
    });
    let (live, track, answered, then) = view.as_ref();
    let draft = Draft {
        track: *track,
        kept: render.state(),
    };
    let submit = {
        let (store, lock, draft) = (render.store.clone(), id.to_owned(), draft.clone());
        move |_: MouseEvent| {
            if let Some(answer) = draft.get() {
                let lock = lock.clone();
                store.act(Act::Predict { lock, answer });
            }
        }
    };
    let shown = answered.clone().or_else(|| draft.get());
    let open = *live && answered.is_none();
    let ready = open
        && draft
            .get()
            .is_some_and(|answer| answer.fits(&lock.question));
    let status = match (live, answered) {
        (false, _) => words::CHOOSE_FIRST,
        (true, None) => words::PICK_ONE,
        (true, Some(_)) => words::LOCKED_IN,
    };
    // Options may have got other words since, and the one that was chosen may be none of them.
    let then_said = then.as_ref().map_or("", |then| then.outcome.words.as_str());
    let reworded = answered.as_ref().is_some_and(|answer| {
        !then_said.is_empty() && plain::text(&answer.html(&lock.question)) != then_said
    });
    let prompt = format!("{}-{id}-prompt", render.store.mission().id);
    let field = match &lock.question {
        Question::Choice { options, .. } => {
            let chosen = match shown {
                Some(Answer::Choice(index)) if !reworded => Some(index),
                _ => None,
            };
            html! { <>{ for options.iter().enumerate().map(|(index, option)| {
                let draft = draft.clone();
                let pick = move |_: Event| draft.set(Some(Answer::Choice(index)));
                html! {
                    <label class="m-option" key={index}>
                        <input type="radio" name={id.to_owned()} value={index.to_string()} checked={chosen == Some(index)} disabled={!open} onchange={pick} />
                        { render.rich_line(option) }
                    </label>
                }
            }) }</> }
        }
        Question::Number { format, .. } => {
            let typed = if let Some(Answer::Number(number)) = shown {
                decimal::shortest(number)
            } else {
                String::new()
            };
            let draft = draft.clone();
            let type_in = move |event: InputEvent| {
                let number = event
                    .target_unchecked_into::<HtmlInputElement>()
                    .value_as_number();
                draft.set(number.is_finite().then_some(Answer::Number(number)));
            };
            html! {
                <label class="m-option">{ words::YOUR_ANSWER }<input type="number" name={id.to_owned()} step="any" value={typed} disabled={!open} oninput={type_in} /><span>{ format!("{} {}", format.prefix, format.unit) }</span></label>
            }
        }
        Question::Text => {
            let typed = if let Some(Answer::Text(text)) = shown {
                text
            } else {
                String::new()
            };
            let draft = draft.clone();
            let type_in = move |event: InputEvent| {
                draft.set(Some(Answer::Text(
                    event.target_unchecked_into::<HtmlInputElement>().value(),
                )));
            };
            html! {
                <label class="m-option">{ words::YOUR_ANSWER }<input type="text" name={id.to_owned()} value={typed} disabled={!open} oninput={type_in} /></label>
            }
        }
    };
    html! {
        <>
            <fieldset class="m-lock" aria-labelledby={prompt.clone()}>
                <legend>{ words::PREDICT }</legend>
                <div id={prompt}>{ render.rich(lock.prompt.get(*track), "m-prompt") }</div>
                { field }
                <div class="m-bar">
                    <button type="button" class="m-button" disabled={!ready} onclick={submit}>{ words::LOCK_IN }</button>
                    <span class="m-status" role="status">{ status }</span>
                </div>
                if reworded {
                    <p class="m-note">{ words::answered_then(then_said) }</p>
                }
                if let Some(hint) = &lock.hint {
                    <details class="m-hint"><summary>{ words::HINT }</summary>{ render.rich(hint.get(*track), "") }</details>
                }
            </fieldset>
            if let Some(then) = then.as_ref().filter(|_| !lock.revealed_later) {
                { moment::text(render.store, lock.explain.get(*track), then, "m-explain") }
                { moment::now(render.store, then) }
            }
        </>
    }
}

/// An answer that is not locked in yet. Another track has its own.
#[derive(Clone)]
struct Draft {
    track: usize,
    kept: Local<Option<(usize, Answer)>>,
}

impl Draft {
    fn get(&self) -> Option<Answer> {
        let (track, answer) = self.kept.get()?;
        (track == self.track).then_some(answer)
    }

    fn set(&self, answer: Option<Answer>) {
        self.kept.set(answer.map(|answer| (self.track, answer)));
    }
}
