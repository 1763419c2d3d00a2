//! A prediction that opens what follows it.

use crate::rich::{Rich, RichLine};
use crate::store::{Store, use_view};
use crate::words;
use mission_model::ledger::{Act, Answer};
use mission_model::mission::{Lock, Question};
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(crate) struct LockProps {
    pub store: Store,
    pub id: AttrValue,
    pub lock: Lock,
}

/// A question, and after the answer what was answered. It keeps its size, so that nothing jumps.
#[component]
pub(crate) fn LockView(props: &LockProps) -> Html {
    let LockProps { store, id, lock } = props;
    let lock_id = id.to_string();
    let view = use_view(store, move |store| {
        (
            store.chosen().is_some(),
            store.track(),
            store.with_state(|state| state.predictions.get(&lock_id).cloned()),
        )
    });
    let (live, track, answered) = view.as_ref();
    let draft = use_state(|| None::<Answer>);
    {
        // Another track has its own draft.
        let draft = draft.clone();
        use_effect_with(*track, move |_| draft.set(None));
    }
    let submit = {
        let (store, lock, draft) = (store.clone(), id.to_string(), draft.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(answer) = draft.as_ref() {
                store.act(Act::Predict {
                    lock: lock.clone(),
                    answer: answer.clone(),
                });
            }
        })
    };
    let shown = answered.clone().or_else(|| (*draft).clone());
    let open = *live && answered.is_none();
    let ready = open
        && draft
            .as_ref()
            .is_some_and(|answer| answer.fits(&lock.question));
    let status = match (live, answered) {
        (false, _) => words::CHOOSE_FIRST,
        (true, None) => words::PICK_ONE,
        (true, Some(_)) => words::LOCKED_IN,
    };
    let field = match &lock.question {
        Question::Choice { options, .. } => {
            let chosen = if let Some(Answer::Choice(index)) = shown {
                Some(index)
            } else {
                None
            };
            html! { <>{ for options.iter().enumerate().map(|(index, option)| {
                let draft = draft.clone();
                let pick = move |_: Event| draft.set(Some(Answer::Choice(index)));
                html! {
                    <label class="m-option" key={index}>
                        <input type="radio" name={id.clone()} value={index.to_string()} checked={chosen == Some(index)} disabled={!open} onchange={pick} />
                        <RichLine store={store.clone()} html={option.clone()} />
                    </label>
                }
            }) }</> }
        }
        Question::Number { format, .. } => {
            let typed = if let Some(Answer::Number(number)) = shown {
                number.to_string()
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
                <label class="m-option">{ words::YOUR_ANSWER }<input type="number" name={id.clone()} step="any" value={typed} disabled={!open} oninput={type_in} /><span>{ format!("{} {}", format.prefix, format.unit) }</span></label>
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
                <label class="m-option">{ words::YOUR_ANSWER }<input type="text" name={id.clone()} value={typed} disabled={!open} oninput={type_in} /></label>
            }
        }
    };
    html! {
        <>
            <fieldset class="m-lock">
                <legend>{ words::PREDICT }</legend>
                <Rich store={store.clone()} html={lock.prompt.get(*track).clone()} class="m-prompt" />
                { field }
                <div class="m-bar">
                    <button type="button" class="m-button" disabled={!ready} onclick={submit}>{ words::LOCK_IN }</button>
                    <span class="m-status" role="status">{ status }</span>
                </div>
                if let Some(hint) = &lock.hint {
                    <details class="m-hint"><summary>{ words::HINT }</summary><Rich store={store.clone()} html={hint.get(*track).clone()} /></details>
                }
            </fieldset>
            if answered.is_some() && !lock.revealed_later {
                <Rich store={store.clone()} html={lock.explain.get(*track).clone()} class="m-explain" />
            }
        </>
    }
}
