//! How a number is printed: one notation for prose, instruments and tables, the same in every locale.
//!
//! A format is written as `[$][.N][%|s][ unit]`:
//!
//! | written | 1234.5 prints as |
//! | --- | --- |
//! | (nothing) | 1 234.5 (up to six significant digits) |
//! | `.0` | 1 235 |
//! | `.1 ms` | 1 234.5 ms |
//! | `$.2` | $1 234.50 |
//! | `$.1s` | $1.2k |
//! | `.1%` | 123 450.0 % |
//!
//! Thousands are set apart by a narrow no-break space, a minus is U+2212, the decimal mark is a point.

use crate::decimal;
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// How a number is printed. See the [module](self).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Format {
    /// Put before the number: a currency sign.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// Digits after the decimal point; `None` prints up to six significant digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u8>,
    /// What the number is multiplied by.
    pub scale: Scale,
    /// Put after the number, a no-break space between.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
}

/// Why something is not a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError {
    /// What is wrong.
    pub why: &'static str,
    /// A format that may have been meant.
    pub meant: String,
}

/// What is done to a number before it is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Nothing.
    #[default]
    Plain,
    /// Times 100, with a percent sign.
    Percent,
    /// With the SI prefix that leaves one to three digits before the point.
    Si,
}

const NARROW_SPACE: char = '\u{202f}';
const NO_BREAK_SPACE: char = '\u{a0}';
const MINUS: char = '\u{2212}';
const SI: [(f64, &str); 9] = [
    (1e12, "T"),
    (1e9, "G"),
    (1e6, "M"),
    (1e3, "k"),
    (1.0, ""),
    (1e-3, "m"),
    (1e-6, "µ"),
    (1e-9, "n"),
    (1e-12, "p"),
];

impl Format {
    /// Reads a written format.
    ///
    /// # Errors
    /// What is wrong with it, and what may have been meant.
    pub fn parse(text: &str) -> Result<Self, FormatError> {
        let mut rest = text.trim();
        let mut format = Self::default();
        for sign in ["$", "€", "£"] {
            if let Some(after) = rest.strip_prefix(sign) {
                format.prefix = sign.to_owned();
                rest = after;
            }
        }
        if let Some(after) = rest.strip_prefix('.') {
            let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let wrong = |why| {
                let meant = format!("{}.2{}", format.prefix, &after[digits..]);
                FormatError { why, meant }
            };
            if digits == 0 {
                return Err(wrong("a number of digits follows the point"));
            }
            let decimals = after[..digits].parse().ok().filter(|digits| *digits <= 12);
            format.decimals = Some(decimals.ok_or_else(|| wrong("at most 12 digits are printed"))?);
            rest = &after[digits..];
        }
        if let Some(after) = rest.strip_prefix('%') {
            format.scale = Scale::Percent;
            rest = after;
        } else if let Some(after) = rest.strip_prefix('s')
            && (after.is_empty() || after.starts_with(' '))
        {
            format.scale = Scale::Si;
            rest = after;
        }
        let unit = rest.trim();
        let before = text.trim().len() - rest.trim_start().len();
        let before = text.trim()[..before].trim_end();
        // `2f`, `0.00` and `0%` are how it is written elsewhere.
        if let Some(meant) = elsewhere(rest).filter(|_| format.decimals.is_none()) {
            return Err(FormatError {
                why: "the digits after the point are counted: `.2` prints two",
                meant: format!("{}{meant}", format.prefix),
            });
        }
        if unit == "f" && format.decimals.is_some() && !rest.starts_with(' ') {
            return Err(FormatError {
                why: "there is no `f` in a format",
                meant: before.to_owned(),
            });
        }
        if let Some(found) = unit
            .chars()
            .find(|c| c.is_ascii_digit() || matches!(c, '.' | '"' | '<' | '>' | '{' | '}'))
            .or_else(|| unit.chars().next().filter(|c| *c == '\''))
        {
            let letters = unit.trim_matches(|c: char| !c.is_alphabetic());
            let fits = !letters.is_empty() && letters.chars().all(char::is_alphabetic);
            let before = match before {
                "" => ".1",
                before => before,
            };
            return Err(FormatError {
                why: match found {
                    '"' | '\'' => "a unit is written without quotes",
                    _ => "a unit has no digits, points or brackets",
                },
                meant: format!("{before} {}", if fits { letters } else { "ms" }),
            });
        }
        if !unit.is_empty() && !rest.starts_with(' ') && text.trim() != unit {
            return Err(FormatError {
                why: "a unit follows a space",
                meant: format!("{before} {unit}"),
            });
        }
        format.unit = unit.to_owned();
        Ok(format)
    }

    /// Prints a number; a number that is not finite prints as a dash.
    pub fn print(&self, number: f64) -> String {
        if !number.is_finite() {
            return "–".to_owned();
        }
        let (scaled, suffix) = match self.scale {
            Scale::Plain => (number, ""),
            Scale::Percent => (number * 100.0, ""),
            Scale::Si => {
                // The step that rounds to 1000 belongs to the next prefix.
                let precision = self
                    .decimals
                    .map_or(1e-6, |d| 0.5 * libm::pow(0.1, f64::from(d)));
                let (factor, prefix) = SI
                    .into_iter()
                    .find(|(factor, _)| number.abs() / factor + precision >= 1.0)
                    .filter(|_| number != 0.0)
                    .unwrap_or((1.0, ""));
                (number / factor, prefix)
            }
        };
        let digits = match self.decimals {
            Some(decimals) => decimal::fixed(scaled.abs(), usize::from(decimals)),
            None => significant(scaled.abs()),
        };
        let mut out = String::new();
        // Where three digits or more are asked for, something small is not nothing.
        if let Some(decimals) = self.decimals.filter(|decimals| *decimals >= 3)
            && scaled > 0.0
            && !digits.bytes().any(|b| (b'1'..=b'9').contains(&b))
        {
            return format!(
                "<{}",
                self.print(number / scaled * libm::pow(0.1, f64::from(decimals)))
            );
        }
        if scaled < 0.0 && digits.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
            out.push(MINUS);
        }
        out.push_str(&self.prefix);
        push_grouped(&mut out, &digits);
        match self.scale {
            Scale::Percent => {
                out.push(NARROW_SPACE);
                out.push('%');
            }
            Scale::Si if !suffix.is_empty() && !self.unit.is_empty() => {
                let _ = write!(out, "{NO_BREAK_SPACE}{suffix}{}", self.unit);
                return out;
            }
            Scale::Si => out.push_str(suffix),
            Scale::Plain => {}
        }
        if !self.unit.is_empty() {
            let _ = write!(out, "{NO_BREAK_SPACE}{}", self.unit);
        }
        out
    }
}

/// The format for `0.00`, `2f` or `0%`.
fn elsewhere(text: &str) -> Option<String> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &text[..text.len() - rest.len()];
    let decimals = match number.split_once('.') {
        Some((_, after)) => after.len(),
        None => number.parse().ok()?,
    };
    let rest = rest.strip_prefix('f').unwrap_or(rest);
    (decimals <= 12).then(|| format!(".{decimals}{rest}"))
}

/// Up to six significant digits, without trailing zeros.
fn significant(number: f64) -> String {
    let magnitude = if number == 0.0 {
        0.0
    } else {
        libm::floor(libm::log10(number))
    };
    let decimals = (5.0 - magnitude).clamp(0.0, 12.0) as usize;
    let text = decimal::fixed(number, decimals);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// Groups the digits before the point by threes, where there are five or more.
fn push_grouped(out: &mut String, digits: &str) {
    let whole = digits.find('.').unwrap_or(digits.len());
    for (at, digit) in digits.char_indices() {
        if whole > 4 && at > 0 && at < whole && (whole - at).is_multiple_of(3) {
            out.push(NARROW_SPACE);
        }
        out.push(digit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(format: &str, number: f64, expect: &str) {
        let printed = Format::parse(format).unwrap().print(number);
        assert_eq!(
            printed.replace([NARROW_SPACE, NO_BREAK_SPACE], " "),
            expect,
            "{format} of {number}"
        );
    }

    #[test]
    fn prints() {
        check("", 1234.5, "1234.5");
        check("", 0.1 + 0.2, "0.3");
        check("", 0.0, "0");
        check("", 1e6, "1 000 000");
        check(".0", 12345.6, "12 346");
        check(".1 ms", 1234.56, "1234.6 ms");
        check("$.2", 5.555_555, "$5.56");
        check("$.0", -20_000.0, "−$20 000");
        check("$.1s", 2_000_000.0, "$2.0M");
        check(".0s", 999.7, "1k");
        check(".1s W", 0.00065, "650.0 µW");
        check(".1s W", 0.0, "0.0 W");
        check(".1%", 0.8500, "85.0 %");
        check(".0", -0.2, "0");
        check(".3", f64::NAN, "–");
        check(".4", 4.2e-40, "<0.0001");
        check(".3", 0.0, "0.000");
        check(".2", 0.001, "0.00");
        check(".1% points", 0.05, "5.0 % points");
    }

    /// What is refused, and the format that is offered instead: it is one.
    #[test]
    fn refuses() {
        for (wrong, meant) in [
            (".", ".2"),
            ("$.", "$.2"),
            (".99", ".2"),
            (".x", ".2x"),
            ("2f", ".2"),
            ("2", ".2"),
            ("$0", "$.0"),
            ("0.00", ".2"),
            ("0%", ".0%"),
            ("0.0 ms", ".1 ms"),
            (".1 's'", ".1 s"),
            (".3f", ".3"),
            (".1ms", ".1 ms"),
            (".1%points", ".1% points"),
            ("$.2k", "$.2 k"),
            (".2x2", ".2 x"),
            (".2ms3", ".2 ms"),
            (".1 \"ms\"", ".1 ms"),
            ("<b>", ".1 b"),
            (".1{", ".1 ms"),
        ] {
            let error = Format::parse(wrong).unwrap_err();
            assert_eq!(error.meant, meant, "{wrong}: {}", error.why);
        }
        // Whoever writes what is offered has mended it, or hears of what else is wrong.
        assert_eq!(Format::parse(".2x").unwrap_err().meant, ".2 x");
    }
}
