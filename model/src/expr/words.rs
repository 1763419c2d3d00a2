//! The words in the source of an expression that may be unfinished, for editors.

use super::lex::{Lexer, Token};
use std::ops::Range;

/// A name in the source: of a value, a table or a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Range<usize>,
    /// Whether a parenthesis follows, so that it is the name of a function.
    pub called: bool,
}

/// The names in a source. What is no token is passed over.
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
            Token::Name => words.push(Word {
                span: span.clone(),
                called: false,
            }),
            _ if after_name && &source[span.clone()] == "(" => {
                if let Some(last) = words.last_mut() {
                    last.called = true;
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
    use super::words;

    #[test]
    fn names_are_found_in_what_is_unfinished() {
        let found = |source: &str| -> Vec<String> {
            let shown = |word: &super::Word| {
                let call = if word.called { "()" } else { "" };
                format!("{}{call}", &source[word.span.clone()])
            };
            words(source).iter().map(shown).collect()
        };
        assert_eq!(
            found("min(a, d.b) * t[track]"),
            ["min()", "a", "d.b", "t", "track"]
        );
        assert_eq!(found("a + § if b == \"c\" then"), ["a", "b"]);
        assert_eq!(found("a * \"b"), ["a", "b"]);
        assert_eq!(found("d."), ["d"]);
        assert_eq!(found(""), [""; 0]);
    }
}
