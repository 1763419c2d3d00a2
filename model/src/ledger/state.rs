//! What the entries of a ledger amount to.

use super::{Act, Answer, Entry, Ledger, Readings};
use crate::engine::Engine;
use crate::mission::{Bench, Challenge, Kind, Lock, Mission, Question, Trials};
use crate::names::Names;
use crate::value::Value;

/// What the entries amount to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The index of the track that was chosen last.
    pub track: Option<usize>,
    /// By track: each has its own settings, predictions and reflections.
    pub tracks: Vec<TrackState>,
}

/// What was done in one track.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrackState {
    /// Controls by full name, where they differ from the preset.
    pub settings: Names<Value>,
    /// By lock.
    pub predictions: Names<Answer>,
    /// By reveal.
    pub reveals: Names<Readings>,
    /// By bench: what was read when its goal was reached.
    pub reached: Names<Readings>,
    /// By bench: rounds of trials, in order.
    pub rounds: Names<Vec<Vec<Trial>>>,
    /// By challenge: the evidence that was attached, in order.
    pub evidence: Names<Vec<Readings>>,
    /// By reflection: the text as it stands.
    pub texts: Names<String>,
    /// By reflection: what was committed, in order.
    pub commits: Names<Vec<Commit>>,
    /// Islands that are looked into.
    pub open: Vec<String>,
}

/// A move of a round.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// When.
    pub at: u64,
    /// What it is kept with.
    pub readings: Readings,
}

/// A reflection as it was committed.
#[derive(Clone, Debug, PartialEq)]
pub struct Commit {
    /// When.
    pub at: u64,
    /// The text.
    pub text: String,
    /// What the instruments said.
    pub readings: Readings,
}

/// Where a round of trials stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Round {
    /// The trials so far.
    pub trials: Vec<Trial>,
    /// The goal was met.
    pub won: bool,
    /// The goal was met or the moves are spent.
    pub over: bool,
}

impl State {
    /// The state before the first act.
    pub fn new(mission: &Mission) -> Self {
        Self {
            track: None,
            tracks: vec![TrackState::default(); mission.tracks.len()],
        }
    }

    /// What a whole ledger amounts to.
    pub fn of(mission: &Mission, ledger: &Ledger) -> Self {
        let mut state = Self::new(mission);
        for entry in &ledger.entries {
            state.apply(mission, entry);
        }
        state
    }

    /// Applies one entry. Says whether it fits the chapter; one that does not changes nothing.
    pub fn apply(&mut self, mission: &Mission, entry: &Entry) -> bool {
        let Some(track) = mission.track(&entry.track) else {
            return false;
        };
        if entry.act == Act::Choose {
            self.track = Some(track);
            return true;
        }
        self.tracks[track].apply(mission, track, entry)
    }
}

impl TrackState {
    fn apply(&mut self, mission: &Mission, track: usize, entry: &Entry) -> bool {
        let kind = |id: &str| mission.island(id).map(|island| &island.kind);
        match &entry.act {
            Act::Choose => {}
            Act::Predict { lock, answer } => {
                if !matches!(kind(lock), Some(Kind::Lock(lock)) if answer.fits(&lock.question)) {
                    return false;
                }
                self.predictions.insert_new(lock.clone(), answer.clone());
            }
            Act::Set { control, value } => {
                let admitted = mission
                    .control(control, track)
                    .and_then(|control| control.kind.admit(value));
                let Some(value) = admitted else { return false };
                self.settings.insert(control.clone(), value);
            }
            Act::Reveal { reveal, readings } => {
                if !matches!(kind(reveal), Some(Kind::Reveal(_))) {
                    return false;
                }
                self.reveals.insert_new(reveal.clone(), readings.clone());
            }
            Act::Reach { bench, readings } => {
                if !matches!(kind(bench), Some(Kind::Bench(Bench { goal: Some(_), .. }))) {
                    return false;
                }
                self.reached.insert_new(bench.clone(), readings.clone());
            }
            Act::Try { bench, readings } => {
                let Some(Kind::Bench(Bench {
                    trials: Some(trials),
                    ..
                })) = kind(bench)
                else {
                    return false;
                };
                let rounds = self.rounds.or_default(bench);
                let trial = Trial {
                    at: entry.at,
                    readings: readings.clone(),
                };
                match rounds.last_mut() {
                    Some(round) if continues(trials, round, readings) => round.push(trial),
                    _ => rounds.push(vec![trial]),
                }
            }
            Act::Again { bench } => {
                if !matches!(
                    kind(bench),
                    Some(Kind::Bench(Bench {
                        trials: Some(_),
                        ..
                    }))
                ) {
                    return false;
                }
                self.rounds.or_default(bench).push(Vec::new());
            }
            Act::Attach {
                challenge,
                readings,
            } => {
                if !matches!(kind(challenge), Some(Kind::Challenge(_))) {
                    return false;
                }
                self.evidence.or_default(challenge).push(readings.clone());
            }
            Act::Write { reflect, text } => {
                if !matches!(kind(reflect), Some(Kind::Reflect(_))) {
                    return false;
                }
                self.texts.insert(reflect.clone(), text.clone());
            }
            Act::Commit { reflect, readings } => {
                let Some(text) = self.texts.get(reflect).cloned() else {
                    return false;
                };
                let commit = Commit {
                    at: entry.at,
                    text,
                    readings: readings.clone(),
                };
                self.commits.or_default(reflect).push(commit);
            }
            Act::Reset { islands } => islands.iter().for_each(|id| self.reset(id)),
            Act::Peek { island, open } => {
                if !matches!(kind(island), Some(Kind::Math(_) | Kind::Reflect(_))) {
                    return false;
                }
                self.open.retain(|other| other != island);
                if *open {
                    self.open.push(island.clone());
                }
            }
        }
        true
    }

    fn reset(&mut self, id: &str) {
        let prefix = format!("{id}.");
        self.settings.remove_prefixed(&prefix);
        self.predictions.remove(id);
        self.reveals.remove(id);
        self.reached.remove(id);
        self.rounds.remove(id);
        self.evidence.remove(id);
        self.texts.remove(id);
        self.commits.remove(id);
        self.open.retain(|other| other != id);
    }

    /// Whether a student may know how right a prediction is: not before a reveal has shown it, if one will.
    pub fn is_shown(&self, mission: &Mission, id: &str, lock: &Lock) -> bool {
        let of_lock = |kind: &Kind| matches!(kind, Kind::Reveal(reveal) if reveal.lock == id);
        let mut islands = mission.islands.iter();
        !lock.revealed_later
            || islands.any(|island| of_lock(&island.kind) && self.reveals.contains_key(&island.id))
    }

    /// Where the present round of a bench stands, its key being set as the engine has it.
    pub fn round(&self, bench: &str, trials: &Trials, engine: &Engine) -> Round {
        let last = self.rounds.get(bench).and_then(|rounds| rounds.last());
        let Some(round) =
            last.filter(|round| same_key(trials, round, &|name| engine.get(name).cloned()))
        else {
            return Round::default();
        };
        let won = round.iter().any(|trial| meets(trials, trial));
        Round {
            trials: round.clone(),
            won,
            over: won || round.len() >= trials.limit,
        }
    }

    /// Whether some round of a bench is over.
    pub fn has_finished(&self, bench: &str, trials: &Trials) -> bool {
        let rounds = self
            .rounds
            .get(bench)
            .map(Vec::as_slice)
            .unwrap_or_default();
        rounds.iter().any(|round| {
            round.len() >= trials.limit || round.iter().any(|trial| meets(trials, trial))
        })
    }

    /// Whether some evidence has met all needs of a challenge.
    pub fn has_passed(&self, id: &str, challenge: &Challenge, track: usize) -> bool {
        let attached = self.evidence.get(id).map(Vec::as_slice).unwrap_or_default();
        attached.iter().any(|evidence| {
            let needs = challenge
                .needs
                .iter()
                .filter(|need| need.only.admits(track));
            needs
                .into_iter()
                .all(|need| evidence.get(&need.when).and_then(Value::truth) == Some(true))
        })
    }
}

/// Brings an engine's inputs up to date with what was done in its track.
pub fn follow(mission: &Mission, track: usize, state: &TrackState, engine: &mut Engine) {
    for island in &mission.islands {
        let mut set = |name: &str, value| engine.set(&format!("{}.{name}", island.id), value);
        match &island.kind {
            Kind::Challenge(challenge) => {
                set(
                    "passed",
                    Value::Truth(state.has_passed(&island.id, challenge, track)),
                );
            }
            Kind::Bench(bench) => {
                let round = bench
                    .trials
                    .as_ref()
                    .map(|trials| state.round(&island.id, trials, engine));
                let mut set =
                    |name: &str, value| engine.set(&format!("{}.{name}", island.id), value);
                if let Some(round) = round {
                    set("tries", Value::Number(round.trials.len() as f64));
                    set("won", Value::Truth(round.won));
                    set("over", Value::Truth(round.over));
                }
                if bench.goal.is_some() {
                    let reached = state.reached.contains_key(&island.id);
                    set("reached", Value::Truth(reached));
                }
            }
            Kind::Lock(Lock {
                question: Question::Number { .. },
                ..
            }) => {
                let predicted = match state.predictions.get(&island.id) {
                    Some(Answer::Number(number)) => *number,
                    _ => f64::NAN,
                };
                set("predicted", Value::Number(predicted));
            }
            _ => {}
        }
    }
}

fn meets(trials: &Trials, trial: &Trial) -> bool {
    trial.readings.get(&trials.goal).and_then(Value::truth) == Some(true)
}

/// Whether a trial with these readings belongs to a round: it is not over, and its key is the same.
fn continues(trials: &Trials, round: &[Trial], readings: &Readings) -> bool {
    round.len() < trials.limit
        && !round.iter().any(|trial| meets(trials, trial))
        && same_key(trials, round, &|name| readings.get(name).cloned())
}

fn same_key(trials: &Trials, round: &[Trial], now: &dyn Fn(&str) -> Option<Value>) -> bool {
    round.last().is_none_or(|last| {
        trials
            .key
            .iter()
            .all(|name| last.readings.get(name).cloned() == now(name))
    })
}
