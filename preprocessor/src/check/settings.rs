//! Which settings of some controls are tried: all where they are few, else a sample that leaves no gaps.
//!
//! Of a slider that is its preset, its ends, and values in between on its own steps. First each control alone is
//! taken through its values, the others at their presets, so that what is found is found at the plainest setting.

use super::values::Knob;
use mission_model::mission::ControlKind;
use mission_model::value::Value;
use std::collections::HashSet;

/// A setting: what each of the controls is set to, in their order.
pub type Setting = Vec<Value>;

/// Settings of some controls.
pub struct Settings {
    /// The settings; the presets come first.
    pub list: Vec<Setting>,
    /// Whether nothing else can be set.
    pub all: bool,
}

/// How many values of a slider are tried together with other controls: each of these is a part of the one
/// before, so that what is dear to compute is computed once.
const GRIDS: [usize; 3] = [9, 5, 3];
/// As many settings as there are of all controls together there may be of one control alone, times this.
const ALONE: usize = 4;
/// How many values of a slider are tried where a condition has held nowhere.
const POINTS: [usize; 9] = [4001, 1001, 201, 101, 51, 21, 11, 5, 3];

/// The settings of some controls: about so many, and at most four times as many in which one control alone is moved.
pub fn settings(knobs: &[&Knob], limit: usize) -> Settings {
    let presets: Setting = knobs.iter().map(|knob| knob.preset.clone()).collect();
    let counts: Option<Vec<usize>> = knobs.iter().map(|knob| count(knob)).collect();
    if let Some(counts) = counts.filter(|counts| total(counts) <= limit) {
        let all = knobs.iter().zip(counts);
        let all = all.map(|(knob, count)| values(knob, count)).collect();
        return Settings {
            list: product(all, &presets),
            all: true,
        };
    }
    if let [knob] = knobs {
        return Settings {
            list: product(vec![thinned(values(knob, limit), limit + 1)], &presets),
            all: false,
        };
    }
    let alone = ALONE * limit / knobs.len().max(1);
    let grid = |points| -> Vec<Vec<Value>> {
        let values = knobs.iter().map(|knob| values(knob, points));
        values.map(|values| thinned(values, limit)).collect()
    };
    let finest = grid(GRIDS[0]);
    let mut list = vec![presets.clone()];
    for (index, values) in finest.iter().enumerate() {
        for value in thinned(values.clone(), alone) {
            let mut setting = presets.clone();
            setting[index] = value;
            list.push(setting);
        }
    }
    let fitting = GRIDS.into_iter().map(grid).find(|grid| {
        let counts: Vec<usize> = grid.iter().map(Vec::len).collect();
        total(&counts) <= limit
    });
    match fitting {
        Some(grid) => list.extend(product(grid, &presets)),
        None => list.extend((1..=limit).map(|number| spread(&finest, number))),
    }
    Settings { list, all: false }
}

/// At most so many of some values, the first and the last among them.
fn thinned(values: Vec<Value>, most: usize) -> Vec<Value> {
    let count = values.len();
    if count <= most {
        return values;
    }
    let mut values: Vec<Option<Value>> = values.into_iter().map(Some).collect();
    let at = |index: usize| index * (count - 1) / (most - 1).max(1);
    (0..most)
        .filter_map(|index| values[at(index)].take())
        .collect()
}

/// About so many settings on one grid, as fine as that allows, with these numbers among the values of each slider
/// that reaches them: where a condition is narrow, its own numbers lead to it.
pub fn dense(knobs: &[&Knob], limit: usize, numbers: &[f64]) -> Settings {
    let presets: Setting = knobs.iter().map(|knob| knob.preset.clone()).collect();
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable_by(f64::total_cmp);
    numbers.dedup();
    let grid = |points: usize| -> Vec<Vec<Value>> {
        let with_numbers = |knob: &&Knob| {
            let mut values = values(knob, points);
            if let Some(ControlKind::Range { min, max, .. }) =
                knob.control.map(|control| &control.kind)
            {
                let bits = |value: &Value| value.number().map(f64::to_bits);
                let known: HashSet<_> = values.iter().map(bits).collect();
                let from = numbers.partition_point(|number| number < min);
                let to = numbers.partition_point(|number| number <= max);
                let inside = numbers[from..to.max(from)].iter();
                let inside = inside.map(|number| Value::Number(*number));
                values.extend(inside.filter(|value| !known.contains(&bits(value))));
            }
            thinned(values, limit)
        };
        knobs.iter().map(with_numbers).collect()
    };
    let fits = |grid: &Vec<Vec<Value>>| {
        let counts: Vec<usize> = grid.iter().map(Vec::len).collect();
        total(&counts) <= limit
    };
    // A grid of three values of each control is too much already.
    let many = knobs.len() > limit.max(1).ilog2() as usize;
    let points = POINTS.into_iter().filter(|_| !many);
    let list = match points.map(grid).find(fits) {
        Some(grid) => product(grid, &presets),
        None => {
            let coarse = grid(GRIDS[0]);
            (1..=limit).map(|number| spread(&coarse, number)).collect()
        }
    };
    Settings { list, all: false }
}

fn total(counts: &[usize]) -> usize {
    let product = counts
        .iter()
        .try_fold(1, |all: usize, count| all.checked_mul(*count));
    product.unwrap_or(usize::MAX)
}

/// How many values a control can be set to, if they can be counted.
fn count(knob: &Knob) -> Option<usize> {
    match knob.control.map(|control| &control.kind) {
        Some(ControlKind::Range {
            min,
            max,
            step,
            log: false,
            ..
        }) => {
            let steps = ((max - min) / step).round();
            (steps < 1e6).then(|| steps as usize + 1)
        }
        Some(ControlKind::Range { .. }) => None,
        _ => Some(values(knob, usize::MAX).len()),
    }
}

/// About `points` values of a slider, its preset first; all values of anything else.
fn values(knob: &Knob, points: usize) -> Vec<Value> {
    match knob.control.map(|control| &control.kind) {
        Some(slider @ ControlKind::Range { .. }) => {
            let others = slider.settings(points).into_iter();
            let others = others.filter(|value| *value != knob.preset);
            std::iter::once(knob.preset.clone()).chain(others).collect()
        }
        Some(kind) => kind.values(points),
        // What a student does: truths, and how often something was tried. An answer is not there until given.
        None => match &knob.preset {
            Value::Truth(_) => vec![Value::Truth(false), Value::Truth(true)],
            Value::Number(number) if number.is_finite() => {
                [0.0, 1.0, 2.0].map(Value::Number).to_vec()
            }
            other => vec![other.clone()],
        },
    }
}

/// Every combination; the last control changes fastest.
fn product(values: Vec<Vec<Value>>, presets: &Setting) -> Vec<Setting> {
    let mut list = vec![Vec::new()];
    for values in values {
        list = list
            .into_iter()
            .flat_map(|setting| {
                values.iter().map(move |value| {
                    let mut longer: Setting = setting.clone();
                    longer.push(value.clone());
                    longer
                })
            })
            .collect();
    }
    list.retain(|setting| setting != presets);
    list.insert(0, presets.clone());
    list
}

/// The n-th point of the Halton sequence, which fills a space evenly, on a grid.
fn spread(grid: &[Vec<Value>], number: usize) -> Setting {
    const PRIMES: [usize; 16] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];
    let point = |(values, base): (&Vec<Value>, usize)| {
        let at = (radical_inverse(number, base) * values.len() as f64) as usize;
        values[at.min(values.len() - 1)].clone()
    };
    grid.iter()
        .zip(PRIMES.into_iter().cycle())
        .map(point)
        .collect()
}

/// The digits of a number to a base, mirrored at the point.
fn radical_inverse(mut number: usize, base: usize) -> f64 {
    let (mut inverse, mut digit) = (0.0, 1.0);
    while number > 0 {
        digit /= base as f64;
        inverse += digit * (number % base) as f64;
        number /= base;
    }
    inverse
}

#[cfg(test)]
mod tests {
    use super::*;
    use mission_model::format::Format;
    use mission_model::mission::{Control, Only, PerTrack};

    fn slider(min: f64, max: f64, step: f64, log: bool) -> Control {
        Control {
            name: "a.x".to_owned(),
            label: String::new(),
            only: Only::default(),
            kind: ControlKind::Range {
                min,
                max,
                step,
                log,
                format: Format::default(),
                ends: None,
                play: None,
            },
            preset: PerTrack::all(Value::Number(min)),
            enabled_if: None,
        }
    }

    fn knob(control: &Control) -> Knob<'_> {
        Knob {
            name: control.name.clone(),
            control: Some(control),
            preset: control.preset.get(0).clone(),
        }
    }

    /// What is tried of sliders: how many settings, and whether they are all.
    fn check(sliders: &[Control], limit: usize, expect: (usize, bool)) -> Vec<Setting> {
        let knobs: Vec<Knob> = sliders.iter().map(knob).collect();
        let knobs: Vec<&Knob> = knobs.iter().collect();
        let settings = settings(&knobs, limit);
        assert_eq!((settings.list.len(), settings.all), expect);
        settings.list
    }

    #[test]
    fn few_are_all() {
        let list = check(&[slider(0.0, 1.0, 0.1, false)], 11, (11, true));
        assert!(list.contains(&vec![Value::Number(1.0)]));
        check(
            &[slider(0.0, 2.0, 1.0, false), slider(0.0, 3.0, 1.0, false)],
            12,
            (12, true),
        );
    }

    #[test]
    fn many_are_sampled() {
        let list = check(&[slider(1.0, 1e4, 1.0, true)], 5, (5, false));
        // Equal ratios: 1, 10, 100, 1000, 10000.
        for (index, setting) in list.iter().enumerate() {
            let expect = libm::pow(10.0, index as f64);
            assert!(
                (setting[0].number().unwrap() / expect - 1.0).abs() < 1e-12,
                "{setting:?}"
            );
        }
        let fine = || slider(0.0, 1.0, 0.001, false);
        // The presets, 9 of each alone, and 9 × 9.
        check(&[fine(), fine()], 100, (1 + 2 * 9 + 81, false));
        // Of ten controls no grid fits: 50 points of a sequence.
        let ten: Vec<Control> = (0..10).map(|_| fine()).collect();
        let list = check(&ten, 50, (1 + 10 * 9 + 50, false));
        assert_eq!(
            list,
            check(&ten, 50, (1 + 10 * 9 + 50, false)),
            "the same every time"
        );
    }
}
