//! What shows values: a box with a heading, its own controls, and a chart or readings.
//!
//! An instrument watches what its kind shows of the store ([`Shown`]), and is drawn again only when that
//! has changed; how it is drawn is a function of it.

mod bars;
mod cards;
mod gauge;
mod heatmap;
mod over;
mod pareto;
mod plot;
mod said;
mod sample;
mod table;
mod waterfall;

use crate::chart::waterfall::Step;
use crate::chart::{Bar, HistogramProps, RadarProps, histogram, radar};
use crate::control;
use crate::live::Render;
use crate::store::Store;
use crate::words;
use mission_model::mission::{Bench, Instrument, InstrumentKind, Kind, Level, Reading};
use yew::prelude::*;

pub(crate) use cards::card;

/// The values that an instrument shows.
#[derive(PartialEq)]
enum Shown {
    /// It is kept back.
    Nothing,
    Radar {
        axes: Vec<(String, f64)>,
        highlighted: Option<usize>,
    },
    Histogram(Vec<(String, Vec<f64>)>),
    Cards(cards::Numbers),
    Plot(plot::Curves),
    Bars(Vec<Bar>),
    Table(table::Cells),
    Gauge(gauge::Dial),
    Waterfall(Vec<Step>),
    Sample(sample::Draws),
    Heatmap(heatmap::Field),
    Pareto(pareto::Cloud),
}

impl Shown {
    fn read(store: &Store, id: &str, bench: &Bench, instrument: &Instrument) -> Self {
        if instrument
            .shown_if
            .as_ref()
            .is_some_and(|when| !store.truth(when))
        {
            return Self::Nothing;
        }
        let chosen = |select: &Option<String>| select.as_ref().and_then(|name| store.value(name));
        let key = format!("{id}.{}", instrument.id);
        match &instrument.kind {
            InstrumentKind::Radar { axes, selected, .. } => {
                let chosen = chosen(selected);
                let chosen = chosen.as_ref().and_then(|chosen| chosen.category());
                Self::Radar {
                    axes: axes
                        .iter()
                        .map(|axis| (axis.label.clone(), store.number(&axis.value)))
                        .collect(),
                    highlighted: axes.iter().position(|axis| chosen == Some(&axis.id)),
                }
            }
            InstrumentKind::Histogram { groups, .. } => {
                let groups = groups
                    .iter()
                    .map(|group| (group.label.clone(), store.series(&group.shares)));
                Self::Histogram(groups.collect())
            }
            InstrumentKind::Cards { readings, .. } => {
                Self::Cards(cards::Numbers::read(store, readings))
            }
            InstrumentKind::Plot(plot) => {
                let trials = bench.trials.as_ref();
                Self::Plot(plot::Curves::read(store, (id, &key), trials, plot))
            }
            InstrumentKind::Bars { bars, .. } => Self::Bars(bars::read(store, bars)),
            InstrumentKind::Table { rows, selected, .. } => {
                Self::Table(table::Cells::read(store, rows, chosen(selected).as_ref()))
            }
            InstrumentKind::Gauge(gauge) => Self::Gauge(gauge::Dial::read(store, gauge)),
            InstrumentKind::Waterfall(steps) => Self::Waterfall(waterfall::read(store, steps)),
            InstrumentKind::Sample(sample) => Self::Sample(sample::Draws::read(store, sample)),
            InstrumentKind::Heatmap(heatmap) => {
                Self::Heatmap(heatmap::Field::read(store, &key, heatmap))
            }
            InstrumentKind::Pareto(pareto) => {
                Self::Pareto(pareto::Cloud::read(store, &key, pareto))
            }
        }
    }
}

/// One instrument of a bench, by the indices of both.
pub(crate) fn draw(render: &mut Render, island: usize, index: usize) -> Html {
    let store = render.store;
    let Some((_, bench)) = find(store, island) else {
        return Html::default();
    };
    let Some(instrument) = bench.instruments.get(index) else {
        return Html::default();
    };
    let track = store.track();
    let shown = render.watch(move |store| {
        let (id, bench) = find(store, island)?;
        Some(Shown::read(store, id, bench, bench.instruments.get(index)?))
    });
    // What a live page may keep back stands on a page without script.
    let kept = (!store.is_live() && instrument.shown_if.is_some()).then_some("");
    html! {
        <section class={if instrument.wide { "m-instrument m-wide" } else { "m-instrument" }} data-instrument={instrument.id.clone()} data-kept={kept}>
            <h4 class="m-heading">{ &instrument.title }</h4>
            if let Some(note) = &instrument.note {
                { render.rich(note.get(track), "m-note") }
            }
            if kept.is_some() {
                { kept_back(instrument) }
            }
            { control::all(store, &instrument.controls) }
            if let Some(shown) = shown.as_ref() {
                { picture(store, island, instrument, shown) }
            }
        </section>
    }
}

/// What an instrument shows now, without what comes alive; `None` if it is kept back.
pub(crate) fn at_once(store: &Store, island: usize, instrument: &Instrument) -> Option<Html> {
    let (id, bench) = find(store, island)?;
    match Shown::read(store, id, bench, instrument) {
        Shown::Nothing => None,
        shown => Some(picture(store, island, instrument, &shown)),
    }
}

/// Why an instrument is not shown.
fn kept_back(instrument: &Instrument) -> Html {
    let when = instrument.shown_if.as_deref().unwrap_or_default();
    let why = match when.rsplit('.').next() {
        Some("over") => words::KEPT_BACK,
        Some("reached") => words::KEPT_FOR_GOAL,
        _ => words::KEPT_FOR_LATER,
    };
    html! { <p class="m-note m-kept">{ why }</p> }
}

/// The readings of a bench that are good or bad, in a line that stays in sight on a narrow screen. Who listens to the
/// page hears them on their cards.
pub(crate) fn strip(render: &mut Render, island: usize) -> Html {
    let watched = render.watch(move |store| {
        let bench = find(store, island).map(|(_, bench)| watched(bench, store.track()));
        let print = |reading: &Reading| {
            let number = store.number(&reading.value);
            let zone = store.zone(&reading.zones, number);
            let zone = zone.map(|at| (reading.zones[at].level, reading.zones[at].word.clone()));
            (reading.label.clone(), reading.format.print(number), zone)
        };
        bench.into_iter().flatten().map(print).collect::<Vec<_>>()
    });
    html! {
        if !watched.is_empty() {
            <p class="m-said m-strip" aria-hidden="true">
                { for watched.iter().map(|(label, text, zone)| html! {
                    <span data-level={level_name(zone.as_ref().map(|(level, _)| *level))}>
                        <span>{ label }{ " " }</span>
                        <b translate="no">{ text }</b>
                        if let Some((_, word)) = zone {
                            <span class="m-zone">{ word }</span>
                        }
                    </span>
                }) }
            </p>
        }
    }
}

/// Two of them: a phone is narrow.
fn watched(bench: &Bench, track: usize) -> impl Iterator<Item = &Reading> {
    let own = bench.instruments.iter();
    let own = own.filter(move |shown| shown.only.admits(track) && shown.shown_if.is_none());
    let readings = own.flat_map(|instrument| match &instrument.kind {
        InstrumentKind::Cards { readings, .. } => readings.as_slice(),
        _ => &[],
    });
    let zoned = readings.filter(move |of| !of.zones.is_empty() && of.only.admits(track));
    zoned.take(2)
}

/// A bench with its id.
fn find(store: &Store, island: usize) -> Option<(&str, &Bench)> {
    let island = store.mission().islands.get(island)?;
    match &island.kind {
        Kind::Bench(bench) => Some((&island.id, bench)),
        _ => None,
    }
}

fn picture(store: &Store, island: usize, instrument: &Instrument, shown: &Shown) -> Html {
    let track = store.track();
    let mission = store.mission();
    let bench = &mission.islands[island].id;
    let id = AttrValue::from(format!("{}-{bench}-{}", mission.id, instrument.id));
    let title = AttrValue::from(instrument.title.clone());
    match (&instrument.kind, shown) {
        (
            InstrumentKind::Radar {
                rings,
                limit,
                format,
                ..
            },
            Shown::Radar { axes, highlighted },
        ) => {
            let rings: Vec<(f64, String)> = rings
                .iter()
                .map(|ring| (ring.at, ring.label.clone()))
                .collect();
            radar::chart(
                store,
                RadarProps {
                    id,
                    title,
                    axes: axes.clone(),
                    highlighted: *highlighted,
                    rings,
                    limit: *limit,
                    format: format.clone(),
                    ..RadarProps::default()
                },
            )
        }
        (InstrumentKind::Histogram { bins, .. }, Shown::Histogram(groups)) => histogram::chart(
            store,
            HistogramProps {
                id,
                title,
                bins_label: bins.clone().into(),
                groups: groups.clone(),
                ..HistogramProps::default()
            },
        ),
        (InstrumentKind::Cards { readings, summary }, Shown::Cards(numbers)) => {
            cards::draw(readings, summary.as_ref(), numbers, track)
        }
        (InstrumentKind::Plot(plot), Shown::Plot(curves)) => {
            plot::draw(store, id, title, plot, curves)
        }
        (InstrumentKind::Bars { format, .. }, Shown::Bars(all)) => {
            bars::draw(id, title, format, all)
        }
        (InstrumentKind::Gauge(gauge), Shown::Gauge(dial)) => {
            gauge::draw(store, id, title, gauge, dial)
        }
        (InstrumentKind::Waterfall(of), Shown::Waterfall(steps)) => {
            waterfall::draw(id, title, &instrument.id, of, steps)
        }
        (InstrumentKind::Sample(sample), Shown::Sample(draws)) => {
            sample::draw(store, id, title, sample, draws)
        }
        (InstrumentKind::Heatmap(heatmap), Shown::Heatmap(field)) => {
            heatmap::draw(store, id, title, heatmap, field)
        }
        (InstrumentKind::Pareto(pareto), Shown::Pareto(cloud)) => {
            pareto::draw(store, id, title, pareto, cloud)
        }
        (InstrumentKind::Table { columns, rows, .. }, Shown::Table(cells)) => {
            table::draw(title, columns, rows, cells)
        }
        _ => kept_back(instrument),
    }
}

/// A number that an instrument shows: its name, the number as it is, and as it is printed. No translator takes it
/// for a word.
pub(crate) fn output(name: &str, raw: impl Into<AttrValue>, text: impl Into<AttrValue>) -> Html {
    html! { <output name={name.to_owned()} data-value={raw.into()} aria-live="off" translate="no">{ text.into() }</output> }
}

/// The name of a value in its directive: what its `<output>` is called.
fn bare(name: &str) -> String {
    name.rsplit('.').next().unwrap_or_default().to_owned()
}

/// As written in `data-level`.
fn level_name(level: Option<Level>) -> Option<&'static str> {
    level.map(|level| match level {
        Level::Good => "good",
        Level::Watch => "watch",
        Level::Act => "act",
    })
}
