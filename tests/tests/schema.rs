//! `mdbook-mission schema` describes what the program takes: every directive of the book fits it, and what does not
//! fit is refused by both.

use anyhow::{Context, Result, ensure};
use jsonschema::Validator;
use mission_tests::{repo_root, run_preprocessor};
use serde_json::{Value as Json, json};
use std::fs;
use std::path::PathBuf;

fn printed() -> Result<Json> {
    let done = run_preprocessor(repo_root(), &["schema"], "")?;
    Ok(serde_json::from_str(&done.stdout)?)
}

/// The schema of a kind, with its definitions.
fn validator(schema: &Json, kind: &str) -> Result<Validator> {
    let mut of_kind = schema.clone();
    of_kind["$ref"] = json!(format!("#/$defs/{kind}"));
    Ok(jsonschema::validator_for(&of_kind)?)
}

/// All Markdown files of this repository's books.
fn chapters() -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![repo_root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            // What is there to be refused fits nothing.
            if path.is_dir() && !path.ends_with("mistakes") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                files.push(path);
            }
        }
    }
    Ok(files)
}

/// The directives of a chapter: their kinds and bodies.
fn directives(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let fence: String = line.chars().take_while(|c| *c == '`').collect();
        let kind = line.strip_prefix(&format!("{fence}mission "));
        if let Some(kind) = kind.filter(|_| fence.len() >= 3) {
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
            found.push((kind.to_owned(), body.join("\n")));
        }
    }
    found
}

#[test]
fn every_directive_of_the_book_fits() -> Result<()> {
    let schema = printed()?;
    let mut fitted = 0;
    for path in chapters()? {
        for (kind, body) in directives(&fs::read_to_string(&path)?) {
            if schema["$defs"].get(&kind).is_none() {
                // The prose of a track, and what only shows a fence.
                continue;
            }
            let table: toml::Table = body.parse().with_context(|| format!("{path:?}"))?;
            let wrong = validator(&schema, &kind)?
                .iter_errors(&serde_json::to_value(table)?)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect::<Vec<_>>();
            ensure!(wrong.is_empty(), "{path:?}, {kind}: {}", wrong.join("\n"));
            fitted += 1;
        }
    }
    ensure!(fitted > 80, "only {fitted} directives were found");
    Ok(())
}

#[test]
fn what_the_program_refuses_does_not_fit() -> Result<()> {
    let schema = printed()?;
    let plot = json!({ "id": "p", "title": "P", "x": "t", "y_label": "Y", "line": [] });
    let bench = |key: &str, value: Json| {
        let mut bench = json!({ "id": "b", "title": "B" });
        bench[key] = value;
        bench
    };
    let with = |key: &str, value: Json| {
        let mut plot = plot.clone();
        plot[key] = value;
        bench("plot", json!([plot]))
    };
    for (fits, instance) in [
        (true, bench("plot", json!([plot]))),
        (true, with("points", json!(2))),
        (false, with("points", json!(1))),
        (false, with("y_log", json!("yes"))),
        (false, with("colour", json!("red"))),
        (false, bench("plots", json!([]))),
        (false, json!({ "id": "b" })),
    ] {
        let valid = validator(&schema, "workbench")?.is_valid(&instance);
        assert_eq!(valid, fits, "{instance}");
    }
    Ok(())
}
