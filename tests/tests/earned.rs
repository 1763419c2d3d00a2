//! The course's chapter, done in each track, and then edited by its author: what was earned is said as before.

use anyhow::{Context, Result, ensure};
use mission_model::Mission;
use mission_model::ledger::Ledger;
use mission_model::mission::Kind;
use mission_model::plain;
use mission_tests::native::{alive, mission};
use mission_tests::{ChapterPage, STUDENTS, Server, Session, Student, build_book, repo_root};
use mission_widgets::{Store, render};
use std::fs;

/// What an author changes: what kind of change it is, what is replaced (where it stands first), and what the page may
/// say in other words then.
struct Edit {
    kind: &'static str,
    replaced: &'static [(&'static str, &'static str)],
    reworded: &'static [(&'static str, &'static str)],
    /// What the page says besides in the first track: as it would have been then.
    added: &'static str,
}

const fn edit(kind: &'static str, replaced: &'static [(&'static str, &'static str)]) -> Edit {
    Edit {
        kind,
        replaced,
        reworded: &[],
        added: "",
    }
}

const EDITS: [Edit; 17] = [
    edit(
        "words of an option",
        &[(
            "Yes. Unfamiliar inputs are harder",
            "Yes. What it has not met is harder",
        )],
    ),
    edit(
        "words of every option",
        &[
            ("\"Every day. A model", "\"Daily. A model"),
            (
                "\"By the threshold, and by far",
                "\"By a threshold, and by far",
            ),
            ("\"By the threshold, wherever", "\"By a threshold, wherever"),
            ("\"It comes to the same.", "\"It is the same."),
        ],
    ),
    Edit {
        kind: "words of what was measured",
        replaced: &[(
            "Infrastructure readings outside their bands: {{=",
            "Outside their bands are, of the infrastructure readings: {{=",
        )],
        reworded: &[(
            "Infrastructure readings outside their bands:",
            "Outside their bands are, of the infrastructure readings:",
        )],
        added: "",
    },
    edit(
        "the number of a condition",
        &[(
            "when = \"drift.psi_live > 0.2\"",
            "when = \"drift.psi_live > 0.4\"",
        )],
    ),
    edit(
        "the numbers of what a stakeholder needs",
        &[
            (
                "\"slices.n >= 350\"",
                "\"slices.n >= 1000 and slices.requests < 9000\"",
            ),
            (
                "\"slices.n >= 250\"",
                "\"slices.n >= 1000 and slices.requests < 9000\"",
            ),
            (
                "\"slices.n >= 300\"",
                "\"slices.n >= 1000 and slices.requests < 9000\"",
            ),
        ],
    ),
    edit("the number of trials", &[("trials = 10", "trials = 3")]),
    edit(
        "the numbers of the model",
        &[
            (
                "cloud = 21, edge = 45, mobile = 48, tiny = 42",
                "cloud = 42, edge = 22, mobile = 24, tiny = 21",
            ),
            (
                "traffic = { label = \"Traffic\", min = 0.2, max = 1.4, step = 0.01, preset = 0.6",
                "traffic = { label = \"Traffic\", min = 0.2, max = 1.4, step = 0.01, preset = 1.4",
            ),
        ],
    ),
    edit(
        "the length of an answer",
        &[
            ("min_words = 25", "min_words = 400"),
            ("min_words = 40\ncriteria", "min_words = 400\ncriteria"),
        ],
    ),
    edit(
        "the order of options",
        &[
            (
                "  \"Yes. Unfamiliar inputs are harder, and the extra work will show in CPU and RAM.\",\n",
                "",
            ),
            (
                "  \"Only if it watches the 99th percentile of latency; averages would hide the failure.\",\n",
                "  \"Only if it watches the 99th percentile of latency; averages would hide the failure.\",\n  \"Yes. Unfamiliar inputs are harder, and the extra work will show in CPU and RAM.\",\n",
            ),
            (
                "answer = 3\nhint = \"Ask of each",
                "answer = 2\nhint = \"Ask of each",
            ),
        ],
    ),
    edit(
        "the order of needs",
        &[
            (
                "when = \"slices.n >= 350\"\nunmet = \"I move",
                "when = \"slices.p < 0.05 and slices.gain > 0\"\nunmet = \"I move",
            ),
            (
                "when = \"slices.p < 0.05 and slices.gain > 0\"\nunmet = \"Old and new",
                "when = \"slices.n >= 350\"\nunmet = \"Old and new",
            ),
        ],
    ),
    edit(
        "an option more",
        &[
            (
                "options = [\n  \"Every day.",
                "options = [\n  \"At Easter.\",\n  \"Every day.",
            ),
            (
                "answer = 2\nhint = \"Two things have a price",
                "answer = 3\nhint = \"Two things have a price",
            ),
        ],
    ),
    edit(
        "a need more for each stakeholder",
        &[
            (
                "[[track.cloud.need]]\n",
                "[[track.cloud.need]]\nwhen = \"slices.requests < 9000\"\nunmet = \"More.\"\n\n[[track.cloud.need]]\n",
            ),
            (
                "[[track.edge.need]]\n",
                "[[track.edge.need]]\nwhen = \"slices.requests < 9000\"\nunmet = \"More.\"\n\n[[track.edge.need]]\n",
            ),
            (
                "[[track.mobile.need]]\n",
                "[[track.mobile.need]]\nwhen = \"slices.requests < 9000\"\nunmet = \"More.\"\n\n[[track.mobile.need]]\n",
            ),
            (
                "[[track.tiny.need]]\n",
                "[[track.tiny.need]]\nwhen = \"slices.requests < 9000\"\nunmet = \"More.\"\n\n[[track.tiny.need]]\n",
            ),
        ],
    ),
    Edit {
        kind: "a readout more in what was measured",
        replaced: &[(
            ".0}} of {{= drift.readings : .0}}.\"\nedge",
            ".0}} of {{= drift.readings : .0}}. Times ten: {{= 10 * drift.psi_live : .1}}.\"\nedge",
        )],
        reworded: &[],
        // PSI was 0.350.
        added: " Times ten: 3.5.",
    },
    edit(
        "a bench above, with values that have no names",
        &[("```mission drift-radar", BENCH)],
    ),
    edit("a lock", &[("### The noise floor", LOCK)]),
    edit(
        "a criterion and a term",
        &[
            (
                "terms = [\"silent failure\"]",
                "terms = [\"silent failure\", \"entropy\"]",
            ),
            (
                "criteria = [\n  \"It says what a silent",
                "criteria = [\n  \"It is short.\",\n  \"It says what a silent",
            ),
        ],
    ),
    edit(
        "a failure on a bench that had none",
        &[(
            "```mission workbench\nid = \"rollout\"\ntitle = \"Canary or big bang\"\n",
            FAIL,
        )],
    ),
];

const BOOK: &str =
    "[book]\ntitle = \"Missions\"\n\n[preprocessor.mission]\nbook-id = \"ml-systems-missions\"\n";

const BENCH: &str = r#"```mission workbench
id = "first"
title = "First"

[goal]
won = "Won."

[[goal.need]]
text = "More."
when = "a * 2 > 3"

[[control]]
id = "a"
label = "A"
kind = "range"
min = 0
max = 9
step = 1
preset = 1

[[cards]]
id = "sums"
title = "Sums"

[[cards.reading]]
label = "Twice"
value = "a * 2"

[[cards.reading]]
label = "Thrice"
value = "a * 3"
```

Now the radar.

```mission drift-radar"#;

const LOCK: &str = r#"```mission lock
id = "another"
prompt = "Is that a lot?"
options = ["It is.", "It is not."]
answer = 1
explain = "It is."
```

Go on.

### The noise floor"#;

const FAIL: &str = r#"```mission workbench
id = "rollout"
title = "Canary or big bang"

[[fail]]
when = "surprise > 0.9"
text = "That is too much."
"#;

#[test]
fn what_was_earned_outlasts_every_edit() -> Result<()> {
    let source = chapter()?;
    let before = course(&source)?;
    let done: Vec<(&Student, Ledger, Vec<String>)> = STUDENTS
        .iter()
        .map(|student| {
            let ledger = Ledger::read(&file(student, &before)?, &before.book, &before.id)?;
            let said = said(&before, &ledger)?;
            // Three reveals, a stakeholder, and the twelve entries of the ledger.
            ensure!(said.len() == 16, "{}: {said:#?}", student.track);
            Ok((student, ledger, said))
        })
        .collect::<Result<_>>()?;
    for edit in &EDITS {
        let after = course(&edited(&source, edit)?).context(edit.kind)?;
        ensure!(
            after.edition != before.edition,
            "{} changes nothing",
            edit.kind
        );
        for (student, ledger, said_before) in &done {
            let mut said = said(&after, ledger)?;
            if !edit.added.is_empty() && student.track == "cloud" {
                ensure!(said[0].contains(edit.added), "{}: {}", edit.kind, said[0]);
                for text in &mut said {
                    *text = text.replace(edit.added, "");
                }
            }
            for text in said_before {
                let mut expect = text.clone();
                for (old, new) in edit.reworded {
                    expect = expect.replace(old, new);
                }
                let expect = expect.trim_end_matches('.');
                ensure!(
                    said.iter().any(|text| text.starts_with(expect)),
                    "{}, {}: of {expect:?} the page says\n{said:#?}",
                    edit.kind,
                    student.track
                );
            }
        }
    }
    Ok(())
}

/// A student's mission, done, as a file has it.
fn file(student: &Student, mission: &Mission) -> Result<String> {
    let store = alive(mission, None);
    student.take_natively(&store).context(student.track)?;
    Ok(serde_json::to_string(&store.ledger().sealed())?)
}

/// In the browser: each edit's page, to which a student comes back with a ledger of before.
#[test]
fn the_edited_page_says_the_same() -> Result<()> {
    let source = chapter()?;
    let before = course(&source)?;
    let done: Vec<(&Student, String)> = STUDENTS
        .iter()
        .map(|student| Ok((student, file(student, &before)?)))
        .collect::<Result<_>>()?;
    let browser = Session::new().open()?;
    let terms = fs::read_to_string(repo_root().join("src/glossary.md"))?;
    for (edit, (student, file)) in EDITS.iter().zip(done.iter().cycle()) {
        let what = format!("{}, {}", edit.kind, student.track);
        let ledger = Ledger::read(file, &before.book, &before.id)?;
        let source = edited(&source, edit)?;
        let expected = said(&course(&source)?, &ledger)?;
        let book = build_book(&[
            ("book.toml", BOOK),
            ("src/SUMMARY.md", "- [A](ml_ops.md)\n- [B](glossary.md)\n"),
            ("src/ml_ops.md", &source),
            ("src/glossary.md", &terms),
        ])?;
        let server = Server::start(&book.site(), "/course/")?;
        browser.goto(&server.url("ml_ops.html"))?;
        let page = ChapterPage::new(&browser, "ml_ops")?;
        page.import(file)?;
        page.merge()?;
        page.reload()?;
        let mut shown = Vec::new();
        for text in &expected {
            // Those of the reveals and the stakeholder begin with an id; the others are the ledger's entries.
            let Some((id, rest)) = text.split_once(' ').filter(|(id, _)| id.contains('_')) else {
                continue;
            };
            let island = page.island(id);
            // A formula by its source, as texts have it.
            let words = browser.run(
                "const island = document.querySelector(arguments[0]).cloneNode(true);
                 for (const formula of island.querySelectorAll('.katex'))
                   formula.replaceWith(`$${formula.querySelector('annotation').textContent}$`);
                 return island.textContent",
                &[island.into()],
            )?;
            let found = format!(
                "{}: {}",
                page.state(id)?,
                words.as_str().unwrap_or_default()
            );
            ensure!(
                letters(&found).starts_with(&letters(rest)),
                "{what}: of {rest:?} the page says {found:?}"
            );
            shown.push(id);
        }
        ensure!(shown.len() >= 3, "{what}: {shown:?}");
        assert_eq!(browser.console()?, [], "{what}");
    }
    Ok(())
}

/// Without white space, which layout sets.
fn letters(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The chapter's source. Whoever changes the numbers of its model changes its claims, too: they are left out.
fn chapter() -> Result<String> {
    let source = fs::read_to_string(repo_root().join("src/ml_ops.md"))?;
    let mut parts = source.split("```mission expect\n");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text += part.split_once("\n```\n").context("an open fence")?.1;
    }
    Ok(text)
}

fn edited(source: &str, edit: &Edit) -> Result<String> {
    let mut text = source.to_owned();
    for (old, new) in edit.replaced {
        ensure!(text.contains(old), "{}: `{old}` isn't there", edit.kind);
        // Words are changed in every track.
        text = match edit.reworded.is_empty() {
            true => text.replacen(old, new, 1),
            false => text.replace(old, new),
        };
    }
    Ok(text)
}

fn course(text: &str) -> Result<Mission> {
    mission("ml-systems-missions", "ml_ops", text)
}

/// What the page says of what was earned: whether each step of before is done, what its reveals and its stakeholder say,
/// and each entry of its ledger.
fn said(mission: &Mission, ledger: &Ledger) -> Result<Vec<String>> {
    let store = alive(mission, Some(ledger.clone()));
    let mut said = Vec::new();
    for (index, island) in mission.islands.iter().enumerate() {
        if !matches!(
            island.kind,
            Kind::Reveal(_) | Kind::Challenge(_) | Kind::Ledger(_)
        ) {
            continue;
        }
        let html = rendered(&store, index);
        match island.kind {
            Kind::Ledger(_) => {
                let mut entries = html.split("<div class=\"m-entry\"");
                entries.next();
                // Of another edition or of none is no part of an entry.
                said.extend(entries.filter_map(|entry| told(entry.split("</dl>").next()?)));
            }
            _ => {
                let state = store.island_state(index).name();
                said.push(format!("{} {state}: {}", island.id, then(&html)));
            }
        }
    }
    Ok(said)
}

/// An island as its page has it, without the marks that components leave for hydration.
fn rendered(store: &Store, island: usize) -> String {
    let html = render(store, island);
    let mut parts = html.split("<!--");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once("-->").map_or(part, |(_, after)| after));
    }
    out
}

/// An entry in which something is told.
fn told(html: &str) -> Option<String> {
    let text = plain::text(&format!("<div{html}"));
    (!text.ends_with("not yet done")).then_some(text)
}

/// What an island says of then, without what it says of now and of what is to be seen there besides.
fn then(html: &str) -> String {
    let text = plain::text(html);
    let now = text.find("The bench has moved on since.");
    text[..now.unwrap_or(text.len())].to_owned()
}

/// The readings of a moment stay those of the moment, and what has moved on since is told apart.
#[test]
fn a_moment_is_shown_as_it_was() -> Result<()> {
    let source = chapter()?;
    let mission = course(&source)?;
    let store = alive(&mission, None);
    let student = &STUDENTS[1];
    student.take_natively(&store)?;
    let island = |id: &str| {
        let at = mission.islands.iter().position(|island| island.id == id);
        at.map(|at| plain::text(&rendered(&store, at)))
            .context("no such island")
    };
    let then = island("monitoring_reveal")?;
    ensure!(!then.contains("moved on"), "{then}");
    ensure!(then.contains("outside their bands: 0 of 5."), "{then}");
    // Steps 5 and 6 of the chapter: no drift, and a rush.
    mission_tests::native::set(&store, "drift.season", 0.0);
    mission_tests::native::set(&store, "drift.traffic", 1.4);
    let now = island("monitoring_reveal")?;
    let (kept, moved) = now
        .split_once("The bench has moved on since.")
        .context("nothing moved")?;
    assert_eq!(kept.trim(), then.trim());
    ensure!(
        moved.contains("Infrastructure readings not green 5"),
        "{moved}"
    );
    Ok(())
}
