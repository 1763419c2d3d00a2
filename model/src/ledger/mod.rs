//! What a student did, in order, and what follows from it.
//!
//! The [`Ledger`] is the source: a list of [`Entry`]s, the union of what each tab has written
//! (`union.rs`). [`State`] is what the entries amount to; [`State::apply`] is pure. An entry that no longer
//! fits the chapter (a question was removed, a track renamed), or that is of a kind this version doesn't know, changes
//! nothing in the state, and stays in the ledger.
//!
//! As a file a ledger is JSON, `VERSION` 2:
//!
//! ```json
//! {
//!   "format": "mdbook-mission-ledger", "version": 2,
//!   "book": "my-course", "chapter": "ml_ops", "edition": "5f0c…",
//!   "entries": [
//!     { "at": 1790000000000, "track": "edge", "act": "choose", "stamp": { "clock": 1, "stream": "k3f9", "seq": 0 }, "edition": "5f0c…", "seal": "…" },
//!     { "at": 1790000001000, "track": "edge", "act": { "predict": { "lock": "monitoring", "answer": { "choice": 0 } } }, "stamp": { … }, "seal": "…" },
//!     { "at": 1790000002000, "track": "edge", "act": { "set": { "control": "drift.season", "value": 0.7 } }, "stamp": { … }, "seal": "…" }
//!   ]
//! }
//! ```
//!
//! Version 1 had no stamps. In the storage of a browser a ledger is kept in [`chunk`]s.
//!
//! The seed of every draw follows from the ids of book, chapter, directive and track
//! ([`crate::seed::seed`]), so that [`replay`] gives the same numbers on any machine. A `seal` is a
//! running hash: it shows where a file was edited by hand. It is no signature.

pub mod chunk;
mod grade;
mod moment;
mod past;
mod replay;
mod report;
mod state;
#[cfg(test)]
mod tests;
mod undo;
mod union;

pub use grade::Score;
pub use moment::{Moment, Outcome, recorded};
pub use replay::{Finding, FindingKind, Replayer, replay};
pub use report::{Author, Block, Charts, Fact, Mark, Report};
pub use state::{Round, State, TrackState, follow};
pub use undo::last_working;
pub use union::{Merged, Pen, Stamp};

use crate::engine::Engine;
use crate::json::{self, Json, named};
use crate::mission::{Html, Mission, Question, ValueName};
use crate::names::Names;
use crate::plain;
use crate::seed::seed;
use crate::value::Value;
use crate::words;
use serde::Serialize;
use std::fmt;

/// What [`Ledger::format`] says.
pub const FORMAT: &str = "mdbook-mission-ledger";
/// The version of the ledger's JSON.
pub const VERSION: u32 = 2;
/// A pause longer than this, in milliseconds, is not time spent on the mission.
const PAUSE: u64 = 5 * 60 * 1000;

/// What a student did in one chapter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ledger {
    /// Always [`FORMAT`].
    pub format: String,
    /// See [`VERSION`].
    pub version: u32,
    /// The book's id.
    pub book: String,
    /// The chapter's id.
    pub chapter: String,
    /// The [`Mission::edition`] that the last act was done in.
    pub edition: String,
    /// In the order of their stamps.
    pub entries: Vec<Entry>,
}

/// One act.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// When, in milliseconds since 1970-01-01 UTC by the student's clock.
    pub at: u64,
    /// The id of the track in which it was done.
    pub track: String,
    /// What was done.
    pub act: Act,
    /// What the page found of it then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Its place among all acts.
    #[serde(skip_serializing_if = "Stamp::is_early")]
    pub stamp: Stamp,
    /// What of other streams was known and no earlier act of this stream has said: by stream, the highest clock. Under
    /// the empty name, how many acts of ledgers of version 1. Only of acts that [depend](Act::depends) on others.
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub saw: Names<u64>,
    /// The [`Mission::edition`] in which it was done, and what follows it in its stream; empty where that is the same.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub edition: String,
    /// In a file: a running hash over this entry and those before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
}

impl Entry {
    /// An act without a place yet.
    pub fn new(at: u64, track: String, act: Act) -> Self {
        Self {
            at,
            track,
            act,
            outcome: None,
            stamp: Stamp::default(),
            saw: Names::default(),
            edition: String::new(),
            seal: None,
        }
    }
}

/// Values by name, as they were at some moment.
pub type Readings = Names<Value>;

/// Something a student does.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Takes the entry's track.
    Choose,
    /// Answers a lock. Only the first answer counts.
    Predict {
        /// The lock's id.
        lock: String,
        /// The answer.
        answer: Answer,
    },
    /// Sets a control.
    Set {
        /// Its full name.
        control: ValueName,
        /// To what.
        value: Value,
    },
    /// Reaches a reveal.
    Reveal {
        /// The reveal's id.
        reveal: String,
        /// What was measured then.
        readings: Readings,
    },
    /// Reaches the goal of a bench.
    Reach {
        /// The bench's id.
        bench: String,
        /// What was set and read then, and the truth of each need.
        readings: Readings,
    },
    /// Something breaks on a bench, by what was set.
    Break {
        /// The bench's id.
        bench: String,
        /// What was set and read then, and the truth of each failure.
        readings: Readings,
    },
    /// Writes a reflection, not yet committed; or the note beside a bench, which nothing asks for.
    Write {
        /// The id of the reflection, or of the bench.
        reflect: String,
        /// All of the text; of a sentence with blanks a line for each.
        text: String,
    },
    /// Commits the reflection as it stands.
    Commit {
        /// The reflection's id.
        reflect: String,
        /// The readings that the reflection asks for.
        readings: Readings,
    },
    /// Holds the committed answer against the criteria of a good one.
    Assess {
        /// The reflection's id.
        reflect: String,
        /// Those that the student finds met, in plain words: a criterion has no other name.
        criteria: Vec<String>,
    },
    /// Tries what a bench is set to.
    Try {
        /// The bench's id.
        bench: String,
        /// What the trial is kept with.
        readings: Readings,
    },
    /// Begins a new round of trials.
    Again {
        /// The bench's id.
        bench: String,
    },
    /// Shows evidence to a stakeholder.
    Attach {
        /// The challenge's id.
        challenge: String,
        /// The evidence, and whether each need was met.
        readings: Readings,
    },
    /// Begins anew with some islands. What was done before stays in the ledger.
    Reset {
        /// Their ids.
        islands: Vec<String>,
    },
    /// Opens or closes something that can be looked into: formulas, a model answer.
    Peek {
        /// The island's id.
        island: String,
        /// Whether it is open now.
        open: bool,
    },
    /// Of a kind that this version doesn't know, as it is in the file.
    #[serde(untagged)]
    Unknown(Json),
}

/// An answer to a lock.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The index of an option, from 0.
    Choice(usize),
    /// A number.
    Number(f64),
    /// A few words.
    Text(String),
}

/// Why a file can't be taken as a ledger of this chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no ledger. The reason, for those who want to look.
    Unreadable(String),
    /// It was written by a later version of this software.
    Newer(u32),
    /// It belongs to another book or chapter.
    Elsewhere {
        /// The book's id.
        book: String,
        /// The chapter's id.
        chapter: String,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&match self {
            Self::Unreadable(reason) => words::no_ledger(reason),
            Self::Newer(version) => words::newer(*version as usize, VERSION as usize),
            Self::Elsewhere { book, chapter } => words::elsewhere(chapter, book),
        })
    }
}

impl std::error::Error for Refusal {}

impl Ledger {
    /// An empty ledger of a chapter.
    pub fn new(mission: &Mission) -> Self {
        Self {
            edition: mission.edition.clone(),
            ..Self::empty(&mission.book, &mission.id)
        }
    }

    /// An empty ledger of a chapter under a name that it had.
    pub fn empty(book: &str, chapter: &str) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            book: book.to_owned(),
            chapter: chapter.to_owned(),
            edition: String::new(),
            entries: Vec::new(),
        }
    }

    /// Reads a ledger of a chapter.
    ///
    /// # Errors
    /// [`Refusal`], if it is none, or not of this book and chapter.
    pub fn read(text: &str, book: &str, chapter: &str) -> Result<Self, Refusal> {
        let unreadable = |reason: String| Refusal::Unreadable(reason);
        let json = Json::parse(text).map_err(|malformed| unreadable(malformed.to_string()))?;
        if json.get("format").and_then(Json::text) != Some(FORMAT) {
            return Err(unreadable(words::SOMETHING_ELSE.to_owned()));
        }
        // What every version has is looked at before the rest is read.
        if let Some(Json::Number(version)) = json.get("version")
            && *version > f64::from(VERSION)
        {
            return Err(Refusal::Newer(*version as u32));
        }
        if !matches!(json.get("entries"), Some(Json::Array(_))) {
            return Err(unreadable(words::NO_ENTRIES.to_owned()));
        }
        let mut ledger: Self = json
            .into()
            .map_err(|mismatch| unreadable(mismatch.to_string()))?;
        if ledger.book != book || ledger.chapter != chapter {
            return Err(Refusal::Elsewhere {
                book: ledger.book,
                chapter: ledger.chapter,
            });
        }
        ledger.arrange();
        Ok(ledger)
    }

    /// Brings what a file says into order. A ledger of version 1 is of one edition.
    fn arrange(&mut self) {
        if self.version < VERSION {
            for entry in &mut self.entries {
                entry.edition.clone_from(&self.edition);
            }
        }
        self.version = VERSION;
        union::arrange(&mut self.entries);
    }

    /// The entries that do not fit a chapter: it was edited since, or they come from elsewhere.
    pub fn unfit(&self, mission: &Mission) -> Vec<&Entry> {
        State::with_unfit(mission, self).1
    }

    /// The ledger as it is written to a file, each entry with its seal.
    pub fn sealed(&self) -> Self {
        let mut sealed = self.clone();
        let mut before = String::new();
        for entry in &mut sealed.entries {
            entry.seal = None;
            before = seal(&before, entry);
            entry.seal = Some(before.clone());
        }
        sealed
    }

    /// The index of the first entry whose seal disagrees with what stands before it.
    pub fn broken_seal(&self) -> Option<usize> {
        let mut before = String::new();
        self.entries.iter().position(|entry| {
            let Some(found) = &entry.seal else {
                return !before.is_empty();
            };
            let bare = Entry {
                seal: None,
                ..entry.clone()
            };
            let expected = seal(&before, &bare);
            before = found.clone();
            *found != expected
        })
    }

    /// See [`Times`].
    pub fn time_by_part(&self, mission: &Mission) -> Vec<u64> {
        let mut times = Times::new(mission);
        self.entries
            .iter()
            .for_each(|entry| times.add(mission, entry));
        times.spent
    }
}

/// How long was worked, in milliseconds, by the part of the chapter in which it ended (a chapter without parts is one):
/// the time between an act and the one before it in its stream, long pauses left out.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// By part.
    pub spent: Vec<u64>,
    /// By stream: the time of the last act.
    last: Names<u64>,
}

impl Times {
    /// No time.
    pub fn new(mission: &Mission) -> Self {
        Self {
            spent: vec![0; mission.parts.len().max(1)],
            last: Names::default(),
        }
    }

    /// Adds the next act of a stream.
    pub fn add(&mut self, mission: &Mission, entry: &Entry) {
        let last = match self.last.get_mut(&entry.stamp.stream) {
            Some(last) => std::mem::replace(last, entry.at),
            None => {
                self.last.insert(entry.stamp.stream.clone(), entry.at);
                return;
            }
        };
        let span = entry.at.saturating_sub(last);
        if span == 0 || span > PAUSE {
            return;
        }
        let island = entry.act.island();
        let island = island.and_then(|id| mission.islands.iter().position(|of| of.id == id));
        let part = island.and_then(|island| mission.part_of(island));
        if let Some(spent) = self.spent.get_mut(part.unwrap_or(0)) {
            *spent += span;
        }
    }
}

json::named! {
    struct Ledger { format version book chapter entries; edition }
    struct Entry { at track act; outcome stamp saw edition seal }
}

json::named! {
    enum Act {
        "choose" Choose,
        "predict" Predict { lock answer },
        "set" Set { control value },
        "reveal" Reveal { reveal readings },
        "reach" Reach { bench readings },
        "break" Break { bench readings },
        "write" Write { reflect text },
        "commit" Commit { reflect readings },
        "assess" Assess { reflect criteria },
        "try" Try { bench readings },
        "again" Again { bench },
        "attach" Attach { challenge readings },
        "reset" Reset { islands },
        "peek" Peek { island open };
        keep Unknown
    }
    enum Answer {
        "choice" Choice(_),
        "number" Number(_),
        "text" Text(_);
        else Self::Choice(0)
    }
}

fn seal(before: &str, entry: &Entry) -> String {
    let mut entry = entry.clone();
    if entry.stamp.is_early() {
        // Version 1 said it once for the file.
        entry.edition.clear();
    }
    let text = named::to(&entry)
        .map(|json| json.to_string())
        .unwrap_or_default();
    format!("{:016x}", seed(&[before, &text]))
}

impl Act {
    fn continued_by(&self, next: &Self) -> bool {
        match (self, next) {
            (Self::Set { control: a, .. }, Self::Set { control: b, .. }) => a == b,
            (Self::Write { reflect: a, .. }, Self::Write { reflect: b, .. }) => a == b,
            _ => false,
        }
    }

    /// Whether what is recorded with it depends on acts before it, of other streams too.
    pub fn depends(&self) -> bool {
        !matches!(
            self,
            Self::Choose
                | Self::Set { .. }
                | Self::Write { .. }
                | Self::Peek { .. }
                | Self::Unknown(_)
        )
    }

    /// What was done, for a reader: the student's own words where there are some, or else as in the file.
    pub fn words(&self) -> String {
        match self {
            Self::Write { text, .. }
            | Self::Predict {
                answer: Answer::Text(text),
                ..
            } => text.clone(),
            act => named::to(act)
                .map(|json| json.to_string())
                .unwrap_or_default(),
        }
    }

    /// Reads again what is recorded with it.
    pub fn read_again(&mut self, value: impl Fn(&str) -> Option<Value>) {
        if let Self::Try { readings, .. }
        | Self::Attach { readings, .. }
        | Self::Commit { readings, .. } = self
        {
            let names = readings.iter().map(|(name, _)| name);
            *readings = names
                .filter_map(|name| Some((name.clone(), value(name)?)))
                .collect();
        }
    }

    /// What was read as it was done.
    pub fn readings(&self) -> Option<&Readings> {
        match self {
            Self::Reveal { readings, .. }
            | Self::Reach { readings, .. }
            | Self::Break { readings, .. }
            | Self::Commit { readings, .. }
            | Self::Try { readings, .. }
            | Self::Attach { readings, .. } => Some(readings),
            _ => None,
        }
    }

    /// The id of the island where it was done.
    pub fn island(&self) -> Option<&str> {
        match self {
            Self::Choose | Self::Reset { .. } | Self::Unknown(_) => None,
            Self::Set { control, .. } => control.split('.').next(),
            Self::Predict { lock: id, .. }
            | Self::Reveal { reveal: id, .. }
            | Self::Write { reflect: id, .. }
            | Self::Commit { reflect: id, .. }
            | Self::Reach { bench: id, .. }
            | Self::Break { bench: id, .. }
            | Self::Assess { reflect: id, .. }
            | Self::Try { bench: id, .. }
            | Self::Again { bench: id }
            | Self::Attach { challenge: id, .. }
            | Self::Peek { island: id, .. } => Some(id),
        }
    }
}

impl Answer {
    /// Whether the answer is of the kind that a question asks for.
    pub fn fits(&self, question: &Question) -> bool {
        match (self, question) {
            (Self::Choice(index), Question::Choice { options, .. }) => *index < options.len(),
            (Self::Number(number), Question::Number { .. }) => number.is_finite(),
            (Self::Text(text), Question::Text) => !text.trim().is_empty(),
            _ => false,
        }
    }

    /// The answer in words, as rendered Markdown: the option, the number as the question prints it, the text.
    pub fn html(&self, question: &Question) -> Html {
        match (self, question) {
            (Self::Choice(index), Question::Choice { options, .. }) => {
                options.get(*index).cloned().unwrap_or_default()
            }
            (Self::Number(number), Question::Number { format, .. }) => {
                plain::html(&format.print(*number))
            }
            (Self::Text(text), _) => plain::html(text),
            // No state holds an answer that does not fit its question.
            _ => Html::new(),
        }
    }

    /// Whether the answer is right; `None` where nothing is right or wrong.
    pub fn is_right(&self, question: &Question, engine: &Engine) -> Option<bool> {
        match (self, question) {
            (Self::Choice(chosen), Question::Choice { answer, .. }) => Some(chosen == answer),
            (
                Self::Number(number),
                Question::Number {
                    answer, tolerance, ..
                },
            ) => {
                let right = engine.number(answer);
                Some(tolerance.takes(*number, right))
            }
            _ => None,
        }
    }
}
