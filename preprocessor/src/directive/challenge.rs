//! `challenge`: a stakeholder who blocks until the evidence is there.

use super::{reading, track_tables};
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::mission::{Challenge, Html, Kind, Need, PerTrack};
use mission_model::value::Type;

/// Reads a challenge.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Kind> {
    let attach = reader.text("attach");
    let place = reader.place("evidence");
    let names = reader.texts("evidence");
    if names.is_empty() {
        let help =
            "write `evidence = [\"slices.n\", …]`: the values that are shown to the stakeholder"
                .to_owned();
        draft
            .sink
            .report(place, "a challenge without evidence", "", help);
    }
    let evidence = names.iter().map(|name| {
        let value = draft.name(scope, name, Type::Number);
        reading::like(draft, &value)
    });
    let evidence = evidence.collect();
    let mut needs = Vec::new();
    // In the order of the chapter's tracks, not of the source.
    let mut by_index: Vec<Option<(String, Html, Html)>> = vec![None; draft.mission.tracks.len()];
    for (only, mut table) in track_tables(
        draft,
        reader,
        "`who`, `objection`, `passed` and its `need` tables",
    ) {
        let read = read_track(
            draft,
            &mut table,
            Scope {
                only: &only,
                ..scope
            },
            &mut needs,
        );
        if let Some(index) = only.0.first() {
            by_index[*index] = read;
        }
        table.close();
    }
    let read: Vec<(String, Html, Html)> = by_index.into_iter().collect::<Option<_>>()?;
    Some(Kind::Challenge(Challenge {
        who: PerTrack::each(read.iter().map(|(who, _, _)| who.clone()).collect())?,
        objection: PerTrack::each(
            read.iter()
                .map(|(_, objection, _)| objection.clone())
                .collect(),
        )?,
        passed: PerTrack::each(read.into_iter().map(|(_, _, passed)| passed).collect())?,
        attach: attach?.value,
        evidence,
        needs,
    }))
}

fn read_track(
    draft: &mut Draft,
    reader: &mut Reader,
    scope: Scope,
    needs: &mut Vec<Need>,
) -> Option<(String, Html, Html)> {
    let (who, objection, passed) = (
        reader.text("who"),
        reader.text("objection"),
        reader.text("passed"),
    );
    let place = reader.head();
    let tables = reader.tables("need");
    if tables.is_empty() {
        let help = "add `[[track.….need]]` with `when` and `unmet`".to_owned();
        draft.sink.report(
            place,
            "an objection that nothing answers",
            "`need` is missing",
            help,
        );
    }
    for mut table in tables {
        let when = table
            .text("when")
            .map(|when| draft.value_as(scope, "need", &when, Type::Truth));
        let unmet = table.text("unmet").map(|unmet| draft.line(scope, &unmet));
        needs.extend(when.zip(unmet).map(|(when, unmet)| Need {
            when,
            only: scope.only.clone(),
            unmet,
        }));
        table.close();
    }
    Some((
        who?.value,
        draft.html(scope, &objection?),
        draft.html(scope, &passed?),
    ))
}
