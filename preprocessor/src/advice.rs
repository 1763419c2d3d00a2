//! What to write instead of a sign that expressions and TOML don't know: signs of typesetting, of other languages and of
//! units. It is told here and not by the language itself, which the page has to load.

/// What to write instead of what stands at a place of an expression.
pub fn in_expression(source: &str, at: usize) -> Option<&'static str> {
    let (before, rest) = source.split_at_checked(at)?;
    let sign = rest.chars().next()?;
    let last = before.trim_end().chars().next_back();
    let after_number = last.is_some_and(|last| last.is_ascii_digit());
    let apart = before.ends_with(char::is_whitespace);
    Some(match sign {
        '×' | '·' | '∙' | '⋅' => "write `*` to multiply",
        '÷' => "write `/` to divide",
        '–' | '—' => "write the minus of the keyboard, `-`",
        '≤' => "write `<=`",
        '≥' => "write `>=`",
        '≠' => "write `!=`",
        '√' => "write `sqrt(…)`",
        '²' | '³' => "write `^2`, `^3`",
        '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2009}' => {
            "this is a no-break or a thin space: write an ordinary one"
        }
        '*' if last == Some('*') => "write `^` for a power",
        '?' | ':' => "write `if … then … else …`",
        '$' | '\\' => "this is no LaTeX: write `c ^ 2`, `sqrt(c)`, `a / b`",
        ',' if after_number && rest[1..].starts_with(|next: char| next.is_ascii_digit()) => {
            "write a number without separators, or with underscores: `7_000`; its decimal point is `.`"
        }
        sign if is_quote(sign) => "write the quotes of the keyboard, `\"`",
        sign if sign.is_alphabetic() && after_number && !apart => {
            "write `*` to multiply, as in `2 * c`"
        }
        sign if sign.is_alphabetic() && after_number => {
            "an expression has no units: write the number alone, and the unit where it is printed, `{{= x : .0 GB }}`, or in `format`"
        }
        sign if sign.is_alphanumeric() && apart => {
            "write what joins the two: `+`, `-`, `*`, `/`, `and`, …"
        }
        _ => return None,
    })
}

/// What to write instead of what stands at a place of TOML.
pub fn in_toml(source: &str, at: usize) -> Option<&'static str> {
    let rest = source.get(at..)?;
    let line = rest.lines().next().unwrap_or_default();
    let sign = line.trim_start_matches(['=', ' ']).chars().next()?;
    match sign {
        sign if is_quote(sign) => Some("write the quotes of the keyboard, `\"…\"` or `'…'`"),
        '\u{a0}' | '\u{202f}' => Some("this is a no-break space: write an ordinary one"),
        _ => None,
    }
}

fn is_quote(sign: char) -> bool {
    "“”„‟‘’‚«»".contains(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sign_has_its_remedy() {
        for (source, at, advice) in [
            ("c × 2", 2, "`*` to multiply"),
            ("c – 2", 2, "`-`"),
            ("c ** 2", 3, "`^` for a power"),
            ("c > 1 ? 2 : 3", 6, "if … then … else"),
            ("7 GB", 2, "no units"),
            ("7,000", 1, "`7_000`"),
            ("$c^2$", 0, "no LaTeX"),
            ("2c", 1, "`2 * c`"),
            ("c 2", 2, "joins the two"),
            ("c²", 1, "`^2`"),
            ("c ≥ 2", 2, "`>=`"),
            ("c\u{a0}+ 2", 1, "no-break"),
            (
                "if track == “edge” then 1 else 2",
                12,
                "quotes of the keyboard",
            ),
        ] {
            let found = in_expression(source, at).unwrap_or_default();
            assert!(found.contains(advice), "{source}: {found}");
        }
        assert_eq!(in_expression("a # b", 2), None);
    }
}
