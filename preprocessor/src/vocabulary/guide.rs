//! The tables of keys in the author's guide.

use super::{Key, Shape};
use serde_json::Value as Json;

/// A table in the guide: its first line, and all of it.
pub struct GuideTable {
    /// The line by which it is found on its page.
    pub head: String,
    /// All of it, without a line break at the end.
    pub text: String,
}

/// The tables of these declarations and of all that is below them, each once.
pub fn tables(shapes: impl IntoIterator<Item = Shape>) -> Vec<GuideTable> {
    let mut found: Vec<GuideTable> = Vec::new();
    let mut left: Vec<Shape> = shapes.into_iter().collect();
    left.reverse();
    while let Some(shape) = left.pop() {
        let table = table(&shape);
        if found.iter().any(|known| known.head == table.head) {
            continue;
        }
        if !shape.keys.is_empty() {
            found.push(table);
        }
        let below = shape.keys.iter().filter_map(|key| key.below);
        left.extend(below.map(|below| below()));
        left.extend(shape.variants);
    }
    found
}

fn table(shape: &Shape) -> GuideTable {
    let head = format!("| key of {} | type | needed | what it does |", shape.title);
    let mut text = format!("{head}\n| --- | --- | --- | --- |");
    let mut keys = shape.keys.iter().peekable();
    while let Some(first) = keys.next() {
        let mut row = vec![first];
        while let Some(next) = keys.next_if(|next| next.doc.is_empty()) {
            row.push(next);
        }
        text += &line(shape, &row);
    }
    GuideTable { head, text }
}

/// A row: keys that share their words.
fn line(shape: &Shape, keys: &[&Key]) -> String {
    let first = keys[0];
    let mut names: Vec<String> = Vec::new();
    let mut nouns: Vec<&str> = Vec::new();
    for key in keys {
        names.push(name(shape, key));
        if !nouns.contains(&key.noun.as_str()) {
            nouns.push(&key.noun);
        }
    }
    let needed = first.needed_when();
    let doc = first.doc.trim();
    let default = match &first.default {
        None => String::new(),
        Some(Json::String(word)) => format!(" `{word}` if you don't say."),
        Some(number) => format!(" {number} if you don't say."),
    };
    let (names, nouns) = (names.join(", "), nouns.join("; "));
    format!("\n| {names} | {nouns} | {needed} | {doc}{default} |")
}

impl Key {
    /// When it is needed: "yes", "no", or in words.
    pub fn needed_when(&self) -> &'static str {
        match (self.when, self.needed) {
            ("", true) => "yes",
            ("", false) => "no",
            (when, _) => when,
        }
    }
}

/// A key as it is written: `label`, `[[plot.line]]`, `[track.ID]`.
fn name(shape: &Shape, key: &Key) -> String {
    let path = shape
        .title
        .split_once('[')
        .and_then(|(_, path)| path.split_once(']'));
    let path = match path {
        Some((path, _)) => format!("{}.{}", path.trim_start_matches('['), key.name),
        None => key.name.to_owned(),
    };
    match key.noun.as_str() {
        "tables" if key.schema["type"] == "array" => format!("`[[{path}]]`"),
        "tables" => format!("`[{path}.ID]`"),
        "table" if key.below.is_some() => format!("`[{path}]`"),
        "table of expressions" => format!("`[{path}]`"),
        _ => format!("`{}`", key.name),
    }
}
