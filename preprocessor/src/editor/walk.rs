//! A body beside the declarations of its kind: what each key, each name and each text in it is.

use super::body::{Entry, Header, Item, Value, What, Word};
use crate::reader::Text;
use crate::vocabulary::{Holds, Key, Shape};

/// Something in a body.
pub enum Found<'b> {
    /// A declared key, with its words.
    Key(&'b Word, &'b Key, &'static str),
    /// A name under a key, such as the track of a text; so many names stand before it.
    Name(&'b Word, Holds, usize),
    /// A text.
    Text(&'b Text, Holds),
}

/// What is declared at a place of a body.
#[derive(Clone)]
pub enum At {
    /// A table with declared keys; whether its name has been given, where it has one.
    Table(Shape),
    /// A table of such tables, under names that the author gives.
    Tables(Shape),
    /// What a key holds, and how many names stand after the key.
    Under(Key, usize),
    /// Nothing is.
    Unknown,
}

impl At {
    /// What is declared behind a word; `see` is told what the word is.
    pub fn step(&self, word: &Word, see: &mut dyn FnMut(Found)) -> Self {
        match self {
            Self::Table(shape) => {
                let Some((key, doc)) = shape.find(&word.text) else {
                    return Self::Unknown;
                };
                see(Found::Key(word, key, doc));
                match key.below {
                    None => Self::Under(key.clone(), 0),
                    Some(below) if key.holds == Holds::ByTrack => Self::Tables(below()),
                    Some(below) => Self::Table(below()),
                }
            }
            Self::Tables(shape) => {
                see(Found::Name(word, Holds::ByTrack, 0));
                Self::Table(shape.clone())
            }
            Self::Under(key, depth) => {
                see(Found::Name(word, key.holds, *depth));
                Self::Under(key.clone(), depth + 1)
            }
            Self::Unknown => Self::Unknown,
        }
    }

    /// What is declared behind some words.
    pub fn steps(&self, words: &[Word], see: &mut dyn FnMut(Found)) -> Self {
        words
            .iter()
            .fold(self.clone(), |at, word| at.step(word, see))
    }

    fn entry(&self, entry: &Entry, see: &mut dyn FnMut(Found)) {
        let at = self.steps(&entry.key, see);
        if let Some(value) = &entry.value {
            at.value(value, see);
        }
    }

    fn value(&self, value: &Value, see: &mut dyn FnMut(Found)) {
        match &value.what {
            What::Text(text) => {
                if let Self::Under(key, _) = self {
                    see(Found::Text(text, key.holds));
                }
            }
            What::List(items) => items.iter().for_each(|item| self.value(item, see)),
            What::Table(entries) => entries.iter().for_each(|entry| self.entry(entry, see)),
            What::Bare => {}
        }
    }
}

/// Tells `see` all that is in a body, in order.
pub fn walk(items: &[Item], shape: Shape, see: &mut dyn FnMut(Found)) {
    let top = At::Table(shape);
    let mut at = top.clone();
    for item in items {
        match item {
            Item::Header(header) => at = top.steps(&header.path, see),
            Item::Entry(entry) => at.entry(entry, see),
        }
    }
}

/// What the last header before a place begins: its words, and what is declared there.
pub fn header_at(items: &[Item], shape: Shape, place: usize) -> (Option<&Header>, At) {
    let headers = items.iter().filter_map(|item| match item {
        Item::Header(header) => Some(header),
        Item::Entry(_) => None,
    });
    let last = headers.rev().find(|header| header.span.end <= place);
    let top = At::Table(shape);
    let at = last.map_or(top.clone(), |header| top.steps(&header.path, &mut |_| {}));
    (last, at)
}
