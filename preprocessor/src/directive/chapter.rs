//! `chapter`: what the chapter is about, the ids that it had, and its tracks.

use super::{Read, check_id};
use crate::draft::{Draft, Scope};
use crate::reader::{Reader, Text};
use crate::vocabulary::types::{
    ChapterWord, Line, PlainText, RichText, Table, Tables, TrackWord, Whole, WordList,
};
use crate::vocabulary::{Keys, keys};
use mission_model::mission::{Grade, Kind, Only, Track};

keys! {
    /// The head of a chapter.
    pub struct ChapterKeys of "`chapter`" {
        /// Names the chapter, once in the book. Students' ledgers are kept under it: don't change it in a course that
        /// runs.
        need id: ChapterWord,
        /// The title on the card and in the ledger.
        need title: PlainText,
        /// The law of the chapter, in a line.
        may invariant: RichText,
        /// How long it takes.
        may minutes: Whole<1, 600> = 45,
        /// Ids that the chapter had: [Terms and repetitions](terms.md#a-chapter-is-renamed).
        may formerly: WordList,
        /// The points of a step: what the ledger shows and `mdbook-mission collect` writes.
        may grade: Table<GradeKeys>,
        /// The tracks, in the order of the choice.
        may track: Tables<TrackKeys>,
    }
}

keys! {
    /// Points, for each step of a kind.
    pub struct GradeKeys of "`[grade]`" {
        /// For a lock that is answered, whatever the answer; for a reveal that is reached; for a goal or a round of
        /// trials; for a stakeholder who is convinced.
        may predict: Whole<0, 1000> = 0,
        may measure: Whole<0, 1000> = 0,
        may goal: Whole<0, 1000> = 0,
        may challenge: Whole<0, 1000> = 0,
        /// For a reflection: at most so many, given by hand.
        may reflect: Whole<0, 1000> = 0,
    }
}

keys! {
    /// A track.
    pub struct TrackKeys of "`[[track]]`" {
        /// Names the track in the chapter: `[track.server]`, `mission track server`, `track == "server"`.
        need id: TrackWord,
        /// What the student chooses.
        need name: PlainText,
        /// Who the student is.
        need persona: PlainText,
        /// What that person is there for.
        need north_star: Line,
        /// What has gone wrong.
        need crisis: Line,
    }
}

/// Reads the chapter's head. Its id names the chapter.
pub fn read(draft: &mut Draft, reader: &mut Reader, _: Scope) -> Option<Read> {
    let keys = ChapterKeys::read(reader);
    let scope = Scope {
        directive: None,
        only: &Only::default(),
    };
    let id = keys.id?;
    draft.mission.id = id.value;
    draft.id_place = id.span;
    for former in keys.formerly.map(|ids| ids.value).unwrap_or_default() {
        if check_id(draft, &former).is_some() {
            draft.formerly.push(former);
        }
    }
    if let Some(invariant) = keys.invariant {
        draft.mission.invariant = draft.html(scope, &invariant);
    }
    draft.mission.minutes = keys.minutes;
    draft.mission.grade = keys.grade.map(|points| Grade {
        predict: points.predict,
        measure: points.measure,
        goal: points.goal,
        challenge: points.challenge,
        reflect: points.reflect,
    });
    match keys.track {
        Some(tracks) if !tracks.is_empty() => {
            for keys in tracks {
                track(draft, scope, keys);
            }
        }
        _ => draft.mission.tracks.push(only_track()),
    }
    draft.mission.title = keys.title?.value;
    Some(Read::island(Kind::Chapter))
}

/// The one track of a chapter that names none. It need not be chosen.
pub fn only_track() -> Track {
    let empty = String::new;
    Track {
        id: "all".to_owned(),
        name: empty(),
        persona: empty(),
        north_star: empty(),
        crisis: empty(),
    }
}

/// A track that lacks something is there all the same: the chapter names it.
fn track(draft: &mut Draft, scope: Scope, keys: TrackKeys) -> Option<()> {
    let Some(id) = keys.id.filter(|id| check_id(draft, id).is_some()) else {
        draft.refused.track_without_id();
        return None;
    };
    if draft.mission.track(&id.value).is_some() {
        let help = "ids of tracks are unique in a chapter".to_owned();
        let message = format!("the track `{}` is there already", id.value);
        draft.sink.report(id.span, message, "again", help);
        return None;
    }
    let mut line = |text: Option<Text>| {
        text.map(|text| draft.line(scope, &text))
            .unwrap_or_default()
    };
    let (north_star, crisis) = (line(keys.north_star), line(keys.crisis));
    let plain = |text: Option<Text>| text.map(|text| text.value).unwrap_or_default();
    let track = Track {
        id: id.value,
        name: plain(keys.name),
        persona: plain(keys.persona),
        north_star,
        crisis,
    };
    draft.mission.tracks.push(track);
    Some(())
}
