//! Ledgers as earlier versions have written them open in this one: every act is kept or named, and a replay says what
//! it can't confirm.
//!
//! The files in `tests/ledgers/` were written by the code of their time, and stay as they are. A change of the format
//! adds one.

use anyhow::{Context, Result, ensure};
use mission_model::Mission;
use mission_model::ledger::{Author, Finding, Ledger, Moment, State, replay};
use mission_model::value::Value;
use mission_tests::native::{alive, mission};
use mission_tests::repo_root;
use mission_widgets::report::{Format, report};
use std::fs;

/// Before seals and editions, of the chapter's first part.
#[test]
fn the_first_ledgers() -> Result<()> {
    let mission = course()?;
    let ledger = open("1_first.json", &mission)?;
    assert_eq!(ledger.entries.len(), 9);
    assert_eq!(unfit(&ledger, &mission), ["drift.removed"]);
    let (state, found) = replay(&mission, &ledger)?;
    let edition = Finding::Edition {
        recorded: String::new(),
    };
    assert_eq!(found[0], edition);
    assert_eq!(readings(&found), [""; 0], "another edition is not judged");
    assert!(found.contains(&Finding::Gone(8)));
    assert!(!found.iter().any(|found| matches!(found, Finding::Seal(_))));
    let edge = mission.track("edge").context("no edge track")?;
    assert_eq!(state.tracks[edge].predictions.iter().count(), 1);
    assert_eq!(
        state.tracks[edge].settings.get("drift.season"),
        Some(&Value::Number(0.7))
    );
    said(
        &mission,
        &ledger,
        &["the road turns white", "drift.removed"],
    )
}

/// With seals, of the whole chapter.
#[test]
fn the_first_sealed_ledgers() -> Result<()> {
    let mission = course()?;
    let ledger = open("2_sealed.json", &mission)?;
    assert_eq!(ledger.entries.len(), 17);
    // Both locks ask for a choice, and there is no such candidate.
    let expect = ["schedule", "the snow", "slices.candidate"];
    assert_eq!(unfit(&ledger, &mission), expect);
    let (_, found) = replay(&mission, &ledger)?;
    let edition = Finding::Edition {
        recorded: "5f0c6a1b2d3e4f50".to_owned(),
    };
    assert_eq!(found[0], edition);
    // A seal was then over a text in which `<` stood as it is: from the first one on that can't be confirmed.
    assert_eq!(found[1], Finding::Seal(6));
    said(&mission, &ledger, &["the road turns white", "the snow"])
}

/// With goals and sentences, in the chapter of the tests, and with the readings of then.
#[test]
fn ledgers_with_goals() -> Result<()> {
    let text = fs::read_to_string(repo_root().join("tests/fixtures/pedagogy/src/queue.md"))?;
    let mission = mission("pedagogy", "queue", &text)?;
    let ledger = open("3_goals.json", &mission)?;
    assert_eq!(ledger.broken_seal(), None);
    assert_eq!(unfit(&ledger, &mission), [""; 0]);
    let (state, found) = replay(&mission, &ledger)?;
    let confirmed = |found: &&Finding| !matches!(found, Finding::Edition { .. });
    assert_eq!(found.iter().filter(confirmed).count(), 0, "{found:?}");
    assert!(state.tracks[0].reached.contains_key("serving"));
    said(&mission, &ledger, &["307"])
}

/// Of when conditions were named by their places: with a reading more above them they had other names, and what was won
/// wasn't won any more.
#[test]
fn conditions_named_by_their_places() -> Result<()> {
    for chapter in ["before", "after"] {
        let file = format!("tests/fixtures/positional_names/{chapter}.md");
        let mission = mission("led", "m", &fs::read_to_string(repo_root().join(file))?)?;
        let ledger = open("4_positional.json", &mission)?;
        assert_eq!(unfit(&ledger, &mission), [""; 0], "{chapter}");
        let (_, found) = replay(&mission, &ledger)?;
        let edition = Finding::Edition {
            recorded: "fff5436c92b488a0".to_owned(),
        };
        // It is as it was stored, without seals.
        assert_eq!(found, [edition, Finding::Unsealed(0)], "{chapter}");
        let done = &State::of(&mission, &ledger).tracks[0];
        assert!(done.reveals.contains_key("misses"), "{chapter}");
        assert!(done.reached.contains_key("copies"), "{chapter}");
        let met = |rounds: &[Vec<Moment>]| -> Vec<bool> {
            rounds.iter().flatten().map(Moment::met).collect()
        };
        let rounds = done.rounds.get("rate").context("no rounds")?;
        assert_eq!(met(rounds), [false, false, true], "{chapter}");
        assert!(done.has_passed("release"), "{chapter}");
        assert!(done.is_written("noise"), "{chapter}");
        // 8 · 0.7 kW · 24 h is 134.4 kWh, and 130 is within a tenth of it.
        assert_eq!(done.verdict(&mission, "a_day"), Some(true), "{chapter}");
        assert_eq!(
            done.verdict(&mission, "one_in_ten"),
            Some(false),
            "{chapter}"
        );
        // With 99 of 100 found: 0.99 · 1 + 0.01 · 100 = 1.99 ms, instead of 0.9 · 1 + 0.1 · 100 = 10.9 ms.
        said(
            &mission,
            &ledger,
            &[
                "1.99\u{a0}ms instead of 10.9\u{a0}ms: 18\u{202f}% of it.",
                "| 3 | 0.0063 | 0.200 | yes |",
                "accepted: 0.4\u{a0}points? Ship it.",
            ],
        )?;
    }
    Ok(())
}

/// The course's own chapter.
fn course() -> Result<Mission> {
    let text = fs::read_to_string(repo_root().join("src/ml_ops.md"))?;
    mission("ml-systems-missions", "ml_ops", &text)
}

/// A ledger from a file, with as many entries as there stand in it; and so it comes out of a merge.
fn open(file: &str, mission: &Mission) -> Result<Ledger> {
    let text = fs::read_to_string(repo_root().join("tests/ledgers").join(file))?;
    let ledger = Ledger::read(&text, &mission.book, &mission.id)?;
    let json: serde_json::Value = serde_json::from_str(&text)?;
    assert_eq!(
        json["entries"].as_array().map(Vec::len),
        Some(ledger.entries.len())
    );
    let mut merged = Ledger::new(mission);
    assert_eq!(merged.merge(&ledger).new.len(), ledger.entries.len());
    assert_eq!(State::of(mission, &merged), State::of(mission, &ledger));
    Ok(ledger)
}

/// What doesn't fit the chapter of today, by the control, the text or the lock that it was about.
fn unfit(ledger: &Ledger, mission: &Mission) -> Vec<String> {
    let words = ledger
        .unfit(mission)
        .into_iter()
        .map(|entry| entry.act.words());
    let name = |words: String| {
        let json: Option<serde_json::Value> = serde_json::from_str(&words).ok();
        let act = json
            .as_ref()
            .and_then(|json| json.as_object()?.values().next().cloned());
        let of = |key: &str| Some(act.as_ref()?.get(key)?.as_str()?.to_owned());
        of("control").or_else(|| of("lock")).unwrap_or(words)
    };
    words.map(name).collect()
}

/// The names of readings that the model doesn't confirm.
fn readings(found: &[Finding]) -> Vec<&str> {
    found
        .iter()
        .filter_map(|found| match found {
            Finding::Reading { name, .. } => Some(name.as_str()),
            _ => None,
        })
        .collect()
}

/// The report has all of it.
fn said(mission: &Mission, ledger: &Ledger, words: &[&str]) -> Result<()> {
    let store = alive(mission, Some(ledger.clone()));
    let report = report(&store, &Author::default(), Format::Markdown);
    for words in words {
        ensure!(
            report.contains(words),
            "the report lacks {words:?}:\n{report}"
        );
    }
    Ok(())
}
