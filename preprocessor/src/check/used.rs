//! Controls that nothing reads, and instruments that no control moves.

use super::strings_of;
use super::values::Values;
use crate::draft::Draft;
use mission_model::mission::Kind;

/// Checks the controls and the instruments that an author has declared.
pub fn check(draft: &Draft, tracks: &[Values]) {
    unread(draft);
    unmoved(draft, tracks);
}

fn unread(draft: &Draft) {
    let mission = &draft.mission;
    let mut named = strings_of(&mission.islands);
    named.extend(mission.readouts.iter().map(|readout| readout.value.clone()));
    for (name, only, place) in &draft.own_controls {
        let by_value = mission
            .values
            .iter()
            .any(|value| value.only.overlaps(only) && value.expr.names().contains(&name.as_str()));
        let by_control = mission
            .controls
            .iter()
            .any(|control| control.name != *name && control.enabled_if.as_ref() == Some(name));
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
    for island in &draft.mission.islands {
        let Kind::Bench(bench) = &island.kind else {
            continue;
        };
        for instrument in &bench.instruments {
            let place = draft
                .own_instruments
                .iter()
                .find(|(directive, id, _)| *directive == island.id && *id == instrument.id);
            let Some((_, _, place)) = place else {
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
                    place.clone(),
                    format!("no control moves the instrument `{}`", instrument.id),
                    "shows constants only",
                    help.to_owned(),
                );
            }
        }
    }
}
