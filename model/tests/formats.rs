//! Every format against exact decimal arithmetic, over forty orders of magnitude and beyond: what is printed is the
//! number rounded once, and what is printed is read again as that.

use bigdecimal::{BigDecimal, RoundingMode, Zero};
use mission_model::format::{Format, Scale};
use mission_model::seed::{seed, uniforms};
use std::str::FromStr;

/// Numbers of every magnitude from 10⁻²⁰ to 10²⁰ and some beyond, halves, and what lies beside powers of ten.
fn numbers() -> impl Iterator<Item = f64> {
    let mut draws = uniforms(seed(&["formats"]));
    let mut draw = move || draws.next().unwrap_or_default();
    let random = (0..1_000).map(move |_| {
        let sign = if draw() < 0.3 { -1.0 } else { 1.0 };
        sign * libm::pow(10.0, 44.0 * draw() - 22.0)
    });
    let beside = (-22..=22).flat_map(|power| {
        let ten: f64 = format!("1e{power}").parse().unwrap_or_default();
        let shares = [
            0.99949,
            0.9995,
            0.99994,
            0.99995,
            0.999_999_4,
            0.999_999_5,
            0.5,
            1.0,
        ];
        let near = shares.map(|share| share * ten);
        let next =
            [-2, -1, 1, 2].map(|step| f64::from_bits(ten.to_bits().wrapping_add_signed(step)));
        near.into_iter().chain(next)
    });
    let halves = (0..400).map(|half| f64::from(half) / 16.0);
    random
        .chain(beside)
        .chain(halves)
        .flat_map(|number| [number, -number])
}

fn formats() -> impl Iterator<Item = (String, Format)> {
    let decimals = ["", ".0", ".1", ".2", ".3", ".6", ".12"];
    let written = decimals.into_iter().flat_map(|decimals| {
        ["", "%", "s", "pp"].into_iter().flat_map(move |scale| {
            [("", ""), ("$", ""), ("", " B"), ("", " m")]
                // Points are a unit themselves.
                .map(|(sign, unit)| (sign, if scale == "pp" { "" } else { unit }))
                .map(|(sign, unit)| format!("{sign}{decimals}{scale}{unit}"))
        })
    });
    written.filter_map(|written| {
        let format = Format::parse(&written).ok()?;
        Some((written, format))
    })
}

fn ten(power: i64) -> BigDecimal {
    BigDecimal::new(1.into(), -power)
}

/// How many decimals are printed of a number that is this large once it is scaled.
fn decimals(format: &Format, scaled: &BigDecimal) -> i64 {
    if let Some(decimals) = format.decimals {
        return i64::from(decimals);
    }
    let (digits, scale) = scaled.as_bigint_and_exponent();
    let before = digits.magnitude().to_string().len() as i64 - scale;
    (6 - before).clamp(0, 12)
}

fn rounded(format: &Format, scaled: &BigDecimal) -> BigDecimal {
    // Half up is away from zero here: "up" is by size.
    scaled.with_scale_round(decimals(format, scaled), RoundingMode::HalfUp)
}

/// What a format should print: the prefix's power of ten and the digits, by exact arithmetic.
fn expected(format: &Format, number: f64) -> (i64, BigDecimal) {
    let exact = BigDecimal::try_from(number).unwrap_or_default();
    match format.scale {
        Scale::Plain => (0, rounded(format, &exact)),
        Scale::Percent | Scale::Points => (0, rounded(format, &(exact * ten(2)))),
        Scale::Si => {
            let thousand = ten(3);
            // The first prefix that leaves less than a thousand, once rounded.
            let fitting = (-10..=10).map(|step| {
                let scaled = rounded(format, &(&exact * ten(-3 * step)));
                (3 * step, scaled)
            });
            let mut fitting =
                fitting.filter(|(power, scaled)| scaled.abs() < thousand || *power == 30);
            let (power, scaled) = fitting.next().unwrap_or_default();
            if scaled.is_zero() {
                (0, scaled)
            } else {
                (power, scaled)
            }
        }
    }
}

/// What is printed, taken apart: the prefix's power of ten and the digits.
fn taken_apart(format: &Format, printed: &str) -> (i64, BigDecimal) {
    let plain: String = printed
        .replace('\u{2212}', "-")
        .chars()
        .filter(|c| !matches!(c, '\u{202f}' | '\u{a0}' | '$'))
        .collect();
    let plain = plain.strip_suffix(format.unit.as_str()).unwrap_or(&plain);
    let plain = plain.trim_end_matches('%').trim_end_matches("points");
    let digits = plain.trim_end_matches(|c: char| !c.is_ascii_digit());
    let prefix = "qryzafpnµm kMGTPEZYRQ";
    let power = match plain[digits.len()..].chars().next() {
        Some(letter) => prefix
            .chars()
            .position(|known| known == letter)
            .map(|at| 3 * (at as i64 - 10)),
        None => Some(0),
    };
    assert!(power.is_some(), "{printed}");
    (
        power.unwrap_or_default(),
        BigDecimal::from_str(digits).unwrap_or_else(|_| panic!("{printed}")),
    )
}

#[test]
fn what_is_printed_is_the_exact_number_rounded_once() {
    for (written, format) in formats() {
        for number in numbers() {
            let printed = format.print(number);
            let expect = expected(&format, number);
            if let Some(bound) = printed.strip_prefix('<') {
                assert!(
                    number > 0.0 && expect.1.is_zero(),
                    "{written} of {number:e}: {printed}"
                );
                let (_, least) = taken_apart(&format, bound);
                assert_eq!(least, ten(-i64::from(format.decimals.unwrap_or_default())));
                continue;
            }
            assert_eq!(
                taken_apart(&format, &printed),
                expect,
                "{written} of {number:e}: {printed}"
            );
            // Digits as many as were asked for, and a minus only before what isn't nothing.
            let digits = printed.trim_end_matches(|c: char| !c.is_ascii_digit());
            let fraction = digits
                .split_once('.')
                .map_or(0, |(_, fraction)| fraction.len());
            if let Some(decimals) = format.decimals {
                assert_eq!(
                    fraction,
                    usize::from(decimals),
                    "{written} of {number:e}: {printed}"
                );
            }
            let minus = printed.starts_with('\u{2212}');
            assert_eq!(
                minus,
                number < 0.0 && !expect.1.is_zero(),
                "{written} of {number:e}: {printed}"
            );
        }
    }
}

/// A box reads whatever its format prints: the double nearest to the digits that stand there.
#[test]
fn what_is_printed_is_read() {
    for (written, format) in formats() {
        for number in numbers() {
            let printed = format.print(number);
            if printed.starts_with('<') {
                continue;
            }
            let (power, digits) = expected(&format, number);
            let power = power - i64::from(format.scale.power());
            let expect: f64 = (digits * ten(power))
                .to_string()
                .parse()
                .unwrap_or(f64::NAN);
            let bare = printed
                .trim_end_matches("points")
                .trim_end_matches(['\u{202f}', '\u{a0}', '%', 'B', 'm']);
            let plain = match format.scale {
                Scale::Si => printed.replace('$', ""),
                _ => bare.replace('$', ""),
            };
            for typed in [
                printed.as_str(),
                &printed.replace(['\u{202f}', '\u{a0}'], " "),
                &plain,
            ] {
                assert_eq!(
                    format.read(typed),
                    Ok(expect),
                    "{written} of {number:e}: {typed}"
                );
            }
            assert_eq!(
                format.read(&format.boxed(number)),
                Ok(number),
                "{written} of {number:e}"
            );
        }
    }
}

#[test]
fn a_half_is_rounded_as_the_function_rounds_it() {
    let format = Format::parse(".0").expect("a format");
    for half in -2_000..2_000 {
        let number = f64::from(half) / 2.0;
        let printed = format.print(number);
        assert_eq!(
            format.read(&printed),
            Ok(number.round()),
            "{number}: {printed}"
        );
    }
}
