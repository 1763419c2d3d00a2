//! A value on an instrument, and how good it is.

use super::{Html, Only, ValueName};
use crate::format::Format;
use crate::json::Take;
use serde::{Deserialize, Serialize};

/// A value on an instrument.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Reading {
    /// What is read: the `name` of its `<output>`.
    pub value: ValueName,
    /// Its label.
    pub label: String,
    /// How it is printed.
    #[serde(default)]
    pub format: Format,
    /// See [`Only`].
    #[serde(default, skip_serializing_if = "Only::is_all")]
    pub only: Only,
    /// In the order in which they are tried; none for a reading that is neither good nor bad.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Zone>,
    /// Small print.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Html>,
    /// It stays in sight while a control is used.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_sight: bool,
}

/// Where a reading is good or bad. The first zone whose bounds hold the value counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Zone {
    /// Not below this, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Bound>,
    /// Below this, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<Bound>,
    /// How good that is.
    pub level: Level,
    /// The word shown: "stable".
    pub word: String,
}

/// How good a reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Take)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing to do.
    Good,
    /// Look closer.
    Watch,
    /// Act.
    Act,
}

/// One line over the readings of a panel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Summary {
    /// When all are good: "all green".
    pub good: String,
    /// After the number of those that are not: "not green".
    pub bad: String,
}

/// A number, or the value that it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Bound {
    /// The same always.
    Number(f64),
    /// As it is computed.
    Value(ValueName),
}

impl From<f64> for Bound {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl Bound {
    /// What it is now.
    pub fn number(&self, number_of: &dyn Fn(&str) -> f64) -> f64 {
        match self {
            Self::Number(number) => *number,
            Self::Value(name) => number_of(name),
        }
    }

    /// The value that it reads, if any.
    pub fn name(&self) -> Option<&ValueName> {
        match self {
            Self::Number(_) => None,
            Self::Value(name) => Some(name),
        }
    }
}

impl Zone {
    /// Where it begins and where it ends: at infinity, where it has no bound.
    pub fn ends(&self, number_of: &dyn Fn(&str) -> f64) -> (f64, f64) {
        let end = |bound: &Option<Bound>, none| {
            bound.as_ref().map_or(none, |bound| bound.number(number_of))
        };
        (
            end(&self.from, f64::NEG_INFINITY),
            end(&self.below, f64::INFINITY),
        )
    }

    /// The values that its bounds read.
    pub fn names(&self) -> impl Iterator<Item = &ValueName> {
        [&self.from, &self.below]
            .into_iter()
            .flatten()
            .filter_map(Bound::name)
    }
}

/// The zone of a number, by index. What is no number has none, and where a bound is no number, nothing has.
pub fn zone(zones: &[Zone], number: f64, number_of: &dyn Fn(&str) -> f64) -> Option<usize> {
    let ends: Vec<_> = zones.iter().map(|zone| zone.ends(number_of)).collect();
    if number.is_nan()
        || ends
            .iter()
            .any(|(from, below)| from.is_nan() || below.is_nan())
    {
        return None;
    }
    ends.iter()
        .position(|&(from, below)| number >= from && (number < below || below == f64::INFINITY))
}

/// A scale cut where its zones meet: where each piece begins and ends, and the index of its zone.
pub fn pieces(
    zones: &[Zone],
    (low, high): (f64, f64),
    number_of: &dyn Fn(&str) -> f64,
) -> Vec<(f64, f64, usize)> {
    let mut cuts = vec![low, high];
    for (from, below) in zones.iter().map(|zone| zone.ends(number_of)) {
        cuts.extend(
            [from, below]
                .into_iter()
                .filter(|cut| (low..high).contains(cut)),
        );
    }
    cuts.sort_by(f64::total_cmp);
    let mut pieces: Vec<(f64, f64, usize)> = Vec::new();
    for pair in cuts.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let Some(zone) = zone(zones, from, number_of).filter(|_| from < to) else {
            continue;
        };
        match pieces.last_mut() {
            Some(last) if last.2 == zone && last.1 == from => last.1 = to,
            _ => pieces.push((from, to, zone)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones() -> Vec<Zone> {
        let zone = |from: Option<Bound>, below: Option<Bound>, level| Zone {
            from,
            below,
            level,
            word: String::new(),
        };
        vec![
            zone(Some(Bound::Value("budget".to_owned())), None, Level::Act),
            zone(None, Some(5.0.into()), Level::Act),
            zone(Some(70.0.into()), None, Level::Watch),
            zone(None, None, Level::Good),
        ]
    }

    #[test]
    fn a_bound_may_be_a_value() {
        let check = |budget: f64, number: f64, expect| {
            assert_eq!(
                zone(&zones(), number, &|_| budget),
                expect,
                "{number} of {budget}"
            );
        };
        check(100.0, 50.0, Some(3));
        check(100.0, 70.0, Some(2));
        check(100.0, 99.9, Some(2));
        check(100.0, 100.0, Some(0));
        check(60.0, 65.0, Some(0));
        check(100.0, 4.9, Some(1));
        check(100.0, f64::INFINITY, Some(0));
        check(100.0, f64::NAN, None);
        check(f64::NAN, 50.0, None);
    }

    #[test]
    fn a_scale_is_cut_where_zones_meet() {
        let check = |budget: f64, expect: &[(f64, f64, usize)]| {
            assert_eq!(
                pieces(&zones(), (0.0, 200.0), &|_| budget),
                expect,
                "{budget}"
            );
        };
        check(
            100.0,
            &[
                (0.0, 5.0, 1),
                (5.0, 70.0, 3),
                (70.0, 100.0, 2),
                (100.0, 200.0, 0),
            ],
        );
        // What is to be acted upon is not watched first; what lies beyond the scale cuts nothing.
        check(60.0, &[(0.0, 5.0, 1), (5.0, 60.0, 3), (60.0, 200.0, 0)]);
        check(500.0, &[(0.0, 5.0, 1), (5.0, 70.0, 3), (70.0, 200.0, 2)]);
        check(f64::NAN, &[]);
    }
}
