//! Who handed something in: told by the path of a file, and looked up on the roster.

use super::Work;
use super::tables::Table;
use anyhow::{Context, Result, bail, ensure};
use mission_model::Mission;
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

/// Somebody who handed something in.
pub struct Person {
    /// As the roster has it, or else as the file is called.
    pub name: String,
    /// The line of the roster; nothing without a roster.
    row: Row,
}

#[derive(Clone, Copy, PartialEq)]
enum Row {
    /// There is no roster.
    None,
    At(usize),
    Unknown,
    /// Several people on the roster are called so.
    Ambiguous,
}

impl Person {
    /// Whether there is a roster and this person can't be found on it.
    pub fn is_unknown(&self) -> bool {
        matches!(self.row, Row::Unknown | Row::Ambiguous)
    }

    /// Why this person can't be found on the roster.
    pub fn why_unknown(&self) -> Option<&'static str> {
        match self.row {
            Row::None | Row::At(_) => None,
            Row::Unknown => Some("is not on the roster"),
            Row::Ambiguous => Some("is not told apart: several people on the roster are called so"),
        }
    }
}

/// The people of a course, as a CSV file has them.
pub struct Roster {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
    /// What people are called, in small letters and digits alone, with the rows.
    called: HashMap<String, Vec<usize>>,
}

/// Columns that name a person by themselves, in small letters.
const NAMES: [&str; 4] = ["name", "full name", "student", "student name"];
const FIRST: [&str; 2] = ["first name", "given name"];
const LAST: [&str; 4] = ["last name", "surname", "family name", "lastname"];
const EMAIL: [&str; 3] = ["email address", "email", "e-mail"];
const NUMBERS: [&str; 8] = [
    "id",
    "id number",
    "sis user id",
    "sis login id",
    "student id",
    "user id",
    "username",
    "login",
];

impl Roster {
    /// Reads a roster.
    ///
    /// # Errors
    /// If it is no CSV file, or has no column that names people.
    pub fn read(path: &Path) -> Result<Self> {
        let shown = path.display();
        let file = File::open(path).with_context(|| format!("{shown} can't be read"))?;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
        let heading = |text: &str| text.trim_start_matches('\u{feff}').trim().to_owned();
        let headings: Vec<String> = reader
            .headers()
            .with_context(|| format!("{shown} is no CSV file"))?
            .iter()
            .map(heading)
            .collect();
        let rows: Vec<Vec<String>> = reader
            .records()
            .map(|row| Ok(row?.iter().map(str::to_owned).collect()))
            .collect::<Result<_>>()
            .with_context(|| format!("{shown} is no CSV file"))?;
        let mut roster = Self {
            headings,
            rows,
            called: HashMap::new(),
        };
        let known = [&NAMES[..], &FIRST, &LAST, &EMAIL, &NUMBERS].concat();
        ensure!(
            roster.column(&known).is_some(),
            "{shown} names nobody: it has none of the columns {}",
            known.join(", ")
        );
        for row in 0..roster.rows.len() {
            for name in roster.names(row) {
                let rows = roster.called.entry(name).or_default();
                if !rows.contains(&row) {
                    rows.push(row);
                }
            }
        }
        Ok(roster)
    }

    /// The index of the first of some columns.
    fn column(&self, names: &[&str]) -> Option<usize> {
        let at = |name: &&str| {
            let mut headings = self.headings.iter();
            headings.position(|heading| heading.to_lowercase() == **name)
        };
        names.iter().find_map(at)
    }

    /// A cell; empty cells are none.
    fn cell(&self, row: usize, column: usize) -> Option<&str> {
        let cell = self.rows[row].get(column)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    fn cell_of(&self, row: usize, columns: &[&str]) -> Option<&str> {
        self.cell(row, self.column(columns)?)
    }

    /// What somebody may be called in a file's name.
    fn names(&self, row: usize) -> Vec<String> {
        let mut names = Vec::new();
        if let Some(name) = self.cell_of(row, &NAMES) {
            names.push(letters(name));
            // "Lovelace, Ada".
            if let Some((last, first)) = name.split_once(',') {
                names.push(letters(&format!("{first}{last}")));
            }
        }
        if let (Some(first), Some(last)) = (self.cell_of(row, &FIRST), self.cell_of(row, &LAST)) {
            names.push(letters(&format!("{first}{last}")));
            names.push(letters(&format!("{last}{first}")));
        }
        if let Some(email) = self.cell_of(row, &EMAIL) {
            names.push(letters(email));
            names.extend(email.split('@').next().map(letters));
        }
        let numbers = NUMBERS
            .iter()
            .filter_map(|column| self.cell_of(row, &[column]));
        names.extend(numbers.map(letters));
        names
    }

    /// How somebody is shown.
    fn shown(&self, row: usize) -> String {
        let named = self.cell_of(row, &NAMES).map(str::to_owned);
        let parts = || {
            let (first, last) = (self.cell_of(row, &FIRST)?, self.cell_of(row, &LAST)?);
            Some(format!("{first} {last}"))
        };
        let other = || self.cell_of(row, &[&EMAIL[..], &NUMBERS].concat());
        named
            .or_else(parts)
            .or_else(|| other().map(str::to_owned))
            .unwrap_or_else(|| format!("line {}", row + 2))
    }

    /// A table that Moodle imports: people by e-mail address or ID number, and a grade for each chapter that has grades.
    ///
    /// # Errors
    /// If the roster has neither column, or no chapter has grades.
    pub fn moodle(&self, missions: &[Mission], works: &[Work]) -> Result<String> {
        let Some(key) = self.column(&EMAIL).or_else(|| self.column(&["id number"])) else {
            bail!("Moodle knows people by e-mail address or ID number: the roster has neither");
        };
        let graded: Vec<usize> = (0..missions.len())
            .filter(|chapter| missions[*chapter].grade.is_some())
            .collect();
        ensure!(
            !graded.is_empty(),
            "no chapter has grades: write `[grade]` in its `chapter` directive"
        );
        let titles = graded
            .iter()
            .map(|chapter| missions[*chapter].title.clone());
        let mut table = Table::new([self.headings[key].clone()].into_iter().chain(titles))?;
        let totals = totals(works);
        for row in 0..self.rows.len() {
            let grades: Vec<Option<&String>> = graded
                .iter()
                .map(|chapter| totals.get(&(row, *chapter)))
                .collect();
            if let Some(key) = self.cell(row, key)
                && grades.iter().any(Option::is_some)
            {
                let grades = grades
                    .into_iter()
                    .map(|grade| grade.cloned().unwrap_or_default());
                table.row([key.to_owned()].into_iter().chain(grades))?;
            }
        }
        table.finish()
    }

    /// The gradebook that Canvas exported, with the columns of the chapters filled in: a column whose heading is a
    /// chapter's title, with or without the number that Canvas gives it.
    ///
    /// # Errors
    /// If the gradebook has no such column: Canvas would make a new assignment of it.
    pub fn canvas(&self, missions: &[Mission], works: &[Work]) -> Result<String> {
        let column = |mission: &Mission| {
            let without_number = |heading: &str| match heading.rsplit_once(" (") {
                Some((title, _)) => title.to_owned(),
                None => heading.to_owned(),
            };
            let mut headings = self.headings.iter();
            headings.position(|heading| {
                *heading == mission.title || without_number(heading) == mission.title
            })
        };
        let columns: Vec<Option<usize>> = missions.iter().map(column).collect();
        for work in works {
            ensure!(
                missions[work.chapter].grade.is_none() || columns[work.chapter].is_some(),
                "the gradebook has no column `{}`: make an assignment of that name in Canvas and export the gradebook again",
                missions[work.chapter].title
            );
        }
        let mut table = Table::new(self.headings.iter().cloned())?;
        let totals = totals(works);
        for (at, row) in self.rows.iter().enumerate() {
            let mut row = row.clone();
            row.resize(self.headings.len(), String::new());
            for (chapter, column) in columns.iter().enumerate() {
                if let (Some(grade), Some(column)) = (totals.get(&(at, chapter)), column) {
                    row[*column].clone_from(grade);
                }
            }
            table.row(row)?;
        }
        table.finish()
    }
}

/// The points of those on the roster, by row and chapter.
fn totals(works: &[Work]) -> HashMap<(usize, usize), String> {
    let total = |work: &Work| match work.person.row {
        Row::At(row) => Some(((row, work.chapter), work.total().to_string())),
        Row::None | Row::Unknown | Row::Ambiguous => None,
    };
    works.iter().filter_map(total).collect()
}

/// Small letters and digits of any script: what names of files leave of a name.
fn letters(name: &str) -> String {
    let name = name.chars().filter(|sign| sign.is_alphanumeric());
    name.flat_map(char::to_lowercase).collect()
}

/// Who handed a file in, by its path.
pub fn recognise(path: &str, roster: Option<&Roster>) -> Person {
    let (shown, called) = called(path);
    let Some(roster) = roster else {
        return Person {
            name: shown,
            row: Row::None,
        };
    };
    let rows = called.iter().find_map(|name| roster.called.get(name));
    match rows.map(Vec::as_slice) {
        Some(&[row]) => Person {
            name: roster.shown(row),
            row: Row::At(row),
        },
        Some(_) => Person {
            name: shown,
            row: Row::Ambiguous,
        },
        None => Person {
            name: shown,
            row: Row::Unknown,
        },
    }
}

/// What a path calls its author: to be shown, and to be looked up, the surest first.
///
/// Moodle's archives hold `NAME_NUMBER_assignsubmission_file/…` or, without folders,
/// `NAME_NUMBER_assignsubmission_file_…`; Canvas' `lastfirst_USER_FILE_name.json`, with `_LATE` after the name of who is
/// late. Other files are called after their author.
fn called(path: &str) -> (String, Vec<String>) {
    let parts: Vec<&str> = path.split(['/', '\\']).collect();
    for part in parts.iter().rev() {
        if let Some((author, _)) = part.split_once("_assignsubmission_") {
            let name = match author.rsplit_once('_') {
                Some((name, number)) if is_number(number) => name,
                _ => author,
            };
            return (name.to_owned(), vec![letters(name)]);
        }
    }
    let file = parts.last().copied().unwrap_or_default();
    let words: Vec<&str> = file.split('_').collect();
    if let [name, rest @ ..] = &words[..]
        && let rest = rest.strip_prefix(&["LATE"]).unwrap_or(rest)
        && let [user, file, _, ..] = rest
        && is_number(user)
        && is_number(file)
    {
        return ((*name).to_owned(), vec![letters(user), letters(name)]);
    }
    let stem = file.split('.').next().unwrap_or_default();
    (stem.to_owned(), vec![letters(stem)])
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn a_path_tells_its_author() {
        for (path, name, called_as) in [
            (
                "cs249.zip/Ada Lovelace_4711_assignsubmission_file/ml_ops.ledger.json",
                "Ada Lovelace",
                &["adalovelace"][..],
            ),
            (
                "all/Ada Lovelace_4711_assignsubmission_file_my_ledger.json",
                "Ada Lovelace",
                &["adalovelace"],
            ),
            (
                "submissions.zip/lovelaceada_LATE_815_90210_ml_ops.ledger.json",
                "lovelaceada",
                &["815", "lovelaceada"],
            ),
            (
                "submissions.zip/lovelaceada_815_90210_ml_ops.ledger-1.json",
                "lovelaceada",
                &["815", "lovelaceada"],
            ),
            ("handed in/ada.ledger.json", "ada", &["ada"]),
            ("ml_ops.ledger.json", "ml_ops", &["mlops"]),
        ] {
            let (shown, known) = called(path);
            assert_eq!(shown, name, "{path}");
            assert_eq!(known, called_as, "{path}");
        }
    }
}
