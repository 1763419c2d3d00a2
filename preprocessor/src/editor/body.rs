//! The body of a directive that may be unfinished: TOML goes in; its headers and entries come out, each with its
//! place in the chapter.
//!
//! What can't be read is left out, and what follows it is read all the same.

use crate::reader::Text;
use std::borrow::Cow;
use std::ops::Range;
use toml_parser::Source;
use toml_parser::decoder::Encoding;
use toml_parser::parser::{Event, EventKind, parse_document};

/// A line of the body, or what goes on over several.
#[derive(Debug)]
pub enum Item {
    /// `[path]` or `[[path]]`.
    Header(Header),
    /// `key = value`.
    Entry(Entry),
}

/// See [`Item`].
#[derive(Debug)]
pub struct Header {
    pub path: Vec<Word>,
    pub span: Range<usize>,
}

/// See [`Item`].
#[derive(Debug)]
pub struct Entry {
    /// More than one word if it has dots.
    pub key: Vec<Word>,
    /// Where the value may begin, if the `=` is there.
    pub after_equals: Option<usize>,
    pub value: Option<Value>,
}

/// A word of a key.
#[derive(Clone, Debug)]
pub struct Word {
    pub text: String,
    /// Its quotes included.
    pub span: Range<usize>,
}

/// See [`Item`].
#[derive(Debug)]
pub struct Value {
    pub span: Range<usize>,
    pub what: What,
}

/// What a value is.
#[derive(Debug)]
pub enum What {
    Text(Text),
    /// A number, a truth, or a word without quotes.
    Bare,
    List(Vec<Value>),
    Table(Vec<Entry>),
}

/// Reads a body that begins at `offset` in its chapter.
pub fn read(body: &str, offset: usize) -> Vec<Item> {
    let mut reading = Reading {
        body,
        offset,
        events: events(body).0,
        at: 0,
    };
    let mut items = Vec::new();
    while let Some(event) = reading.peek() {
        match event.kind() {
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                items.push(Item::Header(reading.header()))
            }
            EventKind::SimpleKey => items.push(Item::Entry(reading.entry())),
            _ => reading.at += 1,
        }
    }
    items
}

/// What stands in a body, in order; and whether all of it is TOML.
pub fn events(body: &str) -> (Vec<Event>, bool) {
    let source = Source::new(body);
    let tokens = source.lex().into_vec();
    let (mut events, mut errors) = (Vec::new(), Vec::new());
    let mut take = |event: Event| events.push(event);
    parse_document(&tokens, &mut take, &mut errors);
    (events, errors.is_empty())
}

/// Where an event stands.
pub fn range(event: &Event) -> Range<usize> {
    event.span().start()..event.span().end()
}

struct Reading<'t> {
    body: &'t str,
    offset: usize,
    events: Vec<Event>,
    at: usize,
}

impl Reading<'_> {
    fn peek(&self) -> Option<Event> {
        self.events.get(self.at).copied()
    }

    fn peek_kind(&self) -> Option<EventKind> {
        self.peek().map(|event| event.kind())
    }

    fn place(&self, event: &Event) -> Range<usize> {
        let range = range(event);
        self.offset + range.start..self.offset + range.end
    }

    fn skip(&mut self, kinds: &[EventKind]) {
        while self.peek_kind().is_some_and(|kind| kinds.contains(&kind)) {
            self.at += 1;
        }
    }

    fn header(&mut self) -> Header {
        let mut span = self.peek().map_or(0..0, |open| self.place(&open));
        self.at += 1;
        self.skip(&[EventKind::Whitespace]);
        let path = self.words();
        span.end = path.last().map_or(span.end, |last| last.span.end);
        if let Some(close) = self.peek()
            && let EventKind::StdTableClose | EventKind::ArrayTableClose = close.kind()
        {
            span.end = self.place(&close).end;
            self.at += 1;
        }
        Header { path, span }
    }

    fn words(&mut self) -> Vec<Word> {
        let mut words = Vec::new();
        while let Some(event) = self.peek() {
            match event.kind() {
                EventKind::SimpleKey => words.push(self.word(&event)),
                EventKind::KeySep | EventKind::Whitespace => {}
                _ => break,
            }
            self.at += 1;
        }
        words
    }

    fn word(&self, event: &Event) -> Word {
        let written = self.body.get(range(event)).unwrap_or_default();
        Word {
            text: decoded(written, event.encoding(), true),
            span: self.place(event),
        }
    }

    fn entry(&mut self) -> Entry {
        let key = self.words();
        let Some(equals) = self
            .peek()
            .filter(|event| event.kind() == EventKind::KeyValSep)
        else {
            return Entry {
                key,
                after_equals: None,
                value: None,
            };
        };
        self.at += 1;
        self.skip(&[EventKind::Whitespace]);
        Entry {
            key,
            after_equals: Some(self.place(&equals).end),
            value: self.value(),
        }
    }

    fn value(&mut self) -> Option<Value> {
        let event = self.peek()?;
        let (mut span, what) = (self.place(&event), event.kind());
        let what = match what {
            EventKind::Scalar => {
                self.at += 1;
                self.scalar(&event)
            }
            EventKind::ArrayOpen => What::List(self.items(EventKind::ArrayClose, |reading| {
                (reading.peek_kind()? != EventKind::SimpleKey)
                    .then(|| reading.value())
                    .flatten()
            })),
            EventKind::InlineTableOpen => {
                What::Table(self.items(EventKind::InlineTableClose, |reading| {
                    (reading.peek_kind()? == EventKind::SimpleKey).then(|| reading.entry())
                }))
            }
            _ => return None,
        };
        if let Some(last) = self.at.checked_sub(1).and_then(|at| self.events.get(at)) {
            span.end = span.end.max(self.place(last).end);
        }
        (!span.is_empty()).then_some(Value { span, what })
    }

    /// What stands between brackets, up to the closing one or to what doesn't belong between them.
    fn items<T>(&mut self, close: EventKind, one: fn(&mut Self) -> Option<T>) -> Vec<T> {
        const BETWEEN: [EventKind; 5] = [
            EventKind::Whitespace,
            EventKind::Newline,
            EventKind::Comment,
            EventKind::ValueSep,
            EventKind::Error,
        ];
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip(&BETWEEN);
            if self.peek_kind() == Some(close) {
                self.at += 1;
                return items;
            }
            let before = self.at;
            items.extend(one(self));
            if self.at == before {
                return items;
            }
        }
    }

    fn scalar(&self, event: &Event) -> What {
        let written = self.body.get(range(event)).unwrap_or_default();
        match event.encoding() {
            None => What::Bare,
            encoding => {
                let value = decoded(written, encoding, false);
                What::Text(Text::of_toml(&value, written, self.place(event)))
            }
        }
    }
}

/// What is meant by a key or a string as it is written.
fn decoded(written: &str, encoding: Option<Encoding>, key: bool) -> String {
    let span = toml_parser::Span::new_unchecked(0, written.len());
    let raw = toml_parser::Raw::new_unchecked(written, encoding, span);
    let mut value = Cow::Borrowed("");
    match key {
        true => raw.decode_key(&mut value, &mut ()),
        false => {
            let _ = raw.decode_scalar(&mut value, &mut ());
        }
    }
    value.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &Option<Value>) -> String {
        match value.as_ref().map(|value| &value.what) {
            None => "-".to_owned(),
            Some(What::Bare) => "bare".to_owned(),
            Some(What::Text(text)) => format!("{:?}", text.value),
            Some(What::List(items)) => format!("{} items", items.len()),
            Some(What::Table(entries)) => {
                let entries: Vec<String> = entries.iter().map(entry).collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }

    fn words(words: &[Word]) -> String {
        let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        words.join(".")
    }

    fn entry(entry: &Entry) -> String {
        format!("{}={}", words(&entry.key), shown(&entry.value))
    }

    fn check(body: &str, expect: &[&str]) {
        let items: Vec<String> = read(body, 0)
            .iter()
            .map(|item| match item {
                Item::Header(header) => format!("[{}]", words(&header.path)),
                Item::Entry(it) => entry(it),
            })
            .collect();
        assert_eq!(items, expect, "{body}");
    }

    #[test]
    fn what_is_whole_is_read() {
        check(
            "a = 1 # note\nb.c = \"x\\ty\"\n[[d.\"e f\"]]\ng = ['h', 2]\ni = { j = true, k = '''\nl''' }\n",
            &[
                "a=bare",
                "b.c=\"x\\ty\"",
                "[d.e f]",
                "g=2 items",
                "i={j=bare, k=\"l\"}",
            ],
        );
    }

    #[test]
    fn what_is_unfinished_hides_nothing() {
        check("a\nb = 1\n", &["a=-", "b=bare"]);
        check("a =\nb = 1\n", &["a=-", "b=bare"]);
        check("a = \"x\nb = 1\n", &["a=\"x\"", "b=bare"]);
        check("[a.\nb = 1\n", &["[a.]", "b=bare"]);
        check("a = { b = 1, c }\nd = 2\n", &["a={b=bare, c=-}", "d=bare"]);
    }
}
