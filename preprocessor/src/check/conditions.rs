//! Conditions that hold at no setting of the controls, and some that hold from the beginning.

use super::domain::{SETTINGS, has_box, knobs_of, tried};
use super::settings::{self, Settings};
use super::values::Values;
use crate::draft::Draft;
use mission_model::Mission;
use mission_model::mission::{Fail, Kind};
use mission_model::value::Value;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::ops::Range;

/// As many settings are tried when a condition has not held at any of those.
const PATIENT: usize = 4096;
/// As much is computed of a chapter to find conditions that hold nowhere, in parts of expressions and items of series. Once that much is spent, nothing is said against the others.
const MOST_CONDITIONS: usize = 30_000_000;

/// Where a condition holds.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Holds {
    /// At the presets.
    at_presets: bool,
    /// At some setting.
    anywhere: bool,
    /// How many settings were tried.
    tried: usize,
}

/// Where some conditions hold all at once, over the settings of what they depend on. Takes what that costs from what is
/// `left`; where it isn't enough for all settings, nothing is said against them.
fn holds(mission: &Mission, values: &Values, conditions: &[&str], left: &Cell<usize>) -> Holds {
    let knobs = conditions.iter().map(|name| values.knobs_of(name));
    let knobs: BTreeSet<usize> = knobs.flat_map(|knobs| knobs.to_vec()).collect();
    let knobs: Vec<usize> = knobs.into_iter().collect();
    // What a student will answer is not known: anything may come true.
    let open = |knob: &usize| values.knobs[*knob].preset.number().is_some_and(f64::is_nan);
    let truth = |now: &[Value]| {
        let mut truths = conditions.iter().map(|name| values.get(now, name));
        truths.all(|value| value.and_then(Value::truth) == Some(true))
    };
    let at_presets = truth(values.presets());
    let mut found = Holds {
        at_presets,
        anywhere: at_presets || knobs.iter().any(open),
        tried: 1,
    };
    let asked = conditions.iter().filter_map(|name| values.step(name));
    let needed = match found.anywhere {
        true => None,
        false => values.closure(asked, left.get()),
    };
    let Some(needed) = needed else {
        found.anywhere = true;
        return found;
    };
    let work = knobs.len() + values.work(&needed);
    let spend = |settings: usize| left.set(left.get().saturating_sub(settings * work));
    spend(1);
    let dense = || {
        let read = |step: &usize| mission.values[values.steps()[*step].value].expr.numbers();
        let numbers: Vec<f64> = needed.iter().flat_map(read).collect();
        settings::dense(&knobs_of(values, &knobs), PATIENT, &numbers)
    };
    let ways: [(usize, &dyn Fn() -> Settings); 2] = [
        (SETTINGS, &|| tried(values, &knobs, SETTINGS)),
        (PATIENT, &dense),
    ];
    for (settings, way) in ways {
        if left.get() < settings * work {
            found.anywhere = true;
            break;
        }
        let Settings { list, all } = way();
        let holds = values.at_settings((&knobs, &needed), &list, |now, _| truth(now));
        spend(holds.map_or(list.len(), |index| index + 1));
        found.anywhere = holds.is_some();
        found.tried = list.len();
        // Into the box beside a slider a number between its steps can be typed.
        let said = all && !knobs.iter().any(|knob| has_box(values, *knob));
        if found.anywhere || said {
            break;
        }
    }
    found
}

/// Reports reveals, stakeholders and goals that ask for what no setting gives, goals that are met at once, and
/// failures that are there from the beginning or happen in no track.
pub fn check(draft: &Draft, tracks: &[Values]) {
    let mission = &draft.mission;
    let left = &Cell::new(MOST_CONDITIONS);
    for (island, place) in mission.islands.iter().zip(&draft.places) {
        for values in tracks {
            let asked = Asked {
                draft,
                values,
                place,
                left,
            };
            match &island.kind {
                Kind::Reveal(reveal) => {
                    if let Some(when) = &reveal.when {
                        asked.report_never(&[when], "this reveal never opens");
                    }
                }
                Kind::Challenge(challenge) => {
                    for need in &challenge.needs {
                        asked.report_never(&[&need.when], "this stakeholder is never convinced");
                    }
                }
                Kind::Bench(bench) => {
                    let needs = bench.goal.iter();
                    let needs = needs.flat_map(|goal| goal.needs_in(values.track));
                    let needs: Vec<&str> = needs.map(|need| need.when.as_str()).collect();
                    let holds = asked.report_never(&needs, "this goal can't be reached");
                    if holds.is_some_and(|holds| holds.at_presets) {
                        let message = "this goal is reached before anything is done";
                        let help = "start elsewhere: change a `preset`, or ask for more";
                        asked.report(&needs, message, "holds at the presets", help);
                    }
                }
                _ => {}
            }
        }
        if let Kind::Bench(bench) = &island.kind {
            for fail in &bench.fails {
                failure(draft, tracks, fail, place, left);
            }
        }
    }
}

/// Reports a failure that is there at the presets of some track, and one that happens in none.
fn failure(
    draft: &Draft,
    tracks: &[Values],
    fail: &Fail,
    place: &Range<usize>,
    left: &Cell<usize>,
) {
    let when = [fail.when.as_str()];
    let own = tracks
        .iter()
        .filter(|values| fail.only.admits(values.track) && values.step(&fail.when).is_some());
    let asked = own.map(|values| Asked {
        draft,
        values,
        place,
        left,
    });
    let found: Vec<(Asked, Holds)> = asked
        .map(|asked| {
            let holds = holds(&draft.mission, asked.values, &when, left);
            (asked, holds)
        })
        .collect();
    for (asked, _) in found.iter().filter(|(_, holds)| holds.at_presets) {
        let message = "this bench is broken before anything is done";
        let help = "start where it works: change a `preset`, or the condition";
        asked.report(&when, message, "holds at the presets", help);
    }
    if let Some((asked, _)) = found.first()
        && !found.iter().any(|(_, holds)| holds.anywhere)
    {
        let tried: usize = found.iter().map(|(_, holds)| holds.tried).sum();
        let help = "change the condition, or what the controls can be set to";
        draft.sink.report(
            asked.place_of(&when),
            "this failure never happens",
            format!("false at all {tried} settings tried"),
            help.to_owned(),
        );
    }
}

/// Conditions of an island in a track.
struct Asked<'a, 'm> {
    draft: &'a Draft<'m>,
    values: &'a Values<'a>,
    place: &'a Range<usize>,
    /// See [`holds`].
    left: &'a Cell<usize>,
}

impl Asked<'_, '_> {
    /// Reports conditions that hold at no setting together, each of which exists in the track; gives where they hold.
    fn report_never(&self, conditions: &[&str], message: &str) -> Option<Holds> {
        let mut steps = conditions.iter().map(|name| self.values.step(name));
        if conditions.is_empty() || steps.any(|step| step.is_none()) {
            return None;
        }
        let holds = holds(&self.draft.mission, self.values, conditions, self.left);
        if !holds.anywhere {
            let label = format!("false at all {} settings tried", holds.tried);
            let help = "change the condition, or what the controls can be set to";
            self.report(conditions, message, &label, help);
        }
        Some(holds)
    }

    /// Reports at the first of the conditions, or at the directive if it has no expression of its own.
    fn report(&self, conditions: &[&str], message: &str, label: &str, help: &str) {
        let tracks = &self.draft.mission.tracks;
        let within = match tracks.len() {
            1 => String::new(),
            _ => format!(" in track `{}`", tracks[self.values.track].id),
        };
        self.draft.sink.report(
            self.place_of(conditions),
            format!("{message}{within}"),
            label,
            help.to_owned(),
        );
    }

    /// Where the first of some conditions is written, or else the directive.
    fn place_of(&self, conditions: &[&str]) -> Range<usize> {
        let step = conditions.first().and_then(|name| self.values.step(name));
        step.map_or_else(
            || self.place.clone(),
            |step| self.draft.value_place(self.values.steps()[step].value),
        )
    }
}
