//! Controls and instruments that share one box.

use super::{Fail, Goal, Html, Instrument, PerTrack, Reading, Shows, ValueName};
use crate::json::Take;
use serde::{Deserialize, Serialize};

/// Controls and instruments that share one box.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Take)]
pub struct Bench {
    /// Its heading.
    pub title: String,
    /// What to do here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intro: Option<PerTrack<Html>>,
    /// The controls that stand above the instruments, in order.
    pub controls: Vec<ValueName>,
    /// In order.
    pub instruments: Vec<Instrument>,
    /// If what is set here has to be tried, in rounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trials: Option<Trials>,
    /// If something is to be reached here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal>,
    /// What can break here, in the order in which it is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fails: Vec<Fail>,
}

/// Rounds of a few moves each. A round is over when its goal is met or its moves are spent; until then
/// the bench keeps back what would give the answer away ([`Instrument::shown_if`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Trials {
    /// How many moves a round has.
    pub limit: usize,
    /// What a trial is kept with: the columns of the table of trials.
    pub readings: Vec<Reading>,
    /// A change of one of these begins a new round.
    pub key: Vec<ValueName>,
    /// The truth that a trial has to reach.
    pub goal: ValueName,
    /// Said when it has.
    pub won: PerTrack<Html>,
    /// Said when the moves are spent: the way on.
    pub spent: PerTrack<Html>,
    /// Said of a trial that misses the goal: the first whose condition holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub misses: Vec<Fail>,
}

impl Trials {
    /// What a trial is kept with: the table's columns, the key, and whether it meets the goal.
    pub fn kept(&self) -> Vec<ValueName> {
        let columns = self.readings.iter().map(|reading| &reading.value);
        let names = columns.chain(&self.key).chain([&self.goal]);
        names.cloned().collect()
    }

    /// What can be said of a miss in a track.
    pub fn misses_in(&self, track: usize) -> impl Iterator<Item = &Fail> {
        self.misses
            .iter()
            .filter(move |miss| miss.only.admits(track))
    }

    /// What is said of a trial that missed, `truth` being the truth of a name then.
    pub fn missed(&self, track: usize, truth: impl Fn(&str) -> bool) -> Option<&Html> {
        let miss = self.misses_in(track).find(|miss| truth(&miss.when))?;
        Some(miss.text.get(track))
    }
}

impl Bench {
    /// All its controls, those that stand with an instrument among them.
    pub fn all_controls(&self) -> impl Iterator<Item = &ValueName> {
        let placed = self.instruments.iter().flat_map(|shown| &shown.controls);
        self.controls.iter().chain(placed)
    }

    /// What the ledger keeps from the moment at which the goal is reached in a track: what was set, what the cards
    /// said, and the truth of each need.
    pub fn goal_readings(&self, track: usize) -> Vec<ValueName> {
        let needs = self.goal.iter().flat_map(|goal| goal.needs_in(track));
        self.kept_with(track, needs.map(|need| &need.when))
    }

    /// What the ledger keeps from the moment at which something breaks: the same, with the truth of each failure.
    pub fn fail_readings(&self, track: usize) -> Vec<ValueName> {
        let fails = self.fails.iter().filter(|fail| fail.only.admits(track));
        self.kept_with(track, fails.map(|fail| &fail.when))
    }

    fn kept_with<'a>(
        &'a self,
        track: usize,
        conditions: impl Iterator<Item = &'a ValueName>,
    ) -> Vec<ValueName> {
        let cards = self
            .instruments
            .iter()
            .filter(|shown| shown.only.admits(track))
            .flat_map(|shown| shown.kind.readings())
            .filter(|reading| reading.only.admits(track))
            .map(|reading| &reading.value);
        self.all_controls()
            .chain(cards)
            .chain(conditions)
            .cloned()
            .collect()
    }

    /// What is broken in a track, in order, `truth` being the present truth of a name.
    pub fn broken<'a>(
        &'a self,
        track: usize,
        truth: impl Fn(&str) -> bool + 'a,
    ) -> impl Iterator<Item = &'a Fail> {
        self.fails
            .iter()
            .filter(move |fail| fail.only.admits(track) && truth(&fail.when))
    }
}
