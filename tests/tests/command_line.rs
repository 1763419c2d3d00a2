//! What a hand types: help, slips, completions.

use anyhow::Result;
use mission_tests::{TempBook, run_preprocessor};
use std::fs;

const COMMANDS: [&str; 9] = [
    "init",
    "build",
    "check",
    "serve",
    "replay",
    "lsp",
    "new",
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

/// What `new` prints has all that a directive of the kind needs, and nothing that it doesn't know.
#[test]
fn a_new_directive_lacks_nothing() -> Result<()> {
    let slip = run_preprocessor(&TempBook::new(&[])?.path(""), &["new", "lok"], "")?;
    let kinds = slip.stderr.split_once("possible values: ");
    let kinds = kinds.and_then(|(_, rest)| rest.split_once(']'));
    let kinds: Vec<&str> = kinds.map_or("", |(kinds, _)| kinds).split(", ").collect();
    assert!(kinds.contains(&"workbench"), "{}", slip.stderr);
    for kind in kinds {
        let new = run_preprocessor(&TempBook::new(&[])?.path(""), &["new", kind], "")?;
        assert!(new.status.success(), "{kind}: {}", new.stderr);
        let book = TempBook::new(&[
            (
                "book.toml",
                "[book]\ntitle = \"A\"\n[preprocessor.mission]\nbook-id = \"a\"\nafter = [\"links\", \"index\"]\n",
            ),
            ("src/SUMMARY.md", "- [A](a.md)\n"),
            ("src/a.md", &format!("# A\n\n{}", new.stdout)),
        ])?;
        let told = run_preprocessor(&book.path(""), &["check"], "")?.stderr;
        for wrong in ["is missing", "unknown key", "is not TOML", "never closed"] {
            assert!(!told.contains(wrong), "{kind}: {told}\n{}", new.stdout);
        }
    }
    Ok(())
}
