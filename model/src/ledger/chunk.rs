//! Acts as they are stored, in pieces: JSON, a third as long as in a file.
//!
//! A chunk is `[VERSION, ACT, …]`, an act `[TIME, ACT, MORE]`. The time is the milliseconds since the act before; what
//! was set is `[CONTROL, VALUE]`, every other act is as in a file. `MORE` has the entry's other members, those left out
//! that follow from the act before: the same track, the next clock, the next number of the chunk's own stream.

use super::{Act, Entry, Stamp, VERSION};
use crate::json::{Json, Mismatch, Take, named};

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

/// Reads what [`write`] has written.
///
/// # Errors
/// If it is something else.
pub fn read(stream: &str, text: &str) -> Result<Vec<Entry>, Mismatch> {
    let Ok(Json::Array(items)) = Json::parse(text) else {
        return Err(Mismatch);
    };
    let mut items = items.into_iter();
    if items.next() != Some(Json::Number(f64::from(VERSION))) {
        return Err(Mismatch);
    }
    let mut before = Before::new(stream);
    let mut entries = Vec::with_capacity(items.len());
    for item in items {
        let entry = entry(item, &before)?;
        before.was(&entry);
        entries.push(entry);
    }
    Ok(entries)
}

fn entry(item: Json, before: &Before) -> Result<Entry, Mismatch> {
    let Json::Array(item) = item else {
        return Err(Mismatch);
    };
    let mut item = item.into_iter();
    let (Some(Json::Number(time)), Some(act)) = (item.next(), item.next()) else {
        return Err(Mismatch);
    };
    let mut bad = false;
    let act = match act {
        Json::Array(set) => {
            let mut set = set.into_iter();
            let mut next = || set.next().unwrap_or(Json::Null);
            Act::Set {
                control: Take::take(next(), &mut bad),
                value: Take::take(next(), &mut bad),
            }
        }
        act => Take::take(act, &mut bad),
    };
    let at = Take::take(Json::Number(before.at as f64 + time), &mut bad);
    let mut entry = Entry::new(at, String::new(), act);
    let mut stamp = None;
    let mut track = None;
    if let Some(more) = item.next() {
        let Json::Object(members) = more else {
            return Err(Mismatch);
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
    entry.track = track.unwrap_or_else(|| before.track.clone());
    entry.stamp = stamp.unwrap_or_else(|| before.next());
    if bad { Err(Mismatch) } else { Ok(entry) }
}

/// What follows from the act before.
struct Before {
    at: u64,
    track: String,
    own: String,
    stamp: Option<Stamp>,
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
        let (clock, seq) = self
            .stamp
            .as_ref()
            .map_or((1, 0), |stamp| (stamp.clock + 1, stamp.seq + 1));
        Stamp {
            clock,
            stream: self.own.clone(),
            seq,
        }
    }

    fn was(&mut self, entry: &Entry) {
        self.at = entry.at;
        self.track.clone_from(&entry.track);
        self.stamp = Some(entry.stamp.clone());
    }
}
