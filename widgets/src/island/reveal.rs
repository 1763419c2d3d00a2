//! A prediction beside what was measured.

use crate::rich::{Rich, RichLine};
use crate::store::{Store, use_view};
use crate::words;
use mission_model::ledger::Answer;
use mission_model::mission::{Kind, Lock, Question, Reveal};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(crate) struct RevealProps {
    pub store: Store,
    pub id: AttrValue,
    pub reveal: Reveal,
}

/// Until its condition holds it says what to do; then it shows the prediction, kept as it was, beside the
/// measurement.
#[component]
pub(crate) fn RevealView(props: &RevealProps) -> Html {
    let RevealProps { store, id, reveal } = props;
    let (own, lock_id) = (id.to_string(), reveal.lock.clone());
    let view = use_view(store, move |store| {
        let (reached, answer) = store.with_state(|state| {
            (
                state.reveals.contains_key(&own),
                state.predictions.get(&lock_id).cloned(),
            )
        });
        let lock = store
            .mission()
            .island(&lock_id)
            .and_then(|island| match &island.kind {
                Kind::Lock(lock) => Some(lock),
                _ => None,
            });
        let right = lock
            .zip(answer.as_ref())
            .and_then(|(lock, answer)| store.judge(answer, &lock.question));
        (store.track(), reached, answer, right)
    });
    let (track, reached, answer, right) = view.as_ref();
    let lock = match store
        .mission()
        .island(&reveal.lock)
        .map(|island| &island.kind)
    {
        Some(Kind::Lock(lock)) => lock,
        _ => return Html::default(),
    };
    html! {
        <div class="m-reveal" role="status">
            if let (true, Some(answer)) = (reached, answer) {
                <div class="m-beside">
                    <div class="m-predicted">
                        <h4 class="m-heading">{ words::YOU_PREDICTED }</h4>
                        <div class="m-answer">{ answer_text(store, lock, answer) }</div>
                        if let Some(right) = right {
                            <div class={classes!("m-verdict", if *right { "m-right" } else { "m-wrong" })}>{ if *right { words::RIGHT } else { words::WRONG } }</div>
                        }
                    </div>
                    <div class="m-measured">
                        <h4 class="m-heading">{ words::MEASURED }</h4>
                        <Rich store={store.clone()} html={reveal.text.get(*track).clone()} />
                    </div>
                </div>
                <Rich store={store.clone()} html={lock.explain.get(*track).clone()} class="m-explain" />
            } else {
                <h4 class="m-heading">{ words::TO_MEASURE }</h4>
                <Rich store={store.clone()} html={reveal.todo.get(*track).clone()} />
            }
        </div>
    }
}

fn answer_text(store: &Store, lock: &Lock, answer: &Answer) -> Html {
    match (answer, &lock.question) {
        (Answer::Choice(index), Question::Choice { options, .. }) => {
            let option = options.get(*index).cloned().unwrap_or_default();
            html! { <RichLine store={store.clone()} html={option} /> }
        }
        (Answer::Number(number), Question::Number { format, .. }) => {
            html! { { format.print(*number) } }
        }
        (Answer::Text(text), _) => html! { { text } },
        _ => Html::default(),
    }
}
