//! Cuts lines where they leave the plot.

use super::canvas::Point;
use std::ops::Range;

/// The parts of a line within a range of `y`, cut at its edges. What has no position breaks the line.
pub fn runs(points: impl Iterator<Item = Option<Point>>, y: Range<f64>) -> Vec<Vec<Point>> {
    let mut runs: Vec<Vec<Point>> = Vec::new();
    let mut before = None;
    for point in points {
        if let (Some(from), Some(to)) = (before, point)
            && let Some((start, end)) = cut(from, to, &y)
        {
            match runs.last_mut() {
                Some(run) if run.last() == Some(&start) => run.push(end),
                _ => runs.push(vec![start, end]),
            }
        }
        before = point;
    }
    runs
}

/// The part of a segment within a range of `y`.
fn cut((x0, y0): Point, (x1, y1): Point, y: &Range<f64>) -> Option<(Point, Point)> {
    let outside = |at: f64| at < y.start || at > y.end;
    if y0.max(y1) < y.start || y0.min(y1) > y.end {
        return None;
    }
    // A segment with an end outside isn't level, so there is a crossing.
    let cross = |edge: f64| (x0 + (x1 - x0) * (edge - y0) / (y1 - y0), edge);
    let end = |x: f64, at: f64| {
        if outside(at) {
            cross(at.max(y.start).min(y.end))
        } else {
            (x, at)
        }
    };
    Some((end(x0, y0), end(x1, y1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_and_broken() {
        let check = |points: &[(f64, f64)], expect: &[&[Point]]| {
            let points = points
                .iter()
                .map(|&point| if point.1.is_nan() { None } else { Some(point) });
            assert_eq!(runs(points, 0.0..1.0), expect);
        };
        check(
            &[(0.0, 0.0), (1.0, 1.0), (2.0, 0.5)],
            &[&[(0.0, 0.0), (1.0, 1.0), (2.0, 0.5)]],
        );
        check(
            &[(0.0, 0.5), (1.0, f64::NAN), (2.0, 0.5), (3.0, 0.5)],
            &[&[(2.0, 0.5), (3.0, 0.5)]],
        );
        // Up through the upper edge, along outside, and down through both.
        check(
            &[(0.0, 0.0), (1.0, 2.0), (2.0, 3.0), (3.0, -1.0)],
            &[&[(0.0, 0.0), (0.5, 1.0)], &[(2.5, 1.0), (2.75, 0.0)]],
        );
        check(&[(0.0, 2.0), (1.0, 2.0)], &[]);
        check(&[], &[]);
    }
}
