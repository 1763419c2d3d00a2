//! `grades.csv` and `findings.csv`.

use super::people::Person;
use super::summary::steps;
use super::{Record, Work};
use crate::command::replay::kind;
use anyhow::{Context, Result};
use mission_model::Mission;

/// A CSV file that spreadsheets open: what a student typed is no formula in it.
pub struct Table(csv::Writer<Vec<u8>>);

impl Table {
    /// A table with its headings.
    ///
    /// # Errors
    /// None that is known.
    pub fn new(headings: impl IntoIterator<Item = String>) -> Result<Self> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(headings)?;
        Ok(Self(writer))
    }

    /// Adds a row.
    ///
    /// # Errors
    /// If it has other cells than the headings.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) -> Result<()> {
        Ok(self.0.write_record(cells.into_iter().map(no_formula))?)
    }

    /// The file's text.
    ///
    /// # Errors
    /// None that is known.
    pub fn finish(self) -> Result<String> {
        let bytes = self.0.into_inner().context("the table is incomplete")?;
        Ok(String::from_utf8(bytes)?)
    }
}

/// A spreadsheet computes what begins with one of these, unless it is a number.
fn no_formula(cell: String) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err() {
        true => format!("'{cell}"),
        false => cell,
    }
}

/// What was typed, of a cell as it is written.
pub fn typed(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(typed) if no_formula(typed.to_owned()) == cell => typed,
        _ => cell,
    }
}

impl Work<'_> {
    /// Recorded points and those by hand; where nothing is graded, a point for each step.
    pub fn total(&self) -> f64 {
        match self.best.score {
            Some(score) => f64::from(score.recorded) + self.by_hand.unwrap_or(0.0),
            None => self.best.steps_done() as f64,
        }
    }
}

/// What everybody has earned, a line for each person and chapter.
///
/// # Errors
/// None that is known.
pub fn grades(missions: &[Mission], works: &[Work]) -> Result<String> {
    let headings = [
        "person",
        "chapter",
        "track",
        "recorded",
        "recorded_of",
        "by_hand",
        "by_hand_of",
        "total",
        "steps",
        "steps_of",
        "acts",
        "minutes",
        "findings",
        "files",
    ];
    let mut table = Table::new(headings.map(str::to_owned))?;
    for work in works {
        let (mission, best) = (&missions[work.chapter], work.best);
        let score = |of: fn(mission_model::ledger::Score) -> u32| {
            best.score
                .map(of)
                .map(|points| points.to_string())
                .unwrap_or_default()
        };
        let files: Vec<&str> = work
            .records
            .iter()
            .map(|record| record.file.as_str())
            .collect();
        let grave = work
            .records
            .iter()
            .filter_map(|record| record.summary.as_ref().ok());
        let grave: usize = grave.map(|summary| summary.grave()).sum();
        table.row([
            work.person.name.clone(),
            mission.id.clone(),
            mission.tracks[best.track].id.clone(),
            score(|score| score.recorded),
            score(|score| score.of),
            work.by_hand
                .map(|points| points.to_string())
                .unwrap_or_default(),
            score(|score| score.by_hand),
            work.total().to_string(),
            best.steps_done().to_string(),
            steps(mission).count().to_string(),
            best.acts.to_string(),
            (best.spent.iter().sum::<u64>() / 60_000).to_string(),
            grave.to_string(),
            files.join("; "),
        ])?;
    }
    table.finish()
}

/// What the model doesn't confirm, what can't be read, and who is not on the roster.
///
/// # Errors
/// None that is known.
pub fn findings(missions: &[Mission], people: &[Person], records: &[Record]) -> Result<String> {
    let headings = [
        "person", "file", "chapter", "kind", "act", "at", "track", "island", "message",
    ];
    let mut table = Table::new(headings.map(str::to_owned))?;
    for record in records {
        let person = &people[record.person];
        let row = |chapter: &str, kind: &str, act: [String; 4], message: String| {
            let [at, time, track, island] = act;
            [
                person.name.clone(),
                record.file.clone(),
                chapter.to_owned(),
                kind.to_owned(),
                at,
                time,
                track,
                island,
                message,
            ]
        };
        if let Some(why) = person.why_unknown() {
            table.row(row(
                "",
                "unknown person",
                Default::default(),
                why.to_owned(),
            ))?;
        }
        match &record.summary {
            Err(error) => {
                table.row(row(
                    "",
                    "unreadable",
                    Default::default(),
                    format!("{error:#}"),
                ))?;
            }
            Ok(summary) => {
                for found in &summary.findings {
                    let act = found.act.as_ref().map(|act| {
                        let island = act.island.clone().unwrap_or_default();
                        let track = act.track.clone();
                        [act.number.to_string(), act.at.to_string(), track, island]
                    });
                    let chapter = &missions[summary.chapter].id;
                    let act = act.unwrap_or_default();
                    table.row(row(chapter, kind(found.kind), act, found.message.clone()))?;
                }
            }
        }
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::{no_formula, typed as without};

    #[test]
    fn what_is_typed_is_no_formula() {
        for (typed, cell) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-1.5", "-1.5"),
            ("- a list", "'- a list"),
            ("It is.", "It is."),
        ] {
            assert_eq!(no_formula(typed.to_owned()), cell);
            assert_eq!(without(cell), typed);
        }
    }
}
