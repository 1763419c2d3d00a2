//! `workbench`: controls, values and instruments of the author's own.

use super::{by_track_if, control, fail, goal, reading, table, trials};
use crate::draft::{Draft, Scope};
use crate::reader::{Reader, Text};
use mission_model::format::Format;
use mission_model::mission::{
    Bar, Bench, Instrument, InstrumentKind, Kind, Only, Plot, PlotAxis, PlotLine, PlotMark,
    Reading, ValueName,
};
use mission_model::value::Type;
use std::ops::Range;

/// Reads a workbench.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Kind> {
    let title = reader.text("title");
    let intro = by_track_if(draft, reader, "intro", scope);
    let mut bench = Bench {
        title: title?.value,
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
    for (kind, read) in [("cards", cards as ReadKind), ("bars", bars), ("plot", plot)] {
        for mut table in reader.tables(kind) {
            let place = table.head();
            if let Some(instrument) = instrument(draft, &mut table, scope, read) {
                placed.push((place, instrument));
            }
            table.close();
        }
    }
    placed.sort_by_key(|(place, _)| place.start);
    bench
        .instruments
        .extend(placed.into_iter().map(|(_, instrument)| instrument));
    bench.goal = goal::read(draft, reader, scope);
    bench.fails = fail::read(draft, reader, scope);
    bench.trials = trials::read(draft, reader, scope, &bench.controls);
    Some(Kind::Bench(bench))
}

type ReadKind = fn(&mut Draft, &mut Reader, Scope) -> Option<InstrumentKind>;

/// `[let]`: a value a line, `name = "expression"`, or a table of expressions by track.
fn values(draft: &mut Draft, reader: &mut Reader, scope: Scope) {
    for (name, expressions) in reader.named_texts_by("let") {
        if super::check_id(reader, &name).is_none() {
            continue;
        }
        for (track, text) in expressions {
            let only = match &track {
                None => scope.only.clone(),
                Some(track) => match draft.track(track) {
                    Some(index) => Only(vec![index]),
                    None => continue,
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

fn cards(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<InstrumentKind> {
    let mut readings: Vec<Reading> = Vec::new();
    let tables = reader.tables("reading");
    if tables.is_empty() {
        let help = "add `[[cards.reading]]` with `label` and `value`".to_owned();
        let message = "cards without a reading";
        draft
            .sink
            .report(reader.head(), message, "would not be shown", help);
    }
    for mut table in tables {
        readings.extend(reading::read_or_name(draft, &mut table, scope));
        table.close();
    }
    (!readings.is_empty()).then_some(InstrumentKind::Cards {
        readings,
        summary: None,
    })
}

fn bars(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<InstrumentKind> {
    let format = reading::format_if(draft, reader);
    let mut bars = Vec::new();
    for mut table in reader.tables("bar") {
        let (label, value) = (
            table.text("label"),
            number(draft, &mut table, scope, "value"),
        );
        bars.extend(label.zip(value).map(|(label, value)| Bar {
            label: label.value,
            value,
        }));
        table.close();
    }
    Some(InstrumentKind::Bars { bars, format })
}

fn plot(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<InstrumentKind> {
    let x = series(draft, reader, scope, "x");
    let (x_label, x_format) = (reader.text("x_label"), format(draft, reader, "x_format"));
    let (y_label, y_format) = (reader.text("y_label"), format(draft, reader, "y_format"));
    let (x_log, y_log) = (reader.truth("x_log", false), reader.truth("y_log", false));
    let mut lines = Vec::new();
    for mut table in reader.tables("line") {
        let (label, y) = (table.text("label"), series(draft, &mut table, scope, "y"));
        let dashed = table.truth("dashed", false);
        lines.extend(label.zip(y).map(|(label, y)| PlotLine {
            label: label.value,
            y,
            dashed,
        }));
        table.close();
    }
    let mut marks = Vec::new();
    for mut table in reader.tables("mark") {
        let label = table.text("label");
        let (x, y) = (
            number(draft, &mut table, scope, "x"),
            number(draft, &mut table, scope, "y"),
        );
        if let (Some(label), Some(x), Some(y)) = (label, x, y) {
            marks.push(PlotMark {
                label: label.value,
                x,
                y,
            });
        }
        table.close();
    }
    let axis = |label: Option<Text>, log, format| {
        Some(PlotAxis {
            label: label?.value,
            log,
            format,
            range: None,
        })
    };
    Some(InstrumentKind::Plot(Box::new(Plot {
        x: x?,
        x_axis: axis(x_label, x_log, x_format)?,
        y_axis: axis(y_label, y_log, y_format)?,
        lines,
        marks,
        references: Vec::new(),
        tried: None,
        curves_if: None,
    })))
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

fn format(draft: &Draft, reader: &mut Reader, key: &'static str) -> Format {
    reader
        .text_if(key)
        .map(|text| reading::format(draft, &text))
        .unwrap_or_default()
}
