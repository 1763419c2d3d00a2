//! Readings, each with its label and its zone.

use crate::store::Store;
use mission_model::decimal;
use mission_model::mission::{Level, Reading, Summary};
use yew::prelude::*;

/// The number of each reading, in order.
pub struct Numbers(Vec<f64>);

/// By bits, so that a reading that is no number equals itself.
impl PartialEq for Numbers {
    fn eq(&self, other: &Self) -> bool {
        self.0
            .iter()
            .map(|number| number.to_bits())
            .eq(other.0.iter().map(|number| number.to_bits()))
    }
}

impl Numbers {
    pub fn read(store: &Store, readings: &[Reading]) -> Self {
        Self(
            readings
                .iter()
                .map(|reading| store.number(&reading.value))
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
    let shown: Vec<(&Reading, f64)> = readings
        .iter()
        .zip(numbers.0.iter().copied())
        .filter(|(reading, _)| reading.only.admits(track))
        .collect();
    let levels = shown
        .iter()
        .filter_map(|(reading, number)| reading.zone(*number))
        .map(|zone| zone.level);
    let bad = levels.clone().filter(|level| *level != Level::Good).count();
    html! {
        <>
            if let Some(summary) = summary {
                <p class="m-summary" data-level={level_name(levels.max())}>
                    { if bad == 0 { summary.good.clone() } else { format!("{bad} {}", summary.bad) } }
                </p>
            }
            <dl class="m-cards">{ for shown.iter().map(|(reading, number)| card(reading, *number)) }</dl>
        </>
    }
}

/// One reading.
pub(crate) fn card(reading: &Reading, number: f64) -> Html {
    let zone = reading.zone(number);
    let name = reading
        .value
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_owned();
    html! {
        <div class="m-card" data-level={level_name(zone.map(|zone| zone.level))} key={reading.value.clone()}>
            <dt>{ &reading.label }</dt>
            <dd>
                <output name={name} data-value={decimal::shortest(number)} aria-live="off">{ reading.format.print(number) }</output>
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

fn level_name(level: Option<Level>) -> Option<&'static str> {
    level.map(|level| match level {
        Level::Good => "good",
        Level::Watch => "watch",
        Level::Act => "act",
    })
}
