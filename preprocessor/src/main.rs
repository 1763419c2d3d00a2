//! The command: mdBook's preprocessor protocol, and what authors run themselves.

mod command;

use anyhow::Context;
use clap::{CommandFactory, Parser};
use command::Command;
use mdbook_preprocessor::PreprocessorContext;
use mdbook_preprocessor::book::Book;
use std::io::{IsTerminal, Read, Write};
use std::process::ExitCode;

/// Interactive course books: mdBook's preprocessor for missions, and its tools.
#[derive(Parser)]
#[command(
    version,
    after_help = "Without a command: mdBook's preprocessor, a book as JSON on stdin."
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Some(command) => command.run(Arguments::command),
        None if std::io::stdin().is_terminal() => help(),
        None => preprocess(),
    };
    done.unwrap_or_else(|error| {
        command::report(&error);
        ExitCode::FAILURE
    })
}

/// For a hand that typed no command.
fn help() -> anyhow::Result<ExitCode> {
    Arguments::command().print_help()?;
    Ok(ExitCode::SUCCESS)
}

/// Reads everything first and writes everything at the end: twice as fast as streaming, which mdBook's own function
/// for this does whatever it is given.
fn preprocess() -> anyhow::Result<ExitCode> {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let (context, mut book): (PreprocessorContext, Book) =
        serde_json::from_str(&input).context("Unable to parse the input")?;
    mdbook_mission::preprocess(&context, &mut book)?;
    let output = serde_json::to_vec(&book)?;
    std::io::stdout().write_all(&output)?;
    Ok(ExitCode::SUCCESS)
}
