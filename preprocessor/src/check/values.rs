//! The values of one track, to be computed at many settings.
//!
//! An engine computes everything that depends on a change. Here only what is asked for is computed, and what
//! is no number can be followed to where it comes from.

use mission_model::Mission;
use mission_model::expr::trace::{Beyond, Origin, Trace};
use mission_model::expr::{Env, Program, Slot};
use mission_model::mission::{Control, Table};
use mission_model::seed::{Draws, seed};
use mission_model::value::Value;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::Range;
use std::rc::Rc;

/// What depends on more knobs than this is taken to depend on all of them, so that the lists don't grow with the
/// square of a chapter.
const MANY_KNOBS: usize = 256;

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
    pub knobs: Rc<[usize]>,
    /// About how much there is to compute, at the presets; see [`Trace::work`].
    pub work: usize,
    /// The steps that it reads.
    reads: Vec<usize>,
    program: Program,
    trace: Trace,
    seed: u64,
}

/// Where a value that is no number comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The index in `mission.values` of the value whose expression it is.
    pub value: usize,
    /// The part of the expression.
    pub part: Range<usize>,
    /// The knobs that the value depends on.
    pub knobs: Rc<[usize]>,
    /// Whether it is compared, rather than shown.
    pub compared: bool,
    /// The argument that is out of range, if that is the reason.
    pub beyond: Option<Beyond>,
}

/// Why values are no numbers at one setting, by step, as far as that was asked. Each is found out once, however many
/// read it.
#[derive(Default)]
pub struct Followed(HashMap<usize, Option<Fault>>);

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
        let tables = mission.tables.iter().enumerate();
        let tables: HashMap<&str, usize> = tables
            .map(|(index, table)| (table.name.as_str(), index))
            .collect();
        let mut resolve = |name: &str| match slots.get(name) {
            Some(slot) => Some(Slot::Value(*slot)),
            None => tables.get(name).map(|table| Slot::Table(*table)),
        };
        let mut pending = Vec::with_capacity(derived.len());
        for (index, value) in &derived {
            let directive = value.name.split('.').next().unwrap_or_default();
            pending.push(Step {
                slot: slots[&value.name],
                value: *index,
                knobs: Rc::default(),
                work: 0,
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
        for index in 0..values.steps.len() {
            let step = &values.steps[index];
            values.steps[index].work = step.trace.work(&values.env(&presets, step));
        }
        values.presets = presets;
        Some(values)
    }

    /// Puts steps in order. That no value reads itself has been checked.
    fn order(&mut self, pending: Vec<Step>) {
        // The track, the knobs, then what is computed.
        let given = self.knobs.len() + 1;
        let all: Rc<[usize]> = (0..self.knobs.len()).collect();
        let by_slot: HashMap<usize, usize> = pending
            .iter()
            .enumerate()
            .map(|(at, step)| (step.slot, at))
            .collect();
        // By step: who reads it, and how many that it reads are not in order yet.
        let mut readers = vec![Vec::new(); pending.len()];
        let mut missing = vec![0; pending.len()];
        for (at, step) in pending.iter().enumerate() {
            for read in step
                .program
                .slots()
                .iter()
                .filter_map(|slot| by_slot.get(slot))
            {
                readers[*read].push(at);
                missing[at] += 1;
            }
        }
        let mut ready: VecDeque<usize> =
            (0..pending.len()).filter(|at| missing[*at] == 0).collect();
        let mut pending: Vec<Option<Step>> = pending.into_iter().map(Some).collect();
        while let Some(at) = ready.pop_front() {
            let Some(mut step) = pending[at].take() else {
                continue;
            };
            let slots = step.program.slots();
            step.reads = slots
                .iter()
                .filter_map(|slot| self.step_of[*slot])
                .collect();
            let own = slots.iter().filter(|slot| (1..given).contains(*slot));
            let own: Vec<usize> = own.map(|slot| slot - 1).collect();
            step.knobs = self.union(&step.reads, own, &all);
            self.step_of[step.slot] = Some(self.steps.len());
            self.steps.push(step);
            for reader in &readers[at] {
                missing[*reader] -= 1;
                if missing[*reader] == 0 {
                    ready.push_back(*reader);
                }
            }
        }
    }

    /// Some knobs and those of the steps that are read. Most often these are the ones of a single step.
    fn union(&self, reads: &[usize], own: Vec<usize>, all: &Rc<[usize]>) -> Rc<[usize]> {
        let mut knobs = own;
        for read in reads {
            knobs.extend(&*self.steps[*read].knobs);
        }
        knobs.sort_unstable();
        knobs.dedup();
        if knobs.len() > MANY_KNOBS {
            return all.clone();
        }
        let mut known = reads.iter().map(|read| &self.steps[*read].knobs);
        let same = known.find(|known| ***known == *knobs);
        same.map_or_else(|| knobs.into(), Rc::clone)
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
    pub fn knobs_of(&self, name: &str) -> Rc<[usize]> {
        let slot = self.slots.get(name).copied().unwrap_or_default();
        match self.step(name) {
            Some(step) => self.steps[step].knobs.clone(),
            None if (1..=self.knobs.len()).contains(&slot) => Rc::new([slot - 1]),
            None => Rc::default(),
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

    /// Some steps and all that they read, in order.
    pub fn with_read(&self, mut needed: Vec<bool>) -> Vec<usize> {
        for step in (0..needed.len()).rev() {
            if needed[step] {
                for read in &self.steps[step].reads {
                    needed[*read] = true;
                }
            }
        }
        (0..needed.len()).filter(|step| needed[*step]).collect()
    }

    /// These steps and all that they read, in order, without those that follow from no knob; `None` if all that is
    /// more work than `most`.
    pub fn closure(&self, of: impl IntoIterator<Item = usize>, most: usize) -> Option<Vec<usize>> {
        let mut needed: HashSet<usize> = HashSet::new();
        let mut pending: Vec<usize> = of.into_iter().collect();
        let mut work = 0;
        while let Some(step) = pending.pop() {
            if !self.steps[step].knobs.is_empty() && needed.insert(step) {
                work += self.steps[step].work;
                if work > most {
                    return None;
                }
                pending.extend(&self.steps[step].reads);
            }
        }
        let mut needed: Vec<usize> = needed.into_iter().collect();
        needed.sort_unstable();
        Some(needed)
    }

    /// How much there is to compute in some steps.
    pub fn work(&self, steps: &[usize]) -> usize {
        steps.iter().map(|step| self.steps[*step].work).sum()
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
    pub fn fault(
        &self,
        values: &[Value],
        step: usize,
        shown: bool,
        followed: &mut Followed,
    ) -> Option<Fault> {
        let trace = &self.steps[step].trace;
        if shown && !is_finite(&values[self.steps[step].slot]) {
            return self.origin(values, step, followed);
        }
        if !trace.compares() {
            return None;
        }
        let origins = trace.compared(&self.env(values, &self.steps[step]));
        for read in self.reads(&origins) {
            self.origin(values, read, followed);
        }
        let first = self.first(step, &origins, followed);
        first.map(|first| Fault {
            compared: true,
            ..first
        })
    }

    /// Where a step that is not finite comes from: its origins, followed through the values that are read. However
    /// long the way is, it is no deeper than one step.
    fn origin(&self, values: &[Value], step: usize, followed: &mut Followed) -> Option<Fault> {
        let mut pending = vec![(step, None)];
        while let Some((at, found)) = pending.pop() {
            if followed.0.contains_key(&at) {
                continue;
            }
            let found = found.unwrap_or_else(|| {
                let step = &self.steps[at];
                step.trace.origins(&self.env(values, step))
            });
            let mut unknown = self.reads(&found);
            unknown.retain(|read| !followed.0.contains_key(read));
            if unknown.is_empty() {
                let fault = self.first(at, &found, followed);
                followed.0.insert(at, fault);
                continue;
            }
            pending.push((at, Some(found)));
            pending.extend(unknown.into_iter().map(|read| (read, None)));
        }
        followed.0.get(&step).cloned().flatten()
    }

    /// The steps that are among some origins.
    fn reads(&self, origins: &[Origin]) -> Vec<usize> {
        let read = |origin: &Origin| match origin {
            Origin::Value(slot) => self.step_of[*slot],
            _ => None,
        };
        let mut reads: Vec<usize> = origins.iter().filter_map(read).collect();
        reads.sort_unstable();
        reads.dedup();
        reads
    }

    /// The first of the origins of a step, once those that are read are known; `None` if one of them is meant, or
    /// follows from what a student has not done yet.
    fn first(&self, step: usize, origins: &[Origin], followed: &Followed) -> Option<Fault> {
        let here = |part: &Range<usize>, beyond: Option<&Beyond>| Fault {
            value: self.steps[step].value,
            part: part.clone(),
            knobs: self.steps[step].knobs.clone(),
            compared: false,
            beyond: beyond.cloned(),
        };
        let mut first = None;
        for origin in origins {
            let fault = match origin {
                Origin::Meant => return None,
                Origin::Here(part) => here(part, None),
                Origin::Beyond(beyond) => here(&beyond.argument, Some(beyond)),
                Origin::Value(slot) => followed.0.get(&self.step_of[*slot]?)?.clone()?,
            };
            first.get_or_insert(fault);
        }
        first
    }
}

fn is_finite(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_finite(),
        Value::Series(series) => series.iter().all(|item| item.is_finite()),
        Value::Truth(_) | Value::Category(_) => true,
    }
}
