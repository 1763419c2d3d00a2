//! How wide a text is, roughly: there are no fonts here, and the reader's isn't known.

/// The height of a line, in user units.
pub const LINE: f64 = 13.0;

/// The estimated width in user units, on the wide side of common sans-serif fonts at 13 units: on a phone words are as
/// large (`theme/charts.css`).
pub fn width(text: &str) -> f64 {
    let at_12: f64 = text
        .chars()
        .map(|c| match c {
            ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'i' | 'j' | 'l' | 'I' | '(' | ')'
            | '\u{a0}' => 4.0,
            '\u{202f}' => 2.5,
            'f' | 't' | 'r' | '-' | '/' => 5.0,
            'm' | 'w' | 'M' | 'W' | '%' | '@' | '—' => 11.0,
            c if c.is_ascii_uppercase() => 8.5,
            c if c.is_ascii() => 7.2,
            // Most letters of other scripts are no wider than this; East Asian ones are full squares.
            c if (c as u32) < 0x1100 => 7.5,
            _ => 12.0,
        })
        .sum();
    1.1 * at_12
}

/// Breaks a text at spaces into lines of at most `most` user units, as far as words allow.
pub fn wrap(text: &str, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(line) + width(" ") + width(word) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps() {
        for (text, most, expect) in [
            ("Lane contrast", 70.0, vec!["Lane", "contrast"]),
            ("Lane contrast", 120.0, vec!["Lane contrast"]),
            ("a b c", 21.0, vec!["a b", "c"]),
            ("Characteristics", 10.0, vec!["Characteristics"]),
            ("", 10.0, vec![]),
        ] {
            assert_eq!(wrap(text, most), expect);
        }
    }
}
