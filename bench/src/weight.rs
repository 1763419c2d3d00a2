//! What a page loads beyond plain mdBook, in kB after `gzip -9`: ours for a chapter with all widgets, and the
//! library alone of each peer, whose own scripts come on top.

use crate::Bench;
use crate::results::{Goal, Results, Row};
use crate::sites::LIBRARIES;
use anyhow::{Context, Result};
use mission_tests::budget::{Budget, gzipped};
use mission_tests::repo_root;
use std::fs;
use std::path::Path;

const SECTION: &str = "weight";

/// Measures the section.
pub fn measure(bench: &Bench, results: &mut Results) -> Result<()> {
    let now = Budget::measured()?;
    let ours = row("ours: wasm + js + css", now.wasm + now.js + now.css)
        .goal(Goal::AtMost(120.0))
        .note(format!(
            "wasm {}, js {}, css {} bytes; {} requests with the fonts",
            now.wasm, now.js, now.css, now.requests
        ));
    let peers: Vec<Result<Row>> = LIBRARIES
        .iter()
        .map(|(peer, package, file)| {
            let library = bench.provision.path(package)?.join(file);
            Ok(row(peer, weigh(&[&library])?))
        })
        .collect();
    let ours = match &peers[0] {
        Ok(plotly) => ours.beside(plotly),
        Err(_) => ours,
    };
    results.push(ours);
    for (peer, (name, ..)) in peers.into_iter().zip(LIBRARIES) {
        results.add(SECTION, name, peer);
    }
    let of_package = |package: &str, files: &[&str], what: &str| -> Result<Row> {
        let folder = bench.provision.path(package)?;
        let files: Vec<_> = files.iter().map(|file| folder.join(file)).collect();
        let files: Vec<&Path> = files.iter().map(std::path::PathBuf::as_path).collect();
        Ok(row(what, weigh(&files)?))
    };
    let quiz = of_package(
        "mdbook-quiz-source",
        &["js/quiz-embed.iife.js", "js/style.css"],
        "mdbook-quiz: js + css",
    );
    results.add(SECTION, "mdbook-quiz", quiz);
    let frame = of_package(
        "h5p-standalone",
        &[
            "dist/main.bundle.js",
            "dist/frame.bundle.js",
            "dist/styles/h5p.css",
        ],
        "H5P: frame without content",
    );
    results.add(SECTION, "H5P", frame);
    let pyodide = of_package(
        "pyodide",
        &[
            "pyodide.mjs",
            "pyodide.asm.mjs",
            "pyodide.asm.wasm",
            "python_stdlib.zip",
        ],
        "Pyodide: core and standard library",
    );
    results.add(SECTION, "Pyodide", pyodide);
    let fonts = repo_root().join("book/mission/katex/fonts");
    let mut bytes = 0;
    for entry in fs::read_dir(&fonts).with_context(|| fonts.display().to_string())? {
        bytes += gzipped(&fs::read(entry?.path())?)?;
    }
    results.push(row("ours: fonts of the course book", bytes));
    Ok(())
}

fn row(what: &str, bytes: usize) -> Row {
    Row::new(SECTION, what, "gzip -9", "kB", vec![bytes as f64 / 1000.0])
}

fn weigh(files: &[&Path]) -> Result<usize> {
    let mut bytes = 0;
    for file in files {
        bytes += gzipped(&fs::read(file).with_context(|| file.display().to_string())?)?;
    }
    Ok(bytes)
}
