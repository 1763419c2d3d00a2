//! Text in, [`Json`] out.

use super::Json;
use crate::decimal;
use crate::words;
use std::fmt;

/// The deepest nesting. Reading is recursive, and bounded by it.
const MAX_DEPTH: usize = 64;

/// A text that isn't JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The byte at which that shows.
    pub at: usize,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&words::no_json(self.at))
    }
}

impl std::error::Error for Malformed {}

/// Reads a text that is one value.
pub fn parse(text: &str) -> Result<Json, Malformed> {
    read(text, |reader| reader.value(0))
}

/// Reads a text that is one value, of a known form.
pub fn read<T>(text: &str, value: impl FnOnce(&mut Reader) -> Option<T>) -> Result<T, Malformed> {
    let mut reader = Reader { text, at: 0 };
    match value(&mut reader) {
        Some(value) if reader.peek().is_none() => Ok(value),
        _ => Err(Malformed { at: reader.at }),
    }
}

/// Each method reads something from `at` on; `None` if it isn't there.
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    /// The next byte that isn't white space.
    pub fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other,
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes a byte, if it is the next after white space.
    pub fn pass(&mut self, byte: u8) -> bool {
        let passed = self.peek() == Some(byte);
        self.at += usize::from(passed);
        passed
    }

    /// A value at a depth.
    pub fn value(&mut self, depth: usize) -> Option<Json> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.peek()? {
            b'n' => self.word("null", Json::Null),
            b't' => self.word("true", Json::Truth(true)),
            b'f' => self.word("false", Json::Truth(false)),
            b'"' => self.string().map(Json::Text),
            b'[' => {
                let mut items = Vec::new();
                self.list(b']', |reader| {
                    items.push(reader.value(depth + 1)?);
                    Some(())
                })?;
                Some(Json::Array(items))
            }
            b'{' => {
                let mut members = Vec::new();
                self.list(b'}', |reader| {
                    let name = reader.string()?;
                    let value = reader.pass(b':').then(|| reader.value(depth + 1))??;
                    members.push((name, value));
                    Some(())
                })?;
                Some(Json::Object(members))
            }
            _ => self.number().map(Json::Number),
        }
    }

    fn word(&mut self, word: &str, json: Json) -> Option<Json> {
        self.text.get(self.at..)?.starts_with(word).then(|| {
            self.at += word.len();
            json
        })
    }

    /// The items of an array.
    pub fn array(&mut self, item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        match self.peek()? {
            b'[' => self.list(b']', item),
            _ => None,
        }
    }

    /// What stands between brackets, of which the first comes next, apart by commas.
    fn list(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.at += 1;
        if self.pass(close) {
            return Some(());
        }
        loop {
            item(self)?;
            if self.pass(close) {
                return Some(());
            }
            if !self.pass(b',') {
                return None;
            }
        }
    }

    /// A number.
    pub fn number(&mut self) -> Option<f64> {
        self.peek()?;
        let start = self.at;
        self.at += usize::from(self.byte() == Some(b'-'));
        // No digit may follow a leading zero.
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        let number = decimal::parse(self.text.get(start..self.at)?)?;
        number.is_finite().then_some(number)
    }

    /// At least one.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    /// A string.
    pub fn string(&mut self) -> Option<String> {
        if !self.pass(b'"') {
            return None;
        }
        let mut out = String::new();
        loop {
            // What needs no unescaping is copied in one go.
            let start = self.at;
            while self
                .byte()
                .is_some_and(|byte| byte >= b' ' && byte != b'"' && byte != b'\\')
            {
                self.at += 1;
            }
            out.push_str(self.text.get(start..self.at)?);
            match self.byte()? {
                b'"' => {
                    self.at += 1;
                    return Some(out);
                }
                b'\\' => out.push(self.escape()?),
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        self.at += 2;
        Some(match *self.text.as_bytes().get(self.at - 1)? {
            b'u' => return self.unicode(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            _ => return None,
        })
    }

    /// Four hexadecimal digits, or twice that for what lies beyond 16 bits.
    fn unicode(&mut self) -> Option<char> {
        let unit = self.hex()?;
        if !(0xd800..0xdc00).contains(&unit) {
            return char::from_u32(unit);
        }
        if !self.text.get(self.at..)?.starts_with("\\u") {
            return None;
        }
        self.at += 2;
        let low = self.hex()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
        char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + low)
    }

    fn hex(&mut self) -> Option<u32> {
        let mut value = 0;
        for _ in 0..4 {
            value = value * 16 + char::from(self.byte()?).to_digit(16)?;
            self.at += 1;
        }
        Some(value)
    }
}
