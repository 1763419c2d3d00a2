//! What the entries of a ledger amount to.

use super::moment::{Moment, Outcome, walk};
use super::{Act, Answer, Entry, Ledger, Readings};
use crate::engine::Engine;
use crate::mission::{Bench, Kind, Lock, Mission, Question, Trials, ValueName};
use crate::names::Names;
use crate::plain;
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
    /// By lock: the moment at which it was answered, and no other.
    pub answered: Names<Vec<Moment>>,
    /// By reveal: the same.
    pub reveals: Names<Vec<Moment>>,
    /// By bench: the moment at which its goal was reached, and no other.
    pub reached: Names<Vec<Moment>>,
    /// By bench: the moments at which something broke on it, in order.
    pub broken: Names<Vec<Moment>>,
    /// By bench: rounds of trials, in order.
    pub rounds: Names<Vec<Vec<Moment>>>,
    /// By challenge: the evidence that was attached, in order.
    pub evidence: Names<Vec<Moment>>,
    /// By reflection: the text as it is.
    pub texts: Names<String>,
    /// By reflection: what was committed, in order.
    pub commits: Names<Vec<Moment>>,
    /// By reflection: the criteria that its author finds met, in plain words, a line each; of the last assessment.
    pub assessed: Names<String>,
    /// Islands that are looked into.
    pub open: Vec<String>,
    /// Reflections whose model answer was opened before they were assessed.
    pub shown_anyway: Vec<String>,
}

/// Where a round of trials stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Round {
    /// The trials so far.
    pub trials: Vec<Moment>,
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

    /// What a whole ledger amounts to. What its moments lack, because it is of an earlier version or the chapter prints
    /// more today, is taken from the model, set as it was then.
    pub fn of(mission: &Mission, ledger: &Ledger) -> Self {
        Self::with_unfit(mission, ledger).0
    }

    /// The same, with the entries that do not fit the chapter: it was edited since, or they come from elsewhere.
    pub fn with_unfit<'l>(mission: &Mission, ledger: &'l Ledger) -> (Self, Vec<&'l Entry>) {
        walk(mission, ledger, &mut |_, _| {})
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
        let moment = || Moment {
            at: entry.at,
            readings: entry.act.readings().cloned().unwrap_or_default(),
            outcome: found(mission, track, entry),
            text: String::new(),
        };
        match &entry.act {
            Act::Choose => {}
            Act::Unknown(_) => return false,
            Act::Predict { lock, answer } => {
                let Some(Kind::Lock(of)) = kind(lock) else {
                    return false;
                };
                let moment = moment();
                let answer = same_option(answer, &of.question, &moment.outcome.words);
                if !answer.fits(&of.question) {
                    return false;
                }
                if !self.predictions.contains_key(lock) {
                    self.predictions.insert(lock.clone(), answer);
                    self.answered.or_default(lock).push(moment);
                }
            }
            Act::Set { control, value } => {
                let admitted = mission
                    .control(control, track)
                    .and_then(|control| control.kind.admit(value));
                let Some(value) = admitted else { return false };
                self.settings.set(control, value);
            }
            Act::Reveal { reveal, .. } => {
                if !matches!(kind(reveal), Some(Kind::Reveal(_))) {
                    return false;
                }
                first(self.reveals.or_default(reveal), moment);
            }
            Act::Reach { bench, .. } => {
                if !matches!(kind(bench), Some(Kind::Bench(Bench { goal: Some(_), .. }))) {
                    return false;
                }
                first(self.reached.or_default(bench), moment);
            }
            Act::Break { bench, .. } => {
                if !matches!(kind(bench), Some(Kind::Bench(bench)) if !bench.fails.is_empty()) {
                    return false;
                }
                self.broken.or_default(bench).push(moment());
            }
            Act::Try { bench, .. } | Act::Again { bench } => {
                let Some(Kind::Bench(Bench {
                    trials: Some(trials),
                    ..
                })) = kind(bench)
                else {
                    return false;
                };
                let rounds = self.rounds.or_default(bench);
                match &entry.act {
                    Act::Try { readings, .. } => match rounds.last_mut() {
                        Some(round) if continues(trials, round, readings) => round.push(moment()),
                        _ => rounds.push(vec![moment()]),
                    },
                    // It can be asked for only when the round is over.
                    _ => {
                        if let Some(last) = rounds.last_mut().and_then(|round| round.last_mut()) {
                            last.outcome.over = true;
                        }
                        rounds.push(Vec::new());
                    }
                }
            }
            Act::Attach { challenge, .. } => {
                if !matches!(kind(challenge), Some(Kind::Challenge(_))) {
                    return false;
                }
                self.evidence.or_default(challenge).push(moment());
            }
            Act::Write { .. }
            | Act::Commit { .. }
            | Act::Assess { .. }
            | Act::Peek { .. }
            | Act::Reset { .. } => return self.write(mission, entry, moment),
        }
        true
    }

    /// What is written, and what is looked into and begun anew.
    fn write(&mut self, mission: &Mission, entry: &Entry, moment: impl FnOnce() -> Moment) -> bool {
        let kind = |id: &str| mission.island(id).map(|island| &island.kind);
        match &entry.act {
            Act::Write { reflect, text } => {
                if !matches!(kind(reflect), Some(Kind::Reflect(_) | Kind::Bench(_))) {
                    return false;
                }
                self.texts.insert(reflect.clone(), text.clone());
            }
            Act::Commit { reflect, .. } => {
                if !matches!(kind(reflect), Some(Kind::Reflect(_))) {
                    return false;
                }
                let mut commit = moment();
                commit.text = std::mem::take(&mut commit.outcome.text);
                if commit.text.is_empty() {
                    // Version 1 kept it in the act before.
                    let Some(text) = self.texts.get(reflect) else {
                        return false;
                    };
                    commit.text.clone_from(text);
                }
                self.commits.or_default(reflect).push(commit);
            }
            Act::Assess { reflect, criteria } => {
                if !matches!(kind(reflect), Some(Kind::Reflect(_))) {
                    return false;
                }
                self.assessed.insert(reflect.clone(), criteria.join("\n"));
                // Now that the student has looked for it, a good answer is shown.
                if !self.open.contains(reflect) {
                    self.open.push(reflect.clone());
                }
            }
            Act::Peek { island, open } => {
                let reflects = match kind(island) {
                    Some(Kind::Math(_)) => false,
                    Some(Kind::Reflect(reflect)) => !reflect.criteria.is_empty(),
                    _ => return false,
                };
                self.open.retain(|other| other != island);
                if *open {
                    self.open.push(island.clone());
                    if reflects
                        && !self.assessed.contains_key(island)
                        && !self.shown_anyway.contains(island)
                    {
                        self.shown_anyway.push(island.clone());
                    }
                }
            }
            Act::Reset { islands } => islands.iter().for_each(|id| self.reset(id)),
            _ => {}
        }
        true
    }

    fn reset(&mut self, id: &str) {
        let prefix = format!("{id}.");
        self.settings.remove_prefixed(&prefix);
        self.predictions.remove(id);
        self.answered.remove(id);
        self.reveals.remove(id);
        self.reached.remove(id);
        self.broken.remove(id);
        self.rounds.remove(id);
        self.evidence.remove(id);
        self.texts.remove(id);
        self.commits.remove(id);
        self.assessed.remove(id);
        self.open.retain(|other| other != id);
        self.shown_anyway.retain(|other| other != id);
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
        let round = self.now_and_before(bench, trials, engine).0;
        let round = round.map_or(&[][..], Vec::as_slice);
        Round {
            trials: round.to_vec(),
            won: round.iter().any(Moment::met),
            over: is_over(trials, round),
        }
    }

    /// The rounds of a bench that aren't the present one, in order; none is empty.
    pub fn earlier(&self, bench: &str, trials: &Trials, engine: &Engine) -> Vec<&[Moment]> {
        let before = self.now_and_before(bench, trials, engine).1.iter();
        let before = before.map(Vec::as_slice);
        before.filter(|round| !round.is_empty()).collect()
    }

    fn now_and_before(
        &self,
        bench: &str,
        trials: &Trials,
        engine: &Engine,
    ) -> (Option<&Vec<Moment>>, &[Vec<Moment>]) {
        let rounds = self.rounds.get(bench).map_or(&[][..], Vec::as_slice);
        let now = |name: &str| engine.get(name).cloned();
        match rounds.split_last() {
            Some((last, before)) if same_key(trials, last, &now) => (Some(last), before),
            _ => (None, rounds),
        }
    }

    /// Whether some round of a bench is over.
    pub fn has_finished(&self, bench: &str, trials: &Trials) -> bool {
        let mut rounds = self.rounds.get(bench).into_iter().flatten();
        rounds.any(|round| is_over(trials, round))
    }

    /// Whether some evidence has met all that was asked for.
    pub fn has_passed(&self, challenge: &str) -> bool {
        let mut attached = self.evidence.get(challenge).into_iter().flatten();
        attached.any(Moment::met)
    }

    /// What was noted beside a bench, if anything was.
    pub fn noted(&self, bench: &str) -> Option<&str> {
        let text = self.texts.get(bench)?.as_str();
        (!text.trim().is_empty()).then_some(text)
    }

    /// Whether an answer that counts as written was committed.
    pub fn is_written(&self, reflect: &str) -> bool {
        let mut commits = self.commits.get(reflect).into_iter().flatten();
        commits.any(Moment::met)
    }

    /// Whether a prediction was right, as far as that was told.
    pub fn verdict(&self, mission: &Mission, lock: &str) -> Option<bool> {
        let of_lock = |kind: &Kind| matches!(kind, Kind::Reveal(reveal) if reveal.lock == lock);
        let mut reveals = mission.islands.iter();
        let revealed = reveals.find_map(|island| {
            self.reveals
                .get(&island.id)
                .filter(|_| of_lock(&island.kind))
        });
        let told = revealed.or_else(|| self.answered.get(lock))?;
        told.first()?.outcome.met
    }
}

/// Brings an engine's inputs up to date with what was done in its track.
pub fn follow(mission: &Mission, state: &TrackState, engine: &mut Engine) {
    let mut inputs = Vec::new();
    for island in &mission.islands {
        let mut set = |name: &str, value| inputs.push((format!("{}.{name}", island.id), value));
        match &island.kind {
            Kind::Challenge(_) => {
                set("passed", Value::Truth(state.has_passed(&island.id)));
            }
            Kind::Bench(bench) => {
                let round = bench
                    .trials
                    .as_ref()
                    .map(|trials| state.round(&island.id, trials, engine));
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
    engine.set_all(inputs);
}

pub(super) fn is_over(trials: &Trials, round: &[Moment]) -> bool {
    let over = |trial: &Moment| trial.met() || trial.outcome.over;
    round.len() >= trials.limit || round.iter().any(over)
}

/// Whether a trial with these readings belongs to a round: it is not over, and its key is the same.
pub(super) fn continues(trials: &Trials, round: &[Moment], readings: &Readings) -> bool {
    !is_over(trials, round) && same_key(trials, round, &|name| readings.get(name).cloned())
}

/// A control that the last trial was not kept with came to the key later: it tells nothing apart.
pub(super) fn same_key(
    trials: &Trials,
    round: &[Moment],
    now: &dyn Fn(&str) -> Option<Value>,
) -> bool {
    round.last().is_none_or(|last| {
        trials.key.iter().all(|name| {
            let then = last.readings.get(name);
            then.is_none_or(|then| now(name).is_none_or(|now| *then == now))
        })
    })
}

/// What is reached once is reached at the first moment.
fn first(moments: &mut Vec<Moment>, moment: impl FnOnce() -> Moment) {
    if moments.is_empty() {
        moments.push(moment());
    }
}

/// The outcome of an entry. Of one that was recorded without it, what its readings tell.
fn found(mission: &Mission, track: usize, entry: &Entry) -> Outcome {
    let mut outcome = entry.outcome.clone().unwrap_or_default();
    if outcome.met.is_none() {
        outcome.met = match &entry.act {
            // It counted, when no length was recorded.
            Act::Commit { .. } => Some(true),
            act => truths_hold(mission, track, act),
        };
    }
    outcome
}

/// Whether the conditions held that a trial or evidence was recorded with; `None` of other acts.
///
/// Conditions are named after what they say. Those of an edition with other conditions, and of ledgers that named them
/// by their places, are there under names that this chapter doesn't have: then all truths have to hold that are no
/// setting.
pub(super) fn truths_hold(mission: &Mission, track: usize, act: &Act) -> Option<bool> {
    let (readings, asked): (_, Vec<&ValueName>) = match act {
        Act::Try { bench, readings } => {
            let trials = mission.bench(bench)?.trials.as_ref()?;
            (readings, vec![&trials.goal])
        }
        Act::Attach {
            challenge,
            readings,
        } => {
            let Kind::Challenge(challenge) = &mission.island(challenge)?.kind else {
                return None;
            };
            let needs = challenge.needs_in(track).map(|need| &need.when);
            (readings, needs.collect())
        }
        _ => return None,
    };
    let holds = |name: &&ValueName| readings.get(name).and_then(Value::truth) == Some(true);
    if !asked.is_empty() && asked.iter().all(|name| readings.contains_key(name)) {
        return Some(asked.iter().all(holds));
    }
    let is_control = |name: &str| mission.controls.iter().any(|control| control.name == name);
    let mut truths = readings
        .iter()
        .filter(|(name, _)| !is_control(name))
        .filter_map(|(_, value)| value.truth())
        .peekable();
    Some(truths.peek().is_some() && truths.all(|truth| truth))
}

/// An answer to a question whose options have changed their places: the option of the same words.
fn same_option(answer: &Answer, question: &Question, words: &str) -> Answer {
    let mut options = question.options();
    match (
        answer,
        options.position(|option| !words.is_empty() && plain::text(option) == words),
    ) {
        (Answer::Choice(_), Some(index)) => Answer::Choice(index),
        _ => answer.clone(),
    }
}
