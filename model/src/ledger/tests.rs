use super::*;
use crate::names::Names;

fn entry(at: u64, act: Act) -> Entry {
    Entry::new(at, "edge".to_owned(), act)
}

fn set(control: &str, value: f64) -> Act {
    Act::Set {
        control: control.to_owned(),
        value: Value::Number(value),
    }
}

fn write(text: &str) -> Act {
    Act::Write {
        reflect: "r".to_owned(),
        text: text.to_owned(),
    }
}

fn ledger(entries: Vec<Entry>) -> Ledger {
    let mut ledger = Ledger {
        entries,
        ..Ledger::empty("b", "c")
    };
    ledger.arrange();
    ledger
}

/// One of each kind. A new kind is missed by the compiler here and in `json::named!`: add it to both.
fn every_act() -> Vec<Act> {
    let readings = || -> Names<Value> {
        Names::from([
            ("x.number".to_owned(), Value::Number(0.1 + 0.2)),
            ("x.truth".to_owned(), Value::Truth(true)),
            ("x.category".to_owned(), Value::Category("snow".into())),
            ("x.series".to_owned(), Value::Series([1.5, f64::NAN].into())),
            ("x.none".to_owned(), Value::Number(f64::NAN)),
        ])
    };
    let id = |id: &str| id.to_owned();
    vec![
        Act::Choose,
        Act::Predict {
            lock: id("l"),
            answer: Answer::Choice(2),
        },
        Act::Predict {
            lock: id("l"),
            answer: Answer::Number(-0.5),
        },
        Act::Predict {
            lock: id("l"),
            answer: Answer::Text(id("“why”\n<b>")),
        },
        set("d.season", 0.7),
        Act::Reveal {
            reveal: id("v"),
            readings: readings(),
        },
        Act::Reach {
            bench: id("b"),
            readings: readings(),
        },
        Act::Break {
            bench: id("b"),
            readings: readings(),
        },
        write("words"),
        Act::Assess {
            reflect: id("r"),
            criteria: vec![id("It says “why”.")],
        },
        Act::Commit {
            reflect: id("r"),
            readings: readings(),
        },
        Act::Try {
            bench: id("b"),
            readings: readings(),
        },
        Act::Again { bench: id("b") },
        Act::Attach {
            challenge: id("h"),
            readings: readings(),
        },
        Act::Reset {
            islands: vec![id("l"), id("d")],
        },
        Act::Peek {
            island: id("m"),
            open: true,
        },
        Act::Unknown(Json::parse(r#"{"sing":{"song":"of later"}}"#).unwrap()),
    ]
}

#[test]
fn every_act_survives_a_file() {
    let acts = every_act().into_iter().enumerate();
    let mut whole = ledger(acts.map(|(at, act)| entry(at as u64, act)).collect());
    let outcomes = [
        Outcome::default(),
        Outcome {
            met: Some(false),
            over: true,
            words: "“No.”".to_owned(),
            text: "no".to_owned(),
            shown: Names::from([("x.none".to_owned(), Value::Number(f64::NAN))]),
        },
    ];
    for (entry, outcome) in whole.entries.iter_mut().zip(outcomes) {
        entry.outcome = Some(outcome);
    }
    let text = named::to(&whole.sealed()).unwrap().pretty();
    let read = Ledger::read(&text, "b", "c").unwrap();
    assert_eq!(read, whole.sealed());
    assert_eq!(read.broken_seal(), None);
}

#[test]
fn seals_tell_where_a_file_was_edited() {
    let sealed = ledger(every_act().into_iter().map(|act| entry(1, act)).collect()).sealed();
    let mut removed = sealed.clone();
    removed.entries.remove(4);
    assert_eq!(removed.broken_seal(), Some(4));
    let mut edited = sealed.clone();
    edited.entries[6].act = write("other words");
    assert_eq!(edited.broken_seal(), Some(6));
    let mut swapped = sealed;
    swapped.entries.swap(2, 3);
    assert_eq!(swapped.broken_seal(), Some(2));
}

#[test]
fn a_drag_is_one_entry_and_so_is_a_sentence() {
    let mut drag = ledger(Vec::new());
    let mut pen = Pen::new("s".to_owned(), String::new());
    for (at, act) in [
        set("d.a", 1.0),
        set("d.a", 2.0),
        set("d.b", 1.0),
        set("d.a", 3.0),
        write("w"),
        write("wo"),
    ]
    .into_iter()
    .enumerate()
    {
        pen.write(&mut drag, entry(at as u64, act), true);
    }
    let acts: Vec<Act> = drag.entries.into_iter().map(|entry| entry.act).collect();
    assert_eq!(
        acts,
        [
            set("d.a", 2.0),
            set("d.b", 1.0),
            set("d.a", 3.0),
            write("wo")
        ]
    );
}

#[test]
fn a_merge_of_early_ledgers_takes_what_is_new_in_the_order_of_time() {
    let mut own = ledger(vec![entry(1, Act::Choose), entry(3, set("d.a", 1.0))]);
    let other = ledger(vec![
        entry(1, Act::Choose),
        entry(2, write("w")),
        entry(4, set("d.a", 2.0)),
    ]);
    assert_eq!(own.merge(&other.sealed()).new.len(), 2);
    assert_eq!(own.merge(&other).new, [], "a second time nothing is new");
    let times: Vec<u64> = own.entries.iter().map(|entry| entry.at).collect();
    assert_eq!(times, [1, 2, 3, 4]);
    assert!(own.entries.iter().all(|entry| entry.seal.is_none()));
}

/// A laptop whose clock runs ten minutes fast wrote first, and the other device after it had read that.
#[test]
fn a_fast_clock_brings_no_old_text_back() {
    let minutes = |minutes: u64| minutes * 60_000;
    let early = ledger(vec![
        entry(minutes(20), write("old")),
        entry(minutes(10), Act::Choose),
        entry(minutes(11), write("new")),
    ]);
    let (mut fast, mut slow) = (ledger(Vec::new()), ledger(Vec::new()));
    let mut pens = ["fast", "slow"].map(|id| Pen::new(id.to_owned(), String::new()));
    pens[0].write(&mut fast, entry(minutes(20), write("old")), true);
    let merged = slow.merge(&fast);
    pens[1].meet(&slow, &merged.new);
    pens[1].write(&mut slow, entry(minutes(11), write("new")), true);
    for (mut a, b) in [
        (early.clone(), early),
        (fast.clone(), slow.clone()),
        (slow, fast),
    ] {
        a.merge(&b);
        assert_eq!(a.entries.last().unwrap().act, write("new"));
    }
}

#[test]
fn chunks_hold_what_was_put_into_them() {
    let mut whole = ledger(Vec::new());
    let mut pen = Pen::new("s".to_owned(), "edition".to_owned());
    let early = ledger(vec![entry(7, Act::Choose), entry(7, write("w"))]);
    let merged = whole.merge(&early);
    pen.meet(&whole, &merged.new);
    pen.keep(merged.new);
    for (at, act) in every_act().into_iter().cycle().take(200).enumerate() {
        pen.write(&mut whole, entry(1_000_000 - at as u64, act), true);
    }
    whole.entries[5].outcome = Some(Outcome {
        met: Some(true),
        ..Outcome::default()
    });
    let mut chunks = Vec::new();
    let store = |number: usize, entries: &[Entry]| -> Result<(), ()> {
        let text = chunk::write("s", entries).unwrap();
        assert!(
            entries.len() <= 65,
            "chunk {number} is of {}",
            entries.len()
        );
        chunks.push(text);
        Ok(())
    };
    pen.store(store).unwrap();
    assert!(chunks.len() > 3, "one chunk after the other");
    let mut read = ledger(Vec::new());
    for text in &chunks {
        let mut entries = Vec::new();
        chunk::read("s", text, &mut entries).unwrap();
        read.add(entries);
    }
    // What was recorded is compared as text: not a number is not equal to itself.
    for (read, whole) in read.entries.iter().zip(&whole.entries) {
        let text = |entry: &Entry| {
            let entry = Entry {
                outcome: None,
                ..entry.clone()
            };
            named::to(&entry).unwrap().to_string()
        };
        assert_eq!(text(read), text(whole));
    }
    assert_eq!(read.entries.len(), whole.entries.len());
    for garbage in [
        "",
        "[]",
        "[3]",
        "{}",
        "[2,[1]]",
        "[2,[1,\"choose\"],[1]]",
        "2",
        "x2]",
        "[2,x1,\"choose\"]]",
        "[2,[1,{\"set\":{}}]]",
    ] {
        let mut entries = Vec::new();
        assert!(
            chunk::read("s", garbage, &mut entries).is_err(),
            "{garbage}"
        );
        assert!(entries.is_empty());
    }
}

#[test]
fn what_is_no_ledger_is_refused() {
    let text = |format: &str, version: u32, book: &str| {
        format!(
            r#"{{"format":"{format}","version":{version},"book":"{book}","chapter":"c","entries":[]}}"#
        )
    };
    let check = |text: &str, refused: &dyn Fn(&Refusal) -> bool| {
        let refusal = Ledger::read(text, "b", "c").unwrap_err();
        assert!(refused(&refusal), "{text}: {refusal}");
    };
    let unreadable = |refusal: &Refusal| matches!(refusal, Refusal::Unreadable(_));
    check("", &unreadable);
    check("[1, 2]", &unreadable);
    check(&text("something", 1, "b"), &unreadable);
    check(
        r#"{"format":"mdbook-mission-ledger","version":1,"book":"b","chapter":"c","entries":[{}]}"#,
        &unreadable,
    );
    check(&text(FORMAT, 1, "b").replace("[]", "null"), &unreadable);
    check(&text(FORMAT, 7, "b"), &|refusal| {
        *refusal == Refusal::Newer(7)
    });
    check(
        &text(FORMAT, 1, "z"),
        &|refusal| matches!(refusal, Refusal::Elsewhere { book, .. } if book == "z"),
    );
    assert!(Ledger::read(&text(FORMAT, 1, "b"), "b", "c").is_ok());
}
