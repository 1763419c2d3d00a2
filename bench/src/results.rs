//! Rows of figures: samples go in, and out come their median and spread, the ratio to a peer, and whether a goal is
//! met; as `results.json`, `results.md` and, by [`plot`](mod@crate::plot), `results.svg`.

use crate::plot;
use crate::provision::Provision;
use anyhow::{Error, Result};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// What was measured of one thing under one condition.
#[derive(Clone, Debug)]
pub struct Row {
    /// The section.
    pub section: &'static str,
    /// What was measured, and of whom.
    pub what: String,
    /// Under which condition; empty if there is but one.
    pub condition: String,
    /// Of the figures.
    pub unit: &'static str,
    /// Sorted.
    samples: Vec<f64>,
    /// The peer's name, and its median and 95th percentile.
    peer: Option<(String, f64, f64)>,
    goal: Option<Goal>,
    /// What is to be known besides.
    note: String,
}

/// What was asked for.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// The median is at most so much.
    AtMost(f64),
    /// The median is at most so many times the peer's.
    Times(f64),
    /// The median and the 95th percentile both are.
    BothTimes(f64),
}

impl Row {
    /// A row of samples.
    pub fn new(
        section: &'static str,
        what: impl Into<String>,
        condition: impl Into<String>,
        unit: &'static str,
        mut samples: Vec<f64>,
    ) -> Self {
        samples.sort_by(f64::total_cmp);
        Self {
            section,
            what: what.into(),
            condition: condition.into(),
            unit,
            samples,
            peer: None,
            goal: None,
            note: String::new(),
        }
    }

    /// Beside a peer.
    pub fn beside(mut self, peer: &Self) -> Self {
        self.peer = Some((peer.what.clone(), peer.median(), peer.quantile(0.95)));
        self
    }

    /// With a goal.
    pub fn goal(mut self, goal: Goal) -> Self {
        self.goal = Some(goal);
        self
    }

    /// With a note.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// The middle sample.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// By linear interpolation; NaN of no samples.
    pub fn quantile(&self, share: f64) -> f64 {
        let Some(last) = self.samples.len().checked_sub(1) else {
            return f64::NAN;
        };
        let at = share * last as f64;
        let (low, high) = (at.floor() as usize, at.ceil() as usize);
        self.samples[low] + (self.samples[high] - self.samples[low]) * at.fract()
    }

    /// The median and the 95th percentile as multiples of the peer's.
    fn ratios(&self) -> Option<(f64, f64)> {
        let (_, median, high) = self.peer.as_ref()?;
        Some((self.median() / median, self.quantile(0.95) / high))
    }

    /// How far from the goal: 1 is just met, less is better.
    pub fn of_goal(&self) -> Option<f64> {
        let goal = match self.goal? {
            Goal::AtMost(0.0) if self.median() == 0.0 => 0.0,
            Goal::AtMost(limit) => self.median() / limit,
            Goal::Times(limit) => self.ratios()?.0 / limit,
            Goal::BothTimes(limit) => {
                let (median, high) = self.ratios()?;
                median.max(high) / limit
            }
        };
        Some(goal)
    }

    fn goal_text(&self) -> String {
        match self.goal {
            Some(Goal::AtMost(limit)) => format!("≤ {} {}", short(limit), self.unit),
            Some(Goal::Times(limit)) => format!("≤ {}×", short(limit)),
            Some(Goal::BothTimes(limit)) => format!("p50, p95 ≤ {}×", short(limit)),
            None => String::new(),
        }
    }

    fn json(&self) -> Value {
        let (ratio, ratio_p95) = self.ratios().unzip();
        json!({
            "section": self.section,
            "what": self.what,
            "condition": self.condition,
            "unit": self.unit,
            "n": self.samples.len(),
            "median": self.median(),
            "p25": self.quantile(0.25),
            "p75": self.quantile(0.75),
            "p95": self.quantile(0.95),
            "peer": self.peer.as_ref().map(|(name, ..)| name),
            "ratio": ratio,
            "ratio_p95": ratio_p95,
            "goal": self.goal.map(|_| self.goal_text()),
            "met": self.of_goal().map(|of| of <= 1.0),
            "note": self.note,
        })
    }
}

/// All that was measured.
#[derive(Default)]
pub struct Results {
    rows: Vec<Row>,
    /// Section, what, and why.
    absent: Vec<(String, String, String)>,
}

impl Results {
    /// Adds a row, and says it.
    pub fn push(&mut self, row: Row) {
        eprintln!(
            "bench: {} · {} · {}: {} {} (n {})",
            row.section,
            row.what,
            row.condition,
            short(row.median()),
            row.unit,
            row.samples.len()
        );
        self.rows.push(row);
    }

    /// Adds a row, or says why there is none.
    pub fn add(&mut self, section: &str, what: &str, row: Result<Row>) {
        match row {
            Ok(row) => self.push(row),
            Err(error) => self.not_run(section, what, &error),
        }
    }

    /// Something could not be measured.
    pub fn not_run(&mut self, section: &str, what: &str, why: &Error) {
        let why = format!("{why:#}");
        let why: Vec<&str> = why.lines().take(2).collect();
        eprintln!("bench: {section} · {what}: not run: {}", why.join(" "));
        self.absent
            .push((section.to_owned(), what.to_owned(), why.join(" ")));
    }

    /// Writes all files.
    ///
    /// # Errors
    /// If one can't be written.
    pub fn write(&self, folder: &Path, provision: &Provision) -> Result<()> {
        let rows: Vec<Value> = self.rows.iter().map(Row::json).collect();
        let absent: Vec<Value> = self
            .absent
            .iter()
            .map(|(section, what, why)| json!({ "section": section, "what": what, "not_run": why }))
            .collect();
        let versions: serde_json::Map<_, _> = provision
            .versions()
            .into_iter()
            .map(|(name, version)| (name, version.into()))
            .collect();
        let all = json!({ "versions": versions, "rows": rows, "not_run": absent });
        fs::write(
            folder.join("results.json"),
            serde_json::to_string_pretty(&all)?,
        )?;
        fs::write(folder.join("results.md"), self.markdown(provision)?)?;
        fs::write(folder.join("results.svg"), plot::svg(&self.rows))?;
        Ok(())
    }

    fn markdown(&self, provision: &Provision) -> Result<String> {
        let mut out = String::from("# Side by side\n\n");
        for (name, version) in provision.versions() {
            writeln!(out, "- {name}: {version}")?;
        }
        let mut section = "";
        for row in &self.rows {
            if row.section != section {
                section = row.section;
                writeln!(
                    out,
                    "\n## {section}\n\n| what | condition | unit | n | median | p25 to p75 | p95 | beside | times (p50, p95) | goal | met | note |\n| --- | --- | --- | ---: | ---: | ---: | ---: | --- | ---: | --- | --- | --- |"
                )?;
            }
            let peer = row.peer.as_ref().map_or("", |(name, ..)| name);
            let times = row.ratios().map_or(String::new(), |(median, high)| {
                format!("{median:.2}, {high:.2}")
            });
            let met = match row.of_goal() {
                Some(of) if of <= 1.0 => "yes",
                Some(_) => "**no**",
                None => "",
            };
            writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} to {} | {} | {peer} | {times} | {} | {met} | {} |",
                row.what,
                row.condition,
                row.unit,
                row.samples.len(),
                short(row.median()),
                short(row.quantile(0.25)),
                short(row.quantile(0.75)),
                short(row.quantile(0.95)),
                row.goal_text(),
                row.note
            )?;
        }
        if !self.absent.is_empty() {
            out += "\n## not run\n\n| section | what | why |\n| --- | --- | --- |\n";
            for (section, what, why) in &self.absent {
                writeln!(out, "| {section} | {what} | {} |", why.replace('|', "\\|"))?;
            }
        }
        Ok(out)
    }
}

/// Three digits that tell something.
pub fn short(number: f64) -> String {
    match number.abs() {
        size if size >= 100.0 => format!("{number:.0}"),
        size if size >= 10.0 => format!("{number:.1}"),
        size if size >= 0.1 || size == 0.0 => format!("{number:.2}"),
        _ => format!("{number:.4}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(samples: &[f64]) -> Row {
        Row::new("weight", "a", "", "ms", samples.to_vec())
    }

    #[test]
    fn quantiles() {
        let row = row(&[4.0, 1.0, 3.0, 2.0]);
        assert_eq!(row.median(), 2.5);
        assert_eq!(row.quantile(0.0), 1.0);
        assert_eq!(row.quantile(1.0), 4.0);
        assert!(super::tests::row(&[]).median().is_nan());
    }

    #[test]
    fn a_goal_of_both_fails_by_either() {
        let peer = row(&[2.0, 2.0]);
        let steady = row(&[1.0, 1.0]).beside(&peer).goal(Goal::BothTimes(0.5));
        assert_eq!(steady.of_goal(), Some(1.0));
        let late = row(&[1.0, 1.0, 1.0, 9.0]).beside(&peer);
        assert!(
            late.clone()
                .goal(Goal::BothTimes(0.5))
                .of_goal()
                .is_some_and(|of| of > 1.0)
        );
        assert_eq!(late.goal(Goal::Times(0.5)).of_goal(), Some(1.0));
    }

    #[test]
    fn a_goal_needs_its_peer() {
        assert_eq!(row(&[1.0]).goal(Goal::Times(1.0)).of_goal(), None);
        assert_eq!(row(&[3.0]).goal(Goal::AtMost(2.0)).of_goal(), Some(1.5));
    }
}
