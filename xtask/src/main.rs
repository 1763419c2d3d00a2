//! `cargo xtask COMMAND`: everything a contributor runs, on a machine that has a Rust toolchain and npm.
//!
//! ```text
//! wasm_target   the compiler for the browser's side, provisioned          ┐
//! katex         style sheet and fonts of the mathematics                  │ build
//! bundle        preprocessor/bundle/: all that a book ships, to be embedded │
//! report        what was built, and what it weighs                        ┘
//! package       archives for those who write books
//! browser       the browsers for the tests, provisioned                   ┐ test
//! testing       cargo test, counted                                       ┘
//! editors       the extension for VS Code; Neovim for the tests
//! lint          formatting, clippy, rustdoc, biome
//! fuzz          whatever may come in, for as long as one likes
//! bench         what is measured, built and fetched; `bench/` measures it
//! ```
//!
//! Words about progress go to stderr; stdout carries only the result.

mod bench;
mod browser;
mod bundle;
mod debian;
mod editors;
mod fuzz;
mod katex;
mod lint;
mod npm;
mod package;
mod process;
mod report;
mod testing;
mod tools;
mod wasm_target;
mod workspace;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use process::run;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use workspace::Workspace;

/// Everything a contributor runs
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// The widgets, the preprocessor, and the course book into book/
    Build,
    /// The same, with a live preview of the book instead of book/
    Serve {
        /// The port of `http://127.0.0.1`
        #[arg(long, default_value_t = 3000)]
        port: u16,
    },
    /// Archives for authors into target/package/
    Package {
        /// See whether they install and work
        #[arg(long)]
        check: bool,
    },
    /// The extension for VS Code, into target/editors/
    Editors,
    /// Build, then all tests, in a real browser too
    Test {
        /// Only the tests whose names contain one of these
        filters: Vec<String>,
    },
    /// Look for input that breaks something
    Fuzz(fuzz::Options),
    /// Write tests/budget.toml anew: what a chapter's page may weigh
    Budget,
    /// Measure beside other libraries, into target/bench/: see bench/README.md
    Bench {
        /// `SECTION… [--books DIR] [--rehearse]`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
    /// Formatting, lints and documentation, as continuous integration checks them
    Lint,
}

fn main() -> ExitCode {
    match Workspace::find().and_then(|workspace| carry_out(Arguments::parse().task, &workspace)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(task: Task, workspace: &Workspace) -> Result<()> {
    match task {
        Task::Build => build(workspace),
        Task::Serve { port } => serve(workspace, port),
        Task::Package { check } => package(workspace, check),
        Task::Editors => {
            let packed = editors::pack(workspace)?;
            eprintln!("{}", packed.display());
            Ok(())
        }
        Task::Test { filters } => test(workspace, &filters),
        Task::Fuzz(options) => {
            fill_bundle(workspace)?;
            fuzz::fuzz(workspace, &options)
        }
        Task::Budget => budget(workspace),
        Task::Bench { options } => measure(workspace, &options),
        Task::Lint => lint::lint(workspace),
    }
}

fn build(workspace: &Workspace) -> Result<()> {
    let preprocessor = prepare(workspace)?;
    progress("the book");
    run(Command::new(preprocessor)
        .args(["build", "."])
        .current_dir(&workspace.root))?;
    report::print(workspace)
}

fn serve(workspace: &Workspace, port: u16) -> Result<()> {
    let preprocessor = prepare(workspace)?;
    run(Command::new(preprocessor)
        .args(["serve", ".", "--port", &port.to_string()])
        .current_dir(&workspace.root))
}

fn package(workspace: &Workspace, check: bool) -> Result<()> {
    fill_bundle(workspace)?;
    let packages = package::make(workspace)?;
    if check {
        package::check(workspace, &packages)?;
    }
    package::print(&packages)
}

fn test(workspace: &Workspace, filters: &[String]) -> Result<()> {
    browser::provision()?;
    browser::provision_firefox(workspace);
    editors::provision_neovim();
    npm::package(
        workspace,
        "axe-core",
        &workspace.axe_version,
        "the judge of accessibility",
    )?;
    build(workspace)?;
    testing::test(workspace, filters)
}

fn budget(workspace: &Workspace) -> Result<()> {
    browser::provision()?;
    build(workspace)?;
    run(workspace
        .cargo("run")
        .args(["--quiet", "--package", "mission-tests", "--bin", "budget"]))
}

fn measure(workspace: &Workspace, options: &[String]) -> Result<()> {
    browser::provision()?;
    build(workspace)?;
    bench::bench(workspace, options)
}

/// Builds the widgets and the preprocessor that embeds them; returns the preprocessor's path.
fn prepare(workspace: &Workspace) -> Result<PathBuf> {
    fill_bundle(workspace)?;
    progress("the preprocessor");
    // The features of the whole workspace, so that the tests reuse what is compiled here.
    run(workspace
        .cargo("build")
        .args(["--workspace", "--bin", "mdbook-mission"]))?;
    Ok(workspace
        .target
        .join("debug/mdbook-mission")
        .with_extension(std::env::consts::EXE_EXTENSION))
}

/// Builds the widgets into `preprocessor/bundle/`.
fn fill_bundle(workspace: &Workspace) -> Result<()> {
    let compiler = wasm_target::provision(workspace)?;
    let katex = katex::provision(workspace)?;
    progress("the widgets, for the browser");
    let module = compiler.build(workspace, "mission-web")?;
    bundle::fill(workspace, &module, &katex).context("filling preprocessor/bundle")
}

/// Says what is being made now.
fn progress(what: &str) {
    eprintln!("xtask: {what}");
}
