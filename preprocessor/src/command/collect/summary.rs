//! What is kept of a ledger once it is replayed: little, so that a course of thousands fits into memory.

use crate::command::replay::{Court, Found};
use anyhow::{Context, Result};
use mission_model::Mission;
use mission_model::ledger::{Answer, Moment, Score, TrackState};
use mission_model::mission::{Island, Kind, Reflect};

/// What a ledger amounts to, in the track that is worth most.
pub struct Summary {
    /// The index of its chapter.
    pub chapter: usize,
    /// How many acts it holds.
    pub acts: usize,
    /// The index of the track.
    pub track: usize,
    /// Points, if the chapter is graded.
    pub score: Option<Score>,
    /// Which steps are done: see [`steps`].
    pub done: Vec<bool>,
    /// By lock, in order, if it is answered.
    pub answers: Vec<Option<Predicted>>,
    /// By bench with trials, in order: how many it took to reach the goal, if it was.
    pub tries: Vec<Option<usize>>,
    /// Milliseconds by part.
    pub spent: Vec<u64>,
    /// What was written.
    pub reflections: Vec<Reflection>,
    /// What the model doesn't confirm.
    pub findings: Vec<Found>,
}

/// An answer to a lock.
pub struct Predicted {
    /// In words.
    pub words: String,
    /// The option, counted from 0.
    pub option: Option<usize>,
    /// Whether it was right.
    pub right: Option<bool>,
}

/// A reflection that was committed.
pub struct Reflection {
    /// The island's id.
    pub id: String,
    /// As it was committed last.
    pub text: String,
    /// How many criteria its author finds met.
    pub ticked: usize,
}

/// The steps of a chapter, in order; the choice of a track is none of them.
pub fn steps(mission: &Mission) -> impl Iterator<Item = &Island> {
    let steps = mission.islands.iter();
    steps.filter(|island| island.kind.is_step() && island.kind != Kind::Chapter)
}

/// The benches of a chapter that have trials, in order.
pub fn with_trials(mission: &Mission) -> impl Iterator<Item = &Island> {
    let benches = mission.islands.iter();
    benches.filter(|island| matches!(&island.kind, Kind::Bench(bench) if bench.trials.is_some()))
}

/// The locks of a chapter, in order.
pub fn locks(mission: &Mission) -> impl Iterator<Item = &Island> {
    let locks = mission.islands.iter();
    locks.filter(|island| matches!(island.kind, Kind::Lock(_)))
}

/// The reflections of a chapter, in order.
pub fn reflections(mission: &Mission) -> impl Iterator<Item = (&Island, &Reflect)> {
    mission
        .islands
        .iter()
        .filter_map(|island| match &island.kind {
            Kind::Reflect(reflect) => Some((island, reflect)),
            _ => None,
        })
}

impl Summary {
    /// Replays a ledger and keeps what counts.
    ///
    /// # Errors
    /// Why it can't be read.
    pub fn of(missions: &[Mission], court: &mut Court, text: &str) -> Result<Self> {
        let replayed = court.judge(text)?;
        let mission = &missions[replayed.chapter];
        let standing = |(track, state)| Standing::of(mission, track, state);
        let tracks = replayed.state.tracks.iter().enumerate().map(standing);
        // The first of equals. A mission has a track.
        let best = tracks.rev().max_by_key(|standing| standing.worth());
        let best = best.context("the chapter has no track")?;
        let state = best.state;
        Ok(Self {
            chapter: replayed.chapter,
            acts: replayed.ledger.entries.len(),
            track: best.track,
            score: best.score,
            done: best.done,
            answers: locks(mission)
                .map(|lock| predicted(state, &lock.id))
                .collect(),
            tries: with_trials(mission)
                .map(|bench| tries(state, &bench.id))
                .collect(),
            spent: replayed.ledger.time_by_part(mission),
            reflections: reflections(mission)
                .filter_map(|(island, _)| written(state, &island.id))
                .collect(),
            findings: replayed.findings,
        })
    }

    /// What makes one ledger count more than another.
    pub fn worth(&self) -> Worth {
        (self.score, self.steps_done())
    }

    /// How many steps are done.
    pub fn steps_done(&self) -> usize {
        count(&self.done)
    }

    /// How many findings say that the file isn't what the page wrote.
    pub fn grave(&self) -> usize {
        self.findings
            .iter()
            .filter(|found| found.kind.is_grave())
            .count()
    }
}

/// Where a track stands.
struct Standing<'s> {
    track: usize,
    state: &'s TrackState,
    score: Option<Score>,
    done: Vec<bool>,
}

impl<'s> Standing<'s> {
    fn of(mission: &Mission, track: usize, state: &'s TrackState) -> Self {
        Self {
            track,
            state,
            score: state.score(mission),
            done: steps(mission).map(|step| state.is_done(step)).collect(),
        }
    }

    fn worth(&self) -> Worth {
        (self.score, count(&self.done))
    }
}

/// What makes one piece of work count more than another: its points, and its steps.
type Worth = (Option<Score>, usize);

fn count(done: &[bool]) -> usize {
    done.iter().filter(|done| **done).count()
}

fn predicted(state: &TrackState, lock: &str) -> Option<Predicted> {
    let answer = state.predictions.get(lock)?;
    let moment = state
        .answered
        .get(lock)
        .and_then(|moments| moments.first())?;
    let (option, words) = match answer {
        Answer::Choice(option) => (Some(*option), moment.outcome.words.clone()),
        Answer::Number(number) => (None, number.to_string()),
        Answer::Text(text) => (None, text.clone()),
    };
    Some(Predicted {
        words,
        option,
        right: moment.outcome.met,
    })
}

/// Trials of all rounds up to the first that reached the goal.
fn tries(state: &TrackState, bench: &str) -> Option<usize> {
    let mut trials = state.rounds.get(bench)?.iter().flatten();
    trials.position(Moment::met).map(|at| at + 1)
}

fn written(state: &TrackState, id: &str) -> Option<Reflection> {
    let commit = state.commits.get(id)?.last()?;
    let ticked = state
        .assessed
        .get(id)
        .map_or(0, |ticked| ticked.lines().count());
    Some(Reflection {
        id: id.to_owned(),
        text: commit.text.clone(),
        ticked,
    })
}
