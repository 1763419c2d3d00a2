//! In an empty or absent folder.

use super::{again_changes_nothing, files, has_the_first_mission, init, plain_mdbook, refused};
use anyhow::{Result, ensure};
use mission_tests::{ChapterPage, Server, Session, TempBook};
use std::fs;

#[test]
fn an_absent_folder_becomes_a_book() -> Result<()> {
    let place = TempBook::new(&[])?;
    let told = init(&place.path(""), &["courses/my-first_course"])?;
    assert_eq!(
        told,
        "\
book.toml                    made
src/SUMMARY.md               made
src/first_mission.md         made
.gitignore                   made
.github/workflows/pages.yml  made

Next: `mdbook-mission serve courses/my-first_course` shows the book and builds it again at every change; \
`mdbook serve courses/my-first_course` does too, with mdBook installed.
Then edit courses/my-first_course/src/first_mission.md.
"
    );
    let made = files(&place.path("courses/my-first_course"))?;
    assert_eq!(
        made.keys().collect::<Vec<_>>(),
        [
            ".github/workflows/pages.yml",
            ".gitignore",
            "book.toml",
            "src/SUMMARY.md",
            "src/first_mission.md"
        ]
    );
    for line in [
        "title = \"My first course\"",
        "book-id = \"my-first-course\"",
        "runnable = false",
    ] {
        ensure!(made["book.toml"].contains(line), "{}", made["book.toml"]);
    }
    assert_eq!(
        made[".gitignore"],
        "/book/\n/src/mission/\n/src/mission-worker.js\n"
    );
    again_changes_nothing(&place.path(""), "courses/my-first_course")
}

#[test]
fn plain_mdbook_and_our_own_command_build_it_alike() -> Result<()> {
    let place = TempBook::new(&[])?;
    init(&place.path(""), &["course"])?;
    plain_mdbook(&place.path(""), "course", &[])?;
    let plain = files(&place.path("course/book"))?;
    has_the_first_mission(&place.path("course/book"))?;

    // A relative path from elsewhere is the way most people name a book.
    fs::remove_dir_all(place.path("course/book"))?;
    fs::remove_dir_all(place.path("course/src/mission"))?;
    let outcome = mission_tests::run_preprocessor(&place.path(""), &["build", "course"], "")?;
    ensure!(outcome.status.success(), "{}", outcome.stderr);
    let own = files(&place.path("course/book"))?;
    ensure!(own == plain, "the two sites differ");
    ensure!(!place.path("course/course").exists(), "a stray folder");
    // A built book is as ready as one that was not.
    again_changes_nothing(&place.path(""), "course")
}

/// The workflow says where the site will stand, for the one page that can't know it.
#[test]
fn the_page_for_missing_pages_knows_the_path_of_the_site() -> Result<()> {
    let place = TempBook::new(&[])?;
    init(&place.path(""), &["course"])?;
    let variable = "MDBOOK_OUTPUT__HTML__SITE_URL";
    let workflow = fs::read_to_string(place.path("course/.github/workflows/pages.yml"))?;
    ensure!(
        workflow.contains(&format!(
            "{variable}: ${{{{ steps.pages.outputs.base_path }}}}/"
        )),
        "{workflow}"
    );
    plain_mdbook(&place.path(""), "course", &[(variable, "/some/course/")])?;
    let page = fs::read_to_string(place.path("course/book/404.html"))?;
    ensure!(page.contains("<base href=\"/some/course/\">"), "{page}");
    Ok(())
}

/// A new repository's own files are in nobody's way.
#[test]
fn the_folder_of_a_new_repository_becomes_a_book() -> Result<()> {
    let place = TempBook::new(&[
        (".git/config", ""),
        ("README.md", "Mine.\n"),
        ("LICENSE", "Mine.\n"),
        (".gitignore", "*.swp"),
    ])?;
    let told = init(&place.path(""), &[])?;
    ensure!(
        told.contains("Next: `mdbook-mission serve` shows the book")
            && told.contains("Then edit src/first_mission.md."),
        "{told}"
    );
    let made = files(&place.path(""))?;
    assert_eq!(made["README.md"], "Mine.\n");
    assert_eq!(
        made[".gitignore"],
        "*.swp\n/book/\n/src/mission/\n/src/mission-worker.js\n"
    );
    plain_mdbook(&place.path(""), ".", &[])?;
    has_the_first_mission(&place.site())
}

#[test]
fn a_folder_of_something_else_is_left_alone() -> Result<()> {
    let place = TempBook::new(&[
        ("Cargo.toml", "[package]\n"),
        ("src/main.rs", "fn main() {}"),
    ])?;
    let told = refused(&place, ".")?;
    ensure!(
        told.contains("Name a new folder: `mdbook-mission init my-course`"),
        "{told}"
    );
    Ok(())
}

/// The mission that an author starts from can be done, to its end.
#[test]
fn a_student_does_the_first_mission() -> Result<()> {
    let place = TempBook::new(&[])?;
    init(&place.path(""), &["course"])?;
    plain_mdbook(&place.path(""), "course", &[])?;
    let server = Server::start(&place.path("course/book"), "/some/course/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("first_mission.html"))?;
    let page = ChapterPage::new(&browser, "first_mission")?;
    ensure!(
        !page.is_shown(&page.island("bakery"))?,
        "the lock hides nothing"
    );
    ensure!(
        page.is_shown(&page.island("ledger"))?,
        "the ledger is locked away"
    );
    page.answer_lock("guess", 1)?;
    ensure!(
        page.is_shown(&page.island("bakery"))?,
        "the lock stays shut"
    );

    page.set_slider("bakery", "busy", 0.9)?;
    // 2 * 0.9 / 0.1 minutes, with 0.9^2 / 0.1 people.
    for (name, expect) in [("bakery.wait", 18.0), ("bakery.in_line", 8.1)] {
        let reading = page.reading(name)?;
        ensure!((reading - expect).abs() < 1e-12, "{name}: {reading}");
    }
    assert_eq!(page.state("found")?, "done");
    let found = browser.text(&page.island("found"))?;
    for part in ["waits 18.0 min", "it was 1.6 min", "11 times as long"] {
        ensure!(found.contains(part), "`{part}` is not in: {found}");
    }

    page.write_reflection(
        "advice",
        "At most eighty per cent, because a line drains only in spare time, and with less of it the wait explodes.",
    )?;
    page.commit("advice")?;
    let record = page.record()?;
    page.reload()?;
    assert_eq!(page.record()?, record);
    assert_eq!(browser.console()?, []);
    Ok(())
}
