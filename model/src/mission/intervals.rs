//! A forest plot: estimates with their intervals, against a margin.

use super::{Bound, Level, Only, PlotAxis, Printed, Shows, ValueName};
use crate::json::Take;
use crate::words;
use serde::{Deserialize, Serialize};

/// Estimates with their intervals, one below the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Intervals {
    /// From top to bottom.
    pub rows: Vec<Interval>,
    /// What is estimated.
    pub axis: PlotAxis,
    /// Where a line is drawn to compare with: "no difference".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Bound>,
    /// How bad an estimate may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin: Option<Bound>,
    /// Whether less of it is better.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub low: bool,
}

/// An estimate with its interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Interval {
    /// What it is of.
    pub label: String,
    /// The lower end.
    pub low: ValueName,
    /// The estimate.
    pub middle: ValueName,
    /// The upper end.
    pub high: ValueName,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Only::is_all")]
    pub only: Only,
}

impl Shows for Intervals {
    fn numbers<'a>(&'a self, _: &'a str, track: usize) -> Vec<Printed<'a>> {
        let own = self.rows.iter().filter(|row| row.only.admits(track));
        own.map(|row| Printed::new(&row.label, &row.middle, &self.axis.format))
            .collect()
    }
}

impl Intervals {
    /// How an interval stands to a margin: all within it is good, all beyond it bad, across it not decided. `None` if
    /// there is no margin, or something is no number.
    pub fn verdict(&self, (low, high): (f64, f64), margin: Option<f64>) -> Option<Level> {
        let margin = margin?;
        // Towards the bad side, whichever it is.
        let (worst, best, margin) = match self.low {
            true => (-high, -low, -margin),
            false => (low, high, margin),
        };
        if worst.is_nan() || best.is_nan() || margin.is_nan() {
            return None;
        }
        Some(match (worst >= margin, best >= margin) {
            (true, _) => Level::Good,
            (false, true) => Level::Watch,
            (false, false) => Level::Act,
        })
    }

    /// A verdict in words.
    pub fn word(verdict: Option<Level>) -> &'static str {
        match verdict {
            Some(Level::Good) => words::MARGIN_KEPT,
            Some(Level::Watch) => words::MARGIN_OPEN,
            Some(Level::Act) => words::MARGIN_PASSED,
            None => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The three cases of a non-inferiority trial (CONSORT extension, Piaggio et al. 2012, figure 1), with a margin of
    /// 2 points.
    #[test]
    fn an_interval_keeps_its_margin_passes_it_or_is_open() {
        let mut all = Intervals {
            rows: Vec::new(),
            axis: PlotAxis::default(),
            reference: None,
            margin: None,
            low: false,
        };
        let nan = f64::NAN;
        for (low, high, more_is_better, less_is_better) in [
            (-1.0, 3.0, Some(Level::Good), Some(Level::Watch)),
            (-2.0, -1.0, Some(Level::Good), Some(Level::Good)),
            (-3.0, 1.0, Some(Level::Watch), Some(Level::Good)),
            (-5.0, -2.5, Some(Level::Act), Some(Level::Good)),
            (2.5, 4.0, Some(Level::Good), Some(Level::Act)),
            (nan, 1.0, None, None),
        ] {
            all.low = false;
            assert_eq!(all.verdict((low, high), Some(-2.0)), more_is_better);
            all.low = true;
            assert_eq!(all.verdict((low, high), Some(2.0)), less_is_better);
            assert_eq!(all.verdict((low, high), None), None);
        }
    }
}
