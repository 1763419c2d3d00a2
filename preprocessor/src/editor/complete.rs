//! What may be written at a place of a chapter. All of it comes from the declarations of the vocabulary, from the
//! functions of the language, and from what the chapters declare.

use super::cursor::{self, Cursor, Written};
use super::expression::{self, readout_at};
use super::keys;
use super::known::{Here, Known};
use super::names::directives;
use crate::directive::{KINDS, doc, keys_of};
use crate::vocabulary::{Holds, Key, Sort};
use mdbook_markdown::MarkdownOptions;
use std::ops::Range;

/// Something that may be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion {
    /// What is chosen.
    pub label: String,
    pub kind: CompletionKind,
    /// What it replaces.
    pub replace: Range<usize>,
    /// What is put there, as a snippet: `$1`, `${1:0.5}`.
    pub insert: String,
    /// What it is, in a few words.
    pub detail: String,
    /// What it does, as Markdown.
    pub doc: String,
}

/// What it is that may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    Directive,
    Key,
    Table,
    Choice,
    Id,
    Value,
    Function,
}

impl Completion {
    /// A word that stands for itself.
    pub fn word(
        label: impl Into<String>,
        kind: CompletionKind,
        replace: Range<usize>,
        detail: impl Into<String>,
    ) -> Self {
        let label = label.into();
        Self {
            insert: escaped(&label),
            kind,
            replace,
            detail: detail.into(),
            doc: String::new(),
            label,
        }
    }
}

/// A text of which nothing is a mark of a snippet.
pub fn escaped(text: &str) -> String {
    let marks = ['\\', '$', '}'];
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        if marks.contains(&sign) {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}

/// What may be written at a place of a chapter.
#[must_use]
pub fn complete(text: &str, place: usize, known: &Known) -> Vec<Completion> {
    let line = text[..place].rfind('\n').map_or(0, |newline| newline + 1);
    if let Some(found) = in_info(&text[line..place], place, text, known) {
        return found;
    }
    let (directives, _) = directives(text, &MarkdownOptions::default());
    let around = directives.iter().find(|directive| {
        let body = &directive.fence.body;
        body.start <= place && (place < body.end || !directive.fence.closed && place == body.end)
    });
    let here = Here::new(text, around.map(|directive| directive.id.as_str()), known);
    let keyed = around.and_then(|directive| Some((directive, keys_of(directive.kind)?)));
    let Some((directive, shape)) = keyed else {
        return in_readout(&here, 0, text, place);
    };
    let here = match directive.kind {
        "chapter" | "expect" => Here::new(text, None, known),
        _ => here,
    };
    match cursor::at(&directive.items, shape.clone(), text, place) {
        Some(Cursor::Header(written)) => keys::headers(&shape, &written, &here),
        Some(Cursor::Key {
            at,
            written,
            beside,
            inline,
        }) => keys::keys(&shape, &at, &written, &beside, inline, &here),
        Some(Cursor::Value {
            key,
            depth,
            written,
        }) => value(&key, depth, written, text, place, &here),
        None => Vec::new(),
    }
}

/// In the line that opens a fence.
fn in_info(line: &str, place: usize, text: &str, known: &Known) -> Option<Vec<Completion>> {
    let info = line.trim_start().trim_start_matches(['`', '~']);
    let marks = line.trim_start().len() - info.len();
    let words = info.trim_start().strip_prefix("mission")?;
    if marks < 3 || !words.starts_with([' ', '\t']) {
        return None;
    }
    let begun = words.trim_start();
    if let Some(track) = begun.strip_prefix("track ") {
        let replace = place - track.trim_start().len()..place;
        let here = Here::new(text, None, known);
        return Some(here.ids(Sort::Track, &replace));
    }
    let kind = |kind: &&'static str| Completion {
        doc: doc(kind).unwrap_or_default().to_owned(),
        ..Completion::word(
            *kind,
            CompletionKind::Directive,
            place - begun.len()..place,
            "directive",
        )
    };
    Some(KINDS.iter().map(kind).collect())
}

/// In a readout that begins at `from` or later.
fn in_readout(here: &Here, from: usize, text: &str, place: usize) -> Vec<Completion> {
    match readout_at(&text[from..place]) {
        Some(begun) => expression::complete(here, &text[from + begun..place], place, true),
        None => Vec::new(),
    }
}

fn value(
    key: &Key,
    depth: usize,
    written: Written,
    text: &str,
    place: usize,
    here: &Here,
) -> Vec<Completion> {
    if depth == 0 && key.holds == Holds::Plain {
        return choices(key, &written);
    }
    match (key.holds, &written) {
        (Holds::Names(sort), _) => {
            let mut found = here.ids(sort, &whole(&written));
            if let Written::Bare(_) = written {
                found
                    .iter_mut()
                    .for_each(|one| one.insert = format!("\"{}\"", one.insert));
            }
            found
        }
        (Holds::Expression | Holds::Values, Written::Text(literal)) => {
            let from = literal.at(0..0).start.min(place);
            expression::complete(here, &text[from..place], place, false)
        }
        (Holds::Prose, Written::Text(literal)) => in_readout(here, literal.span.start, text, place),
        _ => Vec::new(),
    }
}

/// All that is written of a value, without quotes.
fn whole(written: &Written) -> Range<usize> {
    match written {
        Written::Text(text) => text.at(0..text.value.len()),
        Written::Bare(range) => range.clone(),
    }
}

/// Of a key with a few words, or of a truth.
fn choices(key: &Key, written: &Written) -> Vec<Completion> {
    let bare = matches!(written, Written::Bare(_));
    let replace = match written {
        // An empty text has no content whose place could be told.
        Written::Text(text) if text.value.is_empty() => text.span.start + 1..text.span.start + 1,
        written => whole(written),
    };
    let words = key.schema["enum"].as_array().into_iter().flatten();
    let words = words.filter_map(|word| word.as_str());
    let choice = |word: &str, insert: String| Completion {
        insert,
        ..Completion::word(word, CompletionKind::Choice, replace.clone(), "")
    };
    let mut found: Vec<Completion> = words
        .map(|word| {
            let insert = if bare {
                format!("\"{word}\"")
            } else {
                word.to_owned()
            };
            choice(word, insert)
        })
        .collect();
    if key.schema["type"] == "boolean" && bare {
        found.extend(["true", "false"].map(|word| choice(word, word.to_owned())));
    }
    found
}
