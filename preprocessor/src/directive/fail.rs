//! `[[fail]]` of a workbench, what breaks there, and `[[trials.miss]]`, how a trial misses.

use super::{by_track, only};
use crate::draft::{Draft, Scope};
use crate::vocabulary::keys;
use crate::vocabulary::types::{Condition, TextByTrack, Tracks};
use mission_model::mission::Fail;
use mission_model::value::Type;

keys! {
    /// What is said when a condition holds.
    pub struct FailKeys of "`[[fail]]` and `[[trials.miss]]`" {
        /// When it is said.
        need when: Condition,
        /// What happened, with the numbers of the moment.
        need text: TextByTrack,
        /// Where it can happen; everywhere if you don't say.
        may tracks: Tracks,
    }
}

/// Makes all of them, in order. `role` names their conditions.
pub fn resolve(
    draft: &mut Draft,
    scope: Scope,
    role: &str,
    tables: Option<Vec<FailKeys>>,
) -> Vec<Fail> {
    let mut fails = Vec::new();
    for keys in tables.unwrap_or_default() {
        let only = only(draft, keys.tracks, scope);
        let scope = Scope {
            only: &only,
            ..scope
        };
        let when = keys
            .when
            .map(|when| draft.value_as(scope, role, &when, Type::Truth));
        let text = by_track(draft, scope, keys.text);
        fails.extend(when.zip(text).map(|(when, text)| Fail {
            when,
            only: only.clone(),
            text,
        }));
    }
    fails
}
