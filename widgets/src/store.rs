//! One store a chapter: islands read it, a student's act goes through it, and nothing else is shared.
//!
//! An act enters through [`Store::act`], is appended to the ledger, applied to the state and to the values
//! of its track, and every subscriber is told. What belongs to a browser (the clock, the storage, the
//! document) stands behind [`Rim`].

use mission_model::engine::Engine;
use mission_model::ledger::{Act, Entry, Ledger, Readings, State, TrackState};
use mission_model::mission::{Kind, Mission, ValueName};
use mission_model::value::Value;
use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;
use yew::prelude::*;

/// What a store needs of the world around it.
pub trait Rim {
    /// Milliseconds since 1970-01-01 UTC.
    fn now(&self) -> u64;
    /// An act was recorded: save it, and bring the rest of the page up to date.
    fn acted(&self, store: &Store);
    /// An island has put new text on the page, whose readouts show the values of the build.
    fn printed(&self, store: &Store);
    /// Hands the student a copy of the ledger.
    fn export(&self, store: &Store);
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

/// How far an island is. Written to `data-state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IslandState {
    /// Something has to be done first.
    Locked,
    /// Can be worked with.
    Open,
    /// Has been answered.
    Done,
}

/// The state of a chapter's page. Cheap to clone; clones are one store.
#[derive(Clone)]
pub struct Store(Rc<Inner>);

struct Inner {
    mission: Mission,
    ledger: RefCell<Ledger>,
    state: RefCell<State>,
    /// By track, made when first needed.
    engines: Vec<RefCell<Option<Engine>>>,
    saving: RefCell<Saving>,
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
        Self(Rc::new(Inner {
            ledger: RefCell::new(Ledger::new(&mission)),
            state: RefCell::new(State::new(&mission)),
            engines: mission.tracks.iter().map(|_| RefCell::default()).collect(),
            mission,
            saving: RefCell::default(),
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
                for (name, value) in &self.0.state.borrow().tracks[track].settings {
                    engine.set(name, value.clone());
                }
                engine
            });
            *slot = engine;
        }
        slot.as_mut().map(read).unwrap_or_default()
    }

    /// Reads the values of the shown track.
    pub(crate) fn with_values<T: Default>(&self, read: impl FnOnce(&Engine) -> T) -> T {
        self.with_engine(self.track(), |engine| read(engine))
    }

    /// The value of a name in the shown track.
    pub fn value(&self, name: &str) -> Option<Value> {
        self.with_engine(self.track(), |engine| engine.get(name).cloned())
    }

    /// The number of a name; NaN if it has none.
    pub fn number(&self, name: &str) -> f64 {
        self.value(name)
            .and_then(|value| value.number())
            .unwrap_or(f64::NAN)
    }

    /// Whether a name is true.
    pub fn truth(&self, name: &str) -> bool {
        self.value(name)
            .and_then(|value| value.truth())
            .unwrap_or(false)
    }

    /// Names with their present values.
    pub fn readings(&self, names: &[ValueName]) -> Readings {
        names
            .iter()
            .filter_map(|name| Some((name.clone(), self.value(name)?)))
            .collect()
    }

    /// Whether a lock is answered in a track.
    pub fn is_answered(&self, track: usize, lock: &str) -> bool {
        let state = self.0.state.borrow();
        state
            .tracks
            .get(track)
            .is_some_and(|track| track.predictions.contains_key(lock))
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

    fn record(&self, track: usize, act: Act) {
        self.append(track, act);
        for reveal in self.newly_met() {
            self.append(self.track(), reveal);
        }
        if let Some(rim) = self.rim() {
            rim.acted(self);
        }
        self.notify();
    }

    fn append(&self, track: usize, act: Act) {
        let at = self.rim().map_or(0, |rim| rim.now());
        let entry = Entry {
            at,
            track: self.0.mission.tracks[track].id.clone(),
            act,
        };
        self.0.state.borrow_mut().apply(&self.0.mission, &entry);
        self.follow(&entry);
        self.0.ledger.borrow_mut().push(entry);
    }

    /// Brings the values up to date after an entry.
    fn follow(&self, entry: &Entry) {
        if let (Act::Set { control, .. }, Some(track)) =
            (&entry.act, self.0.mission.track(&entry.track))
        {
            let value = self.0.state.borrow().tracks[track]
                .settings
                .get(control)
                .cloned();
            if let Some(value) = value {
                self.with_engine(track, |engine| engine.set(control, value));
            }
        }
    }

    /// The reveals whose lock is answered and whose condition holds now for the first time.
    fn newly_met(&self) -> Vec<Act> {
        let mut met = Vec::new();
        for island in &self.0.mission.islands {
            if let Kind::Reveal(reveal) = &island.kind
                && self.with_state(|state| {
                    state.predictions.contains_key(&reveal.lock)
                        && !state.reveals.contains_key(&island.id)
                })
                && reveal.when.as_ref().is_none_or(|when| self.truth(when))
            {
                met.push(Act::Reveal {
                    reveal: island.id.clone(),
                    readings: self.readings(&reveal.readings),
                });
            }
        }
        met
    }

    /// Takes over a ledger from the storage.
    pub fn restore(&self, ledger: Ledger) {
        *self.0.state.borrow_mut() = State::of(&self.0.mission, &ledger);
        for engine in &self.0.engines {
            *engine.borrow_mut() = None;
        }
        *self.0.ledger.borrow_mut() = ledger;
        self.notify();
    }

    /// How far an island is.
    pub fn island_state(&self, index: usize) -> IslandState {
        let Some(island) = self.0.mission.islands.get(index) else {
            return IslandState::Locked;
        };
        let done = self.with_state(|state| match &island.kind {
            Kind::Chapter => self.chosen().is_some(),
            Kind::Lock(_) => state.predictions.contains_key(&island.id),
            Kind::Reveal(_) => state.reveals.contains_key(&island.id),
            Kind::Reflect(_) => state.commits.contains_key(&island.id),
            Kind::Bench(_) | Kind::Math(_) => false,
        });
        let locked = match &island.kind {
            Kind::Chapter => false,
            Kind::Reveal(_) => true,
            _ => self.chosen().is_none(),
        };
        match (done, locked) {
            (true, _) => IslandState::Done,
            (false, true) => IslandState::Locked,
            (false, false) => IslandState::Open,
        }
    }

    /// Tells the rim that new text is on the page.
    pub(crate) fn printed(&self) {
        if let Some(rim) = self.rim() {
            rim.printed(self);
        }
    }

    /// Hands the student a copy of the ledger.
    pub fn export(&self) {
        if let Some(rim) = self.rim() {
            rim.export(self);
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
        }
    }
}
