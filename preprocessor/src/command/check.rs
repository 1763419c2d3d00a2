//! `check`: every mistake of a book, and no page.

use anyhow::{Result, bail};
use mdbook_driver::MDBook;
use mdbook_driver::builtin_preprocessors::LinkPreprocessor;
use mdbook_driver::config::Config;
use mdbook_mission::{Checked, Diagnostic, Failure};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Checks the book that the arguments name: `[BOOK] [--format json]`.
///
/// # Errors
/// What keeps the book from being checked, or its mistakes, to be printed in words.
pub fn run(arguments: &[&str]) -> Result<ExitCode> {
    let (mut book, mut json) = (None, false);
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match *argument {
            "--format" => match rest.next() {
                Some(&"json") => json = true,
                Some(&"text") => json = false,
                other => bail!(
                    "`--format {}` is unknown: write `--format json` or `--format text`",
                    other.unwrap_or(&"")
                ),
            },
            option if option.starts_with('-') => {
                bail!("`check` has no option `{option}`; see `mdbook-mission --help`")
            }
            _ if book.is_some() => bail!("`check` takes one book"),
            path => book = Some(path),
        }
    }
    let checked = check(book.unwrap_or("."));
    if !json {
        eprintln!("{}", checked?);
        return Ok(ExitCode::SUCCESS);
    }
    let mistakes = match &checked {
        Ok(_) => &[][..],
        Err(error) => match error.downcast_ref() {
            Some(Failure::Mistakes(found)) => found,
            _ => return checked.map(|_| ExitCode::SUCCESS),
        },
    };
    let list: Vec<_> = mistakes.iter().map(to_json).collect();
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &list)?;
    writeln!(out)?;
    Ok(match checked {
        Ok(_) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    })
}

/// Checks a book.
///
/// # Errors
/// What keeps the book from being checked, or its mistakes.
pub fn check(book: &str) -> Result<Checked> {
    let root = Path::new(book);
    let loaded = super::load(book)?;
    let config: Config = loaded.config.clone();
    let MDBook { book, .. } = loaded;
    // Includes are resolved as in a build.
    let context = PreprocessorContext::new(root.to_owned(), config.clone(), "html".to_owned());
    let book = LinkPreprocessor::new().run(&context, book)?;
    Ok(mdbook_mission::check(root, &config, &book)?)
}

/// A mistake for editors and other programs.
fn to_json(mistake: &Diagnostic) -> serde_json::Value {
    let [(line, column), (end_line, end_column)] = mistake.place.lines_and_columns();
    let mut told = serde_json::json!({
        "path": mistake.place.path,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "message": mistake.message,
        "label": mistake.label,
        "help": mistake.help,
    });
    if mistake.more > 0 {
        told["more"] = mistake.more.into();
    }
    told
}
