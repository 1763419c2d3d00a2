//! What a student did, in order, and what follows from it.
//!
//! The [`Ledger`] is the source: a list of [`Entry`]s that is only ever appended to (the last one may be
//! replaced while a slider moves or a text is typed). [`State`] is what the entries amount to;
//! [`State::apply`] is pure. An entry that no longer fits the chapter (a question was removed, a track
//! renamed) changes nothing in the state, and stays in the ledger.

use crate::engine::{Engine, EngineError};
use crate::mission::{Kind, Mission, Question, ValueName};
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What [`Ledger::format`] says.
pub const FORMAT: &str = "mdbook-mission-ledger";
/// The version of the ledger's JSON.
pub const VERSION: u32 = 1;

/// What a student did in one chapter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// Always [`FORMAT`].
    pub format: String,
    /// See [`VERSION`].
    pub version: u32,
    /// The book's id.
    pub book: String,
    /// The chapter's id.
    pub chapter: String,
    /// In order.
    pub entries: Vec<Entry>,
}

/// One act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When, in milliseconds since 1970-01-01 UTC by the student's clock.
    pub at: u64,
    /// The id of the track in which it was done.
    pub track: String,
    /// What was done.
    pub act: Act,
}

/// Values by name, as they stood at some moment.
pub type Readings = BTreeMap<ValueName, Value>;

/// Something a student does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// Writes a reflection, not yet committed.
    Write {
        /// The reflection's id.
        reflect: String,
        /// All of the text.
        text: String,
    },
    /// Commits the reflection as it stands.
    Commit {
        /// The reflection's id.
        reflect: String,
        /// The readings that the reflection asks for.
        readings: Readings,
    },
    /// Opens or closes something that can be looked into: formulas, a model answer.
    Peek {
        /// The island's id.
        island: String,
        /// Whether it is open now.
        open: bool,
    },
}

/// An answer to a lock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The index of an option, from 0.
    Choice(usize),
    /// A number.
    Number(f64),
    /// A few words.
    Text(String),
}

/// What the entries amount to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The index of the track that was chosen last.
    pub track: Option<usize>,
    /// By track: each has its own settings, predictions and reflections.
    pub tracks: Vec<TrackState>,
}

/// What was done in one track.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrackState {
    /// Controls by full name, where they differ from the preset.
    pub settings: BTreeMap<ValueName, Value>,
    /// By lock.
    pub predictions: BTreeMap<String, Answer>,
    /// By reveal.
    pub reveals: BTreeMap<String, Readings>,
    /// By reflection: the text as it stands.
    pub texts: BTreeMap<String, String>,
    /// By reflection: what was committed, in order.
    pub commits: BTreeMap<String, Vec<Commit>>,
    /// Islands that are looked into.
    pub open: BTreeSet<String>,
}

/// A reflection as it was committed.
#[derive(Clone, Debug, PartialEq)]
pub struct Commit {
    /// When.
    pub at: u64,
    /// The text.
    pub text: String,
    /// What the instruments said.
    pub readings: Readings,
}

impl Ledger {
    /// An empty ledger of a chapter.
    pub fn new(mission: &Mission) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            book: mission.book.clone(),
            chapter: mission.id.clone(),
            entries: Vec::new(),
        }
    }

    /// Appends an entry. A slider's next position and a text's next state replace the one before, so that
    /// a drag is one entry.
    pub fn push(&mut self, entry: Entry) {
        match self.entries.last_mut() {
            Some(last) if last.track == entry.track && last.act.continued_by(&entry.act) => {
                *last = entry
            }
            _ => self.entries.push(entry),
        }
    }
}

impl Act {
    fn continued_by(&self, next: &Self) -> bool {
        match (self, next) {
            (Self::Set { control: a, .. }, Self::Set { control: b, .. }) => a == b,
            (Self::Write { reflect: a, .. }, Self::Write { reflect: b, .. }) => a == b,
            _ => false,
        }
    }
}

impl State {
    /// The state before the first act.
    pub fn new(mission: &Mission) -> Self {
        Self {
            track: None,
            tracks: vec![TrackState::default(); mission.tracks.len()],
        }
    }

    /// What a whole ledger amounts to.
    pub fn of(mission: &Mission, ledger: &Ledger) -> Self {
        let mut state = Self::new(mission);
        for entry in &ledger.entries {
            state.apply(mission, entry);
        }
        state
    }

    /// Applies one entry. Says whether it fits the chapter; one that does not changes nothing.
    pub fn apply(&mut self, mission: &Mission, entry: &Entry) -> bool {
        let Some(track) = mission.track(&entry.track) else {
            return false;
        };
        let kind = |id: &str| mission.island(id).map(|island| &island.kind);
        let state = &mut self.tracks[track];
        match &entry.act {
            Act::Choose => {
                self.track = Some(track);
                true
            }
            Act::Predict { lock, answer } => {
                let fits =
                    matches!(kind(lock), Some(Kind::Lock(lock)) if answer.fits(&lock.question));
                if fits {
                    state
                        .predictions
                        .entry(lock.clone())
                        .or_insert_with(|| answer.clone());
                }
                fits
            }
            Act::Set { control, value } => {
                let admitted = mission
                    .control(control, track)
                    .and_then(|control| control.kind.admit(value));
                let fits = admitted.is_some();
                if let Some(value) = admitted {
                    state.settings.insert(control.clone(), value);
                }
                fits
            }
            Act::Reveal { reveal, readings } => {
                let fits = matches!(kind(reveal), Some(Kind::Reveal(_)));
                if fits {
                    state
                        .reveals
                        .entry(reveal.clone())
                        .or_insert_with(|| readings.clone());
                }
                fits
            }
            Act::Write { reflect, text } => {
                let fits = matches!(kind(reflect), Some(Kind::Reflect(_)));
                if fits {
                    state.texts.insert(reflect.clone(), text.clone());
                }
                fits
            }
            Act::Commit { reflect, readings } => {
                let text = state.texts.get(reflect).cloned();
                let fits = matches!(kind(reflect), Some(Kind::Reflect(_))) && text.is_some();
                if let (true, Some(text)) = (fits, text) {
                    let commit = Commit {
                        at: entry.at,
                        text,
                        readings: readings.clone(),
                    };
                    state
                        .commits
                        .entry(reflect.clone())
                        .or_default()
                        .push(commit);
                }
                fits
            }
            Act::Peek { island, open } => {
                let fits = matches!(
                    kind(island),
                    Some(Kind::Math(_) | Kind::Reflect(_) | Kind::Lock(_))
                );
                if fits && *open {
                    state.open.insert(island.clone());
                } else {
                    state.open.remove(island);
                }
                fits
            }
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
                Some((number - right).abs() <= tolerance * right.abs())
            }
            _ => None,
        }
    }
}

/// What a replay found that the ledger does not bear out.
#[derive(Clone, Debug, PartialEq)]
pub enum Discrepancy {
    /// An entry that does not fit the chapter, by index.
    Unfit(usize),
    /// A reading that the model does not give.
    Reading {
        /// The index of the entry.
        entry: usize,
        /// The value's name.
        name: ValueName,
        /// What the ledger says.
        recorded: Value,
        /// What the model gives; `None` if the chapter has no such value.
        computed: Option<Value>,
    },
    /// A reveal that was reached without its condition, by index.
    Unmet(usize),
}

/// Re-executes a ledger: the state it amounts to, and all that the model does not confirm to the bit.
///
/// # Errors
/// [`EngineError`], if the mission itself can't be evaluated.
pub fn replay(
    mission: &Mission,
    ledger: &Ledger,
) -> Result<(State, Vec<Discrepancy>), EngineError> {
    let mut state = State::new(mission);
    let mut engines = (0..mission.tracks.len())
        .map(|track| Engine::new(mission, track))
        .collect::<Result<Vec<_>, _>>()?;
    let mut found = Vec::new();
    for (index, entry) in ledger.entries.iter().enumerate() {
        if !state.apply(mission, entry) {
            found.push(Discrepancy::Unfit(index));
            continue;
        }
        let Some(track) = mission.track(&entry.track) else {
            continue;
        };
        let engine = &mut engines[track];
        match &entry.act {
            Act::Set { control, .. } => {
                if let Some(value) = state.tracks[track].settings.get(control) {
                    engine.set(control, value.clone());
                }
            }
            Act::Reveal { reveal, readings } => {
                if let Some(Kind::Reveal(reveal)) =
                    mission.island(reveal).map(|island| &island.kind)
                    && reveal.when.as_ref().is_some_and(|when| !engine.truth(when))
                {
                    found.push(Discrepancy::Unmet(index));
                }
                compare(engine, index, readings, &mut found);
            }
            Act::Commit { readings, .. } => compare(engine, index, readings, &mut found),
            Act::Choose | Act::Predict { .. } | Act::Write { .. } | Act::Peek { .. } => {}
        }
    }
    Ok((state, found))
}

fn compare(engine: &Engine, entry: usize, readings: &Readings, found: &mut Vec<Discrepancy>) {
    for (name, recorded) in readings {
        let computed = engine.get(name);
        if !computed.is_some_and(|computed| computed.same_bits(recorded)) {
            let (name, recorded, computed) = (name.clone(), recorded.clone(), computed.cloned());
            found.push(Discrepancy::Reading {
                entry,
                name,
                recorded,
                computed,
            });
        }
    }
}
