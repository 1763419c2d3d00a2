//! How an author writes a format.

use super::{Format, Scale};
use crate::words;

/// Why something is not a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError {
    /// What is wrong.
    pub why: &'static str,
    /// A format that may have been meant.
    pub meant: String,
}

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
        } else if rest.trim_end() == "pp" {
            format.scale = Scale::Points;
            format.unit = words::POINTS.to_owned();
            return Ok(format);
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

#[cfg(test)]
mod tests {
    use super::*;

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
