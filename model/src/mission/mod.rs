//! The resolved chapter: what the preprocessor has checked and the islands are made from.
//!
//! Texts named `Html` are rendered Markdown, safe to put into a page as they are. A text or a number that
//! differs by track is a [`PerTrack`]; a part that exists only in some tracks says so in its [`Only`].
//!
//! Expressions stand in [`Derived`] alone. Whatever shows or tests something names a value
//! ([`ValueName`]), so that one pass over the values of a chapter is all there is to compute.
//! Tracks are counted in the order of the chapter (`usize`); ledgers name them by id, so that they
//! survive an edit of the chapter.

mod bench;
mod charts;
mod control;
mod goal;
mod instrument;
mod intervals;
mod pedagogy;
mod plot;
mod reading;
mod told;

pub use bench::*;
pub use charts::*;
pub use control::*;
pub use goal::*;
pub use instrument::*;
pub use intervals::*;
pub use pedagogy::*;
pub use plot::*;
pub use reading::*;

use crate::json::Take;
use crate::plain;
use crate::value::Value;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// The version of the JSON that [`Mission`] is written as. A page of another version is refused.
pub const FORMAT_VERSION: u32 = 1;

/// Rendered Markdown.
pub type Html = String;

/// The full name of a control or of a value: `directive.name`, or `track`.
pub type ValueName = String;

/// One chapter: what all the islands of a page share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Mission {
    /// See [`FORMAT_VERSION`].
    pub version: u32,
    /// `book-id` of `book.toml`: it names the storage, and seeds the samples.
    pub book: String,
    /// The chapter's id, unique in the book.
    pub id: String,
    /// A hash of all the rest, so that a ledger can tell which chapter it was written in.
    #[serde(default)]
    pub edition: String,
    /// The chapter's title, plain text.
    pub title: String,
    /// The invariant that the chapter teaches.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub invariant: Html,
    /// How long the mission is meant to take, in minutes.
    pub minutes: u32,
    /// What a step is worth, if the chapter is graded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// At least one.
    pub tracks: Vec<Track>,
    /// What a student sets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<Control>,
    /// Constants by category.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<Table>,
    /// Expressions over controls, tables and each other, in no particular order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Derived>,
    /// What is printed in prose and in formulas, by index.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readouts: Vec<Readout>,
    /// What stands on the page, in order.
    pub islands: Vec<Island>,
    /// The chapter's sections that hold islands, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// Points for a step, by what it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, Take)]
pub struct Grade {
    /// An answered lock, whatever the answer.
    pub predict: u32,
    /// A reveal: what was predicted was measured.
    pub measure: u32,
    /// A bench: its goal reached, its rounds of trials over.
    pub goal: u32,
    /// A challenge: the stakeholder is convinced.
    pub challenge: u32,
    /// A reflection, by the instructor's hand: at most so many.
    pub reflect: u32,
}

/// A section of the chapter: from its first island to that of the next part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Part {
    /// Its heading, plain text.
    pub title: String,
    /// The index of its first island.
    pub first: usize,
}

/// A persona's way through the chapter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Track {
    /// `[a-z][a-z0-9_]*`, unique in the chapter.
    pub id: String,
    /// "Edge Guardian".
    pub name: String,
    /// "AV Systems Lead".
    pub persona: String,
    /// What the persona is held to.
    pub north_star: Html,
    /// What went wrong today.
    pub crisis: Html,
    /// Its mark: a path of SVG in a box of 24 by 24, drawn as a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mark: String,
}

/// One value for every track, or one for each in the order of [`Mission::tracks`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct PerTrack<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for PerTrack<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::each(Vec::deserialize(deserializer)?)
            .ok_or_else(|| D::Error::invalid_length(0, &"at least one"))
    }
}

impl<T> PerTrack<T> {
    /// The same for all tracks.
    pub fn all(value: T) -> Self {
        Self(vec![value])
    }

    /// One for each track, in order. `None` if there is none.
    pub fn each(values: Vec<T>) -> Option<Self> {
        if values.is_empty() {
            None
        } else {
            Some(Self(values))
        }
    }

    /// What holds in a track.
    pub fn get(&self, track: usize) -> &T {
        // It is never empty: neither `each` nor decoding makes an empty one.
        self.0.get(track).unwrap_or(&self.0[0])
    }

    /// All the distinct places, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }

    /// True if it would have nothing to give.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The tracks in which something exists; empty means all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Only(pub Vec<usize>);

impl Only {
    /// Whether it exists in a track.
    pub fn admits(&self, track: usize) -> bool {
        self.0.is_empty() || self.0.contains(&track)
    }

    /// True if it exists in all tracks.
    pub fn is_all(&self) -> bool {
        self.0.is_empty()
    }

    /// The tracks in which either exists.
    pub fn union(&self, other: &Self) -> Self {
        if self.is_all() || other.is_all() {
            return Self::default();
        }
        let mut both = [self.0.as_slice(), &other.0].concat();
        both.sort_unstable();
        both.dedup();
        Self(both)
    }

    /// Whether both exist in some track.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.is_all() || other.is_all() || self.0.iter().any(|track| other.0.contains(track))
    }
}

/// Something that stands on the page and comes alive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Island {
    /// The directive's id, unique in the chapter.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// The id of the lock that has to be answered before it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behind: Option<String>,
}

/// What an island is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The track chooser.
    Chapter,
    /// A question to be answered before what follows is shown.
    Lock(Lock),
    /// Controls and instruments.
    Bench(Bench),
    /// A prediction beside what was measured.
    Reveal(Reveal),
    /// Formulas with the student's numbers put in.
    Math(Math),
    /// A question answered in the student's own words.
    Reflect(Reflect),
    /// A stakeholder who has to be convinced with evidence.
    Challenge(Challenge),
    /// All that was done, to be looked at, taken along and brought back.
    Ledger(LedgerView),
}

impl Kind {
    /// The directive's name, for `data-mission`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Chapter => "chapter",
            Self::Lock(_) => "lock",
            Self::Bench(_) => "bench",
            Self::Reveal(_) => "reveal",
            Self::Math(_) => "math",
            Self::Reflect(_) => "reflect",
            Self::Challenge(_) => "challenge",
            Self::Ledger(_) => "ledger",
        }
    }

    /// Whether something is to be done in it.
    pub fn is_step(&self) -> bool {
        match self {
            Self::Bench(bench) => bench.trials.is_some() || bench.goal.is_some(),
            Self::Math(_) | Self::Ledger(_) => false,
            Self::Chapter
            | Self::Lock(_)
            | Self::Reveal(_)
            | Self::Reflect(_)
            | Self::Challenge(_) => true,
        }
    }
}

impl Mission {
    /// The values that follow from what a student has done, with what they are before the page is alive:
    /// `bench.tries`, `bench.won` and `bench.over` of a bench with trials, `bench.reached` of one with a goal,
    /// `challenge.passed`, and `lock.predicted` of a lock that asks for a number.
    ///
    /// A page that is not alive keeps nothing back, so there every round is over and every goal reached.
    pub fn inputs(&self) -> impl Iterator<Item = (ValueName, Value)> + '_ {
        self.islands.iter().flat_map(|island| {
            let input = |name: &str, value| (format!("{}.{name}", island.id), value);
            let mut inputs = Vec::new();
            match &island.kind {
                Kind::Bench(bench) => {
                    if bench.trials.is_some() {
                        inputs.push(input("tries", Value::Number(0.0)));
                        inputs.push(input("won", Value::Truth(false)));
                        inputs.push(input("over", Value::Truth(true)));
                    }
                    if bench.goal.is_some() {
                        inputs.push(input("reached", Value::Truth(true)));
                    }
                }
                Kind::Challenge(_) => inputs.push(input("passed", Value::Truth(false))),
                Kind::Lock(Lock {
                    question: Question::Number { .. },
                    ..
                }) => inputs.push(input("predicted", Value::Number(f64::NAN))),
                _ => {}
            }
            inputs
        })
    }

    /// The readouts in a text.
    pub fn readouts_in<'m>(&'m self, html: &'m str) -> impl Iterator<Item = &'m Readout> {
        let readout = format!(" data-readout=\"{}:", self.id);
        let places = html
            .match_indices(&readout)
            .map(|(at, found)| at + found.len());
        let places: Vec<usize> = places.collect();
        places.into_iter().filter_map(|at| {
            let index: usize = html[at..].split('"').next()?.parse().ok()?;
            self.readouts.get(index)
        })
    }

    /// A text with its readouts as `number` gives them.
    pub fn printed(&self, html: &str, number: impl Fn(&Readout) -> f64) -> Html {
        let readout = format!(" data-readout=\"{}:", self.id);
        let mut parts = html.split(readout.as_str());
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            // `INDEX">NUMBER</span>…`
            let index = part.split('"').next().and_then(|index| index.parse().ok());
            let readout = index.and_then(|index: usize| self.readouts.get(index));
            let after = part.find('<').unwrap_or(part.len());
            if let Some(readout) = readout {
                out.push('>');
                out.push_str(&plain::html(&readout.format.print(number(readout))));
            }
            out.push_str(&part[after..]);
        }
        out
    }

    /// The part that an island stands in, by index.
    pub fn part_of(&self, island: usize) -> Option<usize> {
        self.parts.iter().rposition(|part| part.first <= island)
    }

    /// The index of a track.
    pub fn track(&self, id: &str) -> Option<usize> {
        self.tracks.iter().position(|track| track.id == id)
    }

    /// The island of an id.
    pub fn island(&self, id: &str) -> Option<&Island> {
        self.islands.iter().find(|island| island.id == id)
    }

    /// The bench of an id.
    pub fn bench(&self, id: &str) -> Option<&Bench> {
        match &self.island(id)?.kind {
            Kind::Bench(bench) => Some(bench),
            _ => None,
        }
    }

    /// The lock of an id.
    pub fn lock(&self, id: &str) -> Option<&Lock> {
        match &self.island(id)?.kind {
            Kind::Lock(lock) => Some(lock),
            _ => None,
        }
    }

    /// The control of a full name that exists in a track.
    pub fn control(&self, name: &str, track: usize) -> Option<&Control> {
        self.controls
            .iter()
            .find(|control| control.name == name && control.only.admits(track))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readouts_are_printed_anew() {
        let mission: Mission =
            serde_json::from_str(include_str!("../page/everything.json")).unwrap();
        let span = |readout: &str| {
            format!("a <span class=\"mission-value\" data-readout=\"{readout}\">1</span> &amp; b")
        };
        let check = |readout: &str, expect: &str| {
            let printed = mission.printed(&span(readout), |readout| {
                assert_eq!(readout.value, "d.v");
                2.5
            });
            assert_eq!(plain::text(&printed), expect);
        };
        check("c:0", "a $2.50\u{a0}B & b");
        check("c:1", "a 2.5 & b");
        // Of another chapter, or of none.
        check("d:0", "a 1 & b");
        check("c:9", "a  & b");
    }
}
