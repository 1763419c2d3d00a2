//! What is known of a value when it is read: what it says, and where it stands.

use super::Text;
use crate::diagnostic::Sink;
use std::ops::Range;

/// Texts under names, each with the tracks that it is for (`None` is for all). `None` in place of the texts stands
/// for what was refused.
pub type NamedTexts = Vec<(Text, Option<Vec<(Option<Text>, Text)>>)>;

/// A number as an author may write it.
pub enum Written {
    /// Itself.
    Number(Placed<f64>),
    /// What computes it.
    Expression(Text),
}

/// A value with its place in the chapter.
#[derive(Clone, Debug)]
pub struct Placed<T> {
    /// What it says.
    pub value: T,
    /// Where.
    pub span: Range<usize>,
}

/// A table in the chapter: where to point for what concerns all of it, and what it is.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Its head.
    pub head: Range<usize>,
    /// What it is, in messages: "`lock`", "a `track` of `chapter`".
    pub what: String,
    /// The keys that are there, with their places.
    pub(super) keys: Vec<(String, Range<usize>)>,
}

impl Spot {
    /// True if a key is there, rightly written or not.
    pub fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|(other, _)| other == key)
    }

    /// Where a key is written; the head if it is not there.
    pub fn place(&self, key: &str) -> Range<usize> {
        let found = self.keys.iter().find(|(other, _)| other == key);
        found.map_or(self.head.clone(), |(_, place)| place.clone())
    }

    /// Reports a key that is missing, where that depends on others.
    pub fn demand(&self, sink: &Sink, key: &str, example: &str) {
        if !self.has(key) {
            missing(sink, self.head.clone(), &self.what, key, example);
        }
    }
}

pub(super) fn missing(sink: &Sink, head: Range<usize>, what: &str, key: &str, example: &str) {
    sink.report(
        head,
        format!("{what} has no `{key}`"),
        format!("`{key}` is missing"),
        format!("add a line `{key} = {example}`"),
    );
}

/// A text for all tracks, or one for each.
pub struct ByTrack {
    /// Its key, for messages.
    pub key: &'static str,
    /// Where it stands.
    pub span: Range<usize>,
    /// What was written; `None` after a mistake.
    pub texts: Option<TextsByTrack>,
}

/// What stands under a key that may differ by track.
pub enum TextsByTrack {
    /// One for all.
    All(Text),
    /// By the ids of the tracks.
    Each(Vec<(Text, Text)>),
}
