//! How far the student is: what is done, what comes next, what is broken.

use super::{IslandState, Store};
use mission_model::ledger::{Act, Answer, Round};
use mission_model::mission::{Bench, Kind, Question, Trials};

impl Store {
    /// Whether something is to be done in an island.
    pub fn is_step(&self, index: usize) -> bool {
        match self.0.mission.islands.get(index).map(|island| &island.kind) {
            Some(Kind::Bench(bench)) => bench.trials.is_some() || bench.goal.is_some(),
            Some(Kind::Math(_) | Kind::Ledger(_)) | None => false,
            Some(_) => true,
        }
    }

    /// The first island in which something is still to be done.
    pub fn next_step(&self) -> Option<usize> {
        let mut islands = 0..self.0.mission.islands.len();
        islands.find(|index| self.is_step(*index) && !self.is_done(*index))
    }

    /// Whether what is to be done in an island is done. What breaks later takes nothing of it back.
    pub fn is_done(&self, index: usize) -> bool {
        let Some(island) = self.0.mission.islands.get(index) else {
            return false;
        };
        self.with_state(|state| match &island.kind {
            Kind::Chapter => self.chosen().is_some(),
            Kind::Lock(_) => state.predictions.contains_key(&island.id),
            Kind::Reveal(_) => state.reveals.contains_key(&island.id),
            Kind::Reflect(_) => state.commits.contains_key(&island.id),
            Kind::Challenge(challenge) => state.has_passed(&island.id, challenge, self.track()),
            Kind::Bench(bench) => {
                let tried = bench.trials.as_ref();
                let tried = tried.is_none_or(|trials| state.has_finished(&island.id, trials));
                let reached = bench.goal.is_none() || state.reached.contains_key(&island.id);
                self.is_step(index) && tried && reached
            }
            Kind::Math(_) | Kind::Ledger(_) => false,
        })
    }

    /// How an island stands.
    pub fn island_state(&self, index: usize) -> IslandState {
        let Some(island) = self.0.mission.islands.get(index) else {
            return IslandState::Locked;
        };
        if let Kind::Bench(bench) = &island.kind
            && self
                .chosen()
                .is_some_and(|track| self.is_broken(track, bench))
        {
            return IslandState::Failed;
        }
        let locked = match &island.kind {
            Kind::Chapter => false,
            Kind::Reveal(_) => true,
            _ => self.chosen().is_none(),
        };
        match (self.is_done(index), locked) {
            (true, _) => IslandState::Done,
            (false, true) => IslandState::Locked,
            (false, false) => IslandState::Open,
        }
    }

    /// Whether a lock is answered in a track.
    pub fn is_answered(&self, track: usize, lock: &str) -> bool {
        let state = self.0.state.borrow();
        state
            .tracks
            .get(track)
            .is_some_and(|track| track.predictions.contains_key(lock))
    }

    /// Where the present round of a bench stands.
    pub fn round(&self, bench: &str, trials: &Trials) -> Round {
        self.with_engine(self.track(), |engine| {
            self.with_state(|state| state.round(bench, trials, engine))
        })
    }

    /// Whether an answer is right by the values of the shown track; `None` where nothing is right or wrong.
    pub fn judge(&self, answer: &Answer, question: &Question) -> Option<bool> {
        self.with_engine(self.track(), |engine| answer.is_right(question, engine))
    }

    /// The reveals whose lock is answered and whose condition holds now for the first time, and the goals of
    /// which all needs do.
    pub(super) fn newly_met(&self) -> Vec<Act> {
        let mut met = Vec::new();
        let track = self.track();
        for island in &self.0.mission.islands {
            if let Kind::Bench(bench) = &island.kind
                && let Some(goal) = &bench.goal
                && !self.with_state(|state| state.reached.contains_key(&island.id))
                && goal.is_met(track, |name| self.truth(name))
            {
                met.push(Act::Reach {
                    bench: island.id.clone(),
                    readings: self.readings(&bench.goal_readings(track)),
                });
            }
            if let Kind::Reveal(reveal) = &island.kind
                && self.with_state(|state| {
                    state.predictions.contains_key(&reveal.lock)
                        && !state.reveals.contains_key(&island.id)
                })
                && reveal.when.as_ref().is_none_or(|when| self.truth(when))
            {
                met.push(Act::Reveal {
                    reveal: island.id.clone(),
                    readings: self.readings(&reveal.readings),
                });
            }
        }
        met
    }

    /// The benches of a track on which something is broken, by index.
    pub(super) fn broken_benches(&self, track: usize) -> Vec<usize> {
        let islands = self.0.mission.islands.iter().enumerate();
        islands
            .filter(|(_, island)| matches!(&island.kind, Kind::Bench(bench) if self.is_broken(track, bench)))
            .map(|(index, _)| index)
            .collect()
    }

    fn is_broken(&self, track: usize, bench: &Bench) -> bool {
        !bench.fails.is_empty()
            && self.with_engine(track, |engine| {
                let mut broken = bench.broken(track, |name| engine.truth(name));
                broken.next().is_some()
            })
    }
}
