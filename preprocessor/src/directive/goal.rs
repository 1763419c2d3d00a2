//! `[goal]` of a workbench: what is to be reached there.

use super::{by_track, by_track_if, only};
use crate::diagnostic::list;
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::mission::{Goal, GoalNeed};
use mission_model::value::Type;

/// Reads the goal of a workbench, if it has one.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Goal> {
    let mut table = reader.table_if("goal")?;
    draft.reserve(scope, &["reached"], table.head());
    let text = by_track_if(draft, &mut table, "text", scope);
    let won = by_track(draft, &mut table, "won", scope);
    let mut needs = Vec::new();
    let tables = table.tables("need");
    // A need that was refused is there all the same.
    let mut without: Vec<bool> = vec![true; draft.mission.tracks.len()];
    for mut need in tables {
        let only = only(draft, &mut need, scope);
        let scope = Scope {
            only: &only,
            ..scope
        };
        for (track, without) in without.iter_mut().enumerate() {
            *without &= !only.admits(track);
        }
        let text = need.text("text").map(|text| draft.line(scope, &text));
        let when = need
            .text("when")
            .map(|when| draft.value_as(scope, "need", &when, Type::Truth));
        needs.extend(text.zip(when).map(|(text, when)| GoalNeed {
            when,
            only: only.clone(),
            text,
        }));
        need.close();
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
            .report(table.head(), message, "`need` is missing", help);
    }
    table.close();
    Some(Goal {
        text,
        needs,
        won: won?,
    })
}
