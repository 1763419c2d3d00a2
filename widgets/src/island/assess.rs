//! A committed answer held against what a good one holds, by the student; and the model answer.

use crate::live::{Local, Render};
use crate::words;
use mission_model::ledger::Act;
use mission_model::mission::Reflect;
use mission_model::plain;
use yew::prelude::*;

/// The criteria as boxes to tick, and the model answer: it opens when the ticks are recorded, or when it is asked for.
pub fn draw(render: &mut Render, id: &str, reflect: &Reflect) -> Html {
    let own = id.to_owned();
    let view = render.watch(move |store| {
        store.with_state(|state| {
            let assessed = state.assessed.get(&own).cloned();
            (store.track(), assessed, state.open.contains(&own))
        })
    });
    let (track, assessed, open) = view.as_ref();
    let ticked = Ticks {
        track: *track,
        kept: render.state(),
    };
    let peek = |open: bool| {
        let (store, island) = (render.store.clone(), id.to_owned());
        move |event: MouseEvent| {
            event.prevent_default();
            let island = island.clone();
            store.act(Act::Peek { island, open });
        }
    };
    let (toggle, anyway) = (peek(!open), peek(true));
    let waits = !reflect.criteria.is_empty() && assessed.is_none() && !open;
    let answer = reflect.model_answer.as_ref();
    html! {
        <>
            if !reflect.criteria.is_empty() {
                { criteria(render, id, reflect, assessed.as_ref(), &ticked) }
            }
            if let Some(answer) = answer {
                if waits {
                    <div class="m-bar">
                        <button type="button" class="m-plain" onclick={anyway}>{ words::SHOW_ANYWAY }</button>
                    </div>
                } else {
                    <details class="m-model" open={*open}>
                        <summary onclick={toggle}>{ words::MODEL_ANSWER }</summary>
                        { render.rich(answer.get(*track), "") }
                    </details>
                }
            }
        </>
    }
}

fn criteria(
    render: &mut Render,
    id: &str,
    reflect: &Reflect,
    assessed: Option<&String>,
    ticks: &Ticks,
) -> Html {
    let shown = ticks
        .get()
        .or_else(|| assessed.cloned())
        .unwrap_or_default();
    let unchanged = assessed == Some(&shown);
    let record = {
        let (store, reflect, criteria) = (render.store.clone(), id.to_owned(), shown.clone());
        move |_: MouseEvent| {
            store.act(Act::Assess {
                reflect: reflect.clone(),
                criteria: criteria.lines().map(str::to_owned).collect(),
            })
        }
    };
    html! {
        <fieldset class="m-criteria">
            <legend>{ words::GOOD_ANSWER }</legend>
            <p class="m-note">{ words::TICK_CRITERIA }</p>
            { for reflect.criteria.iter().enumerate().map(|(index, html)| {
                let words = plain::text(html);
                let checked = shown.lines().any(|line| line == words);
                let tick = {
                    let (ticks, shown) = (ticks.clone(), shown.clone());
                    move |_: Event| {
                        let mut now: Vec<&str> = shown.lines().filter(|line| *line != words).collect();
                        if !checked {
                            now.push(&words);
                        }
                        ticks.set(now.join("\n"));
                    }
                };
                html! {
                    <label class="m-option" key={index}>
                        <input type="checkbox" name={format!("{id}_{}", index + 1)} checked={checked} onchange={tick} />
                        { render.rich_line(html) }
                    </label>
                }
            }) }
            <div class="m-bar">
                <button type="button" class="m-button" disabled={unchanged} onclick={record}>{ words::ASSESS }</button>
                <span class="m-status" role="status">{ if unchanged { words::ASSESSED } else { "" } }</span>
            </div>
        </fieldset>
    }
}

/// What is ticked and not yet recorded, a line each. Another track has its own.
#[derive(Clone)]
struct Ticks {
    track: usize,
    kept: Local<Option<(usize, String)>>,
}

impl Ticks {
    fn get(&self) -> Option<String> {
        let (track, ticked) = self.kept.get()?;
        (track == self.track).then_some(ticked)
    }

    fn set(&self, ticked: String) {
        self.kept.set(Some((self.track, ticked)));
    }
}
