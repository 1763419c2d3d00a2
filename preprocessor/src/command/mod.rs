//! What authors run.

pub mod build;
pub mod check;
pub mod collect;
mod encoding;
pub mod init;
pub mod lsp;
pub mod replay;
pub mod serve;

use anyhow::{Context, Result};
use clap::{Subcommand, ValueEnum};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_mission::{Failure, counted};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// What the program is asked to do.
#[derive(Subcommand)]
pub enum Command {
    /// A new book, or the book there made ready for missions
    Init(init::Arguments),
    /// Build the book; all mistakes are reported at once
    Build(BookFolder),
    /// Report all mistakes, build nothing
    Check(check::Arguments),
    /// Build, show, and build again at every change
    Serve(serve::Arguments),
    /// Whether the book's model confirms students' ledgers
    Replay(replay::Arguments),
    /// Grades, findings and a dashboard from the ledgers of a course
    Collect(collect::Arguments),
    /// What an editor asks: mistakes, completion, hover, names, formatting, over stdio
    Lsp(lsp::Arguments),
    /// A directive to begin with: what must be there, and, as comments, what may be
    New {
        /// The kind: lock, workbench, reflect, …
        #[arg(value_parser = mdbook_mission::KINDS)]
        kind: String,
    },
    /// What may be written in directives, as JSON Schema, for editors
    Schema,
    /// Completions for a shell, to be loaded by it
    Completions { shell: clap_complete::Shell },
    /// Whether missions are expanded for an output: mdBook asks
    #[command(hide = true)]
    Supports { renderer: String },
}

/// The book that a command is about.
#[derive(clap::Args)]
pub struct BookFolder {
    /// The book's folder
    #[arg(default_value = ".", value_name = "BOOK")]
    pub book: PathBuf,
}

/// For whom a result is written.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

impl Command {
    /// Does it; `whole` describes the command line, for completions.
    ///
    /// # Errors
    /// What keeps it from being done.
    pub fn run(self, whole: fn() -> clap::Command) -> Result<ExitCode> {
        log();
        let good = match self {
            Self::Init(arguments) => init::run(&arguments).map(|()| true),
            Self::Build(BookFolder { book }) => build::run(&book).map(|()| true),
            Self::Check(arguments) => check::run(&arguments),
            Self::Serve(arguments) => serve::run(&arguments).map(|()| true),
            Self::Replay(arguments) => replay::run(&arguments),
            Self::Collect(arguments) => collect::run(&arguments),
            Self::Lsp(arguments) => lsp::run(&arguments).map(|()| true),
            Self::New { kind } => {
                let skeleton = mdbook_mission::skeleton(&kind);
                write!(std::io::stdout(), "{}", skeleton.context("no such kind")?)?;
                Ok(true)
            }
            Self::Schema => {
                writeln!(std::io::stdout(), "{}", mdbook_mission::schema())?;
                Ok(true)
            }
            Self::Completions { shell } => {
                let mut script = Vec::new();
                clap_complete::generate(shell, &mut whole(), "mdbook-mission", &mut script);
                std::io::stdout().write_all(&script)?;
                Ok(true)
            }
            Self::Supports { renderer } => Ok(mdbook_mission::supports(&renderer)),
        };
        Ok(match good? {
            true => ExitCode::SUCCESS,
            false => ExitCode::FAILURE,
        })
    }
}

/// Prints an error to stderr, mistakes in the manner of rustc.
pub fn report(error: &anyhow::Error) {
    eprint!("{}", words(error, colours()));
}

/// An error in words.
fn words(error: &anyhow::Error, colours: bool) -> String {
    let Some(Failure::Mistakes(found)) = error.downcast_ref::<Failure>() else {
        return format!("error: {error:#}\n");
    };
    let each: String = found
        .iter()
        .map(|diagnostic| format!("{}\n\n", diagnostic.render(colours)))
        .collect();
    format!("{each}{}\n", counted(found))
}

/// Shows on stderr what mdBook logs: warnings, as a file that is to be included and isn't there, or what `MDBOOK_LOG`
/// asks for.
fn log() {
    let filter = EnvFilter::builder()
        .with_env_var("MDBOOK_LOG")
        .with_default_directive(LevelFilter::WARN.into())
        .from_env_lossy();
    tracing_subscriber::fmt()
        .without_time()
        .with_target(false)
        .with_ansi(colours())
        .with_writer(std::io::stderr)
        .with_env_filter(filter)
        .init();
}

fn colours() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Loads a book as mdBook does, with this very program as its preprocessor, wherever it is installed.
fn load(root: &Path) -> Result<MDBook> {
    let config = config(root)?;
    // mdBook runs preprocessors in the book's folder, where a relative path to it leads nowhere.
    let root = std::path::absolute(root)?;
    let source = config.book.src.clone();
    MDBook::load_with_config(root.clone(), config)
        .map_err(|error| encoding::explained(&root, &source, error))
}

/// What `book.toml` and the environment say of a book.
fn config(root: &Path) -> Result<Config> {
    let config_file = root.join("book.toml");
    anyhow::ensure!(
        config_file.exists(),
        "there is no book.toml in {}: name the book's folder",
        root.display()
    );
    let mut config = Config::from_disk(&config_file)?;
    // `MDBOOK_BUILD__BUILD_DIR` and its like, as mdBook's own command takes them.
    config.update_from_env()?;
    let own = std::env::current_exe()?;
    if config.contains_key("preprocessor.mission") {
        config.set(
            "preprocessor.mission.command",
            format!("\"{}\"", own.display()),
        )?;
    }
    Ok(config)
}
