//! A prediction beside what was measured.

use super::moment;
use crate::live::Render;
use crate::words;
use mission_model::ledger::{Answer, Moment};
use mission_model::mission::{Lock, Reveal};
use mission_model::plain;
use yew::prelude::*;

/// Until its condition holds it says what to do; then it shows the prediction beside the measurement, both as they
/// were at that moment.
pub fn draw(render: &mut Render, id: &str, reveal: &Reveal) -> Html {
    let (own, lock_id) = (id.to_owned(), reveal.lock.clone());
    let view = render.watch(move |store| {
        let reached = store.with_state(|state| {
            let answer = state.predictions.get(&lock_id)?.clone();
            let said = state.answered.get(&lock_id)?.first()?;
            let then = state.reveals.get(&own)?.first()?.clone();
            Some((answer, said.outcome.words.clone(), then))
        });
        (store.track(), reached)
    });
    let (track, reached) = view.as_ref();
    let store = render.store;
    let Some(lock) = store.mission().lock(&reveal.lock) else {
        return Html::default();
    };
    html! {
        <>
            <div class="m-reveal" role="status">
                if let Some((answer, said, then)) = reached {
                    <div class="m-beside">
                        <div class="m-predicted">
                            <h3 class="m-heading">{ words::YOU_PREDICTED }</h3>
                            <div class="m-answer"><span class="m-rich">{ Html::from_html_unchecked(store.text_then(&predicted(lock, answer, said), then).into()) }</span></div>
                            { verdict(then) }
                        </div>
                        <div class="m-measured">
                            <h3 class="m-heading">{ words::MEASURED }</h3>
                            { moment::text(store, reveal.text.get(*track), then, "") }
                        </div>
                    </div>
                    { moment::text(store, lock.explain.get(*track), then, "m-explain") }
                } else {
                    <h3 class="m-heading">{ words::TO_MEASURE }</h3>
                    { render.rich(reveal.todo.get(*track), "") }
                }
            </div>
            if let Some((_, _, then)) = reached {
                { moment::now(store, then) }
            }
        </>
    }
}

/// What was predicted, in the words of then if the option has others now.
fn predicted(lock: &Lock, answer: &Answer, said: &str) -> String {
    let html = answer.html(&lock.question);
    match said.is_empty() || plain::text(&html) == said {
        true => html,
        false => plain::html(said),
    }
}

fn verdict(then: &Moment) -> Html {
    let (class, word) = match then.outcome.met {
        Some(true) => ("m-right", words::RIGHT),
        Some(false) => ("m-wrong", words::WRONG),
        None => return Html::default(),
    };
    html! { <div class={classes!("m-verdict", class)}>{ word }</div> }
}
