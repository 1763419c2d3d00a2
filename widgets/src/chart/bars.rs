//! Horizontal bars with their values printed, category by category.

use super::canvas::{Canvas, Frame, Panel};
use super::marker::Marker;
use super::scale::Scale;
use super::scene::{Anchor, Part, Scene};
use super::svg::{Drawing, figure};
use super::table::DataTable;
use super::text::{self, LINE};
use crate::words;
use mission_model::format::Format;
use mission_model::mission::Level;
use yew::prelude::*;

const WIDTH: f64 = 360.0;
const MARGIN: f64 = 4.0;
/// Names are broken into lines of this width.
const NAME: f64 = 104.0;
/// Between the names of two bars.
const SPACE: f64 = 12.0;
/// The thickness of a bar.
const THICK: f64 = 13.0;
/// Between the end of a bar, its marker and its value.
const GAP: f64 = 6.0;

/// One bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it is the value of.
    pub label: String,
    /// The value's name in its directive.
    pub name: String,
    /// How long it is, from zero.
    pub value: f64,
    /// How good that is.
    pub level: Option<Level>,
    /// The same in a word; empty if it is neither good nor bad.
    pub word: String,
}

/// By bits, so that a bar that is no number equals itself.
impl PartialEq for Bar {
    fn eq(&self, other: &Self) -> bool {
        self.value.to_bits() == other.value.to_bits()
            && self.level == other.level
            && (&self.label, &self.name, &self.word) == (&other.label, &other.name, &other.word)
    }
}

/// What a bar chart shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarProps {
    /// The prefix of ids in the page.
    pub id: AttrValue,
    /// What the chart is.
    pub title: AttrValue,
    /// What the chart says.
    pub description: AttrValue,
    /// From top to bottom.
    pub bars: Vec<Bar>,
    /// A value to compare with, and its name.
    pub reference: Option<(f64, String)>,
    /// How values are printed.
    pub format: Format,
}

/// The chart: see the [module](self).
pub fn chart(props: &BarProps) -> Html {
    let drawing = Drawing {
        scene: layout(props),
        description: props.description.clone(),
    };
    figure(
        "mission-chart mission-bars",
        &props.id,
        &props.title,
        &drawing,
        table(props).render(),
    )
}

fn table(props: &BarProps) -> DataTable {
    let has_words = props.bars.iter().any(|bar| !bar.word.is_empty());
    let row = |label: &str, value: f64, word: &str| {
        let mut cells = vec![props.format.print(value)];
        cells.extend(has_words.then(|| word.to_owned()));
        (label.to_owned(), cells)
    };
    let mut columns = vec![words::CATEGORY.to_owned(), words::VALUE.to_owned()];
    columns.extend(has_words.then(|| words::ZONE.to_owned()));
    let bars = props.bars.iter();
    let mut rows: Vec<_> = bars
        .clone()
        .map(|bar| row(&bar.label, bar.value, &bar.word))
        .collect();
    rows.extend(
        props
            .reference
            .as_ref()
            .map(|(value, label)| row(label, *value, "")),
    );
    DataTable {
        caption: props.title.to_string(),
        columns,
        rows,
        values: bars.map(|bar| (bar.name.clone(), bar.value)).collect(),
    }
}

/// The picture.
pub fn layout(props: &BarProps) -> Scene {
    let BarProps {
        bars,
        reference,
        format,
        ..
    } = props;
    let names: Vec<_> = bars
        .iter()
        .map(|bar| text::wrap(&bar.label, NAME))
        .collect();
    let lines = names.iter().map(Vec::len).max().unwrap_or(1).max(1) as f64;
    let row = lines * LINE + SPACE;
    let top = if reference.is_some() { 22.0 } else { MARGIN };
    let bottom = top + row * bars.len() as f64;
    let canvas = Canvas::new(WIDTH as u32, (bottom + MARGIN).ceil() as u32);
    let page = &canvas.page;

    let printed = |bar: &Bar| match bar.word.as_str() {
        "" => format.print(bar.value),
        word => [&format.print(bar.value), " ", word].concat(),
    };
    let values: Vec<_> = bars.iter().map(printed).collect();
    // In steps, so that bars don't shift with every digit of their values.
    let room =
        ((widest(&values) + 6.0) / 8.0).ceil().min(16.0) * 8.0 + 2.0 * GAP + 2.0 * Marker::SIZE;
    let scale = scale(props);
    // Bars to the left have their values to the left.
    let left = MARGIN + names.iter().map(|name| widest(name)).fold(0.0, f64::max) + 8.0;
    let left = if scale.low < 0.0 { left + room } else { left };
    let right = if scale.high > 0.0 {
        WIDTH - MARGIN - room
    } else {
        WIDTH - MARGIN
    };
    let frame = Frame {
        left,
        top,
        right: right.max(left + 16.0),
        bottom,
    };
    let panel = canvas.panel(frame, scale.range(), bars.len().max(1) as f64..0.0);

    for (index, bar) in bars.iter().enumerate() {
        let end = scale.position(bar.value).unwrap_or(0.0);
        let (upper, lower) = (
            index as f64 + 0.5 - THICK / row / 2.0,
            index as f64 + 0.5 + THICK / row / 2.0,
        );
        let class = if bar.level.is_some() {
            Part::Fill.level(bar.level)
        } else {
            Part::Fill.number(1)
        };
        panel.rectangles(class, &[[(0.0, upper), (end, lower)]]);
    }
    if let Some((at, label)) = reference {
        draw_reference(&canvas, &panel, scale.position(*at), label, bars.len());
    }
    panel.lines(Part::Axis, &[vec![(0.0, 0.0), (0.0, bars.len() as f64)]]);
    for ((index, bar), (name, value)) in bars.iter().enumerate().zip(names.iter().zip(&values)) {
        let (end, middle) =
            panel.place((scale.position(bar.value).unwrap_or(0.0), index as f64 + 0.5));
        let first = middle + 4.0 - (name.len() as f64 - 1.0) * LINE / 2.0;
        for (line, words) in name.iter().enumerate() {
            canvas.text(
                Part::Label,
                Anchor::Start,
                (MARGIN, first + line as f64 * LINE),
                words,
            );
        }
        let (side, anchor) = if bar.value < 0.0 {
            (-1.0, Anchor::End)
        } else {
            (1.0, Anchor::Start)
        };
        let marker = Marker::of_level(bar.level);
        let centre = end + side * (GAP + Marker::SIZE);
        page.marker(
            Part::Point.level(bar.level),
            marker,
            bar.level.map(|_| (centre, middle)),
        );
        let beside = if bar.level.is_some() {
            centre + side * (Marker::SIZE + GAP)
        } else {
            end + side * GAP
        };
        canvas.text(Part::Value, anchor, (beside, middle + 4.0), value);
    }
    canvas.finish()
}

fn widest(texts: &[String]) -> f64 {
    texts
        .iter()
        .map(|line| text::width(line))
        .fold(0.0, f64::max)
}

/// From the lowest value to the highest, zero among them.
fn scale(props: &BarProps) -> Scale {
    let values = props
        .bars
        .iter()
        .map(|bar| bar.value)
        .chain(props.reference.iter().map(|reference| reference.0));
    Scale::around(values.chain([0.0]), false)
}

fn draw_reference(canvas: &Canvas, panel: &Panel, at: Option<f64>, label: &str, bars: usize) {
    let line: Vec<_> = at
        .map(|at| vec![(at, 0.0), (at, bars as f64)])
        .into_iter()
        .collect();
    panel.lines(Part::Ref, &line);
    let (across, top) = panel.place((at.unwrap_or(0.0), 0.0));
    canvas.text(Part::Tick, Anchor::Middle, (across, top - 6.0), label);
}
