//! Readings, each with its label and its zone.

use super::{bare, level_name, output};
use crate::store::Store;
use mission_model::decimal;
use mission_model::mission::{Level, Reading, Summary};
use yew::prelude::*;

/// The number of each reading and its zone, in order.
pub struct Numbers(Vec<(f64, Option<usize>)>);

/// By bits, so that a reading that is no number equals itself.
impl PartialEq for Numbers {
    fn eq(&self, other: &Self) -> bool {
        let bits = |numbers: &Self| -> Vec<_> {
            let bits = |(number, zone): &(f64, Option<usize>)| (number.to_bits(), *zone);
            numbers.0.iter().map(bits).collect()
        };
        bits(self) == bits(other)
    }
}

impl Numbers {
    pub fn read(store: &Store, readings: &[Reading]) -> Self {
        Self(
            readings
                .iter()
                .map(|reading| {
                    let number = store.number(&reading.value);
                    (number, store.zone(&reading.zones, number))
                })
                .collect(),
        )
    }
}

/// Draws the readings that exist in a track, with a line over all of them if one is wanted.
pub fn draw(
    readings: &[Reading],
    summary: Option<&Summary>,
    numbers: &Numbers,
    track: usize,
) -> Html {
    let shown: Vec<(&Reading, (f64, Option<usize>))> = readings
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
            if let Some(summary) = summary {
                <p class="m-summary" data-level={level_name(levels.max())}>
                    { if bad == 0 { summary.good.clone() } else { format!("{bad} {}", summary.bad) } }
                </p>
            }
            <dl class="m-cards">{ for shown.iter().map(|(reading, number)| card(reading, number.0, number.1)) }</dl>
        </>
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
                { output(&name, decimal::shortest(number), reading.format.print(number)) }
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
