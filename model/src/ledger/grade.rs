//! What was done in a track, in points.

use super::TrackState;
use crate::mission::{Grade, Island, Kind, Mission};

/// Points in a track.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score {
    /// Recorded by what was done.
    pub recorded: u32,
    /// At most so many are.
    pub of: u32,
    /// For reflections that are written: at most so many can be given by hand.
    pub written: u32,
    /// For all reflections.
    pub by_hand: u32,
}

impl Grade {
    /// The points of a step; the choice of a track has none.
    pub fn points(&self, kind: &Kind) -> u32 {
        match kind {
            Kind::Lock(_) => self.predict,
            Kind::Reveal(_) => self.measure,
            Kind::Bench(_) => self.goal,
            Kind::Challenge(_) => self.challenge,
            Kind::Reflect(_) => self.reflect,
            Kind::Chapter | Kind::Math(_) | Kind::Ledger(_) => 0,
        }
    }
}

impl TrackState {
    /// Whether what is to be done in an island is done. What breaks later takes nothing of it back.
    pub fn is_done(&self, island: &Island) -> bool {
        let id = &island.id;
        match &island.kind {
            Kind::Lock(_) => self.predictions.contains_key(id),
            Kind::Reveal(_) => self.reveals.contains_key(id),
            Kind::Reflect(_) => self.is_written(id),
            Kind::Challenge(_) => self.has_passed(id),
            Kind::Bench(bench) => {
                let tried = bench.trials.as_ref();
                let tried = tried.is_none_or(|trials| self.has_finished(id, trials));
                let reached = bench.goal.is_none() || self.reached.contains_key(id);
                island.kind.is_step() && tried && reached
            }
            Kind::Chapter | Kind::Math(_) | Kind::Ledger(_) => false,
        }
    }

    /// The points of a chapter that is graded.
    pub fn score(&self, mission: &Mission) -> Option<Score> {
        let grade = mission.grade?;
        let mut score = Score::default();
        for island in mission
            .islands
            .iter()
            .filter(|island| island.kind.is_step())
        {
            let points = grade.points(&island.kind);
            let done = if self.is_done(island) { points } else { 0 };
            if matches!(island.kind, Kind::Reflect(_)) {
                score.by_hand += points;
                score.written += done;
            } else {
                score.of += points;
                score.recorded += done;
            }
        }
        Some(score)
    }
}
