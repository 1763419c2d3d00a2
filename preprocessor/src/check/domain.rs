//! Values that are no numbers at some setting of the controls, and conditions that hold at none.
//!
//! Whatever is shown or tested is computed at many settings of the controls that it depends on. A value that
//! is not finite is followed to the expression that it comes from, and reported there, once.

use super::settings::{self, Settings};
use super::strings_of;
use super::values::{Fault, Followed, Knob, Values};
use crate::draft::Draft;
use mission_model::Mission;
use mission_model::expr::functions::Bounds;
use mission_model::expr::trace::Beyond;
use mission_model::mission::{ControlKind, Fail, Kind};
use mission_model::value::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

/// About so many settings of one set of controls.
const SETTINGS: usize = 256;
/// And where computing one takes long.
const DEAR: usize = 32;
/// As many settings when a condition has not held at any of those.
const PATIENT: usize = 4096;
/// About so many expressions are computed for a track.
const WORK: usize = 60_000;
/// As much as is computed of a chapter to find values that are no numbers, in parts of expressions and items of
/// series; in a large chapter fewer settings are tried then.
const MOST_VALUES: usize = 20_000_000;
/// And to find conditions that hold nowhere.
const MOST_CONDITIONS: usize = 100_000_000;

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
    conditions(draft, tracks);
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
        let mut now = values.presets().to_vec();
        let limit = (wanted(&plan) as f64 * share).ceil() as usize;
        for setting in tried(values, plan.knobs, limit).list {
            for (knob, value) in plan.knobs.iter().zip(&setting) {
                values.set(&mut now, *knob, value.clone());
            }
            values.compute(&mut now, &plan.needed);
            let mut followed = Followed::default();
            for step in &plan.targets {
                if let Some(fault) = values.fault(&now, *step, shown[*step], &mut followed)
                    && known.insert((fault.value, fault.part.clone()))
                {
                    let setting = plan.knobs.iter().copied().zip(setting.iter().cloned());
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
    let help = match written.parse::<f64>() {
        Ok(_) => format!("write a number from {low} to {high}"),
        Err(_) => format!("bound it: `clamp({written}, {low}, {high})`"),
    };
    draft.sink.report(
        place,
        format!("`{parameter}` of `{function}` is out of range{whereabouts}"),
        format!("{given} here, and from {low} to {high} is what it takes"),
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
struct Holds {
    /// At the presets.
    at_presets: bool,
    /// At some setting.
    anywhere: bool,
    /// How many settings were tried.
    tried: usize,
}

/// Where some conditions hold all at once, over the settings of what they depend on. `most` is how much may be
/// computed; where one setting takes more, nothing is said against them.
fn holds(mission: &Mission, values: &Values, conditions: &[&str], most: usize) -> Holds {
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
    let Some(needed) = values.closure(asked, most).filter(|_| !found.anywhere) else {
        found.anywhere = true;
        return found;
    };
    let settings = most / (knobs.len() + values.work(&needed)).max(1);
    let dense = || {
        let read = |step: &usize| mission.values[values.steps()[*step].value].expr.numbers();
        let numbers: Vec<f64> = needed.iter().flat_map(read).collect();
        settings::dense(&knobs_of(values, &knobs), PATIENT.min(settings), &numbers)
    };
    let ways: [&dyn Fn() -> Settings; 2] =
        [&|| tried(values, &knobs, SETTINGS.min(settings)), &dense];
    for way in ways {
        let Settings { list, all } = way();
        let mut now = values.presets().to_vec();
        found.anywhere = list.iter().any(|setting| {
            for (knob, value) in knobs.iter().zip(setting) {
                values.set(&mut now, *knob, value.clone());
            }
            values.compute(&mut now, &needed);
            truth(&now)
        });
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
fn conditions(draft: &Draft, tracks: &[Values]) {
    let mission = &draft.mission;
    let count = |kind: &Kind| match kind {
        Kind::Reveal(_) => 1,
        Kind::Challenge(challenge) => challenge.needs.len(),
        Kind::Bench(bench) => 1 + bench.fails.len(),
        _ => 0,
    };
    let all: usize = mission
        .islands
        .iter()
        .map(|island| count(&island.kind))
        .sum();
    let most = MOST_CONDITIONS / (all * tracks.len()).max(1);
    for (island, place) in mission.islands.iter().zip(&draft.places) {
        for values in tracks {
            let asked = Asked {
                draft,
                values,
                place,
                most,
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
                failure(draft, tracks, fail, place, most);
            }
        }
    }
}

/// Reports a failure that is there at the presets of some track, and one that happens in none.
fn failure(draft: &Draft, tracks: &[Values], fail: &Fail, place: &Range<usize>, most: usize) {
    let when = [fail.when.as_str()];
    let own = tracks
        .iter()
        .filter(|values| fail.only.admits(values.track) && values.step(&fail.when).is_some());
    let asked = own.map(|values| Asked {
        draft,
        values,
        place,
        most,
    });
    let found: Vec<(Asked, Holds)> = asked
        .map(|asked| {
            let holds = holds(&draft.mission, asked.values, &when, most);
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
    most: usize,
}

impl Asked<'_, '_> {
    /// Reports conditions that hold at no setting together, each of which exists in the track; gives where they hold.
    fn report_never(&self, conditions: &[&str], message: &str) -> Option<Holds> {
        let mut steps = conditions.iter().map(|name| self.values.step(name));
        if conditions.is_empty() || steps.any(|step| step.is_none()) {
            return None;
        }
        let holds = holds(&self.draft.mission, self.values, conditions, self.most);
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
