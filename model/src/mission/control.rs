//! What a student sets, and what follows from it by expressions.

use super::{Only, PerTrack, ValueName};
use crate::expr::Expr;
use crate::format::Format;
use crate::json::Take;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// Something a student sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
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
        /// A button moves the slider from end to end, in so many seconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        play: Option<f64>,
    },
    /// A slider over listed numbers.
    Stops {
        /// In ascending order, at least two.
        values: Vec<f64>,
        /// How the value is printed.
        #[serde(default)]
        format: Format,
        /// As of a range.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        play: Option<f64>,
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Table {
    /// `directive.table`.
    pub name: String,
    /// The number of each category, in the order of the categories, in which they are looked up.
    pub rows: Vec<(String, f64)>,
}

/// A named value that the model computes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Readout {
    /// What is printed.
    pub value: ValueName,
    /// And how.
    #[serde(default)]
    pub format: Format,
    /// The moment as it was at which it is printed: see [`crate::ledger::TrackState::moment`]. Nothing is printed before
    /// it, and the present value where no moment is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}
