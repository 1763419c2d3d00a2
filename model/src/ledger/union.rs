//! A ledger as the union of its streams.
//!
//! Each tab writes a stream of its own. What a [`Stamp`] says of an act (its stream, its number there, and a logical
//! clock) gives all acts one order, which is the same wherever ledgers are put together: [`Ledger::merge`] is
//! commutative, associative and idempotent. The clock is Lamport's: an act's is higher than that of every act that its
//! writer knew. Wall clocks are for reading only.
//!
//! A slider's next position and a text's next state are *versions* of one act: they have its number and a higher clock.
//! An older version goes, unless an act [saw](Entry::saw) it.
//!
//! Ledgers of version 1 have no streams. Their acts come before all others, in the order of their file: each has the
//! latest time up to it as its number, so that a clock that was set back changes nothing.

use super::past::by_stream;
use super::{Act, Entry, Ledger, chunk};
use crate::json::{Json, Members, Take};
use crate::names::Names;
use serde::Serialize;
use std::cmp::Ordering;

/// Where an act has its place. Ordered as the acts are.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Stamp {
    /// Lamport's logical clock, from 1; 0 in a ledger of version 1.
    pub clock: u64,
    /// The id of the stream; empty in a ledger of version 1.
    pub stream: String,
    /// The number in the stream, from 0. Versions of one act have the same.
    pub seq: u64,
}

impl Stamp {
    /// Whether the act is of a ledger of version 1.
    pub fn is_early(&self) -> bool {
        self.stream.is_empty()
    }
}

impl Take for Stamp {
    fn take(json: Json, bad: &mut bool) -> Self {
        if json == Json::Null {
            return Self::default();
        }
        let mut members = Members::of(json, bad);
        Self {
            clock: members.get("clock"),
            stream: members.get("stream"),
            seq: members.get("seq"),
        }
    }
}

/// What a merge has brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// The acts that are new.
    pub new: Vec<Entry>,
    /// The index from which on entries are new, or others than before.
    pub from: usize,
}

/// Numbers for the acts of one millisecond in a ledger of version 1.
const TIES: u64 = 1000;
/// Later times, from the year 2254, count as this one: JSON has no exact numbers above 2⁵³.
const LATEST: u64 = (1 << 53) / TIES - (1 << 30);

/// Numbers the entries of a file that have no stamps, and brings all into their order.
pub(super) fn arrange(entries: &mut [Entry]) {
    let mut next = 0;
    for entry in entries
        .iter_mut()
        .filter(|entry| entry.stamp == Stamp::default())
    {
        let seq = next.max(entry.at.min(LATEST) * TIES);
        next = seq + 1;
        entry.stamp = Stamp {
            seq,
            ..Stamp::default()
        };
    }
    sort(entries);
}

/// Sorts what most often is in order.
fn sort(entries: &mut [Entry]) {
    let in_order = |a: &Entry, b: &Entry| a.order(b) != Ordering::Greater;
    if !entries.is_sorted_by(in_order) {
        entries.sort_by(Entry::order);
    }
}

impl Entry {
    /// Whether both are the same act: seals, which hold for a file, and what an earlier version didn't record aside.
    fn is(&self, other: &Self) -> bool {
        (self.at, &self.track, &self.act) == (other.at, &other.track, &other.act)
            && (self.stamp == other.stamp || self.stamp.is_early() && other.stamp.is_early())
    }

    /// All acts in one order. Only a file that was edited has two acts of one stamp.
    fn order(&self, other: &Self) -> Ordering {
        self.stamp.cmp(&other.stamp).then_with(|| {
            let key = |entry: &Self| (entry.at, entry.track.clone(), entry.act.words());
            key(self).cmp(&key(other))
        })
    }

    /// Whether this is an older version of another entry's act.
    fn precedes(&self, other: &Self) -> bool {
        !self.stamp.is_early()
            && self.stamp.stream == other.stamp.stream
            && self.stamp.seq == other.stamp.seq
            && self.stamp.clock < other.stamp.clock
            && self.track == other.track
            && self.act.continued_by(&other.act)
    }
}

impl Ledger {
    /// The highest logical clock.
    pub fn clock(&self) -> u64 {
        self.entries.last().map_or(0, |entry| entry.stamp.clock)
    }

    /// How many acts are of ledgers of version 1.
    pub fn early(&self) -> usize {
        self.entries.partition_point(|entry| entry.stamp.is_early())
    }

    /// The index of an act.
    pub(super) fn find(&self, clock: u64, stream: &str) -> Option<usize> {
        let key = (clock, stream);
        let of = |entry: &Entry| (entry.stamp.clock, entry.stamp.stream.as_str()).cmp(&key);
        let at = self
            .entries
            .partition_point(|entry| of(entry) == Ordering::Less);
        self.entries
            .get(at)
            .is_some_and(|entry| of(entry) == Ordering::Equal)
            .then_some(at)
    }

    /// Puts acts in their places. They are new.
    fn insert(&mut self, mut new: Vec<Entry>) -> usize {
        sort(&mut new);
        let Some(first) = new.first() else {
            return self.entries.len();
        };
        let from = self
            .entries
            .partition_point(|own| own.order(first) == Ordering::Less);
        let appended = from == self.entries.len();
        self.entries.extend(new);
        if !appended {
            sort(&mut self.entries[from..]);
        }
        from
    }

    /// Whether an act is needed as it was at this entry's clock: another act saw it.
    fn is_seen(&self, index: usize) -> bool {
        let Stamp { clock, stream, .. } = &self.entries[index].stamp;
        let mut later = self.entries[index..].iter();
        later.any(|entry| entry.saw.get(stream) == Some(clock))
    }

    /// Drops the older versions of acts from an index on, and of those that they continue.
    fn drop_older(&mut self, from: usize) -> usize {
        let mut older = Vec::new();
        for index in from..self.entries.len() {
            let newer = &self.entries[index];
            let before = (index.saturating_sub(LOOK_BACK)..index).rev();
            // Versions are neighbours in their stream.
            let own = before.filter(|at| self.entries[*at].stamp.stream == newer.stamp.stream);
            older.extend(own.take_while(|at| self.entries[*at].precedes(newer)));
        }
        older.sort_unstable();
        older.dedup();
        older.retain(|index| !self.is_seen(*index));
        for index in older.iter().rev() {
            self.entries.remove(*index);
        }
        older.first().map_or(from, |first| from.min(*first))
    }

    /// Puts together what is stored in pieces.
    pub fn add(&mut self, mut entries: Vec<Entry>) {
        arrange(&mut entries);
        entries.dedup_by(|a, b| a.is(b));
        if self.entries.is_empty() {
            self.entries = entries;
            self.drop_older(0);
        } else if !entries.is_empty() {
            let other = Self {
                entries,
                ..Self::empty(&self.book, &self.chapter)
            };
            self.merge(&other);
        }
    }

    /// The acts without those that a later one has replaced: they amount to the same state, and of thousands of settings
    /// few are left.
    pub fn lasting(&self) -> Vec<Entry> {
        let mut replaced: Names<()> = Names::default();
        let lasts = |entry: &&Entry| {
            let what = match &entry.act {
                Act::Choose => String::new(),
                Act::Set { control, .. } => [&entry.track, "=", control].concat(),
                // Version 1 commits what was written last.
                Act::Write { reflect, .. } if !entry.stamp.is_early() => {
                    [&entry.track, ":", reflect].concat()
                }
                _ => return true,
            };
            let lasts = !replaced.contains_key(&what);
            replaced.insert_new(what, ());
            lasts
        };
        let mut lasting: Vec<Entry> = self.entries.iter().rev().filter(lasts).cloned().collect();
        lasting.reverse();
        lasting
    }

    /// What another ledger of the same chapter has and this one has not; and the acts of version 1 that have an earlier
    /// place there, by index.
    fn missing(&self, other: &Self) -> (Vec<Entry>, Vec<(usize, Stamp)>) {
        let (mut new, mut moved) = (Vec::new(), Vec::new());
        let mut by_time: Vec<usize> = (0..self.early()).collect();
        by_time.sort_by_key(|at| self.entries[*at].at);
        let mut streams: Option<Names<Vec<usize>>> = None;
        for entry in &other.entries {
            if entry.stamp.is_early() {
                let first = by_time.partition_point(|at| self.entries[*at].at < entry.at);
                let same = by_time[first..]
                    .iter()
                    .take_while(|at| self.entries[**at].at == entry.at)
                    .find(|at| self.entries[**at].is(entry));
                match same {
                    None => new.push(entry.clone()),
                    Some(at) if entry.stamp < self.entries[*at].stamp => {
                        moved.push((*at, entry.stamp.clone()));
                    }
                    Some(_) => {}
                }
                continue;
            }
            let known = self.entries.binary_search_by(|own| own.order(entry));
            if known.is_err() {
                let streams = streams.get_or_insert_with(|| by_stream(self));
                if !self.continues(streams, entry, other) {
                    new.push(entry.clone());
                }
            }
        }
        (new, moved)
    }

    /// Whether an act of another ledger is an older version of one that is here, and nothing saw it.
    fn continues(&self, streams: &Names<Vec<usize>>, entry: &Entry, other: &Self) -> bool {
        let Stamp { clock, stream, seq } = &entry.stamp;
        let Some(own) = streams.get(stream) else {
            return false;
        };
        let first = own.partition_point(|at| self.entries[*at].stamp.seq < *seq);
        let mut versions = own[first..].iter().map(|at| &self.entries[*at]);
        let saw = |by: &Entry| by.saw.get(stream) == Some(clock);
        versions
            .by_ref()
            .take_while(|own| own.stamp.seq == *seq)
            .any(|own| entry.precedes(own))
            && !self.entries.iter().any(saw)
            && !other.entries.iter().any(saw)
    }

    /// How many acts another ledger of the same chapter has and this one has not.
    pub fn news(&self, other: &Self) -> usize {
        self.missing(other).0.len()
    }

    /// Takes over what another ledger of the same chapter has and this one has not. Nothing is overwritten.
    pub fn merge(&mut self, other: &Self) -> Merged {
        let (mut new, moved) = self.missing(other);
        let reordered = !moved.is_empty();
        for (at, stamp) in moved {
            self.entries[at].stamp = stamp;
        }
        if reordered {
            let early = self.early();
            sort(&mut self.entries[..early]);
        }
        // A seal holds for the file that it stands in.
        for entry in &mut new {
            entry.seal = None;
        }
        let from = self.insert(new.clone());
        let from = self.drop_older(from);
        Merged {
            new,
            from: if reordered { 0 } else { from },
        }
    }
}

/// The hand that writes a stream: one for each tab, with what is still to be stored.
///
/// Acts are stored in chunks, of which the last alone changes, so that a keystroke writes a bounded piece. No two tabs
/// write the same chunk.
#[derive(Clone, Debug, Default)]
pub struct Pen {
    stream: String,
    edition: String,
    next: u64,
    /// The clock of the last act.
    last: u64,
    /// The highest clock of each other stream, and the number of acts of version 1, as known and as said.
    known: Names<u64>,
    said: Names<u64>,
    /// The chunk that is being written, by number, and those that wait to be stored.
    chunk: (usize, Vec<Entry>),
    waiting: Vec<(usize, Vec<Entry>)>,
}

/// Bytes of text in a chunk, beyond which the next one is begun.
const CHUNK_TEXT: usize = 4096;
/// How far apart the versions of an act may be, in acts of other streams.
const LOOK_BACK: usize = 4096;

impl Pen {
    /// A pen for a new stream.
    pub fn new(stream: String, edition: String) -> Self {
        Self {
            stream,
            edition,
            ..Self::default()
        }
    }

    /// The stream's id.
    pub fn stream(&self) -> &str {
        &self.stream
    }

    /// What others have done is known now.
    pub fn meet(&mut self, ledger: &Ledger, others: &[Entry]) {
        for entry in others {
            let Stamp { clock, stream, .. } = &entry.stamp;
            if entry.stamp.is_early() || *stream == self.stream {
                continue;
            }
            let known = self.known.or_default(stream);
            *known = (*known).max(*clock);
        }
        let early = ledger.early() as u64;
        if early > 0 {
            self.known.insert(String::new(), early);
        }
    }

    /// What an act has to say that it saw: what was not yet said.
    fn news(&mut self) -> Names<u64> {
        let known = self.known.iter();
        let news: Names<u64> = known
            .filter(|(stream, clock)| self.said.get(stream) != Some(clock))
            .map(|(stream, clock)| (stream.clone(), *clock))
            .collect();
        self.said = self.known.clone();
        news
    }

    /// Writes an act at the end of the ledger. If `drawn`, a slider's next position and a text's next state replace the
    /// version before, so that a drag is one act, and so is a sentence.
    pub fn write(&mut self, ledger: &mut Ledger, mut entry: Entry, drawn: bool) {
        let tail = ledger.find(self.last, &self.stream).filter(|_| drawn);
        let tail = tail.filter(|at| {
            let tail = &ledger.entries[*at];
            tail.track == entry.track && tail.act.continued_by(&entry.act)
        });
        entry.stamp = Stamp {
            clock: ledger.clock() + 1,
            stream: self.stream.clone(),
            seq: self.next,
        };
        match tail {
            Some(at) => {
                let tail = &ledger.entries[at];
                entry.stamp.seq = tail.stamp.seq;
                entry.edition.clone_from(&tail.edition);
                if !ledger.is_seen(at) {
                    ledger.entries.remove(at);
                    self.chunk.1.pop();
                }
            }
            None => {
                if self.next == 0 {
                    entry.edition.clone_from(&self.edition);
                }
                if entry.act.depends() {
                    entry.saw = self.news();
                }
                self.next += 1;
                self.turn_over();
                self.copy_seen(ledger, &entry);
            }
        }
        self.last = entry.stamp.clock;
        self.chunk.1.push(entry.clone());
        ledger.entries.push(entry);
    }

    /// What an act saw and its writer may still replace is kept with the act.
    fn copy_seen(&mut self, ledger: &Ledger, entry: &Entry) {
        for (stream, clock) in &entry.saw {
            if let Some(at) = ledger.find(*clock, stream)
                && matches!(ledger.entries[at].act, Act::Set { .. } | Act::Write { .. })
            {
                self.chunk.1.push(ledger.entries[at].clone());
            }
        }
    }

    /// Begins a new chunk if the present one is full.
    fn turn_over(&mut self) {
        let text = |entry: &Entry| match &entry.act {
            Act::Write { text, .. } => text.len(),
            _ => 0,
        };
        let (number, entries) = &mut self.chunk;
        if entries.len() >= chunk::LENGTH || entries.iter().map(text).sum::<usize>() > CHUNK_TEXT {
            self.waiting.push((*number, std::mem::take(entries)));
            *number += 1;
        }
    }

    /// Keeps what was brought along.
    pub fn keep(&mut self, entries: Vec<Entry>) {
        let (number, own) = &mut self.chunk;
        if !own.is_empty() {
            self.waiting.push((*number, std::mem::take(own)));
            *number += 1;
        }
        self.waiting.push((*number, entries));
        *number += 1;
    }

    /// Stores each chunk that has changed, by number; those that `store` refuses are tried again the next time.
    ///
    /// # Errors
    /// The first refusal.
    pub fn store<E>(
        &mut self,
        mut store: impl FnMut(usize, &[Entry]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut refused = None;
        self.waiting.retain(|(number, entries)| {
            let stored = refused.is_none().then(|| store(*number, entries));
            match stored {
                Some(Ok(())) => false,
                Some(Err(error)) => {
                    refused = Some(error);
                    true
                }
                None => true,
            }
        });
        match refused {
            Some(error) => Err(error),
            None if self.chunk.1.is_empty() => Ok(()),
            None => store(self.chunk.0, &self.chunk.1),
        }
    }
}
