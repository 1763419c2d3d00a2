//! Checks of chapters that are larger than anyone writes: they end, and tell a number of mistakes that can be read.
//!
//! The bound is wide, since the machine may have other work; what went wrong once took hours, or never ended.

use anyhow::{Result, ensure};
use mission_tests::{Outcome, TempBook, run_preprocessor};
use serde_json::Value;
use std::fmt::Write;
use std::time::{Duration, Instant};

const BOOK: &str = "[book]\ntitle = \"A\"\n\n[preprocessor.mission]\nbook-id = \"course\"\n";
const PATIENCE: Duration = Duration::from_secs(20);

/// What is said of a chapter.
fn checked(chapter: &str, arguments: &[&str]) -> Result<Outcome> {
    let book = TempBook::new(&[
        ("book.toml", BOOK),
        ("src/SUMMARY.md", "- [A](a.md)\n"),
        ("src/a.md", chapter),
    ])?;
    let begun = Instant::now();
    let outcome = run_preprocessor(&book.path(""), arguments, "")?;
    let taken = begun.elapsed();
    ensure!(taken < PATIENCE, "it took {taken:?}");
    Ok(outcome)
}

/// A bench with a slider `x` from 0 to 1, these values, and one of them shown.
fn bench(values: &str, shown: &str, rest: &str) -> String {
    format!(
        "# A\n\n```mission workbench\nid = \"w\"\ntitle = \"T\"\n[[control]]\nid = \"x\"\nlabel = \"X\"\nkind = \"range\"\n\
         min = 0\nmax = 1\npreset = 0.5\n{rest}[let]\n{values}[[cards]]\nid = \"c\"\ntitle = \"c\"\n[[cards.reading]]\n\
         label = \"l\"\nvalue = \"{shown}\"\n```\n"
    )
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut all, at| {
        let _ = writeln!(all, "{}", line(at));
        all
    })
}

/// Each year reads the one before three times: there are 3³⁰ ways to the first.
#[test]
fn a_long_chain_of_values_is_followed_once() -> Result<()> {
    for years in [30, 2_000] {
        let chain = lines(years, |year| {
            let before = format!("year{year}");
            format!(
                "year{} = \"{before} + 0.05 * {before} * (1 - {before} / 1000)\"",
                year + 1
            )
        });
        let chapter = bench(
            &format!("year0 = \"1 / x\"\n{chain}"),
            &format!("year{years}"),
            "",
        );
        let told = checked(&chapter, &["check"])?.stderr;
        let expect = "error: this is not a number where `x` is 0\n  --> src/a.md:14:10\n";
        ensure!(told.starts_with(expect), "{told}");
        ensure!(told.ends_with("\n1 mistake in this book\n"), "{told}");
    }
    // The other way round, where each is read before it is declared.
    let chain = lines(2_000, |at| {
        format!("y{} = \"y{} + 1\"", 2_000 - at, 1_999 - at)
    });
    let chapter = bench(&format!("{chain}y0 = \"x\"\n"), "y2000", "");
    let told = checked(&chapter, &["check"])?.stderr;
    ensure!(told.ends_with("no mistakes\n"), "{told}");
    Ok(())
}

/// A choice between what the value before can be, and the same: 2⁶⁰ ways.
#[test]
fn categories_are_followed_once() -> Result<()> {
    let chain = lines(60, |at| {
        format!("c{} = \"if x > 0.5 then c{at} else c{at}\"", at + 1)
    });
    let values = format!("c0 = \"size\"\n{chain}y = \"cost[c60] * x\"\n");
    let select = "[[control]]\nid = \"size\"\nlabel = \"S\"\nkind = \"select\"\noptions = { small = \"s\", large = \"l\" }\n";
    let table = "[table.cost]\nsmall = 1\nlarge = 2\n";
    let told = checked(
        &bench(&values, "y", &format!("{select}{table}")),
        &["check"],
    )?
    .stderr;
    ensure!(told.ends_with("no mistakes\n"), "{told}");
    let lacks = table.replace("large = 2\n", "");
    let told = checked(
        &bench(&values, "y", &format!("{select}{lacks}")),
        &["check"],
    )?
    .stderr;
    ensure!(
        told.starts_with("error: `cost` has no row for `large`\n"),
        "{told}"
    );
    Ok(())
}

#[test]
fn a_table_of_many_rows() -> Result<()> {
    let options: Vec<String> = (0..1_000).map(|at| format!("r{at} = \"{at}\"")).collect();
    let select = format!(
        "[[control]]\nid = \"size\"\nlabel = \"S\"\nkind = \"select\"\noptions = {{ {} }}\n",
        options.join(", ")
    );
    let rows = |count| {
        format!(
            "[table.cost]\n{}",
            lines(count, |at| format!("r{at} = {at}"))
        )
    };
    let chapter = |count| {
        bench(
            "y = \"cost[size] * x\"\n",
            "y",
            &[select.as_str(), &rows(count)].concat(),
        )
    };
    let told = checked(&chapter(1_000), &["check"])?.stderr;
    ensure!(told.ends_with("no mistakes\n"), "{told}");
    // All but a thousand are never looked up.
    let told = checked(&chapter(100_000), &["check"])?.stderr;
    ensure!(
        told.ends_with(
            "\n… and 98950 more in this chapter, src/a.md\n\n99000 mistakes in this book\n"
        ),
        "{told}"
    );
    Ok(())
}

#[test]
fn at_most_fifty_mistakes_of_a_chapter_are_told() -> Result<()> {
    let many = lines(10_000, |at| format!("y{at} = \"nope{at} + 1\""));
    let in_one_line = format!(
        "{}\n{}\n",
        bench("y = \"x\"\n", "y", ""),
        lines(10_000, |at| format!("{{{{= w.nope{at} }}}}")).replace('\n', " ")
    );
    for chapter in [bench(&many, "x", ""), in_one_line] {
        let told = checked(&chapter, &["check"])?.stderr;
        assert_eq!(told.matches("error: nothing is called `w.nope").count(), 50);
        let end = "\n… and 9950 more in this chapter, src/a.md\n\n10000 mistakes in this book\n";
        ensure!(
            told.ends_with(end),
            "{}",
            &told[told.len().saturating_sub(400)..]
        );
        ensure!(
            told.len() < 100_000,
            "{} bytes are too many to be read",
            told.len()
        );
        ensure!(
            told.find("`w.nope0`") < told.find("`w.nope49`"),
            "the first are told"
        );

        let list = checked(&chapter, &["check", "--format", "json"])?.stdout;
        let list: Vec<Value> = serde_json::from_str(&list)?;
        assert_eq!(list.len(), 51);
        let more: Vec<&Value> = list
            .iter()
            .filter_map(|mistake| mistake.get("more"))
            .collect();
        assert_eq!(more, [&Value::from(9950)]);
        let last = &list[50];
        assert_eq!(last["message"], "… and 9950 more in this chapter");
        assert_eq!(last["path"], "src/a.md");
        ensure!(last["line"].as_u64() >= list[49]["line"].as_u64(), "{last}");
    }
    // Fifty are all told.
    let fifty = lines(50, |at| format!("y{at} = \"nope{at} + 1\""));
    let told = checked(&bench(&fifty, "x", ""), &["check"])?.stderr;
    ensure!(
        told.ends_with("\n50 mistakes in this book\n") && !told.contains("more in"),
        "{told}"
    );
    Ok(())
}

/// Each of these is asked of everything above it, or of every control.
#[test]
fn many_of_everything() -> Result<()> {
    let locks = lines(1_000, |at| {
        format!(
            "It was {} ms for them.\n\n```mission lock\nid = \"l{at}\"\nprompt = \"?\"\nanswer = {}\ntolerance = 0.001\n\
             format = \".0 ms\"\nexplain = \"!\"\n```\n",
            at + 1,
            at + 20_000
        )
    });
    let told = checked(&format!("# A\n\n{locks}\nAfter.\n"), &["check"])?.stderr;
    ensure!(told.ends_with("no mistakes\n"), "{told}");

    let controls = lines(1_000, |at| {
        format!(
            "[[control]]\nid = \"c{at}\"\nlabel = \"C\"\nkind = \"range\"\nmin = 0\nmax = 1\npreset = 0.5"
        )
    });
    let sums = lines(1_000, |at| format!("y{} = \"y{at} + c{at}\"", at + 1));
    let chapter = bench(&format!("y0 = \"x\"\n{sums}"), "y1000", &controls);
    let told = checked(&chapter, &["check"])?.stderr;
    ensure!(told.ends_with("no mistakes\n"), "{told}");

    let chain = lines(500, |at| format!("y{} = \"y{at} + 1\"", at + 1));
    let fails = lines(500, |at| {
        format!("[[fail]]\nwhen = \"y{at} < 0\"\ntext = \"no\"")
    });
    let chapter = bench(&format!("y0 = \"x\"\n{chain}"), "y500", &fails);
    let told = checked(&chapter, &["check"])?.stderr;
    ensure!(
        told.contains("error: this failure never happens\n"),
        "{told}"
    );
    Ok(())
}
