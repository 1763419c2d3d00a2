//! The functions of the expression language: one table, which the checker, the evaluator and the author's
//! guide read. Where a function is one of numbers alone, it takes series too, number by number.

pub use super::function::{Bounds, Function};

use super::function::Arguments;
use crate::drift;
use crate::sample;
use crate::seed::{self, Shape};
use crate::slices;
use crate::value::Type::{Category, Number, Series, Truth};
use crate::value::Value;

/// All functions, in the order of the author's guide.
pub static ALL: &[Function] = &[
    Function::real("abs", f64::abs, "the distance from 0"),
    Function::real("floor", f64::floor, "the next whole number below"),
    Function::real("ceil", f64::ceil, "the next whole number above"),
    Function::real("round", f64::round, "the nearest whole number; halves go away from 0"),
    Function::real("sqrt", f64::sqrt, "the square root"),
    Function::real("exp", libm::exp, "*e* to the power of x"),
    Function::real("ln", libm::log, "the natural logarithm"),
    Function::real("log10", libm::log10, "the logarithm to base 10"),
    Function::real("log2", libm::log2, "the logarithm to base 2"),
    Function::reals(
        "pow",
        "x, y",
        &[Number, Number],
        |a| libm::pow(a[0], a[1]),
        "x to the power of y, as `x^y`",
    ),
    Function::reals(
        "min",
        "a, b, …",
        &[Number, Number],
        |a| a.iter().copied().reduce(lesser).unwrap_or(f64::NAN),
        "the least of two or more numbers",
    )
    .repeating(),
    Function::reals(
        "max",
        "a, b, …",
        &[Number, Number],
        |a| a.iter().copied().reduce(greater).unwrap_or(f64::NAN),
        "the greatest of two or more numbers",
    )
    .repeating(),
    Function::reals(
        "clamp",
        "x, low, high",
        &[Number, Number, Number],
        |a| greater(a[1], lesser(a[0], a[2])),
        "x, but not below low and not above high",
    ),
    Function::any(
        "count",
        "a, …",
        &[Truth],
        Number,
        |a| number(a.values.iter().filter(|value| value.truth() == Some(true)).count() as f64),
        "how many of the conditions hold",
    )
    .repeating(),
    Function::any(
        "sum",
        "s",
        &[Series],
        Number,
        |a| number(total(a.series(0)?)),
        "the sum of a series",
    ),
    Function::any(
        "mean",
        "s",
        &[Series],
        Number,
        |a| number(total(a.series(0)?) / a.series(0)?.len() as f64),
        "the arithmetic mean of a series",
    ),
    Function::any(
        "largest",
        "s",
        &[Series],
        Number,
        |a| number(a.series(0)?.iter().copied().reduce(greater)?),
        "the largest number of a series",
    ),
    Function::any(
        "smallest",
        "s",
        &[Series],
        Number,
        |a| number(a.series(0)?.iter().copied().reduce(lesser)?),
        "the smallest number of a series",
    ),
    Function::any(
        "len",
        "s",
        &[Series],
        Number,
        |a| number(a.series(0)?.len() as f64),
        "how many numbers a series has",
    ),
    Function::any(
        "at",
        "s, i",
        &[Series, Number],
        Number,
        |a| {
            let (series, index) = (a.series(0)?, a.number(1)?);
            let whole = index as usize;
            number(*series.get(whole).filter(|_| whole as f64 == index)?)
        },
        "the number of a series at an index, counted from 0",
    ),
    Function::any(
        "quantile",
        "s, p",
        &[Series, Number],
        Number,
        |a| number(sample::quantile(a.series(0)?, a.number(1)?)),
        "the number below which a share p (0 to 1) of a series lies, by linear interpolation between its \
         numbers: `quantile(s, 0.99)` is the 99th percentile",
    ),
    Function::real("erf", libm::erf, "the error function"),
    Function::real(
        "normal_cdf",
        drift::normal_cdf,
        "the share of a standard normal population below x",
    ),
    Function::any(
        "shares",
        "mean, sd, bins",
        &[Number, Number, Number],
        Series,
        |a| normal_shares(a.number(0)?, a.number(1)?, a.number(2)?),
        "the exact shares of a normal population in bins (2 to 100) that hold equal shares of the \
         standard normal one",
    )
    .within(2, 2.0, 100.0),
    Function::any(
        "deciles",
        "mean, sd",
        &[Number, Number],
        Series,
        |a| normal_shares(a.number(0)?, a.number(1)?, 10.0),
        "`shares(mean, sd, 10)`",
    ),
    Function::any(
        "psi",
        "expected, observed, n",
        &[Series, Series, Number],
        Number,
        |a| {
            let floor = a.number(2).map_or(drift::EMPTY_SHARE, drift::half_observation);
            number(drift::psi(a.series(0)?, a.series(1)?, floor))
        },
        "the population stability index of two series of shares. A share below 0.0001 counts as 0.0001; \
         if n, the size of the smaller sample, is given, a share below half an observation counts as half \
         an observation",
    )
    .requiring(2),
    Function::any(
        "noise_floor",
        "bins, n, m",
        &[Number, Number, Number],
        Number,
        |a| number(drift::noise_floor(a.number(0)?, a.number(1)?, a.number(2)?)),
        "the index to expect between samples of n and of m from one population",
    ),
    Function::any(
        "total_variation",
        "a, b",
        &[Series, Series],
        Number,
        |a| number(drift::total_variation(a.series(0)?, a.series(1)?)),
        "the share that has to move to another bin to make one series of shares the other",
    ),
    Function::any(
        "changed",
        "before, after",
        &[Series, Series],
        Number,
        |a| number(drift::changed(a.series(0)?, a.series(1)?)),
        "the share of inputs that land in another bin when all keep their rank",
    ),
    Function::any(
        "sampled",
        "shares, n, key",
        &[Series, Number, Category],
        Series,
        |a| {
            let (shares, n) = (a.series(0)?, a.number(1)?);
            if n.is_nan() {
                return series(vec![f64::NAN; shares.len()]);
            }
            let seed = seed::keyed(a.env.seed, a.category(2)?);
            let draws = a.env.draws.borrow_mut().sorted(seed, n.round() as usize);
            series(seed::observed_shares(shares, &draws))
        },
        "the shares seen in n draws (1 to 200 000) from a population of these shares; the same draws for \
         the same key",
    )
    .within(1, 1.0, seed::MAX_DRAWS as f64),
    Function::any(
        "exponential",
        "mean, n, key",
        &[Number, Number, Category],
        Series,
        |a| {
            let mean = a.number(0)?;
            draws(a, Shape::Exponential, 1, &|draw| mean * draw)
        },
        "n draws (1 to 20 000) from an exponential distribution; the same draws for the same key, which move \
         with the mean",
    )
    .within(1, 1.0, seed::MAX_UNSORTED as f64),
    Function::any(
        "normal",
        "mean, sd, n, key",
        &[Number, Number, Number, Category],
        Series,
        |a| {
            let (mean, sd) = (a.number(0)?, a.number(1)?);
            draws(a, Shape::Normal, 2, &|draw| mean + sd * draw)
        },
        "the same from a normal distribution",
    )
    .within(2, 1.0, seed::MAX_UNSORTED as f64),
    Function::any(
        "lognormal",
        "median, sigma, n, key",
        &[Number, Number, Number, Category],
        Series,
        |a| {
            let (median, sigma) = (a.number(0)?, a.number(1)?);
            draws(a, Shape::Normal, 2, &|draw| median * libm::exp(sigma * draw))
        },
        "the same from a lognormal distribution: sigma is the standard deviation of the logarithm",
    )
    .within(2, 1.0, seed::MAX_UNSORTED as f64),
    Function::any(
        "linspace",
        "a, b, n",
        &[Number, Number, Number],
        Series,
        |a| {
            let (from, to) = (a.number(0)?, a.number(1)?);
            spaced(a.number(2)?, &|part| from + (to - from) * part)
        },
        "n numbers (2 to 1000) from a to b in equal steps",
    )
    .within(2, 2.0, 1000.0),
    Function::any(
        "logspace",
        "a, b, n",
        &[Number, Number, Number],
        Series,
        |a| {
            let (from, to) = (a.number(0)?, a.number(1)?);
            spaced(a.number(2)?, &|part| from * libm::pow(to / from, part))
        },
        "n numbers (2 to 1000) from a to b in equal ratios, both above 0",
    )
    .within(2, 2.0, 1000.0),
    Function::any(
        "wilson_low",
        "k, n",
        &[Number, Number],
        Number,
        |a| number(slices::wilson(a.number(0)?, a.number(1)?).0),
        "the lower end of the 95 % Wilson interval of a rate: k of n",
    ),
    Function::any(
        "wilson_high",
        "k, n",
        &[Number, Number],
        Number,
        |a| number(slices::wilson(a.number(0)?, a.number(1)?).1),
        "the upper end of the same interval",
    ),
    Function::any(
        "mcnemar",
        "b, c",
        &[Number, Number],
        Number,
        |a| number(slices::mcnemar(a.number(0)?, a.number(1)?)),
        "the two-sided p of McNemar's exact test: b requests on which only the old model is right, c on \
         which only the new one is",
    ),
    Function::any(
        "paired_low",
        "b, c, n",
        &[Number, Number, Number],
        Number,
        |a| number(slices::paired_difference(a.number(0)?, a.number(1)?, a.number(2)?).0),
        "the lower end of the 95 % interval of the paired difference of rates, new minus old, over n \
         requests (Bonett and Price)",
    ),
    Function::any(
        "paired_high",
        "b, c, n",
        &[Number, Number, Number],
        Number,
        |a| number(slices::paired_difference(a.number(0)?, a.number(1)?, a.number(2)?).1),
        "the upper end of the same interval",
    ),
    Function::any(
        "jitter",
        "key",
        &[Category],
        Number,
        |a| number(2.0 * seed::uniforms(seed::keyed(a.env.seed, a.category(0)?)).next()? - 1.0),
        "a number between −1 and 1, always the same for the same key",
    ),
];

/// The names of all functions, in the order of the author's guide.
pub fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|function| function.name)
}

/// The function of a name.
pub fn find(name: &str) -> Option<&'static Function> {
    ALL.iter().find(|function| function.name == name)
}

/// What becomes of so many parts of the way from 0 to 1, both included; one NaN if their number is NaN.
fn spaced(n: f64, at: &dyn Fn(f64) -> f64) -> Option<Value> {
    if n.is_nan() {
        return series(vec![f64::NAN]);
    }
    let n = n.round() as usize;
    series(
        (0..n)
            .map(|step| at(step as f64 / (n - 1) as f64))
            .collect(),
    )
}

/// Draws of a shape, turned into those of a distribution; their number stands at an index, the key after.
fn draws(a: &Arguments, shape: Shape, n: usize, turn: &dyn Fn(f64) -> f64) -> Option<Value> {
    let count = a.number(n)?;
    if count.is_nan() {
        return series(vec![f64::NAN]);
    }
    let seed = seed::keyed(a.env.seed, a.category(n + 1)?);
    let draws = a
        .env
        .draws
        .borrow_mut()
        .unsorted(seed, count.round() as usize, shape);
    series(draws.iter().copied().map(turn).collect())
}

fn number(number: f64) -> Option<Value> {
    Some(Value::Number(number))
}

fn series(series: Vec<f64>) -> Option<Value> {
    Some(Value::Series(series.into()))
}

fn normal_shares(mean: f64, sd: f64, bins: f64) -> Option<Value> {
    series(match bins.is_nan() {
        true => vec![f64::NAN],
        false => drift::normal_shares(mean, sd, bins.round() as usize),
    })
}

/// Not `Iterator::sum`, which makes −0 of an empty series.
fn total(series: &[f64]) -> f64 {
    series.iter().fold(0.0, |total, item| total + item)
}

/// Not `f64::min`, which drops NaN and leaves the sign of zero to the platform.
fn lesser(a: f64, b: f64) -> f64 {
    if a < b || a.is_nan() { a } else { b }
}

/// Not `f64::max`, for the same reasons.
fn greater(a: f64, b: f64) -> f64 {
    if a > b || a.is_nan() { a } else { b }
}
