//! JSON without generated code for each type: text goes in, a [`Json`] comes out, and the other way round.
//!
//! The browser's side reads missions and ledgers through this module alone. What serde derives for reading
//! made a third of the bytes of the whole program; here one tree is read, and taken apart by [`Take`].
//!
//! ```text
//! text ──Json::parse──▶ Json ──Json::into──▶ Ledger     objects by name, as serde_json writes them
//!                                          ▶ Mission    arrays in the order of declaration
//!      ◀────Display────      ◀──named::to─── Ledger
//!                            ◀──packed::to── Mission
//! ```
//!
//! A number is an `f64`, read to the nearest and written as the shortest text that reads back the same.
//! What isn't finite is written as `null`, as serde_json does.

mod read;
mod take;
mod write;

#[cfg(test)]
mod tests;

use serde::{Serialize, Serializer};
use std::fmt;

pub use mission_derive::Take;
pub use read::Malformed;
pub(crate) use read::{Reader, read};
pub use take::Take;
pub(crate) use take::{Items, Members, named, numbered, tagged, untagged};

/// A JSON text as a tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Truth(bool),
    /// Integers too: those up to 2⁵³ are exact.
    Number(f64),
    /// A string.
    Text(String),
    /// `[…]`.
    Array(Vec<Json>),
    /// `{…}`, in the order of the text.
    Object(Vec<(String, Json)>),
}

/// A tree that isn't of the type that was asked for, or a type that JSON can't hold.
///
/// It doesn't say where: on a page there is no one to mend it. To find out, read the text with serde_json.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(crate::words::OTHER_JSON)
    }
}

impl std::error::Error for Mismatch {}

/// Structures as objects and variants by name: what serde_json reads and writes.
pub mod named {
    use super::*;

    /// The tree of a value.
    ///
    /// # Errors
    /// If the value has what JSON has not: a map whose keys are no texts.
    pub fn to(value: &impl Serialize) -> Result<Json, Mismatch> {
        value.serialize(write::Writer::<false>)
    }
}

/// Structures as arrays of their fields and variants by number, both in the order of declaration: a third
/// of the bytes, and read with a tenth of the code. Only the version of a program that wrote it can read
/// it. A field that serde skips is `null`, or left out at the end; read back, `null` is the empty text, the
/// empty list, `false`, or nothing.
pub mod packed {
    use super::*;

    /// The tree of a value.
    ///
    /// # Errors
    /// If the value has what JSON has not: a map whose keys are no texts.
    pub fn to(value: &impl Serialize) -> Result<Json, Mismatch> {
        value.serialize(write::Writer::<true>)
    }
}

impl Json {
    /// Reads a text.
    ///
    /// # Errors
    /// If it isn't JSON, or is nested too deeply.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        read::parse(text)
    }

    /// The member of a name, if this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members
                .iter()
                .find(|(own, _)| own == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Sets a member; what isn't an object becomes one.
    pub fn set(&mut self, name: &str, value: Self) {
        if !matches!(self, Self::Object(_)) {
            *self = Self::Object(Vec::new());
        }
        if let Self::Object(members) = self {
            members.retain(|(own, _)| own != name);
            members.push((name.to_owned(), value));
        }
    }

    /// On lines of its own, indented by two spaces: for files that people look into.
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        write::print(self, &mut out, Some(0));
        out
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Truth(truth) => serializer.serialize_bool(*truth),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut out = String::new();
        write::print(self, &mut out, None);
        f.write_str(&out)
    }
}
