//! What the charts of a bench show, but for the plot.

use super::{Bound, PlotAxis, Printed, Shows, ValueName, Zone};
use crate::format::Format;
use crate::json::Take;
use serde::{Deserialize, Serialize};

/// A bar, or a step of a waterfall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Bar {
    /// Its label.
    pub label: String,
    /// Its length.
    pub value: ValueName,
    /// See [`Zone`]; none for a bar that is neither good nor bad.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Zone>,
}

impl Bar {
    /// The numbers of bars, printed in one format.
    pub fn printed<'a>(bars: &'a [Self], format: &'a Format) -> Vec<Printed<'a>> {
        let bars = bars.iter();
        bars.map(|bar| Printed::new(&bar.label, &bar.value, format))
            .collect()
    }
}

/// One value on a scale, from end to end in zones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Gauge {
    /// What is shown.
    pub value: ValueName,
    /// How it is printed.
    #[serde(default)]
    pub format: Format,
    /// The lower end of the scale.
    pub min: Bound,
    /// The upper end.
    pub max: Bound,
    /// See [`Zone`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Zone>,
}

impl Shows for Gauge {
    fn numbers<'a>(&'a self, title: &'a str, _: usize) -> Vec<Printed<'a>> {
        vec![Printed::new(title, &self.value, &self.format)]
    }
}

/// What a total is made of, step by step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Waterfall {
    /// In order; each begins where the one before ends.
    pub steps: Vec<Bar>,
    /// The label of the closing bar.
    pub total: String,
    /// How a value is printed.
    #[serde(default)]
    pub format: Format,
}

impl Shows for Waterfall {
    fn numbers<'a>(&'a self, _: &'a str, _: usize) -> Vec<Printed<'a>> {
        Bar::printed(&self.steps, &self.format)
    }
}

/// How the draws of a sample are distributed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Sample {
    /// A series of draws.
    pub sample: ValueName,
    /// How many bins of equal width, from the least draw to the greatest.
    pub bins: usize,
    /// What a draw is.
    pub x_axis: PlotAxis,
    /// Labelled vertical lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<SampleMark>,
}

impl Shows for Sample {}

/// A labelled vertical line over a sample.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct SampleMark {
    /// What stands there.
    pub label: String,
    /// Where.
    pub x: ValueName,
}

/// A value over two controls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Heatmap {
    /// The control across.
    pub x: ValueName,
    /// The control upwards.
    pub y: ValueName,
    /// How many values of a range are looked at across.
    pub columns: usize,
    /// And upwards.
    pub rows: usize,
    /// What is shown: a number.
    pub value: ValueName,
    /// How it is printed.
    #[serde(default)]
    pub format: Format,
    /// See [`Zone`]; without any the scale is one of steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Zone>,
}

impl Shows for Heatmap {
    fn numbers<'a>(&'a self, title: &'a str, _: usize) -> Vec<Printed<'a>> {
        vec![Printed::new(title, &self.value, &self.format)]
    }
}

/// All settings of some controls as points, with the front through those that none betters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Pareto {
    /// The controls.
    pub over: Vec<ValueName>,
    /// How many values of a range are looked at.
    pub steps: usize,
    /// Across.
    pub x: Objective,
    /// Upwards.
    pub y: Objective,
}

impl Shows for Pareto {}

/// What is to be low, or high.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Objective {
    /// A number.
    pub value: ValueName,
    /// Its axis.
    pub axis: PlotAxis,
    /// Whether more of it is better.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub high: bool,
}
