//! What is being written at a place of a body: a header, a key, or a value.

use super::body::{Entry, Header, Item, Value, What, Word};
use super::walk::{At, header_at};
use crate::reader::Text;
use crate::vocabulary::{Key, Shape};
use std::ops::Range;

/// See the [module](self).
pub enum Cursor<'b> {
    /// What stands between brackets; all of it with the brackets.
    Header(Range<usize>),
    /// A key.
    Key {
        /// What is declared there.
        at: At,
        /// What is there of it.
        written: Range<usize>,
        /// The entries beside it.
        beside: Vec<&'b Entry>,
        /// Whether it stands between braces.
        inline: bool,
    },
    /// A value.
    Value {
        key: Key,
        /// How many names stand between it and the key.
        depth: usize,
        written: Written<'b>,
    },
}

/// What is there of a value.
pub enum Written<'b> {
    /// A text; the place is in it.
    Text(&'b Text),
    /// Something without quotes, or nothing.
    Bare(Range<usize>),
}

/// What is being written at a place, in a chapter's text.
pub fn at<'b>(items: &'b [Item], shape: Shape, text: &str, place: usize) -> Option<Cursor<'b>> {
    let line = text[..place].rfind('\n').map_or(0, |newline| newline + 1);
    let before = text[line..place].trim_start();
    if before.starts_with('[') && !before.contains(']') {
        let after = &text[place..];
        let close = after.len() - after.trim_start_matches(']').len();
        return Some(Cursor::Header(place - before.len()..place + close));
    }
    let (header, at) = header_at(items, shape, place);
    let beside = entries(items, header);
    for entry in &beside {
        if let Some(found) = in_entry(&at, entry, &beside, false, text, place) {
            return found;
        }
    }
    before.is_empty().then_some(Cursor::Key {
        at,
        written: place..place,
        beside,
        inline: false,
    })
}

/// The entries below a header; those above the first one, if it is none.
fn entries<'b>(items: &'b [Item], header: Option<&Header>) -> Vec<&'b Entry> {
    let after = header.map_or(0, |header| {
        let is_it = |item: &Item| matches!(item, Item::Header(other) if other.span == header.span);
        items.iter().position(is_it).map_or(0, |at| at + 1)
    });
    let entries = items[after..].iter().map_while(|item| match item {
        Item::Entry(entry) => Some(entry),
        Item::Header(_) => None,
    });
    entries.collect()
}

/// What is written of an entry. `None` if the place is not in it, `Some(None)` if nothing is to be written there.
fn in_entry<'b>(
    at: &At,
    entry: &'b Entry,
    beside: &[&'b Entry],
    inline: bool,
    text: &str,
    place: usize,
) -> Option<Option<Cursor<'b>>> {
    for (index, word) in entry.key.iter().enumerate() {
        if word.span.start <= place && place <= word.span.end {
            let quoted = text[word.span.clone()].starts_with(['"', '\'']);
            return Some(Some(Cursor::Key {
                at: behind(at, &entry.key[..index]),
                written: match quoted {
                    true => word.span.clone(),
                    false => word.span.start..place,
                },
                beside: match index {
                    0 => beside.to_vec(),
                    _ => Vec::new(),
                },
                inline,
            }));
        }
    }
    let after = entry.after_equals.filter(|after| *after <= place)?;
    let at = behind(at, &entry.key);
    match &entry.value {
        Some(value) if value.span.start <= place && reaches(value, text, place) => {
            Some(in_value(&at, value, text, place))
        }
        None if text[after..place].trim_matches([' ', '\t']).is_empty() => {
            Some(of_value(at, Written::Bare(place..place)))
        }
        Some(value)
            if text[after..place].trim_matches([' ', '\t']).is_empty()
                && place < value.span.start =>
        {
            Some(of_value(at, Written::Bare(place..place)))
        }
        _ => None,
    }
}

/// Whether a value goes on to a place: one without its closing bracket, to the end of its line.
fn reaches(value: &Value, text: &str, place: usize) -> bool {
    let close = match &value.what {
        What::Table(_) => '}',
        What::List(_) => ']',
        What::Text(_) | What::Bare => return place <= value.span.end,
    };
    let open = !text[value.span.clone()].ends_with(close);
    let blank = |rest: &str| rest.trim_matches([' ', '\t']).is_empty();
    place <= value.span.end || open && blank(&text[value.span.end..place])
}

fn behind(at: &At, words: &[Word]) -> At {
    at.steps(words, &mut |_| {})
}

fn of_value(at: At, written: Written<'_>) -> Option<Cursor<'_>> {
    let At::Under(key, depth) = at else {
        return None;
    };
    Some(Cursor::Value {
        key,
        depth,
        written,
    })
}

fn in_value<'b>(at: &At, value: &'b Value, text: &str, place: usize) -> Option<Cursor<'b>> {
    match &value.what {
        What::Text(literal) => {
            let written = &text[value.span.clone()];
            let closed = written.len() > 1 && written.ends_with(&written[..1]);
            let inside = value.span.start < place && !(closed && place == value.span.end);
            inside.then(|| of_value(at.clone(), Written::Text(literal)))?
        }
        What::Bare => of_value(at.clone(), Written::Bare(value.span.start..place)),
        What::List(items) => {
            let holds = |item: &&Value| item.span.start <= place && place <= item.span.end;
            match items.iter().find(holds) {
                Some(item) => in_value(at, item, text, place),
                None => of_value(at.clone(), Written::Bare(place..place)),
            }
        }
        What::Table(entries) => {
            let beside: Vec<&Entry> = entries.iter().collect();
            let mut found = entries
                .iter()
                .filter_map(|entry| in_entry(at, entry, &beside, true, text, place));
            match found.next() {
                Some(found) => found,
                None => Some(Cursor::Key {
                    at: at.clone(),
                    written: place..place,
                    beside,
                    inline: true,
                }),
            }
        }
    }
}
