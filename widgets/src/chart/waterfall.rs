//! What a total is made of: bars that each begin where the one before ends, and the total below them.

use super::canvas::{Canvas, Frame};
use super::scale::Scale;
use super::scene::{Anchor, Part, Scene};
use super::svg::{Drawing, figure};
use super::table::DataTable;
use super::text::{self, LINE};
use crate::words;
use mission_model::format::Format;
use yew::prelude::*;

const WIDTH: f64 = 360.0;
const MARGIN: f64 = 4.0;
/// Names are broken into lines of this width.
const NAME: f64 = 116.0;
/// Between the names of two bars.
const SPACE: f64 = 10.0;
/// The thickness of a bar.
const THICK: f64 = 14.0;
/// Between a bar and its value.
const GAP: f64 = 5.0;

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// What it is.
    pub label: String,
    /// The value's name in its directive.
    pub name: String,
    /// What it adds; below zero it takes away.
    pub value: f64,
}

/// By bits, so that a step that is no number equals itself.
impl PartialEq for Step {
    fn eq(&self, other: &Self) -> bool {
        self.value.to_bits() == other.value.to_bits()
            && (&self.label, &self.name) == (&other.label, &other.name)
    }
}

/// What a waterfall shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WaterfallProps {
    /// The prefix of ids in the page.
    pub id: AttrValue,
    /// What the chart is.
    pub title: AttrValue,
    /// From top to bottom.
    pub steps: Vec<Step>,
    /// The label of the closing bar.
    pub total: String,
    /// How values are printed.
    pub format: Format,
}

/// The chart: see the [module](self).
pub fn chart(props: &WaterfallProps) -> Html {
    let drawing = Drawing {
        scene: layout(props),
        description: describe(props).into(),
    };
    figure(
        "mission-chart mission-waterfall",
        &props.id,
        &props.title,
        &drawing,
        table(props).render(),
    )
}

/// Where each step begins and ends, then the total: from zero to all of them. A step that is no number leaves
/// all after it without a place.
pub fn spans(steps: &[f64]) -> Vec<(f64, f64)> {
    let mut at = 0.0;
    let mut spans: Vec<_> = steps
        .iter()
        .map(|step| {
            let from = at;
            at += step;
            (from, at)
        })
        .collect();
    spans.push((0.0, at));
    spans
}

/// The total of some steps.
pub fn total(steps: &[Step]) -> f64 {
    steps.iter().fold(0.0, |sum, step| sum + step.value)
}

/// The waterfall in words.
pub fn describe(props: &WaterfallProps) -> String {
    let steps: Vec<String> = props
        .steps
        .iter()
        .map(|step| format!("{}: {}", step.label, signed(&props.format, step.value)))
        .collect();
    let total = props.format.print(total(&props.steps));
    format!("{}. {}: {total}.", steps.join("; "), props.total)
}

fn signed(format: &Format, value: f64) -> String {
    let sign = if value > 0.0 { "+" } else { "" };
    [sign, &format.print(value)].concat()
}

fn table(props: &WaterfallProps) -> DataTable {
    let values: Vec<f64> = props.steps.iter().map(|step| step.value).collect();
    let spans = spans(&values);
    let row = |(step, span): (&Step, &(f64, f64))| {
        let cells = vec![props.format.print(step.value), props.format.print(span.1)];
        (step.label.clone(), cells)
    };
    let mut rows: Vec<_> = props.steps.iter().zip(&spans).map(row).collect();
    let total = props.format.print(total(&props.steps));
    rows.push((props.total.clone(), vec![total.clone(), total]));
    DataTable {
        caption: props.title.to_string(),
        columns: [words::STEP, words::VALUE, words::RUNNING]
            .map(str::to_owned)
            .to_vec(),
        rows,
        values: props
            .steps
            .iter()
            .map(|step| (step.name.clone(), step.value))
            .collect(),
    }
}

/// The picture.
pub fn layout(props: &WaterfallProps) -> Scene {
    let values: Vec<f64> = props.steps.iter().map(|step| step.value).collect();
    let spans = spans(&values);
    let labels = props.steps.iter().map(|step| step.label.as_str());
    let names: Vec<_> = labels
        .chain([props.total.as_str()])
        .map(|label| text::wrap(label, NAME))
        .collect();
    let mut printed: Vec<String> = values
        .iter()
        .map(|value| signed(&props.format, *value))
        .collect();
    printed.push(props.format.print(total(&props.steps)));

    let lines = names.iter().map(Vec::len).max().unwrap_or(1).max(1) as f64;
    let row = lines * LINE + SPACE;
    let bottom = MARGIN + row * spans.len() as f64;
    let canvas = Canvas::new(WIDTH as u32, (bottom + MARGIN).ceil() as u32);
    let widest = |texts: &[String]| {
        texts
            .iter()
            .map(|line| text::width(line))
            .fold(0.0, f64::max)
    };
    let left = MARGIN + names.iter().map(|name| widest(name)).fold(0.0, f64::max) + 8.0;
    // In steps, so that bars don't shift with every digit of their values.
    let room = (widest(&printed) / 8.0).ceil().min(14.0) * 8.0 + 2.0 * GAP;
    let ends = spans.iter().flat_map(|&(from, to)| [from, to]);
    let scale = Scale::around(ends.chain([0.0]), false);
    let frame = Frame {
        left,
        top: MARGIN,
        right: (WIDTH - MARGIN - room).max(left + 16.0),
        bottom,
    };
    let panel = canvas.panel(frame, scale.range(), spans.len() as f64..0.0);
    let place = |value: f64| scale.position(value);

    let half = THICK / row / 2.0;
    let bar = |index: usize| {
        let (from, to) = spans[index];
        let middle = index as f64 + 0.5;
        place(from)
            .zip(place(to))
            .map(|(from, to)| [(from, middle - half), (to, middle + half)])
    };
    let joins: Vec<_> = (1..spans.len())
        .filter_map(|index| {
            let at = place(spans[index - 1].1)?;
            Some(vec![(at, index as f64 - 0.5), (at, index as f64 + 0.5)])
        })
        .collect();
    panel.lines(Part::Ref, &joins);
    for index in 0..spans.len() {
        let class = match values.get(index) {
            None => Part::Fill.number(2),
            Some(value) if *value < 0.0 => Part::Fill.number(3),
            Some(_) => Part::Fill.number(1),
        };
        panel.rectangles(class, bar(index).as_slice());
    }
    let zero = place(0.0).unwrap_or(scale.low);
    panel.lines(Part::Axis, &[vec![(zero, 0.0), (zero, spans.len() as f64)]]);
    for (index, (name, value)) in names.iter().zip(&printed).enumerate() {
        let right = bar(index).map_or(zero, |[from, to]| from.0.max(to.0));
        let (end, middle) = panel.place((right, index as f64 + 0.5));
        let first = middle + 4.0 - (name.len() as f64 - 1.0) * LINE / 2.0;
        for (line, words) in name.iter().enumerate() {
            canvas.text(
                Part::Label,
                Anchor::Start,
                (MARGIN, first + line as f64 * LINE),
                words,
            );
        }
        canvas.text(Part::Value, Anchor::Start, (end + GAP, middle + 4.0), value);
    }
    canvas.finish()
}
