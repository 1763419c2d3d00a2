//! `heatmap`: a value over two controls.

use super::{number, reading};
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::mission::{Control, ControlKind, Heatmap, InstrumentKind};

/// Reads `[[heatmap]]`.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<InstrumentKind> {
    let (x, y) = (
        side(draft, reader, scope, "x"),
        side(draft, reader, scope, "y"),
    );
    let value = number(draft, reader, scope, "value");
    let format = reading::format_if(draft, reader);
    let columns = reader.whole("columns", 2..41, 16) as usize;
    let rows = reader.whole("rows", 2..31, 10) as usize;
    let zones = reading::zones(draft, reader, scope);
    let (x, y) = (x?, y?);
    if x.name == y.name {
        let help = "a heatmap has two sides: name another control".to_owned();
        draft
            .sink
            .report(reader.place("y"), "`x` and `y` are one control", "", help);
        return None;
    }
    Some(InstrumentKind::Heatmap(Box::new(Heatmap {
        x: x.name,
        y: y.name,
        columns,
        rows,
        value: value?,
        format,
        zones,
    })))
}

/// The control of a side.
fn side(
    draft: &mut Draft,
    reader: &mut Reader,
    scope: Scope,
    key: &'static str,
) -> Option<Control> {
    let text = reader.text(key)?;
    let control = draft.control_of(scope, &text)?;
    if control.kind == ControlKind::Toggle {
        let help = "a side of a heatmap is a control of kind range, stops or select".to_owned();
        draft.sink.report(
            text.span,
            format!("`{}` is a toggle", text.value),
            "it has but two values",
            help,
        );
        return None;
    }
    Some(control)
}
