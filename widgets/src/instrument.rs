//! What shows values: a box with a heading, its own controls and a chart or readings.

use crate::chart::{HistogramChart, RadarChart};
use crate::control::ControlView;
use crate::rich::Rich;
use crate::store::{Store, use_view};
use mission_model::format::Format;
use mission_model::mission::{
    Axis, Group, Instrument, InstrumentKind, Level, Reading, Ring, Summary, ValueName,
};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(crate) struct InstrumentProps {
    pub store: Store,
    /// The bench's id.
    pub bench: AttrValue,
    pub instrument: Instrument,
    pub track: usize,
}

/// One instrument of a bench.
#[component]
pub(crate) fn InstrumentView(props: &InstrumentProps) -> Html {
    let InstrumentProps {
        store,
        bench,
        instrument,
        track,
    } = props;
    let id = format!("{}-{}-{}", store.mission().id, bench, instrument.id);
    let drawn = match &instrument.kind {
        InstrumentKind::Radar {
            axes,
            rings,
            limit,
            format,
            selected,
        } => html! {
            <Radar store={store.clone()} id={id} title={instrument.title.clone()} axes={axes.clone()} rings={rings.clone()} limit={*limit} format={format.clone()} selected={selected.clone()} />
        },
        InstrumentKind::Histogram { bins, groups } => html! {
            <Histogram store={store.clone()} id={id} title={instrument.title.clone()} bins={bins.clone()} groups={groups.clone()} />
        },
        InstrumentKind::Cards { readings, summary } => html! {
            <Cards store={store.clone()} readings={readings.clone()} summary={summary.clone()} track={*track} />
        },
    };
    html! {
        <section class={classes!("m-instrument", instrument.wide.then_some("m-wide"))} data-instrument={instrument.id.clone()}>
            <h4 class="m-heading">{ &instrument.title }</h4>
            if let Some(note) = &instrument.note {
                <Rich store={store.clone()} html={note.get(*track).clone()} class="m-note" />
            }
            { for instrument.controls.iter().map(|name| html! { <ControlView key={name.clone()} store={store.clone()} name={name.clone()} /> }) }
            { drawn }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct RadarProps {
    store: Store,
    id: String,
    title: String,
    axes: Vec<Axis>,
    rings: Vec<Ring>,
    limit: f64,
    format: Format,
    selected: Option<ValueName>,
}

#[component]
fn Radar(props: &RadarProps) -> Html {
    let (axes, selected) = (props.axes.clone(), props.selected.clone());
    let view = use_view(&props.store, move |store| {
        let values: Vec<(String, f64)> = axes
            .iter()
            .map(|axis| (axis.label.clone(), store.number(&axis.value)))
            .collect();
        let chosen = selected.as_ref().and_then(|name| store.value(name));
        let highlighted = chosen.and_then(|chosen| {
            axes.iter()
                .position(|axis| chosen.category() == Some(axis.id.as_str()))
        });
        (values, highlighted)
    });
    let rings: Vec<(f64, String)> = props
        .rings
        .iter()
        .map(|ring| (ring.at, ring.label.clone()))
        .collect();
    html! {
        <RadarChart id={props.id.clone()} title={props.title.clone()} axes={view.0.clone()} highlighted={view.1} rings={rings} limit={props.limit} format={props.format.clone()} />
    }
}

#[derive(PartialEq, Properties)]
struct HistogramProps {
    store: Store,
    id: String,
    title: String,
    bins: String,
    groups: Vec<Group>,
}

#[component]
fn Histogram(props: &HistogramProps) -> Html {
    let groups = props.groups.clone();
    let view = use_view(&props.store, move |store| {
        groups
            .iter()
            .map(|group| {
                let shares = store.value(&group.shares);
                (
                    group.label.clone(),
                    shares
                        .and_then(|value| value.series().map(<[f64]>::to_vec))
                        .unwrap_or_default(),
                )
            })
            .collect::<Vec<(String, Vec<f64>)>>()
    });
    html! {
        <HistogramChart id={props.id.clone()} title={props.title.clone()} bins_label={props.bins.clone()} groups={view.as_ref().clone()} />
    }
}

#[derive(PartialEq, Properties)]
struct CardsProps {
    store: Store,
    readings: Vec<Reading>,
    summary: Option<Summary>,
    track: usize,
}

#[component]
fn Cards(props: &CardsProps) -> Html {
    let track = props.track;
    let shown: Vec<Reading> = props
        .readings
        .iter()
        .filter(|reading| reading.only.admits(track))
        .cloned()
        .collect();
    let numbers = {
        let names: Vec<_> = shown.iter().map(|reading| reading.value.clone()).collect();
        use_view(&props.store, move |store| {
            // By bits, so that a reading that is no number equals itself.
            names
                .iter()
                .map(|name| store.number(name).to_bits())
                .collect::<Vec<_>>()
        })
    };
    let numbers: Vec<f64> = numbers.iter().map(|bits| f64::from_bits(*bits)).collect();
    let levels: Vec<_> = shown
        .iter()
        .zip(&numbers)
        .map(|(reading, number)| reading.zone(*number).map(|zone| zone.level))
        .collect();
    let bad = levels
        .iter()
        .filter(|level| level.is_some_and(|level| level != Level::Good))
        .count();
    html! {
        <>
            if let Some(summary) = &props.summary {
                <p class="m-summary" data-level={level_name(levels.iter().flatten().max().copied())}>
                    { if bad == 0 { summary.good.clone() } else { format!("{bad} {}", summary.bad) } }
                </p>
            }
            <dl class="m-cards">
                { for shown.iter().zip(&numbers).map(|(reading, number)| card(reading, *number)) }
            </dl>
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
