//! `workbench`: controls, values and instruments of the author's own; a file for each kind of instrument.

mod bars;
mod cards;
mod gauge;
mod heatmap;
mod histogram;
mod pareto;
mod plot;
mod waterfall;

use super::beyond::{self, BEYOND};
use super::{by_track_if, control, fail, goal, reading, table, trials};
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::format::Format;
use mission_model::mission::{
    Bench, Control, ControlKind, Instrument, InstrumentKind, Kind, Only, PlotAxis, ValueName,
};
use mission_model::value::Type;
use std::ops::Range;

/// Reads a workbench.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Kind> {
    let title = reader.text("title");
    let intro = by_track_if(draft, reader, "intro", scope);
    let mut bench = Bench {
        intro,
        ..Bench::default()
    };
    for mut table in reader.tables("control") {
        bench
            .controls
            .extend(control::read(draft, &mut table, scope));
        table.close();
    }
    table::read(draft, reader, scope);
    values(draft, reader, scope);
    // Instruments stand on the page in the order of the source.
    let mut placed: Vec<(Range<usize>, Instrument)> = Vec::new();
    for (kind, read) in KINDS {
        for mut table in reader.tables(kind) {
            let place = table.head();
            if let Some(instrument) = instrument(draft, &mut table, scope, read) {
                let taken = placed.iter().any(|(_, other)| {
                    other.id == instrument.id && other.only.overlaps(&instrument.only)
                });
                if taken {
                    let message = format!("the id `{}` is taken", instrument.id);
                    let help = "give each instrument of a workbench an id of its own".to_owned();
                    let sink = draft.sink;
                    sink.report(
                        table.place("id"),
                        message,
                        "another instrument has it",
                        help,
                    );
                }
                placed.push((place, instrument));
            }
            table.close();
        }
    }
    for name in BEYOND {
        if let Some((_, place)) = reader.raw(name) {
            beyond::report(draft.sink, name, place);
        }
    }
    placed.sort_by_key(|(place, _)| place.start);
    bench
        .instruments
        .extend(placed.into_iter().map(|(_, instrument)| instrument));
    bench.goal = goal::read(draft, reader, scope);
    bench.fails = fail::read(draft, reader, scope, "fail");
    bench.trials = trials::read(draft, reader, scope, &bench.controls);
    bench.title = title?.value;
    Some(Kind::Bench(bench))
}

/// All instruments, by the name an author writes.
const KINDS: [(&str, ReadKind); 8] = [
    ("cards", cards::read),
    ("bars", bars::read),
    ("plot", plot::read),
    ("gauge", gauge::read),
    ("waterfall", waterfall::read),
    ("histogram", histogram::read),
    ("heatmap", heatmap::read),
    ("pareto", pareto::read),
];

type ReadKind = fn(&mut Draft, &mut Reader, Scope) -> Option<InstrumentKind>;

/// `[let]`: a value a line, `name = "expression"`, or a table of expressions by track.
fn values(draft: &mut Draft, reader: &mut Reader, scope: Scope) {
    for (name, expressions) in reader.named_texts_by("let") {
        if super::check_id(reader, &name).is_none() {
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

fn instrument(
    draft: &mut Draft,
    reader: &mut Reader,
    scope: Scope,
    read: ReadKind,
) -> Option<Instrument> {
    let only = super::only(draft, reader, scope);
    let scope = Scope {
        only: &only,
        ..scope
    };
    let (id, title) = (reader.text("id"), reader.text("title"));
    let note = by_track_if(draft, reader, "note", scope);
    let wide = reader.truth("wide", false);
    let shown_if = reader
        .text_if("shown_if")
        .map(|when| draft.value(scope, &when, Type::Truth));
    let kind = read(draft, reader, scope);
    let id = id?;
    super::check_id(reader, &id)?;
    let directive = scope.directive.unwrap_or_default().to_owned();
    draft
        .own_instruments
        .push((directive, id.value.clone(), id.span));
    Some(Instrument {
        id: id.value,
        title: title?.value,
        only: only.clone(),
        note,
        controls: Vec::new(),
        shown_if,
        wide,
        kind: kind?,
    })
}

/// An axis whose label and format may be left to a control.
fn axis(
    draft: &Draft,
    reader: &mut Reader,
    keys: [&'static str; 2],
    of: Option<&Control>,
) -> Option<PlotAxis> {
    let [label, format] = keys;
    let (own_label, own_format, log) = of.map_or_else(Default::default, from_control);
    let label = match reader.has(label) || own_label.is_empty() {
        true => reader.text(label)?.value,
        false => own_label,
    };
    let format = reader
        .text_if(format)
        .map_or(own_format, |text| reading::format(draft, &text));
    Some(PlotAxis {
        label,
        log,
        format,
        range: None,
    })
}

/// How a control is labelled and printed, and whether it is logarithmic.
fn from_control(control: &Control) -> (String, Format, bool) {
    let (format, log) = match &control.kind {
        ControlKind::Range { format, log, .. } => (format.clone(), *log),
        ControlKind::Stops { format, .. } => (format.clone(), false),
        _ => Default::default(),
    };
    (control.label.clone(), format, log)
}

fn number(
    draft: &mut Draft,
    reader: &mut Reader,
    scope: Scope,
    key: &'static str,
) -> Option<ValueName> {
    reader
        .text(key)
        .map(|text| draft.value(scope, &text, Type::Number))
}

fn series(
    draft: &mut Draft,
    reader: &mut Reader,
    scope: Scope,
    key: &'static str,
) -> Option<ValueName> {
    reader
        .text(key)
        .map(|text| draft.value(scope, &text, Type::Series))
}

/// Reports an instrument that has nothing to show, and gives nothing then.
fn some<T>(reader: &Reader, items: Vec<T>, key: &str, example: &str) -> Option<Vec<T>> {
    if items.is_empty() && !reader.has(key) {
        let message = format!("{} has no `{key}`", reader.what());
        let help = format!("add {example}");
        reader
            .sink()
            .report(reader.head(), message, "it would show nothing", help);
    }
    (!items.is_empty()).then_some(items)
}
