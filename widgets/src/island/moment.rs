//! Texts of a moment: with the numbers of then, and a line that says what the bench reads now.

use crate::live::{Render, at_rest};
use crate::store::Store;
use crate::words;
use mission_model::ledger::Moment;
use yew::prelude::*;

/// A box of rendered Markdown with the numbers of a moment. The rim leaves it alone.
pub fn text(store: &Store, html: &str, moment: &Moment, class: &'static str) -> Html {
    let text = store.text_then(html, moment);
    html! { <div class={class}>{ Html::from_html_unchecked(text.into()) }</div> }
}

/// What is read now where it is no longer what was read then. It stands outside what is announced.
pub fn now(store: &Store, moment: &Moment) -> Html {
    let moment = moment.clone();
    at_rest("now", store, move |render| draw(render, &moment))
}

fn draw(render: &mut Render, moment: &Moment) -> Html {
    let then = moment.clone();
    let moved = render.watch(move |store| moved(store, &then));
    match moved.as_ref() {
        None => Html::default(),
        Some(readings) if readings.is_empty() => {
            html! { <p class="m-note m-now">{ words::MOVED_ON }</p> }
        }
        Some(readings) => {
            html! { <p class="m-note m-now">{ words::now_reads(&readings.join("; ")) }</p> }
        }
    }
}

/// The readings that print otherwise than at a moment, by their labels; `None` if nothing has moved.
fn moved(store: &Store, moment: &Moment) -> Option<Vec<String>> {
    let mission = store.mission();
    let track = store.track();
    let (mut moved, mut readings) = (false, Vec::new());
    let shown = &moment.outcome.shown;
    let own = moment.readings.iter();
    for (name, then) in own
        .filter(|(name, _)| !shown.contains_key(name))
        .chain(shown)
    {
        let Some(now) = store.value(name) else {
            continue;
        };
        if mission.control(name, track).is_some() || mission.reading(name, track).is_some() {
            let then = mission.told(name, track, then);
            if let Some((label, text)) = mission.told(name, track, &now)
                && then.is_some_and(|(_, then)| then != text)
            {
                readings.push(format!("{label} {text}"));
            }
        } else {
            // Conditions are no readings.
            moved |= *then != now && now.number().is_some();
        }
    }
    (moved || !readings.is_empty()).then_some(readings)
}
