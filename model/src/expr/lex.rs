//! Source text goes in, tokens come out, one at a time.

use super::parse::ParseError;
use crate::decimal;

/// What stands at a place of the source. The text of a token is the source between its ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token {
    /// Finite and not negative.
    Number(f64),
    /// With its quotes.
    Category,
    /// With at most one dot.
    Name,
    /// A word of the language, an operator or punctuation.
    Mark,
    /// The end of the source.
    End,
}

const WORDS: [&str; 8] = ["true", "false", "not", "and", "or", "if", "then", "else"];
const MARKS: [&str; 17] = [
    "<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "^", "(", ")", "[", "]", ",", ".",
];

pub(super) struct Lexer<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(source: &'a str) -> Self {
        Self { source, at: 0 }
    }

    /// The next token, with the bytes where it starts and ends.
    pub fn next(&mut self) -> Result<(Token, usize, usize), ParseError> {
        self.skip(|byte| byte.is_ascii_whitespace());
        let start = self.at;
        let token = match self.byte(0) {
            None => Token::End,
            Some(b'0'..=b'9') => self.number()?,
            Some(b'.') if self.digit(1) => self.number()?,
            Some(b'a'..=b'z') => self.word(),
            Some(b'"') => self.category()?,
            Some(_) => self.mark()?,
        };
        Ok((token, start, self.at))
    }

    /// `12`, `1_000`, `.5`, `1.5e-3`.
    fn number(&mut self) -> Result<Token, ParseError> {
        let start = self.at;
        self.digits();
        if self.byte(0) == Some(b'.') && self.digit(1) {
            self.at += 1;
            self.digits();
        }
        if matches!(self.byte(0), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.byte(1), Some(b'+' | b'-')));
            if self.digit(1 + sign) {
                self.at += 1 + sign;
                self.digits();
            }
        }
        let written = &self.source[start..self.at];
        let number = decimal::parse(&written.replace('_', ""));
        number
            .filter(|number| number.is_finite())
            .map(Token::Number)
            .ok_or_else(|| {
                let message = "this number is too large";
                ParseError::new(start, self.at, message.to_owned())
            })
    }

    /// Digits, with single underscores between them.
    fn digits(&mut self) {
        while self.digit(0) || (self.byte(0) == Some(b'_') && self.digit(1)) {
            self.at += 1;
        }
    }

    /// A word of the language, `name` or `directive.name`.
    fn word(&mut self) -> Token {
        let part = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
        let start = self.at;
        self.skip(part);
        let word = &self.source[start..self.at];
        if WORDS.contains(&word) {
            return Token::Mark;
        }
        // What has no name of its own is called `directive._12`.
        if self.byte(0) == Some(b'.') && matches!(self.byte(1), Some(b'a'..=b'z' | b'_')) {
            self.at += 1;
            self.skip(part);
        }
        Token::Name
    }

    fn category(&mut self) -> Result<Token, ParseError> {
        let start = self.at;
        self.at += 1;
        self.skip(|byte| byte != b'"' && byte != b'\n');
        if self.byte(0) == Some(b'"') {
            self.at += 1;
            return Ok(Token::Category);
        }
        Err(ParseError::new(
            start,
            self.at,
            "expected a closing `\"` on the same line".to_owned(),
        ))
    }

    fn mark(&mut self) -> Result<Token, ParseError> {
        let rest = &self.source[self.at..];
        if let Some(mark) = MARKS.iter().find(|mark| rest.starts_with(**mark)) {
            self.at += mark.len();
            return Ok(Token::Mark);
        }
        let found = rest.chars().next().unwrap_or_default();
        let advice = match found {
            '=' => ": write `==` to compare",
            '!' => ": write `not`",
            '&' => ": write `and`",
            '|' => ": write `or`",
            '%' => ": write `0.05` for five percent",
            '\'' => ": write categories in double quotes",
            'A'..='Z' => ": names are in lower case",
            '−' => ": write the minus of the keyboard, `-`",
            _ => "",
        };
        let message = format!("unexpected `{found}`{advice}");
        Err(ParseError::new(
            self.at,
            self.at + found.len_utf8(),
            message,
        ))
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.source.as_bytes().get(self.at + ahead).copied()
    }

    fn digit(&self, ahead: usize) -> bool {
        self.byte(ahead).is_some_and(|byte| byte.is_ascii_digit())
    }

    fn skip(&mut self, wanted: fn(u8) -> bool) {
        while self.byte(0).is_some_and(wanted) {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The standard library's parser is the other source.
    fn check(source: &str) {
        let expect = source.parse().map(Token::Number).unwrap();
        assert_eq!(Lexer::new(source).next(), Ok((expect, 0, source.len())));
    }

    #[test]
    fn numbers_are_the_nearest() {
        for source in [
            "0",
            "0.0",
            "0e999",
            "1",
            "0.1",
            ".3",
            "1e22",
            "1e23",
            "3e38",
            "1e-21",
            "123.456e-18",
        ] {
            check(source);
        }
        // Halfway between two f64, just above and just below.
        for source in [
            "9007199254740993",
            "9007199254740993.001",
            "9007199254740992.999",
        ] {
            check(source);
        }
        let mut bits = 1_u64;
        for exponent in -21..19 {
            for _ in 0..200 {
                bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                check(&format!("{}e{exponent}", bits >> (bits % 64)));
            }
        }
    }

    #[test]
    fn what_is_printed_is_read() {
        let mut bits = 1_u64;
        for _ in 0..5000 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let number = (bits >> 11) as f64 / (1_u64 << 53) as f64;
            check(&(number + 1e-5).to_string());
            check(&(number * 1e20).to_string());
        }
    }

    #[test]
    fn numbers_out_of_range() {
        for source in ["1e309", "1e99999999999999999999"] {
            assert!(Lexer::new(source).next().is_err(), "{source}");
        }
    }
}
