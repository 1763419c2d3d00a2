//! What the preprocessor adds to a build: its own process by itself, a whole build with it and without, how it grows
//! with the book, and the live preview.
//!
//! A process is measured from its start to its end, with all of its input and output. Contestants take turns.

mod books;
mod preview;

pub use books::{course, input};

use crate::Bench;
use crate::process::run;
use crate::results::{Goal, Results, Row};
use anyhow::{Context, Result, bail};
use books::{DIRECTIVES, generated, of_others, title};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const SECTION: &str = "build";
/// The preprocessors that are compared.
const CONTESTANTS: [&str; 4] = ["mdbook-mission", "echo-book", "echo-parsed", "mdbook-katex"];
const PAIRS: usize = 20;

/// Measures the section.
pub fn measure(bench: &Bench, results: &mut Results) -> Result<()> {
    let course = course()?;
    own_process(bench, results, "this book", course.path(), false);
    pairs(bench, results, "this book", course.path());
    others(bench, results);
    if let Err(error) = growth(bench, results) {
        results.not_run(SECTION, "generated books", &error);
    }
    let preview = preview::edits(bench, course.path());
    let row = preview.map(|times| {
        Row::new(
            SECTION,
            "serve: edit to reloaded page",
            "this book",
            "ms",
            times,
        )
        .goal(Goal::AtMost(300.0))
    });
    results.add(SECTION, "serve", row);
    Ok(())
}

/// Books that others wrote, each in a folder of `--books`.
fn others(bench: &Bench, results: &mut Results) {
    let found = || -> Result<Vec<PathBuf>> {
        let Some(folder) = &bench.books else {
            bail!("`--books DIR` was not given");
        };
        let mut books: Vec<PathBuf> = fs::read_dir(folder)
            .with_context(|| folder.display().to_string())?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.join("book.toml").is_file())
            .collect();
        books.sort();
        if books.is_empty() {
            bail!("{} holds no folder with a book.toml", folder.display());
        }
        Ok(books)
    };
    match found() {
        Err(error) => results.not_run(SECTION, "books of others", &error),
        Ok(found) => {
            for book in found {
                let done = || -> Result<()> {
                    let title = title(&book)?;
                    let copy = of_others(&book)?;
                    let goal = title == "The Rust Programming Language";
                    own_process(bench, results, &title, copy.path(), goal);
                    pairs(bench, results, &title, copy.path());
                    Ok(())
                };
                let mut done = done;
                if let Err(error) = done() {
                    results.not_run(SECTION, &book.display().to_string(), &error);
                }
            }
        }
    }
}

/// The processes by themselves.
fn own_process(bench: &Bench, results: &mut Results, book: &str, root: &Path, goal: bool) {
    let input = match input(root) {
        Ok(input) => input,
        Err(error) => return results.not_run(SECTION, book, &error),
    };
    let mut times: Vec<Result<Vec<f64>>> = CONTESTANTS.iter().map(|_| Ok(Vec::new())).collect();
    for _ in 0..bench.rounds(PAIRS) {
        for (name, times) in CONTESTANTS.iter().zip(&mut times) {
            let Ok(found) = times else { continue };
            let done = bench.provision.path(name);
            match done.and_then(|program| run(&program, root, &[], &input)) {
                Ok(run) => found.push(run.milliseconds),
                Err(error) => *times = Err(error),
            }
        }
    }
    let mut rows: Vec<Result<Row>> = CONTESTANTS
        .iter()
        .zip(times)
        .map(|(name, times)| {
            Ok(Row::new(
                SECTION,
                *name,
                format!("own process, {book}"),
                "ms",
                times?,
            ))
        })
        .collect();
    if let (Ok(ours), Ok(echo)) = (&rows[0], &rows[1]) {
        let mut ours = ours.clone().beside(echo);
        if goal {
            ours = ours.goal(Goal::AtMost(15.0));
        }
        rows[0] = Ok(ours);
    }
    for (name, row) in CONTESTANTS.iter().zip(rows) {
        results.add(SECTION, name, row);
    }
}

/// Whole builds, with the preprocessor and without, in turns.
fn pairs(bench: &Bench, results: &mut Results, book: &str, root: &Path) {
    let measured = || -> Result<[Vec<f64>; 2]> {
        let program = bench.provision.path("build-book")?;
        let preprocessor = bench.provision.path("mdbook-mission")?;
        let (folder, with) = (root.to_string_lossy(), preprocessor.to_string_lossy());
        let mut times = [Vec::new(), Vec::new()];
        let nothing = Arc::default();
        for _ in 0..bench.rounds(PAIRS) {
            let with = run(&program, root, &[&folder, &with], &nothing)?;
            times[0].push(with.milliseconds);
            times[1].push(run(&program, root, &[&folder], &nothing)?.milliseconds);
        }
        Ok(times)
    };
    match measured() {
        Ok([with, without]) => {
            let row = |what: &str, times| {
                Row::new(SECTION, what, format!("mdbook build, {book}"), "ms", times)
            };
            let without = row("without", without);
            results.push(row("with mdbook-mission", with).beside(&without));
            results.push(without);
        }
        Err(error) => results.not_run(SECTION, &format!("mdbook build, {book}"), &error),
    }
}

/// Generated books of three sizes: time a directive, memory a chapter.
fn growth(bench: &Bench, results: &mut Results) -> Result<()> {
    let program = bench.provision.path("mdbook-mission")?;
    let mut per_directive: Vec<Row> = Vec::new();
    let mut per_chapter: Vec<Row> = Vec::new();
    for (chapters, formulas) in [(250, true), (500, true), (1000, true), (1000, false)] {
        let book = generated(chapters, formulas)?;
        let input = input(book.path())?;
        let (mut times, mut peaks) = (Vec::new(), Vec::new());
        for _ in 0..bench.rounds(3) {
            let run = run(&program, book.path(), &[], &input)?;
            times.push(run.milliseconds / (chapters * DIRECTIVES) as f64);
            peaks.extend(run.peak.map(|peak| peak / chapters as f64));
        }
        let condition = if formulas {
            format!("{chapters} chapters × {DIRECTIVES}")
        } else {
            format!("{chapters} chapters × {DIRECTIVES}, no formula")
        };
        let mut time = Row::new(SECTION, "time a directive", &condition, "ms", times);
        if formulas {
            time = time.goal(Goal::AtMost(1.0));
        }
        let mut peak = Row::new(SECTION, "peak memory a chapter", condition, "kB", peaks);
        if let (Some(first), true) = (per_directive.first(), formulas) {
            let mut linear = time.clone().beside(first).goal(Goal::Times(1.1));
            linear.what = "time a directive: linear".to_owned();
            results.push(linear);
        }
        if let (Some(first), true) = (per_chapter.first(), formulas) {
            peak = peak.beside(first).goal(Goal::Times(1.1));
        }
        results.push(time.clone());
        results.push(peak.clone());
        per_directive.push(time);
        per_chapter.push(peak);
    }
    Ok(())
}
