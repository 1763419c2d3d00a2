//! Controls and instruments that share one box.

use super::{
    Bar, Fail, Gauge, Goal, Heatmap, Html, Only, Pareto, PerTrack, Plot, Reading, Sample, Summary,
    ValueName, Waterfall,
};
use crate::format::Format;
use crate::json::Take;
use serde::{Deserialize, Serialize};

/// Controls and instruments that share one box.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Take)]
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
    /// If something is to be reached here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal>,
    /// What can break here, in the order in which it is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fails: Vec<Fail>,
}

/// Rounds of a few moves each. A round is over when its goal is met or its moves are spent; until then
/// the bench keeps back what would give the answer away ([`Instrument::shown_if`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
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
    /// Said of a trial that misses the goal: the first whose condition holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub misses: Vec<Fail>,
}

impl Trials {
    /// What a trial is kept with: the table's columns, the key, and whether it meets the goal.
    pub fn kept(&self) -> Vec<ValueName> {
        let columns = self.readings.iter().map(|reading| &reading.value);
        let names = columns.chain(&self.key).chain([&self.goal]);
        names.cloned().collect()
    }

    /// What can be said of a miss in a track.
    pub fn misses_in(&self, track: usize) -> impl Iterator<Item = &Fail> {
        self.misses
            .iter()
            .filter(move |miss| miss.only.admits(track))
    }

    /// What is said of a trial that missed, `truth` being the truth of a name then.
    pub fn missed(&self, track: usize, truth: impl Fn(&str) -> bool) -> Option<&Html> {
        let miss = self.misses_in(track).find(|miss| truth(&miss.when))?;
        Some(miss.text.get(track))
    }
}

/// Something that shows values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
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
    /// One value on a scale.
    Gauge(Box<Gauge>),
    /// What a total is made of.
    Waterfall(Waterfall),
    /// How a sample is distributed.
    Sample(Box<Sample>),
    /// A value over two controls.
    Heatmap(Box<Heatmap>),
    /// All settings of some controls by two of their outcomes.
    Pareto(Box<Pareto>),
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Row {
    /// The option of the select that highlights it.
    pub id: String,
    /// Its label.
    pub label: String,
    /// One a column, the first column left out.
    pub cells: Vec<Cell>,
}

/// A number in a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Axis {
    /// The option of the select that highlights it.
    pub id: String,
    /// Its label.
    pub label: String,
    /// A non-negative number.
    pub value: ValueName,
}

/// A threshold of a radar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Ring {
    /// Where it is drawn.
    pub at: f64,
    /// What begins there: "watch".
    pub label: String,
}

/// A group of a histogram.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Group {
    /// "Training", "Live".
    pub label: String,
    /// A series of shares.
    pub shares: ValueName,
}

impl Bench {
    /// All its controls, those that stand with an instrument among them.
    pub fn all_controls(&self) -> impl Iterator<Item = &ValueName> {
        let placed = self.instruments.iter().flat_map(|shown| &shown.controls);
        self.controls.iter().chain(placed)
    }

    /// What the ledger keeps from the moment at which the goal is reached in a track: what was set, what the cards
    /// said, and the truth of each need.
    pub fn goal_readings(&self, track: usize) -> Vec<ValueName> {
        let needs = self.goal.iter().flat_map(|goal| goal.needs_in(track));
        self.kept_with(track, needs.map(|need| &need.when))
    }

    /// What the ledger keeps from the moment at which something breaks: the same, with the truth of each failure.
    pub fn fail_readings(&self, track: usize) -> Vec<ValueName> {
        let fails = self.fails.iter().filter(|fail| fail.only.admits(track));
        self.kept_with(track, fails.map(|fail| &fail.when))
    }

    fn kept_with<'a>(
        &'a self,
        track: usize,
        conditions: impl Iterator<Item = &'a ValueName>,
    ) -> Vec<ValueName> {
        let cards = self
            .instruments
            .iter()
            .filter(|shown| shown.only.admits(track))
            .flat_map(|shown| match &shown.kind {
                InstrumentKind::Cards { readings, .. } => readings.as_slice(),
                _ => &[],
            })
            .filter(|reading| reading.only.admits(track))
            .map(|reading| &reading.value);
        self.all_controls()
            .chain(cards)
            .chain(conditions)
            .cloned()
            .collect()
    }

    /// What is broken in a track, in order, `truth` being the present truth of a name.
    pub fn broken<'a>(
        &'a self,
        track: usize,
        truth: impl Fn(&str) -> bool + 'a,
    ) -> impl Iterator<Item = &'a Fail> {
        self.fails
            .iter()
            .filter(move |fail| fail.only.admits(track) && truth(&fail.when))
    }
}
