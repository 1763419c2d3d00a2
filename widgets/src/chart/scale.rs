//! Linear and logarithmic scales, and ticks at round numbers.
//!
//! plotters has both, but takes its logarithms from the standard library, which differ between platforms.

use mission_model::format::{Format, Scale as Magnitude};
use std::ops::Range;

/// Larger numbers aren't drawn: sums and differences stay far from overflow.
const HUGE: f64 = 1e100;

/// What an axis spans.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The lowest value.
    pub low: f64,
    /// The highest value, above the lowest.
    pub high: f64,
    /// Equal ratios take equal room; then the lowest value is positive.
    pub log: bool,
}

impl Scale {
    /// A scale from one value up to another; `None` if these are too large, too near each other or, for a
    /// logarithmic one, not positive.
    pub fn new(low: f64, high: f64, log: bool) -> Option<Self> {
        let least = (low.abs().max(high.abs()) * 1e-6).max(1.0 / HUGE);
        (drawable(low, log) && drawable(high, log) && high - low > least).then_some(Self {
            low,
            high,
            log,
        })
    }

    /// The scale that holds all the values that can be drawn on it; if these leave it open, one that has
    /// them in its middle.
    pub fn around(values: impl Iterator<Item = f64>, log: bool) -> Self {
        let drawn = values.filter(|&value| drawable(value, log));
        let (low, high) = drawn.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let either_side = if log {
            Self::new(low / 3.0, high * 3.0, log)
        } else {
            None
        };
        let margin = high.abs() / 2.0;
        Self::new(low, high, log)
            .or(either_side)
            .or(Self::new(low - margin, high + margin, log))
            .unwrap_or(if log {
                Self {
                    low: 1.0,
                    high: 10.0,
                    log,
                }
            } else {
                Self {
                    low: 0.0,
                    high: 1.0,
                    log,
                }
            })
    }

    /// Down to zero, where the lowest value is less than half of the highest, and out to whole ticks. A logarithmic scale stays as it is.
    pub fn rounded(self, most: usize) -> Self {
        if self.log {
            return self;
        }
        let low = if self.low > 0.0 && self.low < self.high / 2.0 {
            0.0
        } else {
            self.low
        };
        let step = Step::new(low, self.high, most.saturating_sub(1));
        Self {
            low: step.times(step.below(low)),
            high: step.times(step.above(self.high)),
            ..self
        }
    }

    /// Where a value stands on the scale: itself, or its logarithm. `None` where it has no place.
    pub fn position(&self, value: f64) -> Option<f64> {
        drawable(value, self.log).then(|| if self.log { libm::log10(value) } else { value })
    }

    /// The positions from end to end.
    pub fn range(&self) -> Range<f64> {
        self.position(self.low).unwrap_or(0.0)..self.position(self.high).unwrap_or(1.0)
    }

    /// At most so many round values, in ascending order. Where a logarithmic scale has fewer than two
    /// powers of ten with their doubles and fivefolds, they are those of a linear one.
    pub fn ticks(&self, most: usize) -> Vec<f64> {
        if self.log {
            let Range { start, end } = self.range();
            let (first, last) = ((start - 1e-9).floor() as i32, (end + 1e-9).floor() as i32);
            let within = |&value: &f64| {
                value >= self.low * (1.0 - 1e-9) && value <= self.high * (1.0 + 1e-9)
            };
            let decades = |stride: usize, factors: &[f64]| -> Vec<f64> {
                let powers = (first..=last).filter(|power| power.rem_euclid(stride as i32) == 0);
                let all = powers
                    .flat_map(|power| factors.iter().map(move |&factor| scaled(factor, power)));
                all.filter(within).collect()
            };
            let choices = std::iter::once(decades(1, &[1.0, 2.0, 5.0]))
                .chain((1..100).map(|stride| decades(stride, &[1.0])));
            if let Some(ticks) = choices
                .take_while(|ticks| ticks.len() > 1)
                .find(|ticks| ticks.len() <= most)
            {
                return ticks;
            }
        }
        let step = Step::new(self.low, self.high, most);
        let (first, last) = (step.above(self.low), step.below(self.high));
        (0..=(last - first) as usize)
            .map(|at| step.times(first + at as f64))
            .collect()
    }

    /// At most so many ticks with their texts: `(position, text)`.
    pub fn labels(&self, most: usize, format: &Format) -> Vec<(f64, String)> {
        let format = tick_format(format);
        self.ticks(most)
            .into_iter()
            .filter_map(|tick| Some((self.position(tick)?, format.print(tick))))
            .collect()
    }
}

fn drawable(value: f64, log: bool) -> bool {
    value.abs() < HUGE && (!log || value > 1.0 / HUGE)
}

/// Ticks are printed with as many digits as they need, and a unit stands with the name of the axis.
fn tick_format(format: &Format) -> Format {
    let unit = if format.scale == Magnitude::Si {
        format.unit.clone()
    } else {
        String::new()
    };
    Format {
        decimals: None,
        unit,
        ..format.clone()
    }
}

/// The name of an axis with the unit that its ticks leave out.
pub fn with_unit(label: &str, format: &Format) -> String {
    if !matches!(format.scale, Magnitude::Plain | Magnitude::Points)
        || format.unit.is_empty()
        || label.contains(format.unit.as_str())
    {
        return label.to_owned();
    }
    [label, " (", format.unit.as_str(), ")"].concat()
}

/// A step of 1, 2 or 5 times a power of ten.
struct Step {
    factor: f64,
    power: i32,
}

impl Step {
    /// The smallest step with at most so many multiples between two values, at least two.
    fn new(low: f64, high: f64, most: usize) -> Self {
        let span = (high - low).max(1.0 / HUGE);
        let mut power = libm::log10(span).floor() as i32 - 2;
        loop {
            for factor in [1.0, 2.0, 5.0] {
                let step = Self { factor, power };
                if step.below(high) - step.above(low) < most.max(2) as f64 {
                    return step;
                }
            }
            power += 1;
        }
    }

    fn times(&self, count: f64) -> f64 {
        scaled(count * self.factor, self.power)
    }

    /// The last multiple that isn't above a value.
    fn below(&self, value: f64) -> f64 {
        (value / self.times(1.0) + 1e-9).floor()
    }

    /// The first multiple that isn't below a value.
    fn above(&self, value: f64) -> f64 {
        (value / self.times(1.0) - 1e-9).ceil()
    }
}

/// A number times a power of ten; to the nearest double, since a negative power divides by an exact one.
fn scaled(number: f64, power: i32) -> f64 {
    let ten = libm::pow(10.0, f64::from(power.abs()));
    if power < 0 {
        number / ten
    } else {
        number * ten
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(low: f64, high: f64, log: bool, most: usize, expect: &[f64]) {
        let ticks = Scale { low, high, log }.ticks(most);
        assert_eq!(ticks, expect, "{low} to {high}, log {log}, at most {most}");
    }

    #[test]
    fn linear_ticks() {
        check(0.0, 1.0, false, 6, &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        check(0.0, 1.0, false, 4, &[0.0, 0.5, 1.0]);
        check(0.0, 0.3, false, 4, &[0.0, 0.1, 0.2, 0.3]);
        check(-1.0, 1.0, false, 5, &[-1.0, -0.5, 0.0, 0.5, 1.0]);
        check(0.07, 0.43, false, 5, &[0.1, 0.2, 0.3, 0.4]);
        check(1.0, 30.0, false, 5, &[10.0, 20.0, 30.0]);
        check(
            1e15,
            1e15 + 10.0,
            false,
            3,
            &[1e15, 1e15 + 5.0, 1e15 + 10.0],
        );
        check(0.0, 9e99, false, 4, &[0.0, 5e99]);
    }

    #[test]
    fn logarithmic_ticks() {
        check(
            1.0,
            100.0,
            true,
            8,
            &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0],
        );
        check(1.0, 100.0, true, 5, &[1.0, 10.0, 100.0]);
        check(
            0.001,
            1000.0,
            true,
            7,
            &[0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0],
        );
        check(0.001, 1000.0, true, 4, &[0.01, 1.0, 100.0]);
        check(3.0, 4.0, true, 6, &[3.0, 3.2, 3.4, 3.6, 3.8, 4.0]);
        check(0.3, 6.0, true, 6, &[0.5, 1.0, 2.0, 5.0]);
    }

    #[test]
    fn rounds_out() {
        for (low, high, expect) in [
            (3.0, 97.0, (0.0, 100.0)),
            (0.93, 0.97, (0.93, 0.97)),
            (80.0, 97.0, (80.0, 100.0)),
            (-3.0, 8.0, (-5.0, 10.0)),
            (0.0, 0.231, (0.0, 0.25)),
        ] {
            let rounded = Scale {
                low,
                high,
                log: false,
            }
            .rounded(6);
            assert_eq!((rounded.low, rounded.high), expect, "{low} to {high}");
        }
    }

    #[test]
    fn finds_a_scale_whatever_it_is_given() {
        for (values, log, expect) in [
            (vec![], false, (0.0, 1.0)),
            (vec![f64::NAN, f64::INFINITY], false, (0.0, 1.0)),
            (vec![5.0], false, (2.5, 7.5)),
            (vec![0.0, 1e-300], false, (0.0, 1.0)),
            (vec![-3.0, -3.0], false, (-4.5, -1.5)),
            (vec![-1.0, 2.0, f64::NAN], false, (-1.0, 2.0)),
            (vec![-1.0, 0.0], true, (1.0, 10.0)),
            (vec![-1.0, 3.0], true, (1.0, 9.0)),
            (vec![1e300, 4.0, 8.0], false, (4.0, 8.0)),
        ] {
            let scale = Scale::around(values.iter().copied(), log);
            assert_eq!((scale.low, scale.high), expect, "{values:?}");
            let ticks = scale.ticks(6);
            assert!((2..=6).contains(&ticks.len()), "{ticks:?}");
        }
    }

    #[test]
    fn ticks_of_percentages_need_no_decimals() {
        let texts = |written: &str, high: f64| {
            let format = Format::parse(written).unwrap();
            let scale = Scale {
                low: 0.0,
                high,
                log: false,
            };
            let labels = scale
                .labels(4, &format)
                .into_iter()
                .map(|(_, text)| text.replace('\u{202f}', " "));
            labels.collect::<Vec<_>>()
        };
        assert_eq!(texts(".1%", 0.2), ["0 %", "10 %", "20 %"]);
        assert_eq!(texts("$.0s", 3e6), ["$0", "$1M", "$2M", "$3M"]);
        assert_eq!(texts(".0 days", 1.0), ["0", "0.5", "1"]);
        assert_eq!(
            with_unit("Interval", &Format::parse(".0 days").unwrap()),
            "Interval (days)"
        );
    }
}
