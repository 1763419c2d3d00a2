//! `pareto`: all settings of some controls by two of their outcomes.

use super::{axis, number, some};
use crate::diagnostic::suggest;
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::mission::{InstrumentKind, Objective, Pareto, PlotAxis};

/// More points than these say nothing more, and take time at every step of a slider.
const MOST: usize = 2000;

/// Reads `[[pareto]]`.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<InstrumentKind> {
    let names = reader.texts("over");
    let steps = reader.whole("steps", 2..101, 9) as usize;
    let over = names
        .iter()
        .map(|name| draft.control_of(scope, name))
        .collect::<Option<Vec<_>>>();
    let x = number(draft, reader, scope, "x");
    let x_axis = axis(draft, reader, ["x_label", "x_format"], None);
    let x_log = reader.truth("x_log", false);
    let y = number(draft, reader, scope, "y");
    let y_axis = axis(draft, reader, ["y_label", "y_format"], None);
    let y_log = reader.truth("y_log", false);
    let (x_high, y_high) = best(draft, reader);
    let example = "the controls to vary: `over = [\"…\", \"…\"]`";
    let over = some(reader, over?, "over", example)?;
    let counts = over
        .iter()
        .map(|control| control.kind.settings(steps).len());
    let points: usize = counts.product();
    if points > MOST {
        let message = format!("{points} settings are too many: at most {MOST} are tried");
        let help = "write fewer `steps`, or name fewer controls".to_owned();
        draft.sink.report(reader.place("over"), message, "", help);
        return None;
    }
    Some(InstrumentKind::Pareto(Box::new(Pareto {
        over: over.into_iter().map(|control| control.name).collect(),
        steps,
        x: Objective {
            value: x?,
            axis: PlotAxis {
                log: x_log,
                ..x_axis?
            },
            high: x_high,
        },
        y: Objective {
            value: y?,
            axis: PlotAxis {
                log: y_log,
                ..y_axis?
            },
            high: y_high,
        },
    })))
}

/// `best = { x = "low", y = "high" }`: whether more is better, of each.
fn best(draft: &Draft, reader: &mut Reader) -> (bool, bool) {
    let Some(mut table) = reader.table_if("best") else {
        return (false, false);
    };
    let mut high = |key| {
        let Some(text) = table.text_if(key) else {
            return false;
        };
        if !["low", "high"].contains(&text.value.as_str()) {
            let help = suggest(&text.value, ["low", "high"]);
            draft
                .sink
                .report(text.span, format!("`{key}` is best low or high"), "", help);
        }
        text.value == "high"
    };
    let both = (high("x"), high("y"));
    table.close();
    both
}
