//! Readings, each with its label and its zone.

use super::{At, Number, Picture, bare, level_name, output};
use mission_model::decimal;
use mission_model::mission::{Cards, Level, Reading};
use yew::prelude::*;

/// The number of each reading and its zone, in order.
#[derive(PartialEq)]
pub struct Numbers(Vec<(Number, Option<usize>)>);

impl Picture for Cards {
    type Shown = Numbers;

    fn read(&self, at: &At) -> Numbers {
        let read = |reading: &Reading| {
            let number = at.store.number(&reading.value);
            (Number(number), at.store.zone(&reading.zones, number))
        };
        Numbers(self.readings.iter().map(read).collect())
    }

    /// The readings that exist in the track, with a line over all of them if one is wanted.
    fn draw(&self, at: &At, numbers: &Numbers) -> Html {
        let track = at.store.track();
        let shown: Vec<(&Reading, (Number, Option<usize>))> = self
            .readings
            .iter()
            .zip(numbers.0.iter().copied())
            .filter(|(reading, _)| reading.only.admits(track))
            .collect();
        let levels = shown
            .iter()
            .filter_map(|(reading, (_, zone))| Some(reading.zones[(*zone)?].level));
        let bad = levels.clone().filter(|level| *level != Level::Good).count();
        html! {
            <>
                if let Some(summary) = &self.summary {
                    <p class="m-summary" data-level={level_name(levels.max())}>
                        { if bad == 0 { summary.good.clone() } else { format!("{bad} {}", summary.bad) } }
                    </p>
                }
                <dl class="m-cards">{ for shown.iter().map(|(reading, number)| card(reading, number.0.0, number.1)) }</dl>
            </>
        }
    }
}

/// One reading in a zone of its own, if it has one.
pub(crate) fn card(reading: &Reading, number: f64, zone: Option<usize>) -> Html {
    let zone = zone.map(|zone| &reading.zones[zone]);
    let name = bare(&reading.value);
    html! {
        <div class="m-card" data-level={level_name(zone.map(|zone| zone.level))} key={reading.value.clone()}>
            <dt>{ &reading.label }</dt>
            <dd>
                { output(&name, decimal::shortest(number), breakable(&reading.format.print(number))) }
                if let Some(zone) = zone {
                    <span class="m-zone">{ &zone.word }</span>
                }
            </dd>
            if let Some(note) = &reading.note {
                <dd class="m-small">{ Html::from_html_unchecked(note.clone().into()) }</dd>
            }
        </div>
    }
}

/// A number that is too wide for its card goes on with its unit in the next line, and not in the middle of a word.
fn breakable(printed: &str) -> String {
    printed.replace('\u{a0}', " ")
}
