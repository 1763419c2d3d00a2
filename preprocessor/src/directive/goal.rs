//! `[goal]` of a workbench: what is to be reached there.

use super::{by_track, only};
use crate::diagnostic::list;
use crate::draft::{Draft, Scope};
use crate::vocabulary::keys;
use crate::vocabulary::types::{Condition, Line, Tables, TextByTrack, Tracks};
use mission_model::mission::{Goal, GoalNeed};
use mission_model::value::Type;

keys! {
    /// What is wanted, and what is said when it is there.
    pub struct GoalKeys of "`[goal]`" {
        /// What is wanted, in a sentence or two.
        may text: TextByTrack,
        /// Said from then on, with the numbers of then.
        need won: TextByTrack,
        /// What must hold, all at once; at least one in each track.
        may need ("yes"): Tables<NeedKeys>,
    }
}

keys! {
    /// A condition of a goal.
    pub struct NeedKeys of "`[[goal.need]]`" {
        /// The condition in words.
        need text: Line,
        /// When it holds.
        need when: Condition,
        /// Where it is asked for; everywhere if you don't say.
        may tracks: Tracks,
    }
}

/// Makes the goal of a workbench.
pub fn resolve(draft: &mut Draft, scope: Scope, keys: GoalKeys) -> Option<Goal> {
    draft.reserve(scope, &["reached"], keys.spot.head.clone());
    let text = by_track(draft, scope, keys.text);
    let won = by_track(draft, scope, keys.won);
    let mut needs = Vec::new();
    // A need that was refused is there all the same.
    let mut without: Vec<bool> = vec![true; draft.mission.tracks.len()];
    for keys in keys.need.unwrap_or_default() {
        let only = only(draft, keys.tracks, scope);
        let scope = Scope {
            only: &only,
            ..scope
        };
        for (track, without) in without.iter_mut().enumerate() {
            *without &= !only.admits(track);
        }
        let text = keys.text.map(|text| draft.line(scope, &text));
        let when = keys
            .when
            .map(|when| draft.value_as(scope, "need", &when, Type::Truth));
        needs.extend(text.zip(when).map(|(text, when)| GoalNeed {
            when,
            only: only.clone(),
            text,
        }));
    }
    let tracks = draft.mission.tracks.iter().zip(&without);
    let missing: Vec<&str> = tracks
        .filter(|(_, without)| **without)
        .map(|(track, _)| track.id.as_str())
        .collect();
    if !missing.is_empty() {
        let message = match missing.len() == draft.mission.tracks.len() {
            true => "a goal that needs nothing".to_owned(),
            false => format!("a goal that needs nothing in track {}", list(&missing)),
        };
        let help = "add `[[goal.need]]` with `text` and `when`".to_owned();
        draft
            .sink
            .report(keys.spot.head, message, "`need` is missing", help);
    }
    Some(Goal {
        text,
        needs,
        won: won?,
    })
}
