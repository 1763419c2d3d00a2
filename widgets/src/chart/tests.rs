//! What holds for all charts: nothing leaves the page, and values change attributes alone.

mod goldens;
#[cfg(feature = "ssr")]
mod rendered;

use super::bars::{self, Bar, BarProps};
use super::histogram::{self, HistogramProps};
use super::plot::{self, Band, Line, Mark, PlotProps, Reference, Stroke};
use super::radar::{self, RadarProps};
use super::scene::{Anchor, Class, Part, Primitive, Scene, Shade};
use super::text;
use mission_model::format::Format;
use mission_model::mission::Level;

const NAMES: [&str; 8] = [
    "Lane contrast",
    "Brightness",
    "Characteristics1",
    "Object size",
    "Snow texture",
    "Signal to noise",
    "Wearer movement",
    "Harmonic content",
];

/// Values that no chart may stumble over.
const EXTREMES: [f64; 9] = [
    0.0,
    -1.0,
    1e-300,
    0.2,
    1e9,
    1e300,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
];

fn format(written: &str) -> Format {
    Format::parse(written).unwrap()
}

fn radar(values: &[f64]) -> RadarProps {
    RadarProps {
        id: "drift".into(),
        title: "Drift".into(),
        description: "".into(),
        axes: NAMES
            .iter()
            .map(|name| (*name).to_owned())
            .zip(values.iter().copied())
            .collect(),
        highlighted: Some(0),
        rings: vec![(0.1, "watch".to_owned()), (0.2, "act".to_owned())],
        limit: 1.6,
        format: format(".2"),
    }
}

fn histogram(before: &[f64], after: &[f64]) -> HistogramProps {
    HistogramProps {
        id: "bins".into(),
        title: "Bins".into(),
        description: "".into(),
        bins_label: "decile of training".into(),
        groups: vec![
            ("Training".to_owned(), before.to_vec()),
            ("Live".to_owned(), after.to_vec()),
        ],
    }
}

fn plot(points: &[(f64, f64)]) -> PlotProps {
    PlotProps {
        id: "cost".into(),
        title: "Cost".into(),
        description: "Cost by interval.".into(),
        x_label: "Interval".into(),
        y_label: "Cost".into(),
        x_log: false,
        y_log: false,
        x_format: format(".1 days"),
        y_format: format("$.0"),
        x_range: None,
        y_range: None,
        lines: vec![Line {
            label: "Total".to_owned(),
            points: points.to_vec(),
            number: 1,
            stroke: Stroke::Solid,
        }],
        marks: Vec::new(),
        references: Vec::new(),
        bands: Vec::new(),
    }
}

/// A plot of everything there is.
fn full_plot(x_log: bool, y_log: bool, values: &[f64]) -> PlotProps {
    let points: Vec<_> = values
        .iter()
        .flat_map(|&x| values.iter().map(move |&y| (x, y)))
        .collect();
    let line = |number, stroke| Line {
        label: format!("Series {number}"),
        points: points.clone(),
        number,
        stroke,
    };
    let (x, y) = points.get(3).copied().unwrap_or_default();
    PlotProps {
        x_log,
        y_log,
        lines: vec![
            line(1, Stroke::Solid),
            line(2, Stroke::Dashed),
            line(3, Stroke::Dots),
        ],
        marks: (1..=4)
            .map(|number| Mark {
                x,
                y,
                label: "your choice".to_owned(),
                number,
            })
            .collect(),
        references: [true, false]
            .map(|vertical| Reference {
                at: x,
                label: "limit".to_owned(),
                vertical,
            })
            .to_vec(),
        bands: vec![Band {
            from: f64::NEG_INFINITY,
            to: y,
            level: Level::Act,
            label: "act".to_owned(),
        }],
        ..plot(&[])
    }
}

fn bars(values: &[f64]) -> BarProps {
    let levels = [
        None,
        Some(Level::Good),
        Some(Level::Watch),
        Some(Level::Act),
    ]
    .into_iter()
    .cycle();
    BarProps {
        id: "slices".into(),
        title: "Slices".into(),
        description: "".into(),
        bars: NAMES
            .iter()
            .zip(values)
            .zip(levels)
            .map(|((label, &value), level)| Bar {
                label: (*label).to_owned(),
                value,
                level,
            })
            .collect(),
        reference: Some((0.9, "service level".to_owned())),
        format: format(".1%"),
    }
}

/// Element by element, without what an attribute holds.
fn structure(scene: &Scene) -> Vec<&'static str> {
    let name = |primitive: &Primitive| match primitive {
        Primitive::Path { .. } => "path",
        Primitive::Text { .. } => "text",
    };
    scene.primitives.iter().map(name).collect()
}

/// All numbers of path data, relative arcs excepted.
fn coordinates(d: &str) -> Vec<f64> {
    let absolute = d
        .split('M')
        .map(|piece| piece.split('a').next().unwrap_or_default());
    let numbers = |piece: &str| {
        piece
            .split([' ', 'H', 'V', 'Z'])
            .filter_map(|n| n.parse().ok())
            .collect::<Vec<_>>()
    };
    absolute.flat_map(numbers).collect()
}

fn assert_on_page(scene: &Scene, what: &str) {
    let (width, height) = (f64::from(scene.width), f64::from(scene.height));
    for primitive in &scene.primitives {
        match primitive {
            Primitive::Path { d, .. } => {
                let most = width.max(height);
                assert!(
                    coordinates(d).iter().all(|at| (0.0..=most).contains(at)),
                    "{what}: {d} on {width} × {height}"
                );
            }
            Primitive::Text {
                x,
                y,
                anchor,
                content,
                ..
            } => {
                let (x, y, width_of) = (
                    f64::from(*x) / 10.0,
                    f64::from(*y) / 10.0,
                    text::width(content),
                );
                let left = match anchor {
                    Anchor::Start => x,
                    Anchor::Middle => x - width_of / 2.0,
                    Anchor::End => x - width_of,
                };
                let inside =
                    left >= -0.1 && left + width_of <= width + 0.1 && y >= 9.0 && y <= height;
                // Some numbers have three hundred digits: no page is wide enough.
                assert!(
                    content.is_empty() || inside || width_of > width,
                    "{what}: {content} at {x} {y} on {width} × {height}"
                );
            }
        }
    }
}

#[test]
fn nothing_leaves_the_page_whatever_the_values() {
    for value in EXTREMES {
        for count in [0, 1, 3, 5, 8] {
            let what = format!("{count} times {value}");
            assert_on_page(&radar::layout(&radar(&vec![value; count])), &what);
            assert_on_page(
                &histogram::layout(&histogram(&vec![value; count], &[0.1, 0.2])),
                &what,
            );
            assert_on_page(&bars::layout(&bars(&vec![value; count])), &what);
        }
        for (x_log, y_log) in [(false, false), (true, false), (false, true), (true, true)] {
            let what = format!("{value}, logarithmic {x_log} {y_log}");
            for values in [&[][..], &[value], &[0.5, value, 2.0], &EXTREMES] {
                assert_on_page(&plot::layout(&full_plot(x_log, y_log, values)), &what);
                let y_range = Some((value, 0.7));
                assert_on_page(
                    &plot::layout(&PlotProps {
                        y_range,
                        ..full_plot(x_log, y_log, values)
                    }),
                    &what,
                );
            }
        }
    }
}

#[test]
fn values_change_attributes_alone() {
    let check = |scenes: Vec<Scene>| {
        for scene in &scenes {
            assert_eq!(structure(scene), structure(&scenes[0]));
        }
    };
    check(
        EXTREMES
            .map(|value| radar::layout(&radar(&[0.05, value, 0.3, 0.15])))
            .to_vec(),
    );
    check(
        EXTREMES
            .map(|value| histogram::layout(&histogram(&[0.05, value], &[value, 0.3])))
            .to_vec(),
    );
    check(
        EXTREMES
            .map(|value| bars::layout(&bars(&[0.05, value, 0.3, -2.0])))
            .to_vec(),
    );
    for log in [false, true] {
        check(
            EXTREMES
                .map(|value| plot::layout(&full_plot(log, log, &[0.5, value, 2.0])))
                .to_vec(),
        );
    }
}
