//! The resolved chapter: what the preprocessor has checked and the islands are made from.
//!
//! Texts named `Html` are rendered Markdown, safe to put into a page as they are. A text or a number that
//! differs by track is a [`PerTrack`]; a part that exists only in some tracks says so in its [`Only`].
//!
//! Expressions stand in [`Derived`] alone. Whatever shows or tests something names a value
//! ([`ValueName`]), so that one pass over the values of a chapter is all there is to compute.
//! Tracks are counted in the order of the chapter (`usize`); ledgers name them by id, so that they
//! survive an edit of the chapter.

use crate::expr::Expr;
use crate::format::Format;
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

/// A section of the chapter: from its first island to that of the next part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Its heading, plain text.
    pub title: String,
    /// The index of its first island.
    pub first: usize,
}

/// A persona's way through the chapter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

    /// Whether both exist in some track.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.is_all() || other.is_all() || self.0.iter().any(|track| other.0.contains(track))
    }
}

/// Something a student sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Control {
    /// `directive.control`.
    pub name: ValueName,
    /// Its visible label.
    pub label: String,
    /// See [`Only`].
    #[serde(default, skip_serializing_if = "Only::is_all")]
    pub only: Only,
    /// What can be set.
    pub kind: ControlKind,
    /// What it is set to before the student's first act.
    pub preset: PerTrack<Value>,
    /// It can be set only where this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled_if: Option<ValueName>,
}

/// What can be set, and how it looks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlKind {
    /// A slider with a number box.
    Range {
        /// The smallest value.
        min: f64,
        /// The largest value.
        max: f64,
        /// Between neighbours on a linear slider; a logarithmic one has 200 equal ratios.
        step: f64,
        /// Equal ratios instead of equal steps.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        log: bool,
        /// How the value is printed.
        #[serde(default)]
        format: Format,
        /// Words for the two ends: "July", "January".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ends: Option<(String, String)>,
    },
    /// A slider over listed numbers.
    Stops {
        /// In ascending order, at least two.
        values: Vec<f64>,
        /// How the value is printed.
        #[serde(default)]
        format: Format,
    },
    /// One of several categories.
    Select {
        /// Each with its id and its label, at least two.
        options: Vec<(String, String)>,
    },
    /// On or off.
    Toggle,
}

/// Constants by category: `lambda[track]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// `directive.table`.
    pub name: String,
    /// The number of each category.
    pub rows: Vec<(String, f64)>,
}

/// A named value that the model computes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Derived {
    /// `directive.value`.
    pub name: ValueName,
    /// See [`Only`]: one name may be defined differently in each track.
    #[serde(default, skip_serializing_if = "Only::is_all")]
    pub only: Only,
    /// What it is worth.
    pub expr: Expr,
}

/// A value printed in prose or in a formula.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Readout {
    /// What is printed.
    pub value: ValueName,
    /// And how.
    #[serde(default)]
    pub format: Format,
}

/// Something that stands on the page and comes alive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Island {
    /// The directive's id, unique in the chapter.
    pub id: String,
    /// What it is.
    pub kind: Kind,
}

/// What an island is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
}

/// A prediction that opens what follows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lock {
    /// The question.
    pub prompt: PerTrack<Html>,
    /// How it is answered.
    pub question: Question,
    /// Shown on demand before answering.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<PerTrack<Html>>,
    /// Why the answer is what it is. Shown by the reveal that names this lock, or, where there is none,
    /// as soon as it is answered.
    pub explain: PerTrack<Html>,
    /// Whether a reveal names this lock.
    pub revealed_later: bool,
}

/// How a lock is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// One of several.
    Choice {
        /// At least two.
        options: Vec<Html>,
        /// The index of the right one.
        answer: usize,
    },
    /// A number.
    Number {
        /// What is right.
        answer: ValueName,
        /// How far off is still right, relative to the answer.
        tolerance: f64,
        /// How numbers are printed.
        #[serde(default)]
        format: Format,
    },
    /// A few words; nothing is right or wrong.
    Text,
}

/// Controls and instruments that share one box.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bench {
    /// Its heading.
    pub title: String,
    /// What to do here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intro: Option<PerTrack<Html>>,
    /// The controls that stand above the instruments, in order.
    pub controls: Vec<ValueName>,
    /// In order.
    pub instruments: Vec<Instrument>,
    /// If what is set here has to be tried, in rounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trials: Option<Trials>,
}

/// Rounds of a few moves each. A round is over when its goal is met or its moves are spent; until then
/// the bench keeps back what would give the answer away ([`Instrument::shown_if`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trials {
    /// How many moves a round has.
    pub limit: usize,
    /// What a trial is kept with: the columns of the table of trials.
    pub readings: Vec<Reading>,
    /// A change of one of these begins a new round.
    pub key: Vec<ValueName>,
    /// The truth that a trial has to reach.
    pub goal: ValueName,
    /// Said when it has.
    pub won: PerTrack<Html>,
    /// Said when the moves are spent: the way on.
    pub spent: PerTrack<Html>,
}

/// Something that shows values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Instrument {
    /// Unique in its bench.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// See [`Only`].
    #[serde(default, skip_serializing_if = "Only::is_all")]
    pub only: Only,
    /// A sentence under the heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<PerTrack<Html>>,
    /// Controls that stand with this instrument, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<ValueName>,
    /// It is kept back until this holds; shown from the start if there is no condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_if: Option<ValueName>,
    /// Takes the whole width of the bench.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wide: bool,
    /// What it shows.
    pub kind: InstrumentKind,
}

/// What an instrument shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InstrumentKind {
    /// One axis a value, all from one centre.
    Radar {
        /// At least three.
        axes: Vec<Axis>,
        /// Thresholds, in ascending order.
        rings: Vec<Ring>,
        /// The value at the rim; larger ones are drawn at the rim and said to be so.
        limit: f64,
        /// How a value is printed.
        format: Format,
        /// A select whose option is the id of the highlighted axis.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        selected: Option<ValueName>,
    },
    /// Shares of the same bins, group beside group.
    Histogram {
        /// What a bin is, for the axis: "decile of training".
        bins: String,
        /// One or two groups.
        groups: Vec<Group>,
    },
    /// Readings, each with its label and its zone.
    Cards {
        /// In order.
        readings: Vec<Reading>,
        /// One line over all of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        summary: Option<Summary>,
    },
    /// Curves over one axis.
    Plot(Box<Plot>),
    /// Values side by side.
    Bars {
        /// In order.
        bars: Vec<Bar>,
        /// How a value is printed.
        format: Format,
    },
    /// Values in rows and columns.
    Table {
        /// The headings; the first is that of the rows' labels.
        columns: Vec<String>,
        /// In order.
        rows: Vec<Row>,
        /// A select whose option is the id of the highlighted row.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        selected: Option<ValueName>,
    },
}

/// Curves over one axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plot {
    /// A series.
    pub x: ValueName,
    /// The axis across.
    pub x_axis: PlotAxis,
    /// The axis upwards.
    pub y_axis: PlotAxis,
    /// In order.
    pub lines: Vec<PlotLine>,
    /// Labelled points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<PlotMark>,
    /// Labelled vertical lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<PlotReference>,
    /// The readings of the bench's trials that are drawn as points: across and upwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tried: Option<(ValueName, ValueName)>,
    /// Lines and marks are kept back until this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curves_if: Option<ValueName>,
}

/// An axis of a plot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlotAxis {
    /// What it shows, with its unit.
    pub label: String,
    /// Equal ratios instead of equal steps.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub log: bool,
    /// How its ticks are printed.
    #[serde(default)]
    pub format: Format,
    /// Fixed ends; otherwise it follows the lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<(f64, f64)>,
}

/// A curve of a plot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlotLine {
    /// Its name.
    pub label: String,
    /// A series as long as the plot's `x`.
    pub y: ValueName,
    /// Drawn with gaps, as what is secondary.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dashed: bool,
}

/// A labelled point of a plot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlotMark {
    /// What it marks.
    pub label: String,
    /// Across.
    pub x: ValueName,
    /// Upwards.
    pub y: ValueName,
}

/// A labelled vertical line of a plot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlotReference {
    /// What stands there.
    pub label: String,
    /// Where.
    pub x: ValueName,
}

/// A bar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// Its label.
    pub label: String,
    /// Its length.
    pub value: ValueName,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The option of the select that highlights it.
    pub id: String,
    /// Its label.
    pub label: String,
    /// One a column, the first column left out.
    pub cells: Vec<Cell>,
}

/// A number in a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// What is shown.
    pub value: ValueName,
    /// How it is printed.
    #[serde(default)]
    pub format: Format,
    /// The ends of its interval, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<(ValueName, ValueName)>,
}

/// An axis of a radar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// The option of the select that highlights it.
    pub id: String,
    /// Its label.
    pub label: String,
    /// A non-negative number.
    pub value: ValueName,
}

/// A threshold of a radar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ring {
    /// Where it is drawn.
    pub at: f64,
    /// What begins there: "watch".
    pub label: String,
}

/// A group of a histogram.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// "Training", "Live".
    pub label: String,
    /// A series of shares.
    pub shares: ValueName,
}

/// A value on an instrument.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// What is read: the `name` of its `<output>`.
    pub value: ValueName,
    /// Its label.
    pub label: String,
    /// How it is printed.
    #[serde(default)]
    pub format: Format,
    /// See [`Only`].
    #[serde(default, skip_serializing_if = "Only::is_all")]
    pub only: Only,
    /// In the order in which they are tried; none for a reading that is neither good nor bad.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Zone>,
    /// Small print.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Html>,
}

/// Where a reading is good or bad. The first zone whose bounds hold the value counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Zone {
    /// Not below this, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    /// Below this, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<f64>,
    /// How good that is.
    pub level: Level,
    /// The word shown: "stable".
    pub word: String,
}

/// How good a reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing to do.
    Good,
    /// Look closer.
    Watch,
    /// Act.
    Act,
}

/// One line over the readings of a panel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// When all are good: "all green".
    pub good: String,
    /// After the number of those that are not: "not green".
    pub bad: String,
}

impl Reading {
    /// The zone of a value; what is no number has none.
    pub fn zone(&self, number: f64) -> Option<&Zone> {
        if number.is_nan() {
            return None;
        }
        self.zones.iter().find(|zone| {
            zone.from.is_none_or(|from| number >= from)
                && zone.below.is_none_or(|below| number < below)
        })
    }
}

/// A prediction beside what was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reveal {
    /// The id of the lock.
    pub lock: String,
    /// Opens as soon as this holds; at once if there is no condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<ValueName>,
    /// What to do until then.
    pub todo: PerTrack<Html>,
    /// What was measured, with readouts.
    pub text: PerTrack<Html>,
    /// The values that the ledger keeps from that moment.
    pub readings: Vec<ValueName>,
}

/// Formulas behind a toggle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Math {
    /// On the toggle: "Math Peek: PSI".
    pub title: String,
    /// Typeset, with readouts.
    pub body: PerTrack<Html>,
}

/// A question answered in the student's own words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reflect {
    /// Who asks: "Patterson".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asker: String,
    /// The question.
    pub prompt: PerTrack<Html>,
    /// Words that a good answer uses. Their lack is pointed out, and does not block.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<String>,
    /// How many words make an answer. Fewer is pointed out, and does not block.
    pub min_words: u32,
    /// What a good answer holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<Html>,
    /// A good answer, to be opened after committing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model_answer: Option<PerTrack<Html>>,
    /// The values that the ledger keeps from the moment of committing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<ValueName>,
}

/// A stakeholder who blocks, and what convinces them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Challenge {
    /// "Safety Director".
    pub who: PerTrack<String>,
    /// The objection, in their words.
    pub objection: PerTrack<Html>,
    /// On the button: "Attach the card as evidence".
    pub attach: String,
    /// The values that evidence consists of.
    pub evidence: Vec<Reading>,
    /// What evidence must show, in order.
    pub needs: Vec<Need>,
    /// Said when all of them hold.
    pub passed: PerTrack<Html>,
}

/// Something that evidence must show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Need {
    /// A truth.
    pub when: ValueName,
    /// See [`Only`].
    #[serde(default, skip_serializing_if = "Only::is_all")]
    pub only: Only,
    /// Said where it does not hold.
    pub unmet: Html,
}

/// The ledger on the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LedgerView {
    /// Its heading.
    pub title: String,
}

impl Mission {
    /// The values that follow from what a student has done, with what they are before the page is alive:
    /// `bench.tries`, `bench.won` and `bench.over` of a bench with trials, `challenge.passed`.
    ///
    /// A page that is not alive keeps nothing back, so there every round is over.
    pub fn inputs(&self) -> impl Iterator<Item = (ValueName, Value)> + '_ {
        self.islands.iter().flat_map(|island| {
            let input = |name: &str, value| (format!("{}.{name}", island.id), value);
            match &island.kind {
                Kind::Bench(Bench {
                    trials: Some(_), ..
                }) => vec![
                    input("tries", Value::Number(0.0)),
                    input("won", Value::Truth(false)),
                    input("over", Value::Truth(true)),
                ],
                Kind::Challenge(_) => vec![input("passed", Value::Truth(false))],
                _ => Vec::new(),
            }
        })
    }

    /// How a value is labelled and printed on the instruments of the chapter, in a track.
    pub fn reading(&self, name: &str, track: usize) -> Option<&Reading> {
        let benches = self.islands.iter().filter_map(|island| match &island.kind {
            Kind::Bench(bench) => Some(bench),
            _ => None,
        });
        let trials = benches
            .clone()
            .filter_map(|bench| bench.trials.as_ref())
            .flat_map(|trials| &trials.readings);
        let cards = benches
            .flat_map(|bench| &bench.instruments)
            .filter(|shown| shown.only.admits(track));
        let cards = cards.flat_map(|instrument| match &instrument.kind {
            InstrumentKind::Cards { readings, .. } => readings.as_slice(),
            _ => &[],
        });
        cards.chain(trials).find(|reading| reading.value == name)
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

    /// The control of a full name that exists in a track.
    pub fn control(&self, name: &str, track: usize) -> Option<&Control> {
        self.controls
            .iter()
            .find(|control| control.name == name && control.only.admits(track))
    }
}
