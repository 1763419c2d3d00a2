//! `cargo xtask bench`: what is to be measured is built and fetched here; `mission-bench` measures it.
//!
//! Whatever can't be had is handed on with the reason, as `target/bench/provision.json`, and its rows are "not run".

use crate::bundle::bind;
use crate::process::{output, run};
use crate::wasm_target::Compiler;
use crate::workspace::Workspace;
use crate::{npm, progress, tools, wasm_target};
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Peers from npm, at these versions.
const PACKAGES: [(&str, &str); 5] = [
    ("plotly.js-dist-min", "4.1.2"),
    ("chart.js", "4.6.1"),
    ("d3", "7.9.2"),
    ("pyodide", "314.0.7"),
    ("h5p-standalone", "3.8.2"),
];

/// Peers from crates.io, at these versions.
const CRATES: [(&str, &str); 2] = [("mdbook-quiz", "0.5.0"), ("mdbook-katex", "0.10.0")];

/// Builds, fetches and measures. `options` are those of `mission-bench`.
///
/// # Errors
/// If our own programs don't build, or the measuring program fails.
pub fn bench(workspace: &Workspace, options: &[String]) -> Result<()> {
    let folder = workspace.target.join("bench");
    fs::create_dir_all(&folder)?;
    progress("the preprocessor and its peers, optimised");
    run(workspace.cargo("build").args([
        "--release",
        "--package",
        "mdbook-mission",
        "--package",
        "mission-echo",
    ]))?;
    let mut found = Map::new();
    for name in ["mdbook-mission", "echo-book", "echo-parsed", "build-book"] {
        let program = workspace.target.join("release").join(name);
        let program = program.with_extension(std::env::consts::EXE_EXTENSION);
        found.insert(name.to_owned(), json!({ "path": program }));
    }
    for (name, version) in PACKAGES {
        let package = npm::package(workspace, name, version, "a peer");
        put(&mut found, name, version, package);
    }
    for (name, version) in CRATES {
        let program = tools::install(workspace, name, version);
        if name == "mdbook-quiz" {
            let source = program.as_ref().ok().and(source(name, version));
            let source = source.context("its source is not in cargo's registry");
            put(&mut found, "mdbook-quiz-source", version, source);
        }
        put(&mut found, name, version, program);
    }
    put(&mut found, "empty", "", empty(workspace, &folder));
    for (name, told) in machine(workspace) {
        found.insert(name.to_owned(), json!({ "version": told }));
    }
    fs::write(
        folder.join("provision.json"),
        serde_json::to_string_pretty(&Value::Object(found))?,
    )?;
    progress("measuring");
    run(workspace
        .cargo("run")
        .args(["--quiet", "--package", "mission-bench", "--"])
        .arg(&folder)
        .args(options))
}

fn put(found: &mut Map<String, Value>, name: &str, version: &str, path: Result<PathBuf>) {
    let entry = match path {
        Ok(path) if version.is_empty() => json!({ "path": path }),
        Ok(path) => json!({ "path": path, "version": version }),
        Err(error) => {
            eprintln!("xtask: {name}: {error:#}");
            json!({ "why": format!("{error:#}") })
        }
    };
    found.insert(name.to_owned(), entry);
}

/// Where cargo keeps the source of a crate that it has installed.
fn source(name: &str, version: &str) -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")))?;
    fs::read_dir(home.join("registry/src"))
        .ok()?
        .filter_map(|registry| Some(registry.ok()?.path().join(format!("{name}-{version}"))))
        .find(|source| source.is_dir())
}

/// A Yew app with nothing in it, made as the widgets are.
fn empty(workspace: &Workspace, folder: &Path) -> Result<PathBuf> {
    let compiler: Compiler = wasm_target::provision(workspace)?;
    let module = compiler.build(workspace, "mission-empty")?;
    let folder = folder.join("empty");
    fs::create_dir_all(&folder)?;
    let (glue, wasm) = bind(&module, &folder.join("bindgen"))?;
    fs::write(folder.join("empty.js"), glue)?;
    fs::write(folder.join("empty.wasm"), wasm)?;
    Ok(folder)
}

/// What a reader of the figures wants to know of the machine.
fn machine(workspace: &Workspace) -> Vec<(&'static str, String)> {
    let told = |program: &str, arguments: &[&str]| {
        let told = output(
            Command::new(program)
                .args(arguments)
                .current_dir(&workspace.root),
        );
        told.map_or_else(
            |_| "unknown".to_owned(),
            |told| told.lines().next().unwrap_or_default().trim().to_owned(),
        )
    };
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown", |(_, model)| model);
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    vec![
        ("processor", format!("{model}, {cores} threads")),
        ("rustc", told("rustc", &["--version"])),
        ("chromedriver", told("chromedriver", &["--version"])),
        ("date", told("date", &["-u", "+%Y-%m-%d %H:%M UTC"])),
        ("commit", told("git", &["describe", "--always", "--dirty"])),
    ]
}
