//! One store a chapter: islands read it, a student's act goes through it, and nothing else is shared.
//!
//! An act enters through [`Store::act`], is appended to the ledger, applied to the state and to the values
//! of its track, and every subscriber is told. What belongs to a browser (the clock, the storage, the
//! document) stands behind [`Rim`].

mod former;
mod progress;
mod steps;
mod taking;

use crate::sweeps::{Request, Sweeps, Swept};
use former::Former;
use mission_model::engine::Engine;
use mission_model::ledger::{
    Act, Entry, Ledger, Moment, Pen, Readings, State, Times, TrackState, follow, last_working,
    recorded,
};
use mission_model::mission::{Mission, Readout, ValueName, Zone, zone};
use mission_model::value::Value;
use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;
use steps::Steps;
use web_sys::File;
use yew::prelude::*;

pub use progress::Tally;
pub use steps::Way;

/// What a store needs of the world around it.
pub trait Rim {
    /// Milliseconds since 1970-01-01 UTC.
    fn now(&self) -> u64;
    /// An act is about to be recorded, or the ledger to be taken along: what other tabs have done has to be known before.
    fn acting(&self, store: &Store);
    /// An act was recorded: save it, and bring the rest of the page up to date. While a slider
    /// [moves](Store::is_moving) the saving may wait; then the store is to be told to [`rest`](Store::rest), too.
    fn acted(&self, store: &Store);
    /// An island has put new text on the page, whose readouts show the values of the build.
    fn printed(&self, store: &Store);
    /// Hands the student a file, or its text to copy; says whether the file is sure to arrive.
    fn download(&self, name: &str, kind: &str, text: &str) -> bool;
    /// Reads a file that the student has chosen.
    fn read_file(&self, file: &File, then: Callback<String>);
    /// The student leaves what another book has kept where it is.
    fn leave(&self, store: &Store, book: &str);
    /// The student has a copy of what can't be read, and wants it removed.
    fn discard(&self, key: &str);
    /// Prints the page.
    fn print_page(&self);
}

/// Whether what the student did is safe.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was done yet.
    #[default]
    Untouched,
    /// The browser has stored the last act.
    Saved,
    /// The browser refused, for a reason in words.
    Failed(String),
}

/// Something in the storage that can't be read. It stays as it is until the student has a copy and says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Where it is stored.
    pub key: String,
    /// What it is.
    pub text: String,
    /// Why it can't be read, in words.
    pub reason: String,
    /// Whether it is of a later version of this software, which can read it.
    pub newer: bool,
    /// Whether a copy was handed out.
    pub handed: bool,
}

/// How far an island is. Written to `data-state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IslandState {
    /// Something has to be done first.
    Locked,
    /// Can be worked with.
    Open,
    /// Has been answered.
    Done,
    /// Something is broken, by what was set.
    Failed,
}

/// The state of a chapter's page. Cheap to clone; clones are one store.
#[derive(Clone)]
pub struct Store(Rc<Inner>);

struct Inner {
    mission: Rc<Mission>,
    ledger: RefCell<Ledger>,
    /// What this page adds to the ledger.
    pen: RefCell<Pen>,
    state: RefCell<State>,
    /// By track, made when first needed.
    engines: Vec<RefCell<Option<Engine>>>,
    /// What instruments have swept over.
    sweeps: RefCell<Sweeps>,
    /// Whether the page is alive. Until then nothing is kept back.
    live: Cell<bool>,
    /// See [`Store::is_moving`].
    moving: Cell<bool>,
    saving: RefCell<Saving>,
    unread: RefCell<Vec<Unread>>,
    /// The acts that do not fit the chapter, in words.
    unfit: RefCell<Vec<String>>,
    /// How long was worked.
    times: RefCell<Times>,
    /// See [`Way`].
    steps: RefCell<Steps>,
    former: RefCell<Former>,
    rim: RefCell<Option<Rc<dyn Rim>>>,
    subscribers: RefCell<Vec<(usize, Callback<()>)>>,
    next_subscriber: Cell<usize>,
}

impl PartialEq for Store {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Store {
    /// A store before the first act, without a rim.
    pub fn new(mission: Mission) -> Self {
        Self::of(Rc::new(mission))
    }

    /// Another store of the same chapter, before the first act.
    pub(crate) fn another(&self) -> Self {
        Self::of(Rc::clone(&self.0.mission))
    }

    fn of(mission: Rc<Mission>) -> Self {
        Self(Rc::new(Inner {
            ledger: RefCell::new(Ledger::new(&mission)),
            pen: RefCell::default(),
            state: RefCell::new(State::new(&mission)),
            engines: mission.tracks.iter().map(|_| RefCell::default()).collect(),
            mission,
            sweeps: RefCell::default(),
            live: Cell::default(),
            moving: Cell::default(),
            saving: RefCell::default(),
            unread: RefCell::default(),
            unfit: RefCell::default(),
            times: RefCell::default(),
            steps: RefCell::default(),
            former: RefCell::default(),
            rim: RefCell::default(),
            subscribers: RefCell::default(),
            next_subscriber: Cell::default(),
        }))
    }

    /// Connects the store to the world around it.
    pub fn set_rim(&self, rim: Rc<dyn Rim>) {
        *self.0.rim.borrow_mut() = Some(rim);
    }

    fn rim(&self) -> Option<Rc<dyn Rim>> {
        self.0.rim.borrow().clone()
    }

    /// The chapter.
    pub fn mission(&self) -> &Mission {
        &self.0.mission
    }

    /// What was done so far.
    pub fn ledger(&self) -> Ref<'_, Ledger> {
        self.0.ledger.borrow()
    }

    /// The chosen track. Where there is but one, it need not be chosen.
    pub fn chosen(&self) -> Option<usize> {
        self.0
            .state
            .borrow()
            .track
            .or_else(|| (self.0.mission.tracks.len() == 1).then_some(0))
    }

    /// The track that is shown: the chosen one, or the first.
    pub fn track(&self) -> usize {
        self.chosen().unwrap_or(0)
    }

    /// Reads what was done in the shown track.
    pub fn with_state<T>(&self, read: impl FnOnce(&TrackState) -> T) -> T {
        let state = self.0.state.borrow();
        match state.tracks.get(self.track()) {
            Some(track) => read(track),
            None => read(&TrackState::default()),
        }
    }

    /// Reads the values of the shown track. A mission that can't be evaluated has none; the preprocessor
    /// lets no such mission pass.
    fn with_engine<T: Default>(&self, track: usize, read: impl FnOnce(&mut Engine) -> T) -> T {
        let Some(slot) = self.0.engines.get(track) else {
            return T::default();
        };
        let mut slot = slot.borrow_mut();
        if slot.is_none() {
            let engine = Engine::new(&self.0.mission, track).ok().map(|mut engine| {
                let state = self.0.state.borrow();
                for (name, value) in &state.tracks[track].settings {
                    engine.set(name, value.clone());
                }
                if self.0.live.get() {
                    follow(&self.0.mission, &state.tracks[track], &mut engine);
                }
                engine
            });
            *slot = engine;
        }
        slot.as_mut().map(read).unwrap_or_default()
    }

    /// The value of a name in the shown track.
    pub fn value(&self, name: &str) -> Option<Value> {
        self.with_engine(self.track(), |engine| engine.get(name).cloned())
    }

    /// The number of a name; NaN if it has none.
    pub fn number(&self, name: &str) -> f64 {
        let number = self.with_engine(self.track(), |engine| Some(engine.number(name)));
        number.unwrap_or(f64::NAN)
    }

    /// The numbers of names, in order; NaN where a name has none.
    pub fn numbers<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Vec<f64> {
        self.with_engine(self.track(), |engine| {
            names.into_iter().map(|name| engine.number(name)).collect()
        })
    }

    /// The numbers of a series; none if the name has none.
    pub fn series(&self, name: &str) -> Vec<f64> {
        self.value(name)
            .and_then(|value| value.series().map(<[f64]>::to_vec))
            .unwrap_or_default()
    }

    /// Whether a name is true.
    pub fn truth(&self, name: &str) -> bool {
        self.with_engine(self.track(), |engine| engine.truth(name))
    }

    /// The zone of a number at present, by index.
    pub(crate) fn zone(&self, zones: &[Zone], number: f64) -> Option<usize> {
        zone(zones, number, &|name| self.number(name))
    }

    /// Numbers at all settings of some controls, for an instrument of the shown track.
    pub(crate) fn sweep(
        &self,
        instrument: &str,
        over: Vec<(&str, Vec<Value>)>,
        names: Vec<&str>,
    ) -> Swept {
        let key = (self.track(), instrument.to_owned());
        self.with_engine(self.track(), |engine| {
            let request = Request { key, over, names };
            self.0.sweeps.borrow_mut().get(engine, request)
        })
    }

    /// What each readout of the chapter prints now, by index; one of a moment prints what was read then.
    pub fn readouts(&self) -> Vec<f64> {
        let readouts = &self.0.mission.readouts;
        let names = readouts.iter().map(|readout| readout.value.as_str());
        let mut numbers = self.numbers(names);
        self.with_state(|state| {
            for (number, readout) in numbers.iter_mut().zip(readouts) {
                if let Some(at) = &readout.at {
                    let moment = state.moment(at);
                    *number = moment.map_or(f64::NAN, |moment| moment.number(&readout.value));
                }
            }
        });
        numbers
    }

    /// A text with the numbers that its readouts print now.
    pub(crate) fn text_now(&self, html: &str) -> String {
        let number = |readout: &Readout| match &readout.at {
            None => self.number(&readout.value),
            Some(at) => self.with_state(|state| {
                let moment = state.moment(at);
                moment.map_or(f64::NAN, |moment| moment.number(&readout.value))
            }),
        };
        self.0.mission.printed(html, number)
    }

    /// A text with the numbers of a moment.
    pub(crate) fn text_then(&self, html: &str, moment: &Moment) -> String {
        self.with_state(|state| {
            let number = |readout: &Readout| state.printed_at(moment, readout);
            self.0.mission.printed(html, number)
        })
    }

    /// Names with their present values.
    pub fn readings(&self, names: &[ValueName]) -> Readings {
        names
            .iter()
            .filter_map(|name| Some((name.clone(), self.value(name)?)))
            .collect()
    }

    /// Whether what the student did is safe.
    pub fn saving(&self) -> Saving {
        self.0.saving.borrow().clone()
    }

    /// Says whether what the student did is safe.
    pub fn set_saving(&self, saving: Saving) {
        if *self.0.saving.borrow() != saving {
            *self.0.saving.borrow_mut() = saving;
            self.notify();
        }
    }

    /// How long was worked, in milliseconds, by part.
    pub fn time_by_part(&self) -> Vec<u64> {
        self.0.times.borrow().spent.clone()
    }

    /// Chooses a track.
    pub fn choose(&self, track: usize) {
        self.record(track, Act::Choose);
    }

    /// Records an act in the chosen track. Before a track is chosen nothing can be done.
    pub fn act(&self, act: Act) {
        if let Some(track) = self.chosen() {
            self.record(track, act);
        }
    }

    /// What other tabs have done has to be known before anything is done with the ledger.
    fn know_all(&self) {
        if let Some(rim) = self.rim() {
            rim.acting(self);
        }
    }

    fn record(&self, track: usize, act: Act) {
        self.know_all();
        if self.is_possible(track, &act) {
            if let Act::Set { control, .. } = &act {
                self.remember(track, control);
            }
            self.append(track, act, true);
            self.recorded();
        }
    }

    /// Something was recorded: what follows from it is recorded, too, and everyone is told.
    fn recorded(&self) {
        // A reveal may wait for a goal.
        let mut met = self.newly_met();
        while !met.is_empty() {
            for act in met {
                self.append(self.track(), act, true);
            }
            met = self.newly_met();
        }
        if let Some(rim) = self.rim() {
            let is_set = |entry: &Entry| matches!(entry.act, Act::Set { .. });
            let moving = self.ledger().entries.last().is_some_and(is_set);
            self.0.moving.set(moving);
            rim.acted(self);
        }
        self.notify();
    }

    /// Whether a slider is being drawn: from a step of it until the rim lets the hand [`rest`](Self::rest).
    pub fn is_moving(&self) -> bool {
        self.0.moving.get()
    }

    /// The hand rests: what has waited for it is drawn.
    pub fn rest(&self) {
        if self.0.moving.take() {
            self.notify();
        }
    }

    /// `drawn` lets a slider's next position replace the one before it.
    fn append(&self, track: usize, act: Act, drawn: bool) {
        let at = self.rim().map_or(0, |rim| rim.now());
        let mut entry = Entry::new(at, self.0.mission.tracks[track].id.clone(), act);
        // Another tab may have set something since the island was drawn.
        entry
            .act
            .read_again(|name| self.with_engine(track, |engine| engine.get(name).cloned()));
        if let Act::Set { control, value } = &mut entry.act {
            let control = self.0.mission.control(control, track);
            if let Some(admitted) = control.and_then(|control| control.kind.admit(value)) {
                *value = admitted;
            }
        }
        if matches!(entry.act, Act::Predict { .. }) || entry.act.readings().is_some() {
            entry.outcome = self.with_engine(track, |engine| {
                let state = self.0.state.borrow();
                Some(recorded(&self.0.mission, &state, engine, &entry))
            });
        }
        let before = self.broken(track);
        self.0.state.borrow_mut().apply(&self.0.mission, &entry);
        self.follow(&entry);
        let broken = self.broken(track);
        let breaks = self.newly_broken(track, &before, &broken);
        // The last setting that worked stays in the ledger, though the slider was drawn on from there.
        let drawn = drawn && breaks.is_empty();
        let mut ledger = self.0.ledger.borrow_mut();
        self.0.pen.borrow_mut().write(&mut ledger, entry, drawn);
        if let Some(entry) = ledger.entries.last() {
            self.0.times.borrow_mut().add(&self.0.mission, entry);
        }
        drop(ledger);
        for act in breaks {
            self.append(track, act, false);
        }
    }

    /// Sets the controls of a bench back to where they stood when nothing on it was broken.
    pub fn set_back(&self, bench: &str) {
        self.know_all();
        let Some(track) = self.chosen() else { return };
        let settings = last_working(&self.0.mission, &self.ledger(), track, bench);
        self.leave(track, bench);
        self.set_all(track, settings);
    }

    /// Brings the values up to date after an entry.
    fn follow(&self, entry: &Entry) {
        let Some(track) = self.0.mission.track(&entry.track) else {
            return;
        };
        if matches!(entry.act, Act::Reset { .. }) {
            *self.0.engines[track].borrow_mut() = None;
            return;
        }
        // The engine may be made here, from the state that has the entry already.
        self.with_engine(track, |engine| {
            let state = self.0.state.borrow();
            if let Act::Set { control, .. } = &entry.act
                && let Some(value) = state.tracks[track].settings.get(control)
            {
                engine.set(control, value.clone());
            }
            follow(&self.0.mission, &state.tracks[track], engine);
        });
    }

    /// Brings the store alive, with what was stored. What is done from now on is of the stream with this id.
    pub fn start(&self, ledger: Ledger, stream: String) {
        self.0.live.set(true);
        let mut pen = Pen::new(stream, self.0.mission.edition.clone());
        pen.meet(&ledger, &ledger.entries);
        *self.0.pen.borrow_mut() = pen;
        *self.0.ledger.borrow_mut() = Ledger {
            edition: self.0.mission.edition.clone(),
            ..ledger
        };
        self.fold();
        self.renew();
    }

    /// Whether the page is alive.
    pub fn is_live(&self) -> bool {
        self.0.live.get()
    }

    /// Takes over the acts of another ledger of this chapter, and keeps them; says how many are new.
    pub fn take_in(&self, other: &Ledger) -> usize {
        self.know_all();
        let new = self.hear(other);
        let count = new.len();
        if count > 0 {
            self.0.pen.borrow_mut().keep(new);
        }
        count
    }

    /// Takes over the acts of another ledger of this chapter, which is stored; gives those that are new.
    pub fn hear(&self, other: &Ledger) -> Vec<Entry> {
        let before = self.ledger().entries.len();
        let merged = self.0.ledger.borrow_mut().merge(other);
        self.0.pen.borrow_mut().meet(&self.ledger(), &merged.new);
        if merged.from == before {
            // What comes last changes nothing of what was before.
            let mut state = self.0.state.borrow_mut();
            for entry in &self.ledger().entries[before..] {
                if !state.apply(&self.0.mission, entry) {
                    self.0.unfit.borrow_mut().push(entry.act.words());
                }
            }
        } else {
            self.fold();
        }
        self.renew();
        merged.new
    }

    /// Stores what was written and not yet stored: by number of the chunk in this page's stream.
    ///
    /// # Errors
    /// What `store` says; then it is tried again the next time.
    pub fn store<E>(
        &self,
        store: impl FnMut(&str, usize, &[Entry]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut pen = self.0.pen.borrow_mut();
        let stream = pen.stream().to_owned();
        let mut store = store;
        pen.store(|number, entries| store(&stream, number, entries))
    }

    /// Shows a state in a track, as it was at some time.
    pub(crate) fn show(&self, state: &State, track: usize) {
        *self.0.state.borrow_mut() = State {
            track: Some(track),
            ..state.clone()
        };
        self.0.live.set(true);
        self.renew();
    }

    /// What the ledger amounts to, from its first act.
    fn fold(&self) {
        let ledger = self.ledger();
        let (state, unfit) = State::with_unfit(&self.0.mission, &ledger);
        *self.0.state.borrow_mut() = state;
        *self.0.unfit.borrow_mut() = unfit.iter().map(|entry| entry.act.words()).collect();
    }

    /// The acts that do not fit the chapter, in words.
    pub(crate) fn unfit(&self) -> Vec<String> {
        self.0.unfit.borrow().clone()
    }

    /// The state is another one.
    fn renew(&self) {
        let mut times = Times::new(&self.0.mission);
        for entry in &self.ledger().entries {
            times.add(&self.0.mission, entry);
        }
        *self.0.times.borrow_mut() = times;
        for engine in &self.0.engines {
            *engine.borrow_mut() = None;
        }
        self.notify();
    }

    /// Stores what has come from elsewhere, and brings the rest of the page up to date.
    pub fn keep(&self) {
        if let Some(rim) = self.rim() {
            rim.acted(self);
            rim.printed(self);
        }
        self.notify();
    }

    /// Tells the rim that new text is on the page.
    pub(crate) fn printed(&self) {
        if let Some(rim) = self.rim() {
            rim.printed(self);
        }
    }

    fn notify(&self) {
        let subscribers: Vec<_> = self
            .0
            .subscribers
            .borrow()
            .iter()
            .map(|(_, tell)| tell.clone())
            .collect();
        for tell in subscribers {
            tell.emit(());
        }
    }

    pub(crate) fn subscribe(&self, tell: Callback<()>) -> usize {
        let id = self.0.next_subscriber.get();
        self.0.next_subscriber.set(id + 1);
        self.0.subscribers.borrow_mut().push((id, tell));
        id
    }

    pub(crate) fn unsubscribe(&self, id: usize) {
        self.0
            .subscribers
            .borrow_mut()
            .retain(|(other, _)| *other != id);
    }
}

impl IslandState {
    /// As written in `data-state`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Open => "open",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}
