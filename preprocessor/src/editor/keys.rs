//! The keys and the heads of tables that may be written at a place of a body.

use super::body::{Entry, What};
use super::complete::{Completion, CompletionKind, escaped};
use super::hover::{key_doc, plain_links};
use super::known::Here;
use super::walk::At;
use crate::vocabulary::{Holds, Key, Shape, Sort};
use std::ops::Range;

/// The keys of a table that are not there yet, and the heads of tables that may follow.
pub fn keys(
    directive: &Shape,
    at: &At,
    written: &Range<usize>,
    beside: &[&Entry],
    inline: bool,
    here: &Here,
) -> Vec<Completion> {
    let present: Vec<&str> = beside
        .iter()
        .filter_map(|entry| entry.key.first())
        .filter(|word| word.span.start != written.start)
        .map(|word| word.text.as_str())
        .collect();
    let mut found = match at {
        At::Table(shape) => own_keys(shape, &present, beside, written, inline),
        At::Tables(_) => by_track(here, &present, written, "{ $1 }"),
        At::Under(key, depth) => match (key.holds, depth) {
            (Holds::Values, 1) | (Holds::Prose, 0) => by_track(here, &present, written, "\"$1\""),
            (Holds::ByTrack, 0) => by_track(here, &present, written, "$1"),
            (Holds::Settings, 0) => settings(here, written),
            _ => Vec::new(),
        },
        At::Unknown => Vec::new(),
    };
    if !inline {
        found.extend(headers(directive, written, here));
    }
    found
}

fn own_keys(
    shape: &Shape,
    present: &[&str],
    beside: &[&Entry],
    written: &Range<usize>,
    inline: bool,
) -> Vec<Completion> {
    let kind = beside
        .iter()
        .find_map(|entry| match &entry.value.as_ref()?.what {
            What::Text(text) if entry.key.first()?.text == "kind" => Some(text.value.as_str()),
            _ => None,
        });
    // A variant is called after the kind that it is of, if it is of one.
    let fits = |variant: &&Shape| match (variant.title.split_once('"'), kind) {
        (Some((_, title)), Some(kind)) => title.split('"').next() == Some(kind),
        _ => true,
    };
    let variants = shape.variants.iter().filter(fits);
    let keys = shape
        .keys
        .iter()
        .chain(variants.flat_map(|variant| &variant.keys));
    let mut found: Vec<Completion> = Vec::new();
    for key in keys {
        let table = has_head(key) && !inline;
        let known = found.iter().any(|one| one.label == key.name);
        if !table && !known && !present.contains(&key.name) {
            found.push(Completion {
                label: key.name.to_owned(),
                kind: CompletionKind::Key,
                replace: written.clone(),
                insert: format!("{} = {}", key.name, placeholder(key)),
                detail: key.noun.clone(),
                doc: key_doc(shape, key.name),
            });
        }
    }
    found
}

/// Whether a key is written as the head of a table.
fn has_head(key: &Key) -> bool {
    let named = matches!(key.holds, Holds::Values | Holds::Constants);
    named || key.below.is_some() && key.holds != Holds::Slider
}

/// The example of a key's value, to be filled in.
fn placeholder(key: &Key) -> String {
    let words = key.schema["enum"].as_array().into_iter().flatten();
    let words: Vec<&str> = words.filter_map(|word| word.as_str()).collect();
    if !words.is_empty() {
        return format!("\"${{1|{}|}}\"", words.join(","));
    }
    if let Some(below) = key.below {
        let shape = below();
        let needed = shape.needed().enumerate();
        let needed: Vec<String> = needed
            .map(|(index, key)| format!("{} = {}", key.name, stops(&key.example, index + 1)))
            .collect();
        return format!("{{ {} }}", needed.join(", "));
    }
    match &key.default {
        Some(default) if !default.is_string() => format!("${{1:{default}}}"),
        _ => stops(&key.example, 1),
    }
}

/// An example with a place to stop at for each `…`, counted from `first`.
fn stops(example: &str, first: usize) -> String {
    if !example.contains('…') {
        return format!("${{{first}:{}}}", escaped(example));
    }
    let mut parts = example.split('…');
    let mut out = escaped(parts.next().unwrap_or_default());
    for (index, part) in parts.enumerate() {
        out += &format!("${}{}", first + index, escaped(part));
    }
    out
}

fn by_track(here: &Here, present: &[&str], written: &Range<usize>, value: &str) -> Vec<Completion> {
    let mut tracks = here.ids(Sort::Track, written);
    tracks.retain(|track| !present.contains(&track.label.as_str()));
    for track in &mut tracks {
        track.insert = format!("{} = {value}", track.insert);
    }
    tracks
}

fn settings(here: &Here, written: &Range<usize>) -> Vec<Completion> {
    let mut controls = here.ids(Sort::Control, written);
    for control in &mut controls {
        control.insert = format!("\"{}\" = $1", control.insert);
    }
    controls
}

/// The heads of all tables of a directive.
pub fn headers(directive: &Shape, written: &Range<usize>, here: &Here) -> Vec<Completion> {
    let mut heads = Vec::new();
    collect(directive, "", &here.track_ids(), &mut heads);
    let head = |(head, insert, noun, doc): (String, String, String, String)| Completion {
        label: head,
        kind: CompletionKind::Table,
        replace: written.clone(),
        insert,
        detail: noun,
        doc,
    };
    heads.into_iter().map(head).collect()
}

/// Heads, each with what is put in, its type and its words.
type Heads = Vec<(String, String, String, String)>;

fn collect(shape: &Shape, path: &str, tracks: &[String], heads: &mut Heads) {
    for key in shape.all().filter(|key| has_head(key)) {
        let path = match path {
            "" => key.name.to_owned(),
            path => format!("{path}.{}", key.name),
        };
        let doc = plain_links(shape.find(key.name).map_or("", |(_, doc)| doc));
        let mut add = |head: String, insert: String| {
            heads.push((head, insert, key.noun.clone(), doc.clone()));
        };
        match (key.holds, key.below) {
            (Holds::Constants, _) => {
                add(format!("[{path}.NAME]"), format!("[{path}.${{1:name}}]\n"))
            }
            (Holds::ByTrack, Some(below)) => {
                for track in tracks {
                    let path = format!("{path}.{track}");
                    heads.push((
                        format!("[{path}]"),
                        format!("[{path}]\n"),
                        key.noun.clone(),
                        doc.clone(),
                    ));
                    collect(&below(), &path, tracks, heads);
                }
            }
            (_, below) => {
                let many = key.schema["type"] == "array";
                let head = if many {
                    format!("[[{path}]]")
                } else {
                    format!("[{path}]")
                };
                add(head.clone(), format!("{head}\n"));
                if let Some(below) = below {
                    collect(&below(), &path, tracks, heads);
                }
            }
        }
    }
}
