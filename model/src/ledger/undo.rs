//! The way back from what is broken.

use super::moment::settle;
use super::{Ledger, State};
use crate::engine::Engine;
use crate::mission::{Kind, Mission, ValueName};
use crate::value::Value;

/// The settings of a bench's controls at the last moment at which nothing on it was broken; the presets if there
/// was none. They are found in the ledger, so that they are the same after the page was loaded again.
pub fn last_working(
    mission: &Mission,
    ledger: &Ledger,
    track: usize,
    id: &str,
) -> Vec<(ValueName, Value)> {
    let Some(Kind::Bench(bench)) = mission.island(id).map(|island| &island.kind) else {
        return Vec::new();
    };
    let Ok(mut engine) = Engine::new(mission, track) else {
        return Vec::new();
    };
    let presets = settings(&engine, bench.all_controls());
    // From the latest moment back: neighbours differ by an act, so that little is computed again.
    for moment in (0..=ledger.entries.len()).rev() {
        let mut state = State::new(mission);
        for entry in &ledger.entries[..moment] {
            state.apply(mission, entry);
        }
        settle(mission, track, &state.tracks[track], &mut engine);
        if bench
            .broken(track, |name| engine.truth(name))
            .next()
            .is_none()
        {
            return settings(&engine, bench.all_controls());
        }
    }
    presets
}

fn settings<'a>(
    engine: &Engine,
    controls: impl Iterator<Item = &'a ValueName>,
) -> Vec<(ValueName, Value)> {
    controls
        .filter_map(|name| Some((name.clone(), engine.get(name)?.clone())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Act, Entry, Finding, Pen, follow, replay};
    use crate::names::Names;

    /// Two sliders; x + y > 8 breaks, x > 3 is the goal.
    const MISSION: &str = r#"{
        "version": 1, "book": "b", "id": "c", "title": "C", "minutes": 1,
        "tracks": [{"id": "t", "name": "", "persona": "", "north_star": "", "crisis": ""}],
        "controls": [
            {"name": "d.x", "label": "X", "kind": {"range": {"min": 0, "max": 10, "step": 1}}, "preset": [1]},
            {"name": "d.y", "label": "Y", "kind": {"range": {"min": 0, "max": 10, "step": 1}}, "preset": [2]}
        ],
        "values": [
            {"name": "d.broken", "expr": "d.x + d.y > 8"},
            {"name": "d.much", "expr": "d.x > 3"},
            {"name": "d.after", "expr": "if d.reached then 1 else 0"}
        ],
        "islands": [{"id": "d", "kind": {"bench": {
            "title": "D", "controls": ["d.x", "d.y"], "instruments": [],
            "goal": {"needs": [{"when": "d.much", "text": "much"}], "won": ["w"]},
            "fails": [{"when": "d.broken", "text": ["f"]}]
        }}}]
    }"#;

    fn set(control: &str, value: f64) -> Act {
        Act::Set {
            control: control.to_owned(),
            value: Value::Number(value),
        }
    }

    fn ledger(mission: &Mission, acts: &[Act]) -> Ledger {
        let mut ledger = Ledger::new(mission);
        let mut pen = Pen::new("s".to_owned(), mission.edition.clone());
        for act in acts {
            let entry = Entry::new(0, "t".to_owned(), act.clone());
            pen.write(&mut ledger, entry, false);
        }
        ledger.sealed()
    }

    #[test]
    fn the_last_moment_that_worked() {
        let mission: Mission = serde_json::from_str(MISSION).unwrap();
        let check = |acts: &[Act], expect: [f64; 2]| {
            let found = last_working(&mission, &ledger(&mission, acts), 0, "d");
            let numbers: Vec<_> = found.iter().map(|(_, value)| value.number()).collect();
            assert_eq!(numbers, expect.map(Some), "{acts:?}");
        };
        check(&[], [1.0, 2.0]);
        check(&[set("d.x", 5.0)], [5.0, 2.0]);
        check(&[set("d.x", 9.0)], [1.0, 2.0]);
        check(
            &[
                set("d.x", 5.0),
                set("d.y", 3.0),
                set("d.y", 4.0),
                set("d.x", 9.0),
            ],
            [5.0, 3.0],
        );
        // What was done before a part was begun anew is behind it.
        let reset = Act::Reset {
            islands: vec!["d".to_owned()],
        };
        check(&[set("d.x", 5.0), reset, set("d.y", 9.0)], [1.0, 2.0]);
    }

    #[test]
    fn where_nothing_ever_worked_the_presets_are_left() {
        let broken = MISSION.replace("> 8", "> 0");
        let mission: Mission = serde_json::from_str(&broken).unwrap();
        let ledger = ledger(&mission, &[set("d.x", 5.0), set("d.y", 5.0)]);
        assert_eq!(
            last_working(&mission, &ledger, 0, "d"),
            [
                ("d.x".to_owned(), Value::Number(1.0)),
                ("d.y".to_owned(), Value::Number(2.0))
            ]
        );
    }

    #[test]
    fn a_goal_is_confirmed_by_what_was_set() {
        let mission: Mission = serde_json::from_str(MISSION).unwrap();
        let reach = |x: f64| Act::Reach {
            bench: "d".to_owned(),
            readings: Names::from([
                ("d.much".to_owned(), Value::Truth(true)),
                ("d.x".to_owned(), Value::Number(x)),
            ]),
        };
        let check = |acts: &[Act], expect: &[Finding]| {
            let (state, found) = replay(&mission, &ledger(&mission, acts)).unwrap();
            assert_eq!(found, expect, "{acts:?}");
            state.tracks[0].reached.contains_key("d")
        };
        assert!(check(&[set("d.x", 4.0), reach(4.0)], &[]));
        let truth = Finding::Reading {
            entry: 1,
            name: "d.much".to_owned(),
            recorded: Value::Truth(true),
            computed: Some(Value::Truth(false)),
        };
        assert!(check(
            &[set("d.x", 3.0), reach(3.0)],
            &[Finding::Unmet(1), truth]
        ));
        // It is an input of expressions from then on, and until the part is begun anew.
        let reset = Act::Reset {
            islands: vec!["d".to_owned()],
        };
        let mut engine = Engine::new(&mission, 0).unwrap();
        for (acts, expect) in [
            (vec![set("d.x", 4.0)], 0.0),
            (vec![set("d.x", 4.0), reach(4.0)], 1.0),
            (vec![set("d.x", 4.0), reach(4.0), set("d.x", 1.0)], 1.0),
            (vec![set("d.x", 4.0), reach(4.0), reset], 0.0),
        ] {
            let state = State::of(&mission, &ledger(&mission, &acts));
            follow(&mission, &state.tracks[0], &mut engine);
            assert_eq!(engine.number("d.after"), expect, "{acts:?}");
        }
    }
}
