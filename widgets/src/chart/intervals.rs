//! A forest plot: each estimate as a marker on its interval, under its name; the side beyond the margin is shaded.

use super::canvas::{Canvas, Frame, Panel};
use super::legend::{Entry, Legend, Swatch};
use super::marker::Marker;
use super::scale::{Scale, with_unit};
use super::scene::{Anchor, Part, Scene};
use super::svg::{Drawing, figure};
use super::table::DataTable;
use super::text::{self, LINE};
use crate::words;
use mission_model::format::Format;
use mission_model::mission::Level;
use yew::prelude::*;

const WIDTH: f64 = 360.0;
/// Room for half a tick at either end.
const MARGIN: f64 = 16.0;
/// Between the last line of a name and the next row: the interval is in its middle.
const ROOM: f64 = 24.0;
/// Half the height of the mark at an end.
const END: f64 = 4.0;
const MOST_TICKS: usize = 6;

/// One estimate.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is of.
    pub label: String,
    /// The estimate's name in its directive.
    pub name: String,
    /// The ends of its interval.
    pub ends: (f64, f64),
    /// The estimate.
    pub middle: f64,
    /// How it stands to the margin.
    pub level: Option<Level>,
    /// The same in words; empty if there is no margin.
    pub word: &'static str,
}

/// By bits, so that a row that is no number equals itself.
impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        let bits = |row: &Self| [row.ends.0, row.middle, row.ends.1].map(f64::to_bits);
        bits(self) == bits(other)
            && self.level == other.level
            && (&self.label, &self.name) == (&other.label, &other.name)
    }
}

/// What a forest plot shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IntervalsProps {
    /// The prefix of ids in the page.
    pub id: AttrValue,
    /// What the chart is.
    pub title: AttrValue,
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// What is estimated.
    pub x_label: String,
    /// How it is printed.
    pub format: Format,
    /// A line to compare with.
    pub reference: Option<f64>,
    /// How bad an estimate may be.
    pub margin: Option<f64>,
    /// Whether less is better.
    pub low: bool,
}

/// The chart: see the [module](self).
pub fn chart(props: &IntervalsProps) -> Html {
    let drawing = Drawing {
        scene: layout(props),
        description: describe(props).into(),
    };
    figure(
        "mission-chart mission-intervals",
        &props.id,
        &props.title,
        &drawing,
        data(props).render(),
    )
}

/// "Night: 1.2 % (−0.3 % – 2.7 %), keeps the margin".
fn said(props: &IntervalsProps, row: &Row) -> String {
    let estimate = printed(props, row);
    match row.word {
        "" => format!("{}: {estimate}", row.label),
        word => format!("{}: {estimate}, {word}", row.label),
    }
}

/// "1.2 % (−0.3 % – 2.7 %)"; a number that there isn't has no interval either.
fn printed(props: &IntervalsProps, row: &Row) -> String {
    let print = |number| props.format.print(number);
    match row.middle.is_finite() {
        // An interval isn't broken at its dash.
        true => format!(
            "{} ({}\u{a0}–\u{a0}{})",
            print(row.middle),
            print(row.ends.0),
            print(row.ends.1)
        ),
        false => print(row.middle),
    }
}

/// The chart in words.
pub fn describe(props: &IntervalsProps) -> String {
    let mut parts: Vec<String> = props.rows.iter().map(|row| said(props, row)).collect();
    parts.extend(margin_label(props));
    parts.join("; ")
}

/// "margin: −2 %".
fn margin_label(props: &IntervalsProps) -> Option<String> {
    let margin = props.margin?;
    Some(words::margin_at(&props.format.print(margin)))
}

fn data(props: &IntervalsProps) -> DataTable {
    let print = |number| props.format.print(number);
    let row = |row: &Row| {
        let numbers = [row.middle, row.ends.0, row.ends.1].map(print);
        let mut cells = numbers.to_vec();
        cells.extend(props.margin.map(|_| row.word.to_owned()));
        (row.label.clone(), cells)
    };
    let mut columns = vec![
        words::CATEGORY.to_owned(),
        with_unit(&props.x_label, &props.format),
        words::FROM.to_owned(),
        words::TO.to_owned(),
    ];
    columns.extend(margin_label(props));
    DataTable {
        caption: props.title.to_string(),
        columns,
        rows: props.rows.iter().map(row).collect(),
        values: props
            .rows
            .iter()
            .map(|row| (row.name.clone(), row.middle))
            .collect(),
    }
}

/// The picture.
pub fn layout(props: &IntervalsProps) -> Scene {
    let width = WIDTH - 2.0 * MARGIN;
    // Names leave room for the longest verdict, so that none of them moves when it changes.
    let verdicts = [words::MARGIN_KEPT, words::MARGIN_OPEN, words::MARGIN_PASSED];
    let verdict = match props.margin {
        Some(_) => verdicts.map(text::width).into_iter().fold(0.0, f64::max),
        None => 0.0,
    };
    let names: Vec<Vec<String>> = props
        .rows
        .iter()
        .map(|row| text::wrap(&row.label, width - verdict - 8.0))
        .collect();
    let mut tops = Vec::new();
    let mut bottom = LINE + 2.0;
    for name in &names {
        tops.push(bottom);
        bottom += (name.len() as f64 - 1.0).max(0.0) * LINE + ROOM + LINE;
    }
    let axis = bottom - LINE + 4.0;

    let mut entries = Vec::new();
    if let Some(at) = props.reference {
        entries.push(Entry {
            swatch: Swatch::Line(Part::Ref.into()),
            label: words::reference_at(&props.format.print(at)),
        });
    }
    entries.extend(props.margin.map(|margin| Entry {
        swatch: Swatch::Box(Part::Zone.level(Some(Level::Act))),
        label: words::beyond_margin(&props.format.print(margin)),
    }));
    let legend = Legend::new(entries, 4.0, WIDTH - 4.0);
    let ticks_at = axis + 17.0;
    let label_at = ticks_at + 17.0;
    let canvas = Canvas::new(WIDTH as u32, (label_at + 8.0 + legend.height).ceil() as u32);

    let scale = scale(props);
    let frame = Frame {
        left: MARGIN,
        top: 0.0,
        right: WIDTH - MARGIN,
        bottom: axis,
    };
    // Downwards, as the page counts.
    let panel = canvas.panel(frame, scale.range(), axis..0.0);
    let beyond = props.margin.and_then(|margin| scale.position(margin));
    let beyond = beyond.map(|margin| match props.low {
        true => [(margin, 0.0), (scale.high, axis)],
        false => [(scale.low, 0.0), (margin, axis)],
    });
    panel.rectangles(Part::Zone.level(Some(Level::Act)), beyond.as_slice());
    let reference = props.reference.and_then(|at| scale.position(at));
    // Beside the intervals alone: it would cross the names.
    let middles = names
        .iter()
        .zip(&tops)
        .map(|(name, top)| middle(name, *top));
    let beside = |at| middles.map(move |y| vec![(at, y - END - 3.0), (at, y + END + 3.0)]);
    let reference: Vec<_> = reference.map(beside).into_iter().flatten().collect();
    panel.lines(Part::Ref, &reference);

    let ticks = scale.labels(MOST_TICKS, &props.format);
    let mut lines = vec![vec![(scale.low, axis), (scale.high, axis)]];
    lines.extend(
        ticks
            .iter()
            .map(|&(at, _)| vec![(at, axis), (at, axis - 4.0)]),
    );
    panel.lines(Part::Axis, &lines);
    for slot in 0..=MOST_TICKS {
        let tick = ticks.get(slot);
        let (at, content) = tick.map_or((scale.low, ""), |(at, text)| (*at, text.as_str()));
        let (x, _) = panel.place((at, axis));
        canvas.text(Part::Tick, Anchor::Middle, (x, ticks_at), content);
    }
    let label = with_unit(&props.x_label, &props.format);
    canvas.text(Part::Label, Anchor::Middle, (WIDTH / 2.0, label_at), &label);

    for (row, (name, top)) in props.rows.iter().zip(names.iter().zip(&tops)) {
        draw_row(&canvas, &panel, scale, row, name, *top);
    }
    legend.draw(&canvas, label_at + 4.0);
    canvas.finish()
}

/// Where the interval of a row is, under its name.
fn middle(name: &[String], top: f64) -> f64 {
    top + (name.len() as f64 - 1.0).max(0.0) * LINE + ROOM / 2.0
}

/// A name with its verdict, and under it the interval.
fn draw_row(canvas: &Canvas, panel: &Panel, scale: Scale, row: &Row, name: &[String], top: f64) {
    for (line, words) in name.iter().enumerate() {
        let at = (MARGIN, top + line as f64 * LINE);
        canvas.text(Part::Label, Anchor::Start, at, words);
    }
    canvas.text(Part::Value, Anchor::End, (WIDTH - MARGIN, top), row.word);
    let y = middle(name, top);
    let ends = [row.ends.0, row.ends.1].map(|end| scale.position(end));
    let whisker = match ends {
        [Some(low), Some(high)] => vec![
            vec![(low, y), (high, y)],
            vec![(low, y - END), (low, y + END)],
            vec![(high, y - END), (high, y + END)],
        ],
        _ => Vec::new(),
    };
    panel.lines(Part::Series.number(1), &whisker);
    let at = scale.position(row.middle);
    canvas.page.marker(
        Part::Point.level(row.level),
        Marker::of_level(row.level),
        at.map(|at| panel.place((at, y))),
    );
}

/// From the lowest end to the highest, with what they are compared with.
fn scale(props: &IntervalsProps) -> Scale {
    let rows = props.rows.iter();
    let ends = rows.flat_map(|row| [row.ends.0, row.middle, row.ends.1]);
    let lines = props.reference.iter().chain(&props.margin).copied();
    let all = Scale::around(ends.chain(lines), false);
    // A margin or an end at the very edge is not seen.
    let air = (all.high - all.low) / 20.0;
    Scale::around([all.low - air, all.high + air].into_iter(), false)
}
