//! Curves over one axis, with what is marked on them.

use super::{Shows, ValueName, Zone};
use crate::format::Format;
use crate::json::Take;
use serde::{Deserialize, Serialize};

/// Curves over one axis.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Take)]
pub struct Plot {
    /// A series; or a control, which the plot runs over.
    pub x: ValueName,
    /// How many values of a range are looked at; nothing if `x` is a series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<usize>,
    /// The axis across.
    pub x_axis: PlotAxis,
    /// The axis upwards.
    pub y_axis: PlotAxis,
    /// In order.
    pub lines: Vec<PlotLine>,
    /// Labelled points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<PlotMark>,
    /// Labelled bands of `y`: their words are their labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Zone>,
    /// Labelled bands of `x`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub x_zones: Vec<Zone>,
    /// Labelled lines across.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<PlotReference>,
    /// The readings of the bench's trials that are drawn as points: across and upwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tried: Option<(ValueName, ValueName)>,
    /// Lines and marks are kept back until this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curves_if: Option<ValueName>,
}

impl Shows for Plot {}

/// An axis of a plot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Take)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct PlotLine {
    /// Its name.
    pub label: String,
    /// A series as long as the plot's `x`; a number where the plot runs over a control.
    pub y: ValueName,
    /// Drawn with gaps, as what is secondary.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dashed: bool,
}

/// A labelled point of a plot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct PlotMark {
    /// What it marks.
    pub label: String,
    /// Where it is.
    pub at: MarkAt,
}

/// Where a mark is. Lines are counted from 0; of a line without such a point nothing is marked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
#[serde(rename_all = "snake_case")]
pub enum MarkAt {
    /// At two values.
    Point {
        /// Across.
        x: ValueName,
        /// Upwards.
        y: ValueName,
    },
    /// Where a line is lowest.
    Minimum(usize),
    /// Where a line is highest.
    Maximum(usize),
    /// Where a line bends most: see [`crate::curve`].
    Knee(usize),
    /// Where two lines first meet.
    Crossing {
        /// The one.
        line: usize,
        /// The other.
        with: usize,
    },
}

/// A labelled line across a plot. It is not drawn where its value is no number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct PlotReference {
    /// What stands there.
    pub label: String,
    /// Where.
    pub at: ValueName,
    /// Whether `at` is a `y`, rather than an `x`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub level: bool,
}
