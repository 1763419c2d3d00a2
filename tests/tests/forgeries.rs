//! What a replay says of forged ledgers: of each kind that it can know, the finding; of the others, that it has none.
//! The guide's page on what a ledger proves lists the latter.

use anyhow::{Context, Result, ensure};
use mission_model::Mission;
use mission_model::ledger::{Act, Answer, Entry, FindingKind, Ledger, replay};
use mission_model::value::Value;
use mission_tests::native::{alive, attach, attempt, mission, predict, reflect, set};
use mission_tests::repo_root;
use std::fs;

const CHAPTER: &str = include_str!("histories/chapter.md");
use FindingKind::{AnotherEdition, Contradiction, Edited, Odd};

/// What was changed, whether the seals were made anew, how, and what is found: nothing, if that can't be known.
type Forgery = (&'static str, bool, fn(&mut Ledger), Option<FindingKind>);

fn at(ledger: &Ledger, is: impl Fn(&Act) -> bool) -> usize {
    let found = ledger.entries.iter().position(|entry| is(&entry.act));
    found.expect("the honest ledger has one")
}

fn find(ledger: &mut Ledger, is: impl Fn(&Act) -> bool) -> &mut Entry {
    let at = at(ledger, is);
    &mut ledger.entries[at]
}

fn answers(lock: &'static str) -> impl Fn(&Act) -> bool {
    move |act| matches!(act, Act::Predict { lock: of, .. } if of == lock)
}

fn is_reveal(act: &Act) -> bool {
    matches!(act, Act::Reveal { .. })
}

fn is_reach(act: &Act) -> bool {
    matches!(act, Act::Reach { .. })
}

fn is_try(act: &Act) -> bool {
    matches!(act, Act::Try { .. })
}

fn is_attach(act: &Act) -> bool {
    matches!(act, Act::Attach { .. })
}

fn is_commit(act: &Act) -> bool {
    matches!(act, Act::Commit { .. })
}

fn answer(entry: &mut Entry, new: Answer) {
    if let Act::Predict { answer, .. } = &mut entry.act {
        *answer = new;
    }
}

/// Changes what was read.
fn read(entry: &mut Entry, name: &str, value: Value) {
    if let Act::Reveal { readings, .. }
    | Act::Reach { readings, .. }
    | Act::Try { readings, .. }
    | Act::Attach { readings, .. } = &mut entry.act
    {
        readings.insert(name.to_owned(), value);
    }
}

fn set_to(control: &str, value: Value) -> Act {
    Act::Set {
        control: control.to_owned(),
        value,
    }
}

/// Numbers the acts anew, as if they had been done in this order.
fn renumber(ledger: &mut Ledger) {
    let edition = ledger.edition.clone();
    for (at, entry) in ledger.entries.iter_mut().enumerate() {
        entry.stamp.seq = at as u64;
        entry.stamp.clock = at as u64 + 1;
        entry.at = 1_790_000_000_000 + 1500 * at as u64;
        entry.edition = if at == 0 {
            edition.clone()
        } else {
            String::new()
        };
    }
}

fn remove(ledger: &mut Ledger, at: usize) {
    ledger.entries.remove(at);
    renumber(ledger);
}

fn append(ledger: &mut Ledger, act: Act) {
    let mut entry = ledger.entries[0].clone();
    entry.act = act;
    entry.outcome = None;
    ledger.entries.push(entry);
    renumber(ledger);
}

fn copy(ledger: &mut Ledger, is: impl Fn(&Act) -> bool) {
    let at = at(ledger, is);
    let entry = ledger.entries[at].clone();
    ledger.entries.push(entry);
    renumber(ledger);
}

const FORGERIES: &[Forgery] = &[
    (
        "an answer, the seals kept",
        false,
        |l| answer(find(l, answers("guess")), Answer::Choice(1)),
        Some(Edited),
    ),
    (
        "an answer, the seals removed",
        false,
        |l| {
            answer(find(l, answers("guess")), Answer::Choice(1));
            l.entries.iter_mut().for_each(|entry| entry.seal = None);
        },
        Some(Edited),
    ),
    (
        "one seal removed",
        false,
        |l| l.entries[3].seal = None,
        Some(Edited),
    ),
    (
        "an act removed, the seals kept",
        false,
        |l| drop(l.entries.remove(3)),
        Some(Edited),
    ),
    (
        "an act removed, sealed anew",
        true,
        |l| drop(l.entries.remove(3)),
        Some(Edited),
    ),
    (
        "the first act removed",
        true,
        |l| drop(l.entries.remove(0)),
        Some(Edited),
    ),
    (
        "an act twice in one place",
        true,
        |l| l.entries.insert(2, l.entries[2].clone()),
        Some(Edited),
    ),
    (
        "two acts change their numbers",
        true,
        |l| {
            let seq = l.entries[2].stamp.seq;
            l.entries[2].stamp.seq = l.entries[3].stamp.seq;
            l.entries[3].stamp.seq = seq;
        },
        Some(Edited),
    ),
    (
        "the edition removed",
        true,
        |l| l.entries.iter_mut().for_each(|entry| entry.edition.clear()),
        Some(Edited),
    ),
    (
        "the edition changed",
        true,
        |l| l.entries[0].edition = "another".to_owned(),
        Some(AnotherEdition),
    ),
    (
        "a choice made right",
        true,
        |l| answer(find(l, answers("guess")), Answer::Choice(1)),
        Some(Contradiction),
    ),
    (
        "a number made right",
        true,
        |l| answer(find(l, answers("number")), Answer::Number(6.0)),
        Some(Contradiction),
    ),
    (
        "a number made right, and what was found of it",
        true,
        |l| {
            let entry = find(l, answers("number"));
            answer(entry, Answer::Number(6.0));
            entry.outcome.as_mut().expect("it has one").met = Some(true);
        },
        None,
    ),
    (
        "another wrong number",
        true,
        |l| answer(find(l, answers("number")), Answer::Number(2.0)),
        None,
    ),
    (
        "predicted after the reveal",
        true,
        |l| {
            let predicted = l.entries.remove(at(l, answers("guess")));
            l.entries.push(predicted);
            renumber(l);
        },
        Some(Contradiction),
    ),
    (
        "a prediction left out",
        true,
        |l| remove(l, at(l, answers("guess"))),
        Some(Contradiction),
    ),
    (
        "a second prediction",
        true,
        |l| copy(l, answers("guess")),
        Some(Contradiction),
    ),
    (
        "a reveal's reading",
        true,
        |l| read(find(l, is_reveal), "bench.sum", Value::Number(99.0)),
        Some(Contradiction),
    ),
    (
        "a reveal without its condition",
        true,
        |l| {
            let reveal = l.entries.remove(at(l, is_reveal));
            l.entries.insert(3, reveal);
            renumber(l);
        },
        Some(Contradiction),
    ),
    (
        "a goal's reading",
        true,
        |l| read(find(l, is_reach), "bench.x", Value::Number(9.0)),
        Some(Contradiction),
    ),
    (
        "a goal before it was reached",
        true,
        |l| {
            let reach = l.entries.remove(at(l, is_reach));
            l.entries.insert(3, reach);
            renumber(l);
        },
        Some(Contradiction),
    ),
    (
        "the setting that reached the goal left out",
        true,
        |l| remove(l, at(l, is_reach) - 1),
        Some(Contradiction),
    ),
    (
        "a trial's reading",
        true,
        |l| read(find(l, is_try), "bench.sum", Value::Number(13.0)),
        Some(Contradiction),
    ),
    (
        "a trial that says it won",
        true,
        |l| {
            find(l, is_try).outcome.as_mut().expect("it has one").met = Some(true);
        },
        Some(Contradiction),
    ),
    (
        "a trial's condition",
        true,
        |l| {
            let entry = find(l, is_try);
            let Act::Try { readings, .. } = &entry.act else {
                return;
            };
            let (name, _) = readings
                .iter()
                .find(|(_, value)| value.truth().is_some())
                .expect("a condition");
            let name = name.clone();
            read(entry, &name, Value::Truth(true));
        },
        Some(Contradiction),
    ),
    (
        "a trial when the round is over",
        true,
        |l| copy(l, is_try),
        Some(Contradiction),
    ),
    (
        "a new round in the middle of one",
        true,
        |l| {
            let again = Entry {
                act: Act::Again {
                    bench: "bench".to_owned(),
                },
                outcome: None,
                ..l.entries[0].clone()
            };
            l.entries.insert(at(l, is_try) + 1, again);
            renumber(l);
        },
        Some(Contradiction),
    ),
    (
        "a trial that missed left out",
        true,
        |l| remove(l, at(l, is_try)),
        None,
    ),
    (
        "evidence that was refused",
        true,
        |l| {
            find(l, is_attach).outcome.as_mut().expect("it has one").met = Some(false);
        },
        Some(Contradiction),
    ),
    (
        "evidence's reading",
        true,
        |l| read(find(l, is_attach), "bench.sum", Value::Number(40.0)),
        Some(Contradiction),
    ),
    (
        "a control out of its range",
        true,
        |l| append(l, set_to("bench.x", Value::Number(11.0))),
        Some(Contradiction),
    ),
    (
        "a control set to another type",
        true,
        |l| append(l, set_to("bench.x", Value::Truth(true))),
        Some(Contradiction),
    ),
    (
        "a control that is none",
        true,
        |l| append(l, set_to("bench.z", Value::Number(1.0))),
        Some(Contradiction),
    ),
    (
        "a track that is none",
        true,
        |l| l.entries[1].track = "three".to_owned(),
        Some(Contradiction),
    ),
    (
        "the committed text",
        true,
        |l| {
            find(l, is_commit)
                .outcome
                .as_mut()
                .expect("it has one")
                .text = "Better words.".to_owned();
        },
        Some(Contradiction),
    ),
    (
        "the written text",
        true,
        |l| {
            if let Act::Write { text, .. } =
                &mut find(l, |act| matches!(act, Act::Write { .. })).act
            {
                *text = "Better words.".to_owned();
            }
        },
        Some(Contradiction),
    ),
    (
        "the text, wherever it is",
        true,
        |l| {
            if let Act::Write { text, .. } =
                &mut find(l, |act| matches!(act, Act::Write { .. })).act
            {
                *text = "Better words.".to_owned();
            }
            find(l, is_commit)
                .outcome
                .as_mut()
                .expect("it has one")
                .text = "Better words.".to_owned();
        },
        None,
    ),
    (
        "an act that saw a later one",
        true,
        |l| {
            let clock = l.entries.last().expect("acts").stamp.clock + 5;
            find(l, is_try).saw.insert("other".to_owned(), clock);
        },
        Some(Contradiction),
    ),
    (
        "all within a second",
        true,
        |l| {
            l.entries
                .iter_mut()
                .for_each(|entry| entry.at = 1_790_000_000_000)
        },
        Some(Odd),
    ),
    (
        "the clock set back",
        true,
        |l| l.entries[5].at -= 86_400_000,
        Some(Odd),
    ),
    (
        "other times",
        true,
        |l| {
            l.entries
                .iter_mut()
                .for_each(|entry| entry.at += 86_400_000)
        },
        None,
    ),
    (
        "an act of a later version",
        true,
        |l| {
            let act = mission_model::json::Json::parse(r#"{"sing":{"song":"x"}}"#).expect("JSON");
            append(l, Act::Unknown(act));
        },
        Some(AnotherEdition),
    ),
    ("somebody else's ledger", true, |_| {}, None),
];

fn honest(mission: &Mission) -> Result<Ledger> {
    let store = alive(mission, None);
    store.choose(0);
    store.act(Act::Predict {
        lock: "number".to_owned(),
        answer: Answer::Number(3.0),
    });
    predict(&store, "guess", 0);
    set(&store, "bench.x", 5.0);
    attempt(&store, "bench")?;
    set(&store, "bench.y", 8.0);
    attempt(&store, "bench")?;
    set(&store, "bench.x", 7.0);
    attempt(&store, "bench")?;
    attach(&store, "boss")?;
    reflect(&store, "why", "Because the sum is what counts.")?;
    set(&store, "bench.x", 9.0);
    let mut ledger = store.ledger().clone();
    renumber(&mut ledger);
    let ledger = ledger.sealed();
    assert_eq!(replay(mission, &ledger)?.1, []);
    Ok(ledger)
}

#[test]
fn each_forgery_is_named_or_cannot_be_known() -> Result<()> {
    let mission = mission("histories", "chapter", CHAPTER)?;
    let honest = honest(&mission)?;
    for (name, sealed, forge, expect) in FORGERIES {
        let mut forged = honest.clone();
        forge(&mut forged);
        if *sealed {
            forged = forged.sealed();
        }
        // As an instructor has it.
        let text = serde_json::to_string(&forged)?;
        let read = Ledger::read(&text, &mission.book, &mission.id).context(*name)?;
        let (_, found) = replay(&mission, &read)?;
        match expect {
            None => ensure!(found.is_empty(), "{name}: {found:?}"),
            Some(kind) => ensure!(
                found.iter().any(|finding| finding.kind() == *kind),
                "{name}: {found:?}"
            ),
        }
    }
    let known = FORGERIES
        .iter()
        .filter(|forgery| forgery.3.is_some())
        .count();
    ensure!(known >= 30, "only {known}");
    Ok(())
}

/// Files of version 1, which had neither streams nor outcomes: two devices that were merged are honest, and some
/// forgeries can be told.
#[test]
fn ledgers_of_version_1() -> Result<()> {
    let folder = repo_root().join("tests/fixtures/early_ledgers");
    let mission = mission("led", "m", &fs::read_to_string(folder.join("m.md"))?)?;
    for (file, expect) in [
        ("honest.ledger.json", None),
        ("dev1.json", None),
        ("dev2.json", None),
        ("merged_honest.json", None),
        ("clock_skew.ledger.json", None),
        ("forge_answer_changed_sealsremoved.json", Some(Edited)),
        // Nothing depended on the answer then.
        ("forge_answer_changed_resealed.json", None),
        ("forge_out_of_range.json", Some(Contradiction)),
        ("forge_reveal_before_predict.json", Some(Contradiction)),
        ("forge_won_at_first_try.json", None),
    ] {
        let mut ledger = read_early(&folder.join(file), &mission)?;
        let (_, found) = replay(&mission, &ledger)?;
        match expect {
            None => ensure!(found.is_empty(), "{file}: {found:?}"),
            Some(kind) => ensure!(
                found.iter().any(|finding| finding.kind() == kind),
                "{file}: {found:?}"
            ),
        }
        // As they are, they are of an edition of their own.
        ledger
            .entries
            .iter_mut()
            .for_each(|entry| entry.edition = "fff5436c92b488a0".to_owned());
        let (_, found) = replay(&mission, &ledger)?;
        ensure!(
            found.iter().any(|finding| finding.kind() == AnotherEdition),
            "{file}: {found:?}"
        );
    }
    // The newer text, whatever the clocks say.
    let ledger = read_early(&folder.join("clock_skew.ledger.json"), &mission)?;
    let mut merged = Ledger::new(&mission);
    merged.merge(&ledger);
    let state = mission_model::ledger::State::of(&mission, &merged);
    let text = state.tracks[0].texts.get("noise").map(String::as_str);
    assert_eq!(text, Some("NEW TEXT, written after the import"));
    Ok(())
}

/// A ledger of version 1, as if it were of this edition.
fn read_early(file: &std::path::Path, mission: &Mission) -> Result<Ledger> {
    let text = fs::read_to_string(file)?;
    let mut ledger = Ledger::read(&text, &mission.book, &mission.id)?;
    for entry in &mut ledger.entries {
        entry.edition.clone_from(&mission.edition);
    }
    Ok(ledger)
}
