//! In a repository that holds more than the book.

use super::{again_changes_nothing, files, init};
use anyhow::{Result, ensure};
use mission_tests::TempBook;
use std::process::Command;

const BOOK: &str = "[book]\ntitle = \"Course\"\n";

/// GitHub finds workflows at the root alone.
#[test]
fn the_workflow_of_a_book_further_down_stands_at_the_root() -> Result<()> {
    let place = TempBook::new(&[
        (".git/config", ""),
        ("docs/course/book.toml", BOOK),
        ("docs/course/src/SUMMARY.md", "- [One](one.md)\n"),
        ("docs/course/src/one.md", "# One\n"),
    ])?;
    let told = init(&place.path(""), &["docs/course"])?;
    ensure!(
        told.contains("../../.github/workflows/pages.yml  made\n"),
        "{told}"
    );
    let after = files(&place.path(""))?;
    let workflow = &after[".github/workflows/pages.yml"];
    for line in [
        "run: mdbook-mission check \"docs/course\"\n",
        "run: mdbook build \"docs/course\"\n",
        "path: \"docs/course/book\"\n",
    ] {
        ensure!(workflow.contains(line), "`{line}` is not in: {workflow}");
    }
    assert_eq!(
        after["docs/course/.gitignore"],
        "/book/\n/src/mission/\n/src/mission-worker.js\n"
    );
    again_changes_nothing(&place.path(""), "docs/course")
}

/// Two workflows that publish would replace each other's site.
#[test]
fn a_workflow_that_publishes_already_stays_alone() -> Result<()> {
    let own = "jobs:\n  build:\n    steps:\n      - run: mdbook build\n";
    let place = TempBook::new(&[
        ("book.toml", BOOK),
        ("src/SUMMARY.md", "- [One](one.md)\n"),
        ("src/one.md", "# One\n"),
        (".github/workflows/book.yml", own),
        (".github/workflows/lint.yml", "jobs: {}\n"),
    ])?;
    let told = init(&place.path(""), &[])?;
    let expect = "left alone: book.yml publishes already. Let it install mdbook-mission too";
    ensure!(told.contains(expect), "{told}");
    let after = files(&place.path(""))?;
    assert_eq!(after[".github/workflows/book.yml"], own);
    ensure!(!after.contains_key(".github/workflows/pages.yml"));
    Ok(())
}

/// Every tool of the workflow has a version, and it is this one's.
#[test]
fn the_workflow_pins_its_versions() -> Result<()> {
    let place = TempBook::new(&[])?;
    init(&place.path(""), &["course"])?;
    let workflow = &files(&place.path("course"))?[".github/workflows/pages.yml"];
    let lock = std::fs::read_to_string(mission_tests::repo_root().join("Cargo.lock"))?;
    let locked = |name: &str| {
        let rest = lock
            .split(&format!("name = \"{name}\"\nversion = \""))
            .nth(1)?;
        rest.split('"').next()
    };
    for (variable, package) in [
        ("MDBOOK_VERSION", "mdbook-driver"),
        ("MISSION_VERSION", "mdbook-mission"),
    ] {
        let line = format!("{variable}: {}\n", locked(package).unwrap_or("?"));
        ensure!(workflow.contains(&line), "`{line}` is not in: {workflow}");
    }
    for line in workflow.lines().filter(|line| line.contains("uses: ")) {
        ensure!(
            line.contains("uses: actions/") && line.contains("@v"),
            "{line}"
        );
    }
    Ok(())
}

/// Some publish a site by committing it. Ignored, its new pages would be missing.
#[test]
fn a_site_that_is_committed_is_not_ignored() -> Result<()> {
    let place = TempBook::new(&[
        (
            "book.toml",
            "[book]\ntitle = \"Course\"\n[build]\nbuild-dir = \"docs\"\n",
        ),
        ("src/SUMMARY.md", "- [One](one.md)\n"),
        ("src/one.md", "# One\n"),
        ("docs/index.html", "<p>One</p>\n"),
    ])?;
    for arguments in [["init", "--quiet"], ["add", "docs"]] {
        let status = Command::new("git")
            .args(arguments)
            .current_dir(place.path(""))
            .status()?;
        ensure!(status.success(), "git {arguments:?}: {status}");
    }
    init(&place.path(""), &[])?;
    let ignored = std::fs::read_to_string(place.path(".gitignore"))?;
    assert_eq!(ignored, "/src/mission/\n/src/mission-worker.js\n");
    Ok(())
}
