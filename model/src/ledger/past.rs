//! What the writer of each stream knew.
//!
//! Two devices that were merged did not know of each other when they acted: each act is judged by the acts that its
//! own stream had seen. A ledger of version 1 has no streams; all of it is one past.

use super::union::Stamp;
use super::{Act, Entry, Ledger, State};
use crate::mission::Mission;
use crate::names::Names;

/// The past of a stream, as its acts come.
pub struct Past {
    /// What was known amounts to this.
    pub state: State,
    /// By stream: the clock up to which its acts are known.
    known: Names<u64>,
    /// The indices of the acts that are known, in order.
    acts: Vec<usize>,
    /// Islands that were begun anew, with the id of the track.
    reset: Vec<(String, String)>,
}

impl Past {
    /// Nothing is known.
    pub fn new(mission: &Mission) -> Self {
        Self {
            state: State::new(mission),
            known: Names::default(),
            acts: Vec::new(),
            reset: Vec::new(),
        }
    }

    /// Takes in what an act says that it saw. `by_stream` has the indices of each stream's acts, in order.
    pub fn see(
        &mut self,
        mission: &Mission,
        ledger: &Ledger,
        by_stream: &Names<Vec<usize>>,
        saw: &Names<u64>,
        before: usize,
    ) {
        let mut new = Vec::new();
        for (stream, upto) in saw {
            let known = self.known.get(stream).copied().unwrap_or(0);
            let acts = by_stream.get(stream).map(Vec::as_slice).unwrap_or(&[]);
            let of = |range: (u64, u64)| {
                let clock = |at: &usize| match stream.is_empty() {
                    // Acts of version 1 are counted.
                    true => *at as u64 + 1,
                    false => ledger.entries[*at].stamp.clock,
                };
                let first = acts.partition_point(|at| clock(at) <= range.0);
                let last = acts.partition_point(|at| clock(at) <= range.1);
                acts[first..last.max(first)].iter().copied()
            };
            new.extend(of((known, *upto)).filter(|at| *at < before));
            self.known.insert(stream.clone(), known.max(*upto));
        }
        new.sort_unstable();
        let Some(first) = new.first() else { return };
        let in_order = self.acts.last().is_none_or(|last| last < first);
        self.acts.extend(&new);
        if in_order {
            for at in new {
                self.apply(mission, &ledger.entries[at]);
            }
        } else {
            self.acts.sort_unstable();
            self.state = State::new(mission);
            for at in self.acts.clone() {
                self.apply(mission, &ledger.entries[at]);
            }
        }
    }

    /// Takes in the stream's own act; says whether it fits the chapter.
    pub fn act(&mut self, mission: &Mission, ledger: &Ledger, at: usize) -> bool {
        self.acts.push(at);
        self.apply(mission, &ledger.entries[at])
    }

    fn apply(&mut self, mission: &Mission, entry: &Entry) -> bool {
        if let Act::Reset { islands } = &entry.act {
            let islands = islands.iter();
            self.reset
                .extend(islands.map(|island| (entry.track.clone(), island.clone())));
        }
        self.state.apply(mission, entry)
    }

    /// Whether an island was begun anew in a track.
    pub fn was_reset(&self, track: &str, island: &str) -> bool {
        let mut reset = self.reset.iter();
        reset.any(|(of, id)| of == track && id == island)
    }
}

/// The indices of each stream's acts, in order.
pub fn by_stream(ledger: &Ledger) -> Names<Vec<usize>> {
    let mut all: Names<Vec<usize>> = Names::default();
    for (at, entry) in ledger.entries.iter().enumerate() {
        let Stamp { stream, .. } = &entry.stamp;
        all.or_default(stream).push(at);
    }
    all
}
