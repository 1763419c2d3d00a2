//! How far the student is: what is done, what comes next, what is broken.

use super::{IslandState, Store};
use mission_model::ledger::{Act, Moment, Round, TrackState};
use mission_model::mission::{Bench, Kind, Trials};

/// What came of a track.
#[derive(Clone, Copy, PartialEq)]
pub struct Tally {
    /// Its index.
    pub track: usize,
    /// How many steps are done.
    pub done: usize,
    /// How many there are.
    pub of: usize,
    /// How many predictions were right.
    pub right: usize,
    /// How many predictions are told to be right or wrong.
    pub told: usize,
    /// How many trials were made, in all rounds.
    pub trials: usize,
}

impl Store {
    /// What came of each track in which something was done, and of the one that is chosen.
    pub fn tallies(&self) -> Vec<Tally> {
        let mission = self.mission();
        let state = self.0.state.borrow();
        let tracks = state.tracks.iter().enumerate();
        let steps: Vec<usize> = (0..mission.islands.len())
            .filter(|index| self.is_step(*index))
            .collect();
        let tally = |(track, state): (usize, &TrackState)| {
            let mut tally = Tally {
                track,
                done: 0,
                of: steps.len(),
                right: 0,
                told: 0,
                trials: 0,
            };
            let mut begun = self.chosen() == Some(track);
            for island in steps.iter().map(|index| &mission.islands[*index]) {
                let done = state.is_done(island);
                begun |= done;
                tally.done += usize::from(done);
                let rounds = state.rounds.get(&island.id).into_iter().flatten();
                tally.trials += rounds.map(Vec::len).sum::<usize>();
                if let Some(right) = state.verdict(mission, &island.id) {
                    tally.told += 1;
                    tally.right += usize::from(right);
                }
            }
            // The choice of the track is a step, too.
            let chosen = mission
                .islands
                .iter()
                .position(|own| own.kind == Kind::Chapter);
            tally.done += usize::from(chosen.is_some_and(|index| self.is_step(index)));
            begun.then_some(tally)
        };
        tracks.filter_map(tally).collect()
    }

    /// Whether something is to be done in an island.
    pub fn is_step(&self, index: usize) -> bool {
        let island = self.0.mission.islands.get(index);
        island.is_some_and(|island| island.kind.is_step())
    }

    /// How many steps are done, and how many there are.
    pub fn steps(&self) -> (usize, usize) {
        let islands = 0..self.0.mission.islands.len();
        let steps: Vec<usize> = islands.filter(|index| self.is_step(*index)).collect();
        let done = steps.iter().filter(|index| self.is_done(**index)).count();
        (done, steps.len())
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
        match &island.kind {
            Kind::Chapter => self.chosen().is_some(),
            _ => self.with_state(|state| state.is_done(island)),
        }
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

    /// Whether an act can still be done, whatever another tab has done since the island was drawn.
    pub(super) fn is_possible(&self, track: usize, act: &Act) -> bool {
        let trials = |bench: &str| self.0.mission.bench(bench)?.trials.as_ref();
        match act {
            Act::Predict { lock, .. } => !self.is_answered(track, lock),
            Act::Try { bench, .. } => {
                trials(bench).is_some_and(|trials| !self.round(bench, trials).over)
            }
            Act::Again { bench } => {
                trials(bench).is_some_and(|trials| self.round(bench, trials).over)
            }
            _ => true,
        }
    }

    /// Where the present round of a bench stands.
    pub fn round(&self, bench: &str, trials: &Trials) -> Round {
        self.with_engine(self.track(), |engine| {
            self.with_state(|state| state.round(bench, trials, engine))
        })
    }

    /// Looks at the rounds of a bench that aren't the present one, in order.
    pub fn earlier<T: Default>(
        &self,
        bench: &str,
        trials: &Trials,
        look: impl FnOnce(&[&[Moment]]) -> T,
    ) -> T {
        self.with_engine(self.track(), |engine| {
            self.with_state(|state| look(&state.earlier(bench, trials, engine)))
        })
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

    /// What is broken in a track: the index of its bench, and its own there.
    pub(super) fn broken(&self, track: usize) -> Vec<(usize, usize)> {
        let mut broken = Vec::new();
        for (index, island) in self.0.mission.islands.iter().enumerate() {
            if let Kind::Bench(bench) = &island.kind
                && self.is_broken(track, bench)
            {
                let fails = bench.fails.iter().enumerate();
                let own = fails.filter(|(_, fail)| {
                    fail.only.admits(track)
                        && self.with_engine(track, |engine| engine.truth(&fail.when))
                });
                broken.extend(own.map(|(fail, _)| (index, fail)));
            }
        }
        broken
    }

    /// What is to be recorded of benches on which something broke that worked before.
    pub(super) fn newly_broken(
        &self,
        track: usize,
        before: &[(usize, usize)],
        now: &[(usize, usize)],
    ) -> Vec<Act> {
        let new = now.iter().filter(|broken| !before.contains(broken));
        let mut benches: Vec<usize> = new.map(|(bench, _)| *bench).collect();
        benches.dedup();
        let act = |index: usize| {
            let island = &self.0.mission.islands[index];
            let Kind::Bench(bench) = &island.kind else {
                return None;
            };
            Some(Act::Break {
                bench: island.id.clone(),
                readings: self.readings(&bench.fail_readings(track)),
            })
        };
        benches.into_iter().filter_map(act).collect()
    }

    fn is_broken(&self, track: usize, bench: &Bench) -> bool {
        !bench.fails.is_empty()
            && self.with_engine(track, |engine| {
                let mut broken = bench.broken(track, |name| engine.truth(name));
                broken.next().is_some()
            })
    }
}
