//! What was found at a moment, kept as it was: a later edition of the chapter, or a slider that moved on, finds
//! otherwise.
//!
//! An [`Entry`] holds its [`Outcome`] from the moment at which it was recorded ([`recorded`]). Where something is missing,
//! because the entry is of an earlier version or a text of the chapter prints more today, [`walk`] takes it from
//! the model, set as it was then.

use super::state::{continues, truths_hold};
use super::{Act, Answer, Entry, Ledger, Readings, State, TrackState, follow};
use crate::engine::Engine;
use crate::json;
use crate::mission::{Html, Kind, Mission, Readout, ValueName};
use crate::plain;
use crate::value::Value;
use serde::Serialize;

/// What the page found of an act as it was done.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outcome {
    /// Whether what was asked for was met: a trial its goal, evidence all needs, an answer the right one, a text its
    /// length. `None` where nothing is asked, or nothing is told yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met: Option<bool>,
    /// Whether a round of trials was over with this one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub over: bool,
    /// What was chosen, or a sentence as it was completed, in plain words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// What was committed: another tab may be writing on.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What the texts of this moment print.
    #[serde(skip_serializing_if = "Readings::is_empty")]
    pub shown: Readings,
}

json::named! {
    struct Outcome { ; met over words text shown }
}

/// A moment of a student's work.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// When, in milliseconds since 1970-01-01 UTC.
    pub at: u64,
    /// What was read.
    pub readings: Readings,
    /// What was found.
    pub outcome: Outcome,
    /// What was committed; of other moments nothing.
    pub text: String,
}

impl Moment {
    /// Whether what was asked for was met then.
    pub fn met(&self) -> bool {
        self.outcome.met == Some(true)
    }

    /// A value as it was then.
    pub fn value(&self, name: &str) -> Option<&Value> {
        let shown = &self.outcome.shown;
        shown.get(name).or_else(|| self.readings.get(name))
    }

    /// A number as it was then; NaN if none was kept.
    pub fn number(&self, name: &str) -> f64 {
        self.value(name).and_then(Value::number).unwrap_or(f64::NAN)
    }
}

impl TrackState {
    /// The moment that prose may name: a lock or a reveal by its id, `bench.reached`, `bench.won`, `challenge.passed`.
    pub fn moment(&self, name: &str) -> Option<&Moment> {
        let (id, what) = name.split_once('.').unwrap_or((name, ""));
        if what == "won" {
            let mut trials = self.rounds.get(id)?.iter().flatten();
            return trials.find(|trial| trial.met());
        }
        let moments = match what {
            "reached" => self.reached.get(id),
            "passed" => self.evidence.get(id),
            _ => self.reveals.get(id).or_else(|| self.answered.get(id)),
        };
        moments?
            .iter()
            .find(|moment| what != "passed" || moment.met())
    }

    /// The number that a readout prints in a text of a moment.
    pub fn printed_at(&self, moment: &Moment, readout: &Readout) -> f64 {
        match &readout.at {
            None => moment.number(&readout.value),
            Some(at) => self
                .moment(at)
                .map_or(f64::NAN, |moment| moment.number(&readout.value)),
        }
    }
}

/// What is found of an act of a track that is about to be recorded. `engine` is set as the act finds it.
pub fn recorded(mission: &Mission, state: &State, engine: &mut Engine, entry: &Entry) -> Outcome {
    let Some(track) = mission.track(&entry.track) else {
        return Outcome::default();
    };
    let done = &state.tracks[track];
    let mut outcome = Outcome {
        met: judged(mission, track, done, engine, &entry.act),
        ..Outcome::default()
    };
    match &entry.act {
        Act::Try { bench, readings } => {
            if let Some(Kind::Bench(bench_of)) = kind(mission, bench)
                && let Some(trials) = &bench_of.trials
            {
                let round = done.rounds.get(bench).and_then(|rounds| rounds.last());
                let before = round
                    .filter(|round| continues(trials, round, readings))
                    .map_or(0, Vec::len);
                outcome.over = outcome.met == Some(true) || before + 1 >= trials.limit;
            }
        }
        Act::Predict { lock, answer } => {
            if let (Some(lock), Answer::Choice(_)) = (mission.lock(lock), answer) {
                outcome.words = plain::text(&answer.html(&lock.question));
            }
        }
        Act::Commit { reflect, .. } => {
            if let Some(Kind::Reflect(reflection)) = kind(mission, reflect)
                && let Some(text) = done.texts.get(reflect)
            {
                outcome.text.clone_from(text);
                if reflection.sentence.is_some() {
                    outcome.words = reflection.completed(text, track);
                }
            }
        }
        _ => {}
    }
    show(mission, state, engine, entry, &mut outcome);
    outcome
}

/// What a whole ledger amounts to, with what its moments lack as the model gives it.
/// Gives the entries, too, that do not fit the chapter. `then` is told of each that fits, and of the state after it.
pub fn walk<'l>(
    mission: &Mission,
    ledger: &'l Ledger,
    then: &mut dyn FnMut(&State, &'l Entry),
) -> (State, Vec<&'l Entry>) {
    let mut unfit = Vec::new();
    let mut state = State::new(mission);
    let mut engines: Vec<Option<Engine>> = mission.tracks.iter().map(|_| None).collect();
    for entry in &ledger.entries {
        let fits = match lacking(mission, &mut engines, &state, entry) {
            Some(outcome) => state.apply(
                mission,
                &Entry {
                    outcome: Some(outcome),
                    ..entry.clone()
                },
            ),
            None => state.apply(mission, entry),
        };
        match fits {
            true => then(&state, entry),
            false => unfit.push(entry),
        }
    }
    (state, unfit)
}

/// The outcome of an entry with what it lacks; `None` if it lacks nothing.
fn lacking(
    mission: &Mission,
    engines: &mut [Option<Engine>],
    state: &State,
    entry: &Entry,
) -> Option<Outcome> {
    if !entry.act.depends() {
        return None;
    }
    let track = mission.track(&entry.track)?;
    let done = &state.tracks[track];
    let mut outcome = entry.outcome.clone().unwrap_or_default();
    let unjudged = outcome.met.is_none() && told(mission, done, &entry.act);
    let lacks = |name: &ValueName| !has(&entry.act, &outcome, name);
    if !unjudged && !printed(mission, track, entry, &outcome).iter().any(lacks) {
        return None;
    }
    let slot = engines.get_mut(track)?;
    if slot.is_none() {
        *slot = Engine::new(mission, track).ok();
    }
    let engine = slot.as_mut()?;
    settle(mission, track, done, engine);
    if unjudged {
        outcome.met = judged(mission, track, done, engine, &entry.act);
    }
    show(mission, state, engine, entry, &mut outcome);
    Some(outcome)
}

/// Sets an engine as a track has it.
pub(super) fn settle(mission: &Mission, track: usize, done: &TrackState, engine: &mut Engine) {
    let own = mission
        .controls
        .iter()
        .filter(|control| control.only.admits(track));
    engine.set_all(own.map(|control| {
        let set = done.settings.get(&control.name);
        let value = set.unwrap_or_else(|| control.preset.get(track));
        (&control.name, value.clone())
    }));
    follow(mission, done, engine);
}

/// Whether an act tells how right a prediction was, which the model alone can say.
fn told(mission: &Mission, done: &TrackState, act: &Act) -> bool {
    match act {
        Act::Predict { lock, .. } => mission.lock(lock).is_some_and(|lock| !lock.revealed_later),
        Act::Reveal { reveal, .. } => matches!(
            kind(mission, reveal),
            Some(Kind::Reveal(reveal)) if done.predictions.contains_key(&reveal.lock)
        ),
        _ => false,
    }
}

fn judged(
    mission: &Mission,
    track: usize,
    done: &TrackState,
    engine: &Engine,
    act: &Act,
) -> Option<bool> {
    match act {
        Act::Predict { lock, answer } => {
            let lock = mission.lock(lock).filter(|lock| !lock.revealed_later)?;
            answer.is_right(&lock.question, engine)
        }
        Act::Reveal { reveal, .. } => {
            let Some(Kind::Reveal(reveal)) = kind(mission, reveal) else {
                return None;
            };
            let answer = done.predictions.get(&reveal.lock)?;
            answer.is_right(&mission.lock(&reveal.lock)?.question, engine)
        }
        Act::Commit { reflect, .. } => {
            let Some(Kind::Reflect(reflection)) = kind(mission, reflect) else {
                return None;
            };
            Some(reflection.is_written(done.texts.get(reflect)?, track))
        }
        act => truths_hold(mission, track, act),
    }
}

/// Adds what the texts of an act's moment print and nothing has kept, as the act leaves it.
fn show(
    mission: &Mission,
    state: &State,
    engine: &mut Engine,
    entry: &Entry,
    outcome: &mut Outcome,
) {
    let Some(track) = mission.track(&entry.track) else {
        return;
    };
    let names = printed(mission, track, entry, outcome);
    if names.is_empty() {
        return;
    }
    let mut after = state.clone();
    let done = Entry {
        outcome: Some(outcome.clone()),
        ..entry.clone()
    };
    after.apply(mission, &done);
    follow(mission, &after.tracks[track], engine);
    for name in names {
        if !has(&entry.act, outcome, &name)
            && let Some(value) = engine.get(&name)
        {
            outcome.shown.insert(name, value.clone());
        }
    }
    follow(mission, &state.tracks[track], engine);
}

fn has(act: &Act, outcome: &Outcome, name: &str) -> bool {
    outcome.shown.contains_key(name)
        || act
            .readings()
            .is_some_and(|readings| readings.contains_key(name))
}

/// The values that the texts of an act's moment print, and those that are printed elsewhere as they were then.
fn printed(mission: &Mission, track: usize, entry: &Entry, outcome: &Outcome) -> Vec<ValueName> {
    let (mut texts, mut names) = (Vec::new(), Vec::new());
    let moment = bring(mission, track, &entry.act, outcome, &mut texts, &mut names);
    for text in texts {
        for readout in mission.readouts_in(text) {
            if readout.at.is_none() {
                names.push(readout.value.clone());
            }
        }
    }
    for readout in &mission.readouts {
        if moment.is_some() && readout.at == moment {
            names.push(readout.value.clone());
        }
    }
    names
}

/// The texts that an act brings about, and the conditions that choose one of them; gives what its moment is called.
fn bring<'m>(
    mission: &'m Mission,
    track: usize,
    act: &Act,
    outcome: &Outcome,
    texts: &mut Vec<&'m Html>,
    conditions: &mut Vec<ValueName>,
) -> Option<String> {
    let met = outcome.met == Some(true);
    let id = act.island()?;
    match (act, kind(mission, id)?) {
        (Act::Predict { .. }, Kind::Lock(lock)) => {
            texts.extend(lock.question.options());
            if !lock.revealed_later {
                texts.push(lock.explain.get(track));
            }
            Some(id.to_owned())
        }
        (Act::Reveal { .. }, Kind::Reveal(reveal)) => {
            let lock = mission.lock(&reveal.lock)?;
            texts.extend(lock.question.options());
            texts.push(lock.explain.get(track));
            texts.push(reveal.text.get(track));
            Some(id.to_owned())
        }
        (Act::Reach { .. }, Kind::Bench(bench)) => {
            let goal = bench.goal.as_ref()?;
            texts.extend(goal.needs_in(track).map(|need| &need.text));
            texts.push(goal.won.get(track));
            Some(format!("{id}.reached"))
        }
        (Act::Try { .. }, Kind::Bench(bench)) => {
            let trials = bench.trials.as_ref()?;
            if met || outcome.over {
                texts.push(if met { &trials.won } else { &trials.spent }.get(track));
            }
            if !met {
                for miss in trials.misses_in(track) {
                    texts.push(miss.text.get(track));
                    conditions.push(miss.when.clone());
                }
            }
            met.then(|| format!("{id}.won"))
        }
        (Act::Attach { .. }, Kind::Challenge(challenge)) => {
            match met {
                true => texts.push(challenge.passed.get(track)),
                false => texts.extend(challenge.needs_in(track).map(|need| &need.unmet)),
            }
            met.then(|| format!("{id}.passed"))
        }
        (Act::Break { .. }, Kind::Bench(bench)) => {
            for fail in &bench.fails {
                if fail.only.admits(track) {
                    texts.push(fail.text.get(track));
                }
            }
            None
        }
        _ => None,
    }
}

fn kind<'m>(mission: &'m Mission, id: &str) -> Option<&'m Kind> {
    mission.island(id).map(|island| &island.kind)
}
