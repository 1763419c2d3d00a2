//! What shows values: a box with a heading, its own controls, and a chart or readings.
//!
//! An instrument watches what its kind shows of the store ([`Shown`]), and is drawn again only when that
//! has changed; how it is drawn is a function of it.

mod bars;
mod cards;
mod gauge;
mod grid;
mod heatmap;
mod intervals;
mod over;
mod pareto;
mod plot;
mod radar;
mod said;
mod sample;
mod shares;
mod waterfall;

use crate::control;
use crate::live::Render;
use crate::store::Store;
use crate::words;
use mission_model::mission::{
    self, Bench, Instrument, InstrumentKind, Kind, Level, Reading, Shows,
};
use mission_model::value::Value;
use yew::prelude::*;

pub(crate) use cards::card;

/// An instrument in its place.
struct At<'s> {
    store: &'s Store,
    /// The id of its directive.
    island: &'s str,
    bench: &'s Bench,
    instrument: &'s Instrument,
}

impl At<'_> {
    /// Its title, for a chart.
    fn title(&self) -> AttrValue {
        self.instrument.title.clone().into()
    }

    /// An id in the whole book, for a chart.
    fn id(&self) -> AttrValue {
        let chapter = &self.store.mission().id;
        format!("{chapter}-{}-{}", self.island, self.instrument.id).into()
    }

    /// A name in the chapter, for what the store keeps of it.
    fn key(&self) -> String {
        format!("{}.{}", self.island, self.instrument.id)
    }

    /// What a select is set to.
    fn chosen(&self, select: Option<&String>) -> Option<Value> {
        self.store.value(select?)
    }
}

/// A number that is shown.
///
/// It is compared by bits, so that what is no number equals itself.
#[derive(Clone, Copy)]
struct Number(f64);

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

/// How a kind of instrument is drawn.
trait Picture {
    /// What it shows of the store: it is drawn again when this has changed.
    type Shown: PartialEq + 'static;
    /// Reads it.
    fn read(&self, at: &At) -> Self::Shown;
    /// Draws it, as a function of what was read.
    fn draw(&self, at: &At, shown: &Self::Shown) -> Html;
}

impl<P: Picture> Picture for Box<P> {
    type Shown = P::Shown;
    fn read(&self, at: &At) -> P::Shown {
        (**self).read(at)
    }
    fn draw(&self, at: &At, shown: &P::Shown) -> Html {
        (**self).draw(at, shown)
    }
}

/// All kinds, by the names that they have in [`InstrumentKind`].
macro_rules! kinds {
    ($($Kind:ident)*) => {
        /// What an instrument shows.
        #[derive(PartialEq)]
        enum Shown {
            /// It is kept back.
            Nothing,
            $($Kind(<mission::$Kind as Picture>::Shown),)*
        }

        fn read(at: &At) -> Shown {
            match &at.instrument.kind {
                $(InstrumentKind::$Kind(kind) => Shown::$Kind(kind.read(at)),)*
            }
        }

        fn picture(at: &At, shown: &Shown) -> Html {
            match (&at.instrument.kind, shown) {
                $((InstrumentKind::$Kind(kind), Shown::$Kind(shown)) => kind.draw(at, shown),)*
                _ => kept_back(at.instrument),
            }
        }
    };
}

kinds! { Radar Shares Cards Plot Bars Grid Gauge Waterfall Sample Heatmap Pareto Intervals }

impl Shown {
    fn of(at: &At) -> Self {
        match &at.instrument.shown_if {
            Some(when) if !at.store.truth(when) => Self::Nothing,
            _ => read(at),
        }
    }
}

/// One instrument of a bench, by the indices of both.
pub(crate) fn draw(render: &mut Render, island: usize, index: usize) -> Html {
    let store = render.store;
    let Some(at) = find(store, island).and_then(|bench| bench.at(store, index)) else {
        return Html::default();
    };
    let instrument = at.instrument;
    let track = store.track();
    let shown = render.watch(move |store| {
        let at = find(store, island)?.at(store, index)?;
        Some(Shown::of(&at))
    });
    // What a live page may keep back stands on a page without script.
    let kept = (!store.is_live() && instrument.shown_if.is_some()).then_some("");
    html! {
        <section class={if instrument.wide { "m-instrument m-wide" } else { "m-instrument" }} data-instrument={instrument.id.clone()} data-kept={kept} data-touch={touched(store, &instrument.kind)}>
            <h4 class="m-heading">{ &instrument.title }</h4>
            if let Some(note) = &instrument.note {
                { render.rich(note.get(track), "m-note") }
            }
            if kept.is_some() {
                { kept_back(instrument) }
            }
            { control::all(store, &instrument.controls) }
            if let Some(shown) = shown.as_ref() {
                { picture(&at, shown) }
            }
        </section>
    }
}

/// The control that a hand sets at the picture itself, by its name in its directive: `touch.js` listens.
fn touched(store: &Store, kind: &InstrumentKind) -> Option<String> {
    let name = match kind {
        InstrumentKind::Radar(radar) => radar.selected.as_ref()?,
        InstrumentKind::Plot(plot) => &plot.x,
        _ => return None,
    };
    store.mission().control(name, store.track())?;
    Some(bare(name))
}

/// What an instrument shows now, without what comes alive; `None` if it is kept back.
pub(crate) fn at_once(store: &Store, island: usize, index: usize) -> Option<Html> {
    let at = find(store, island)?.at(store, index)?;
    match Shown::of(&at) {
        Shown::Nothing => None,
        shown => Some(picture(&at, &shown)),
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
        let bench = find(store, island).map(|found| watched(found.bench, store.track()));
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

/// Those that the author wants in sight, or the first two with bounds: a phone is narrow.
fn watched(bench: &Bench, track: usize) -> Vec<&Reading> {
    let own = bench.instruments.iter();
    let own = own.filter(|shown| shown.only.admits(track) && shown.shown_if.is_none());
    let readings = own.flat_map(|instrument| instrument.kind.readings());
    let (chosen, others): (Vec<_>, Vec<_>) = readings
        .filter(|of| of.only.admits(track) && (of.in_sight || !of.zones.is_empty()))
        .partition(|of| of.in_sight);
    if chosen.is_empty() {
        others.into_iter().take(2).collect()
    } else {
        chosen
    }
}

/// A bench with the id of its directive.
struct Found<'s> {
    island: &'s str,
    bench: &'s Bench,
}

fn find(store: &Store, island: usize) -> Option<Found<'_>> {
    let island = store.mission().islands.get(island)?;
    match &island.kind {
        Kind::Bench(bench) => Some(Found {
            island: &island.id,
            bench,
        }),
        _ => None,
    }
}

impl<'s> Found<'s> {
    /// The instrument of an index.
    fn at(self, store: &'s Store, index: usize) -> Option<At<'s>> {
        Some(At {
            store,
            island: self.island,
            bench: self.bench,
            instrument: self.bench.instruments.get(index)?,
        })
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
