//! `cards`: readings, each with its label and how good it is.

use super::{reading, some};
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::mission::InstrumentKind;

/// Reads `[[cards]]` with its `[[cards.reading]]`.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<InstrumentKind> {
    let mut readings = Vec::new();
    for mut table in reader.tables("reading") {
        readings.extend(reading::read_or_name(draft, &mut table, scope));
        table.close();
    }
    let example = "`[[cards.reading]]` with `label = \"…\"` and `value = \"…\"`";
    Some(InstrumentKind::Cards {
        readings: some(reader, readings, "reading", example)?,
        summary: None,
    })
}
