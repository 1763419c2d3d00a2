//! The values of a chapter in one track: declared once, computed in one topological pass.
//!
//! A mission goes in; settings go in; every named value comes out. A pass evaluates only what depends on
//! something that changed. Values at other settings are had by a [`Sweep`].

mod sweep;

pub use sweep::Sweep;

use crate::expr::{Env, Program, Slot};
use crate::mission::{ControlKind, Mission, Table};
use crate::seed::{Draws, seed};
use crate::value::Value;
use std::cell::RefCell;
use std::fmt;

/// The values of one track of a mission.
pub struct Engine {
    /// Sorted, for look-up; the slot of each name.
    names: Vec<(String, usize)>,
    /// By slot: the track, the controls, the derived values.
    values: Vec<Value>,
    /// By slot: whether it changed since the last pass.
    changed: Vec<bool>,
    /// In topological order.
    steps: Vec<Step>,
    tables: Vec<Table>,
    draws: RefCell<Draws>,
}

struct Step {
    slot: usize,
    program: Program,
    seed: u64,
}

/// Why a mission can't be evaluated. The preprocessor reports these with their places; a page that it
/// wrote has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngineError {
    /// A name is neither control, value nor table of this track.
    Unknown {
        /// The value that reads it.
        value: String,
        /// The unknown name.
        name: String,
    },
    /// Values that depend on each other, in order.
    Cycle(Vec<String>),
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Unknown { value, name } => {
                write!(f, "`{value}` reads `{name}`, which does not exist")
            }
            Self::Cycle(names) => write!(f, "values depend on each other: {}", names.join(" → ")),
        }
    }
}

impl std::error::Error for EngineError {}

impl Engine {
    /// Compiles a mission for a track and computes its values at the presets.
    ///
    /// # Errors
    /// [`EngineError`], if a name is missing or values depend on each other in a circle.
    pub fn new(mission: &Mission, track: usize) -> Result<Self, EngineError> {
        let track_id = mission
            .tracks
            .get(track)
            .map_or("", |track| track.id.as_str());
        let mut names = vec![("track".to_owned(), 0)];
        let mut values = vec![Value::Category(track_id.into())];
        for control in mission
            .controls
            .iter()
            .filter(|control| control.only.admits(track))
        {
            names.push((control.name.clone(), values.len()));
            values.push(control.preset.get(track).clone());
        }
        for (name, value) in mission.inputs() {
            names.push((name, values.len()));
            values.push(value);
        }
        let first_derived = values.len();
        let derived: Vec<_> = mission
            .values
            .iter()
            .filter(|value| value.only.admits(track))
            .collect();
        for value in &derived {
            names.push((value.name.clone(), values.len()));
            values.push(Value::Number(f64::NAN));
        }
        names.sort_unstable();

        let mut pending = Vec::with_capacity(derived.len());
        for (index, value) in derived.iter().enumerate() {
            let program = value
                .expr
                .compile(&mut |name| match slot(&names, name) {
                    Some(slot) => Some(Slot::Value(slot)),
                    None => mission
                        .tables
                        .iter()
                        .position(|table| table.name == name)
                        .map(Slot::Table),
                })
                .map_err(|name| EngineError::Unknown {
                    value: value.name.clone(),
                    name,
                })?;
            let directive = value.name.split('.').next().unwrap_or_default();
            let seed = seed(&[&mission.book, &mission.id, directive, track_id]);
            pending.push(Step {
                slot: first_derived + index,
                program,
                seed,
            });
        }
        let steps = topological(pending, first_derived).map_err(|slots| {
            EngineError::Cycle(
                slots
                    .into_iter()
                    .map(|slot| derived[slot - first_derived].name.clone())
                    .collect(),
            )
        })?;
        let mut engine = Self {
            changed: vec![true; values.len()],
            names,
            values,
            steps,
            tables: mission.tables.clone(),
            draws: RefCell::default(),
        };
        engine.pass();
        Ok(engine)
    }

    /// Changes a control or an input and recomputes what depends on it. An unknown name is ignored.
    pub fn set(&mut self, name: &str, value: Value) {
        self.set_all([(name, value)]);
    }

    /// Changes several, and recomputes once.
    pub fn set_all<N: AsRef<str>>(&mut self, values: impl IntoIterator<Item = (N, Value)>) {
        let mut any = false;
        for (name, value) in values {
            if let Some(slot) = slot(&self.names, name.as_ref())
                && !self.values[slot].identical(&value)
            {
                self.values[slot] = value;
                self.changed[slot] = true;
                any = true;
            }
        }
        if any {
            self.pass();
        }
    }

    /// The present value of a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        slot(&self.names, name).map(|slot| &self.values[slot])
    }

    /// The present number of a name; NaN if there is none.
    pub fn number(&self, name: &str) -> f64 {
        self.get(name).and_then(Value::number).unwrap_or(f64::NAN)
    }

    /// Whether a name is true; a missing one is not.
    pub fn truth(&self, name: &str) -> bool {
        self.get(name).and_then(Value::truth).unwrap_or(false)
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| name.as_str())
    }

    fn pass(&mut self) {
        for step in 0..self.steps.len() {
            self.run(step);
        }
        self.changed.fill(false);
    }

    /// Computes a step, if something that it reads has changed.
    fn run(&mut self, step: usize) {
        let step = &self.steps[step];
        if self.changed[step.slot] || step.program.slots().iter().any(|&slot| self.changed[slot]) {
            let env = Env {
                values: &self.values,
                tables: &self.tables,
                seed: step.seed,
                draws: &self.draws,
            };
            let value = step.program.eval(&env);
            // Infinity and NaN are told apart: what reads them may be different numbers.
            self.changed[step.slot] = !self.values[step.slot].identical(&value);
            self.values[step.slot] = value;
        }
    }
}

fn slot(names: &[(String, usize)], name: &str) -> Option<usize> {
    names
        .binary_search_by(|(known, _)| known.as_str().cmp(name))
        .ok()
        .map(|at| names[at].1)
}

/// Orders steps so that each comes after what it reads; the slots of a cycle if there is one.
///
/// Depth first, and without recursion: thousands of values may follow one from the other.
fn topological(pending: Vec<Step>, first: usize) -> Result<Vec<Step>, Vec<usize>> {
    let reads = |at: usize| pending[at].program.slots();
    let mut order = Vec::with_capacity(pending.len());
    // Whether a step was met, and whether it is in order.
    let mut met = vec![(false, false); pending.len()];
    // The way to a step, with how many of those that each reads have been looked at.
    let mut path: Vec<(usize, usize)> = Vec::new();
    for start in 0..pending.len() {
        if !met[start].0 {
            path.push((start, 0));
        }
        while let Some((at, looked)) = path.last_mut() {
            let at = *at;
            met[at].0 = true;
            let Some(&slot) = reads(at).get(*looked) else {
                met[at].1 = true;
                order.push(at);
                path.pop();
                continue;
            };
            *looked += 1;
            let Some(read) = slot.checked_sub(first) else {
                continue;
            };
            match met[read] {
                (false, _) => path.push((read, 0)),
                // It is on the way here, which closes a cycle.
                (true, false) => {
                    let on_path = path.iter().map(|(at, _)| at + first);
                    let mut cycle: Vec<_> = on_path.skip_while(|at| *at != slot).collect();
                    cycle.push(slot);
                    return Err(cycle);
                }
                (true, true) => {}
            }
        }
    }
    let mut pending: Vec<Option<Step>> = pending.into_iter().map(Some).collect();
    Ok(order
        .into_iter()
        .filter_map(|at| pending[at].take())
        .collect())
}

impl ControlKind {
    /// Values over all that can be set, in order: so many of a range, in equal steps or ratios, and all that
    /// the others have.
    pub fn values(&self, count: usize) -> Vec<Value> {
        match self {
            Self::Range { min, max, log, .. } => {
                let last = count.max(2) - 1;
                let value = |at: usize| {
                    let part = at as f64 / last as f64;
                    match at {
                        at if at == last => *max,
                        _ if *log => min * libm::pow(max / min, part),
                        _ => min + (max - min) * part,
                    }
                };
                (0..=last).map(|at| Value::Number(value(at))).collect()
            }
            Self::Stops { values, .. } => values.iter().copied().map(Value::Number).collect(),
            Self::Select { options } => options
                .iter()
                .map(|(id, _)| Value::Category(id.as_str().into()))
                .collect(),
            Self::Toggle => vec![Value::Truth(false), Value::Truth(true)],
        }
    }

    /// The same with the values of a linear range moved to the nearest that its slider stops at, each once.
    pub fn settings(&self, count: usize) -> Vec<Value> {
        let mut values = self.values(count);
        if let Self::Range {
            min,
            max,
            step,
            log: false,
            ..
        } = self
        {
            for value in &mut values {
                if let Value::Number(number) = value {
                    let stop = min + ((*number - min) / step).round() * step;
                    *number = stop.clamp(*min, *max);
                }
            }
            values.dedup();
        }
        values
    }

    /// The nearest value that can be set, or `None` if it is of another type or no option.
    pub fn admit(&self, value: &Value) -> Option<Value> {
        match (self, value) {
            (Self::Range { min, max, .. }, Value::Number(number)) if number.is_finite() => {
                Some(Value::Number(number.clamp(*min, *max)))
            }
            (Self::Stops { values, .. }, Value::Number(number)) if number.is_finite() => values
                .iter()
                .min_by(|a, b| (*a - number).abs().total_cmp(&(*b - number).abs()))
                .map(|nearest| Value::Number(*nearest)),
            (Self::Select { options }, Value::Category(category)) => options
                .iter()
                .any(|(id, _)| **id == **category)
                .then(|| value.clone()),
            (Self::Toggle, Value::Truth(_)) => Some(value.clone()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_controls() {
        let range = |min, max, step, log| ControlKind::Range {
            min,
            max,
            step,
            log,
            format: Default::default(),
            ends: None,
            play: None,
        };
        let numbers =
            |values: Vec<Value>| -> Vec<f64> { values.iter().filter_map(Value::number).collect() };
        assert_eq!(
            numbers(range(0.0, 1.0, 0.5, false).values(5)),
            [0.0, 0.25, 0.5, 0.75, 1.0]
        );
        assert_eq!(
            numbers(range(0.0, 1.0, 0.5, false).settings(5)),
            [0.0, 0.5, 1.0]
        );
        assert_eq!(
            numbers(range(1.0, 8.0, 1.0, false).settings(9)),
            [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
        );
        let ratios = numbers(range(0.1, 1000.0, 1.0, true).settings(5));
        for (found, expect) in ratios.iter().zip([0.1, 1.0, 10.0, 100.0, 1000.0]) {
            assert!((found / expect - 1.0).abs() < 1e-14, "{ratios:?}");
        }
        assert_eq!((ratios[0], ratios[4]), (0.1, 1000.0), "the ends are exact");
        let stops = ControlKind::Stops {
            values: vec![1.0, 8.0],
            format: Default::default(),
            play: None,
        };
        assert_eq!(numbers(stops.values(99)), [1.0, 8.0]);
    }
}
