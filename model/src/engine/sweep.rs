//! Values at other settings: some controls are set to one setting after another, some numbers are read at
//! each, and everything is put back.
//!
//! Only what depends on those controls and leads to those numbers is computed, so that a curve of a
//! hundred points costs little. The numbers are the same to the bit as if a student had set the controls.

use super::{Engine, slot};
use crate::value::Value;

/// What has to be computed for a sweep: made once, and good for every engine of the same track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sweep {
    /// The slots that are set.
    controls: Vec<usize>,
    /// The slots that are read; a name that there is not has none.
    outputs: Vec<Option<usize>>,
    /// Indices of the steps between, in topological order.
    steps: Vec<usize>,
    /// The slots of all else that these steps read, or that is read as it is.
    rest: Vec<usize>,
}

impl Engine {
    /// Plans a sweep over controls; `None` if there is no such control.
    pub fn plan<'n>(
        &self,
        controls: impl IntoIterator<Item = &'n str>,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Option<Sweep> {
        let controls = controls
            .into_iter()
            .map(|name| slot(&self.names, name))
            .collect::<Option<Vec<_>>>()?;
        let outputs: Vec<_> = names
            .into_iter()
            .map(|name| slot(&self.names, name))
            .collect();

        // Forwards, what the controls change; backwards, what the outputs need of it.
        let mut moved = vec![false; self.values.len()];
        for &control in &controls {
            moved[control] = true;
        }
        for step in &self.steps {
            moved[step.slot] = step.program.slots().iter().any(|&slot| moved[slot]);
        }
        let mut needed = vec![false; self.values.len()];
        for &output in outputs.iter().flatten() {
            needed[output] = true;
        }
        let mut steps = Vec::new();
        for (index, step) in self.steps.iter().enumerate().rev() {
            if needed[step.slot] && moved[step.slot] {
                steps.push(index);
                for &read in step.program.slots() {
                    needed[read] = true;
                }
            }
        }
        steps.reverse();
        let rest = (0..needed.len()).filter(|&slot| needed[slot] && !moved[slot]);
        Some(Sweep {
            controls,
            outputs,
            steps,
            rest: rest.collect(),
        })
    }

    /// All that a sweep depends on at present, besides what it sets. While this is the same, so is what
    /// comes out.
    pub fn rest(&self, sweep: &Sweep) -> Vec<Value> {
        sweep
            .rest
            .iter()
            .map(|&slot| self.values[slot].clone())
            .collect()
    }

    /// The numbers at each of some settings, which give a value for every control of the sweep. Of what is
    /// no number NaN is read.
    pub fn sweep<'s>(
        &mut self,
        sweep: &Sweep,
        settings: impl IntoIterator<Item = &'s [Value]>,
    ) -> Vec<Vec<f64>> {
        let touched = sweep
            .controls
            .iter()
            .copied()
            .chain(sweep.steps.iter().map(|&step| self.steps[step].slot));
        let kept: Vec<(usize, Value)> = touched
            .map(|slot| (slot, self.values[slot].clone()))
            .collect();
        let mut read = Vec::new();
        for setting in settings {
            for (&control, value) in sweep.controls.iter().zip(setting) {
                self.changed[control] = !self.values[control].identical(value);
                self.values[control] = value.clone();
            }
            for &step in &sweep.steps {
                self.run(step);
            }
            self.changed.fill(false);
            let number = |output: &Option<usize>| {
                output
                    .and_then(|slot| self.values[slot].number())
                    .unwrap_or(f64::NAN)
            };
            read.push(sweep.outputs.iter().map(number).collect());
        }
        for (slot, value) in kept {
            self.values[slot] = value;
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mission::Mission;

    /// Two controls and a switch; what is computed from them has poles, draws and what only one reads.
    fn mission() -> Mission {
        serde_json::from_str(
            r#"{
                "version": 1, "book": "b", "id": "c", "title": "C", "minutes": 1,
                "tracks": [{"id": "x", "name": "X", "persona": "", "north_star": "", "crisis": ""}],
                "controls": [
                    {"name": "d.rho", "label": "", "kind": {"range": {"min": 0, "max": 1, "step": 0.1}}, "preset": [0.5]},
                    {"name": "d.n", "label": "", "kind": {"stops": {"values": [1, 2, 4]}}, "preset": [2]},
                    {"name": "d.on", "label": "", "kind": "toggle", "preset": [false]}
                ],
                "values": [
                    {"name": "d.wait", "expr": "1 / (1 - d.rho)"},
                    {"name": "d.full", "expr": "if d.wait > 1000 then d.n else d.n / 2"},
                    {"name": "d.tail", "expr": "at(sampled([0.5, 0.5], 10 * d.n, \"k\"), 0) * d.wait"},
                    {"name": "d.price", "expr": "if d.on then 3 * d.n else d.n"},
                    {"name": "d.alone", "expr": "d.price + 1"}
                ],
                "islands": [{"id": "d", "kind": "chapter"}]
            }"#,
        )
        .unwrap()
    }

    fn bits(numbers: &[f64]) -> Vec<u64> {
        numbers.iter().map(|number| number.to_bits()).collect()
    }

    #[test]
    fn a_sweep_is_the_same_as_setting_the_controls() {
        let names = ["d.wait", "d.full", "d.tail", "d.price", "d.rho"];
        let mut swept = Engine::new(&mission(), 0).unwrap();
        let plan = swept.plan(["d.rho", "d.n"], names).unwrap();
        let settings: Vec<Vec<Value>> = [0.0, 0.95, 1.0, 0.5, 1.0]
            .into_iter()
            .flat_map(|rho| [1.0, 4.0].map(|n| vec![Value::Number(rho), Value::Number(n)]))
            .collect();
        let before: Vec<Value> = names.map(|name| swept.get(name).unwrap().clone()).to_vec();
        let read = swept.sweep(&plan, settings.iter().map(Vec::as_slice));
        for (setting, read) in settings.iter().zip(&read) {
            let mut set = Engine::new(&mission(), 0).unwrap();
            set.set("d.rho", setting[0].clone());
            set.set("d.n", setting[1].clone());
            assert_eq!(
                bits(read),
                bits(&names.map(|name| set.number(name))),
                "{setting:?}"
            );
        }
        // By hand: 1/(1 − 0.95) at the third setting, and a pole at the fifth, which fills the queue.
        assert!((read[2][0] - 20.0).abs() < 1e-12);
        assert_eq!(read[4][..2], [f64::INFINITY, 1.0]);

        // Everything is put back, and the engine goes on as if nothing had been.
        assert_eq!(before, names.map(|name| swept.get(name).unwrap().clone()));
        let mut other = Engine::new(&mission(), 0).unwrap();
        for engine in [&mut swept, &mut other] {
            engine.set("d.n", Value::Number(4.0));
        }
        assert_eq!(
            bits(&names.map(|name| swept.number(name))),
            bits(&names.map(|name| other.number(name)))
        );
    }

    #[test]
    fn a_sweep_depends_on_the_rest_alone() {
        let mut engine = Engine::new(&mission(), 0).unwrap();
        let plan = engine.plan(["d.rho"], ["d.wait", "d.full"]).unwrap();
        let rest = engine.rest(&plan);
        assert_eq!(rest, [Value::Number(2.0)], "the number of servers");
        engine.set("d.rho", Value::Number(0.9));
        engine.set("d.on", Value::Truth(true));
        assert_eq!(engine.rest(&plan), rest);
        engine.set("d.n", Value::Number(4.0));
        assert_ne!(engine.rest(&plan), rest);
        // What doesn't move is read as it is, and is of the rest.
        let plan = engine.plan(["d.rho"], ["d.price", "d.nothing"]).unwrap();
        assert_eq!(engine.rest(&plan), [Value::Number(12.0)]);
        let read = engine.sweep(&plan, [&[Value::Number(0.1)][..]]);
        assert_eq!(read[0][0], 12.0);
        assert!(read[0][1].is_nan());
        assert_eq!(engine.plan(["d.nothing"], ["d.wait"]), None);
    }

    /// One over nothing is no number, and one over something small is more than any: what reads them sees
    /// the change from the one to the other.
    #[test]
    fn a_pole_is_no_hole() {
        let mut mission = mission();
        mission.values[0].expr = "(d.rho - 0.5) / (d.rho - 0.5) / (1 - d.rho)"
            .parse()
            .unwrap();
        let mut engine = Engine::new(&mission, 0).unwrap();
        assert!(engine.number("d.wait").is_nan());
        assert_eq!(engine.number("d.full"), 1.0);
        engine.set("d.rho", Value::Number(1.0));
        assert_eq!(engine.number("d.wait"), f64::INFINITY);
        assert_eq!(engine.number("d.full"), 2.0);
    }
}
