//! `reflections.csv`: what was written, with a column for points, and the points read back.

use super::Work;
use super::summary::{Summary, reflections};
use super::tables::{Table, typed};
use anyhow::{Context, Result, ensure};
use mission_model::{Mission, plain};
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

const HEADINGS: [&str; 9] = [
    "person",
    "chapter",
    "track",
    "reflection",
    "prompt",
    "answer",
    "own_criteria",
    "points",
    "points_of",
];

/// Points that were given by hand, by person, chapter and reflection.
pub struct Graded(HashMap<[String; 3], f64>);

impl Graded {
    /// The points of a person in a chapter, no more than a reflection is worth.
    pub fn points(&self, person: &str, mission: &Mission, of: &Summary) -> f64 {
        let most = mission
            .grade
            .map_or(f64::INFINITY, |grade| grade.reflect.into());
        let given = |id: &String| {
            let key = [person.to_owned(), mission.id.clone(), id.clone()];
            self.0
                .get(&key)
                .map_or(0.0, |points| points.clamp(0.0, most))
        };
        let written = of.reflections.iter();
        written.map(|reflection| given(&reflection.id)).sum()
    }
}

/// Reads points back.
///
/// # Errors
/// If the file isn't of this form, or what stands under `points` is no number.
pub fn read(path: &Path) -> Result<Graded> {
    let shown = path.display();
    let file = File::open(path).with_context(|| format!("{shown} can't be read"))?;
    let mut reader = csv::Reader::from_reader(file);
    let headings = reader
        .headers()
        .with_context(|| format!("{shown} is no CSV file"))?
        .clone();
    let column = |name: &str| {
        let found = headings.iter().position(|heading| heading.trim() == name);
        found.with_context(|| {
            format!("{shown} has no column `{name}`: fill in reflections.csv as it was written")
        })
    };
    let keys = [column("person")?, column("chapter")?, column("reflection")?];
    let points = column("points")?;
    let mut graded = HashMap::new();
    for (line, row) in reader.records().enumerate() {
        let row = row.with_context(|| format!("{shown} is no CSV file"))?;
        let cell = |column: usize| row.get(column).unwrap_or_default().trim();
        let given = cell(points);
        if given.is_empty() {
            continue;
        }
        // A comma is a decimal point in half of the world.
        let number: f64 = given
            .replace(',', ".")
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .with_context(|| {
                format!(
                    "{shown}, row {}: `{given}` under `points` is no number",
                    line + 2
                )
            })?;
        ensure!(
            number >= 0.0,
            "{shown}, row {}: {given} points are less than none",
            line + 2
        );
        graded.insert(keys.map(|key| typed(cell(key)).to_owned()), number);
    }
    Ok(Graded(graded))
}

/// What was written, a line for each reflection.
///
/// # Errors
/// None that is known.
pub fn table(missions: &[Mission], works: &[Work]) -> Result<String> {
    let mut table = Table::new(HEADINGS.map(str::to_owned))?;
    for work in works {
        let (mission, best) = (&missions[work.chapter], work.best);
        for (island, asked) in reflections(mission) {
            let Some(written) = best
                .reflections
                .iter()
                .find(|written| written.id == island.id)
            else {
                continue;
            };
            table.row([
                work.person.name.clone(),
                mission.id.clone(),
                mission.tracks[best.track].id.clone(),
                island.id.clone(),
                plain::text(asked.prompt.get(best.track)),
                written.text.clone(),
                format!("{} of {}", written.ticked, asked.criteria.len()),
                String::new(),
                mission
                    .grade
                    .map(|grade| grade.reflect.to_string())
                    .unwrap_or_default(),
            ])?;
        }
    }
    table.finish()
}
