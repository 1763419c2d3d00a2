//! `[table.NAME]` of a workbench: constants by category.

use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::mission::Table;

/// Reads the tables of a directive and declares them.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) {
    for (name, table) in reader.named_tables("table") {
        if super::check_id(reader, &name).is_none() {
            continue;
        }
        let full = format!("{}.{}", scope.directive.unwrap_or_default(), name.value);
        let place = table.head();
        let Some(rows) = table.into_numbers() else {
            draft.refused.name(full);
            continue;
        };
        if rows.is_empty() {
            let help = "write a number for each category: `small = 2`".to_owned();
            let message = format!("the table `{}` has no row", name.value);
            draft.sink.report(place, message, "", help);
            draft.refused.name(full);
            continue;
        }
        let mut rows = rows;
        rows.sort_by(|(one, _), (other, _)| one.value.cmp(&other.value));
        let (places, rows) = rows
            .into_iter()
            .map(|(category, number)| (category.span, (category.value, number)))
            .unzip();
        draft.table(Table { name: full, rows }, places, name.span);
    }
}
