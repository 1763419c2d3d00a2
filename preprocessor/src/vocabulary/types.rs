//! The types of values that keys take, by the names that the guide gives them.

use super::{Holds, Keys, Shape, Sort, Takes};
use crate::diagnostic::{list, suggest};
use crate::reader::{ByTrack, Placed, Reader, Text, Written};
use serde_json::{Value as Json, json};
use std::marker::PhantomData;

/// Types that are written as a text, each with what the guide calls it.
macro_rules! texts {
    ($($(#[doc = $doc:literal])* $Name:ident $noun:literal $holds:expr;)*) => {$(
        $(#[doc = $doc])*
        pub struct $Name;

        impl Takes for $Name {
            type Written = Text;
            fn noun() -> String {
                $noun.to_owned()
            }
            fn holds() -> Holds {
                $holds
            }
            fn schema() -> Json {
                json!({ "type": "string" })
            }
            fn read(reader: &mut Reader, key: &'static str) -> Option<Text> {
                reader.text_if(key)
            }
            fn example() -> String {
                "\"…\"".to_owned()
            }
            fn need(reader: &mut Reader, key: &'static str) -> Option<Text> {
                reader.text(key)
            }
        }
    )*};
}

texts! {
    /// The id of the chapter.
    ChapterWord "word" Holds::Gives(Sort::Chapter);
    /// The id of a track.
    TrackWord "word" Holds::Gives(Sort::Track);
    /// The id of a directive.
    DirectiveWord "word" Holds::Gives(Sort::Directive);
    /// The id of a control, which names its value.
    ControlWord "word" Holds::Gives(Sort::Control);
    /// The name of a value.
    ValueWord "word" Holds::Gives(Sort::Value);
    /// The id of an instrument.
    InstrumentWord "word" Holds::Gives(Sort::Instrument);
    /// The id of a feature or a slice.
    PartWord "word" Holds::Gives(Sort::Part);
    /// The id of a term.
    TermWord "word" Holds::Gives(Sort::Term);
    /// Words without markup.
    PlainText "plain text" Holds::Plain;
    /// Markdown.
    RichText "text" Holds::Prose;
    /// Markdown of one line.
    Line "text, a line" Holds::Prose;
    /// What computes a value of any type.
    Expression "expression" Holds::Expression;
    /// What computes a truth.
    Condition "condition" Holds::Expression;
    /// What computes a series.
    Series "expression, a series" Holds::Expression;
    /// How a number is printed.
    NumberFormat "format" Holds::Plain;
    /// The id of a control.
    ControlId "id of a control" Holds::Names(Sort::Control);
    /// The id of a control, or a series.
    ControlOrSeries "id of a control, or a series" Holds::Expression;
    /// The id of a directive.
    DirectiveId "id of a directive" Holds::Names(Sort::Directive);
    /// The label of a line of the same plot.
    LineLabel "label of a line" Holds::Plain;
    /// The id of a slice of the same card.
    SliceId "id of a slice" Holds::Names(Sort::Part);
}

/// A text that may differ by track: `key = "…"`, or `[key]` with a text for each track.
pub struct TextByTrack;

impl Takes for TextByTrack {
    type Written = ByTrack;
    fn noun() -> String {
        "text by track".to_owned()
    }
    fn holds() -> Holds {
        Holds::Prose
    }
    fn schema() -> Json {
        json!({ "type": ["string", "object"], "additionalProperties": { "type": "string" } })
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<ByTrack> {
        reader.by_track(key)
    }
    fn example() -> String {
        "\"…\"".to_owned()
    }
}

/// A number.
pub struct Number;

impl Takes for Number {
    type Written = Placed<f64>;
    fn noun() -> String {
        "number".to_owned()
    }
    fn schema() -> Json {
        json!({ "type": "number" })
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<Placed<f64>> {
        let number = reader.number_if(key)?;
        Some(reader.placed(key, number))
    }
    fn example() -> String {
        "1.5".to_owned()
    }
}

/// A number, or an expression that computes it.
pub struct NumberOrExpression;

impl Takes for NumberOrExpression {
    type Written = Written;
    fn noun() -> String {
        "number or expression".to_owned()
    }
    fn holds() -> Holds {
        Holds::Expression
    }
    fn schema() -> Json {
        json!({ "type": ["number", "string"] })
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<Written> {
        reader.written_if(key)
    }
    fn example() -> String {
        "1.5".to_owned()
    }
}

/// A whole number between two, both included.
pub struct Whole<const LEAST: u32, const MOST: u32>;

impl<const LEAST: u32, const MOST: u32> Takes for Whole<LEAST, MOST> {
    type Written = u32;
    fn noun() -> String {
        format!("whole number, {LEAST} to {MOST}")
    }
    fn schema() -> Json {
        json!({ "type": "integer", "minimum": LEAST, "maximum": MOST })
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<u32> {
        reader.whole_if(key, LEAST..=MOST)
    }
    fn example() -> String {
        LEAST.to_string()
    }
    fn shown(number: &u32) -> Option<Json> {
        Some(json!(number))
    }
}

/// A truth.
pub struct Truth;

impl Takes for Truth {
    type Written = bool;
    fn noun() -> String {
        "true or false".to_owned()
    }
    fn schema() -> Json {
        json!({ "type": "boolean" })
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<bool> {
        reader.truth_if(key)
    }
    fn example() -> String {
        "true".to_owned()
    }
}

/// Words of which one is chosen.
pub trait Words: Copy + PartialEq + 'static {
    /// Each with what it stands for.
    const ALL: &'static [(&'static str, Self)];
    /// What is said of another word.
    fn unknown(word: &str) -> String;
}

/// One of a few words.
pub struct OneOf<W>(PhantomData<W>);

impl<W: Words> Takes for OneOf<W> {
    type Written = W;
    fn noun() -> String {
        let words: Vec<String> = W::ALL.iter().map(|(word, _)| format!("`{word}`")).collect();
        words.join(", ")
    }
    fn schema() -> Json {
        json!({ "enum": W::ALL.iter().map(|(word, _)| *word).collect::<Vec<_>>() })
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<W> {
        let text = reader.text_if(key)?;
        let known = W::ALL.iter().find(|(word, _)| *word == text.value);
        if known.is_none() {
            let help = suggest(&text.value, W::ALL.iter().map(|(word, _)| *word));
            let message = W::unknown(&text.value);
            reader.sink().report(text.span, message, "", help);
        }
        known.map(|(_, chosen)| *chosen)
    }
    fn example() -> String {
        let word = W::ALL.first().map_or("…", |(word, _)| word);
        format!("\"{word}\"")
    }
    fn shown(chosen: &W) -> Option<Json> {
        let word = W::ALL.iter().find(|(_, other)| other == chosen);
        word.map(|(word, _)| json!(word))
    }
}

/// Lists of texts, each with what the guide calls it.
macro_rules! lists {
    ($($(#[doc = $doc:literal])* $Name:ident $noun:literal $holds:expr;)*) => {$(
        $(#[doc = $doc])*
        pub struct $Name;

        impl Takes for $Name {
            type Written = Placed<Vec<Text>>;
            fn noun() -> String {
                $noun.to_owned()
            }
            fn holds() -> Holds {
                $holds
            }
            fn schema() -> Json {
                json!({ "type": "array", "items": { "type": "string" } })
            }
            fn read(reader: &mut Reader, key: &'static str) -> Option<Self::Written> {
                let texts = reader.texts_if(key)?;
                Some(reader.placed(key, texts))
            }
            fn example() -> String {
                "[\"…\", \"…\"]".to_owned()
            }
        }
    )*};
}

lists! {
    /// Texts.
    RichTexts "list of texts" Holds::Prose;
    /// Texts without markup.
    PlainTexts "list of plain texts" Holds::Plain;
    /// Two texts without markup.
    TwoPlainTexts "two plain texts" Holds::Plain;
    /// Ids of tracks.
    Tracks "list of tracks" Holds::Names(Sort::Track);
    /// Ids of controls.
    ControlIds "list of controls" Holds::Names(Sort::Control);
    /// Names of values.
    ValueNames "list of names" Holds::Names(Sort::Value);
    /// Ids.
    WordList "list of words" Holds::Plain;
    /// Ids of chapters.
    ChapterIds "list of chapter ids" Holds::Names(Sort::Chapter);
}

/// A list of numbers.
pub struct Numbers;

impl Takes for Numbers {
    type Written = Placed<Vec<f64>>;
    fn noun() -> String {
        "list of numbers".to_owned()
    }
    fn schema() -> Json {
        json!({ "type": "array", "items": { "type": "number" } })
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<Self::Written> {
        let numbers = reader.numbers_if(key)?;
        Some(reader.placed(key, numbers))
    }
    fn example() -> String {
        "[1, 2, 4]".to_owned()
    }
}

/// Two numbers.
pub struct TwoNumbers;

impl Takes for TwoNumbers {
    type Written = Placed<Vec<f64>>;
    fn noun() -> String {
        "two numbers".to_owned()
    }
    fn schema() -> Json {
        json!({ "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 })
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<Self::Written> {
        Numbers::read(reader, key)
    }
    fn example() -> String {
        "[0, 500]".to_owned()
    }
}

/// Ids with their labels.
pub struct Options;

impl Takes for Options {
    type Written = Placed<Vec<(Text, Text)>>;
    fn noun() -> String {
        "table: an id and a label for each".to_owned()
    }
    fn schema() -> Json {
        json!({ "type": "object", "additionalProperties": { "type": "string" } })
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<Self::Written> {
        let options = reader.named_texts_if(key)?;
        Some(reader.placed(key, options))
    }
    fn example() -> String {
        "{ first = \"…\", second = \"…\" }".to_owned()
    }
}

/// A table with keys of its own.
pub struct Table<K>(PhantomData<K>);

impl<K: Keys> Takes for Table<K> {
    type Written = K;
    fn noun() -> String {
        "table".to_owned()
    }
    fn schema() -> Json {
        json!({ "type": "object" })
    }
    fn below() -> Option<fn() -> Shape> {
        Some(K::shape)
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<K> {
        let mut table = reader.table_if(key)?;
        Some(whole(&mut table))
    }
}

/// Tables in order: `[[key]]`.
pub struct Tables<K>(PhantomData<K>);

impl<K: Keys> Takes for Tables<K> {
    type Written = Vec<K>;
    fn noun() -> String {
        "tables".to_owned()
    }
    fn schema() -> Json {
        json!({ "type": "array", "items": { "type": "object" } })
    }
    fn below() -> Option<fn() -> Shape> {
        Some(K::shape)
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<Vec<K>> {
        if !reader.has(key) {
            reader.tables(key);
            return None;
        }
        Some(reader.tables(key).iter_mut().map(whole).collect())
    }
    fn need(reader: &mut Reader, key: &'static str) -> Option<Vec<K>> {
        let tables = Self::read(reader, key).unwrap_or_default();
        if tables.is_empty() && reader.lacks(key) {
            let shape = K::shape();
            let needed: Vec<&str> = shape.needed().map(|key| key.name).collect();
            reader.sink().report(
                reader.head(),
                format!("{} has no `{key}`", reader.what()),
                format!("`{key}` is missing"),
                format!("add `[[{}]]` with {}", reader.path(key), list(&needed)),
            );
        }
        (!tables.is_empty()).then_some(tables)
    }
}

/// Tables under names: `[key.NAME]`.
pub struct NamedTables<K>(PhantomData<K>);

impl<K: Keys> Takes for NamedTables<K> {
    type Written = Vec<(Text, K)>;
    fn noun() -> String {
        "tables".to_owned()
    }
    fn holds() -> Holds {
        Holds::ByTrack
    }
    fn schema() -> Json {
        json!({ "type": "object", "additionalProperties": { "type": "object" } })
    }
    fn below() -> Option<fn() -> Shape> {
        Some(K::shape)
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<Self::Written> {
        let tables = reader.named_tables(key);
        let read = tables
            .into_iter()
            .map(|(name, mut table)| (name, whole(&mut table)));
        Some(read.collect())
    }
    fn need(reader: &mut Reader, key: &'static str) -> Option<Self::Written> {
        // What is missing is told by track, when the tracks are known.
        Self::read(reader, key)
    }
}

/// Reads all of a table.
fn whole<K: Keys>(table: &mut Reader) -> K {
    let keys = K::read(table);
    table.close();
    keys
}
