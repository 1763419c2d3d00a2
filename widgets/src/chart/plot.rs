//! Lines over two axes, each linear or logarithmic, with marked points, reference lines and bands.

use super::plot_layout;
use super::scene::Scene;
use super::svg::{Drawing, figure};
use super::table::{self, DataTable};
use crate::store::Store;
use crate::words;
use mission_model::format::Format;
use mission_model::mission::Level;
use yew::prelude::*;

/// At most so many rows of a table are written: a curve has hundreds of points, and each row is rewritten
/// at each step of a slider.
const ROWS: usize = 24;

/// What a plot shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlotProps {
    /// The prefix of ids in the page.
    pub id: AttrValue,
    /// What the chart is.
    pub title: AttrValue,
    /// What the chart says.
    pub description: AttrValue,
    /// What runs from left to right.
    pub x_label: AttrValue,
    /// What runs upwards.
    pub y_label: AttrValue,
    /// Whether equal ratios take equal room from left to right.
    pub x_log: bool,
    /// Whether equal ratios take equal room upwards.
    pub y_log: bool,
    /// How `x` is printed.
    pub x_format: Format,
    /// How `y` is printed.
    pub y_format: Format,
    /// The ends of the x axis; otherwise the data's own.
    pub x_range: Option<(f64, f64)>,
    /// The lowest and the highest `y` shown, if they don't follow the data.
    pub y_range: Option<(f64, f64)>,
    /// From the back to the front.
    pub lines: Vec<Line>,
    /// Labelled points.
    pub marks: Vec<Mark>,
    /// Straight lines across the plot.
    pub references: Vec<Reference>,
    /// Bands of `y`, and of `x`.
    pub bands: Vec<Band>,
    /// What is written on the cover, while curves are kept back; empty if nothing is covered.
    pub cover: AttrValue,
}

/// One series.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its name.
    pub label: String,
    /// `(x, y)`; where one isn't a finite number, the line is broken.
    pub points: Vec<(f64, f64)>,
    /// Its colour, from 1 to 4.
    pub number: u8,
    /// How it is drawn.
    pub stroke: Stroke,
}

/// How a series is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stroke {
    /// A line.
    #[default]
    Solid,
    /// A dashed line.
    Dashed,
    /// A dot at each point.
    Dots,
    /// A line with a dot at each point.
    Knots,
}

/// By bits, so that a line with holes equals itself.
impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        let bits = |&(x, y): &(f64, f64)| (x.to_bits(), y.to_bits());
        self.label == other.label
            && (self.number, self.stroke) == (other.number, other.stroke)
            && self
                .points
                .iter()
                .map(bits)
                .eq(other.points.iter().map(bits))
    }
}

/// A labelled point: the minimum, the student's choice.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Where it is; one that is nowhere is not drawn.
    pub x: f64,
    /// Where it is.
    pub y: f64,
    /// What it is.
    pub label: String,
    /// Its colour and shape, from 1 to 4.
    pub number: u8,
    /// Whether its label stands beside it; if not, something else on the plot says it.
    pub labelled: bool,
}

/// By bits, so that a mark that is nowhere equals itself.
impl PartialEq for Mark {
    fn eq(&self, other: &Self) -> bool {
        let bits = |mark: &Self| (mark.x.to_bits(), mark.y.to_bits());
        self.label == other.label
            && (self.number, self.labelled) == (other.number, other.labelled)
            && bits(self) == bits(other)
    }
}

/// A straight line across the plot.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Where it is.
    pub at: f64,
    /// What it is.
    pub label: String,
    /// Whether `at` is an `x`, rather than a `y`.
    pub vertical: bool,
}

/// By bits, so that one that is nowhere equals itself.
impl PartialEq for Reference {
    fn eq(&self, other: &Self) -> bool {
        self.label == other.label
            && self.vertical == other.vertical
            && self.at.to_bits() == other.at.to_bits()
    }
}

/// A band of `y` or of `x`.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Its lower edge; an infinite one is the plot's.
    pub from: f64,
    /// Its upper edge; an infinite one is the plot's.
    pub to: f64,
    /// Whether its edges are `x`, rather than `y`.
    pub vertical: bool,
    /// How good it is.
    pub level: Level,
    /// What it is.
    pub label: String,
}

/// The chart: see the [module](self).
pub fn chart(store: &Store, props: PlotProps) -> Html {
    let drawing = Drawing {
        scene: layout(&props),
        description: props.description.clone(),
    };
    figure(
        "mission-chart mission-plot",
        &props.id.clone(),
        &props.title.clone(),
        &drawing,
        table::resting(store, move || data(&props)),
    )
}

/// The picture.
pub fn layout(props: &PlotProps) -> Scene {
    plot_layout::draw(props)
}

/// Marks first, then the points of the lines, evenly thinned to a readable number.
fn data(props: &PlotProps) -> DataTable {
    let points: usize = props.lines.iter().map(|line| line.points.len()).sum();
    let stride = points.div_ceil(ROWS).max(1);
    let caption = if stride > 1 {
        words::thinned(&props.title, stride)
    } else {
        props.title.to_string()
    };
    let row = |label: &str, (x, y): (f64, f64)| {
        (
            label.to_owned(),
            vec![props.x_format.print(x), props.y_format.print(y)],
        )
    };
    let there = props.marks.iter().filter(|mark| mark.x.is_finite());
    let marks = there.map(|mark| row(&mark.label, (mark.x, mark.y)));
    let thinned = |line: &Line| -> Vec<_> {
        line.points
            .iter()
            .step_by(stride)
            .map(|&point| row(&line.label, point))
            .collect()
    };
    DataTable {
        caption,
        columns: vec![
            words::SERIES.to_owned(),
            props.x_label.to_string(),
            props.y_label.to_string(),
        ],
        rows: marks.chain(props.lines.iter().flat_map(thinned)).collect(),
        ..DataTable::default()
    }
}
