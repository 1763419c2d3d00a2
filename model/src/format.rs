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
//! Thousands are set apart by a narrow no-break space, a minus is U+2212, the decimal mark is a point. What is
//! printed is the double rounded once, as it is, and halves go away from 0; an SI prefix is chosen by what is
//! left after rounding, so that 999.95 at `.1s` is 1.0k.
//!
//! A number above 0 that would print as nothing though three decimals or more are asked for prints as `<0.001`:
//! so a p-value has one form everywhere.

mod read;
mod written;

pub use read::Unread;
pub use written::FormatError;

use crate::decimal;
use crate::json::Take;
use serde::{Deserialize, Serialize};

/// How a number is printed. See the [module](self).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Take)]
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

/// What is done to a number before it is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Take)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Nothing.
    #[default]
    Plain,
    /// Times 100, with a percent sign.
    Percent,
    /// With the SI prefix that leaves one to three digits before the point.
    Si,
    /// Times 100: what two shares differ by, in percentage points.
    Points,
}

const NARROW_SPACE: char = '\u{202f}';
const NO_BREAK_SPACE: char = '\u{a0}';
const MINUS: char = '\u{2212}';
/// The SI prefixes, each a thousand times the one before; a space stands for none.
const SI: &str = "qryzafpn\u{b5}m kMGTPEZYRQ";
/// How many there are below none, and above.
const PREFIXES: i32 = 10;

impl Scale {
    /// By which power of ten a number is printed larger; 0 where that depends on it.
    pub fn power(self) -> i32 {
        match self {
            Self::Percent | Self::Points => 2,
            Self::Plain | Self::Si => 0,
        }
    }
}

impl Format {
    /// Prints a number; a number that is not finite prints as a dash.
    pub fn print(&self, number: f64) -> String {
        if !number.is_finite() {
            return "–".to_owned();
        }
        let mut digits;
        let mut prefix = None;
        match self.scale {
            Scale::Si => (digits, prefix) = self.with_prefix(number),
            scale => digits = self.digits(number, scale.power()),
        }
        let mut out = String::new();
        let nothing = !digits.bytes().any(|b| (b'1'..=b'9').contains(&b));
        // Where three digits or more are asked for, something small is not nothing.
        if nothing && number > 0.0 && self.decimals.is_some_and(|decimals| decimals >= 3) {
            out.push('<');
            digits.pop();
            digits.push('1');
        } else if nothing {
            prefix = None;
        }
        if number < 0.0 && !nothing {
            out.push(MINUS);
        }
        out.push_str(&self.prefix);
        push_grouped(&mut out, &digits);
        if self.scale == Scale::Percent {
            out.push(NARROW_SPACE);
            out.push('%');
        }
        if !self.unit.is_empty() {
            out.push(NO_BREAK_SPACE);
        }
        out.extend(prefix);
        out.push_str(&self.unit);
        out
    }

    /// What stands beside a box for such numbers.
    pub fn beside(&self) -> String {
        match self.scale {
            Scale::Percent if self.unit.is_empty() => "%".to_owned(),
            Scale::Percent => ["% ", &self.unit].concat(),
            _ => [self.prefix.as_str(), self.unit.as_str()].concat(),
        }
    }

    /// A number as it stands in such a box: all its digits, and of a percentage the per cents.
    pub fn boxed(&self, number: f64) -> String {
        decimal::shortest_times(number, self.scale.power())
    }

    /// The digits of a number times a power of ten, rounded.
    fn digits(&self, number: f64, power: i32) -> String {
        let Some(decimals) = self.decimals else {
            // Up to six significant digits, without trailing zeros.
            let decimals = (5 - magnitude(number) - power).clamp(0, 12);
            let text = decimal::fixed(number.abs(), power, decimals as usize);
            return match text.contains('.') {
                true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
                false => text,
            };
        };
        decimal::fixed(number.abs(), power, usize::from(decimals))
    }

    /// The digits of a number that its SI prefix leaves, and the prefix.
    fn with_prefix(&self, number: f64) -> (String, Option<char>) {
        let mut step = magnitude(number).div_euclid(3).clamp(-PREFIXES, PREFIXES);
        let mut digits = self.digits(number, -3 * step);
        // What rounds to 1000 belongs to the next prefix.
        if digits.find('.').unwrap_or(digits.len()) > 3 && step < PREFIXES {
            step += 1;
            digits = self.digits(number, -3 * step);
        }
        let prefix = SI.chars().nth((PREFIXES + step) as usize);
        (digits, prefix.filter(|_| step != 0))
    }
}

/// The power of ten of a number's first digit; beside a power of ten it may be off by one. Of 0 it is 0.
fn magnitude(number: f64) -> i32 {
    match number == 0.0 {
        true => 0,
        false => libm::floor(libm::log10(number.abs())) as i32,
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
        check(".1s W", 0.00065, "650.0 µW");
        check(".1s W", 0.0, "0.0 W");
        check(".1%", 0.8500, "85.0 %");
        check(".0", -0.2, "0");
        check(".3", f64::NAN, "–");
        check(".4", 4.2e-40, "<0.0001");
        check(".3", 0.0, "0.000");
        check(".2", 0.001, "0.00");
        check(".3", -4.2e-40, "0.000");
        check("$.3s W", 1e-40, "<$0.001 qW");
        check(".1% points", 0.05, "5.0 % points");
    }

    #[test]
    fn a_prefix_is_chosen_after_rounding() {
        for (format, number, expect) in [
            (".0s W", 600.0, "600 W"),
            (".0s W", 500.0, "500 W"),
            ("$.0s", 500_000.0, "$500k"),
            (".1s", 960.0, "960.0"),
            (".1s", 950.0, "950.0"),
            (".0s", 0.5, "500m"),
            (".0s", 999.4, "999"),
            (".0s", 999.5, "1k"),
            (".1s", 999.94, "999.9"),
            (".1s", 999.95, "1.0k"),
            (".1s", -999.95, "−1.0k"),
            ("$.1s", -999_950.0, "−$1.0M"),
            (".2s", 999_995.0, "1.00M"),
            (".0s W", 0.000_999_51, "1 mW"),
            (".0s W", 0.000_999_4, "999 µW"),
            ("s", 999_999.7, "1M"),
            ("s", 999_999.4, "999.999k"),
            (".0s", 1e15, "1P"),
            (".0s", 1e34, "10 000Q"),
            (".0s W", 1e-34, "0 W"),
            (".0s W", 6e-31, "1 qW"),
        ] {
            check(format, number, expect);
        }
    }

    #[test]
    fn halves_go_away_from_0() {
        for (format, number, expect) in [
            (".0", 0.5, "1"),
            (".0", 2.5, "3"),
            (".0", -2.5, "−3"),
            (".1", 0.25, "0.3"),
            (".0%", 0.125, "13 %"),
            ("$.0s", 2500.0, "$3k"),
            // A product of floating point would make these halves, or take them past one.
            (".0%", 1.115, "111 %"),
            (".1%", 0.0035, "0.4 %"),
        ] {
            check(format, number, expect);
        }
    }
}
