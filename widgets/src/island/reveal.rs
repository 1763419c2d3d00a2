//! A prediction beside what was measured.

use crate::live::Render;
use crate::words;
use mission_model::mission::Reveal;
use yew::prelude::*;

/// Until its condition holds it says what to do; then it shows the prediction, kept as it was, beside the
/// measurement.
pub fn draw(render: &mut Render, id: &str, reveal: &Reveal) -> Html {
    let (own, lock_id) = (id.to_owned(), reveal.lock.clone());
    let view = render.watch(move |store| {
        let (reached, answer) = store.with_state(|state| {
            (
                state.reveals.contains_key(&own),
                state.predictions.get(&lock_id).cloned(),
            )
        });
        let lock = store.mission().lock(&lock_id);
        let right = lock
            .zip(answer.as_ref())
            .and_then(|(lock, answer)| store.judge(answer, &lock.question));
        (store.track(), reached, answer, right)
    });
    let (track, reached, answer, right) = view.as_ref();
    let Some(lock) = render.store.mission().lock(&reveal.lock) else {
        return Html::default();
    };
    html! {
        <div class="m-reveal" role="status">
            if let (true, Some(answer)) = (reached, answer) {
                <div class="m-beside">
                    <div class="m-predicted">
                        <h3 class="m-heading">{ words::YOU_PREDICTED }</h3>
                        <div class="m-answer">{ render.rich_line(&answer.html(&lock.question)) }</div>
                        if let Some(right) = right {
                            <div class={classes!("m-verdict", if *right { "m-right" } else { "m-wrong" })}>{ if *right { words::RIGHT } else { words::WRONG } }</div>
                        }
                    </div>
                    <div class="m-measured">
                        <h3 class="m-heading">{ words::MEASURED }</h3>
                        { render.rich(reveal.text.get(*track), "") }
                    </div>
                </div>
                { render.rich(lock.explain.get(*track), "m-explain") }
            } else {
                <h3 class="m-heading">{ words::TO_MEASURE }</h3>
                { render.rich(reveal.todo.get(*track), "") }
            }
        </div>
    }
}
