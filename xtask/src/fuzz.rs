//! libFuzzer over the targets of `fuzz/`, led by what an input reaches, with any compiler and no more than that.
//!
//! ```text
//! target/fuzz/own/TARGET      what the repository keeps for a target, unpacked
//! target/fuzz/found/TARGET    inputs that reached something new; a later run goes on from them
//! target/fuzz/failed/TARGET   inputs on which something didn't hold
//! ```

use crate::package::archive::{Archive, unpack};
use crate::process::{output, run};
use crate::progress;
use crate::workspace::Workspace;
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The targets, in `fuzz/src/`.
const TARGETS: [&str; 4] = ["directives", "expressions", "chapters", "ledgers"];

/// What tells libFuzzer where an input got to, and what it was compared with; and every check that a release build
/// leaves out.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 -Cdebug-assertions -Coverflow-checks \
    -Cdebuginfo=line-tables-only";

/// Found inputs that are larger are not kept.
const LARGEST: u64 = 512;

/// What is to be run.
#[derive(clap::Args)]
pub struct Options {
    /// Only this target; all of them else
    #[arg(value_parser = TARGETS)]
    target: Option<String>,
    /// How long each target is run
    // To libFuzzer none at all is for ever.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    minutes: u64,
    /// Keep what led to something new, as seeds of the tests
    #[arg(long)]
    keep: bool,
}

/// Runs the targets one after the other. The widgets' bundle must be there.
///
/// # Errors
/// If something can't be built, or doesn't hold: then the input is named.
pub fn fuzz(workspace: &Workspace, options: &Options) -> Result<()> {
    let folder = workspace.target.join("fuzz");
    let host = host()?;
    let chosen = options.target.as_deref();
    for target in TARGETS
        .into_iter()
        .filter(|target| chosen.is_none_or(|chosen| chosen == *target))
    {
        progress(&format!("the target {target}"));
        let [own, found, failed] =
            ["own", "found", "failed"].map(|part| folder.join(part).join(target));
        let _ = fs::remove_dir_all(&own);
        for part in [&own, &found, &failed] {
            fs::create_dir_all(part)?;
        }
        run(workspace
            .cargo("run")
            .args(["--package", "mission-fuzz", "--bin", "seeds", "--", target])
            .arg(&own))?;
        let program = format!("fuzz_{target}");
        run(workspace
            .cargo("build")
            .args([
                "--release",
                "--package",
                "mission-fuzz",
                "--features",
                "libfuzzer",
            ])
            .args(["--bin", &program, "--target", &host, "--target-dir"])
            .arg(&folder)
            .env("RUSTFLAGS", FLAGS))
        .context("libFuzzer takes a C++ compiler")?;
        let program = folder.join(&host).join("release").join(program);
        let words = workspace.root.join("fuzz/words").join(target);
        run(Command::new(&program)
            .args([&found, &own])
            .arg(format!("-dict={}", words.with_extension("dict").display()))
            .arg(format!("-artifact_prefix={}/", failed.display()))
            .arg(format!("-max_total_time={}", options.minutes * 60))
            .args(["-timeout=20", "-max_len=8192", "-print_final_stats=1"]))
        .with_context(|| format!("the input is in {}", failed.display()))?;
        if options.keep {
            // What reaches lines that the seeds don't.
            run(Command::new(&program)
                .args(["-set_cover_merge=1", "-use_counters=0"])
                .args([&own, &found]))?;
            keep(workspace, target, &own)?;
        }
    }
    Ok(())
}

/// Adds what libFuzzer left in a folder to the corpus of a target, unless it is large. Its names are hashes.
fn keep(workspace: &Workspace, target: &str, folder: &Path) -> Result<()> {
    let file = workspace.root.join("fuzz/corpus.tar.gz");
    let mut corpus = Archive::new("corpus");
    for (path, input) in unpack(&file)? {
        corpus.put(path.trim_start_matches("corpus/"), input);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let by_hash = name.len() == 40 && name.bytes().all(|letter| letter.is_ascii_hexdigit());
        if by_hash && fs::metadata(&path)?.len() <= LARGEST {
            corpus.put(&format!("{target}/{name}"), fs::read(&path)?);
        }
    }
    corpus.write(&file)
}

/// What the compiler compiles for by default. Named, so that build scripts are compiled without [`FLAGS`].
fn host() -> Result<String> {
    let version = output(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.context("rustc doesn't say what it compiles for")?;
    ensure!(
        !host.contains("windows"),
        "libFuzzer is run on Linux or macOS"
    );
    Ok(host.to_owned())
}
