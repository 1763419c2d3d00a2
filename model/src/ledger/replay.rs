//! Re-executes a ledger, and names what the model does not confirm.

use super::moment::{recorded, settle};
use super::past::{Past, by_stream};
use super::state::is_over;
use super::{Act, Entry, Ledger, Readings, State};
use crate::engine::{Engine, EngineError};
use crate::mission::{Kind, Mission, ValueName};
use crate::names::Names;
use crate::value::Value;

/// Something that the model does not bear out. Entries are named by index.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// Acts were done in another edition of the chapter: they are not judged.
    Edition {
        /// That edition.
        recorded: String,
    },
    /// An entry of another edition that does not fit this one.
    Gone(usize),
    /// An act of a kind that this version doesn't know.
    Unknown(usize),
    /// From this entry on the file is not as it was written: something was edited, added or removed here.
    Seal(usize),
    /// From this entry on the file has no seals.
    Unsealed(usize),
    /// An act is missing before this one of the same stream.
    Gap(usize),
    /// An entry that does not fit the chapter.
    Unfit(usize),
    /// A control was set to what it can't be set to.
    Range(usize),
    /// A reading that the model does not give.
    Reading {
        /// The index of the entry.
        entry: usize,
        /// The value's name.
        name: ValueName,
        /// What the ledger says.
        recorded: Value,
        /// What the model gives; `None` if the chapter has no such value.
        computed: Option<Value>,
    },
    /// A reveal or a goal that was reached without its condition, or a failure that was none.
    Unmet(usize),
    /// A reveal without its prediction.
    Unpredicted(usize),
    /// What was found of an act is not what the model finds: whether it met what was asked for, and what its texts
    /// print.
    Outcome(usize),
    /// A prediction after what was measured was shown.
    Late(usize),
    /// A second prediction, though nothing was begun anew.
    Twice(usize),
    /// An act behind a lock that was not opened.
    Behind(usize),
    /// A trial, though the rule's moves were spent.
    Spent(usize),
    /// Sooner after the act before than a hand can be.
    Fast(usize),
    /// Before the act before, by the clock.
    Backwards(usize),
    /// An act says that it saw what came later.
    Foreseen(usize),
}

/// What a finding means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// The page can't have recorded this.
    Contradiction,
    /// The file was changed after it was written.
    Edited,
    /// Possible, and yet unlikely.
    Odd,
    /// Can't be judged by this edition.
    AnotherEdition,
}

impl FindingKind {
    /// Whether the file isn't what the page wrote.
    pub fn is_grave(self) -> bool {
        matches!(self, Self::Contradiction | Self::Edited)
    }
}

impl Finding {
    /// What it means.
    pub fn kind(&self) -> FindingKind {
        match self {
            Self::Edition { .. } | Self::Gone(_) | Self::Unknown(_) => FindingKind::AnotherEdition,
            Self::Seal(_) | Self::Unsealed(_) | Self::Gap(_) => FindingKind::Edited,
            Self::Fast(_) | Self::Backwards(_) => FindingKind::Odd,
            _ => FindingKind::Contradiction,
        }
    }

    /// The index of its entry; `None` if it is of the whole file.
    pub fn entry(&self) -> Option<usize> {
        match self {
            Self::Edition { .. } => None,
            Self::Reading { entry, .. } => Some(*entry),
            Self::Gone(entry)
            | Self::Unknown(entry)
            | Self::Seal(entry)
            | Self::Unsealed(entry)
            | Self::Gap(entry)
            | Self::Unfit(entry)
            | Self::Range(entry)
            | Self::Unmet(entry)
            | Self::Unpredicted(entry)
            | Self::Outcome(entry)
            | Self::Late(entry)
            | Self::Twice(entry)
            | Self::Behind(entry)
            | Self::Spent(entry)
            | Self::Fast(entry)
            | Self::Backwards(entry)
            | Self::Foreseen(entry) => Some(*entry),
        }
    }
}

/// Two acts of a hand can't be closer than this, in milliseconds.
const HAND: u64 = 20;
/// A clock may be set back by this much without a word, in milliseconds.
const SET_BACK: u64 = 2 * 60 * 1000;
/// How many settings of an early ledger's controls are tried for a reading.
const TRIED: usize = 1000;

/// Re-executes a ledger: the state it amounts to, and all that the model does not confirm to the bit.
///
/// # Errors
/// [`EngineError`], if the mission itself can't be evaluated.
pub fn replay(mission: &Mission, ledger: &Ledger) -> Result<(State, Vec<Finding>), EngineError> {
    Ok(Replayer::new(mission)?.replay(ledger))
}

/// Re-executes ledgers of one chapter, one after the other: what is computed for one is there for the next.
pub struct Replayer<'m> {
    mission: &'m Mission,
    /// By track. Each act is judged by an engine that is set anew, so none remembers a ledger.
    engines: Vec<Engine>,
}

impl<'m> Replayer<'m> {
    /// Nothing replayed yet.
    ///
    /// # Errors
    /// [`EngineError`], if the mission itself can't be evaluated.
    pub fn new(mission: &'m Mission) -> Result<Self, EngineError> {
        let tracks = 0..mission.tracks.len();
        let engines = tracks.map(|track| Engine::new(mission, track));
        Ok(Self {
            mission,
            engines: engines.collect::<Result<_, _>>()?,
        })
    }

    /// See [`replay`].
    pub fn replay(&mut self, ledger: &Ledger) -> (State, Vec<Finding>) {
        let judge = Judge {
            mission: self.mission,
            ledger,
            engines: &mut self.engines,
            early: vec![Names::default(); self.mission.tracks.len()],
            found: Vec::new(),
        };
        let found = judge.all();
        (State::of(self.mission, ledger), found)
    }
}

/// Where the judge is in a stream.
struct Stream {
    past: Past,
    edition: String,
    last: Option<usize>,
    /// The last act of a hand.
    hand: Option<u64>,
}

impl Stream {
    fn new(mission: &Mission) -> Self {
        Self {
            past: Past::new(mission),
            edition: String::new(),
            last: None,
            hand: None,
        }
    }
}

struct Judge<'m> {
    mission: &'m Mission,
    ledger: &'m Ledger,
    /// By track.
    engines: &'m mut [Engine],
    /// By track and control: what early ledgers have set it to so far.
    early: Vec<Names<Vec<Value>>>,
    found: Vec<Finding>,
}

impl Judge<'_> {
    fn all(mut self) -> Vec<Finding> {
        let (mission, ledger) = (self.mission, self.ledger);
        self.editions();
        self.seals();
        let by_stream = by_stream(ledger);
        let mut streams: Names<Stream> = Names::default();
        for (at, entry) in ledger.entries.iter().enumerate() {
            let name = &entry.stamp.stream;
            if streams.get(name).is_none() {
                streams.insert(name.clone(), Stream::new(mission));
            }
            let Some(stream) = streams.get_mut(name) else {
                continue;
            };
            if !entry.edition.is_empty() || entry.stamp.is_early() {
                stream.edition.clone_from(&entry.edition);
            }
            self.place(at, entry, stream);
            stream.past.see(mission, ledger, &by_stream, &entry.saw, at);
            self.act(at, entry, stream);
            stream.last = Some(at);
        }
        self.found
    }

    fn editions(&mut self) {
        let of = |entry: &Entry| entry.edition.clone();
        let mut editions: Vec<String> = self.ledger.entries.iter().map(of).collect();
        if self
            .ledger
            .entries
            .iter()
            .all(|entry| !entry.stamp.is_early())
        {
            editions.retain(|edition| !edition.is_empty());
        }
        editions.sort_unstable();
        editions.dedup();
        let stamped = |edition: &String| {
            let mut early = self.ledger.entries.iter();
            !edition.is_empty()
                || early.any(|entry| entry.stamp.is_early() && entry.edition.is_empty())
        };
        editions.retain(|edition| *edition != self.mission.edition && stamped(edition));
        let other = editions.into_iter();
        self.found
            .extend(other.map(|recorded| Finding::Edition { recorded }));
    }

    /// The first ledgers had neither editions nor seals.
    fn seals(&mut self) {
        let entries = &self.ledger.entries;
        let first = entries.iter().position(|entry| entry.seal.is_none());
        let before_seals = entries.iter().all(|entry| {
            entry.stamp.is_early() && entry.edition.is_empty() && entry.seal.is_none()
        });
        match (first, self.ledger.broken_seal()) {
            (Some(first), _) if !before_seals => self.found.push(Finding::Unsealed(first)),
            (None, Some(broken)) => self.found.push(Finding::Seal(broken)),
            _ => {}
        }
    }

    /// The place of an act in its stream, and its time.
    fn place(&mut self, at: usize, entry: &Entry, stream: &mut Stream) {
        if entry.stamp.is_early() {
            return;
        }
        let last = stream.last.map(|last| &self.ledger.entries[last]);
        let next = last.map_or(0, |last| last.stamp.seq + 1);
        let version = last.is_some_and(|last| {
            last.stamp.seq == entry.stamp.seq
                && last.stamp.clock < entry.stamp.clock
                && last.act.continued_by(&entry.act)
        });
        let unsaid = last.is_none() && entry.edition.is_empty() && !self.mission.edition.is_empty();
        if entry.stamp.seq > next || entry.stamp.seq < next && !version || unsaid {
            self.found.push(Finding::Gap(at));
        }
        let later =
            |(stream, clock): (&String, &u64)| !stream.is_empty() && *clock >= entry.stamp.clock;
        if entry.saw.iter().any(later) {
            self.found.push(Finding::Foreseen(at));
        }
        if last.is_some_and(|last| entry.at + SET_BACK < last.at) {
            self.found.push(Finding::Backwards(at));
        }
        // A slider and a text are moved on by themselves, and what is reached comes with what reached it.
        let by_hand = matches!(
            entry.act,
            Act::Predict { .. }
                | Act::Commit { .. }
                | Act::Try { .. }
                | Act::Attach { .. }
                | Act::Assess { .. }
        );
        if by_hand {
            if stream
                .hand
                .is_some_and(|hand| entry.at >= hand && entry.at - hand < HAND)
            {
                self.found.push(Finding::Fast(at));
            }
            stream.hand = Some(entry.at);
        }
    }

    fn act(&mut self, at: usize, entry: &Entry, stream: &mut Stream) {
        let known = stream.edition == self.mission.edition;
        if matches!(entry.act, Act::Unknown(_)) {
            stream.past.act(self.mission, self.ledger, at);
            return self.found.push(Finding::Unknown(at));
        }
        if let (true, Some(track)) = (known, self.mission.track(&entry.track)) {
            self.rules(at, entry, track, stream);
            self.measured(at, entry, track, &stream.past.state);
        }
        if !stream.past.act(self.mission, self.ledger, at) {
            self.found.push(match known {
                true => Finding::Unfit(at),
                false => Finding::Gone(at),
            });
        }
    }

    /// What the page lets nobody do.
    fn rules(&mut self, at: usize, entry: &Entry, track: usize, stream: &Stream) {
        let mission = self.mission;
        let done = &stream.past.state.tracks[track];
        let reset = |id: &str| stream.past.was_reset(&entry.track, id);
        match &entry.act {
            Act::Set { control, value } => {
                let control = mission.control(control, track);
                let admitted = control.and_then(|control| control.kind.admit(value));
                if admitted.is_some_and(|admitted| admitted != *value) {
                    self.found.push(Finding::Range(at));
                }
            }
            Act::Predict { lock, .. } => {
                // Two tabs of version 1 could both predict.
                if done.predictions.contains_key(lock) && !entry.stamp.is_early() {
                    self.found.push(Finding::Twice(at));
                }
                let told = mission.islands.iter().any(|island| {
                    matches!(&island.kind, Kind::Reveal(reveal) if reveal.lock == *lock)
                        && done.reveals.contains_key(&island.id)
                });
                if told && !reset(lock) && !done.predictions.contains_key(lock) {
                    self.found.push(Finding::Late(at));
                }
            }
            Act::Reveal { reveal, .. } => {
                if let Some(Kind::Reveal(reveal)) = mission.island(reveal).map(|of| &of.kind)
                    && !done.predictions.contains_key(&reveal.lock)
                {
                    self.found.push(Finding::Unpredicted(at));
                }
            }
            Act::Try { bench, readings } => {
                if let Some(trials) = mission.bench(bench).and_then(|of| of.trials.as_ref())
                    && let Some(last) = done.rounds.get(bench).and_then(|rounds| rounds.last())
                    && is_over(trials, last)
                    && super::state::same_key(trials, last, &|name| readings.get(name).cloned())
                    && !entry.stamp.is_early()
                {
                    self.found.push(Finding::Spent(at));
                }
            }
            Act::Again { bench } => {
                if let Some(trials) = mission.bench(bench).and_then(|of| of.trials.as_ref())
                    && let Some(last) = done.rounds.get(bench).and_then(|rounds| rounds.last())
                    && !is_over(trials, last)
                {
                    self.found.push(Finding::Unmet(at));
                }
            }
            _ => {}
        }
        let by_hand = matches!(
            entry.act,
            Act::Predict { .. } | Act::Commit { .. } | Act::Try { .. } | Act::Attach { .. }
        );
        let island = entry.act.island().and_then(|id| mission.island(id));
        if let Some(lock) = island.and_then(|island| island.behind.as_ref())
            && by_hand
            && !done.predictions.contains_key(lock)
            && !reset(lock)
        {
            self.found.push(Finding::Behind(at));
        }
    }

    /// What the model has to confirm.
    fn measured(&mut self, at: usize, entry: &Entry, track: usize, state: &State) {
        let mission = self.mission;
        if let Act::Set { control, value } = &entry.act {
            if entry.stamp.is_early() {
                self.early[track].or_default(control).push(value.clone());
            }
            return;
        }
        let readings = entry.act.readings();
        if readings.is_none() && entry.outcome.is_none() {
            return;
        }
        let nothing = Readings::default();
        let readings = readings.unwrap_or(&nothing);
        let engine = &mut self.engines[track];
        settle(mission, track, &state.tracks[track], engine);
        if entry.stamp.is_early() && !agrees(engine, readings) {
            settle_early(engine, &self.early[track], readings);
        }
        let unmet = match &entry.act {
            Act::Reveal { reveal, .. } => {
                let reveal = mission.island(reveal).map(|island| &island.kind);
                matches!(reveal, Some(Kind::Reveal(reveal)) if reveal.when.as_ref().is_some_and(|when| !engine.truth(when)))
            }
            Act::Reach { bench, .. } => {
                let goal = mission.bench(bench).and_then(|bench| bench.goal.as_ref());
                goal.is_some_and(|goal| !goal.is_met(track, |name| engine.truth(name)))
            }
            Act::Break { bench, .. } => mission.bench(bench).is_some_and(|bench| {
                let mut broken = bench.broken(track, |name| engine.truth(name));
                broken.next().is_none()
            }),
            _ => false,
        };
        if unmet {
            self.found.push(Finding::Unmet(at));
        }
        for (name, recorded) in readings {
            let computed = engine.get(name);
            // A version 1 named conditions by their places.
            let other_name = computed.is_none() && entry.stamp.is_early() && name.contains("._");
            if computed != Some(recorded) && !other_name {
                self.found.push(Finding::Reading {
                    entry: at,
                    name: name.clone(),
                    recorded: recorded.clone(),
                    computed: computed.cloned(),
                });
            }
        }
        if let Some(outcome) = &entry.outcome
            && recorded(mission, state, engine, entry) != *outcome
        {
            self.found.push(Finding::Outcome(at));
        }
    }
}

fn agrees(engine: &Engine, readings: &Readings) -> bool {
    let mut readings = readings.iter();
    readings.all(|(name, recorded)| engine.get(name).is_none_or(|computed| computed == recorded))
}

/// Sets an engine as it was for some device whose acts were merged with others, in a ledger that doesn't say which: to
/// what was set before, so that the readings agree. If there is no such setting, it stays as it was.
fn settle_early(engine: &mut Engine, set: &Names<Vec<Value>>, readings: &Readings) {
    let before: Vec<(String, Value)> = set
        .iter()
        .filter_map(|(name, _)| Some((name.clone(), engine.get(name)?.clone())))
        .collect();
    let mut choices: Vec<(&String, Vec<&Value>)> = Vec::new();
    for (name, values) in set {
        let mut own: Vec<&Value> = Vec::new();
        for value in values.iter().rev() {
            let fits = readings.get(name).is_none_or(|recorded| recorded == value);
            if fits && !own.contains(&value) {
                own.push(value);
            }
        }
        if !own.is_empty() {
            choices.push((name, own));
        }
    }
    let all: usize = choices
        .iter()
        .fold(1, |all: usize, (_, own)| all.saturating_mul(own.len()));
    for number in 0..all.min(TRIED) {
        let mut rest = number;
        for (name, own) in &choices {
            engine.set(name, own[rest % own.len()].clone());
            rest /= own.len();
        }
        if agrees(engine, readings) {
            return;
        }
    }
    for (name, value) in before {
        engine.set(&name, value);
    }
}
