//! Names over time: ids of chapters, and those that they had.

use crate::{BOOK, book, check_book};
use anyhow::{Result, ensure};
use mission_tests::run_preprocessor;

const REFLECT: &str = "# A\n\n```mission reflect\nid = \"why\"\nprompt = \"Why?\"\n```\n";

fn chapter(keys: &str) -> String {
    format!("{REFLECT}\n```mission chapter\nid = \"a\"\ntitle = \"A\"\n{keys}```\n")
        .replacen(REFLECT, "# A\n", 1)
        + "\n"
        + REFLECT.trim_start_matches("# A\n")
}

/// Two files whose names have no letter in common with an id.
#[test]
fn files_of_other_scripts_make_chapters_of_their_own() -> Result<()> {
    let names = [
        "第一章",
        "第二章",
        "الفصل الأول",
        "глава",
        "1-集合",
        "1-函数",
    ];
    let summary: String = names
        .iter()
        .map(|name| format!("- [X](<{name}.md>)\n"))
        .collect();
    let paths = names.map(|name| format!("src/{name}.md"));
    let mut files = vec![("src/SUMMARY.md", summary.as_str())];
    files.extend(paths.iter().map(|path| (path.as_str(), REFLECT)));
    let book = book(&files)?;
    let built = run_preprocessor(&book.path(""), &["build"], "")?;
    assert_eq!(
        built.stderr,
        "checked 6 chapters, 6 directives: no mistakes\n"
    );
    let mut ids = Vec::new();
    for name in names {
        let page = book.page(&format!("{name}.html"))?;
        let id = page
            .split("class=\"mission-data\" data-chapter=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        ids.push(id.unwrap_or_default().to_owned());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), names.len(), "{ids:?}");
    Ok(())
}

#[test]
fn two_files_that_make_one_id_are_told_apart_by_name() -> Result<()> {
    let summary = "- [A](part-1/a.md)\n- [B](part-2/a.md)\n";
    let files = [
        ("src/SUMMARY.md", summary),
        ("src/part-1/a.md", REFLECT),
        ("src/part-2/a.md", REFLECT),
    ];
    check_book(
        &files,
        "error: the chapter id `a` is taken by src/part-1/a.md
 --> src/part-2/a.md:1:1
  |
1 | # A
  | ^
  |
  = help: ids of chapters are unique in a book, since ledgers are kept by them: give this one its own in a `chapter` directive

1 mistake in this book
",
    )?;
    // The remedy needs no more than an id and a title.
    let named = chapter("").replace("id = \"a\"", "id = \"a2\"");
    let sound = book(&[files[0], files[1], ("src/part-2/a.md", &named)])?;
    let checked = run_preprocessor(&sound.path(""), &["check"], "")?;
    ensure!(checked.status.success(), "{}", checked.stderr);
    Ok(())
}

#[test]
fn a_former_id_that_is_another_chapters() -> Result<()> {
    check_book(
        &[
            ("src/SUMMARY.md", "- [A](a.md)\n- [B](b.md)\n"),
            ("src/a.md", &chapter("formerly = [\"queue\", \"b\"]\n")),
            ("src/b.md", REFLECT),
        ],
        r#"error: `b` is the id of src/b.md
 --> src/a.md:6:22
  |
6 | formerly = ["queue", "b"]
  |                      ^^^
  |
  = help: `formerly` names ids that no chapter of this book has any more

1 mistake in this book
"#,
    )
}

#[test]
fn former_book_ids_are_a_list_of_book_ids() -> Result<()> {
    check_book(
        &[
            ("src/a.md", REFLECT),
            (
                "book.toml",
                &format!("{BOOK}former-book-ids = [\"My Book\"]\n"),
            ),
        ],
        r#"error: `former-book-ids` must be a list of book-ids, and this is ["My Book"]
 --> book.toml:6:1
  |
6 | former-book-ids = ["My Book"]
  | ^^^^^^^^^^^^^^^
  |
  = help: write `former-book-ids = ["my-book-2025"]`

1 mistake in this book
"#,
    )
}
