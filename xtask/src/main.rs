//! `cargo xtask COMMAND`: everything a contributor runs, on a machine that has a Rust toolchain and npm.
//!
//! ```text
//! wasm_target   the compiler for the browser's side, provisioned          ┐
//! katex         style sheet and fonts of the mathematics                  │ build
//! bundle        preprocessor/bundle/: all that a book ships, to be embedded │
//! report        what was built, and what it weighs                        ┘
//! package       archives for those who write books
//! browser       the browser for the tests, provisioned                    ┐ test
//! testing       cargo test, counted                                       ┘
//! fuzz          whatever may come in, for as long as one likes
//! bench         what is measured, built and fetched; `bench/` measures it
//! ```
//!
//! Words about progress go to stderr; stdout carries only the result.

mod bench;
mod browser;
mod bundle;
mod debian;
mod fuzz;
mod katex;
mod npm;
mod package;
mod process;
mod report;
mod testing;
mod wasm_target;
mod workspace;

use anyhow::{Context, Result, bail};
use process::run;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use workspace::Workspace;

const HELP: &str = "\
cargo xtask COMMAND

  build              the widgets, the preprocessor, and the course book into book/
  serve [--port N]   the same, with a live preview of the book instead of book/
  package [--check]  archives for authors into target/package/; whether they install and work
  test [FILTER…]     build, then all tests, in a real browser too
  fuzz [TARGET] [--minutes N] [--keep]
                     look for input that breaks something: each target for 30 minutes;
                     keep what led there as seeds of the tests
  budget             writes tests/budget.toml anew: what a chapter's page may weigh
  bench [SECTION…] [--books DIR] [--rehearse]
                     measures beside other libraries, into target/bench/; see bench/README.md
  lint               formatting and clippy, as continuous integration runs them
  help               this text";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["build"] => build(&Workspace::find()?),
        ["serve", options @ ..] => serve(&Workspace::find()?, options),
        ["package"] => package(&Workspace::find()?, false),
        ["package", "--check"] => package(&Workspace::find()?, true),
        ["test", filters @ ..] => test(&Workspace::find()?, filters),
        ["fuzz", options @ ..] => {
            let options = fuzz::Options::read(options)?;
            let workspace = Workspace::find()?;
            fill_bundle(&workspace)?;
            fuzz::fuzz(&workspace, &options)
        }
        ["budget"] => budget(&Workspace::find()?),
        ["bench", options @ ..] => measure(&Workspace::find()?, options),
        ["lint"] => lint(&Workspace::find()?),
        [] | ["help" | "--help" | "-h"] => {
            eprintln!("{HELP}");
            Ok(())
        }
        _ => bail!(
            "`cargo xtask {}` is not a command\n\n{HELP}",
            arguments.join(" ")
        ),
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

fn serve(workspace: &Workspace, options: &[&str]) -> Result<()> {
    match options {
        [] => {}
        ["--port", port] if port.parse::<u16>().is_ok() => {}
        _ => bail!("`cargo xtask serve` takes only `--port N`, with N from 0 to 65535"),
    }
    let preprocessor = prepare(workspace)?;
    run(Command::new(preprocessor)
        .args(["serve", "."])
        .args(options)
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

fn test(workspace: &Workspace, filters: &[&str]) -> Result<()> {
    browser::provision()?;
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

fn measure(workspace: &Workspace, options: &[&str]) -> Result<()> {
    browser::provision()?;
    build(workspace)?;
    bench::bench(workspace, options)
}

fn lint(workspace: &Workspace) -> Result<()> {
    run(workspace.cargo("fmt").args(["--all", "--check"]))?;
    run(workspace
        .cargo("clippy")
        .args(["--workspace", "--all-targets", "--", "-D", "warnings"]))
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
