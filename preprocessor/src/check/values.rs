//! The values of one track, to be computed at many settings.
//!
//! An engine computes everything that depends on a change. Here only what is asked for is computed, and what
//! is no number can be followed to where it comes from.

use mission_model::Mission;
use mission_model::expr::trace::{Origin, Trace};
use mission_model::expr::{Env, Program, Slot};
use mission_model::mission::{Control, Table};
use mission_model::seed::{Draws, seed};
use mission_model::value::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

/// See the [module](self).
pub struct Values<'m> {
    /// The index of the track.
    pub track: usize,
    /// What can be set: controls, and what a student does.
    pub knobs: Vec<Knob<'m>>,
    slots: HashMap<String, usize>,
    /// By slot, at the presets.
    presets: Vec<Value>,
    /// In an order in which each comes after what it reads.
    steps: Vec<Step>,
    /// By slot: the step that computes it.
    step_of: Vec<Option<usize>>,
    tables: &'m [Table],
    draws: RefCell<Draws>,
    /// What is dear, by step and by the bits of what it depends on.
    kept: RefCell<HashMap<(usize, Vec<u64>), Value>>,
}

/// Something that can be set.
pub struct Knob<'m> {
    /// Its full name.
    pub name: String,
    /// The control; `None` for what follows from what a student did.
    pub control: Option<&'m Control>,
    /// What it is set to at first.
    pub preset: Value,
}

/// A value.
pub struct Step {
    slot: usize,
    /// Its index in `mission.values`.
    pub value: usize,
    /// The knobs that it depends on, in ascending order.
    pub knobs: Vec<usize>,
    /// The steps that it reads.
    reads: Vec<usize>,
    program: Program,
    trace: Trace,
    seed: u64,
}

/// Where a value that is no number comes from.
#[derive(Debug, PartialEq)]
pub struct Fault {
    /// The index in `mission.values` of the value whose expression it is.
    pub value: usize,
    /// The part of the expression.
    pub part: Range<usize>,
    /// The knobs that the value depends on.
    pub knobs: Vec<usize>,
    /// Whether it is compared, rather than shown.
    pub compared: bool,
}

impl<'m> Values<'m> {
    /// `None` if the mission isn't sound.
    pub fn new(mission: &'m Mission, track: usize) -> Option<Self> {
        let track_id = mission.tracks.get(track)?.id.as_str();
        let mut slots = HashMap::from([("track".to_owned(), 0)]);
        let mut presets = vec![Value::Category(track_id.into())];
        let mut knobs = Vec::new();
        let controls = mission
            .controls
            .iter()
            .filter(|control| control.only.admits(track))
            .map(|control| {
                let preset = control.preset.get(track).clone();
                (control.name.clone(), Some(control), preset)
            });
        let inputs = mission.inputs().map(|(name, value)| (name, None, value));
        for (name, control, preset) in controls.chain(inputs) {
            let slot = presets.len();
            slots.insert(name.clone(), slot);
            presets.push(preset.clone());
            // By slot they follow the track.
            knobs.push(Knob {
                name,
                control,
                preset,
            });
        }
        let derived = mission.values.iter().enumerate();
        let derived: Vec<_> = derived
            .filter(|(_, value)| value.only.admits(track))
            .collect();
        for (_, value) in &derived {
            slots.insert(value.name.clone(), presets.len());
            presets.push(Value::Number(f64::NAN));
        }
        let mut resolve = |name: &str| match slots.get(name) {
            Some(slot) => Some(Slot::Value(*slot)),
            None => {
                let table = mission.tables.iter().position(|table| table.name == name);
                table.map(Slot::Table)
            }
        };
        let mut pending = Vec::with_capacity(derived.len());
        for (index, value) in &derived {
            let directive = value.name.split('.').next().unwrap_or_default();
            pending.push(Step {
                slot: slots[&value.name],
                value: *index,
                knobs: Vec::new(),
                reads: Vec::new(),
                program: value.expr.compile(&mut resolve).ok()?,
                trace: value.expr.trace(&mut resolve).ok()?,
                seed: seed(&[&mission.book, &mission.id, directive, track_id]),
            });
        }
        let mut values = Self {
            track,
            knobs,
            slots,
            step_of: vec![None; presets.len()],
            presets,
            steps: Vec::new(),
            tables: &mission.tables,
            draws: RefCell::default(),
            kept: RefCell::default(),
        };
        values.order(pending);
        let all: Vec<usize> = (0..values.steps.len()).collect();
        let mut presets = std::mem::take(&mut values.presets);
        values.compute(&mut presets, &all);
        values.presets = presets;
        Some(values)
    }

    /// Puts steps in order. That no value reads itself has been checked.
    fn order(&mut self, mut pending: Vec<Step>) {
        // The track, the knobs, then what is computed.
        let given = self.knobs.len() + 1;
        while !pending.is_empty() {
            let known = |slot: &usize| *slot < given || self.step_of[*slot].is_some();
            let (ready, rest): (Vec<Step>, Vec<Step>) = pending
                .into_iter()
                .partition(|step| step.program.slots().iter().all(known));
            if ready.is_empty() {
                return;
            }
            for mut step in ready {
                for slot in step.program.slots() {
                    if let Some(read) = self.step_of[*slot] {
                        step.reads.push(read);
                        step.knobs.extend(&self.steps[read].knobs);
                    } else if *slot > 0 {
                        step.knobs.push(slot - 1);
                    }
                }
                step.knobs.sort_unstable();
                step.knobs.dedup();
                self.step_of[step.slot] = Some(self.steps.len());
                self.steps.push(step);
            }
            pending = rest;
        }
    }

    /// The steps, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The step that computes a name.
    pub fn step(&self, name: &str) -> Option<usize> {
        self.step_of[*self.slots.get(name)?]
    }

    /// The knobs that a name depends on: itself, if it is one.
    pub fn knobs_of(&self, name: &str) -> Vec<usize> {
        let knob = self.knobs.iter().position(|knob| knob.name == name);
        match (knob, self.step(name)) {
            (Some(knob), _) => vec![knob],
            (None, Some(step)) => self.steps[step].knobs.clone(),
            (None, None) => Vec::new(),
        }
    }

    /// A name's value among some.
    pub fn get<'v>(&self, values: &'v [Value], name: &str) -> Option<&'v Value> {
        values.get(*self.slots.get(name)?)
    }

    /// The values at the presets.
    pub fn presets(&self) -> &[Value] {
        &self.presets
    }

    /// These steps and all that they read, in order.
    pub fn closure(&self, of: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let mut needed = vec![false; self.steps.len()];
        for step in of {
            needed[step] = true;
        }
        for step in (0..needed.len()).rev() {
            if needed[step] {
                for read in &self.steps[step].reads {
                    needed[*read] = true;
                }
            }
        }
        (0..needed.len()).filter(|step| needed[*step]).collect()
    }

    /// Computes steps, which are in order, with what is set among the values.
    pub fn compute(&self, values: &mut [Value], steps: &[usize]) {
        for index in steps {
            let step = &self.steps[*index];
            let value = match step.trace.is_long() {
                true => self.once(values, *index),
                false => step.program.eval(&self.env(values, step)),
            };
            values[step.slot] = value;
        }
    }

    /// What takes long is computed once for each setting of the knobs that it depends on.
    fn once(&self, values: &[Value], index: usize) -> Value {
        let step = &self.steps[index];
        let bits = step.knobs.iter().map(|knob| match &values[knob + 1] {
            Value::Number(number) => number.to_bits(),
            Value::Truth(truth) => u64::from(*truth),
            Value::Category(category) => seed(&[category]),
            Value::Series(_) => 0,
        });
        let key = (index, bits.collect());
        if let Some(known) = self.kept.borrow().get(&key) {
            return known.clone();
        }
        let value = step.program.eval(&self.env(values, step));
        self.kept.borrow_mut().insert(key, value.clone());
        value
    }

    /// Whether computing these steps takes long.
    pub fn takes_long(&self, steps: &[usize]) -> bool {
        steps.iter().any(|step| self.steps[*step].trace.is_long())
    }

    /// Sets a knob among some values.
    pub fn set(&self, values: &mut [Value], knob: usize, value: Value) {
        values[knob + 1] = value;
    }

    fn env<'v>(&'v self, values: &'v [Value], step: &Step) -> Env<'v> {
        Env {
            values,
            tables: self.tables,
            seed: step.seed,
            draws: &self.draws,
        }
    }

    /// Why a step is no number, if it is shown and that is not meant; or what it compares.
    pub fn fault(&self, values: &[Value], step: usize, shown: bool) -> Option<Fault> {
        let trace = &self.steps[step].trace;
        let env = self.env(values, &self.steps[step]);
        let is_number = match &values[self.steps[step].slot] {
            Value::Number(number) => number.is_finite(),
            Value::Series(series) => series.iter().all(|item| item.is_finite()),
            _ => true,
        };
        if shown && !is_number {
            return self.follow(values, step, trace.origins(&env), false);
        }
        if trace.compares() {
            return self.follow(values, step, trace.compared(&env), true);
        }
        None
    }

    /// The first of the origins, followed through the values that are read; `None` if one of them is meant, or
    /// follows from what a student has not done yet.
    fn follow(
        &self,
        values: &[Value],
        step: usize,
        origins: Vec<Origin>,
        compared: bool,
    ) -> Option<Fault> {
        let mut first = None;
        for origin in origins {
            let fault = match origin {
                Origin::Meant => return None,
                Origin::Here(part) => Fault {
                    value: self.steps[step].value,
                    part,
                    knobs: self.steps[step].knobs.clone(),
                    compared,
                },
                Origin::Value(slot) => {
                    let read = self.step_of[slot]?;
                    let origins = self.steps[read]
                        .trace
                        .origins(&self.env(values, &self.steps[read]));
                    self.follow(values, read, origins, compared)?
                }
            };
            first.get_or_insert(fault);
        }
        first
    }
}
