//! `mdbook-mission replay`, as an instructor runs it.

use anyhow::Result;
use mission_tests::{TempBook, repo_root, site};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn book() -> Result<TempBook> {
    let chapter = fs::read_to_string(repo_root().join("tests/fixtures/early_ledgers/m.md"))?;
    TempBook::new(&[
        (
            "book.toml",
            "[book]\ntitle = \"Led\"\n[preprocessor.mission]\nbook-id = \"led\"\n",
        ),
        ("src/SUMMARY.md", "- [M](m.md)\n"),
        ("src/m.md", &chapter),
    ])
}

fn replay(arguments: &[&str]) -> Result<Output> {
    Ok(Command::new(site::preprocessor()?)
        .arg("replay")
        .args(arguments)
        .output()?)
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

#[test]
fn each_file_has_its_verdict() -> Result<()> {
    let book = book()?;
    let folder = repo_root().join("tests/fixtures/early_ledgers");
    let honest = text(&folder.join("honest.ledger.json"));
    let other_edition = replay(&[&text(&book.path("")), &honest])?;
    let said = String::from_utf8(other_edition.stdout)?;
    assert!(other_edition.status.success(), "{said}");
    assert!(
        said.contains("another edition: some acts were done in the edition fff5436c92b488a0"),
        "{said}"
    );

    let edited = book.path("edited.json");
    let unsealed = fs::read_to_string(folder.join("forge_answer_changed_sealsremoved.json"))?;
    fs::write(&edited, unsealed)?;
    let (edited, missing) = (text(&edited), text(&book.path("nowhere.json")));
    let found = replay(&[
        &text(&book.path("")),
        &honest,
        &edited,
        &missing,
        "--format",
        "json",
    ])?;
    assert!(
        !found.status.success(),
        "a file was edited, and one is missing"
    );
    let found: Value = serde_json::from_slice(&found.stdout)?;
    assert_eq!(found[0]["file"], honest);
    assert_eq!(found[0]["findings"][0]["kind"], "another edition");
    assert_eq!(found[1]["acts"], 16);
    let kinds: Vec<&Value> = found[1]["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|of| &of["kind"])
        .collect();
    assert!(kinds.contains(&&Value::from("edited")), "{kinds:?}");
    assert_eq!(
        found[2]["error"]
            .as_str()
            .map(|error| error.starts_with("can't be read")),
        Some(true)
    );
    Ok(())
}

#[test]
fn a_book_must_be_there() -> Result<()> {
    let said = replay(&["nowhere", "a.json"])?;
    assert!(!said.status.success());
    let said = String::from_utf8(said.stderr)?;
    assert!(said.contains("there is no book.toml in nowhere"), "{said}");
    Ok(())
}
