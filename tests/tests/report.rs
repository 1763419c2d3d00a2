//! The report that a student hands to an instructor: nothing missing, in the page's words, with the charts; and whatever
//! a student types, it stays what was typed.
//!
//! `MISSION_REPORTS=FOLDER` keeps those of the course's chapter, to be looked at.

use anyhow::{Context, Result, ensure};
use mission_model::Mission;
use mission_model::ledger::{Act, Answer, Author, Ledger};
use mission_tests::native::{alive, attach, mission, predict, reflect, set};
use mission_tests::{STUDENTS, repo_root};
use mission_widgets::report::{Format, report};
use pulldown_cmark::{Event, Options, Parser, Tag};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::fs;
use std::path::PathBuf;

fn course() -> Result<Mission> {
    let source = fs::read_to_string(repo_root().join("src/ml_ops.md"))?;
    mission("ml-systems-missions", "ml_ops", &source)
}

fn of(mission: &Mission, ledger: &Ledger, name: &str, format: Format) -> String {
    let author = Author {
        name: name.to_owned(),
        now: 1_790_000_000_000,
    };
    report(&alive(mission, Some(ledger.clone())), &author, format)
}

fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

#[test]
fn the_courses_chapter_in_each_track() -> Result<()> {
    let mission = course()?;
    for student in &STUDENTS {
        let store = alive(&mission, None);
        student.take_natively(&store).context(student.track)?;
        let ledger = store.ledger().clone();
        let html = of(&mission, &ledger, "Ada", Format::Html);
        let markdown = of(&mission, &ledger, "Ada", Format::Markdown);
        if let Some(folder) = std::env::var_os("MISSION_REPORTS") {
            let path = PathBuf::from(folder).join(student.track);
            fs::write(path.with_extension("html"), &html)?;
            fs::write(path.with_extension("md"), &markdown)?;
        }
        for report in [&html, &markdown] {
            ensure!(!report.contains("._"), "a name that nobody gave: {report}");
            ensure!(!report.contains("NaN"), "no number: {report}");
            ensure!(
                report.contains("Missing: 0 · Thin: 0 · Begun anew: 0"),
                "{report}"
            );
            let psi = match student.track {
                "mobile" => "PSI of the replay",
                _ => "PSI in the live window",
            };
            for label in [psi, "Retraining interval", "McNemar's exact p"] {
                ensure!(report.contains(label), "{label} isn't there: {report}");
            }
        }
        // The radar with its histogram, and the curve with the three policies.
        ensure!(
            count(&html, "<svg") >= 4,
            "{}: too few charts",
            student.track
        );
        for alien in ["<script", " src=", " href=", "url(", "@import", "://"] {
            ensure!(!html.contains(alien), "{alien} is in the report");
        }
    }
    Ok(())
}

const HOSTILE: [&str; 24] = [
    "![x](http://evil.example/t.png)",
    "[Recorded](javascript:alert(1))",
    "**Recorded:** goal reached",
    "# Grade: A",
    "</blockquote><h1>Grade: A</h1>",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</style></title><svg onload=alert(1)>",
    "`````",
    "```\n# Grade: A\n```",
    "~~~",
    "Grade: A\n========",
    "---",
    "- [x] It is right.",
    "1. one",
    "| a | b |\n| --- | --- |",
    "> quoted",
    "    code",
    "https://evil.example/ www.evil.example ada@evil.example",
    "&lt;b&gt; &#60;b&#62;",
    "\u{202e}\u{2028}\u{0}\u{b}\r\n\r# Grade: A",
    "<!-- a comment",
    "<![CDATA[ ]]>",
    "$x$ $$y$$ [^1]\n\n[^1]: note",
];

/// A chapter in which something can be typed in each place where there is one.
const CHAPTER: &str = r#"# A

```mission lock
id = "in_words"
prompt = "What will it be?"
explain = "It was so."
```

Go on.

## B

```mission lock
id = "option"
prompt = "Which?"
options = ["This.", "That."]
answer = 1
explain = "That."
```

Go on.

```mission reflect
id = "free"
prompt = "Why?"
min_words = 3
terms = ["drift"]
criteria = ["It says why."]
```

```mission reflect
id = "blanks"
prompt = "Complete it."
sentence = "It is ___ and ___."
```

```mission ledger
id = "all"
title = "Yours"
```
"#;

/// What a file says, as text of a student or of a forger.
fn typed(mission: &Mission, texts: &[String; 6]) -> Result<Ledger> {
    let store = alive(mission, None);
    let [answer, free, blanks, option, criterion, edition] = texts;
    store.act(Act::Predict {
        lock: "in_words".to_owned(),
        answer: Answer::Text(answer.clone()),
    });
    predict(&store, "option", 0);
    reflect(&store, "free", free)?;
    reflect(&store, "blanks", blanks)?;
    store.act(Act::Assess {
        reflect: "free".to_owned(),
        criteria: vec![criterion.clone()],
    });
    let mut ledger = store.ledger().clone();
    ledger.edition.clone_from(edition);
    for entry in &mut ledger.entries {
        if let (Act::Predict { lock, .. }, Some(outcome)) = (&entry.act, &mut entry.outcome)
            && lock == "option"
        {
            outcome.words.clone_from(option);
        }
    }
    let gone = mission_model::ledger::Entry::new(
        1,
        option.clone(),
        Act::Peek {
            island: free.clone(),
            open: true,
        },
    );
    ledger.entries.push(gone);
    Ok(ledger)
}

/// The structure of Markdown: all but what stands in code and in texts.
fn structure(markdown: &str) -> Vec<String> {
    let events = Parser::new_ext(markdown, Options::all());
    let mut structure: Vec<String> = Vec::new();
    for event in events {
        structure.push(match event {
            Event::Text(_) => "text".to_owned(),
            Event::Code(_) => "code".to_owned(),
            Event::Start(Tag::CodeBlock(kind)) => format!("{kind:?}"),
            event => format!("{event:?}"),
        });
    }
    // A text is a run of texts.
    structure.dedup();
    structure
}

/// The tags of HTML, in order.
fn tags(html: &str) -> Vec<&str> {
    let parts = html.split('<').skip(1);
    parts.filter_map(|part| part.split('>').next()).collect()
}

/// The same words, harmless.
fn harmless(text: &str) -> String {
    let letter = |c: char| {
        if c.is_whitespace() || c.is_control() {
            c
        } else {
            'x'
        }
    };
    text.chars().map(letter).collect()
}

#[test]
fn what_was_typed_becomes_nothing_else() -> Result<()> {
    let mission = mission("b", "a", CHAPTER)?;
    let mut random = ChaCha8Rng::seed_from_u64(14);
    let mut pick = |count: usize| (random.next_u64() % count as u64) as usize;
    for _ in 0..2000 {
        let text = |pick: &mut dyn FnMut(usize) -> usize| {
            let mut text = String::new();
            for _ in 0..=pick(4) {
                text.push_str(HOSTILE[pick(HOSTILE.len())]);
                text.push_str(["\n", "\n\n", " ", ""][pick(4)]);
            }
            text
        };
        let texts: [String; 6] = std::array::from_fn(|_| text(&mut pick));
        let name = text(&mut pick);
        let hostile = typed(&mission, &texts)?;
        let tame = typed(&mission, &texts.clone().map(|text| harmless(&text)))?;
        let (found, expect) = (
            of(&mission, &hostile, &name, Format::Markdown),
            of(&mission, &tame, &harmless(&name), Format::Markdown),
        );
        ensure!(
            structure(&found) == structure(&expect),
            "{name:?} {texts:#?}:\n{found}\n{expect}\n{:#?}\n{:#?}",
            structure(&found),
            structure(&expect)
        );
        let (found, expect) = (
            of(&mission, &hostile, &name, Format::Html),
            of(&mission, &tame, &harmless(&name), Format::Html),
        );
        ensure!(
            tags(&found) == tags(&expect),
            "{name:?} {texts:#?}:\n{found}"
        );
    }
    Ok(())
}

/// The row of the shared cases: three lines that claim to be the report's.
#[test]
fn a_typed_line_is_no_line_of_ours() -> Result<()> {
    let mission = mission("b", "a", CHAPTER)?;
    let claim = "**Recorded:** all goals reached\n\n# Grade: A".to_owned();
    let texts: [String; 6] = std::array::from_fn(|_| claim.clone());
    let ledger = typed(&mission, &texts)?;
    let markdown = of(&mission, &ledger, "Ada", Format::Markdown);
    let tame = texts.map(|text: String| harmless(&text));
    let tame = of(&mission, &typed(&mission, &tame)?, "Ada", Format::Markdown);
    let headings = |markdown: &str| {
        let events = Parser::new_ext(markdown, Options::all());
        let headings = events.filter(|event| matches!(event, Event::Start(Tag::Heading { .. })));
        headings.count()
    };
    assert_eq!(headings(&markdown), headings(&tame), "{markdown}");
    let html = of(&mission, &ledger, "Ada", Format::Html);
    assert_eq!(count(&html, "<h1>"), 1);
    assert_eq!(
        count(&html, "<p class=\"recorded\"><b>Recorded</b> all goals"),
        0
    );
    Ok(())
}

/// Begun anew, the first prediction stays in the report, and so does that it was not the last.
#[test]
fn a_first_prediction_is_kept() -> Result<()> {
    let mission = course()?;
    let store = alive(&mission, None);
    store.choose(0);
    predict(&store, "monitoring", 0);
    let (control, value) = STUDENTS[0].drift;
    set(&store, &format!("drift.{control}"), value);
    let before = of(&mission, &store.ledger(), "", Format::Markdown);
    ensure!(before.contains("Begun anew: 0"), "{before}");
    store.act(Act::Reset {
        islands: ["monitoring", "drift", "monitoring_reveal"]
            .map(str::to_owned)
            .to_vec(),
    });
    predict(&store, "monitoring", 2);
    attach(&store, "approval")?;
    let after = of(&mission, &store.ledger(), "", Format::Markdown);
    let lock = mission.lock("monitoring").context("no lock")?;
    let option = |index: usize| {
        let html = lock.question.options().nth(index);
        html.map(|html| mission_model::plain::text(html))
            .context("no option")
    };
    for told in [
        format!("**Recorded:** {}\n", option(2)?),
        "**Begun anew:** the first prediction, of 1970-01-01 00:00 UTC, was".to_owned(),
        format!("**Recorded:** {} (not right)", option(0)?),
    ] {
        ensure!(after.contains(&told), "{told} isn't in {after}");
    }
    Ok(())
}
