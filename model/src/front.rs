//! Points judged by two objectives: which of them none betters.

/// Whether more is better, of x and of y.
pub type High = (bool, bool);

/// Whether one point is at least as good as another in both objectives, and better in one.
pub fn dominates(one: (f64, f64), other: (f64, f64), high: High) -> bool {
    let (a, b) = (cost(one, high), cost(other, high));
    a.0 <= b.0 && a.1 <= b.1 && (a.0 < b.0 || a.1 < b.1)
}

/// The points that no other dominates, by index, in the order of x from the best on. Points that are not
/// finite are passed over; equal ones are all on the front, or none.
pub fn front(points: &[(f64, f64)], high: High) -> Vec<usize> {
    let mut order: Vec<(usize, (f64, f64))> = points
        .iter()
        .map(|&point| cost(point, high))
        .enumerate()
        .filter(|(_, (x, y))| x.is_finite() && y.is_finite())
        .collect();
    order.sort_by(|(_, a), (_, b)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut front: Vec<(usize, (f64, f64))> = Vec::new();
    for (index, point) in order {
        // Each is better in y than all before it, or equal to the last.
        if front
            .last()
            .is_none_or(|(_, last)| point.1 < last.1 || point == *last)
        {
            front.push((index, point));
        }
    }
    front.into_iter().map(|(index, _)| index).collect()
}

/// Both objectives turned so that less is better. Adding zero leaves one zero of the two there are.
fn cost((x, y): (f64, f64), high: High) -> (f64, f64) {
    let turned = |value: f64, high: bool| if high { -value } else { value } + 0.0;
    (turned(x, high.0), turned(y, high.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fronts_by_hand() {
        let points = [
            (1.0, 9.0),
            (2.0, 5.0),
            (2.0, 7.0),
            (3.0, 5.0),
            (4.0, 1.0),
            (5.0, 2.0),
        ];
        assert_eq!(front(&points, (false, false)), [0, 1, 4]);
        assert_eq!(front(&points, (true, true)), [5, 3, 2, 0]);
        assert_eq!(front(&points, (false, true)), [0]);
        assert_eq!(front(&points, (true, false)), [5, 4]);
        assert_eq!(
            front(
                &[
                    (1.0, 2.0),
                    (f64::NAN, 0.0),
                    (1.0, 2.0),
                    (0.5, f64::INFINITY)
                ],
                (false, false)
            ),
            [0, 2]
        );
        assert!(front(&[], (false, false)).is_empty());
        assert_eq!(front(&[(0.0, 1.0), (-0.0, 1.0)], (false, false)), [0, 1]);
    }

    /// By the definition: a point is on the front if no other dominates it.
    #[test]
    fn a_front_is_what_nothing_dominates() {
        let draws: Vec<f64> = crate::seed::uniforms(crate::seed::seed(&["front"]))
            .take(600)
            .collect();
        // In sixtieths, so that there are ties.
        let points: Vec<_> = draws
            .chunks(2)
            .map(|pair| ((pair[0] * 60.0).floor(), (pair[1] * 60.0).floor()))
            .collect();
        for high in [(false, false), (true, false), (false, true), (true, true)] {
            let mut found = front(&points, high);
            assert!(found.len() > 1);
            found.sort_unstable();
            let expect: Vec<usize> = (0..points.len())
                .filter(|&at| {
                    !points
                        .iter()
                        .any(|&other| dominates(other, points[at], high))
                })
                .collect();
            assert_eq!(found, expect, "{high:?}");
        }
    }
}
