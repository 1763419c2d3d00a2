//! `[trials]` of a workbench: what is set there has to be tried, in rounds.

use super::{by_track, fail, reading};
use crate::diagnostic::suggest;
use crate::draft::{Draft, Scope};
use crate::reader::{Reader, Text};
use mission_model::mission::{Trials, ValueName};
use mission_model::value::Type;

/// Reads the trials of a workbench, if it has any. `controls` are its own.
pub fn read(
    draft: &mut Draft,
    reader: &mut Reader,
    scope: Scope,
    controls: &[ValueName],
) -> Option<Trials> {
    let mut table = reader.table_if("trials")?;
    draft.reserve(scope, &["tries", "won", "over"], table.head());
    let limit = table.whole("limit", 1..101, 10) as usize;
    let goal = table
        .text("goal")
        .map(|goal| draft.value_as(scope, "goal", &goal, Type::Truth));
    let key = table
        .texts("key")
        .iter()
        .filter_map(|name| key(draft, scope, name, controls))
        .collect();
    let (won, spent) = (
        by_track(draft, &mut table, "won", scope),
        by_track(draft, &mut table, "spent", scope),
    );
    let mut readings = Vec::new();
    for mut reading in table.tables("reading") {
        readings.extend(reading::read_or_name(draft, &mut reading, scope));
        reading.close();
    }
    if !table.has("reading") {
        let help = "add `[[trials.reading]]` with `label` and `value`".to_owned();
        draft.sink.report(
            table.head(),
            "trials that keep nothing",
            "`reading` is missing",
            help,
        );
    }
    let misses = fail::read(draft, &mut table, scope, "miss");
    table.close();
    Some(Trials {
        limit,
        readings,
        key,
        goal: goal?,
        won: won?,
        spent: spent?,
        misses,
    })
}

/// The full name of a control that a change of begins a new round.
fn key(draft: &Draft, scope: Scope, name: &Text, controls: &[ValueName]) -> Option<ValueName> {
    let prefix = format!("{}.", scope.directive.unwrap_or_default());
    let full = format!("{prefix}{}", name.value);
    if controls.contains(&full) || draft.is_refused(&full) {
        return Some(full);
    }
    let known = controls.iter().filter_map(|own| own.strip_prefix(&prefix));
    let help = suggest(&name.value, known);
    let message = format!("this workbench has no control `{}`", name.value);
    draft
        .sink
        .report(name.span.clone(), message, "unknown control", help);
    None
}
