//! Acts as they are stored, in pieces: JSON, a third as long as in a file.
//!
//! A chunk is `[VERSION, ACT, …]`, an act `[TIME, ACT, MORE]`. The time is the milliseconds since the act before; what
//! was set is `[CONTROL, VALUE]`, every other act is as in a file. `MORE` has the entry's other members, those left out
//! that follow from the act before: the same track, the next clock, the next number of the chunk's own stream.

use super::{Act, Entry, Stamp, VERSION};
use crate::json::{self, Json, Mismatch, Reader, Take, named};

/// Acts of a chunk: enough that there are few chunks, and few enough that one is written in no time.
pub const LENGTH: usize = 64;

/// The text of a chunk of a stream.
///
/// # Errors
/// If an act can't be written as JSON.
pub fn write(stream: &str, entries: &[Entry]) -> Result<String, Mismatch> {
    let mut items = vec![Json::Number(f64::from(VERSION))];
    let mut before = Before::new(stream);
    for entry in entries {
        let act = match &entry.act {
            Act::Set { control, value } => {
                Json::Array(vec![Json::Text(control.clone()), named::to(value)?])
            }
            act => named::to(act)?,
        };
        let time = entry.at as f64 - before.at as f64;
        let mut item = vec![Json::Number(time), act];
        let mut more = named::to(entry)?;
        if let Json::Object(members) = &mut more {
            members.retain(|(name, _)| match name.as_str() {
                "at" | "act" => false,
                "track" => entry.track != before.track,
                "stamp" => entry.stamp != before.next(),
                _ => true,
            });
            if entry.stamp.is_early() {
                members.push(("stamp".to_owned(), named::to(&entry.stamp)?));
            }
            if !members.is_empty() {
                item.push(more);
            }
        }
        items.push(Json::Array(item));
        before.was(entry);
    }
    Ok(Json::Array(items).to_string())
}

/// Reads what [`write()`] has written, to the end of `entries`.
///
/// # Errors
/// If it is something else; then nothing of it is there.
pub fn read(stream: &str, text: &str, entries: &mut Vec<Entry>) -> Result<(), Mismatch> {
    let mut before = Before::new(stream);
    let known = entries.len();
    let mut first = true;
    let read = json::read(text, |reader| {
        reader.array(|reader| {
            if std::mem::take(&mut first) {
                return (reader.number()? == f64::from(VERSION)).then_some(());
            }
            let entry = entry(reader, &before)?;
            before.was(&entry);
            entries.push(entry);
            Some(())
        })
    });
    if read.is_err() || first {
        entries.truncate(known);
        return Err(Mismatch);
    }
    Ok(())
}

/// An act. There may be many thousands, nearly all of them settings, so these are read without a tree.
fn entry(reader: &mut Reader, before: &Before) -> Option<Entry> {
    let mut bad = false;
    let mut place = 0;
    let mut entry = Entry::new(0, String::new(), Act::Choose);
    let (mut stamp, mut track) = (None, None);
    reader.array(|reader| {
        place += 1;
        match place {
            1 => entry.at = Take::take(Json::Number(before.at as f64 + reader.number()?), &mut bad),
            2 if reader.peek() == Some(b'[') => entry.act = setting(reader, &mut bad)?,
            2 => entry.act = Take::take(reader.value(2)?, &mut bad),
            3 => {
                let Json::Object(members) = reader.value(2)? else {
                    return None;
                };
                for (name, json) in members {
                    match name.as_str() {
                        "track" => track = Some(Take::take(json, &mut bad)),
                        "stamp" => stamp = Some(Take::take(json, &mut bad)),
                        "outcome" => entry.outcome = Take::take(json, &mut bad),
                        "saw" => entry.saw = Take::take(json, &mut bad),
                        "edition" => entry.edition = Take::take(json, &mut bad),
                        "seal" => entry.seal = Take::take(json, &mut bad),
                        // What a later version has added says nothing to this one.
                        _ => {}
                    }
                }
            }
            _ => drop(reader.value(2)?),
        }
        Some(())
    })?;
    entry.track = track.unwrap_or_else(|| before.track.clone());
    entry.stamp = stamp.unwrap_or_else(|| before.next());
    (place > 1 && !bad).then_some(entry)
}

fn setting(reader: &mut Reader, bad: &mut bool) -> Option<Act> {
    let (mut control, mut value) = (None, None);
    reader.array(|reader| {
        match control {
            None => control = Some(reader.string()?),
            Some(_) => value = Some(Take::take(reader.value(3)?, bad)),
        }
        Some(())
    })?;
    Some(Act::Set {
        control: control?,
        value: value?,
    })
}

/// What follows from the act before.
struct Before {
    at: u64,
    track: String,
    /// The chunk's stream.
    own: String,
    /// Its clock and its number, where there is one.
    stamp: Option<(u64, u64)>,
}

impl Before {
    fn new(stream: &str) -> Self {
        Self {
            at: 0,
            track: String::new(),
            own: stream.to_owned(),
            stamp: None,
        }
    }

    fn next(&self) -> Stamp {
        let next = |(clock, seq)| (clock + 1, seq + 1);
        let (clock, seq) = self.stamp.map_or((1, 0), next);
        Stamp {
            clock,
            stream: self.own.clone(),
            seq,
        }
    }

    fn was(&mut self, entry: &Entry) {
        self.at = entry.at;
        self.track.clone_from(&entry.track);
        self.stamp = Some((entry.stamp.clock, entry.stamp.seq));
    }
}
