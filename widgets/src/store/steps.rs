//! The way back: what a hand has set on a bench, step by step, in this visit. Each way back is an act like any other.

use super::Store;
use mission_model::ledger::Act;
use mission_model::mission::{Kind, ValueName};
use mission_model::value::Value;

/// The settings of a bench.
type Settings = Vec<(ValueName, Value)>;

/// Where the hand has been, by bench and track.
#[derive(Default)]
pub(super) struct Steps(Vec<Bench>);

struct Bench {
    island: String,
    track: usize,
    past: Vec<Settings>,
    future: Vec<Settings>,
    /// The control that is being moved: its steps are one.
    moved: Option<ValueName>,
}

/// How far back a hand can go.
const MOST: usize = 100;

/// A way for a hand that slipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To what was set before.
    Undo,
    /// To what was set before that was undone.
    Redo,
    /// To the presets.
    Presets,
}

impl Steps {
    fn of(&mut self, island: &str, track: usize) -> &mut Bench {
        let mut known = self.0.iter();
        let at = known.position(|bench| bench.island == island && bench.track == track);
        let at = at.unwrap_or_else(|| {
            self.0.push(Bench {
                island: island.to_owned(),
                track,
                past: Vec::new(),
                future: Vec::new(),
                moved: None,
            });
            self.0.len() - 1
        });
        &mut self.0[at]
    }
}

impl Bench {
    /// Goes on from settings, by a new way.
    fn leave(&mut self, settings: Settings) {
        self.past.push(settings);
        if self.past.len() > MOST {
            self.past.remove(0);
        }
        self.future.clear();
        self.moved = None;
    }
}

impl Store {
    /// Remembers how a bench is set, before a control of it is. The steps of a slider that is being moved are one.
    pub(super) fn remember(&self, track: usize, control: &str) {
        let island = control.split('.').next().unwrap_or_default();
        let mut steps = self.0.steps.borrow_mut();
        let bench = steps.of(island, track);
        if self.is_moving() && bench.moved.as_deref() == Some(control) {
            return;
        }
        bench.leave(self.settings(island, track));
        bench.moved = Some(control.to_owned());
    }

    /// Remembers how a bench is set, before it is set anew as a whole.
    pub(super) fn leave(&self, track: usize, island: &str) {
        let now = self.settings(island, track);
        self.0.steps.borrow_mut().of(island, track).leave(now);
    }

    /// Whether a way leads anywhere, in the shown track.
    pub fn leads(&self, island: &str, way: Way) -> bool {
        let track = self.track();
        let mut steps = self.0.steps.borrow_mut();
        let bench = steps.of(island, track);
        match way {
            Way::Undo => !bench.past.is_empty(),
            Way::Redo => !bench.future.is_empty(),
            Way::Presets => self.presets(island, track) != self.settings(island, track),
        }
    }

    /// Goes a way.
    pub fn go(&self, island: &str, way: Way) {
        self.know_all();
        let Some(track) = self.chosen() else { return };
        let now = self.settings(island, track);
        let mut steps = self.0.steps.borrow_mut();
        let bench = steps.of(island, track);
        let to = match way {
            Way::Undo => {
                // A hand that set what was set already has done nothing.
                while bench.past.last() == Some(&now) {
                    bench.past.pop();
                }
                bench.past.pop().inspect(|_| bench.future.push(now))
            }
            Way::Redo => bench.future.pop().inspect(|_| bench.past.push(now)),
            Way::Presets => {
                bench.leave(now);
                Some(self.presets(island, track))
            }
        };
        bench.moved = None;
        drop(steps);
        if let Some(settings) = to {
            self.set_all(track, settings);
        }
    }

    /// Sets several controls at once: what stands between is nobody's setting.
    pub(super) fn set_all(&self, track: usize, settings: Settings) {
        let changed = settings
            .into_iter()
            .filter(|(name, value)| self.value(name).as_ref() != Some(value));
        let acts: Vec<Act> = changed
            .map(|(control, value)| Act::Set { control, value })
            .collect();
        for act in acts {
            self.append(track, act, false);
        }
        self.recorded();
    }

    fn controls(&self, island: &str) -> impl Iterator<Item = &ValueName> {
        let island = self.mission().island(island);
        let bench = island.and_then(|island| match &island.kind {
            Kind::Bench(bench) => Some(bench),
            _ => None,
        });
        bench.into_iter().flat_map(|bench| bench.all_controls())
    }

    fn settings(&self, island: &str, track: usize) -> Settings {
        self.with_engine(track, |engine| {
            let value = |name: &ValueName| Some((name.clone(), engine.get(name)?.clone()));
            self.controls(island).filter_map(value).collect()
        })
    }

    fn presets(&self, island: &str, track: usize) -> Settings {
        let preset = |name: &ValueName| {
            let control = self.mission().control(name, track)?;
            Some((name.clone(), control.preset.get(track).clone()))
        };
        self.controls(island).filter_map(preset).collect()
    }
}
