//! `mdbook-mission lsp`: what an editor is told while a chapter is written.

mod books;
mod client;
mod neovim;

use anyhow::{Context, Result};
use books::{AGAIN, LEDGER, QUEUES, SHARED, TRACKS, book};
use client::Client;
use mission_tests::{TempBook, run_preprocessor};
use serde_json::{Value as Json, json};
use std::fs;
use std::time::{Duration, Instant};

/// What `check` says of a book, as the server says it.
fn checked(book: &TempBook) -> Result<Vec<(String, u64, u64, String)>> {
    let told = run_preprocessor(&book.path(""), &["check", "--format", "json"], "")?;
    let list: Vec<Json> = serde_json::from_str(&told.stdout)?;
    let each = list.iter().map(|mistake| {
        let text = |key: &str| mistake[key].as_str().unwrap_or_default().to_owned();
        let mut message = text("message");
        if !text("label").is_empty() {
            message += &format!(" ({})", text("label"));
        }
        if !text("help").is_empty() {
            message += &format!("\nhelp: {}", text("help"));
        }
        let number = |key: &str| mistake[key].as_u64().unwrap_or_default();
        (
            text("path"),
            number("line") - 1,
            number("column") - 1,
            message,
        )
    });
    Ok(each.collect())
}

fn shown(file: &str, told: &[Json]) -> Vec<(String, u64, u64, String)> {
    let each = told.iter().map(|one| {
        assert_eq!(one["severity"], 1);
        let start = &one["range"]["start"];
        let number = |key: &str| start[key].as_u64().unwrap_or_default();
        let message = one["message"].as_str().unwrap_or_default().to_owned();
        (
            file.to_owned(),
            number("line"),
            number("character"),
            message,
        )
    });
    each.collect()
}

#[test]
fn mistakes_are_those_of_check_and_clear_when_they_are_mended() -> Result<()> {
    let book = book()?;
    assert_eq!(checked(&book)?, []);
    let mut client = Client::start(&book, true)?;
    client.open("src/queues.md")?;
    let broken = QUEUES
        .replace("prompt", "promt")
        .replace("within = 0.5", "within = true");
    client.edit("src/queues.md", &broken)?;
    let told = client.until("src/queues.md", |told| told.len() == 3)?;
    assert_eq!(
        fs::read_to_string(book.path("src/queues.md"))?,
        QUEUES,
        "the author's file was written"
    );
    // Saved, the same is what `check` says.
    fs::write(book.path("src/queues.md"), &broken)?;
    assert_eq!(shown("src/queues.md", &told), checked(&book)?);
    let end = &told[1]["range"]["end"];
    assert_eq!(end["line"], told[1]["range"]["start"]["line"]);
    assert!(
        told[1]["data"]["help"]
            .as_str()
            .is_some_and(|help| help.contains("`prompt`"))
    );

    client.edit("src/queues.md", QUEUES)?;
    client.until("src/queues.md", |told| told.is_empty())?;

    // Behind a sign of two UTF-16 units.
    client.replace(
        "src/queues.md",
        "For 😀 it is {{= server.half",
        "For 😀 it is {{= server.hlf",
    )?;
    let told = client.until("src/queues.md", |told| !told.is_empty())?;
    assert_eq!(
        told[0]["range"]["start"],
        client.after("src/queues.md", "{{=", 0)?
    );
    assert_eq!(
        told[0]["range"]["end"],
        client.after("src/queues.md", "server.hlf ", 0)?
    );
    assert_eq!(client.end()?, Some(0));
    Ok(())
}

/// A file that chapters include is no chapter, and is checked in them as it is typed.
#[test]
fn an_included_file_is_checked_as_it_is_typed() -> Result<()> {
    let book = book()?;
    let mut client = Client::start(&book, true)?;
    client.open("src/shared.md")?;
    client.replace("src/shared.md", "cards / 2", "crads / 2")?;
    let told = client.until("src/shared.md", |told| !told.is_empty())?;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(
        told[0]["range"]["start"],
        client.after("src/shared.md", "min(9, ", 0)?
    );
    client.edit("src/shared.md", SHARED)?;
    client.until("src/shared.md", |told| told.is_empty())?;
    // Closed without being saved: what is on the disk holds.
    client.replace("src/shared.md", "cards / 2", "crads / 2")?;
    client.until("src/shared.md", |told| !told.is_empty())?;
    let document = json!({ "uri": client.uri("src/shared.md") });
    client.note("textDocument/didClose", json!({ "textDocument": document }))?;
    client.until("src/shared.md", |told| told.is_empty())?;
    Ok(())
}

#[test]
fn completion_offers_what_may_be_written() -> Result<()> {
    let book = book()?;
    let mut client = Client::start(&book, true)?;
    client.open("src/queues.md")?;
    let labels = |found: &[(String, String)]| -> Vec<String> {
        found.iter().map(|(label, _)| label.clone()).collect()
    };
    let insert = |found: &[(String, String)], label: &str| {
        let found = found.iter().find(|(own, _)| own == label);
        found.map(|(_, insert)| insert.clone())
    };
    let file = "src/queues.md";
    client.edit(file, &format!("{QUEUES}\n```mission lo\n```\n"))?;
    let kinds = labels(&client.complete(file, "```mission lo\n").unwrap_or_default());
    assert_eq!(kinds, [""; 0], "that is the body of no directive");
    let kinds = labels(&client.complete(file, "\n\n```mission lo")?);
    // The first such line opens the lock of the chapter.
    assert_eq!(kinds, mdbook_mission::KINDS);

    // Keys that are not there yet, each with what fits its type.
    client.edit(file, &QUEUES.replace("within = 0.5\n", "within = 0.5\nh\n"))?;
    let keys = client.complete(file, "within = 0.5\nh")?;
    for absent in ["id", "prompt", "within", "control"] {
        assert_eq!(insert(&keys, absent), None, "{absent} is there already");
    }
    assert_eq!(insert(&keys, "hint").as_deref(), Some("hint = \"$1\""));
    assert_eq!(insert(&keys, "min").as_deref(), Some("min = ${1:1.5}"));
    assert_eq!(
        insert(&keys, "options").as_deref(),
        Some("options = [\"$1\", \"$2\"]")
    );

    client.open("src/tracks.md")?;
    let file = "src/tracks.md";
    client.edit(file, &TRACKS.replace("kind = \"stops\"\n", "kind = \"\"\n"))?;
    let choices = client.complete(file, "kind = \"")?;
    assert_eq!(labels(&choices), ["range", "stops", "select", "toggle"]);
    client.edit(
        file,
        &TRACKS.replace(
            "title = \"Size\"\n",
            "title = \"Size\"\nwide = \ntracks = [\"\"]\n",
        ),
    )?;
    assert_eq!(
        labels(&client.complete(file, "wide = ")?),
        ["true", "false"]
    );
    assert_eq!(
        labels(&client.complete(file, "tracks = [\"")?),
        ["phone", "rack"]
    );

    // Of a control the keys of its kind; heads of tables by their path.
    client.edit(file, &TRACKS.replace("[let]\n", "\n[[plot]]\n\n[let]\n"))?;
    let keys = client.complete(file, "values = [2, 4, 8]\n")?;
    assert_eq!(
        insert(&keys, "enabled_if").as_deref(),
        Some("enabled_if = \"$1\"")
    );
    assert_eq!(insert(&keys, "log"), None, "a `stops` has no `log`");
    let keys = client.complete(file, "[[cards.reading]]\n")?;
    assert_eq!(insert(&keys, "note").as_deref(), Some("note = \"$1\""));
    let keys = client.complete(file, "[[plot]]\n")?;
    assert_eq!(insert(&keys, "y_log").as_deref(), Some("y_log = ${1:true}"));
    assert_eq!(
        insert(&keys, "[[plot.line]]").as_deref(),
        Some("[[plot.line]]\n")
    );
    assert_eq!(insert(&keys, "[goal]").as_deref(), Some("[goal]\n"));

    client.edit(
        file,
        &TRACKS.replace("preset = { rack = 8, phone = 4 }", "preset = { "),
    )?;
    assert_eq!(
        labels(&client.complete(file, "preset = { ")?),
        ["phone", "rack"]
    );

    // In an expression bare names of the directive, and functions; in prose full names.
    client.edit(file, &TRACKS.replace("width / 8", "w"))?;
    let names = client.complete(file, "bytes = \"weights * w")?;
    assert_eq!(insert(&names, "width").as_deref(), Some("width"));
    assert!(
        ["bytes", "weights", "width"].contains(&names[0].0.as_str()),
        "{names:?}"
    );
    assert_eq!(insert(&names, "weights").as_deref(), Some("weights"));
    assert_eq!(insert(&names, "clamp").as_deref(), Some("clamp($1)"));
    client.edit(file, &TRACKS.replace("bits.bytes : .0 }}", "bi"))?;
    let names = client.complete(file, "It has {{= bi")?;
    assert_eq!(insert(&names, "bits.bytes").as_deref(), Some("bits.bytes"));
    assert_eq!(insert(&names, "width"), None);
    client.edit(file, TRACKS)?;
    assert_eq!(
        labels(&client.complete(file, "It has ")?),
        [""; 0],
        "prose is prose"
    );

    // Ids of chapters, once they have been read.
    client.replace("src/tracks.md", "title = \"Size\"", "titel = \"Size\"")?;
    client.until("src/tracks.md", |told| !told.is_empty())?;
    client.open("src/ledger.md")?;
    client.edit("src/ledger.md", &LEDGER.replace("\"queues\", ", "\"\", "))?;
    let ids = labels(&client.complete("src/ledger.md", "chapters = [\"")?);
    assert!(
        ids.contains(&"queues".to_owned()) && ids.contains(&"tracks".to_owned()),
        "{ids:?}"
    );

    // An editor that knows no snippets gets what can stand as it is.
    let mut plain = Client::start(&book, false)?;
    plain.open("src/queues.md")?;
    plain.edit(
        "src/queues.md",
        &QUEUES.replace("within = 0.5\n", "within = 0.5\n\n"),
    )?;
    let keys = plain.complete("src/queues.md", "within = 0.5\n")?;
    assert_eq!(insert(&keys, "hint").as_deref(), Some("hint = \"\""));
    Ok(())
}

#[test]
fn hover_says_what_it_is_and_what_it_is_worth() -> Result<()> {
    let book = book()?;
    let mut client = Client::start(&book, true)?;
    client.open("src/tracks.md")?;
    client.open("src/queues.md")?;
    // A mistake that is mended, so that the book has been read.
    client.replace("src/queues.md", "prompt", "promt")?;
    client.until("src/queues.md", |told| !told.is_empty())?;
    client.edit("src/queues.md", QUEUES)?;
    client.until("src/queues.md", |told| told.is_empty())?;

    let hover = client.hover("src/tracks.md", "It has {{= bits.by")?;
    for part in [
        "`bits.bytes`: a value",
        "bits.weights * bits.width / 8",
        "1000\u{a0}B in rack, 5\u{a0}B in phone",
    ] {
        assert!(hover.contains(part), "no `{part}`: {hover}");
    }
    let hover = client.hover("src/tracks.md", "bytes = \"weights * wi")?;
    assert!(
        hover.contains("`bits.width`: a slider over 2, 4, 8"),
        "{hover}"
    );
    assert!(hover.contains("8 in rack, 4 in phone"), "{hover}");
    // One for all tracks, in a file that is included.
    client.open("src/shared.md")?;
    let hover = client.hover("src/shared.md", "value = \"ha")?;
    assert!(hover.ends_with("At the presets: 2.5"), "{hover}");

    let hover = client.hover("src/shared.md", "half = \"mi")?;
    assert!(hover.starts_with("`min(a, b, …): number`"), "{hover}");
    assert!(
        hover.contains("the least of two or more numbers"),
        "{hover}"
    );
    let hover = client.hover("src/queues.md", "```mission lo")?;
    assert_eq!(hover, "`lock`: A prediction that opens what follows it.");
    let hover = client.hover("src/queues.md", "with")?;
    assert_eq!(
        hover,
        "`within`: number; needed for a number, or `tolerance`\n\nThe same in the answer's own unit: `within = 2` \
         takes what is off by 2 at most. So the answer may be 0."
    );
    let hover = client.hover("src/shared.md", "[[cont")?;
    assert!(
        hover.starts_with("`control`: tables; not needed"),
        "{hover}"
    );
    assert_eq!(client.hover("src/queues.md", "# Que")?, "");
    Ok(())
}

#[test]
fn a_name_leads_to_where_it_is_given_and_to_where_it_is_read() -> Result<()> {
    let book = book()?;
    let mut client = Client::start(&book, true)?;
    client.open("src/queues.md")?;
    client.open("src/shared.md")?;
    let mut definition = |file: &str, needle: &str| -> Result<Vec<String>> {
        let found = client.at("definition", file, needle, 0, json!({}))?;
        client.places(&found)
    };
    assert_eq!(
        definition("src/queues.md", "{{= server.ha")?,
        ["shared.md:15 half"]
    );
    assert_eq!(
        definition("src/queues.md", "{{= ser")?,
        ["shared.md:2 server"]
    );
    assert_eq!(
        definition("src/shared.md", "(9, car")?,
        ["shared.md:6 cards"]
    );
    // What follows from an answer leads to its lock.
    assert_eq!(
        definition("src/queues.md", "guess.pred")?,
        ["queues.md:9 guess"]
    );
    assert_eq!(definition("src/queues.md", "# Qu")?, [""; 0]);

    let context = json!({ "context": { "includeDeclaration": true } });
    let found = client.at("references", "src/queues.md", "{{= server.ha", 0, context)?;
    assert_eq!(
        client.places(&found)?,
        [
            "shared.md:15 half",
            "shared.md:23 half",
            "queues.md:18 half",
            "again.md:5 half"
        ]
    );
    let context = json!({ "context": { "includeDeclaration": false } });
    let found = client.at("references", "src/queues.md", "id = \"gue", 0, context)?;
    assert_eq!(client.places(&found)?, ["queues.md:18 guess"]);
    Ok(())
}

#[test]
fn a_name_is_changed_in_all_chapters() -> Result<()> {
    let book = book()?;
    let mut client = Client::start(&book, true)?;
    client.open("src/queues.md")?;
    let mut rename = |needle: &str, new: &str| {
        let found = client.at(
            "rename",
            "src/queues.md",
            needle,
            0,
            json!({ "newName": new }),
        )?;
        client.edited(&found)
    };
    // A value of a bench that two chapters include.
    let edited = rename("{{= server.ha", "part")?;
    assert_eq!(edited.len(), 3, "{edited:?}");
    assert_eq!(edited["src/shared.md"], SHARED.replace("half", "part"));
    assert_eq!(
        edited["src/queues.md"],
        QUEUES.replace("server.half", "server.part")
    );
    assert_eq!(
        edited["src/again.md"],
        AGAIN.replace("server.half", "server.part")
    );
    // A directive, as the head of names.
    let edited = rename("{{= serv", "fleet")?;
    assert_eq!(
        edited["src/shared.md"],
        SHARED.replace("\"server\"", "\"fleet\"")
    );
    assert_eq!(
        edited["src/again.md"],
        AGAIN.replace("server.half", "fleet.half")
    );
    let edited = rename("id = \"gue", "bet")?;
    assert_eq!(
        edited["src/queues.md"],
        QUEUES
            .replace("guess\"", "bet\"")
            .replace("guess.pre", "bet.pre")
    );
    // A chapter, in another one.
    let edited = rename("id = \"que", "lines")?;
    assert_eq!(edited["src/ledger.md"], LEDGER.replace("queues", "lines"));
    assert_eq!(
        edited["src/queues.md"],
        QUEUES.replace("id = \"queues", "id = \"lines")
    );

    for (needle, new, told) in [
        ("{{= server.ha", "Half", "can't be a name"),
        (
            "{{= server.ha",
            "cards",
            "`cards` is taken: src/shared.md, line 6",
        ),
        (
            "id = \"gue",
            "server",
            "`server` is taken: src/shared.md, line 2",
        ),
        (
            "id = \"que",
            "tracks",
            "`tracks` is taken: src/tracks.md, line 4",
        ),
        ("{{= server.ha", "if", "`half` can't be `if`: "),
        ("guess.pred", "bet", "named by the directive that makes it"),
        ("# Que", "bet", "there is no name of yours here"),
    ] {
        let error = rename(needle, new).err().context("it was renamed")?;
        assert!(error.to_string().contains(told), "{needle}, {new}: {error}");
    }
    let prepared = client.at(
        "prepareRename",
        "src/queues.md",
        "{{= server.ha",
        0,
        json!({}),
    )?;
    assert_eq!(prepared["placeholder"], "half");
    assert_eq!(
        prepared["range"]["start"],
        client.after("src/queues.md", "{{= server.", 0)?
    );
    assert_eq!(
        fs::read_to_string(book.path("src/shared.md"))?,
        SHARED,
        "it was written"
    );
    Ok(())
}

/// A track is named in tables by track, in comparisons, in rows that are looked up by it, and before its prose.
#[test]
fn a_track_is_renamed_wherever_it_is_named() -> Result<()> {
    let book = book()?;
    let more = TRACKS
        .replace(
            "bytes = \"weights * width / 8\"\n",
            "bytes = \"(if track == \\\"rack\\\" then 1 else 2) * price[track] * weights * width / 8\"\n\n[table.price]\nrack = 1\nphone = 2\n",
        )
        .replace("It has", "```mission track rack\nOnly here.\n```\n\nIt has");
    fs::write(book.path("src/tracks.md"), &more)?;
    assert_eq!(checked(&book)?, []);
    let mut client = Client::start(&book, true)?;
    client.open("src/tracks.md")?;
    let found = client.at(
        "rename",
        "src/tracks.md",
        "id = \"ra",
        0,
        json!({ "newName": "card" }),
    )?;
    let edited = client.edited(&found)?;
    assert_eq!(edited.len(), 1);
    let wanted = more.replace("rack", "card");
    assert_eq!(
        edited["src/tracks.md"],
        wanted.replace("Tcards", "Tracks").replace("tcard", "track")
    );
    Ok(())
}

#[test]
fn a_directive_is_formatted_and_nothing_else() -> Result<()> {
    let book = book()?;
    let mut client = Client::start(&book, true)?;
    client.open("src/queues.md")?;
    assert_eq!(client.formatted("src/queues.md")?, QUEUES);
    let loose = QUEUES
        .replace("id = \"guess\"\n", "id=\"guess\"   # the first\n\n\n")
        .replace("# Queues", "#  Queues  ")
        .replace("within = 0.5", "  within=0.5");
    client.edit("src/queues.md", &loose)?;
    let formatted = client.formatted("src/queues.md")?;
    let wanted = QUEUES
        .replace("id = \"guess\"\n", "id = \"guess\" # the first\n\n")
        .replace("# Queues", "#  Queues  ");
    assert_eq!(formatted, wanted);
    client.edit("src/queues.md", &formatted)?;
    assert_eq!(
        client.formatted("src/queues.md")?,
        formatted,
        "a second time"
    );
    // What is no TOML stays.
    client.replace("src/queues.md", "within = 0.5", "within  = ")?;
    assert_eq!(
        client.formatted("src/queues.md")?,
        client.text("src/queues.md")?
    );
    Ok(())
}

/// The whole book's own chapters: formatted they say the same, and formatted again they stay as they are.
#[test]
fn the_book_is_formatted_without_another_meaning() -> Result<()> {
    let mut formatted = 0;
    let mut folders = vec![mission_tests::repo_root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|extension| extension != "md") {
                continue;
            }
            let mut text = fs::read_to_string(&path)?.replace(" = ", "   =");
            let loose = mdbook_mission::editor::format(&text);
            formatted += loose.len();
            for (span, new) in loose.iter().rev() {
                let meant: Result<toml::Table, _> = text[span.clone()].parse();
                assert_eq!(new.parse::<toml::Table>(), meant, "{}", path.display());
                text.replace_range(span.clone(), new);
            }
            assert_eq!(
                mdbook_mission::editor::format(&text),
                [],
                "{}",
                path.display()
            );
        }
    }
    assert!(formatted > 80, "only {formatted} directives were found");
    Ok(())
}

/// A check may take as long as other preprocessors do.
#[test]
fn no_answer_waits_for_a_check() -> Result<()> {
    let book = book()?;
    let toml = fs::read_to_string(book.path("book.toml"))?;
    // mdBook asks it whether it is for pages, and gets no in the end.
    let slow =
        "[preprocessor.slow]\ncommand = \"sh -c 'sleep 5; exit 1'\"\nbefore = [\"mission\"]\n";
    fs::write(book.path("book.toml"), format!("{toml}\n{slow}"))?;
    let mut client = Client::start(&book, true)?;
    let start = Instant::now();
    client.open("src/queues.md")?;
    client.replace("src/queues.md", "prompt", "promt")?;
    std::thread::sleep(Duration::from_secs(1));
    let keys = client.complete("src/queues.md", "within = 0.5\n")?;
    assert!(!client.hover("src/queues.md", "```mission lo")?.is_empty());
    let answered = start.elapsed();
    assert!(
        answered < Duration::from_secs(4),
        "answered after {answered:?}"
    );
    assert!(keys.iter().any(|(label, _)| label == "hint"), "{keys:?}");
    client.until("src/queues.md", |told| !told.is_empty())?;
    assert!(
        start.elapsed() > Duration::from_secs(5),
        "the check was not slow"
    );
    Ok(())
}

/// mdBook gives up on a chapter outside its book; the server does not.
#[test]
fn what_breaks_a_check_ends_no_server() -> Result<()> {
    let book = book()?;
    let mut client = Client::start(&book, true)?;
    client.open("src/queues.md")?;
    client.open("src/SUMMARY.md")?;
    let summary = client.text("src/SUMMARY.md")?;
    client.edit(
        "src/SUMMARY.md",
        &format!("{summary}- [Outside](/etc/hostname)\n"),
    )?;
    let told = client.until("book.toml", |told| !told.is_empty())?;
    assert!(
        told[0]["message"]
            .as_str()
            .is_some_and(|told| told.contains("broke off")),
        "{told:?}"
    );
    assert!(
        client
            .hover("src/queues.md", "```mission lo")?
            .contains("prediction")
    );
    client.edit("src/SUMMARY.md", &summary)?;
    client.until("book.toml", |told| told.is_empty())?;
    // A chapter whose file is not there yet is a draft, and no file is made for it.
    client.edit("src/SUMMARY.md", &format!("{summary}- [New](new.md)\n"))?;
    client.replace("src/queues.md", "prompt", "promt")?;
    client.until("src/queues.md", |told| !told.is_empty())?;
    assert!(!book.path("src/new.md").exists());
    let error = client
        .ask("textDocument/unknown", json!({}))
        .err()
        .context("it is known")?;
    assert!(error.to_string().contains("unknown request"), "{error}");
    assert_eq!(client.end()?, Some(0));
    Ok(())
}
