//! What a hand types: help, slips, completions.

use anyhow::Result;
use mission_tests::{TempBook, run_preprocessor};
use std::fs;

const COMMANDS: [&str; 8] = [
    "init",
    "build",
    "check",
    "serve",
    "replay",
    "lsp",
    "schema",
    "completions",
];

#[test]
fn asking_does_nothing() -> Result<()> {
    let book = TempBook::new(&[])?;
    let folder = book.path("");
    for command in COMMANDS {
        for words in [&[command, "--help"][..], &["help", command]] {
            let told = run_preprocessor(&folder, words, "")?;
            assert!(told.status.success(), "{words:?}: {}", told.stderr);
            let usage = format!("Usage: mdbook-mission {command}");
            assert!(told.stdout.contains(&usage), "{words:?}: {}", told.stdout);
        }
    }
    assert_eq!(fs::read_dir(&folder)?.count(), 0, "something was made");
    Ok(())
}

#[test]
fn a_slip_is_named_with_what_was_meant() -> Result<()> {
    let book = TempBook::new(&[])?;
    for (words, told) in [
        (&["chek"][..], "'check'"),
        (&["check", "--formt", "json"], "'--format'"),
        (&["check", "--format", "jsn"], "possible values: text, json"),
        (&["serve", "--port", "70000"], "70000"),
        (&["init", "a", "b"], "'b'"),
        (&["replay"], "<BOOK>"),
        (&["replay", "book"], "<FILE>..."),
    ] {
        let outcome = run_preprocessor(&book.path(""), words, "")?;
        assert_eq!(outcome.status.code(), Some(2), "{words:?}");
        assert!(
            outcome.stderr.contains(told),
            "{words:?}: {}",
            outcome.stderr
        );
        assert_eq!(outcome.stdout, "", "{words:?}");
    }
    assert_eq!(
        fs::read_dir(book.path(""))?.count(),
        0,
        "something was made"
    );
    Ok(())
}

#[test]
fn a_shell_completes_every_command() -> Result<()> {
    let book = TempBook::new(&[])?;
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run_preprocessor(&book.path(""), &["completions", shell], "")?.stdout;
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: no {command}");
        }
        assert!(script.contains("format"), "{shell}");
    }
    Ok(())
}
