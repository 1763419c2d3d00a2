//! What a bench asks for, and what breaks on it.

use super::{Html, Only, PerTrack, ValueName};
use crate::json::Take;
use serde::{Deserialize, Serialize};

/// What is to be reached on a bench: settings at which all needs hold at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Goal {
    /// What to look for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<PerTrack<Html>>,
    /// In order, at least one in every track.
    pub needs: Vec<GoalNeed>,
    /// Said from the moment at which all of them hold.
    pub won: PerTrack<Html>,
}

/// A part of a goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct GoalNeed {
    /// A truth.
    pub when: ValueName,
    /// See [`Only`].
    #[serde(default, skip_serializing_if = "Only::is_all")]
    pub only: Only,
    /// What is needed, in a line.
    pub text: Html,
}

/// Something that breaks on a bench.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Fail {
    /// A truth: it is broken as long as this holds.
    pub when: ValueName,
    /// See [`Only`].
    #[serde(default, skip_serializing_if = "Only::is_all")]
    pub only: Only,
    /// Said then.
    pub text: PerTrack<Html>,
}

impl Goal {
    /// The needs of a track, in order.
    pub fn needs_in(&self, track: usize) -> impl Iterator<Item = &GoalNeed> {
        self.needs
            .iter()
            .filter(move |need| need.only.admits(track))
    }

    /// Whether all needs of a track hold, `truth` being the present truth of a name.
    pub fn is_met(&self, track: usize, truth: impl Fn(&str) -> bool) -> bool {
        self.needs_in(track).all(|need| truth(&need.when))
    }
}
