//! Where everything on a plot goes. Bands lie at the back, then the grid, the reference lines, the series
//! and the marks; texts are placed last, where they cover least.

use super::axes::{self, Axis};
use super::canvas::{Canvas, Frame, Panel, Point};
use super::clip::runs;
use super::labels::Labels;
use super::legend::{Entry, Legend, Swatch};
use super::marker::Marker;
use super::plot::{Band, Line, PlotProps, Stroke};
use super::scale::{Scale, with_unit};
use super::scene::{Anchor, Class, Part, Scene, Shade};
use super::text::{self, LINE};
use mission_model::format::Format;
use std::ops::Range;

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 260.0;
const MARGIN: f64 = 4.0;
const RIGHT: f64 = 14.0;
/// For ticks and their name.
const BELOW: f64 = 40.0;
const X_TICKS: usize = 7;
const Y_TICKS: usize = 6;

/// A plot while it is drawn.
struct Layout<'a> {
    props: &'a PlotProps,
    canvas: &'a Canvas,
    panel: Panel,
    x: Scale,
    y: Scale,
    labels: Labels,
}

/// Lays a plot out and draws it.
pub fn draw(props: &PlotProps) -> Scene {
    let canvas = Canvas::new(WIDTH as u32, HEIGHT as u32);
    let (x, y) = (x_scale(props), y_scale(props));
    let is_empty = props.lines.iter().all(|line| line.points.is_empty());
    let y_ticks = match !props.cover.is_empty() && is_empty {
        // Nothing says yet where the curve is.
        true => Vec::new(),
        false => y.labels(Y_TICKS, &props.y_format),
    };
    let legend = Legend::new(legend_entries(&props.lines), MARGIN, WIDTH - MARGIN);
    legend.draw(&canvas, 18.0);
    let left = MARGIN + axes::left_margin(&y_ticks);
    let frame = Frame {
        left,
        top: 28.0 + legend.height,
        right: WIDTH - RIGHT,
        bottom: HEIGHT - BELOW,
    };
    write_names(&canvas, props, frame);

    draw_bands(&canvas.panel(frame, x.range(), y.range()), props, x, y);
    let x_ticks = fitting_ticks(x, &props.x_format, frame.right - frame.left);
    let x_axis = Axis {
        range: x.range(),
        ticks: x_ticks,
        slots: X_TICKS,
    };
    let y_axis = Axis {
        range: y.range(),
        ticks: y_ticks,
        slots: Y_TICKS,
    };
    let panel = axes::draw(&canvas, frame, x_axis, y_axis);
    let labels = Labels::new(Frame {
        left: frame.left + 2.0,
        right: WIDTH - MARGIN,
        ..frame
    });
    let mut layout = Layout {
        props,
        canvas: &canvas,
        panel,
        x,
        y,
        labels,
    };
    layout.draw_cover(frame);
    layout.draw_references();
    layout.draw_lines();
    layout.draw_marks();
    layout.write_bands();
    layout.write_references(frame);
    canvas.finish()
}

/// The range asked for if there can be such a scale, else the data's own.
fn x_scale(props: &PlotProps) -> Scale {
    if let Some(asked) = props
        .x_range
        .and_then(|(low, high)| Scale::new(low, high, props.x_log))
    {
        return asked;
    }
    let lines = props
        .lines
        .iter()
        .flat_map(|line| line.points.iter().map(|point| point.0));
    let marks = props.marks.iter().map(|mark| mark.x);
    let references = props
        .references
        .iter()
        .filter(|reference| reference.vertical)
        .map(|reference| reference.at);
    Scale::around(lines.chain(marks).chain(references), props.x_log)
}

/// The range asked for if there can be such a scale, else the data's, out to whole ticks.
fn y_scale(props: &PlotProps) -> Scale {
    if let Some(asked) = props
        .y_range
        .and_then(|(low, high)| Scale::new(low, high, props.y_log))
    {
        return asked;
    }
    let lines = props
        .lines
        .iter()
        .flat_map(|line| line.points.iter().map(|point| point.1));
    let marks = props.marks.iter().map(|mark| mark.y);
    let references = props
        .references
        .iter()
        .filter(|reference| !reference.vertical)
        .map(|reference| reference.at);
    Scale::around(lines.chain(marks).chain(references), props.y_log).rounded(Y_TICKS)
}

/// As many ticks as have room for their texts.
pub fn fitting_ticks(scale: Scale, format: &Format, room: f64) -> Vec<(f64, String)> {
    let fits = |labels: &Vec<(f64, String)>| {
        let Range { start, end } = scale.range();
        let place = |at: f64| (at - start) / (end - start) * room;
        let touch = |pair: &[(f64, String)]| {
            let half = (text::width(&pair[0].1) + text::width(&pair[1].1)) / 2.0;
            place(pair[1].0) - place(pair[0].0) < half + 8.0
        };
        !labels.windows(2).any(touch)
    };
    (2..=X_TICKS)
        .rev()
        .map(|most| scale.labels(most, format))
        .find(fits)
        .unwrap_or_default()
}

/// One line needs no legend: the axes say what it is.
fn legend_entries(lines: &[Line]) -> Vec<Entry> {
    let entry = |line: &Line| {
        let swatch = if line.stroke == Stroke::Dots {
            Swatch::Dots(class(line))
        } else {
            Swatch::Line(class(line))
        };
        Entry {
            swatch,
            label: line.label.clone(),
        }
    };
    if lines.len() > 1 {
        lines.iter().map(entry).collect()
    } else {
        Vec::new()
    }
}

fn class(line: &Line) -> Class {
    match line.stroke {
        Stroke::Solid | Stroke::Knots => Part::Series.number(line.number),
        Stroke::Dashed => Class {
            shade: Shade::Dashed,
            ..Part::Series.number(line.number)
        },
        Stroke::Dots => Part::Dots.number(line.number),
    }
}

fn write_names(canvas: &Canvas, props: &PlotProps, frame: Frame) {
    canvas.text(
        Part::Label,
        Anchor::Start,
        (MARGIN, 13.0),
        &with_unit(&props.y_label, &props.y_format),
    );
    let middle = (frame.left + frame.right) / 2.0;
    canvas.text(
        Part::Label,
        Anchor::Middle,
        (middle, HEIGHT - 6.0),
        &with_unit(&props.x_label, &props.x_format),
    );
}

fn draw_bands(panel: &Panel, props: &PlotProps, x: Scale, y: Scale) {
    for band in &props.bands {
        let corners = corners(band, x, y);
        panel.rectangles(Part::Zone.level(Some(band.level)), corners.as_slice());
    }
}

/// The lower left and the upper right corner of a band, if any of it is to be seen.
fn corners(band: &Band, x: Scale, y: Scale) -> Option<[Point; 2]> {
    let (own, other) = if band.vertical { (x, y) } else { (y, x) };
    let (from, to) = (band.from.max(own.low), band.to.min(own.high));
    if from >= to {
        return None;
    }
    let edges = [own.position(from)?, own.position(to)?];
    let Range { start, end } = other.range();
    Some(match band.vertical {
        true => [(edges[0], start), (edges[1], end)],
        false => [(start, edges[0]), (end, edges[1])],
    })
}

impl Layout<'_> {
    /// Hatched, with its text in the middle.
    fn draw_cover(&mut self, frame: Frame) {
        const STEP: f64 = 9.0;
        let is_covered = !self.props.cover.is_empty();
        let (width, height) = (frame.right - frame.left, frame.bottom - frame.top);
        let hatch = |number: i32| {
            let start = f64::from(number) * STEP;
            let (from, to) = ((start - height).max(0.0), start.min(width));
            let place = |across: f64| (frame.left + across, frame.top + start - across);
            vec![place(from), place(to)]
        };
        let count = if is_covered {
            ((width + height) / STEP) as i32
        } else {
            0
        };
        let lines: Vec<_> = (1..=count).map(hatch).collect();
        self.canvas.page.lines(Part::Cover, &lines);
        let middle = (frame.left + frame.right) / 2.0;
        let choices =
            [0.45, 0.65, 0.25].map(|part| ((middle, frame.top + part * height), Anchor::Middle));
        let props = self.props;
        self.write(Part::Value, &choices, &props.cover);
    }

    fn draw_references(&self) {
        let (across, up) = (self.x.range(), self.y.range());
        for reference in &self.props.references {
            let line = if reference.vertical {
                self.x
                    .position(reference.at)
                    .map(|x| vec![(x, up.start), (x, up.end)])
            } else {
                self.y_inside(reference.at)
                    .map(|y| vec![(across.start, y), (across.end, y)])
            };
            self.panel.lines(Part::Ref, line.as_slice());
        }
    }

    fn y_inside(&self, value: f64) -> Option<f64> {
        if value < self.y.low || value > self.y.high {
            None
        } else {
            self.y.position(value)
        }
    }

    fn draw_lines(&mut self) {
        for line in &self.props.lines {
            let position = |&(x, y): &Point| self.x.position(x).zip(self.y.position(y));
            if line.stroke == Stroke::Dots {
                let inside = |point: &&Point| self.y_inside(point.1).is_some();
                let dots = line.points.iter().filter(inside).filter_map(position);
                let dots: Vec<_> = dots.map(|point| self.panel.place(point)).collect();
                self.canvas.page.circles(class(line), 2.5, &dots);
                dots.iter().for_each(|&dot| self.labels.avoid_line(&[dot]));
            } else {
                let runs = runs(line.points.iter().map(position), self.y.range());
                self.panel.lines(class(line), &runs);
                if line.stroke == Stroke::Knots {
                    let inside = |point: &&Point| self.y_inside(point.1).is_some();
                    let dots = line.points.iter().filter(inside).filter_map(position);
                    let dots: Vec<_> = dots.map(|point| self.panel.place(point)).collect();
                    let class = Part::Dots.number(line.number);
                    self.canvas.page.circles(class, 3.5, &dots);
                }
                // A curve of hundreds of points is in the way of texts alone.
                let is_labelled = !self.props.marks.is_empty()
                    || !self.props.bands.is_empty()
                    || !self.props.references.is_empty();
                for run in runs.iter().filter(|_| is_labelled) {
                    let places: Vec<_> = run.iter().map(|&point| self.panel.place(point)).collect();
                    self.labels.avoid_line(&places);
                }
            }
        }
    }

    /// A mark beyond the range of `y` is drawn at its edge, as a triangle that points there.
    fn draw_marks(&mut self) {
        let Range { start, end } = self.y.range();
        let mut places = Vec::new();
        for mark in &self.props.marks {
            let place = self.x.position(mark.x).zip(self.y.position(mark.y));
            let marker = match place {
                Some((_, y)) if y > end => Marker::Beyond(0.0, -1.0),
                Some((_, y)) if y < start => Marker::Beyond(0.0, 1.0),
                _ => Marker::of_number(mark.number),
            };
            let place = place.map(|point| self.panel.place(point));
            self.canvas
                .page
                .marker(Part::Mark.number(mark.number), marker, place);
            if let Some((x, y)) = place {
                self.labels.avoid(Frame {
                    left: x - 5.0,
                    right: x + 5.0,
                    top: y - 5.0,
                    bottom: y + 5.0,
                });
            }
            places.push(place);
        }
        for (mark, place) in self.props.marks.iter().zip(places) {
            let (x, y) = place.unwrap_or_default();
            let choices = [
                ((x, y - 10.0), Anchor::Middle),
                ((x, y + 19.0), Anchor::Middle),
                ((x + 9.0, y + 4.0), Anchor::Start),
                ((x - 9.0, y + 4.0), Anchor::End),
                ((x + 5.0, y - 9.0), Anchor::Start),
                ((x - 5.0, y - 9.0), Anchor::End),
                ((x + 5.0, y + 18.0), Anchor::Start),
                ((x - 5.0, y + 18.0), Anchor::End),
                ((x, y - 24.0), Anchor::Middle),
                ((x, y + 33.0), Anchor::Middle),
                ((x - 5.0, y + 34.0), Anchor::End),
                ((x + 5.0, y + 34.0), Anchor::Start),
            ];
            self.write(
                Part::Value,
                &choices,
                if place.is_some() && mark.labelled {
                    &mark.label
                } else {
                    ""
                },
            );
        }
    }

    fn write_bands(&mut self) {
        for band in &self.props.bands {
            let corners = corners(band, self.x, self.y).unwrap_or_default();
            let [(left, bottom), (right, top)] = corners.map(|corner| self.panel.place(corner));
            let lines = [top + 12.0, bottom - 5.0, (top + bottom) / 2.0 + 4.0];
            let choices = lines.map(|y| {
                [
                    ((right - 4.0, y), Anchor::End),
                    ((left + 4.0, y), Anchor::Start),
                ]
            });
            // In a band that has no room for its text, the text would name its neighbour.
            let has_room = bottom - top >= LINE && right - left >= text::width(&band.label) + 8.0;
            self.write(
                Part::Tick,
                choices.as_flattened(),
                if has_room { &band.label } else { "" },
            );
        }
    }

    fn write_references(&mut self, frame: Frame) {
        for reference in &self.props.references {
            let start = (self.x.range().start, self.y.range().start);
            let (place, choices) = if reference.vertical {
                let place = self.x.position(reference.at);
                let (x, _) = self.panel.place((place.unwrap_or_default(), start.1));
                let (top, bottom) = (frame.top + 12.0, frame.bottom - 5.0);
                let below = top + LINE + 3.0;
                let right = |y: f64| ((x + 4.0, y), Anchor::Start);
                let left = |y: f64| ((x - 4.0, y), Anchor::End);
                let choices = [top, bottom, below].map(|y| [right(y), left(y)]);
                (place, choices.as_flattened().to_vec())
            } else {
                let place = self.y_inside(reference.at);
                let (_, y) = self.panel.place((start.0, place.unwrap_or_default()));
                let right = |y: f64| ((frame.right, y), Anchor::End);
                let left = |y: f64| ((frame.left + 4.0, y), Anchor::Start);
                (
                    place,
                    vec![
                        right(y - 4.0),
                        left(y - 4.0),
                        right(y + 12.0),
                        left(y + 12.0),
                    ],
                )
            };
            self.write(
                Part::Tick,
                &choices,
                if place.is_some() {
                    &reference.label
                } else {
                    ""
                },
            );
        }
    }

    fn write(&mut self, part: Part, choices: &[(Point, Anchor)], content: &str) {
        let (at, anchor) = self.labels.place(choices, content);
        self.canvas.text(part, anchor, at, content);
    }
}
