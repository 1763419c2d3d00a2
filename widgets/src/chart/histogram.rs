//! Paired bars: the shares of the same bins in one or two groups.

use super::axes::{self, Axis};
use super::canvas::{Canvas, Frame, Point};
use super::legend::{Entry, Legend, Swatch};
use super::scale::Scale;
use super::scene::{Anchor, Class, Part, Scene};
use super::svg::{Drawing, figure};
use super::table::{self, DataTable};
use super::text;
use crate::store::Store;
use crate::words;
use mission_model::format::{Format, Scale as Magnitude};
use yew::prelude::*;

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 230.0;
const RIGHT: f64 = 8.0;
/// For ticks and their name.
const BELOW: f64 = 40.0;
/// A tick at the top, the bottom, and at most two between.
const TICKS: usize = 4;

/// What a histogram shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HistogramProps {
    /// The prefix of ids in the page.
    pub id: AttrValue,
    /// What the chart is.
    pub title: AttrValue,
    /// What the chart says; by default what [`describe`] says.
    pub description: AttrValue,
    /// What a bin is: "decile of training".
    pub bins_label: AttrValue,
    /// One or two groups with their names: shares of 1, bin by bin. The first is drawn hollow, the second filled.
    pub groups: Vec<(String, Vec<f64>)>,
}

/// The chart: see the [module](self).
pub fn chart(store: &Store, props: HistogramProps) -> Html {
    let drawing = Drawing {
        scene: layout(&props),
        description: match props.description.as_str() {
            "" => describe(&props.groups).into(),
            _ => props.description.clone(),
        },
    };
    figure(
        "mission-chart mission-histogram",
        &props.id.clone(),
        &props.title.clone(),
        &drawing,
        table::resting(store, move || data(&props)),
    )
}

/// What a histogram says, in words: where two groups differ most.
pub fn describe(groups: &[(String, Vec<f64>)]) -> String {
    let format = percent(Some(1));
    let [(before, old), (after, new), ..] = groups else {
        return groups.first().map_or(String::new(), |(label, shares)| {
            words::bins_of(label, shares.len())
        });
    };
    let differences = old
        .iter()
        .zip(new)
        .map(|(old, new)| (old - new).abs())
        .enumerate();
    match differences
        .filter(|(_, difference)| difference.is_finite())
        .max_by(|a, b| a.1.total_cmp(&b.1))
    {
        Some((bin, difference)) if difference > 0.0 => words::bins_differ(
            bins(groups),
            before,
            after,
            bin + 1,
            &format.print(old[bin]),
            &format.print(new[bin]),
        ),
        _ => words::bins_alike(bins(groups), before, after),
    }
}

fn bins(groups: &[(String, Vec<f64>)]) -> usize {
    groups.iter().map(|group| group.1.len()).max().unwrap_or(0)
}

fn percent(decimals: Option<u8>) -> Format {
    Format {
        scale: Magnitude::Percent,
        decimals,
        ..Format::default()
    }
}

fn data(props: &HistogramProps) -> DataTable {
    let format = percent(Some(1));
    let cell =
        |shares: &Vec<f64>, bin: usize| format.print(shares.get(bin).copied().unwrap_or(f64::NAN));
    let row = |bin: usize| {
        (
            (bin + 1).to_string(),
            props
                .groups
                .iter()
                .map(|group| cell(&group.1, bin))
                .collect(),
        )
    };
    DataTable {
        caption: props.title.to_string(),
        columns: std::iter::once(words::BIN.to_owned())
            .chain(props.groups.iter().map(|group| group.0.clone()))
            .collect(),
        rows: (0..bins(&props.groups)).map(row).collect(),
        ..DataTable::default()
    }
}

/// The picture.
pub fn layout(props: &HistogramProps) -> Scene {
    let HistogramProps {
        groups, bins_label, ..
    } = props;
    let bins = bins(groups);
    let canvas = Canvas::new(WIDTH as u32, HEIGHT as u32);

    // Shares start at zero, and a share is at most 1.
    let shares = groups
        .iter()
        .flat_map(|group| &group.1)
        .copied()
        .filter(|share| (0.0..=1.0).contains(share));
    let highest = shares.fold(0.0, f64::max);
    let scale = Scale {
        low: 0.0,
        high: if highest > 0.0 { highest } else { 1.0 },
        log: false,
    }
    .rounded(TICKS);
    let y = Axis {
        range: scale.range(),
        ticks: scale.labels(TICKS, &percent(None)),
        slots: TICKS,
    };
    let frame = Frame {
        left: 44.0,
        top: 26.0,
        right: WIDTH - RIGHT,
        bottom: HEIGHT - BELOW,
    };
    let x = Axis {
        range: 0.0..bins.max(1) as f64,
        ticks: bin_ticks(bins, frame),
        slots: 0,
    };
    let panel = axes::draw(&canvas, frame, x, y);

    for (index, (_, shares)) in groups.iter().enumerate() {
        let bars: Vec<_> = shares
            .iter()
            .enumerate()
            .map(|(bin, share)| bar(bin, *share, index, groups.len()))
            .collect();
        panel.rectangles(class(index, groups.len()), &bars);
    }
    let middle = (frame.left + frame.right) / 2.0;
    canvas.text(
        Part::Label,
        Anchor::Middle,
        (middle, HEIGHT - 6.0),
        bins_label,
    );
    let entry = |(index, group): (usize, &(String, Vec<f64>))| Entry {
        swatch: Swatch::Box(class(index, groups.len())),
        label: group.0.clone(),
    };
    Legend::new(
        groups.iter().enumerate().map(entry).collect(),
        frame.left,
        frame.right,
    )
    .draw(&canvas, 2.0);
    canvas.finish()
}

/// Of two groups the first is hollow: they differ by more than colour.
fn class(group: usize, groups: usize) -> Class {
    let number = group as u8 + 1;
    if group == 0 && groups > 1 {
        Part::Series.number(number)
    } else {
        Part::Fill.number(number)
    }
}

/// The corners of a bar. The bars of a bin take four fifths of its width; what isn't a share has no height.
fn bar(bin: usize, share: f64, group: usize, groups: usize) -> [Point; 2] {
    let width = 0.8 / groups as f64;
    let left = bin as f64 + 0.1 + width * group as f64;
    [
        (left, 0.0),
        (left + width, if share.is_nan() { 0.0 } else { share }),
    ]
}

/// Bins counted from 1, as many as there is room for.
fn bin_ticks(bins: usize, frame: Frame) -> Vec<(f64, String)> {
    let room = (frame.right - frame.left) / bins.max(1) as f64;
    let stride = ((text::width(&bins.to_string()) + 4.0) / room).ceil() as usize;
    (0..bins)
        .step_by(stride.max(1))
        .map(|bin| (bin as f64 + 0.5, (bin + 1).to_string()))
        .collect()
}
