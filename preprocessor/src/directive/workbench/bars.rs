//! `bars`: values side by side.

use super::{number, reading, some};
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::mission::{Bar, InstrumentKind};

/// Reads `[[bars]]` with its `[[bars.bar]]`.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<InstrumentKind> {
    let format = reading::format_if(draft, reader);
    let mut bars = Vec::new();
    for mut table in reader.tables("bar") {
        let zones = reading::zones(draft, &mut table, scope);
        bars.extend(bar(draft, &mut table, scope).map(|bar| Bar { zones, ..bar }));
        table.close();
    }
    let example = "`[[bars.bar]]` with `label = \"…\"` and `value = \"…\"`";
    let bars = some(reader, bars, "bar", example)?;
    Some(InstrumentKind::Bars { bars, format })
}

/// A labelled value that is neither good nor bad.
pub fn bar(draft: &mut Draft, table: &mut Reader, scope: Scope) -> Option<Bar> {
    let (label, value) = (table.text("label"), number(draft, table, scope, "value"));
    Some(Bar {
        label: label?.value,
        value: value?,
        zones: Vec::new(),
    })
}
