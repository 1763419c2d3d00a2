//! `[table.NAME]` of a workbench: constants by category.

use crate::draft::{Draft, Scope};
use crate::reader::{Placed, Reader, Text};
use crate::vocabulary::{Holds, Shape, Takes};
use mission_model::mission::Table;
use serde_json::{Value as Json, json};
use std::ops::Range;

/// Tables of numbers, under names that the author gives.
pub struct ConstantTables;

/// A table as written.
pub struct Constants {
    name: Text,
    place: Range<usize>,
    /// `None` after a mistake in them.
    rows: Option<Vec<(Text, Placed<f64>)>>,
}

impl Takes for ConstantTables {
    type Written = Vec<Constants>;
    fn noun() -> String {
        "tables".to_owned()
    }
    fn holds() -> Holds {
        Holds::Constants
    }
    fn schema() -> Json {
        json!({
            "type": "object",
            "additionalProperties": { "type": "object", "additionalProperties": { "type": "number" } },
        })
    }
    fn below() -> Option<fn() -> Shape> {
        None
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<Vec<Constants>> {
        let tables = reader.named_tables(key).into_iter();
        let constants = tables.map(|(name, table)| Constants {
            name,
            place: table.head(),
            rows: table.into_numbers(),
        });
        Some(constants.collect())
    }
}

/// Declares the tables of a directive.
pub fn declare(draft: &mut Draft, scope: Scope, tables: Vec<Constants>) {
    for Constants { name, place, rows } in tables {
        if super::check_id(draft, &name).is_none() {
            continue;
        }
        let full = format!("{}.{}", scope.directive.unwrap_or_default(), name.value);
        let Some(mut rows) = rows else {
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
        rows.sort_by(|(one, _), (other, _)| one.value.cmp(&other.value));
        let (places, rows) = rows
            .into_iter()
            .map(|(category, number)| (category.span, (category.value, number.value)))
            .unzip();
        draft.table(Table { name: full, rows }, places, name.span);
    }
}
