//! `chapter`: what the chapter is about, the ids that it had, and its tracks.

use super::{Read, check_id};
use crate::draft::{Draft, Scope};
use crate::reader::{Reader, Text};
use crate::vocabulary::types::{
    ChapterWord, Line, OneOf, PlainText, RichText, Table, Tables, TrackWord, Whole, WordList, Words,
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
        /// Its sign on the card.
        may mark: OneOf<Mark>,
    }
}

/// The sign of a track: a path of SVG, in a box of 24 by 24.
#[derive(Clone, Copy, PartialEq)]
pub struct Mark(&'static str);

impl Words for Mark {
    const ALL: &'static [(&'static str, Self)] = &[
        (
            "book",
            Self("M4 5c3-1 6-1 8 1 2-2 5-2 8-1v14c-3-1-6-1-8 1-2-2-5-2-8-1zM12 6v14"),
        ),
        (
            "car",
            Self(
                "M4.5 16H3v-3.5l3.2-1L8.5 7.5h6l3.3 4 3.2 1V16h-1.5M8.5 16h7M6.5 18a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM17.5 18a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
            ),
        ),
        (
            "chip",
            Self("M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4"),
        ),
        (
            "cloud",
            Self("M7 18h10a4 4 0 0 0 .6-7.9A6 6 0 0 0 6 9.6 4.3 4.3 0 0 0 7 18z"),
        ),
        (
            "coin",
            Self(
                "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v10M14.5 9.5h-3.4a1.7 1.7 0 0 0 0 3.4h1.8a1.7 1.7 0 0 1 0 3.3H9.5",
            ),
        ),
        (
            "flask",
            Self(
                "M9 3h6M10 3v6L4.6 19a1.4 1.4 0 0 0 1.2 2h12.4a1.4 1.4 0 0 0 1.2-2L14 9V3M7.5 15h9",
            ),
        ),
        (
            "glasses",
            Self(
                "M2.5 14a4 4 0 1 0 8 0 4 4 0 1 0-8 0zM13.5 14a4 4 0 1 0 8 0 4 4 0 1 0-8 0zM10.5 13q1.5-1.2 3 0M2.5 13.5 5 7M21.5 13.5 19 7",
            ),
        ),
        (
            "headphones",
            Self("M4 15v-3a8 8 0 0 1 16 0v3M4 14h3v6H6a2 2 0 0 1-2-2zM20 14h-3v6h1a2 2 0 0 0 2-2z"),
        ),
        (
            "leaf",
            Self("M5 20C4 10 10 4 20 4c0 10-5 15-12 14M5 20l8-9"),
        ),
        (
            "person",
            Self("M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0"),
        ),
        (
            "phone",
            Self("M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2"),
        ),
        (
            "server",
            Self("M4 4h16v6H4zM4 14h16v6H4zM7 7h.01M7 17h.01M11 7h6M11 17h6"),
        ),
        (
            "shield",
            Self("M12 3 5 6v5c0 5 3 8.5 7 10 4-1.5 7-5 7-10V6z"),
        ),
    ];
    fn unknown(word: &str) -> String {
        format!("there is no mark `{word}`")
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
        mark: empty(),
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
        mark: keys.mark.map_or("", |Mark(path)| path).to_owned(),
    };
    draft.mission.tracks.push(track);
    Some(())
}
