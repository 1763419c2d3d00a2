//! A prediction that opens what follows it.

use super::moment;
use crate::live::{Local, Render};
use crate::number_box;
use crate::words;
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
    let given = draft.answer(&lock.question);
    let submit = {
        let (store, lock, given) = (render.store.clone(), id.to_owned(), given.clone());
        move |_: MouseEvent| {
            if let Ok(answer) = &given {
                let (lock, answer) = (lock.clone(), answer.clone());
                store.act(Act::Predict { lock, answer });
            }
        }
    };
    let open = *live && answered.is_none();
    let ready = open && given.is_ok();
    let wrong = given.err().filter(|_| open && draft.get().left);
    let status = match (live, answered, &wrong) {
        (false, ..) => words::CHOOSE_FIRST,
        (true, Some(_), _) => words::LOCKED_IN,
        (true, None, Some(wrong)) if !wrong.is_empty() => wrong,
        (true, None, _) => words::PICK_ONE,
    };
    // Options may have got other words since, and the one that was chosen may be none of them.
    let then_said = then.as_ref().map_or("", |then| then.outcome.words.as_str());
    let reworded = answered.as_ref().is_some_and(|answer| {
        !then_said.is_empty() && plain::text(&answer.html(&lock.question)) != then_said
    });
    let prompt = format!("{}-{id}-prompt", render.store.mission().id);
    let field = match &lock.question {
        Question::Choice { options, .. } => {
            let chosen = match answered {
                Some(Answer::Choice(index)) => (!reworded).then_some(*index),
                _ => draft.get().picked,
            };
            html! { <>{ for options.iter().enumerate().map(|(index, option)| {
                let draft = draft.clone();
                let pick = move |_: Event| draft.set(Given { picked: Some(index), ..Given::default() });
                html! {
                    <label class="m-option" key={index}>
                        <input type="radio" name={id.to_owned()} value={index.to_string()} checked={chosen == Some(index)} disabled={!open} onchange={pick} />
                        { render.rich_line(option) }
                    </label>
                }
            }) }</> }
        }
        Question::Number { format, min, .. } => {
            let typed = match answered {
                Some(Answer::Number(number)) => format.boxed(*number),
                _ => draft.get().typed,
            };
            let invalid = wrong
                .as_ref()
                .filter(|wrong| !wrong.is_empty())
                .map(|_| "true");
            html! {
                <label class="m-option">{ words::YOUR_ANSWER }<input type="text" inputmode={number_box::keys(*min)} autocomplete="off" name={id.to_owned()} value={typed} aria-invalid={invalid} disabled={!open} oninput={draft.type_in()} onchange={draft.leave()} /><span>{ format.beside() }</span></label>
            }
        }
        Question::Text => {
            let typed = match answered {
                Some(Answer::Text(text)) => text.clone(),
                _ => draft.get().typed,
            };
            html! {
                <label class="m-option">{ words::YOUR_ANSWER }<input type="text" name={id.to_owned()} value={typed} disabled={!open} oninput={draft.type_in()} /></label>
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
    kept: Local<(usize, Given)>,
}

/// What was picked or typed.
#[derive(Clone, Default)]
struct Given {
    picked: Option<usize>,
    typed: String,
    /// Whether the student has left the box since typing: before, nothing is said of a number half typed.
    left: bool,
}

impl Draft {
    fn get(&self) -> Given {
        let (track, given) = self.kept.get();
        if track == self.track {
            given
        } else {
            Given::default()
        }
    }

    fn set(&self, given: Given) {
        self.kept.set((self.track, given));
    }

    fn type_in(&self) -> Callback<InputEvent> {
        let draft = self.clone();
        Callback::from(move |event: InputEvent| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            draft.set(Given {
                typed,
                ..Given::default()
            });
        })
    }

    fn leave(&self) -> Callback<Event> {
        let draft = self.clone();
        Callback::from(move |_| {
            let left = true;
            draft.set(Given {
                left,
                ..draft.get()
            });
        })
    }

    /// The answer that was given; or what is wrong with it, and nothing where there is none.
    fn answer(&self, question: &Question) -> Result<Answer, String> {
        let given = self.get();
        let answer = match question {
            Question::Choice { .. } => Answer::Choice(given.picked.ok_or_else(String::new)?),
            Question::Number {
                min, max, format, ..
            } => {
                let number = number_box::read(format, &given.typed)?;
                if let Some(least) = min.filter(|min| number < *min) {
                    return Err(words::at_least(&format.print(least)));
                }
                if let Some(most) = max.filter(|max| number > *max) {
                    return Err(words::at_most(&format.print(most)));
                }
                Answer::Number(number)
            }
            Question::Text => Answer::Text(given.typed),
        };
        match answer.fits(question) {
            true => Ok(answer),
            false => Err(String::new()),
        }
    }
}
