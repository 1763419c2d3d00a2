//! `challenge`: a stakeholder who blocks until the evidence is there.

use super::{Read, by_each_track, reading};
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use crate::vocabulary::types::{
    Condition, Line, NamedTables, PlainText, RichText, Tables, ValueNames,
};
use crate::vocabulary::{Keys, keys};
use mission_model::mission::{Challenge, Html, Kind, Need, PerTrack};
use mission_model::value::Type;

keys! {
    /// An objection that evidence answers.
    pub struct ChallengeKeys of "`challenge`" {
        /// On the button.
        need attach: PlainText,
        /// The values that are shown. They look as they do on their instrument.
        need evidence: ValueNames,
        /// One for each track; in a chapter without tracks it is `[track.all]`.
        need track: NamedTables<TrackKeys>,
    }
}

keys! {
    /// The objection in a track.
    pub struct TrackKeys of "`[track.ID]` of a challenge" {
        /// Who objects.
        need who: PlainText,
        /// What they say.
        need objection: RichText,
        /// What they say when convinced.
        need passed: RichText,
        /// What convinces them.
        need need: Tables<NeedKeys>,
    }
}

keys! {
    /// Something that the evidence must show.
    pub struct NeedKeys of "`[[track.ID.need]]`" {
        /// What the evidence must show.
        need when: Condition,
        /// Says what is missing.
        need unmet: Line,
    }
}

/// Reads a challenge.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Read> {
    let keys = ChallengeKeys::read(reader);
    let names = keys.evidence.map(|names| names.value).unwrap_or_default();
    let evidence = names.iter().map(|name| {
        let value = draft.name(scope, name, Type::Number);
        reading::like(draft, &value)
    });
    let evidence = evidence.collect();
    let mut needs = Vec::new();
    // In the order of the chapter's tracks, not of the source.
    let mut by_index: Vec<Option<(String, Html, Html)>> = vec![None; draft.mission.tracks.len()];
    for (only, keys) in by_each_track(draft, &keys.spot, keys.track) {
        let scope = Scope {
            only: &only,
            ..scope
        };
        let read = of_track(draft, scope, keys, &mut needs);
        if let Some(index) = only.0.first() {
            by_index[*index] = read;
        }
    }
    let read: Vec<(String, Html, Html)> = by_index.into_iter().collect::<Option<_>>()?;
    Some(Read::island(Kind::Challenge(Challenge {
        who: PerTrack::each(read.iter().map(|(who, _, _)| who.clone()).collect())?,
        objection: PerTrack::each(
            read.iter()
                .map(|(_, objection, _)| objection.clone())
                .collect(),
        )?,
        passed: PerTrack::each(read.into_iter().map(|(_, _, passed)| passed).collect())?,
        attach: keys.attach?.value,
        evidence,
        needs,
    })))
}

/// Who objects in a track, what they say, and what they say when convinced.
fn of_track(
    draft: &mut Draft,
    scope: Scope,
    keys: TrackKeys,
    needs: &mut Vec<Need>,
) -> Option<(String, Html, Html)> {
    for keys in keys.need.unwrap_or_default() {
        let when = keys
            .when
            .map(|when| draft.value_as(scope, "need", &when, Type::Truth));
        let unmet = keys.unmet.map(|unmet| draft.line(scope, &unmet));
        needs.extend(when.zip(unmet).map(|(when, unmet)| Need {
            when,
            only: scope.only.clone(),
            unmet,
        }));
    }
    Some((
        keys.who?.value,
        draft.html(scope, &keys.objection?),
        draft.html(scope, &keys.passed?),
    ))
}
