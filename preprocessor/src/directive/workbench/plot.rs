//! `plot`: curves over a control, which the plot runs over by itself, or over a series; with marks, zones and
//! lines to compare with.

use super::{axis, number, reading, some};
use crate::diagnostic::{list, suggest};
use crate::draft::{Draft, Scope};
use crate::reader::{Reader, Text};
use mission_model::mission::{
    Control, ControlKind, InstrumentKind, Level, MarkAt, Plot, PlotAxis, PlotLine, PlotMark,
    PlotReference, ValueName, Zone,
};
use mission_model::value::Type;

/// What may be marked on a line.
const MARKS: [&str; 4] = ["minimum", "maximum", "knee", "crossing"];
const LEVELS: [&str; 3] = ["good", "watch", "act"];

/// What runs from left to right.
enum Across {
    Control(Box<Control>),
    Series(ValueName),
}

/// Reads `[[plot]]` with its lines, marks, zones and references.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<InstrumentKind> {
    let across = across(draft, reader, scope);
    let control = match &across {
        Some(Across::Control(control)) => Some(&**control),
        _ => None,
    };
    // Only a range is sampled; a series has points of its own.
    let points = match across {
        Some(Across::Series(_)) => None,
        _ => Some(reader.whole("points", 2..1001, 121) as usize),
    };
    // What a control that was refused is called can't be told.
    let x_axis = match across {
        Some(_) => axis(draft, reader, ["x_label", "x_format"], control),
        None => {
            for key in ["x_label", "x_format"] {
                reader.text_if(key);
            }
            None
        }
    };
    let y_axis = axis(draft, reader, ["y_label", "y_format"], None);
    let x_log = reader.truth("x_log", x_axis.as_ref().is_some_and(|axis| axis.log));
    let y_log = reader.truth("y_log", false);
    let range = y_range(draft, reader, y_log);
    let of = across.as_ref().map(|across| match across {
        Across::Control(_) => Type::Number,
        Across::Series(_) => Type::Series,
    });
    let mut lines = Vec::new();
    for mut table in reader.tables("line") {
        lines.extend(line(draft, &mut table, scope, of));
        table.close();
    }
    let mut marks = Vec::new();
    for mut table in reader.tables("mark") {
        marks.extend(mark(draft, &mut table, scope, &lines));
        table.close();
    }
    let mut zones = Vec::new();
    for mut table in reader.tables("zone") {
        zones.extend(zone(draft, &mut table, scope));
        table.close();
    }
    let mut references = Vec::new();
    for mut table in reader.tables("reference") {
        references.extend(reference(draft, &mut table, scope));
        table.close();
    }
    let example = "`[[plot.line]]` with `label = \"…\"` and `y = \"…\"`";
    let lines = some(reader, lines, "line", example);
    let x = match across? {
        Across::Control(control) => control.name,
        Across::Series(name) => name,
    };
    Some(InstrumentKind::Plot(Box::new(Plot {
        x,
        points,
        x_axis: PlotAxis {
            log: x_log,
            ..x_axis?
        },
        y_axis: PlotAxis {
            log: y_log,
            range,
            ..y_axis?
        },
        lines: lines?,
        marks,
        zones,
        references,
        tried: None,
        curves_if: None,
    })))
}

fn across(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Across> {
    let text = reader.text("x")?;
    if !draft.is_control(scope, &text) {
        return Some(Across::Series(draft.value(scope, &text, Type::Series)));
    }
    let control = draft.control_of(scope, &text)?;
    if let ControlKind::Select { .. } | ControlKind::Toggle = control.kind {
        let help = "use `bars`, or a control of kind range or stops".to_owned();
        draft.sink.report(
            text.span,
            format!(
                "a plot can't run over `{}`, which has no numbers",
                text.value
            ),
            "not a range, nor stops",
            help,
        );
        return None;
    }
    Some(Across::Control(Box::new(control)))
}

/// `y_range = [0, 500]`
fn y_range(draft: &Draft, reader: &mut Reader, log: bool) -> Option<(f64, f64)> {
    match reader.numbers("y_range")[..] {
        [] => None,
        [low, high] if low < high && (low > 0.0 || !log) => Some((low, high)),
        _ => {
            let example = if log { "[1, 500]" } else { "[0, 500]" };
            let help = format!("write the lower and the upper end: `y_range = {example}`");
            draft.sink.report(
                reader.place("y_range"),
                "there is no such range",
                if log {
                    "a logarithmic axis begins above 0"
                } else {
                    ""
                },
                help,
            );
            None
        }
    }
}

/// A line whose `y` was refused, or whose type can't be told, is there all the same: marks name it.
fn line(draft: &mut Draft, table: &mut Reader, scope: Scope, of: Option<Type>) -> Option<PlotLine> {
    let (label, y) = (table.text("label"), table.text("y"));
    let dashed = table.truth("dashed", false);
    let y = y.zip(of).map(|(y, of)| draft.value(scope, &y, of));
    Some(PlotLine {
        label: label?.value,
        y: y.unwrap_or_default(),
        dashed,
    })
}

/// A point: at `x` and `y`, or on a line.
fn mark(
    draft: &mut Draft,
    table: &mut Reader,
    scope: Scope,
    lines: &[PlotLine],
) -> Option<PlotMark> {
    let label = table.text("label");
    let at = match table.text_if("at") {
        None if table.has("at") => None,
        None => number(draft, table, scope, "x")
            .zip(number(draft, table, scope, "y"))
            .map(|(x, y)| MarkAt::Point { x, y }),
        Some(at) => match at.value.as_str() {
            "minimum" => on_line(draft, table, "line", lines).map(MarkAt::Minimum),
            "maximum" => on_line(draft, table, "line", lines).map(MarkAt::Maximum),
            "knee" => on_line(draft, table, "line", lines).map(MarkAt::Knee),
            "crossing" => on_line(draft, table, "line", lines)
                .zip(on_line(draft, table, "with", lines))
                .map(|(line, with)| MarkAt::Crossing { line, with }),
            other => {
                // Which line it was to be on is not what is wrong.
                for key in ["line", "with"] {
                    table.raw(key);
                }
                let help = suggest(other, MARKS);
                let message = format!("nothing can be marked at `{other}`");
                draft.sink.report(at.span, message, "", help);
                None
            }
        },
    };
    Some(PlotMark {
        label: label?.value,
        at: at?,
    })
}

/// The line that a mark belongs to, by its label.
fn on_line(
    draft: &Draft,
    table: &mut Reader,
    key: &'static str,
    lines: &[PlotLine],
) -> Option<usize> {
    let text: Text = table.text(key)?;
    let index = lines.iter().position(|line| line.label == text.value);
    if index.is_none() {
        let labels: Vec<&str> = lines.iter().map(|line| line.label.as_str()).collect();
        let help = match labels[..] {
            [] => "add the `[[plot.line]]` first".to_owned(),
            _ => format!("the lines of this plot are {}", list(&labels)),
        };
        let message = format!("this plot has no line `{}`", text.value);
        draft.sink.report(text.span, message, "", help);
    }
    index
}

/// A band along y.
fn zone(draft: &mut Draft, table: &mut Reader, scope: Scope) -> Option<Zone> {
    let (label, level) = (table.text("label"), table.text("level"));
    let [from, below] = ["from", "below"].map(|key| reading::bound_if(draft, table, scope, key));
    if from.is_none() && below.is_none() && !table.has("from") && !table.has("below") {
        let help = "add a line `from = 100`, `below = 100`, or both".to_owned();
        draft.sink.report(
            table.head(),
            format!("{} has neither `from` nor `below`", table.what()),
            "it would be everywhere",
            help,
        );
        return None;
    }
    let level = level?;
    let level = match level.value.as_str() {
        "good" => Level::Good,
        "watch" => Level::Watch,
        "act" => Level::Act,
        other => {
            let help = suggest(other, LEVELS);
            let message = format!("there is no level `{other}`");
            draft.sink.report(level.span, message, "", help);
            return None;
        }
    };
    Some(Zone {
        from,
        below,
        level,
        word: label?.value,
    })
}

/// A labelled line at an `x` or a `y`.
fn reference(draft: &mut Draft, table: &mut Reader, scope: Scope) -> Option<PlotReference> {
    let label = table.text("label");
    let at = ["x", "y"].map(|key| table.text_if(key));
    let (text, level) = match at {
        [Some(x), None] => (x, false),
        [None, Some(y)] => (y, true),
        _ => {
            let help = "write `x = \"…\"` for an upright line, or `y = \"…\"` for a level one";
            draft.sink.report(
                table.head(),
                format!("{} needs an `x` or a `y`, and not both", table.what()),
                "",
                help.to_owned(),
            );
            return None;
        }
    };
    Some(PlotReference {
        label: label?.value,
        at: draft.value(scope, &text, Type::Number),
        level,
    })
}
