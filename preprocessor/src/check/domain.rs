//! Values that are no numbers at some setting of the controls.
//!
//! Whatever is shown or tested is computed at many settings of the controls that it depends on. A value that
//! is not finite is followed to the expression that it comes from, and reported there, once.

use super::settings::{self, Settings};
use super::strings_of;
use super::values::{Fault, Followed, Knob, Values};
use crate::draft::Draft;
use mission_model::expr::functions::Bounds;
use mission_model::expr::trace::Beyond;
use mission_model::mission::ControlKind;
use mission_model::value::Value;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// About so many settings of one set of controls.
pub(super) const SETTINGS: usize = 256;
/// And where computing one takes long.
const DEAR: usize = 32;
/// About so many expressions are computed for a track.
const WORK: usize = 60_000;
/// As much as is computed of a chapter to find values that are no numbers, in parts of expressions and items of
/// series; in a large chapter fewer settings are tried then.
const MOST_VALUES: usize = 20_000_000;
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
    let mut reported: HashSet<(usize, Range<usize>)> = HashSet::new();
    for values in tracks {
        let most = MOST_VALUES / tracks.len();
        for (fault, setting) in faults(values, &names, most) {
            if reported.insert((fault.value, fault.part.clone())) {
                report(draft, values, &fault, &setting);
            }
        }
    }
}

/// A setting at which something is no number: knobs, and what they are set to.
type Found = Vec<(usize, Value)>;

/// What is tried at the same settings.
struct Plan<'v> {
    knobs: &'v [usize],
    /// The steps that are asked for.
    targets: Vec<usize>,
    /// And all that is to be computed for them.
    needed: Vec<usize>,
    /// How much one setting takes.
    work: usize,
}

/// What depends on the same knobs is tried at the same settings. What would take too much that way is tried all
/// together.
fn plans<'v>(values: &'v Values, asked: &[usize], all: &'v [usize], most: usize) -> Vec<Plan<'v>> {
    let steps = values.steps();
    let mut groups: BTreeMap<&[usize], Vec<usize>> = BTreeMap::new();
    for step in asked {
        groups.entry(&steps[*step].knobs).or_default().push(*step);
    }
    let mut left = most / DEAR;
    let mut plans: Vec<Plan> = Vec::new();
    let mut rest: Vec<usize> = Vec::new();
    for (knobs, targets) in groups {
        let needed = match rest.is_empty() {
            true => values.closure(targets.iter().copied(), left),
            false => None,
        };
        let Some(needed) = needed else {
            rest.extend(targets);
            continue;
        };
        let work = knobs.len() + values.work(&needed);
        left = left.saturating_sub(work);
        plans.push(Plan {
            knobs,
            targets,
            needed,
            work,
        });
    }
    if !rest.is_empty() {
        let needed = values.closure(rest.iter().copied(), usize::MAX);
        let needed = needed.unwrap_or_default();
        plans.push(Plan {
            knobs: all,
            targets: rest,
            work: all.len() + values.work(&needed),
            needed,
        });
    }
    plans
}

fn faults(values: &Values, names: &[String], most: usize) -> Vec<(Fault, Found)> {
    let mut shown = vec![false; values.steps().len()];
    for name in names {
        if let Some(step) = values.step(name) {
            shown[step] = true;
        }
    }
    let asked = values.with_read(shown.clone());
    let all: Vec<usize> = (0..values.knobs.len()).collect();
    let plans = plans(values, &asked, &all, most);
    let steps = plans.iter().map(|plan| plan.needed.len() * SETTINGS);
    let limit = (SETTINGS * WORK / steps.sum::<usize>().max(WORK)).max(DEAR);
    let wanted = |plan: &Plan| match values.takes_long(&plan.needed) {
        true => DEAR,
        false => limit,
    };
    let work = plans
        .iter()
        .map(|plan| plan.work.saturating_mul(wanted(plan)));
    let share = most as f64 / work.fold(most, usize::saturating_add) as f64;
    let mut found: Vec<(Fault, Found)> = Vec::new();
    let mut known: HashSet<(usize, Range<usize>)> = HashSet::new();
    for plan in plans {
        let limit = (wanted(&plan) as f64 * share).ceil() as usize;
        let settings = tried(values, plan.knobs, limit).list;
        values.at_settings((plan.knobs, &plan.needed), &settings, |now, index| {
            let mut followed = Followed::default();
            for step in &plan.targets {
                if let Some(fault) = values.fault(now, *step, shown[*step], &mut followed)
                    && known.insert((fault.value, fault.part.clone()))
                {
                    let knobs = plan.knobs.iter().copied();
                    let setting = knobs.zip(settings[index].iter().cloned());
                    let setting = setting.filter(|(knob, _)| fault.knobs.contains(knob));
                    let setting = setting.collect();
                    found.push((fault, setting));
                }
            }
            false
        });
    }
    found
}

pub(super) fn tried(values: &Values, knobs: &[usize], limit: usize) -> Settings {
    settings::settings(&knobs_of(values, knobs), limit)
}

pub(super) fn knobs_of<'v, 'm>(values: &'v Values<'m>, knobs: &[usize]) -> Vec<&'v Knob<'m>> {
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
    let place = draft.part_place(fault.value, fault.part.clone());
    let whereabouts = match &at[..] {
        [] => String::new(),
        at => format!(" where {}", at.join(" and ")),
    };
    if let Some(beyond) = &fault.beyond {
        return report_beyond(draft, place, beyond, &whereabouts);
    }
    let message = format!("this is not a number{whereabouts}");
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
    draft.sink.report(place, message, label, help);
}

/// Reports an argument out of the range of its function.
fn report_beyond(draft: &Draft, place: Range<usize>, beyond: &Beyond, whereabouts: &str) {
    let Beyond {
        function,
        parameter,
        bounds: Bounds { low, high, .. },
        given,
        ..
    } = beyond;
    let written = draft.source(&place);
    let (whereabouts, help) = match written.parse::<f64>() {
        // It is out of range wherever the controls stand.
        Ok(_) => ("", format!("write a number from {low} to {high}")),
        Err(_) => (
            whereabouts,
            format!("bound it: `clamp({written}, {low}, {high})`"),
        ),
    };
    draft.sink.report(
        place,
        format!("`{parameter}` of `{function}` is out of range{whereabouts}"),
        format!("it takes {low} to {high}, and this is {given}"),
        help,
    );
}

/// Whether a knob is a slider over a range, with a box to type numbers into.
pub(super) fn has_box(values: &Values, knob: usize) -> bool {
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
