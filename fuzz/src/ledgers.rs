//! A file goes in, as a student may bring one: read, taken over, replayed, reported, and the page drawn with it.
//!
//! The first byte says how the rest is meant: `{` as the file itself, anything else as a row of acts that fit the
//! chapter more or less (see `acts`), so that a run gets behind what is refused.

mod acts;

use crate::build::{build, mission};
use crate::page::draw;
use mission_model::Mission;
use mission_model::json::named;
use mission_model::ledger::{Author, Entry, Ledger, Pen, State, last_working, replay};
use mission_model::mission::Kind;
use mission_widgets::Store;
use mission_widgets::report::{Format, report};

/// A chapter with an island of every kind.
const CHAPTER: &str = concat!(
    include_str!("../../tests/fixtures/pedagogy/src/queue.md"),
    "\n\n",
    include_str!("ledgers/more.md"),
);

thread_local! {
    static MISSION: Mission = build(CHAPTER)
        .and_then(|page| mission(&page))
        .expect("the chapter of the ledgers can be built");
}

/// Reads a ledger, and does all with it that a page does.
pub fn run(data: &[u8]) {
    MISSION.with(|mission| match data.first() {
        None => {}
        Some(b'{') => {
            let text = String::from_utf8_lossy(data);
            if let Ok(ledger) = Ledger::read(&text, &mission.book, &mission.id) {
                take_over(mission, &ledger);
            }
        }
        Some(_) => {
            let entries = acts::entries(mission, data);
            // As a file of version 1, and as the stream of a tab.
            let mut early = Ledger::new(mission);
            early.add(entries.clone());
            take_over(mission, &early);
            let mut written = Ledger::new(mission);
            let mut pen = Pen::new("tab".to_owned(), mission.edition.clone());
            for entry in entries {
                pen.write(&mut written, entry, true);
            }
            take_over(mission, &written);
        }
    });
}

fn take_over(mission: &Mission, ledger: &Ledger) {
    comes_back(ledger);
    let mut own = Ledger::new(mission);
    own.entries = ledger.entries.iter().take(2).cloned().collect();
    merges(&own, ledger);
    let (state, _) = replay(mission, ledger).expect("the mission can be evaluated");
    assert_eq!(state, State::of(mission, ledger));
    assert!(ledger.unfit(mission).len() <= ledger.entries.len());
    ledger.time_by_part(mission);
    let author = Author {
        name: ledger.edition.clone(),
        now: ledger.entries.first().map_or(0, |entry| entry.at),
    };
    let store = Store::new(mission.clone());
    store.start(ledger.clone(), "fuzz".to_owned());
    let text = report(&store, &author, Format::Markdown);
    assert!(text.starts_with("# "), "{text}");
    report(&store, &author, Format::Html);
    draw(&store);
    for island in &mission.islands {
        if matches!(&island.kind, Kind::Bench(bench) if !bench.fails.is_empty()) {
            last_working(mission, ledger, store.track(), &island.id);
            store.set_back(&island.id);
        }
    }
    // Nothing of it is lost in the store, whatever was done since.
    let kept = store.ledger();
    assert!(kept.entries.len() >= ledger.entries.len());
    assert!(ledger.entries.iter().all(|entry| has(&kept, entry)));
}

/// A ledger is read as it was written, and its seals hold.
fn comes_back(ledger: &Ledger) {
    let sealed = ledger.sealed();
    let text = named::to(&sealed).expect("a ledger is JSON").pretty();
    match Ledger::read(&text, &ledger.book, &ledger.chapter) {
        Ok(read) => {
            // The places of acts of version 1 follow from their order.
            let again = named::to(&read).expect("a ledger is JSON").pretty();
            assert_eq!(again, text);
            assert_eq!(read.broken_seal(), None, "{text}");
        }
        Err(refusal) => panic!("what was written can't be read: {refusal}\n{text}"),
    }
}

/// A merge keeps everything of both, in one order, and a second one finds nothing new.
fn merges(own: &Ledger, other: &Ledger) {
    let mut merged = own.clone();
    merged.merge(other);
    assert!(merged.entries.is_sorted_by_key(|entry| entry.stamp.clone()));
    for entry in own.entries.iter().chain(&other.entries) {
        let newer = |own: &Entry| {
            own.stamp.stream == entry.stamp.stream
                && own.stamp.seq == entry.stamp.seq
                && own.stamp.clock > entry.stamp.clock
        };
        let kept = has(&merged, entry) || merged.entries.iter().any(newer);
        assert!(kept, "lost in a merge: {entry:?}");
    }
    assert_eq!(
        merged.merge(other).new,
        [],
        "a second time something is new"
    );
}

fn has(ledger: &Ledger, entry: &Entry) -> bool {
    ledger
        .entries
        .iter()
        .any(|other| (other.at, &other.track, &other.act) == (entry.at, &entry.track, &entry.act))
}

/// Files of each act, whole and as rows.
pub fn seeds() -> Vec<Vec<u8>> {
    MISSION.with(|mission| {
        let rows = (0..12u8).flat_map(|kind| {
            (0..4u8).map(move |variety| {
                let act = [kind, variety, kind.wrapping_mul(7), variety * 3, 9, 40];
                [b"a".as_slice(), &[0, 0, 0, 0, 1, 2], &act.repeat(6)].concat()
            })
        });
        rows.flat_map(|row| {
            let ledger = Ledger {
                entries: acts::entries(mission, &row),
                ..Ledger::new(mission)
            };
            let json = named::to(&ledger.sealed()).expect("a ledger is JSON");
            [json.to_string().into_bytes(), row]
        })
        .collect()
    })
}
