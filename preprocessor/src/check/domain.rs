//! Values that are no numbers at some setting of the controls, and conditions that hold at none.
//!
//! Whatever is shown or tested is computed at many settings of the controls that it depends on. A value that
//! is not finite is followed to the expression that it comes from, and reported there, once.

use super::settings::{self, Settings};
use super::strings_of;
use super::values::{Fault, Knob, Values};
use crate::draft::Draft;
use mission_model::Mission;
use mission_model::mission::{ControlKind, Kind};
use mission_model::value::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// About so many settings of one set of controls.
const SETTINGS: usize = 256;
/// And where computing one takes long.
const DEAR: usize = 32;
/// As many settings when a condition has not held at any of those.
const PATIENT: usize = 4096;
/// About so many expressions are computed for a track.
const WORK: usize = 60_000;

/// Checks all that is shown or tested, in every track.
pub fn check(draft: &Draft, tracks: &[Values]) {
    let mission = &draft.mission;
    let mut names = strings_of(&mission.islands);
    names.extend(mission.readouts.iter().map(|readout| readout.value.clone()));
    names.extend(
        mission
            .controls
            .iter()
            .filter_map(|control| control.enabled_if.clone()),
    );
    let mut reported: Vec<(usize, Range<usize>)> = Vec::new();
    for values in tracks {
        for (fault, setting) in faults(values, &names) {
            let key = (fault.value, fault.part.clone());
            if !reported.contains(&key) {
                report(draft, values, &fault, &setting);
                reported.push(key);
            }
        }
    }
    never_met(draft, tracks);
    failures(draft, tracks);
}

/// A setting at which something is no number: knobs, and what they are set to.
type Found = Vec<(usize, Value)>;

fn faults(values: &Values, names: &[String]) -> Vec<(Fault, Found)> {
    let steps = values.steps();
    let mut shown = vec![false; steps.len()];
    for name in names {
        if let Some(step) = values.step(name) {
            shown[step] = true;
        }
    }
    let asked = values.closure((0..steps.len()).filter(|step| shown[*step]));
    // What depends on the same controls is tried at the same settings.
    let mut groups: BTreeMap<&[usize], Vec<usize>> = BTreeMap::new();
    for step in asked {
        groups.entry(&steps[step].knobs).or_default().push(step);
    }
    let plans: Vec<(&[usize], Vec<usize>, Vec<usize>)> = groups
        .into_iter()
        .map(|(knobs, targets)| {
            let mut needed = values.closure(targets.iter().copied());
            needed.retain(|step| !steps[*step].knobs.is_empty());
            (knobs, targets, needed)
        })
        .collect();
    let work: usize = plans
        .iter()
        .map(|(_, _, needed)| needed.len() * SETTINGS)
        .sum();
    let limit = (SETTINGS * WORK / work.max(WORK)).max(DEAR);
    let mut found: Vec<(Fault, Found)> = Vec::new();
    for (knobs, targets, needed) in plans {
        let mut now = values.presets().to_vec();
        let limit = if values.takes_long(&needed) {
            DEAR
        } else {
            limit
        };
        for setting in tried(values, knobs, limit).list {
            for (knob, value) in knobs.iter().zip(&setting) {
                values.set(&mut now, *knob, value.clone());
            }
            values.compute(&mut now, &needed);
            for step in &targets {
                if let Some(fault) = values.fault(&now, *step, shown[*step])
                    && !found
                        .iter()
                        .any(|(other, _)| (other.value, &other.part) == (fault.value, &fault.part))
                {
                    let setting = knobs.iter().copied().zip(setting.iter().cloned());
                    let setting = setting.filter(|(knob, _)| fault.knobs.contains(knob));
                    let setting = setting.collect();
                    found.push((fault, setting));
                }
            }
        }
    }
    found
}

fn tried(values: &Values, knobs: &[usize], limit: usize) -> Settings {
    settings::settings(&knobs_of(values, knobs), limit)
}

fn knobs_of<'v, 'm>(values: &'v Values<'m>, knobs: &[usize]) -> Vec<&'v Knob<'m>> {
    knobs.iter().map(|knob| &values.knobs[*knob]).collect()
}

fn report(draft: &Draft, values: &Values, fault: &Fault, setting: &Found) {
    let name = &draft.mission.values[fault.value].name;
    let directive = name.split('.').next().unwrap_or_default();
    let mut at: Vec<String> = setting
        .iter()
        .map(|(knob, value)| {
            let name = &values.knobs[*knob].name;
            let bare = name
                .strip_prefix(directive)
                .and_then(|rest| rest.strip_prefix('.'));
            format!("`{}` is {}", bare.unwrap_or(name), written(value))
        })
        .collect();
    if draft.mission.tracks.len() > 1 && at.is_empty() {
        at.push(format!(
            "the track is `{}`",
            draft.mission.tracks[values.track].id
        ));
    }
    let message = match &at[..] {
        [] => "this is not a number".to_owned(),
        at => format!("this is not a number where {}", at.join(" and ")),
    };
    let label = match fault.compared {
        false => "has no finite value there",
        true => "has no value there, so that the comparison is false",
    };
    let range = setting.iter().any(|(knob, _)| has_box(values, *knob));
    let bound = if range {
        "bound the control, or say"
    } else {
        "say"
    };
    let help = format!(
        "{bound} what holds there, as in `if n > 0 then k / n else 0`; where there is nothing to show, write `0 / 0`"
    );
    draft.sink.report(
        draft.part_place(fault.value, fault.part.clone()),
        message,
        label,
        help,
    );
}

/// Whether a knob is a slider over a range, with a box to type numbers into.
fn has_box(values: &Values, knob: usize) -> bool {
    let control = values.knobs[knob].control;
    matches!(
        control.map(|control| &control.kind),
        Some(ControlKind::Range { .. })
    )
}

/// A value as an author writes it.
fn written(value: &Value) -> String {
    match value {
        Value::Number(number) => format!("{number}"),
        Value::Truth(truth) => format!("{truth}"),
        Value::Category(category) => format!("\"{category}\""),
        Value::Series(_) => "a series".to_owned(),
    }
}

/// Where a condition holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Holds {
    /// At the presets.
    pub at_presets: bool,
    /// At some setting.
    pub anywhere: bool,
    /// How many settings were tried.
    pub tried: usize,
}

/// Where some conditions hold all at once, over the settings of what they depend on.
pub fn holds(mission: &Mission, values: &Values, conditions: &[&str]) -> Holds {
    let knobs = conditions.iter().flat_map(|name| values.knobs_of(name));
    let knobs: Vec<usize> = knobs.collect::<BTreeSet<_>>().into_iter().collect();
    // What a student will answer is not known: anything may come true.
    let open = |knob: &usize| values.knobs[*knob].preset.number().is_some_and(f64::is_nan);
    let truth = |now: &[Value]| {
        let mut truths = conditions.iter().map(|name| values.get(now, name));
        truths.all(|value| value.and_then(Value::truth) == Some(true))
    };
    let at_presets = truth(values.presets());
    let needed = values.closure(conditions.iter().filter_map(|name| values.step(name)));
    let mut number = 1;
    let mut anywhere = at_presets || knobs.iter().any(open);
    let dense = || {
        let read = |step: &usize| mission.values[values.steps()[*step].value].expr.numbers();
        let numbers: Vec<f64> = needed.iter().flat_map(read).collect();
        settings::dense(&knobs_of(values, &knobs), PATIENT, &numbers)
    };
    let ways: [&dyn Fn() -> Settings; 2] = [&|| tried(values, &knobs, SETTINGS), &dense];
    for way in ways {
        if anywhere {
            break;
        }
        let Settings { list, all } = way();
        let mut now = values.presets().to_vec();
        anywhere = list.iter().any(|setting| {
            for (knob, value) in knobs.iter().zip(setting) {
                values.set(&mut now, *knob, value.clone());
            }
            values.compute(&mut now, &needed);
            truth(&now)
        });
        number = list.len();
        // Into the box beside a slider a number between its steps can be typed.
        if all && !knobs.iter().any(|knob| has_box(values, *knob)) {
            break;
        }
    }
    Holds {
        at_presets,
        anywhere,
        tried: number,
    }
}

/// Reports reveals, stakeholders and goals that ask for what no setting gives, and goals that are met at once.
fn never_met(draft: &Draft, tracks: &[Values]) {
    for (island, place) in draft.mission.islands.iter().zip(&draft.places) {
        for values in tracks {
            match &island.kind {
                Kind::Reveal(reveal) => {
                    if let Some(when) = &reveal.when {
                        report_never(draft, values, &[when], place, "this reveal never opens");
                    }
                }
                Kind::Challenge(challenge) => {
                    for need in &challenge.needs {
                        let message = "this stakeholder is never convinced";
                        report_never(draft, values, &[&need.when], place, message);
                    }
                }
                Kind::Bench(bench) => {
                    let needs = bench.goal.iter();
                    let needs = needs.flat_map(|goal| goal.needs_in(values.track));
                    let needs: Vec<&str> = needs.map(|need| need.when.as_str()).collect();
                    if report_never(draft, values, &needs, place, "this goal can't be reached") {
                        continue;
                    }
                    if !needs.is_empty() && holds(&draft.mission, values, &needs).at_presets {
                        let message = "this goal is reached before anything is done";
                        let help = "start elsewhere: change a `preset`, or ask for more";
                        let label = "holds at the presets";
                        report_condition(draft, values, &needs, place, message, label, help);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Reports failures that are there at the presets of some track, and those that happen in none.
fn failures(draft: &Draft, tracks: &[Values]) {
    for (island, place) in draft.mission.islands.iter().zip(&draft.places) {
        let Kind::Bench(bench) = &island.kind else {
            continue;
        };
        for fail in &bench.fails {
            let when = [fail.when.as_str()];
            let own = tracks.iter().filter(|values| {
                fail.only.admits(values.track) && values.step(&fail.when).is_some()
            });
            let found: Vec<(&Values, Holds)> = own
                .map(|values| (values, holds(&draft.mission, values, &when)))
                .collect();
            for (values, _) in found.iter().filter(|(_, holds)| holds.at_presets) {
                let message = "this bench is broken before anything is done";
                let help = "start where it works: change a `preset`, or the condition";
                let label = "holds at the presets";
                report_condition(draft, values, &when, place, message, label, help);
            }
            if let Some((values, _)) = found.first()
                && !found.iter().any(|(_, holds)| holds.anywhere)
            {
                let tried: usize = found.iter().map(|(_, holds)| holds.tried).sum();
                let help = "change the condition, or what the controls can be set to";
                draft.sink.report(
                    place_of(draft, values, &when).unwrap_or(place.clone()),
                    "this failure never happens",
                    format!("false at all {tried} settings tried"),
                    help.to_owned(),
                );
            }
        }
    }
}

/// Reports conditions that hold at no setting together, each of which exists in the track.
fn report_never(
    draft: &Draft,
    values: &Values,
    conditions: &[&str],
    place: &Range<usize>,
    message: &str,
) -> bool {
    if conditions.is_empty() || conditions.iter().any(|name| values.step(name).is_none()) {
        return false;
    }
    let holds = holds(&draft.mission, values, conditions);
    if !holds.anywhere {
        let label = format!("false at all {} settings tried", holds.tried);
        let help = "change the condition, or what the controls can be set to";
        report_condition(draft, values, conditions, place, message, &label, help);
    }
    !holds.anywhere
}

/// Reports at the first of the conditions, or at the directive if it has no expression of its own.
fn report_condition(
    draft: &Draft,
    values: &Values,
    conditions: &[&str],
    place: &Range<usize>,
    message: &str,
    label: &str,
    help: &str,
) {
    let place = place_of(draft, values, conditions).unwrap_or(place.clone());
    let within = match draft.mission.tracks.len() {
        1 => String::new(),
        _ => format!(" in track `{}`", draft.mission.tracks[values.track].id),
    };
    draft
        .sink
        .report(place, format!("{message}{within}"), label, help.to_owned());
}

/// Where the first of some conditions is written, if it has an expression of its own.
fn place_of(draft: &Draft, values: &Values, conditions: &[&str]) -> Option<Range<usize>> {
    let first = values.step(conditions.first()?)?;
    Some(draft.value_place(values.steps()[first].value))
}
