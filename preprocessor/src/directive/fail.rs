//! `[[fail]]` of a workbench, what breaks there, and `[[trials.miss]]`, how a trial misses.

use super::{by_track, only};
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::mission::Fail;
use mission_model::value::Type;

/// Reads all tables under a key, in order: what is said when a condition holds.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope, key: &'static str) -> Vec<Fail> {
    let mut fails = Vec::new();
    for mut table in reader.tables(key) {
        let only = only(draft, &mut table, scope);
        let scope = Scope {
            only: &only,
            ..scope
        };
        let when = table
            .text("when")
            .map(|when| draft.value_as(scope, key, &when, Type::Truth));
        let text = by_track(draft, &mut table, "text", scope);
        fails.extend(when.zip(text).map(|(when, text)| Fail {
            when,
            only: only.clone(),
            text,
        }));
        table.close();
    }
    fails
}
