//! What a student types into a box for numbers of a format: whatever the format prints, the same without its unit,
//! and what others write, as long as it can be read in one way only.
//!
//! | written | read as |
//! | --- | --- |
//! | `1 234.5`, `1,234.5`, `1.234,5`, `1'234.5` | 1234.5 |
//! | `3,5`, `0,123` | 3.5, 0.123 |
//! | `1.234` | 1.234, as we print it |
//! | `1,234` | refused: 1234, or 1.234? |
//! | `50 %`, `50`, where per cents are asked for | 0.5 |
//! | `14 kB`, `14k`, `14000 B`, where bytes are asked for | 14 000 |

use super::{Format, MINUS, PREFIXES, SI, Scale};
use crate::decimal;

/// Why a text is not read as a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// There is nothing.
    Empty,
    /// It is none.
    NoNumber,
    /// It is one, and what follows it is not this format's unit.
    OtherUnit,
    /// Its comma may be of thousands or of decimals: what it is then.
    TwoWays(String, String),
}

/// Stands for whatever sets groups of digits apart, but for commas and points.
const GAP: char = ' ';

impl Format {
    /// The number that a text is, in the unit that [`Format::print`] takes numbers in.
    ///
    /// # Errors
    /// [`Unread`].
    pub fn read(&self, typed: &str) -> Result<f64, Unread> {
        let text: String = typed
            .chars()
            .map(|c| match c {
                MINUS => '-',
                '_' | '\'' | '’' => GAP,
                c if c.is_whitespace() => GAP,
                c => c,
            })
            .collect();
        let text = text.trim();
        if text.is_empty() {
            return Err(Unread::Empty);
        }
        let (negative, text) = sign(text);
        let text = text.strip_prefix(&self.prefix).unwrap_or(text).trim_start();
        let (behind, text) = match negative {
            Some(_) => (None, text),
            None => sign(text),
        };
        let behind_it = text.trim_start_matches(|c: char| c.is_ascii_digit() || ",. ".contains(c));
        let (number, rest) = text.split_at(text.len() - behind_it.len());
        let number = plain(number.trim_end())?;
        let (exponent, rest) = exponent(rest);
        let power = self.power(rest.trim()).ok_or(Unread::OtherUnit)?;
        let power = exponent.saturating_add(power);
        let number = decimal::parse(&[&number, "e", &decimal::shortest(f64::from(power))].concat());
        let number = number.filter(|number| number.is_finite());
        let number = number.ok_or(Unread::NoNumber)?;
        Ok(match negative.or(behind) {
            Some(true) => -number,
            _ => number,
        })
    }

    /// The power of ten that what stands behind a number says.
    fn power(&self, behind: &str) -> Option<i32> {
        let is_unit = |text: &str| text.trim_start().eq_ignore_ascii_case(&self.unit);
        let bare = behind.is_empty() || behind == self.prefix;
        match self.scale {
            Scale::Plain => (bare || is_unit(behind)).then_some(0),
            Scale::Percent => {
                let rest = behind.strip_prefix('%').unwrap_or(behind);
                (bare || rest.is_empty() || is_unit(rest)).then_some(-2)
            }
            Scale::Points => (bare || is_unit(behind)).then_some(-2),
            // Here the case counts: mega and milli.
            Scale::Si if bare || behind == self.unit => Some(0),
            Scale::Si => {
                let mut rest = behind.chars();
                let prefix = match rest.next()? {
                    'K' => 'k',
                    'u' | 'μ' => 'µ',
                    prefix => prefix,
                };
                let rest = rest.as_str().trim_start();
                let step = SI.chars().position(|known| known == prefix)? as i32 - PREFIXES;
                (step != 0 && (rest.is_empty() || rest == self.unit)).then_some(3 * step)
            }
        }
    }
}

/// Whether a text begins with a minus or a plus, and what follows.
fn sign(text: &str) -> (Option<bool>, &str) {
    for (mark, negative) in [('-', true), ('+', false)] {
        if let Some(rest) = text.strip_prefix(mark) {
            return (Some(negative), rest.trim_start());
        }
    }
    (None, text)
}

/// The exponent at the beginning of a text, as in `1.5e-3`, and what follows.
fn exponent(text: &str) -> (i32, &str) {
    let Some(rest) = text.strip_prefix(['e', 'E']) else {
        return (0, text);
    };
    let signed = rest.strip_prefix(['-', '+']).unwrap_or(rest);
    let after = signed.trim_start_matches(|c: char| c.is_ascii_digit());
    let written = &rest[..rest.len() - after.len()];
    match written.parse() {
        Ok(exponent) => (exponent, after),
        Err(_) => (0, text),
    }
}

/// Digits with points, commas and gaps as digits with one point at most.
fn plain(text: &str) -> Result<String, Unread> {
    let count = |mark| text.chars().filter(|c| *c == mark).count();
    let decimal = match (count('.'), count(',')) {
        (0, 0) => None,
        (1, 0) => Some('.'),
        (0, 1) => {
            let (whole, fraction) = text.split_once(',').unwrap_or((text, ""));
            let thousands = fraction.len() == 3 && (1..=3).contains(&whole.len());
            if thousands && !whole.starts_with('0') && digits(whole) && digits(fraction) {
                let (one, other) = ([whole, fraction].concat(), [whole, ".", fraction].concat());
                return Err(Unread::TwoWays(one, other));
            }
            Some(',')
        }
        (_, 0) | (0, _) => None,
        // The last of both stands before the decimals.
        _ => text.chars().rfind(|c| ".,".contains(*c)),
    };
    let (whole, fraction) = decimal
        .and_then(|mark| text.split_once(mark))
        .unwrap_or((text, ""));
    let grouped = whole.chars().find(|c| !c.is_ascii_digit());
    let mut groups = grouped.into_iter().flat_map(|mark| whole.split(mark));
    let first = groups
        .next()
        .is_none_or(|first| (1..=3).contains(&first.len()));
    let whole: String = match grouped {
        Some(mark) if first && groups.all(|group| group.len() == 3) => whole.replace(mark, ""),
        Some(_) => return Err(Unread::NoNumber),
        None => whole.to_owned(),
    };
    if !digits(&whole) || !digits(fraction) || whole.len() + fraction.len() == 0 {
        return Err(Unread::NoNumber);
    }
    Ok([&whole, ".", fraction].concat())
}

fn digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: &str, typed: &str) -> Result<f64, Unread> {
        Format::parse(format).unwrap().read(typed)
    }

    #[test]
    fn reads() {
        for (format, typed, expect) in [
            ("", "12", 12.0),
            ("", " -0.5 ", -0.5),
            ("", "\u{2212}3", -3.0),
            ("", "+3", 3.0),
            ("", ".5", 0.5),
            ("", "5.", 5.0),
            ("", "1e3", 1000.0),
            ("", "1.5E-3", 0.0015),
            ("", "3,5", 3.5),
            ("", ",5", 0.5),
            ("", "0,123", 0.123),
            ("", "1234,567", 1234.567),
            ("", "1.234", 1.234),
            ("", "1 234", 1234.0),
            ("", "1\u{202f}234\u{a0}567.8", 1_234_567.8),
            ("", "1 234,567", 1234.567),
            ("", "1,234.5", 1234.5),
            ("", "1.234,5", 1234.5),
            ("", "1,234,567", 1_234_567.0),
            ("", "1.234.567", 1_234_567.0),
            ("", "1.234.567,8", 1_234_567.8),
            ("", "1'234.5", 1234.5),
            ("", "10_000", 10_000.0),
            (".0 ms", "12 ms", 12.0),
            (".0 ms", "12ms", 12.0),
            (".0 ms", "12 MS", 12.0),
            (".0%", "50", 0.5),
            (".0%", "50%", 0.5),
            (".0%", "50 %", 0.5),
            (".0%", "0.7", 0.007),
            (".1% points", "5 % points", 0.05),
            (".1% points", "5 points", 0.05),
            ("$.2", "$12.50", 12.5),
            ("$.2", "-$12.50", -12.5),
            ("$.2", "$-12.50", -12.5),
            ("$.2", "12.50 $", 12.5),
            ("€.2", "12,50 €", 12.5),
            (".1s B", "14 kB", 14_000.0),
            (".1s B", "14kB", 14_000.0),
            (".1s B", "14 k", 14_000.0),
            (".1s B", "14 KB", 14_000.0),
            (".1s B", "14000", 14_000.0),
            (".1s B", "14000 B", 14_000.0),
            (".1s m", "14 m", 14.0),
            (".1s m", "14 mm", 0.014),
            (".1s", "14 m", 0.014),
            (".1s W", "650 uW", 0.000_65),
            ("$.1s", "$2.0M", 2e6),
            (".1s FLOPS", "1.5 EFLOPS", 1.5e18),
            (".1s", "1e3k", 1e6),
        ] {
            assert_eq!(read(format, typed), Ok(expect), "{format}: {typed}");
        }
    }

    #[test]
    fn refuses() {
        for typed in ["", "  ", "\u{a0}"] {
            assert_eq!(read("", typed), Err(Unread::Empty));
        }
        for typed in [
            "-",
            "$",
            ".",
            ",",
            "--1",
            "1-2",
            "x",
            "1..2",
            "12 34",
            "1 2345",
            "1,23,456",
            "1.2,3.4",
            "1,2 3",
            "3.141 592",
            "e5",
            "1e999",
            "∞",
            "–",
            "NaN",
            "½",
            "<0.001",
        ] {
            let found = read("$.1", typed);
            let wrong = [Err(Unread::NoNumber), Err(Unread::OtherUnit)];
            assert!(wrong.contains(&found), "{typed}: {found:?}");
        }
        for (format, typed) in [
            (".0 ms", "12 s"),
            (".0", "50 %"),
            (".0%", "50 ‰"),
            (".0 ms", "$12"),
            ("$.0", "12 €"),
            (".1s B", "14 kW"),
            (".1s B", "14 kkB"),
            (".1s", "14 x"),
        ] {
            let found = read(format, typed);
            let wrong = [Err(Unread::NoNumber), Err(Unread::OtherUnit)];
            assert!(wrong.contains(&found), "{format}: {typed}: {found:?}");
        }
        let two = |a: &str, b: &str| Err(Unread::TwoWays(a.to_owned(), b.to_owned()));
        assert_eq!(read("", "1,234"), two("1234", "1.234"));
        assert_eq!(read(".0 ms", "-12,500 ms"), two("12500", "12.500"));
    }
}
