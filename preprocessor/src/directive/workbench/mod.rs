//! `workbench`: controls, values and instruments of the author's own; a file for each kind of instrument.

mod bars;
mod cards;
mod gauge;
mod heatmap;
mod histogram;
mod intervals;
mod pareto;
mod plot;
mod waterfall;

use super::beyond::{self, BEYOND};
use super::control::{self, ControlKeys};
use super::fail::{self, FailKeys};
use super::goal::{self, GoalKeys};
use super::table::{self, ConstantTables};
use super::trials::{self, TrialsKeys};
use super::{Read, by_track, only, reading};
use crate::draft::{Draft, Scope};
use crate::reader::{NamedTexts, Reader, Text};
use crate::vocabulary::types::{
    Condition, InstrumentWord, PlainText, Table, Tables, TextByTrack, Tracks, Truth,
};
use crate::vocabulary::{Holds, Key, Keys, Shape, Takes, keys};
use mission_model::mission::{Bench, InstrumentKind, Kind, Only, PlotAxis};
use mission_model::value::Type;
use serde_json::{Value as Json, json};
use std::ops::Range;

keys! {
    /// What a workbench has besides its instruments.
    struct WorkbenchKeys of "`workbench`" {
        /// Above the bench.
        need title: PlainText,
        /// Below the title.
        may intro: TextByTrack,
        /// What a student sets, in the order of the page.
        may control: Tables<ControlKeys>,
        /// Values: a name and an expression a line; or a table of expressions by track.
        may values as "let": Values,
        /// [Constants by category](workbench.md#tables).
        may table: ConstantTables,
        /// [What there is to win](goals.md).
        may goal: Table<GoalKeys>,
        may fail: Tables<FailKeys>,
        may trials: Table<TrialsKeys>,
    }
}

keys! {
    /// What every instrument has.
    struct InstrumentKeys of "every instrument" {
        /// Names it.
        need id: InstrumentWord,
        /// Stands above it.
        need title: PlainText,
        /// Below the title.
        may note: TextByTrack,
        /// The chief picture of the bench: it comes before the others, and takes the whole width.
        may hero: Truth = false,
        /// Takes the bench's whole width.
        may wide: Truth = false,
        /// When it is there.
        may shown_if: Condition,
        /// Where it is; everywhere if you don't say.
        may tracks: Tracks,
    }
}

/// A kind of instrument: its keys, under the name that an author writes.
trait Instrument: Keys {
    /// The name that an author writes.
    const NAME: &'static str;
    /// Makes it of what was read; `id` is its own.
    fn resolve(self, draft: &mut Draft, scope: Scope, id: Option<&Text>) -> Option<InstrumentKind>;
}

/// A registered kind of instrument.
struct Entry {
    name: &'static str,
    shape: fn() -> Shape,
    read: fn(&mut Draft, &mut Reader, Scope, &mut Placed),
}

/// The instruments of a bench, each with the place of its table and whether it is the hero.
type Placed = Vec<(Range<usize>, bool, mission_model::mission::Instrument)>;

/// All kinds of instrument.
const INSTRUMENTS: [Entry; 9] = [
    entry::<cards::CardsKeys>(),
    entry::<bars::BarsKeys>(),
    entry::<plot::PlotKeys>(),
    entry::<gauge::GaugeKeys>(),
    entry::<waterfall::WaterfallKeys>(),
    entry::<histogram::HistogramKeys>(),
    entry::<heatmap::HeatmapKeys>(),
    entry::<pareto::ParetoKeys>(),
    entry::<intervals::IntervalsKeys>(),
];

const fn entry<I: Instrument>() -> Entry {
    Entry {
        name: I::NAME,
        shape: || Shape {
            variants: vec![InstrumentKeys::shape()],
            ..I::shape()
        },
        read: instruments::<I>,
    }
}

/// The keys of a workbench, its instruments among them.
pub fn shape() -> Shape {
    let mut shape = WorkbenchKeys::shape();
    for (index, entry) in INSTRUMENTS.iter().enumerate() {
        shape.keys.push(Key {
            name: entry.name,
            doc: if index == 0 {
                "The [instruments](instruments.md), in the order of the source."
            } else {
                ""
            },
            needed: false,
            when: "",
            default: None,
            noun: "tables".to_owned(),
            schema: json!({ "type": "array" }),
            example: "{ … }".to_owned(),
            holds: Holds::Plain,
            below: Some(entry.shape),
        });
    }
    shape
}

/// Reads a workbench.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Read> {
    let keys = WorkbenchKeys::read(reader);
    let mut bench = Bench {
        intro: by_track(draft, scope, keys.intro),
        ..Bench::default()
    };
    for keys in keys.control.unwrap_or_default() {
        bench.controls.extend(control::resolve(draft, scope, keys));
    }
    table::declare(draft, scope, keys.table.unwrap_or_default());
    values(draft, scope, keys.values.unwrap_or_default());
    // Instruments stand on the page in the order of the source.
    let mut placed = Placed::new();
    for entry in INSTRUMENTS {
        (entry.read)(draft, reader, scope, &mut placed);
    }
    for name in BEYOND {
        if let Some((_, place)) = reader.raw(name) {
            beyond::report(draft.sink, name, place);
        }
    }
    placed.sort_by_key(|(place, ..)| place.start);
    // Readings that come first are beside the controls, and stay there.
    let leads = |(_, _, first): &(_, _, mission_model::mission::Instrument)| {
        matches!(first.kind, InstrumentKind::Cards(_))
    };
    let rest = usize::from(placed.first().is_some_and(leads));
    placed[rest..].sort_by_key(|(_, hero, _)| !hero);
    bench
        .instruments
        .extend(placed.into_iter().map(|(.., instrument)| instrument));
    bench.goal = keys.goal.and_then(|keys| goal::resolve(draft, scope, keys));
    bench.fails = fail::resolve(draft, scope, "fail", keys.fail);
    bench.trials = keys
        .trials
        .and_then(|keys| trials::resolve(draft, scope, keys, &bench.controls));
    bench.title = keys.title?.value;
    Some(Read::island(Kind::Bench(bench)))
}

/// `[let]`: names with their expressions, for all tracks or by track.
struct Values;

impl Takes for Values {
    type Written = NamedTexts;
    fn noun() -> String {
        "table of expressions".to_owned()
    }
    fn holds() -> Holds {
        Holds::Values
    }
    fn schema() -> Json {
        json!({ "type": "object", "additionalProperties": { "type": ["string", "object"] } })
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<NamedTexts> {
        Some(reader.named_texts_by(key))
    }
}

/// Declares the values of `[let]`.
fn values(draft: &mut Draft, scope: Scope, named: NamedTexts) {
    for (name, expressions) in named {
        if super::check_id(draft, &name).is_none() {
            continue;
        }
        let full = || format!("{}.{}", scope.directive.unwrap_or_default(), name.value);
        let Some(expressions) = expressions else {
            draft.refused.name(full());
            continue;
        };
        for (track, text) in expressions {
            let only = match &track {
                None => scope.only.clone(),
                Some(track) => match draft.track(track) {
                    Some(index) => Only(vec![index]),
                    None => {
                        draft.refused.name(full());
                        continue;
                    }
                },
            };
            draft.define_at(
                Scope {
                    only: &only,
                    ..scope
                },
                &name,
                &text,
                None,
            );
        }
    }
}

/// Reads all instruments of a kind.
fn instruments<I: Instrument>(
    draft: &mut Draft,
    reader: &mut Reader,
    scope: Scope,
    placed: &mut Placed,
) {
    for mut table in reader.tables(I::NAME) {
        let (common, own) = (InstrumentKeys::read(&mut table), I::read(&mut table));
        table.close();
        let (head, hero) = (table.head(), common.hero);
        let Some((id, instrument)) = instrument(draft, scope, common, own) else {
            continue;
        };
        let taken = placed
            .iter()
            .any(|(.., other)| other.id == instrument.id && other.only.overlaps(&instrument.only));
        if taken {
            let message = format!("the id `{}` is taken", instrument.id);
            let help = "give each instrument of a workbench an id of its own".to_owned();
            draft
                .sink
                .report(id, message, "another instrument has it", help);
        }
        let rival = |(_, other, shown): &(_, bool, mission_model::mission::Instrument)| {
            *other && shown.only.overlaps(&instrument.only)
        };
        if hero && placed.iter().any(rival) {
            let help =
                "remove `hero` from one of them, or show them in different tracks".to_owned();
            let message = "a bench has one hero";
            draft
                .sink
                .report(head.clone(), message, "another one", help);
        }
        placed.push((head, hero, instrument));
    }
}

/// Makes an instrument; gives the place of its id, too.
fn instrument<I: Instrument>(
    draft: &mut Draft,
    scope: Scope,
    common: InstrumentKeys,
    own: I,
) -> Option<(Range<usize>, mission_model::mission::Instrument)> {
    let only = only(draft, common.tracks, scope);
    let scope = Scope {
        only: &only,
        ..scope
    };
    let note = by_track(draft, scope, common.note);
    let shown_if = common
        .shown_if
        .map(|when| draft.value(scope, &when, Type::Truth));
    let kind = own.resolve(draft, scope, common.id.as_ref());
    let id = common.id?;
    super::check_id(draft, &id)?;
    let directive = scope.directive.unwrap_or_default().to_owned();
    draft
        .own_instruments
        .push((directive, id.value.clone(), id.span.clone()));
    let instrument = mission_model::mission::Instrument {
        note,
        shown_if,
        wide: common.wide || common.hero,
        ..super::made_instrument(id.value, &common.title?.value, &only, kind?)
    };
    Some((id.span, instrument))
}

/// An axis with a label of its own.
fn axis(draft: &Draft, label: Option<Text>, format: Option<Text>) -> Option<PlotAxis> {
    let format = reading::format(draft, format);
    Some(PlotAxis {
        label: label?.value,
        log: false,
        format,
        range: None,
    })
}
