//! A radar: one axis a value, all from one centre; made for drift, where most values are small and a few
//! are not.
//!
//! The distance from the centre is the **square root** of the value over the limit. On a linear scale with
//! the rim at 1.5 the thresholds 0.1 and 0.2 of the PSI would lie at 7 % and 13 % of the radius; so they
//! lie at 26 % and 37 %, and the area of the polygon grows about linearly with the values.

use super::canvas::{Canvas, Point};
use super::legend::{Entry, Legend, Swatch};
use super::marker::Marker;
use super::scene::{Anchor, Part, Scene, Shade};
use super::svg::{Drawing, figure};
use super::table::{self, DataTable};
use super::text::{self, LINE};
use crate::store::Store;
use crate::words;
use mission_model::format::Format;
use mission_model::mission::Level;
use std::f64::consts::PI;
use yew::prelude::*;

const WIDTH: f64 = 360.0;
const MARGIN: f64 = 4.0;
const RADIUS: f64 = 96.0;
/// From the rim to the labels, so that a marker at the rim touches none.
const GAP: f64 = 10.0;
/// A name at the side is broken into lines of this width.
const SIDE: f64 = 76.0;

/// What a radar shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RadarProps {
    /// The prefix of ids in the page.
    pub id: AttrValue,
    /// What the chart is.
    pub title: AttrValue,
    /// What the chart says; by default what [`describe`] says.
    pub description: AttrValue,
    /// Names, and values of zero or more; clockwise from the top.
    pub axes: Vec<(String, f64)>,
    /// The index of the axis that is looked at.
    pub highlighted: Option<usize>,
    /// Thresholds in ascending order, with the name of what begins there: the last begins "act", those
    /// before it "watch".
    pub rings: Vec<(f64, String)>,
    /// The value at the rim, above zero. Larger ones are drawn at the rim, as a triangle that points outwards.
    pub limit: f64,
    /// How values are printed.
    pub format: Format,
}

/// The chart: see the [module](self).
pub fn chart(store: &Store, props: RadarProps) -> Html {
    let drawing = Drawing {
        scene: layout(&props),
        description: match props.description.as_str() {
            "" => describe(&props.axes, &props.rings, props.limit, &props.format).into(),
            _ => props.description.clone(),
        },
    };
    figure(
        "mission-chart mission-radar",
        &props.id.clone(),
        &props.title.clone(),
        &drawing,
        table::resting(store, move || data(&props)),
    )
}

/// What a radar says, in words: "4 values. The highest is Contrast at 0.93 (act). act (from 0.20): 2. …"
pub fn describe(
    axes: &[(String, f64)],
    rings: &[(f64, String)],
    limit: f64,
    format: &Format,
) -> String {
    let mut said = vec![words::radar_values(axes.len())];
    let highest = axes
        .iter()
        .filter(|axis| !axis.1.is_nan())
        .max_by(|a, b| a.1.total_cmp(&b.1));
    if let Some((label, value)) = highest {
        let print = format.print(*value);
        said.push(match rings.iter().rfind(|ring| *value >= ring.0) {
            Some((_, zone)) => words::radar_highest_in(label, &print, zone),
            None => words::radar_highest(label, &print),
        });
    }
    let from = |at: f64| axes.iter().filter(|axis| axis.1 >= at).count();
    let mut counted = 0;
    for (at, label) in rings.iter().rev() {
        said.push(words::radar_zone(
            label,
            &format.print(*at),
            from(*at) - counted,
        ));
        counted = from(*at);
    }
    said.push(words::radar_scale(&format.print(limit)));
    said.join(" ")
}

fn data(props: &RadarProps) -> DataTable {
    let row = |(label, value): &(String, f64)| (label.clone(), vec![props.format.print(*value)]);
    DataTable {
        caption: props.title.to_string(),
        columns: vec![words::AXIS.to_owned(), words::VALUE.to_owned()],
        rows: props.axes.iter().map(row).collect(),
        ..DataTable::default()
    }
}

/// How good a value is by the thresholds below it; `None` without thresholds and for what isn't a number.
fn level(value: f64, rings: &[(f64, String)]) -> Option<Level> {
    let passed = rings.iter().filter(|ring| value >= ring.0).count();
    match passed {
        _ if rings.is_empty() || value.is_nan() => None,
        0 => Some(Level::Good),
        _ if passed == rings.len() => Some(Level::Act),
        _ => Some(Level::Watch),
    }
}

/// The picture.
pub fn layout(props: &RadarProps) -> Scene {
    let directions: Vec<Point> = (0..props.axes.len())
        .map(|axis| direction(axis as f64, props.axes.len()))
        .collect();
    let names: Vec<Vec<String>> = props
        .axes
        .iter()
        .zip(&directions)
        .map(|(axis, &to)| name_lines(&axis.0, to))
        .collect();
    let radius = fitting_radius(&directions, &names);
    // Above and below there is room for a name and a value.
    let centre = (WIDTH / 2.0, MARGIN + 2.0 * LINE + GAP + radius);
    let bottom = centre.1 + radius + GAP + 2.0 * LINE + MARGIN;
    let legend = Legend::new(legend_entries(props), MARGIN, WIDTH - MARGIN);
    let canvas = Canvas::new(WIDTH as u32, (bottom + legend.height).ceil() as u32);
    let dial = Dial {
        props,
        canvas: &canvas,
        directions,
        centre,
        radius,
    };
    dial.draw_ground();
    dial.draw_values();
    for (axis, name) in names.iter().enumerate() {
        dial.write_label(axis, name);
    }
    legend.draw(&canvas, bottom);
    canvas.finish()
}

/// A radar while it is drawn.
struct Dial<'a> {
    props: &'a RadarProps,
    canvas: &'a Canvas,
    /// Of the axes.
    directions: Vec<Point>,
    centre: Point,
    radius: f64,
}

impl Dial<'_> {
    /// The place at a share of the radius.
    fn at(&self, (right, down): Point, share: f64) -> Point {
        let length = self.radius * share;
        (
            self.centre.0 + right * length,
            self.centre.1 + down * length,
        )
    }

    /// The share of the radius at which a value stands.
    fn distance(&self, value: f64) -> f64 {
        let limit = self.props.limit;
        if value > 0.0 && limit > 0.0 {
            (value / limit).min(1.0).sqrt()
        } else {
            0.0
        }
    }

    /// The rim, the axes and the thresholds.
    fn draw_ground(&self) {
        let page = &self.canvas.page;
        page.circles(Part::Ring, self.radius, &[self.centre]);
        let spoke = |&to: &Point| vec![self.centre, self.at(to, 1.0)];
        let spokes: Vec<_> = self.directions.iter().map(spoke).collect();
        page.lines(Part::Spoke, &spokes);
        let highlighted = self.props.highlighted.and_then(|axis| spokes.get(axis));
        page.lines(
            Part::Spoke.shade(Shade::Strong),
            highlighted.cloned().as_slice(),
        );
        for &(at, _) in &self.props.rings {
            let class = Part::Ring.level(level(at, &self.props.rings));
            page.circles(class, self.radius * self.distance(at), &[self.centre]);
        }
    }

    /// The polygon, the thresholds in words over it, and a marker for each value. What isn't a number has
    /// neither corner nor marker.
    fn draw_values(&self) {
        let RadarProps {
            axes,
            rings,
            limit,
            format,
            ..
        } = self.props;
        let places: Vec<_> = axes
            .iter()
            .zip(&self.directions)
            .map(|(axis, &to)| (!axis.1.is_nan()).then(|| self.at(to, self.distance(axis.1))))
            .collect();
        let corners: Vec<_> = places.iter().copied().flatten().collect();
        self.canvas.page.polygon(Part::Fill.number(1), &corners);
        for (index, ring) in rings.iter().map(|ring| ring.0).chain([*limit]).enumerate() {
            let (gap, anchor) = ring_label(index, axes.len());
            let (x, y) = self.at(direction(gap, axes.len()), self.distance(ring));
            self.canvas
                .text(Part::Tick, anchor, (x, y + 4.0), &format.print(ring));
        }
        for ((axis, &(right, down)), place) in axes.iter().zip(&self.directions).zip(places) {
            let level = level(axis.1, rings);
            let marker = if axis.1 > *limit {
                Marker::Beyond(right, down)
            } else {
                Marker::of_level(level)
            };
            self.canvas
                .page
                .marker(Part::Point.level(level), marker, place);
        }
    }

    /// Writes name and value outside the rim, the block's nearest edge at the end of the axis.
    fn write_label(&self, axis: usize, name: &[String]) {
        let to = self.directions[axis];
        let (x, y) = self.at(to, 1.0 + GAP / self.radius);
        let anchor = match to.0 {
            _ if is_upright(to) => Anchor::Middle,
            right if right > 0.0 => Anchor::Start,
            _ => Anchor::End,
        };
        let shade = if self.props.highlighted == Some(axis) {
            Shade::Strong
        } else {
            Shade::Plain
        };
        let height = (name.len() + 1) as f64 * LINE;
        let top = y - height * (1.0 - to.1) / 2.0;
        let value = self.props.format.print(self.props.axes[axis].1);
        let lines = name.iter().map(|line| (Part::Label, line));
        for (row, (part, line)) in lines.chain([(Part::Value, &value)]).enumerate() {
            let baseline = top + (row + 1) as f64 * LINE - 3.0;
            self.canvas
                .text(part.shade(shade), anchor, (x, baseline), line);
        }
    }
}

/// The unit vector (right, down) of an axis, clockwise from the top. Halves lie between axes.
fn direction(axis: f64, count: usize) -> Point {
    let turns = axis / count.max(1) as f64;
    let angle = 2.0 * PI * (turns - turns.round());
    (sine(angle, 1.0), -sine(angle, 0.0))
}

/// The series of the sine from the power 1 on, or of the cosine from the power 0 on, for an angle of at
/// most half a turn: to 14 digits. The general functions reduce any angle, with tables that weigh more
/// than the radar.
fn sine(angle: f64, first: f64) -> f64 {
    let mut term = if first > 0.0 { angle } else { 1.0 };
    let (mut sum, mut power) = (term, first);
    while power < 28.0 {
        term *= -angle * angle / ((power + 1.0) * (power + 2.0));
        sum += term;
        power += 2.0;
    }
    sum
}

/// Where rings are printed, over the polygon: between two axes, at the right of the top and at the left by
/// turns, so that neighbours don't touch. Text goes outwards from there.
fn ring_label(ring: usize, axes: usize) -> (f64, Anchor) {
    let gap = 0.5 + (ring / 2 + axes / 7) as f64;
    if ring.is_multiple_of(2) {
        (gap, Anchor::Start)
    } else {
        (-gap, Anchor::End)
    }
}

/// Whether the label of an axis stands above or below the rim rather than beside it.
fn is_upright((right, _): Point) -> bool {
    right.abs() < 0.1
}

fn name_lines(name: &str, to: Point) -> Vec<String> {
    text::wrap(
        name,
        if is_upright(to) {
            WIDTH - 2.0 * MARGIN
        } else {
            SIDE
        },
    )
}

/// The largest radius at which the names at the sides fit on the page; so they do up to about 20 letters
/// without a space.
fn fitting_radius(directions: &[Point], labels: &[Vec<String>]) -> f64 {
    let beside = directions
        .iter()
        .zip(labels)
        .filter(|(to, _)| !is_upright(**to));
    let fits = beside.map(|((right, _), lines)| {
        let widest = lines
            .iter()
            .map(|line| text::width(line))
            .fold(0.0, f64::max);
        (WIDTH / 2.0 - MARGIN - widest) / right.abs() - GAP
    });
    // Whole units, so that rings lie where tenths can show it.
    fits.fold(RADIUS, f64::min).max(48.0).floor()
}

/// Marker shapes with what they mean, and the scale.
fn legend_entries(props: &RadarProps) -> Vec<Entry> {
    let RadarProps { rings, format, .. } = props;
    let shape = |level| Swatch::Marker(Part::Point.level(level), Marker::of_level(level));
    let mut entries = Vec::new();
    if let Some((first, _)) = rings.first() {
        entries.push(Entry {
            swatch: shape(Some(Level::Good)),
            label: words::ring_below(&format.print(*first)),
        });
    }
    for (at, label) in rings {
        entries.push(Entry {
            swatch: shape(level(*at, rings)),
            label: words::ring_from(label, &format.print(*at)),
        });
    }
    entries.push(Entry {
        swatch: Swatch::None,
        label: words::ROOT_SCALE.to_owned(),
    });
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_lie_on_the_circle() {
        for count in 1..=24 {
            for axis in -2 * count..=2 * count {
                let axis = f64::from(axis) / 2.0;
                let (right, down) = direction(axis, count as usize);
                let angle = 2.0 * PI * axis / f64::from(count);
                let distance = libm::hypot(right - libm::sin(angle), down + libm::cos(angle));
                assert!(distance < 1e-14, "{axis} of {count}: off by {distance}");
            }
        }
    }
}
