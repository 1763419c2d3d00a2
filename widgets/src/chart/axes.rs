//! The grid and the two axes of a Cartesian chart.

use super::canvas::{Canvas, Frame, Panel};
use super::scene::{Anchor, Part};
use super::text;
use std::ops::Range;

/// One axis: its positions from end to end, and its ticks.
pub struct Axis {
    /// From left to right or from the bottom to the top.
    pub range: Range<f64>,
    /// Position and text of each tick.
    pub ticks: Vec<(f64, String)>,
    /// How many texts are drawn: those that there are no ticks for are empty. So the scene has as many
    /// primitives for any values.
    pub slots: usize,
}

/// Draws grid lines at the ticks of `y`, the base line and the texts of both axes; gives the panel.
pub fn draw(canvas: &Canvas, frame: Frame, x: Axis, y: Axis) -> Panel {
    let panel = canvas.panel(frame, x.range.clone(), y.range.clone());
    let grid: Vec<_> = y
        .ticks
        .iter()
        .map(|&(at, _)| vec![(x.range.start, at), (x.range.end, at)])
        .collect();
    panel.lines(Part::Grid, &grid);
    let base = y.range.start;
    let page = &canvas.page;
    let mut lines = vec![vec![
        panel.place((x.range.start, base)),
        panel.place((x.range.end, base)),
    ]];
    for &(at, _) in &x.ticks {
        let (across, down) = panel.place((at, base));
        lines.push(vec![(across, down), (across, down + 4.0)]);
    }
    page.lines(Part::Axis, &lines);
    for slot in 0..y.slots.max(y.ticks.len()) {
        let (at, content) = y
            .ticks
            .get(slot)
            .map_or((base, ""), |(at, text)| (*at, text.as_str()));
        let (_, down) = panel.place((x.range.start, at));
        canvas.text(
            Part::Tick,
            Anchor::End,
            (frame.left - 6.0, down + 4.0),
            content,
        );
    }
    for slot in 0..x.slots.max(x.ticks.len()) {
        let (at, content) = x
            .ticks
            .get(slot)
            .map_or((x.range.start, ""), |(at, text)| (*at, text.as_str()));
        let (across, down) = panel.place((at, base));
        canvas.text(Part::Tick, Anchor::Middle, (across, down + 17.0), content);
    }
    panel
}

/// The room that the texts of the `y` axis take, in steps, so that the panel seldom moves.
pub fn left_margin(ticks: &[(f64, String)]) -> f64 {
    let widest = ticks
        .iter()
        .map(|(_, text)| text::width(text))
        .fold(0.0, f64::max);
    ((widest + 8.0) / 8.0).ceil() * 8.0
}
