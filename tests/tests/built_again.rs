//! A book that is built again and again by one process, as the preview does, is the book that a first build makes.

use anyhow::{Context, Result, ensure};
use mdbook_mission::{Failure, Memory, preprocess, preprocess_again};
use mission_tests::TempBook;
use serde_json::Value;
use std::fs;

const TOML: &str =
    "[book]\ntitle = \"Course\"\n[preprocessor.mission]\nbook-id = \"course\"\noffline = false\n";
const FIRST: &str =
    "# First\n\n```mission reflect\nid = \"why\"\nprompt = \"Why is it $`x^2`$?\"\n```\n";
const SECOND: &str = "# Second\n\n```mission ledger\nid = \"all\"\nchapters = [\"first\"]\n```\n\n```mission reflect\nid = \"how\"\nprompt = \"How?\"\n```\n";

/// Both ways: with what the builds before have left, and without.
fn both(book: &TempBook, memory: &Memory) -> Result<[Result<Value, Failure>; 2]> {
    let input = book.preprocessor_input()?;
    let build = |memory: Option<&Memory>| -> Result<Result<Value, Failure>> {
        let (context, mut book) = mdbook_preprocessor::parse_input(input.as_bytes())?;
        let done = match memory {
            Some(memory) => preprocess_again(&context, &mut book, memory),
            None => preprocess(&context, &mut book),
        };
        Ok(match done {
            Ok(()) => Ok(serde_json::to_value(&book)?),
            Err(failure) => Err(failure),
        })
    };
    Ok([build(Some(memory))?, build(None)?])
}

fn same(book: &TempBook, memory: &Memory) -> Result<String> {
    let [again, anew] = both(book, memory)?;
    let (again, anew) = (again?, anew?);
    ensure!(again == anew, "the remembered book differs");
    Ok(again.to_string())
}

#[test]
fn edits_mistakes_and_settings_are_seen() -> Result<()> {
    let book = TempBook::new(&[
        ("book.toml", TOML),
        (
            "src/SUMMARY.md",
            "- [First](first.md)\n- [Second](second.md)\n",
        ),
        ("src/first.md", FIRST),
        ("src/second.md", SECOND),
    ])?;
    let memory = Memory::default();
    let write = |path: &str, text: &str| fs::write(book.path(path), text);
    same(&book, &memory)?;
    same(&book, &memory)?;

    // The other chapter's page shows it, too.
    write("src/first.md", &FIRST.replace("Why is it", "Whence comes"))?;
    let edited = same(&book, &memory)?;
    ensure!(
        edited.contains("Whence comes") && !edited.contains("Why is it"),
        "the edit is not there"
    );

    write("src/first.md", &FIRST.replace("prompt", "promt"))?;
    for _ in 0..2 {
        let [again, anew] = both(&book, &memory)?;
        let again = again.err().context("the mistake is not reported")?;
        let anew = anew.err().context("the mistake is not reported")?;
        assert_eq!(again.to_string(), anew.to_string());
    }

    write("src/first.md", FIRST)?;
    write("book.toml", &TOML.replace("\"course\"", "\"other\""))?;
    let other = same(&book, &memory)?;
    ensure!(
        !other.contains("\\\"course\\\""),
        "the old id is still there"
    );
    Ok(())
}
