//! `collect`: what a course has handed in, replayed, counted and ready for an LMS.
//!
//! A map and a group-by: each ledger is replayed by itself and kept as a [`Summary`]; summaries are grouped by person
//! and chapter. What is written is the same bytes for the same files.

mod dashboard;
mod people;
mod reflections;
mod submissions;
mod summary;
mod tables;

use super::replay::{self, Court};
use anyhow::{Context, Result, ensure};
use indexmap::IndexMap;
use mission_model::Mission;
use people::{Person, Roster};
use std::collections::BTreeMap;
use std::fs;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, sync_channel};
use submissions::Submission;
use summary::Summary;

/// What is to be collected, and for whom.
#[derive(clap::Args)]
pub struct Arguments {
    /// The book's folder
    book: PathBuf,
    /// Ledgers, folders of them, and archives as Moodle and Canvas hand them out
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The folder for the results
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Who is in the course: a CSV file, such as the gradebook that the LMS exports
    #[arg(long, value_name = "CSV")]
    roster: Option<PathBuf>,
    /// Also write grades that this LMS imports
    #[arg(long, value_enum, requires = "roster")]
    lms: Option<Lms>,
    /// `reflections.csv` with points filled in by hand
    #[arg(long, value_name = "CSV")]
    graded: Option<PathBuf>,
    /// Show names on the dashboard
    #[arg(long)]
    names: bool,
}

/// A learning management system.
#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Lms {
    /// `moodle.csv`: Grades, Import, CSV file
    Moodle,
    /// `canvas.csv`: the gradebook given as roster, with the assignments' columns filled in
    Canvas,
}

/// A file that was handed in, and what became of it.
pub struct Record {
    /// The index of who handed it in.
    pub person: usize,
    /// Where it was found.
    pub file: String,
    /// Or why it can't be read.
    pub summary: Result<Summary>,
}

/// What a person did in a chapter.
pub struct Work<'a> {
    /// Who.
    pub person: &'a Person,
    /// The index of the chapter.
    pub chapter: usize,
    /// The ledger that counts: the one that is worth most.
    pub best: &'a Summary,
    /// All ledgers of the person in the chapter.
    pub records: Vec<&'a Record>,
    /// Points by hand; nothing before reflections are graded.
    pub by_hand: Option<f64>,
}

/// Collects; whether every file could be read and nobody is unknown.
///
/// # Errors
/// What keeps the book, the roster or the results from being read or written.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let sources = replay::sources(&arguments.book)?;
    let missions = replay::missions(&sources)?;
    ensure!(!missions.is_empty(), "the book has no mission");
    let roster = arguments.roster.as_deref().map(Roster::read).transpose()?;
    let graded = arguments.graded.as_deref();
    let graded = graded.map(reflections::read).transpose()?;
    let submissions = submissions::find(&arguments.files)?;
    ensure!(
        !submissions.is_empty(),
        "there is no ledger among these files: ledgers end in `.json`, archives in `.zip`"
    );
    let summaries = read(&sources, &submissions)?;
    let (people, records) = assign(&submissions, summaries, roster.as_ref());
    let works = grouped(&missions, &people, &records, graded.as_ref());

    let out = &arguments.out;
    fs::create_dir_all(out).with_context(|| format!("{} can't be made", out.display()))?;
    let write = |name: &str, text: String| {
        let file = out.join(name);
        fs::write(&file, text).with_context(|| format!("{} can't be written", file.display()))
    };
    write("grades.csv", tables::grades(&missions, &works)?)?;
    write(
        "findings.csv",
        tables::findings(&missions, &people, &records)?,
    )?;
    write("reflections.csv", reflections::table(&missions, &works)?)?;
    write(
        "index.html",
        dashboard::page(&missions, &works, &records, arguments.names),
    )?;
    if let (Some(lms), Some(roster)) = (arguments.lms, &roster) {
        let (name, table) = match lms {
            Lms::Moodle => ("moodle.csv", roster.moodle(&missions, &works)?),
            Lms::Canvas => ("canvas.csv", roster.canvas(&missions, &works)?),
        };
        write(name, table)?;
    }

    let unread = records
        .iter()
        .filter(|record| record.summary.is_err())
        .count();
    let unknown = people.iter().filter(|person| person.is_unknown()).count();
    let mut said = std::io::stdout().lock();
    writeln!(
        said,
        "{} files, {} people: {}",
        records.len(),
        people.len(),
        out.join("index.html").display()
    )?;
    if unread > 0 {
        writeln!(said, "{unread} files can't be read: see findings.csv")?;
    }
    if unknown > 0 {
        writeln!(
            said,
            "{unknown} people are not on the roster: see findings.csv"
        )?;
    }
    Ok(unread == 0 && unknown == 0)
}

/// Replays all submissions, on all processors, in order.
fn read(sources: &[String], submissions: &[Submission]) -> Result<Vec<Result<Summary>>> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let shows = std::io::stderr().is_terminal();
    // No more texts wait than can be read meanwhile: an archive may be larger than memory.
    let (texts, waiting) = sync_channel::<(usize, Result<String>)>(2 * workers);
    let waiting = Mutex::new(waiting);
    let mut done: Vec<(usize, Result<Summary>)> = Vec::new();
    std::thread::scope(|scope| -> Result<()> {
        let work = || {
            // Its own, since an expression is not shared between threads.
            let missions = replay::missions(sources)?;
            let mut court = Court::new(&missions);
            let mut own = Vec::new();
            while let Some((index, text)) = next(&waiting) {
                own.push((
                    index,
                    text.and_then(|text| Summary::of(&missions, &mut court, &text)),
                ));
            }
            anyhow::Ok(own)
        };
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        submissions::read(submissions, |index, text| {
            if shows && index % 100 == 0 {
                eprint!("\r{index} of {}", submissions.len());
            }
            // Nobody waits only where all workers are gone; that is seen as they are joined.
            texts.send((index, text)).ok();
        });
        drop(texts);
        for thread in threads {
            let own = thread.join();
            done.extend(own.map_err(|_| anyhow::anyhow!("a ledger could not be replayed"))??);
        }
        Ok(())
    })?;
    if shows {
        eprint!("\r");
    }
    done.sort_by_key(|(index, _)| *index);

    Ok(done.into_iter().map(|(_, summary)| summary).collect())
}

/// Who handed something in, by name; and what, by file.
fn assign(
    submissions: &[Submission],
    summaries: Vec<Result<Summary>>,
    roster: Option<&Roster>,
) -> (Vec<Person>, Vec<Record>) {
    let mut people: IndexMap<String, Person> = IndexMap::new();
    let mut authors = Vec::new();
    for submission in submissions {
        let person = people::recognise(&submission.path, roster);
        authors.push(person.name.clone());
        people.entry(person.name.clone()).or_insert(person);
    }
    people.sort_unstable_keys();
    let records = submissions.iter().zip(summaries).zip(authors);
    let records = records.filter_map(|((submission, summary), author)| {
        Some(Record {
            person: people.get_index_of(&author)?,
            file: submission.path.clone(),
            summary,
        })
    });
    let records = records.collect();
    (people.into_values().collect(), records)
}

/// The next text, if there is one.
fn next<T>(waiting: &Mutex<Receiver<T>>) -> Option<T> {
    waiting.lock().ok()?.recv().ok()
}

/// Groups what was handed in by person and chapter.
fn grouped<'a>(
    missions: &[Mission],
    people: &'a [Person],
    records: &'a [Record],
    graded: Option<&reflections::Graded>,
) -> Vec<Work<'a>> {
    let mut groups: BTreeMap<(usize, usize), Vec<&Record>> = BTreeMap::new();
    for record in records {
        if let Ok(summary) = &record.summary {
            groups
                .entry((record.person, summary.chapter))
                .or_default()
                .push(record);
        }
    }
    let works = groups
        .into_iter()
        .filter_map(|((person, chapter), records)| {
            let summaries = records
                .iter()
                .filter_map(|record| record.summary.as_ref().ok());
            // The first of equals.
            let best = summaries.rev().max_by_key(|summary| summary.worth())?;
            let person = &people[person];
            let mission = &missions[chapter];
            Some(Work {
                person,
                chapter,
                best,
                records,
                by_hand: graded.map(|graded| graded.points(&person.name, mission, best)),
            })
        });
    works.collect()
}
