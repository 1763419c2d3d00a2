//! What instruments have asked to be swept over, kept until something that it depends on has changed.
//!
//! A slider that an instrument runs over, or that has nothing to do with it, leaves it as it is: its curve is
//! not computed again.

use mission_model::engine::{Engine, Sweep};
use mission_model::value::Value;
use std::rc::Rc;

/// Numbers setting by setting, in the order of [`settings`]. Equal if they are of one computation: then they
/// need no comparison, number by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Swept(Rc<Vec<Vec<f64>>>);

impl PartialEq for Swept {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Swept {
    /// The numbers, setting by setting.
    pub fn numbers(&self) -> &[Vec<f64>] {
        &self.0
    }
}

/// What an instrument asks for.
pub(crate) struct Request<'a> {
    /// Who asks: the instrument, and the track that it is in.
    pub key: (usize, String),
    /// The controls, each with its values.
    pub over: Vec<(&'a str, Vec<Value>)>,
    /// What is read at each setting.
    pub names: Vec<&'a str>,
}

/// See the [module](self).
#[derive(Default)]
pub(crate) struct Sweeps(Vec<Kept>);

struct Kept {
    key: (usize, String),
    plan: Sweep,
    rest: Vec<Value>,
    swept: Swept,
}

impl Sweeps {
    /// The numbers of a request: those of the last time, if nothing has changed that they depend on.
    pub fn get(&mut self, engine: &mut Engine, request: Request) -> Swept {
        let Request { key, over, names } = request;
        let known = self.0.iter_mut().find(|kept| kept.key == key);
        if let Some(kept) = known {
            let rest = engine.rest(&kept.plan);
            let same = |(old, new): (&Value, &Value)| old.identical(new);
            if !kept.rest.iter().zip(&rest).all(same) {
                kept.swept = run(engine, &kept.plan, &over);
                kept.rest = rest;
            }
            return kept.swept.clone();
        }
        let Some(plan) = engine.plan(over.iter().map(|(name, _)| *name), names) else {
            return Swept::default();
        };
        let (rest, swept) = (engine.rest(&plan), run(engine, &plan, &over));
        self.0.push(Kept {
            key,
            plan,
            rest,
            swept: swept.clone(),
        });
        swept
    }
}

fn run(engine: &mut Engine, plan: &Sweep, over: &[(&str, Vec<Value>)]) -> Swept {
    let values: Vec<&[Value]> = over.iter().map(|(_, values)| values.as_slice()).collect();
    let settings = settings(&values);
    Swept(Rc::new(
        engine.sweep(plan, settings.iter().map(Vec::as_slice)),
    ))
}

/// All combinations of the values of some controls; the last control changes from one to the next.
pub(crate) fn settings(values: &[&[Value]]) -> Vec<Vec<Value>> {
    values.iter().fold(vec![Vec::new()], |settings, values| {
        let longer = |setting: &Vec<Value>| {
            let setting = setting.clone();
            let with = move |value: &Value| [&setting[..], std::slice::from_ref(value)].concat();
            values.iter().map(with).collect::<Vec<_>>()
        };
        settings.iter().flat_map(longer).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use mission_model::page;

    fn engine() -> Engine {
        // Controls a, b and c; v is a·b, in the JSON of a page.
        let control = |name: &str| format!(r#"["d.{name}","",null,[1,[[1,2,3],["",null,0]]],[1]]"#);
        let mission = format!(
            r#"[1,"b","m","","M","",1,null,[["t","T","","",""]],[{},{},{}],[],[["d.v",[],"d.a * d.b"]],[],[["d",0]],[]]"#,
            control("a"),
            control("b"),
            control("c")
        );
        Engine::new(&page::read(&mission).unwrap(), 0).unwrap()
    }

    fn numbers(values: &[f64]) -> Vec<Value> {
        values.iter().copied().map(Value::Number).collect()
    }

    #[test]
    fn a_sweep_is_kept_until_what_it_depends_on_has_changed() {
        let (mut engine, mut sweeps) = (engine(), Sweeps::default());
        let mut get = |engine: &mut Engine| {
            sweeps.get(
                engine,
                Request {
                    key: (0, "d.plot".to_owned()),
                    over: vec![("d.a", numbers(&[1.0, 2.0, 3.0]))],
                    names: vec!["d.v"],
                },
            )
        };
        let first = get(&mut engine);
        assert_eq!(first.numbers(), [[1.0], [2.0], [3.0]]);
        for other in ["d.a", "d.c"] {
            engine.set(other, Value::Number(3.0));
            assert!(get(&mut engine) == first, "{other} changes nothing");
        }
        engine.set("d.b", Value::Number(2.0));
        let second = get(&mut engine);
        assert!(second != first);
        assert_eq!(second.numbers(), [[2.0], [4.0], [6.0]]);
        assert_eq!(engine.number("d.v"), 6.0, "a is 3 again");
    }

    #[test]
    fn settings_are_all_combinations() {
        let (few, more) = (numbers(&[1.0, 2.0]), numbers(&[5.0, 6.0, 7.0]));
        let all = settings(&[&few, &more]);
        assert_eq!(all.len(), 6);
        assert_eq!(all[1], numbers(&[1.0, 6.0]));
        assert_eq!(all[3], numbers(&[2.0, 5.0]));
    }
}
