//! What holds for all charts: nothing leaves the page, and values change attributes alone.

mod goldens;
#[cfg(feature = "ssr")]
mod rendered;

use super::bars::{self, Bar, BarProps};
use super::gauge::{self, GaugeProps, GaugeZone};
use super::heatmap::{self, HeatmapProps};
use super::histogram::{self, HistogramProps};
use super::plot::{self, Band, Line, Mark, PlotProps, Reference, Stroke};
use super::radar::{self, RadarProps};
use super::sample::{self, SampleProps};
use super::scene::{Anchor, Class, Part, Primitive, Scene, Shade};
use super::text;
use super::waterfall::{self, WaterfallProps};
use mission_model::format::Format;
use mission_model::mission::Level;
use mission_model::sample::Bins;

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
        ..PlotProps::default()
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
            line(4, Stroke::Knots),
        ],
        marks: (1..=4)
            .map(|number| Mark {
                x,
                y,
                label: "your choice".to_owned(),
                number,
                labelled: number < 4,
            })
            .collect(),
        references: [true, false]
            .map(|vertical| Reference {
                at: x,
                label: "limit".to_owned(),
                vertical,
            })
            .to_vec(),
        bands: [true, false]
            .map(|vertical| Band {
                from: f64::NEG_INFINITY,
                to: if vertical { x } else { y },
                vertical,
                level: Level::Act,
                label: "act".to_owned(),
            })
            .to_vec(),
        cover: "covered".into(),
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
                name: "value".to_owned(),
                value,
                level,
                word: String::new(),
            })
            .collect(),
        reference: Some((0.9, "service level".to_owned())),
        format: format(".1%"),
    }
}

fn gauge(value: f64) -> GaugeProps {
    let zone = |word: &str, level, pieces: &[(f64, f64)]| GaugeZone {
        word: word.to_owned(),
        level,
        pieces: pieces.to_vec(),
    };
    GaugeProps {
        id: "tail".into(),
        title: "Tail".into(),
        value,
        level: Some(Level::Watch),
        word: "watch".to_owned(),
        ends: (0.0, 200.0),
        zones: vec![
            zone("ok", Level::Good, &[(10.0, 70.0)]),
            zone("watch", Level::Watch, &[(70.0, 100.0)]),
            zone("alarm", Level::Act, &[(0.0, 10.0), (100.0, 200.0)]),
        ],
        format: format(".0 ms"),
    }
}

fn waterfall(values: &[f64]) -> WaterfallProps {
    let step = |(label, value): (&&str, &f64)| waterfall::Step {
        label: (*label).to_owned(),
        name: "value".to_owned(),
        value: *value,
    };
    WaterfallProps {
        id: "parts".into(),
        title: "Parts".into(),
        steps: NAMES.iter().zip(values).map(step).collect(),
        total: "Total".to_owned(),
        format: format(".0 ms"),
    }
}

fn sample(draws: &[f64], mark: f64) -> SampleProps {
    SampleProps {
        id: "draws".into(),
        title: "Draws".into(),
        bins: Bins::new(draws, 4),
        x_label: "Latency".into(),
        x_format: format(".0 ms"),
        marks: vec![(mark, "P99".to_owned()), (5.0, "P50".to_owned())],
    }
}

/// Three columns and two rows.
fn heatmap(values: &[f64], zones: bool) -> HeatmapProps {
    let cell = |at: usize| heatmap::Cell {
        value: values.get(at).copied().unwrap_or(f64::NAN),
        zone: zones.then_some(at % 2),
    };
    let zone = |level, word: &str| (level, word.to_owned());
    HeatmapProps {
        id: "field".into(),
        title: "Field".into(),
        x_label: "Batch".into(),
        y_label: "Window (ms)".into(),
        columns: ["1", "8", "64"].map(str::to_owned).to_vec(),
        rows: ["10", "a longer name of a row"].map(str::to_owned).to_vec(),
        cells: vec![(0..3).map(cell).collect(), (3..6).map(cell).collect()],
        zones: match zones {
            true => vec![zone(Level::Good, "ok"), zone(Level::Act, "alarm")],
            false => Vec::new(),
        },
        now: Some((1.5, 0.5)),
        now_said: "Now.".to_owned(),
        format: format(".0 ms"),
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
        for (one, ends) in [
            (value, (0.0, 200.0)),
            (5.0, (0.0, value)),
            (5.0, (value, 1.0)),
        ] {
            let what = format!("{one} from {ends:?}");
            assert_on_page(&gauge::layout(&GaugeProps { ends, ..gauge(one) }), &what);
        }
        for values in [&[][..], &[value], &[0.5, value, -2.0], &EXTREMES] {
            let what = format!("{values:?}");
            assert_on_page(&waterfall::layout(&waterfall(values)), &what);
            assert_on_page(&sample::layout(&sample(values, value)), &what);
            for zones in [false, true] {
                assert_on_page(&heatmap::layout(&heatmap(values, zones)), &what);
            }
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
    check(EXTREMES.map(|value| gauge::layout(&gauge(value))).to_vec());
    check(
        EXTREMES
            .map(|value| waterfall::layout(&waterfall(&[3.0, value, -2.0])))
            .to_vec(),
    );
    check(
        EXTREMES
            .map(|value| sample::layout(&sample(&[1.0, value, 3.0], value)))
            .to_vec(),
    );
    for zones in [false, true] {
        check(
            EXTREMES
                .map(|value| heatmap::layout(&heatmap(&[1.0, value, 3.0], zones)))
                .to_vec(),
        );
    }
    for log in [false, true] {
        check(
            EXTREMES
                .map(|value| plot::layout(&full_plot(log, log, &[0.5, value, 2.0])))
                .to_vec(),
        );
    }
}
