//! What shows values: a box with a heading, its own controls and a chart or readings.

use crate::chart::{HistogramProps, RadarProps, histogram, radar};
use crate::control;
use crate::live::Render;
use crate::store::Store;
use mission_model::mission::{
    Axis, Group, Instrument, InstrumentKind, Kind, Level, Reading, Summary,
};
use yew::prelude::*;

/// One instrument of a bench, by the indices of both.
pub(crate) fn draw(render: &mut Render, island: usize, index: usize) -> Html {
    let store = render.store;
    let Some((bench, instrument)) = find(store, island, index) else {
        return Html::default();
    };
    let track = *render.watch(Store::track);
    let shown = render.watch(move |store| {
        find(store, island, index)
            .map(|(_, instrument)| Shown::read(store, &instrument.kind, track))
    });
    let id = format!("{}-{bench}-{}", store.mission().id, instrument.id);
    html! {
        <section class={if instrument.wide { "m-instrument m-wide" } else { "m-instrument" }} data-instrument={instrument.id.clone()}>
            <h4 class="m-heading">{ &instrument.title }</h4>
            if let Some(note) = &instrument.note {
                { render.rich(note.get(track), "m-note") }
            }
            { control::all(store, &instrument.controls) }
            if let Some(shown) = shown.as_ref() {
                { picture(instrument, id, track, shown) }
            }
        </section>
    }
}

/// The id of a bench, and one of its instruments.
fn find(store: &Store, island: usize, index: usize) -> Option<(&str, &Instrument)> {
    let island = store.mission().islands.get(island)?;
    match &island.kind {
        Kind::Bench(bench) => Some((&island.id, bench.instruments.get(index)?)),
        _ => None,
    }
}

/// The values that an instrument shows.
#[derive(PartialEq)]
enum Shown {
    Radar {
        values: Vec<u64>,
        highlighted: Option<usize>,
    },
    Histogram(Vec<Vec<f64>>),
    Cards(Vec<u64>),
}

impl Shown {
    fn read(store: &Store, kind: &InstrumentKind, track: usize) -> Self {
        // By bits, so that a reading that is no number equals itself.
        let bits = |name: &String| store.number(name).to_bits();
        match kind {
            InstrumentKind::Radar { axes, selected, .. } => {
                let chosen = selected.as_ref().and_then(|name| store.value(name));
                let chosen = chosen.as_ref().and_then(|chosen| chosen.category());
                Self::Radar {
                    values: axes.iter().map(|axis| bits(&axis.value)).collect(),
                    highlighted: axes
                        .iter()
                        .position(|axis| chosen == Some(axis.id.as_str())),
                }
            }
            InstrumentKind::Histogram { groups, .. } => {
                let shares = |group: &Group| {
                    let shares = store.value(&group.shares);
                    shares
                        .and_then(|value| value.series().map(<[f64]>::to_vec))
                        .unwrap_or_default()
                };
                Self::Histogram(groups.iter().map(shares).collect())
            }
            InstrumentKind::Cards { readings, .. } => {
                let shown = readings.iter().filter(|reading| reading.only.admits(track));
                Self::Cards(shown.map(|reading| bits(&reading.value)).collect())
            }
        }
    }
}

fn picture(instrument: &Instrument, id: String, track: usize, shown: &Shown) -> Html {
    let title = instrument.title.clone().into();
    match (&instrument.kind, shown) {
        (
            InstrumentKind::Radar {
                axes,
                rings,
                limit,
                format,
                ..
            },
            Shown::Radar {
                values,
                highlighted,
            },
        ) => {
            let axis = |(axis, bits): (&Axis, &u64)| (axis.label.clone(), f64::from_bits(*bits));
            radar::chart(&RadarProps {
                id: id.into(),
                title,
                axes: axes.iter().zip(values).map(axis).collect(),
                highlighted: *highlighted,
                rings: rings
                    .iter()
                    .map(|ring| (ring.at, ring.label.clone()))
                    .collect(),
                limit: *limit,
                format: format.clone(),
                ..RadarProps::default()
            })
        }
        (InstrumentKind::Histogram { bins, groups }, Shown::Histogram(shares)) => {
            let group =
                |(group, shares): (&Group, &Vec<f64>)| (group.label.clone(), shares.clone());
            histogram::chart(&HistogramProps {
                id: id.into(),
                title,
                bins_label: bins.clone().into(),
                groups: groups.iter().zip(shares).map(group).collect(),
                ..HistogramProps::default()
            })
        }
        (InstrumentKind::Cards { readings, summary }, Shown::Cards(numbers)) => {
            let shown = readings.iter().filter(|reading| reading.only.admits(track));
            let numbers = numbers.iter().map(|bits| f64::from_bits(*bits));
            cards(&shown.zip(numbers).collect::<Vec<_>>(), summary.as_ref())
        }
        _ => Html::default(),
    }
}

fn cards(readings: &[(&Reading, f64)], summary: Option<&Summary>) -> Html {
    let zones = readings
        .iter()
        .filter_map(|(reading, number)| reading.zone(*number));
    let levels: Vec<Level> = zones.map(|zone| zone.level).collect();
    let bad = levels.iter().filter(|level| **level != Level::Good).count();
    html! {
        <>
            if let Some(summary) = summary {
                <p class="m-summary" data-level={level_name(levels.iter().max().copied())}>
                    { if bad == 0 { summary.good.clone() } else { format!("{bad} {}", summary.bad) } }
                </p>
            }
            <dl class="m-cards">{ for readings.iter().map(|(reading, number)| card(reading, *number)) }</dl>
        </>
    }
}

fn card(reading: &Reading, number: f64) -> Html {
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
                <output name={name} data-value={number.to_string()} aria-live="off">{ reading.format.print(number) }</output>
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
