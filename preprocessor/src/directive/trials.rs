//! `[trials]` of a workbench: what is set there has to be tried, in rounds.

use super::reading::ReadingKeys;
use super::{by_track, fail, reading};
use crate::diagnostic::suggest;
use crate::draft::{Draft, Scope};
use crate::reader::Text;
use crate::vocabulary::keys;
use crate::vocabulary::types::{Condition, ControlIds, Tables, TextByTrack, Whole};
use mission_model::mission::{Trials, ValueName};
use mission_model::value::Type;

keys! {
    /// How many trials, what wins, and what is said.
    pub struct TrialsKeys of "`[trials]`" {
        /// How many trials a round has.
        may limit: Whole<1, 100> = 10,
        /// Which trial wins.
        need goal: Condition,
        /// A change of one of these begins a new round.
        may key: ControlIds,
        /// Said when a trial has won, and when all are used up, with the numbers of that trial.
        need won: TextByTrack,
        need spent: TextByTrack,
        /// What is written down of each trial.
        need reading: Tables<ReadingKeys>,
        /// What is said at the button of a trial that doesn't win, with its numbers. The first one that holds is
        /// said.
        may miss: Tables<fail::FailKeys>,
    }
}

/// Makes the trials of a workbench. `controls` are its own.
pub fn resolve(
    draft: &mut Draft,
    scope: Scope,
    keys: TrialsKeys,
    controls: &[ValueName],
) -> Option<Trials> {
    draft.reserve(scope, &["tries", "won", "over"], keys.spot.head);
    let goal = keys
        .goal
        .map(|goal| draft.value_as(scope, "goal", &goal, Type::Truth));
    let key = keys.key.map(|key| key.value).unwrap_or_default();
    let key = key
        .iter()
        .filter_map(|name| control(draft, scope, name, controls))
        .collect();
    let won = by_track(draft, scope, keys.won);
    let spent = by_track(draft, scope, keys.spent);
    let mut readings = Vec::new();
    for keys in keys.reading.unwrap_or_default() {
        readings.extend(reading::read(draft, scope, keys));
    }
    let misses = fail::resolve(draft, scope, "miss", keys.miss);
    Some(Trials {
        limit: keys.limit as usize,
        readings,
        key,
        goal: goal?,
        won: won?,
        spent: spent?,
        misses,
    })
}

/// The full name of a control that a change of begins a new round.
fn control(draft: &Draft, scope: Scope, name: &Text, controls: &[ValueName]) -> Option<ValueName> {
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
