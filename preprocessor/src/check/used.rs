//! Controls that nothing reads, and instruments that no control moves.

use super::strings_of;
use super::values::Values;
use crate::draft::Draft;
use mission_model::mission::{Kind, Only};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Checks the controls and the instruments that an author has declared.
pub fn check(draft: &Draft, tracks: &[Values]) {
    unread(draft);
    unmoved(draft, tracks);
}

fn unread(draft: &Draft) {
    let mission = &draft.mission;
    let mut named: HashSet<String> = strings_of(&mission.islands).into_iter().collect();
    named.extend(mission.readouts.iter().map(|readout| readout.value.clone()));
    // By name, the tracks of the values that read it.
    let mut by_value: HashMap<&str, Vec<&Only>> = HashMap::new();
    for value in &mission.values {
        for name in value.expr.names() {
            by_value.entry(name).or_default().push(&value.only);
        }
    }
    let mut enabling: HashMap<&str, Vec<&str>> = HashMap::new();
    for control in &mission.controls {
        if let Some(when) = &control.enabled_if {
            enabling.entry(when).or_default().push(&control.name);
        }
    }
    for (name, only, place) in &draft.own_controls {
        let read = by_value.get(name.as_str()).into_iter().flatten();
        let by_value = read.into_iter().any(|other| other.overlaps(only));
        let enabled = enabling.get(name.as_str()).into_iter().flatten();
        let by_control = enabled.into_iter().any(|other| other != name);
        if !by_value && !by_control && !named.contains(name) {
            let (_, bare) = name.split_once('.').unwrap_or(("", name));
            let help = format!("use `{bare}` in an expression, or remove the control");
            draft.sink.report(
                place.clone(),
                format!("nothing reads the control `{bare}`"),
                "moving it changes nothing",
                help,
            );
        }
    }
}

fn unmoved(draft: &Draft, tracks: &[Values]) {
    let own = draft.own_instruments.iter();
    let own: HashMap<(&str, &str), &Range<usize>> = own
        .map(|(directive, id, place)| ((directive.as_str(), id.as_str()), place))
        .collect();
    for island in &draft.mission.islands {
        let Kind::Bench(bench) = &island.kind else {
            continue;
        };
        for instrument in &bench.instruments {
            let Some(place) = own.get(&(island.id.as_str(), instrument.id.as_str())) else {
                continue;
            };
            let names = strings_of(&instrument.kind);
            let moves = tracks
                .iter()
                .filter(|values| instrument.only.admits(values.track))
                .any(|values| names.iter().any(|name| !values.knobs_of(name).is_empty()));
            if !moves {
                let help = "show a value that depends on a control, or print the numbers in prose with `{{= … }}`";
                draft.sink.report(
                    (*place).clone(),
                    format!("no control moves the instrument `{}`", instrument.id),
                    "shows constants only",
                    help.to_owned(),
                );
            }
        }
    }
}
