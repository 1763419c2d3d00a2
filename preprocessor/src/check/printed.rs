//! Numbers as prose prints them, to be compared with an answer.

use mission_model::format::{Format, Scale};
use mission_model::mission::Tolerance;

/// A number in a text, with what stands around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Where it stands in the text: the digits.
    pub at: usize,
    /// As written, without the space that groups digits.
    pub digits: String,
    /// `$`, or nothing.
    pub prefix: String,
    /// The word after it: `ms`, `%`, or nothing.
    pub unit: String,
}

/// How near a number has to be to give an answer away, whatever the lock itself takes for right.
const NEAR: f64 = 0.01;

/// All numbers of a text.
pub fn numbers(text: &str) -> Vec<Number> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let char_at = |index: usize| chars.get(index).map_or(' ', |(_, c)| *c);
    let mut found = Vec::new();
    let mut index = 0;
    while index < chars.len() {
        let before = index.checked_sub(1).map_or(' ', char_at);
        // `x2` is a name, and `-3` another number than 3.
        let begins = char_at(index).is_ascii_digit()
            && !before.is_alphanumeric()
            && !matches!(before, '.' | '_' | ',' | '-' | '−');
        if !begins {
            index += 1;
            continue;
        }
        let start = index;
        let mut digits = String::new();
        loop {
            let c = char_at(index);
            let grouped = || {
                let three = (1..=3).all(|next| char_at(index + next).is_ascii_digit());
                three && !char_at(index + 4).is_ascii_digit() && !digits.contains('.')
            };
            if c.is_ascii_digit() {
                digits.push(c);
            } else if c == '.' && char_at(index + 1).is_ascii_digit() && !digits.contains('.') {
                digits.push('.');
            } else if !(matches!(c, ',' | '_' | '\u{202f}' | '\u{a0}' | '\u{2009}' | ' ')
                && grouped())
            {
                break;
            }
            index += 1;
        }
        let mut next = index;
        while matches!(char_at(next), ' ' | '\u{202f}' | '\u{a0}' | '\u{2009}') && next < index + 1
        {
            next += 1;
        }
        let mut unit = String::new();
        while next < chars.len()
            && (char_at(next).is_alphabetic() || matches!(char_at(next), '%' | '/' | 'µ'))
        {
            unit.push(char_at(next));
            next += 1;
        }
        found.push(Number {
            at: chars[start].0,
            digits,
            prefix: if matches!(before, '$' | '€' | '£') {
                before.to_string()
            } else {
                String::new()
            },
            unit,
        });
    }
    found
}

impl Number {
    /// What it is worth where a format would have printed it; `None` if that prints another quantity.
    fn worth(&self, format: &Format) -> Option<f64> {
        // A student may leave the unit out; in prose the same number without it is another quantity.
        let (unit, said) = match format.scale {
            Scale::Plain if format.unit.is_empty() => ("", true),
            Scale::Percent => (self.unit.as_str(), self.unit.starts_with('%')),
            _ => (self.unit.as_str(), self.unit.ends_with(&format.unit)),
        };
        if self.prefix != format.prefix || !said {
            return None;
        }
        format.read(&format!("{} {unit}", self.digits)).ok()
    }

    /// Whether it says an answer: in the same unit and very near, or, where there is no unit, to the last of at
    /// least three digits.
    pub fn says(&self, answer: f64, format: &Format, tolerance: Tolerance) -> bool {
        let Some(worth) = self.worth(format) else {
            return false;
        };
        let same = format.print(worth) == format.print(answer);
        let significant = significant(&self.digits);
        if bare(format) {
            // A number in another unit is another quantity.
            return same && significant >= 3 && !self.unit.starts_with('%');
        }
        significant >= 2 && (same || near(worth, answer, tolerance))
    }
}

/// Whether a number that is printed elsewhere says an answer.
pub fn says(
    number: f64,
    printed: &Format,
    answer: f64,
    format: &Format,
    tolerance: Tolerance,
) -> bool {
    let alike = (&printed.prefix, printed.scale, &printed.unit)
        == (&format.prefix, format.scale, &format.unit);
    let digits = format.print(answer);
    if !alike || !number.is_finite() {
        return false;
    }
    match bare(format) {
        true => format.print(number) == digits && significant(&digits) >= 3,
        false => significant(&digits) >= 2 && near(number, answer, tolerance),
    }
}

fn bare(format: &Format) -> bool {
    format.prefix.is_empty() && format.unit.is_empty() && format.scale == Scale::Plain
}

fn near(number: f64, answer: f64, tolerance: Tolerance) -> bool {
    (number - answer).abs() <= tolerance.around(answer).min(NEAR * answer.abs())
}

/// How many digits say something: round numbers say little.
fn significant(digits: &str) -> usize {
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').trim_end_matches('0').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_text() {
        let found: Vec<String> =
            numbers("It takes 12.5 ms, $2M or 85 % of 10 000 (x2, -3, v4.1) in 2024.")
                .into_iter()
                .map(|n| format!("{}{} {}", n.prefix, n.digits, n.unit))
                .collect();
        assert_eq!(found, ["12.5 ms", "$2 M", "85 %", "10000 ", "2024 "]);
    }

    #[test]
    fn what_says_an_answer() {
        let check = |text: &str, answer: f64, format: &str, expect: bool| {
            let format = Format::parse(format).unwrap();
            let says = numbers(text)
                .iter()
                .any(|number| number.says(answer, &format, Tolerance::Share(0.5)));
            assert_eq!(says, expect, "{text}: {answer}");
        };
        check("P99 is 307 ms.", 306.93, ".0 ms", true);
        check("P99 is 310 ms.", 306.93, ".0 ms", false);
        check("P99 is 307 s.", 306.93, ".0 ms", false);
        check("It is 85 % there.", 0.85, ".0%", true);
        check("It is 0.85 there.", 0.85, ".0%", false);
        check("It costs $2.4M.", 2.41e6, "$.1s", true);
        check("It costs 2.4M.", 2.41e6, "$.1s", false);
        check("In 3 steps of 100.", 3.0, "", false);
        check("In 3 steps of 100.", 100.0, "", false);
        check("A factor of 12.5.", 12.5, "", true);
    }
}
