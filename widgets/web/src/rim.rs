//! What a store needs of the browser: the clock, the storage, the rest of the page.

use crate::page::Page;
use crate::storage::{Chest, Found, Head};
use crate::takeover::later;
use mission_model::mission::Kind;
use mission_widgets::{IslandState, Rim, Saving, Store};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, File, FileReader, StorageEvent};
use yew::Callback;

/// The browser around one chapter. Cheap to clone.
#[derive(Clone)]
pub struct Browser(Rc<Inner>);

struct Inner {
    page: Page,
    chest: Chest,
    /// What the page says of the chosen track and of each island.
    marked: RefCell<(Option<usize>, Vec<IslandState>)>,
    /// Where readouts are, by index.
    places: RefCell<Vec<(usize, Element)>>,
    /// The number that each readout shows, and in which track.
    printed: RefCell<(usize, Vec<f64>)>,
    /// The timer after which the slider's position is saved.
    delayed: Cell<Option<i32>>,
    /// The track and the opened gates as the boot script will find them.
    head: RefCell<Head>,
    /// The id of the stream that this page writes.
    stream: String,
    /// All islands have been taken over. Until then each is printed in as it comes.
    settled: Cell<bool>,
    /// The store has no more than what its ledger [amounts to](Chest::lasting): nothing may be done before it has all.
    partial: Cell<bool>,
}

impl Browser {
    /// The browser of a page, for a chapter.
    pub fn new(page: Page, store: &Store) -> Self {
        let chest = Chest::new(page.window(), store.mission());
        Self(Rc::new(Inner {
            page,
            chest,
            marked: RefCell::default(),
            places: RefCell::default(),
            printed: RefCell::default(),
            delayed: Cell::default(),
            head: RefCell::default(),
            stream: stream_id(),
            settled: Cell::default(),
            partial: Cell::default(),
        }))
    }

    /// Brings a store alive with what was stored, and keeps it in step with other tabs.
    pub fn start(&self, store: &Store) {
        store.set_rim(Rc::new(self.clone()));
        match self.0.chest.lasting() {
            Some(lasting) => {
                self.0.partial.set(true);
                store.start(lasting, self.0.stream.clone());
            }
            None => {
                let found = self.0.chest.news(&self.0.stream);
                self.begin(store, found);
            }
        }
        if !store.ledger().entries.is_empty() {
            store.set_saving(Saving::Saved);
        }
        crate::elsewhere::bring(&self.0.page, store);
        // The track is chosen once for the book.
        if store.chosen().is_none()
            && let Some(track) = self
                .0
                .chest
                .track()
                .and_then(|track| store.mission().track(&track))
        {
            store.choose(track);
        }
        self.refresh(store, true);
        // A phone may stop a hidden page without another word, and what other tabs do meanwhile isn't told to it.
        for event in ["pagehide", "visibilitychange", "pageshow", "focus"] {
            let (browser, shown) = (self.clone(), store.clone());
            self.0.page.on_window(event, move |_: web_sys::Event| {
                browser.save_delayed(&shown);
                match event {
                    "pagehide" => browser.leave_page(&shown),
                    // What is still to be read is read when the page is alive.
                    _ if browser.0.partial.get() => {}
                    _ => browser.hear(&shown),
                }
            });
        }
        let (browser, other) = (self.clone(), store.clone());
        self.0
            .page
            .on_window("storage", move |event: StorageEvent| {
                if event.key().is_some_and(|key| browser.0.chest.holds(&key)) {
                    browser.hear(&other);
                }
            });
    }

    /// Begins with all that is stored.
    fn begin(&self, store: &Store, found: Found) {
        store.start(found.ledger, self.0.stream.clone());
        for unread in found.unread {
            store.list_unread(unread);
        }
    }

    /// Takes in what other tabs have stored.
    fn hear(&self, store: &Store) {
        let found = self.0.chest.news(&self.0.stream);
        if self.0.partial.take() {
            self.begin(store, found);
            return self.refresh(store, true);
        }
        for unread in found.unread {
            store.list_unread(unread);
        }
        if !store.hear(&found.ledger).is_empty() {
            self.refresh(store, true);
        }
    }

    /// An island has been put into its box.
    pub fn taken_over(&self, store: &Store, island: &Element) {
        self.0.page.mark_alive(island);
        let places = self
            .0
            .page
            .readouts(store.mission(), store.track(), Some(island));
        let numbers = self.0.printed.borrow();
        self.print_at(store, &places, &numbers.1);
        self.0.places.borrow_mut().extend(places);
    }

    /// All islands of the chapter are in their boxes.
    pub fn settle(&self, store: &Store) {
        self.0.settled.set(true);
        self.0.page.release(store.mission());
        self.refresh(store, true);
        if self.0.partial.get() {
            let (browser, store) = (self.clone(), store.clone());
            later(Closure::once_into_js(move || browser.acting(&store)));
        }
    }

    /// Stores what the next visit begins with.
    fn leave_page(&self, store: &Store) {
        self.save_head(store, true);
        if !self.0.partial.get() {
            self.0.chest.save_lasting(&store.ledger());
        }
    }

    /// Stores what was done, and says whether that went well.
    fn save(&self, store: &Store) {
        if let Some(timer) = self.0.delayed.take() {
            self.0.page.window().clear_timeout_with_handle(timer);
        }
        store.rest();
        let chest = &self.0.chest;
        let stored = store.store(|stream, number, entries| chest.save(stream, number, entries));
        match stored {
            Err(reason) => store.set_saving(Saving::Failed(reason)),
            Ok(()) => {
                chest.save_clock(store.ledger().clock());
                store.set_saving(Saving::Saved);
            }
        }
        self.save_head(store, false);
    }

    /// Stores the ledger soon: a slider that is being drawn need not write a whole ledger at each step.
    fn save_soon(&self, store: &Store) {
        if self.0.delayed.get().is_some() {
            return;
        }
        let (browser, later) = (self.clone(), store.clone());
        let then = Closure::once_into_js(move || browser.save_delayed(&later));
        let window = self.0.page.window();
        let timer = window
            .set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), SOON);
        self.0.delayed.set(timer.ok());
    }

    /// Stores what was to be stored soon.
    fn save_delayed(&self, store: &Store) {
        if self.0.delayed.get().is_some() {
            self.save(store);
        }
    }

    /// Brings the rest of the page up to date: what changed, or all of it if the page has new parts.
    fn refresh(&self, store: &Store, all: bool) {
        self.mark(store, all);
        self.print(store, all);
    }

    fn mark(&self, store: &Store, all: bool) {
        let mission = store.mission();
        let islands = 0..mission.islands.len();
        let now = (
            store.chosen(),
            islands.map(|index| store.island_state(index)).collect(),
        );
        let (track, states) = self.0.marked.replace(now.clone());
        for (index, state) in now.1.into_iter().enumerate() {
            if all || states.get(index) != Some(&state) {
                let island = &mission.islands[index].id;
                self.0.page.mark_island(&mission.id, island, state);
            }
        }
        if let Some(chosen) = now.0
            && (all || track != now.0)
        {
            self.0.page.mark_track(mission, chosen);
        }
    }

    fn print(&self, store: &Store, all: bool) {
        let numbers = store.readouts();
        let track = store.track();
        let (of, before) = self.0.printed.replace((track, numbers.clone()));
        let all = all || of != track;
        if all {
            *self.0.places.borrow_mut() = self.0.page.readouts(store.mission(), track, None);
        }
        let changed = |index: usize| {
            let bits = |numbers: &[f64]| numbers.get(index).map(|number| number.to_bits());
            all || bits(&before) != bits(&numbers)
        };
        let places = self.0.places.borrow();
        let places = places.iter().filter(|(index, _)| changed(*index));
        self.print_at(store, places, &numbers);
    }

    fn print_at<'a>(
        &self,
        store: &Store,
        places: impl IntoIterator<Item = &'a (usize, Element)>,
        numbers: &[f64],
    ) {
        let readouts = &store.mission().readouts;
        for (index, place) in places {
            if let (Some(readout), Some(number)) = (readouts.get(*index), numbers.get(*index)) {
                self.0.page.print(place, &readout.format.print(*number));
            }
        }
    }

    /// Stores what the boot script needs. Heights are measured only when the page is left, since measuring
    /// makes the browser lay out the page at once.
    fn save_head(&self, store: &Store, leaving: bool) {
        let Some(track) = store.chosen() else { return };
        let mission = store.mission();
        let answered = |index: usize| {
            let locks = mission
                .islands
                .iter()
                .filter(|island| matches!(island.kind, Kind::Lock(_)));
            locks
                .filter(|lock| store.is_answered(index, &lock.id))
                .map(|lock| lock.id.clone())
                .collect()
        };
        let mut head = Head {
            track: (mission.tracks.len() > 1).then(|| mission.tracks[track].id.clone()),
            open: mission
                .tracks
                .iter()
                .enumerate()
                .map(|(index, track)| (track.id.clone(), answered(index)))
                .collect(),
            steps: store.steps(),
            next: store
                .next_step()
                .map(|next| format!("{}-{}", mission.id, mission.islands[next].id)),
            ..Head::default()
        };
        if leaving {
            head.width = self.0.page.width();
            head.heights = self.0.page.heights(mission);
        } else if *self.0.head.borrow() == head {
            return;
        }
        self.0.chest.save_head(&head);
        if !leaving {
            *self.0.head.borrow_mut() = head;
        }
    }
}

impl Rim for Browser {
    fn now(&self) -> u64 {
        js_sys::Date::now() as u64
    }

    fn acting(&self, store: &Store) {
        if self.0.partial.get() || self.0.chest.clock() > store.ledger().clock() {
            self.hear(store);
        }
    }

    fn acted(&self, store: &Store) {
        if store.is_moving() {
            self.save_soon(store);
        } else {
            self.save(store);
        }
        self.refresh(store, false);
    }

    fn printed(&self, store: &Store) {
        if self.0.settled.get() {
            self.print(store, true);
        }
    }

    fn download(&self, name: &str, kind: &str, text: &str) -> bool {
        crate::hand::download(name, kind, text)
    }

    fn read_file(&self, file: &File, then: Callback<String>) {
        let Ok(reader) = FileReader::new() else {
            return;
        };
        let read = reader.clone();
        let loaded = Closure::once_into_js(move || {
            then.emit(
                read.result()
                    .ok()
                    .and_then(|text| text.as_string())
                    .unwrap_or_default(),
            );
        });
        reader.set_onloadend(Some(loaded.unchecked_ref()));
        let _ = reader.read_as_text(file);
    }

    fn leave(&self, store: &Store, book: &str) {
        crate::elsewhere::leave(&self.0.page, store.mission(), book);
    }

    fn discard(&self, key: &str) {
        self.0.chest.discard(key);
    }

    fn print_page(&self) {
        let _ = self.0.page.window().print();
    }
}

/// In milliseconds.
const SOON: i32 = 250;

/// An id that no other tab has, as far as chance can tell: 50 bits.
fn stream_id() -> String {
    let digit = |_| char::from_digit((js_sys::Math::random() * 32.0) as u32, 32);
    (0..10).filter_map(digit).collect()
}
