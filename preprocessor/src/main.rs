//! The command: mdBook's preprocessor protocol, and what authors run themselves.

mod command;

use anyhow::Context;
use mdbook_preprocessor::PreprocessorContext;
use mdbook_preprocessor::book::Book;
use std::io::{IsTerminal, Read, Write};
use std::process::ExitCode;

const HELP: &str = "\
mdbook-mission: interactive course books

As a preprocessor (mdBook calls it):
    mdbook-mission supports RENDERER
    mdbook-mission                      a book as JSON on stdin, the same expanded on stdout

For authors:
    mdbook-mission init [FOLDER]        a new book, or the book there made ready for missions
    mdbook-mission build [BOOK]         build the book, all mistakes reported at once
    mdbook-mission check [BOOK] [--format json]
                                        report all mistakes, build nothing
    mdbook-mission replay BOOK FILE… [--format json]
                                        whether the book's model confirms students' ledgers
    mdbook-mission serve [BOOK] [--port N]
                                        build, show, and build again at every change
    mdbook-mission --version
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["build" | "check" | "replay" | "serve", ..] = words[..] {
        command::log();
    }
    let done = match words[..] {
        [] if std::io::stdin().is_terminal() => say(HELP),
        [] => preprocess(),
        ["supports", renderer] => {
            return if mdbook_mission::supports(renderer) {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            };
        }
        ["init"] => command::init::run("."),
        ["init", folder] => command::init::run(folder),
        ["build"] => command::build::run("."),
        ["build", book] => command::build::run(book),
        ["check", ref rest @ ..] => match command::check::run(rest) {
            Ok(status) => return status,
            Err(error) => Err(error),
        },
        ["replay", ref rest @ ..] => match command::replay::run(rest) {
            Ok(status) => return status,
            Err(error) => Err(error),
        },
        ["serve"] => command::serve::run(".", None),
        ["serve", "--port", port] => command::serve::run(".", Some(port)),
        ["serve", book] => command::serve::run(book, None),
        ["serve", book, "--port", port] => command::serve::run(book, Some(port)),
        ["--version" | "-V"] => say(concat!("mdbook-mission ", env!("CARGO_PKG_VERSION"), "\n")),
        ["--help" | "-h" | "help"] => say(HELP),
        _ => Err(anyhow::anyhow!(
            "`mdbook-mission {}` is not a command; see `mdbook-mission --help`",
            arguments.join(" ")
        )),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            command::report(&error);
            ExitCode::FAILURE
        }
    }
}

fn say(text: &str) -> anyhow::Result<()> {
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

/// Reads everything first and writes everything at the end: twice as fast as streaming, which mdBook's own function
/// for this does whatever it is given.
fn preprocess() -> anyhow::Result<()> {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let (context, mut book): (PreprocessorContext, Book) =
        serde_json::from_str(&input).context("Unable to parse the input")?;
    mdbook_mission::preprocess(&context, &mut book)?;
    let output = serde_json::to_vec(&book)?;
    Ok(std::io::stdout().write_all(&output)?)
}
