//! Points of note on sampled curves: the lowest, the highest, the knee, and where two curves meet.
//!
//! A curve is a list of points `(x, y)` in ascending order of x. Points that are not finite are passed over.

/// A point of a curve.
pub type Point = (f64, f64);

/// The axes that a curve is looked at on: each linear or logarithmic. What has no place on them (zero on a
/// logarithmic axis) is passed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Axes {
    /// Whether equal ratios take equal room across.
    pub x_log: bool,
    /// And upwards.
    pub y_log: bool,
}

/// The lowest point, the first of equals.
pub fn minimum(points: &[Point]) -> Option<Point> {
    finite(points).reduce(|least, point| if point.1 < least.1 { point } else { least })
}

/// The highest point, the first of equals.
pub fn maximum(points: &[Point]) -> Option<Point> {
    finite(points).reduce(|most, point| if point.1 > most.1 { point } else { most })
}

fn finite(points: &[Point]) -> impl Iterator<Item = Point> {
    points
        .iter()
        .copied()
        .filter(|(x, y)| x.is_finite() && y.is_finite())
}

impl Axes {
    /// The knee: the point at the greatest distance from the chord, which joins the first point to the last,
    /// when both axes are scaled to the unit square (V. Satopää et al., "Finding a 'Kneedle' in a Haystack",
    /// 2011). A straight line has none.
    pub fn knee(self, points: &[Point]) -> Option<Point> {
        let seen: Vec<(Point, Point)> = finite(points)
            .filter_map(|point| Some((point, self.position(point)?)))
            .collect();
        let span = |of: fn(&Point) -> f64| {
            let ends = seen
                .iter()
                .map(|(_, at)| of(at))
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| {
                    (low.min(at), high.max(at))
                });
            ends.1 - ends.0
        };
        let (width, height) = (span(|at| at.0), span(|at| at.1));
        let ((_, first), (_, last)) = (seen.first()?, seen.last()?);
        // Not by the length of the chord, which is the same for all points.
        let distance = |at: Point| {
            let across = (last.0 - first.0) / width * ((at.1 - first.1) / height);
            let up = (last.1 - first.1) / height * ((at.0 - first.0) / width);
            (across - up).abs()
        };
        let (knee, far) = seen
            .iter()
            .map(|&(point, at)| (point, distance(at)))
            .reduce(|most, next| if next.1 > most.1 { next } else { most })?;
        // What rounding makes of a straight line is no bend; nor is NaN, where all is level.
        (far > 1e-9).then_some(knee)
    }

    /// Where two curves over the same x first meet: at a point that both have, or between two points, where
    /// the straight lines cross that are drawn there.
    pub fn crossing(self, one: &[Point], other: &[Point]) -> Option<Point> {
        let mut before: Option<(Point, Point)> = None;
        for (&a, &b) in one.iter().zip(other) {
            let (Some(at), Some(with)) = (self.position(a), self.position(b)) else {
                before = None;
                continue;
            };
            if a.1 == b.1 {
                return Some(a);
            }
            if let Some((last_at, last_with)) = before {
                let (gap, last_gap) = (at.1 - with.1, last_at.1 - last_with.1);
                if (gap > 0.0) != (last_gap > 0.0) {
                    let part = last_gap / (last_gap - gap);
                    let between = |from: f64, to: f64| from + (to - from) * part;
                    return Some(self.value((between(last_at.0, at.0), between(last_at.1, at.1))));
                }
            }
            before = Some((at, with));
        }
        None
    }

    fn position(self, (x, y): Point) -> Option<Point> {
        let place = |at: f64, log: bool| if log { libm::log10(at) } else { at };
        let at = (place(x, self.x_log), place(y, self.y_log));
        (at.0.is_finite() && at.1.is_finite()).then_some(at)
    }

    fn value(self, (x, y): Point) -> Point {
        let back = |at: f64, log: bool| if log { libm::pow(10.0, at) } else { at };
        (back(x, self.x_log), back(y, self.y_log))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Axes = Axes {
        x_log: false,
        y_log: false,
    };

    fn curve(count: usize, (from, to): (f64, f64), y: impl Fn(f64) -> f64) -> Vec<Point> {
        let x = |at: usize| from + (to - from) * at as f64 / (count - 1) as f64;
        (0..count).map(|at| (x(at), y(x(at)))).collect()
    }

    #[track_caller]
    fn check(found: Option<Point>, (x, y): Point) {
        let found = found.expect("a point");
        assert!(
            (found.0 - x).abs() < 1e-9 && (found.1 - y).abs() < 1e-9,
            "{found:?} is not ({x}, {y})"
        );
    }

    #[test]
    fn extremes() {
        let parabola = curve(101, (0.0, 10.0), |x| (x - 3.0) * (x - 3.0));
        check(minimum(&parabola), (3.0, 0.0));
        check(maximum(&parabola), (10.0, 49.0));
        let holes = [
            (0.0, f64::NAN),
            (1.0, 2.0),
            (2.0, f64::INFINITY),
            (3.0, 2.0),
        ];
        check(minimum(&holes), (1.0, 2.0));
        check(maximum(&holes), (1.0, 2.0));
        assert_eq!(minimum(&holes[..1]), None);
        assert_eq!(maximum(&[]), None);
    }

    /// Figure 2 of the paper: y = −1/(x + 0.1) + 5 at ten points from 0 to 1, whose knee is at x = 0.22.
    #[test]
    fn the_knee_of_the_paper() {
        let figure: Vec<Point> = (0..10)
            .map(|at| f64::from(at) / 9.0)
            .map(|x| (x, -1.0 / (x + 0.1) + 5.0))
            .collect();
        // The normalised curve less the diagonal: at 1/9, 10 − 1/(1/9 + 1/10) = 5.263 of 9.0909 is 0.5789
        // less 0.1111; at 2/9, 6.8966 of 9.0909 is 0.7586 less 0.2222, the most; at 3/9, 7.6923 is 0.8462
        // less 0.3333.
        check(PLAIN.knee(&figure), (2.0 / 9.0, 5.0 - 90.0 / 29.0));
    }

    /// Of 1/(1 − x) over [0, b] the tangent is parallel to the chord where (1 − x)² = 1 − b: for b = 0.96 at
    /// x = 0.8, y = 5. It curves the other way than the paper's; a falling one is its mirror image.
    #[test]
    fn knees_of_any_direction() {
        let queue = |x: f64| 1.0 / (1.0 - x);
        check(PLAIN.knee(&curve(97, (0.0, 0.96), queue)), (0.8, 5.0));
        let falling = curve(97, (0.04, 1.0), |x| 1.0 / x);
        check(PLAIN.knee(&falling), (0.2, 5.0));
        let low = curve(97, (0.0, 0.96), |x| -queue(x));
        check(PLAIN.knee(&low), (0.8, -5.0));
        // 1/x on two logarithmic axes is a straight line.
        let logarithmic = Axes {
            x_log: true,
            y_log: true,
        };
        assert_eq!(logarithmic.knee(&falling), None);
        assert_eq!(PLAIN.knee(&curve(11, (0.0, 1.0), |x| 0.1 + 0.7 * x)), None);
        assert_eq!(PLAIN.knee(&curve(11, (0.0, 1.0), |_| 3.0)), None);
        assert_eq!(PLAIN.knee(&[(0.0, 1.0)]), None);
        // A pole is passed over: up to 0.96 it is the curve from above.
        let mut pole = curve(97, (0.0, 0.96), queue);
        pole.push((1.0, f64::INFINITY));
        check(PLAIN.knee(&pole), (0.8, 5.0));
    }

    #[test]
    fn crossings() {
        let rising = curve(5, (0.0, 4.0), |x| x);
        check(
            PLAIN.crossing(&rising, &curve(5, (0.0, 4.0), |_| 2.0)),
            (2.0, 2.0),
        );
        // Between 2 and 3: x = 5 − x at 2.5.
        check(
            PLAIN.crossing(&rising, &curve(5, (0.0, 4.0), |x| 5.0 - x)),
            (2.5, 2.5),
        );
        check(
            PLAIN.crossing(&curve(5, (0.0, 4.0), |x| 5.0 - x), &rising),
            (2.5, 2.5),
        );
        assert_eq!(
            PLAIN.crossing(&rising, &curve(5, (0.0, 4.0), |x| x + 1.0)),
            None
        );
        // Beyond a hole nobody knows whether they met in it.
        let hole = [(0.0, 0.0), (1.0, f64::NAN), (2.0, 4.0), (3.0, 5.0)];
        assert_eq!(
            PLAIN.crossing(&hole, &[(0.0, 1.0), (1.0, 1.0), (2.0, 1.0), (3.0, 1.0)]),
            None
        );
        // 100/x and x meet at 10, which is where two straight lines meet on logarithmic axes, however few
        // points there are.
        let axes = Axes {
            x_log: true,
            y_log: true,
        };
        let [up, down] = [
            [(1.0, 1.0), (1000.0, 1000.0)],
            [(1.0, 100.0), (1000.0, 0.1)],
        ];
        check(axes.crossing(&up, &down), (10.0, 10.0));
    }
}
