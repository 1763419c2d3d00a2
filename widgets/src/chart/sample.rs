//! How a sample is distributed: the draws in bins of equal width, with labelled lines over them.

use super::axes::{self, Axis};
use super::canvas::{Canvas, Frame};
use super::labels::Labels;
use super::plot_layout::fitting_ticks;
use super::scale::{Scale, with_unit};
use super::scene::{Anchor, Part, Scene};
use super::svg::{Drawing, figure};
use super::table::{self, DataTable};
use crate::store::Store;
use crate::words;
use mission_model::format::Format;
use mission_model::sample::Bins;
use yew::prelude::*;

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 230.0;
const MARGIN: f64 = 4.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 30.0;
/// For ticks and their name.
const BELOW: f64 = 40.0;
const TICKS: usize = 5;

/// What the chart of a sample shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SampleProps {
    /// The prefix of ids in the page.
    pub id: AttrValue,
    /// What the chart is.
    pub title: AttrValue,
    /// The counts; nothing where there are no draws.
    pub bins: Option<Bins>,
    /// What a draw is.
    pub x_label: AttrValue,
    /// How a draw is printed.
    pub x_format: Format,
    /// Where lines stand, and what they are.
    pub marks: Vec<(f64, String)>,
}

/// The chart: see the [module](self).
pub fn chart(store: &Store, props: SampleProps) -> Html {
    let drawing = Drawing {
        scene: layout(&props),
        description: describe(&props).into(),
    };
    figure(
        "mission-chart mission-sample",
        &props.id.clone(),
        &props.title.clone(),
        &drawing,
        table::resting(store, move || data(&props)),
    )
}

/// The sample in words.
pub fn describe(props: &SampleProps) -> String {
    let Some(bins) = &props.bins else {
        return words::NO_DRAWS.to_owned();
    };
    let print = |number| props.x_format.print(number);
    let most = bins.counts.iter().copied().max().unwrap_or_default();
    let fullest = bins
        .counts
        .iter()
        .position(|count| *count == most)
        .unwrap_or_default();
    let (from, to) = bins.edges(fullest);
    let mut said = words::sample_said(
        bins.counts.iter().sum(),
        &print(bins.low),
        &print(bins.high),
        &print(from),
        &print(to),
        most,
    );
    for (x, label) in &props.marks {
        said = format!("{said} {label}: {}.", print(*x));
    }
    said
}

fn data(props: &SampleProps) -> DataTable {
    let print = |number| props.x_format.print(number);
    let rows = props.bins.iter().flat_map(|bins| {
        bins.counts.iter().enumerate().map(|(bin, count)| {
            let (from, to) = bins.edges(bin);
            (print(from), vec![print(to), count.to_string()])
        })
    });
    DataTable {
        caption: props.title.to_string(),
        columns: [words::FROM, words::TO, words::DRAWS]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
        ..DataTable::default()
    }
}

/// The picture.
pub fn layout(props: &SampleProps) -> Scene {
    let canvas = Canvas::new(WIDTH as u32, HEIGHT as u32);
    let counts = props.bins.as_ref().map_or(&[][..], |bins| &bins.counts);
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let y = Scale {
        low: 0.0,
        high: most as f64,
        log: false,
    }
    .rounded(TICKS);
    let ends = props.bins.iter().flat_map(|bins| [bins.low, bins.high]);
    let x = Scale::around(ends.chain(props.marks.iter().map(|mark| mark.0)), false);
    let y_ticks = y.labels(TICKS, &Format::default());
    let frame = Frame {
        left: MARGIN + axes::left_margin(&y_ticks),
        top: TOP,
        right: WIDTH - RIGHT,
        bottom: HEIGHT - BELOW,
    };
    canvas.text(Part::Label, Anchor::Start, (MARGIN, 13.0), words::DRAWS);
    canvas.text(
        Part::Label,
        Anchor::Middle,
        ((frame.left + frame.right) / 2.0, HEIGHT - 6.0),
        &with_unit(&props.x_label, &props.x_format),
    );
    let x_axis = Axis {
        range: x.range(),
        ticks: fitting_ticks(x, &props.x_format, frame.right - frame.left),
        slots: 7,
    };
    let y_axis = Axis {
        range: y.range(),
        ticks: y_ticks,
        slots: TICKS,
    };
    let panel = axes::draw(&canvas, frame, x_axis, y_axis);
    // A bin without width, of draws that are all the same, is drawn as wide as one of forty.
    let least = (x.high - x.low) / 40.0;
    let mut labels = Labels::new(Frame { top: 16.0, ..frame });
    let bars: Vec<_> = props
        .bins
        .iter()
        .flat_map(|bins| (0..bins.counts.len()).map(|bin| (bins.edges(bin), bins.counts[bin])))
        .map(|((from, to), count)| {
            let inset = match to > from {
                true => (to - from) * 0.04,
                false => -least / 2.0,
            };
            [(from + inset, 0.0), (to - inset, count as f64)]
        })
        .collect();
    panel.rectangles(Part::Fill.number(1), &bars);
    for [from, to] in &bars {
        let ((left, bottom), (right, top)) = (panel.place(*from), panel.place(*to));
        labels.avoid_line(&[(left, top), (right, top)]);
        labels.avoid_line(&[(left, bottom), (left, top)]);
    }
    let (bottom, top) = (y.range().start, y.range().end);
    for (at, _) in &props.marks {
        let line = x.position(*at).map(|at| vec![(at, bottom), (at, top)]);
        panel.lines(Part::Ref, line.as_slice());
    }
    for (at, label) in &props.marks {
        let place = x.position(*at);
        let (across, _) = panel.place((place.unwrap_or(x.low), bottom));
        let beside = |y: f64| {
            [
                ((across + 4.0, y), Anchor::Start),
                ((across - 4.0, y), Anchor::End),
            ]
        };
        let choices: Vec<_> = [11.0, 25.0, 39.0, 53.0]
            .into_iter()
            .flat_map(|down| beside(frame.top + down))
            .collect();
        let content = if place.is_some() { label.as_str() } else { "" };
        let (at, anchor) = labels.place(&choices, content);
        canvas.text(Part::Value, anchor, at, content);
    }
    canvas.finish()
}
