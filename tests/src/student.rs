//! A student who takes the whole mission of the ML Operations chapter in one track, quickly.

use crate::chapter_page::ChapterPage;
use anyhow::{Context, Result, ensure};

/// A way through the chapter.
#[derive(Clone, Copy, Debug)]
pub struct Student {
    /// The track's id.
    pub track: &'static str,
    /// The options locked in, from 0, part by part.
    pub predictions: [usize; 3],
    /// Part 1: a slider of the radar, and where it is left, with PSI above 0.2.
    pub drift: (&'static str, f64),
    /// Part 2: the price of a run in dollars, what each day without one costs more in dollars per day, and the
    /// budget in dollars a day.
    pub bill: (f64, f64, f64),
    /// Part 3: the slice that the stakeholder asks about.
    pub failing: &'static str,
    /// Part 3: the slice that most requests belong to.
    pub majority: &'static str,
    /// Part 3: the candidate that passes, and the one that makes the majority worse.
    pub candidates: (&'static str, &'static str),
}

/// One for each track, in the order of the chapter. By its directives' numbers; each has wrong predictions too.
pub const STUDENTS: [Student; 4] = [
    Student {
        track: "cloud",
        predictions: [0, 1, 3],
        drift: ("topic", 0.51),
        bill: (2e6, 20_000.0 * 21.0 * 0.008, 70_000.0),
        failing: "slang",
        majority: "plain",
        candidates: ("mixture", "slang_only"),
    },
    Student {
        track: "edge",
        predictions: [2, 0, 1],
        drift: ("season", 0.83),
        bill: (180_000.0, 2000.0 * 45.0 * 0.02, 15_000.0),
        failing: "snow",
        majority: "clear",
        candidates: ("retrained", "winter"),
    },
    Student {
        track: "mobile",
        predictions: [3, 2, 3],
        drift: ("skew", 0.9),
        bill: (9000.0, 120.0 * 48.0 * 0.04, 1300.0),
        failing: "driver42",
        majority: "driver41",
        candidates: ("per_driver", "per_tensor"),
    },
    Student {
        track: "tiny",
        predictions: [2, 3, 0],
        drift: ("noise", 25.5),
        bill: (4000.0, 6.0 * 42.0 * 0.012, 50.0),
        failing: "fan",
        majority: "quiet",
        candidates: ("home", "notch"),
    },
];

/// Shadowed requests that let slice and majority speak.
const ENOUGH: f64 = 10_000.0;
/// Days of a stage that outlast evidence and grade in every track.
pub(crate) const LONG_STAGE: f64 = 13.0;

impl Student {
    /// Takes the whole mission, from the choice of the track to the last reflection.
    ///
    /// # Errors
    /// If the page doesn't go along.
    pub fn take(&self, page: &ChapterPage) -> Result<()> {
        self.part_one(page).context("Part 1")?;
        self.part_two(page).context("Part 2")?;
        self.part_three(page).context("Part 3")
    }

    /// Chooses the track, predicts, finds the drift, and explains it.
    ///
    /// # Errors
    /// If the page doesn't go along.
    pub fn part_one(&self, page: &ChapterPage) -> Result<()> {
        page.choose_track(self.track)?;
        page.answer_lock("monitoring", self.predictions[0])?;
        if self.track == "mobile" {
            page.select("drift", "driver", "v42")?;
        }
        page.set_slider("drift", self.drift.0, self.drift.1)?;
        ensure!(
            page.state("monitoring_reveal")? == "done",
            "no drift is found"
        );
        self.reflect(page, "silent_failure")
    }

    /// Predicts, finds the sweet spot at the first trial, and explains it.
    ///
    /// # Errors
    /// If the page doesn't go along.
    pub fn part_two(&self, page: &ChapterPage) -> Result<()> {
        page.answer_lock("schedule", self.predictions[1])?;
        page.type_exactly("cost", "interval", self.target())?;
        page.try_setting("cost")?;
        ensure!(page.state("cost")? == "done", "the sweet spot isn't found");
        self.reflect(page, "square_root_law")
    }

    /// Predicts, convinces the stakeholder, chooses the rollout, and defends it.
    ///
    /// # Errors
    /// If the page doesn't go along.
    pub fn part_three(&self, page: &ChapterPage) -> Result<()> {
        page.answer_lock("aggregate", self.predictions[2])?;
        self.set_card(page, true, self.failing, self.candidates.0, ENOUGH)?;
        let unmet = page.attach("approval")?;
        ensure!(unmet.is_none(), "the stakeholder says {unmet:?}");
        page.set_slider("rollout", "stage", LONG_STAGE)?;
        ensure!(page.state("rollout")? == "done", "the canary goes on");
        page.set_slider("rollout", "surprise", 0.4)?;
        self.reflect(page, "rollout_defence")
    }

    /// Sets the slice card.
    ///
    /// # Errors
    /// If there is no such slice or candidate.
    pub fn set_card(
        &self,
        page: &ChapterPage,
        shadow: bool,
        slice: &str,
        candidate: &str,
        requests: f64,
    ) -> Result<()> {
        page.set_switch("slices", "shadow", shadow)?;
        page.select("slices", "slice", slice)?;
        page.select("slices", "candidate", candidate)?;
        page.type_exactly("slices", "requests", requests)
    }

    /// The interval that the budget doesn't know of, in days: √(2C/K).
    pub fn square_root(&self) -> f64 {
        let (cost, ramp, _) = self.bill;
        (2.0 * cost / ramp).sqrt()
    }

    /// The best interval that the budget allows, in days: max(√(2C/K), C/B).
    pub fn target(&self) -> f64 {
        let (cost, _, budget) = self.bill;
        self.square_root().max(cost / budget)
    }

    /// What this student writes: nobody else writes it, and it has what is asked for.
    pub fn words(&self, reflection: &str) -> String {
        let term = match reflection {
            "silent_failure" => "it was a silent failure",
            "square_root_law" => "the square root law says it",
            _ => "we send a canary and no big bang",
        };
        format!(
            "On the {} track {term}. {}",
            self.track,
            "I say so with numbers from the bench, and I would sign it with a pen. ".repeat(4)
        )
    }

    fn reflect(&self, page: &ChapterPage, reflection: &str) -> Result<()> {
        let advice = page.write_reflection(reflection, &self.words(reflection))?;
        ensure!(
            advice == "Length and terms are there.",
            "{reflection}: {advice}"
        );
        page.commit(reflection)
    }
}
