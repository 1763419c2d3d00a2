//! Random histories of a student who works on several devices, in several tabs, with clocks that are wrong, and carries
//! files between them: nothing that was done is lost, whoever puts the pieces together gets the same ledger, no honest
//! ledger has a finding, and a text is never replaced by one that its writer had seen.
//!
//! `MISSION_HISTORIES=10000 cargo test -p mission-tests --test histories` plays as many.

use anyhow::{Context, Result, ensure};
use mission_model::Mission;
use mission_model::ledger::{Act, Answer, Entry, Finding, Ledger, State, chunk, replay};
use mission_model::value::Value;
use mission_tests::native::{attach, attempt, mission, predict};
use mission_widgets::{Rim, Store};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use web_sys::File;
use yew::Callback;

const CHAPTER: &str = include_str!("histories/chapter.md");
/// Milliseconds by which the clocks of the devices are wrong.
const SKEW: [i64; 3] = [0, 600_000, -86_400_000];
const TABS: usize = 4;
const STEPS: usize = 40;

/// What a device keeps: chunks, by stream and number.
type Storage = Rc<RefCell<BTreeMap<(String, usize), String>>>;

/// A tab: its store, the device that it is on, and the texts that its student has seen.
struct Tab {
    store: Store,
    device: usize,
    stream: String,
    texts: BTreeSet<u32>,
}

/// The world around a tab.
struct Around {
    storage: Storage,
    now: Rc<Cell<u64>>,
    skew: i64,
}

impl Rim for Around {
    fn now(&self) -> u64 {
        self.now.get().saturating_add_signed(self.skew)
    }
    fn acting(&self, _: &Store) {}
    fn acted(&self, store: &Store) {
        let stored = store.store(|stream, number, entries| {
            let text = chunk::write(stream, entries)?;
            let key = (stream.to_owned(), number);
            self.storage.borrow_mut().insert(key, text);
            Ok::<_, mission_model::json::Mismatch>(())
        });
        stored.expect("an act is JSON");
    }
    fn printed(&self, _: &Store) {}
    fn download(&self, _: &str, _: &str, _: &str) -> bool {
        true
    }
    fn read_file(&self, _: &File, _: Callback<String>) {}
    fn leave(&self, _: &Store, _: &str) {}
    fn discard(&self, _: &str) {}
    fn print_page(&self) {}
}

/// A student's file, and the texts that are in it.
struct Carried {
    text: String,
    texts: BTreeSet<u32>,
}

struct World<'m> {
    mission: &'m Mission,
    chance: ChaCha8Rng,
    now: Rc<Cell<u64>>,
    devices: Vec<Storage>,
    /// The texts that are in each device's storage.
    stored_texts: Vec<BTreeSet<u32>>,
    tabs: Vec<Tab>,
    files: Vec<Carried>,
    opened: usize,
    written: u32,
    /// Each text, with those that its writer had seen.
    seen: BTreeMap<u32, BTreeSet<u32>>,
}

fn stored(mission: &Mission, storage: &Storage, but: &str) -> Result<Ledger> {
    let mut entries = Vec::new();
    for ((stream, _), text) in storage
        .borrow()
        .iter()
        .filter(|((stream, _), _)| stream != but)
    {
        let read = chunk::read(stream, text, &mut entries);
        read.ok().context("a chunk can't be read")?;
    }
    let mut ledger = Ledger::new(mission);
    ledger.add(entries);
    Ok(ledger)
}

impl World<'_> {
    fn below(&mut self, n: usize) -> usize {
        self.chance.next_u32() as usize % n
    }

    fn open(&mut self) -> Result<()> {
        let device = self.below(self.devices.len());
        let store = Store::new(self.mission.clone());
        store.set_rim(Rc::new(Around {
            storage: Rc::clone(&self.devices[device]),
            now: Rc::clone(&self.now),
            skew: SKEW[device],
        }));
        self.opened += 1;
        let stream = format!("{}{}", ["c", "a", "b"][self.opened % 3], self.opened);
        store.start(
            stored(self.mission, &self.devices[device], "")?,
            stream.clone(),
        );
        self.tabs.push(Tab {
            store,
            device,
            stream,
            texts: self.stored_texts[device].clone(),
        });
        Ok(())
    }

    /// The tab takes in what other tabs of its device have stored.
    fn hear(&mut self, at: usize) -> Result<()> {
        let tab = &mut self.tabs[at];
        let ledger = stored(self.mission, &self.devices[tab.device], &tab.stream)?;
        tab.store.hear(&ledger);
        tab.texts.extend(&self.stored_texts[tab.device]);
        Ok(())
    }

    fn step(&mut self) -> Result<()> {
        self.now
            .set(self.now.get() + 100 + u64::from(self.chance.next_u32() % 5000));
        if self.tabs.is_empty() || self.tabs.len() < TABS && self.below(8) == 0 {
            return self.open();
        }
        let at = self.below(self.tabs.len());
        // A tab in the background may hear late of what others have done.
        if self.below(4) > 0 {
            self.hear(at)?;
        }
        match self.below(24) {
            0 => drop(self.tabs.swap_remove(at)),
            1 | 2 => {
                let tab = &self.tabs[at];
                let text = serde_json::to_string(&tab.store.ledger().sealed())?;
                let texts = tab.texts.clone();
                self.files.push(Carried { text, texts });
            }
            3 | 4 if !self.files.is_empty() => {
                let file = self.below(self.files.len());
                let file = &self.files[file];
                let tab = &mut self.tabs[at];
                let ledger = Ledger::read(&file.text, &self.mission.book, &self.mission.id)?;
                tab.store.take_in(&ledger);
                tab.store.keep();
                tab.texts.extend(&file.texts);
                self.stored_texts[tab.device].extend(&file.texts);
            }
            act => self.act(at, act)?,
        }
        Ok(())
    }

    fn act(&mut self, at: usize, act: usize) -> Result<()> {
        let values = [0.0, 1.0, 3.0, 5.0, 7.0, 9.0, 10.0];
        let value = values[self.below(values.len())];
        let store = self.tabs[at].store.clone();
        if store.chosen().is_none() {
            store.choose(0);
        }
        let set = |control: &str| {
            store.act(Act::Set {
                control: control.to_owned(),
                value: Value::Number(value),
            });
        };
        // What is behind a lock can be done when it is open.
        let open = store.is_answered(store.track(), "guess");
        match act {
            5 => predict(&store, "guess", value as usize % 2),
            6 => store.act(Act::Predict {
                lock: "number".to_owned(),
                answer: Answer::Number(value),
            }),
            7..=10 => set("bench.x"),
            11 => set("bench.y"),
            12 | 13 if open => attempt(&store, "bench")?,
            14 if open => store.act(Act::Again {
                bench: "bench".to_owned(),
            }),
            15 if open => attach(&store, "boss")?,
            16 => store.choose(self.below(2)),
            17 => store.act(Act::Reset {
                islands: ["guess", "bench", "shown", "boss", "why"]
                    .map(str::to_owned)
                    .to_vec(),
            }),
            18 if open && store.with_state(|state| state.texts.contains_key("why")) => {
                store.act(Act::Commit {
                    reflect: "why".to_owned(),
                    readings: store.readings(&["bench.x".to_owned()]),
                });
            }
            _ => self.write(at, &store),
        }
        Ok(())
    }

    fn write(&mut self, at: usize, store: &Store) {
        self.written += 1;
        let id = self.written;
        let tab = &mut self.tabs[at];
        self.seen.insert(id, tab.texts.clone());
        tab.texts.insert(id);
        self.stored_texts[tab.device].insert(id);
        store.act(Act::Write {
            reflect: "why".to_owned(),
            text: id.to_string(),
        });
    }
}

/// The act that stands in a place, whichever version of it.
fn place(entry: &Entry) -> (String, u64) {
    (entry.stamp.stream.clone(), entry.stamp.seq)
}

fn play(mission: &Mission, seed: u64) -> Result<()> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let devices = 1 + chance.next_u32() as usize % SKEW.len();
    let mut world = World {
        mission,
        chance,
        now: Rc::new(Cell::new(1_790_000_000_000)),
        devices: (0..devices).map(|_| Storage::default()).collect(),
        stored_texts: vec![BTreeSet::new(); devices],
        tabs: Vec::new(),
        files: Vec::new(),
        opened: 0,
        written: 0,
        seen: BTreeMap::new(),
    };
    let mut done = BTreeSet::new();
    for _ in 0..STEPS {
        world.step()?;
        for tab in &world.tabs {
            done.extend(tab.store.ledger().entries.iter().map(place));
        }
    }

    let mut pieces = Vec::new();
    for storage in &world.devices {
        pieces.push(stored(mission, storage, "")?);
    }
    for file in &world.files {
        pieces.push(Ledger::read(&file.text, &mission.book, &mission.id)?);
    }
    for piece in &pieces {
        honest(mission, piece)?;
    }
    let mut whole = Ledger::new(mission);
    for piece in &pieces {
        whole.merge(piece);
    }
    for _ in 0..3 {
        let mut other = Ledger::new(mission);
        let mut order: Vec<usize> = (0..pieces.len()).chain(0..pieces.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, world.below(at + 1));
        }
        for at in order {
            other.merge(&pieces[at]);
        }
        assert_eq!(other.entries, whole.entries, "merged in another order");
    }
    let kept: BTreeSet<_> = whole.entries.iter().map(place).collect();
    let lost: Vec<_> = done.difference(&kept).collect();
    ensure!(lost.is_empty(), "lost: {lost:?}");
    honest(mission, &whole)?;
    let lasting = Ledger {
        entries: whole.lasting(),
        ..whole.clone()
    };
    assert_eq!(
        State::of(mission, &lasting),
        State::of(mission, &whole),
        "what has lasted"
    );

    for tab in &world.tabs {
        let fresh = State::of(mission, &tab.store.ledger());
        let done = tab.store.with_state(Clone::clone);
        assert_eq!(done, fresh.tracks[tab.store.track()], "what the tab shows");
    }
    let mut writes = whole.entries.iter().rev();
    let newest = writes.find_map(|entry| match &entry.act {
        Act::Write { text, .. } => text.parse::<u32>().ok(),
        _ => None,
    });
    if let Some(newest) = newest {
        for (later, seen) in &world.seen {
            ensure!(
                !seen.contains(&newest),
                "{newest} won, though {later} had seen it"
            );
        }
    }
    Ok(())
}

fn honest(mission: &Mission, ledger: &Ledger) -> Result<()> {
    // What is put together has no seals until it is a file.
    let (_, found) = replay(mission, &ledger.sealed())?;
    let entry = |finding: &Finding| finding.entry().map(|at| &ledger.entries[at]);
    let told: Vec<_> = found.iter().map(|found| (found, entry(found))).collect();
    ensure!(found.is_empty(), "{told:#?}");
    Ok(())
}

#[test]
fn nothing_is_lost_and_nothing_is_found() -> Result<()> {
    let mission = mission("histories", "chapter", CHAPTER)?;
    let histories = match std::env::var("MISSION_HISTORIES") {
        Ok(number) => number.parse()?,
        Err(_) => 500,
    };
    for seed in 0..histories {
        play(&mission, seed).with_context(|| format!("history {seed}"))?;
    }
    Ok(())
}
