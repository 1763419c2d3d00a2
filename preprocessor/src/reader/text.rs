//! A string of an author, with the place of each of its characters in the chapter.

use std::ops::Range;

/// A string of an author, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// What it says.
    pub value: String,
    /// The literal in the chapter, quotes included.
    pub span: Range<usize>,
    /// Where the content begins in the chapter, if places in it can be told.
    content: Option<usize>,
    /// Where the value and what is written differ.
    escapes: Vec<Escape>,
}

/// Something that is written otherwise than it reads: `\t`, `\u00e9`, a line break that a backslash takes away.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Escape {
    /// Where it stands in the value.
    at: usize,
    /// How many bytes of the value it is.
    long: usize,
    /// How many bytes are written for it.
    written: usize,
}

impl Text {
    /// A text that stands in the chapter as it is.
    pub fn verbatim(value: &str, offset: usize) -> Self {
        Self {
            value: value.to_owned(),
            span: offset..offset + value.len(),
            content: Some(offset),
            escapes: Vec::new(),
        }
    }

    /// A text that the product makes, to be blamed on a place.
    pub fn made(value: impl Into<String>, span: Range<usize>) -> Self {
        Self {
            value: value.into(),
            span,
            content: None,
            escapes: Vec::new(),
        }
    }

    /// A string of TOML: what it reads, what is written for it, and where.
    pub fn of_toml(value: &str, written: &str, span: Range<usize>) -> Self {
        let found = places(value, written).filter(|_| !value.is_empty());
        let (start, escapes) = found.unzip();
        Self {
            value: value.to_owned(),
            content: start.map(|start: usize| span.start + start),
            span,
            escapes: escapes.unwrap_or_default(),
        }
    }

    /// A part of it.
    pub fn slice(&self, range: Range<usize>) -> Self {
        let inside = self.escapes.iter().filter(|one| range.contains(&one.at));
        Self {
            value: self.value[range.clone()].to_owned(),
            span: self.at(range.clone()),
            content: self
                .content
                .map(|content| content + self.written(range.start)),
            escapes: inside
                .map(|one| Escape {
                    at: one.at - range.start,
                    ..*one
                })
                .collect(),
        }
    }

    /// The place in the chapter of a byte range of the value; all of the literal if it can't be told.
    pub fn at(&self, range: Range<usize>) -> Range<usize> {
        match self.content {
            Some(content) => content + self.written(range.start)..content + self.written(range.end),
            None => self.span.clone(),
        }
    }

    /// The control characters that are written as escapes, `\t` say, by their indices in the value.
    pub fn escaped_controls(&self) -> impl Iterator<Item = (usize, char)> {
        self.escapes.iter().filter_map(|one| {
            let found = self.value[one.at..one.at + one.long].chars().next()?;
            found.is_control().then_some((one.at, found))
        })
    }

    /// How far from its beginning the content's byte of an index is written.
    fn written(&self, index: usize) -> usize {
        let before = self.escapes.iter().filter(|one| one.at < index);
        index + before.map(|one| one.written - one.long).sum::<usize>()
    }
}

/// Where the content of a TOML string begins in what is written, and what in it is written otherwise than it
/// reads. `None` if the two don't fit together.
fn places(value: &str, written: &str) -> Option<(usize, Vec<Escape>)> {
    let basic = written.starts_with('"');
    let quote = match written.chars().next()? {
        quote @ ('"' | '\'') => quote,
        // A bare key.
        _ => return written.starts_with(value).then_some((0, Vec::new())),
    };
    let mut start = 1;
    if written.starts_with(&quote.to_string().repeat(3)) {
        let inner = &written[3..];
        // A line break after the opening quotes is not part of the content.
        let cut = inner.strip_prefix("\r\n").or(inner.strip_prefix('\n'));
        start = written.len() - cut.unwrap_or(inner).len();
    }
    let mut escapes = Vec::new();
    let (mut rest, mut at) = (&written[start..], 0);
    while let Some(reads) = value[at..].chars().next() {
        let long = reads.len_utf8();
        let escape = |long, written| Escape { at, long, written };
        let found = if basic && rest.starts_with('\\') {
            match rest[1..].chars().next()? {
                'u' => escape(long, 6),
                'U' => escape(long, 10),
                'x' => escape(long, 4),
                // It takes away the line's end and all space up to the next word.
                c if c.is_whitespace() => escape(0, rest.len() - rest[1..].trim_start().len()),
                _ => escape(long, 2),
            }
        } else if reads == '\n' && rest.starts_with("\r\n") {
            escape(long, 2)
        } else if rest.starts_with(reads) {
            escape(long, long)
        } else {
            return None;
        };
        rest = rest.get(found.written..)?;
        at += found.long;
        if found.long != found.written {
            escapes.push(found);
        }
    }
    Some((start, escapes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The word `here` of a value stands where it is written.
    fn check(value: &str, written: &str) {
        let text = Text::of_toml(value, written, 10..10 + written.len());
        let at = value.find("here").unwrap();
        let wanted = 10 + written.find("here").unwrap();
        assert_eq!(text.at(at..at + 4), wanted..wanted + 4, "{written}");
        let part = text.slice(at - 1..value.len());
        assert_eq!(part.at(1..5), wanted..wanted + 4, "{written}");
    }

    #[test]
    fn places_are_where_it_is_written() {
        check("a here", "\"a here\"");
        check("a here", "'a here'");
        check("a \"b\" here", r#""a \"b\" here""#);
        check("\t\u{e9}\u{1f600} here", r#""\t\u00e9\U0001F600 here""#);
        check("a\n here", "'''\na\n here'''");
        check("a\n here", "\"\"\"\r\na\r\n here\"\"\"");
        check("a b here", "\"\"\"a \\\n   b here\"\"\"");
        check("\\a here", r"'\a here'");
    }

    #[test]
    fn controls_are_those_of_escapes() {
        let check = |value: &str, written: &str, expect: &[(usize, char)]| {
            let text = Text::of_toml(value, written, 0..written.len());
            let found: Vec<_> = text.escaped_controls().collect();
            assert_eq!(found, expect, "{written}");
        };
        check("a\text", r#""a\text""#, &[(1, '\t')]);
        check("a\text", "'a\text'", &[]);
        check("a\nb\u{c}", "\"\"\"a\nb\\f\"\"\"", &[(3, '\u{c}')]);
        check("\\\" a", r#""\\\" a""#, &[]);
    }
}
