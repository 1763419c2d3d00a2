//! What shows values: a box with a heading, its own controls, and a chart or readings.
//!
//! There is one component for all kinds. It reads what its kind shows from the store ([`Shown`]), and
//! renders again only when that has changed; how it is drawn is a plain function.

mod cards;
mod plot;
mod table;

use crate::chart::{Bar, BarChart, HistogramChart, RadarChart};
use crate::control::ControlView;
use crate::rich::Rich;
use crate::store::{Store, use_view};
use crate::words;
use mission_model::mission::{Instrument, InstrumentKind, Kind, Trials};
use yew::prelude::*;

pub(crate) use cards::card;

#[derive(PartialEq, Properties)]
pub(crate) struct InstrumentProps {
    pub store: Store,
    /// The bench's id.
    pub bench: AttrValue,
    pub instrument: Instrument,
    pub track: usize,
}

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
}

impl Shown {
    fn read(store: &Store, bench: &str, instrument: &Instrument) -> Self {
        if instrument
            .shown_if
            .as_ref()
            .is_some_and(|when| !store.truth(when))
        {
            return Self::Nothing;
        }
        let chosen = |select: &Option<String>| select.as_ref().and_then(|name| store.value(name));
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
                Self::Plot(plot::Curves::read(store, bench, trials(store, bench), plot))
            }
            InstrumentKind::Bars { bars, .. } => {
                let bar = |label: &str, value| Bar {
                    label: label.to_owned(),
                    value,
                    level: None,
                };
                Self::Bars(
                    bars.iter()
                        .map(|each| bar(&each.label, store.number(&each.value)))
                        .collect(),
                )
            }
            InstrumentKind::Table { rows, selected, .. } => {
                Self::Table(table::Cells::read(store, rows, chosen(selected).as_ref()))
            }
        }
    }
}

/// The trials of a bench, if it has any.
fn trials<'a>(store: &'a Store, bench: &str) -> Option<&'a Trials> {
    match &store.mission().island(bench)?.kind {
        Kind::Bench(bench) => bench.trials.as_ref(),
        _ => None,
    }
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
    let shown = {
        let (bench, instrument) = (bench.clone(), instrument.clone());
        use_view(store, move |store| Shown::read(store, &bench, &instrument))
    };
    html! {
        <section class={classes!("m-instrument", instrument.wide.then_some("m-wide"))} data-instrument={instrument.id.clone()}>
            <h4 class="m-heading">{ &instrument.title }</h4>
            if let Some(note) = &instrument.note {
                <Rich store={store.clone()} html={note.get(*track).clone()} class="m-note" />
            }
            { for instrument.controls.iter().map(|name| html! { <ControlView key={name.clone()} store={store.clone()} name={name.clone()} /> }) }
            { draw(props, &shown) }
        </section>
    }
}

fn draw(props: &InstrumentProps, shown: &Shown) -> Html {
    let InstrumentProps {
        store,
        bench,
        instrument,
        track,
    } = props;
    let id = format!("{}-{}-{}", store.mission().id, bench, instrument.id);
    let title = instrument.title.clone();
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
            html! { <RadarChart {id} {title} axes={axes.clone()} highlighted={*highlighted} {rings} limit={*limit} format={format.clone()} /> }
        }
        (InstrumentKind::Histogram { bins, .. }, Shown::Histogram(groups)) => {
            html! { <HistogramChart {id} {title} bins_label={bins.clone()} groups={groups.clone()} /> }
        }
        (InstrumentKind::Cards { readings, summary }, Shown::Cards(numbers)) => {
            cards::draw(readings, summary.as_ref(), numbers, *track)
        }
        (InstrumentKind::Plot(plot), Shown::Plot(curves)) => plot::draw(id, title, plot, curves),
        (InstrumentKind::Bars { format, .. }, Shown::Bars(bars)) => {
            let said: Vec<String> = bars
                .iter()
                .map(|bar| format!("{}: {}", bar.label, format.print(bar.value)))
                .collect();
            html! { <BarChart {id} {title} description={said.join("; ")} bars={bars.clone()} format={format.clone()} /> }
        }
        (InstrumentKind::Table { columns, rows, .. }, Shown::Table(cells)) => {
            table::draw(title, columns, rows, cells)
        }
        _ => html! { <p class="m-note">{ words::KEPT_BACK }</p> },
    }
}
