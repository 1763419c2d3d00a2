//! Instruments: what shows values, a type for each kind.

use super::{
    Bar, Gauge, Heatmap, Html, Intervals, Only, Pareto, PerTrack, Plot, Reading, Sample, Summary,
    ValueName, Waterfall,
};
use crate::format::Format;
use crate::json::Take;
use serde::{Deserialize, Serialize};

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
    Radar(Box<Radar>),
    /// Shares of the same bins, group beside group.
    Shares(Shares),
    /// Readings, each with its label and its zone.
    Cards(Cards),
    /// Curves over one axis.
    Plot(Box<Plot>),
    /// Values side by side.
    Bars(Bars),
    /// Values in rows and columns.
    Grid(Grid),
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
    /// Estimates with their intervals.
    Intervals(Box<Intervals>),
}

/// What every kind of instrument can be asked.
pub trait Shows {
    /// The numbers that it prints in a track for the present setting; `title` is the instrument's.
    fn numbers<'a>(&'a self, _title: &'a str, _track: usize) -> Vec<Printed<'a>> {
        Vec::new()
    }

    /// Its readings, if it shows them as such: those of all tracks.
    fn readings(&self) -> &[Reading] {
        &[]
    }
}

/// A number that an instrument prints.
pub struct Printed<'a> {
    /// What it is.
    pub label: &'a str,
    /// The value's name.
    pub value: &'a str,
    /// How it is printed.
    pub format: &'a Format,
}

impl<'a> Printed<'a> {
    pub(super) fn new(label: &'a str, value: &'a str, format: &'a Format) -> Self {
        Self {
            label,
            value,
            format,
        }
    }
}

impl InstrumentKind {
    fn shows(&self) -> &dyn Shows {
        match self {
            Self::Radar(kind) => &**kind,
            Self::Shares(kind) => kind,
            Self::Cards(kind) => kind,
            Self::Plot(kind) => &**kind,
            Self::Bars(kind) => kind,
            Self::Grid(kind) => kind,
            Self::Gauge(kind) => &**kind,
            Self::Waterfall(kind) => kind,
            Self::Sample(kind) => &**kind,
            Self::Heatmap(kind) => &**kind,
            Self::Pareto(kind) => &**kind,
            Self::Intervals(kind) => &**kind,
        }
    }
}

impl Shows for InstrumentKind {
    fn numbers<'a>(&'a self, title: &'a str, track: usize) -> Vec<Printed<'a>> {
        self.shows().numbers(title, track)
    }

    fn readings(&self) -> &[Reading] {
        self.shows().readings()
    }
}

/// One axis a value, all from one centre.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Radar {
    /// At least three.
    pub axes: Vec<Axis>,
    /// Thresholds, in ascending order.
    pub rings: Vec<Ring>,
    /// The value at the rim; larger ones are drawn at the rim and said to be so.
    pub limit: f64,
    /// How a value is printed.
    pub format: Format,
    /// A select whose option is the id of the highlighted axis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selected: Option<ValueName>,
}

impl Shows for Radar {
    fn numbers<'a>(&'a self, _: &'a str, _: usize) -> Vec<Printed<'a>> {
        let axes = self.axes.iter();
        axes.map(|axis| Printed::new(&axis.label, &axis.value, &self.format))
            .collect()
    }
}

/// Shares of the same bins, group beside group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Shares {
    /// What a bin is, for the axis: "decile of training".
    pub bins: String,
    /// One or two groups.
    pub groups: Vec<Group>,
}

impl Shows for Shares {}

/// Readings, each with its label and its zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Cards {
    /// In order.
    pub readings: Vec<Reading>,
    /// One line over all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
}

impl Shows for Cards {
    fn numbers<'a>(&'a self, _: &'a str, track: usize) -> Vec<Printed<'a>> {
        let own = self.readings.iter();
        let own = own.filter(|reading| reading.only.admits(track));
        own.map(|reading| Printed::new(&reading.label, &reading.value, &reading.format))
            .collect()
    }

    fn readings(&self) -> &[Reading] {
        &self.readings
    }
}

/// Values side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Bars {
    /// In order.
    pub bars: Vec<Bar>,
    /// How a value is printed.
    pub format: Format,
}

impl Shows for Bars {
    fn numbers<'a>(&'a self, _: &'a str, _: usize) -> Vec<Printed<'a>> {
        Bar::printed(&self.bars, &self.format)
    }
}

/// Values in rows and columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Grid {
    /// The headings; the first is that of the rows' labels.
    pub columns: Vec<String>,
    /// In order.
    pub rows: Vec<Row>,
    /// A select whose option is the id of the highlighted row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selected: Option<ValueName>,
}

impl Shows for Grid {}

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
