//! The words in the source of an expression that may be unfinished, for editors.

use super::lex::{Lexer, Token};
use std::ops::Range;

/// A word in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Range<usize>,
    /// What it is.
    pub kind: WordKind,
}

/// See [`Word`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// The name of a value or a table.
    Name,
    /// A name with a parenthesis behind it.
    Function,
    /// A category, with its quotes.
    Category,
}

/// The names and the categories in a source. What is no token is passed over.
#[must_use]
pub fn words(source: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut after_name = false;
    let mut start = 0;
    while start < source.len() {
        let mut lexer = Lexer::new(&source[start..]);
        let Ok((token, from, to)) = lexer.next() else {
            let sign = source[start..].trim_start().chars().next();
            let space = source[start..].len() - source[start..].trim_start().len();
            start += space + sign.map_or(1, char::len_utf8);
            after_name = false;
            continue;
        };
        let span = start + from..start + to;
        match token {
            Token::End => break,
            Token::Name | Token::Category => words.push(Word {
                span: span.clone(),
                kind: match token {
                    Token::Name => WordKind::Name,
                    _ => WordKind::Category,
                },
            }),
            _ if after_name && &source[span.clone()] == "(" => {
                if let Some(last) = words.last_mut() {
                    last.kind = WordKind::Function;
                }
            }
            _ => {}
        }
        after_name = token == Token::Name;
        start = span.end;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{WordKind, words};

    #[test]
    fn names_are_found_in_what_is_unfinished() {
        let found = |source: &str| -> Vec<String> {
            let shown = |word: &super::Word| {
                let call = if word.kind == WordKind::Function {
                    "()"
                } else {
                    ""
                };
                format!("{}{call}", &source[word.span.clone()])
            };
            words(source).iter().map(shown).collect()
        };
        assert_eq!(
            found("min(a, d.b) * t[track]"),
            ["min()", "a", "d.b", "t", "track"]
        );
        assert_eq!(found("a + § if b == \"c\" then"), ["a", "b", "\"c\""]);
        assert_eq!(found("a * \"b"), ["a", "b"]);
        assert_eq!(found("d."), ["d"]);
        assert_eq!(found(""), [""; 0]);
    }
}
