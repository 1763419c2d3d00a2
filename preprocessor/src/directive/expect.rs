//! `expect`: claims of the prose that the model has to bear out. Nothing of it comes onto the page.
//!
//! What is claimed is read with the other directives, and compared when all of them are read and fit together
//! ([`check`]).

use super::{control, only};
use crate::diagnostic::{list, suggest};
use crate::draft::{Draft, Scope};
use crate::reader::{Reader, Text};
use mission_model::decimal;
use mission_model::engine::Engine;
use mission_model::mission::{Only, ValueName};
use mission_model::value::{Type, Value};
use std::ops::Range;
use toml::de::DeValue;

/// Numbers that are equal differ by no more than this, relative to the larger one.
const EXACT: f64 = 1e-12;

/// What a model gives that has left its domain.
const NOTHING: &str = "no number";

/// Something that the prose says of the model.
pub struct Claim {
    text: String,
    value: ValueName,
    /// A number or a truth.
    equals: Value,
    /// Where it is written.
    place: Range<usize>,
    within: f64,
    at: Vec<Setting>,
    only: Only,
}

/// What a control is set to for a claim.
struct Setting {
    control: Text,
    value: Value,
    place: Range<usize>,
}

/// Reads the claims of an `expect`.
pub fn read(draft: &mut Draft, reader: &mut Reader) {
    let tables = reader.tables("claim");
    if !reader.has("claim") {
        let help = "add `[[claim]]` with `text`, `value` and `equals`".to_owned();
        draft.sink.report(
            reader.head(),
            "`expect` expects nothing",
            "`claim` is missing",
            help,
        );
    }
    for mut table in tables {
        let claim = claim(draft, &mut table);
        draft.claims.extend(claim);
        table.close();
    }
}

fn claim(draft: &mut Draft, reader: &mut Reader) -> Option<Claim> {
    let scope = Scope {
        directive: None,
        only: &Only::default(),
    };
    let only = only(draft, reader, scope);
    let (text, value) = (reader.text("text"), reader.text("value"));
    let equals = equals(reader);
    let within = reader.number_if("within").unwrap_or(0.0);
    let at = settings(draft, reader);
    let (equals, place) = equals?;
    let scope = Scope {
        only: &only,
        ..scope
    };
    let value = draft.value_for_build(scope, &value?, equals.kind());
    Some(Claim {
        text: text?.value,
        value,
        equals,
        place,
        within,
        at,
        only: only.clone(),
    })
}

/// `equals = 307`, or `true` or `false` of a condition.
fn equals(reader: &mut Reader) -> Option<(Value, Range<usize>)> {
    match reader.raw("equals") {
        Some((DeValue::Boolean(truth), place)) => Some((Value::Truth(*truth), place)),
        Some((_, place)) => Some((Value::Number(reader.number_if("equals")?), place)),
        None => {
            reader.number("equals");
            None
        }
    }
}

/// `at = { "bench.control" = 0.85 }`.
fn settings(draft: &Draft, reader: &mut Reader) -> Vec<Setting> {
    if matches!(reader.raw("at"), Some((written, _)) if !matches!(written, DeValue::Table(_))) {
        reader.table_if("at");
    }
    let mut settings = Vec::new();
    for (control, written, place) in reader.named_raw("at") {
        match control::value(written) {
            Some(value) => settings.push(Setting {
                control,
                value,
                place,
            }),
            None => {
                let help = "a number, true or false, or an option in quotes".to_owned();
                let message = format!("`{}` can't be set to this", control.value);
                draft.sink.report(place, message, "", help);
            }
        }
    }
    settings
}

/// Reports the claims that the model does not bear out.
pub fn check(draft: &Draft) {
    for claim in &draft.claims {
        let tracks = (0..draft.mission.tracks.len()).filter(|track| claim.only.admits(*track));
        let tracks: Vec<usize> = tracks.filter(|track| fits(draft, claim, *track)).collect();
        let mut wrong: Vec<(String, Vec<usize>)> = Vec::new();
        for &track in &tracks {
            if let Some(found) = disagrees(draft, claim, track) {
                match wrong.iter_mut().find(|(other, _)| *other == found) {
                    Some((_, in_tracks)) => in_tracks.push(track),
                    None => wrong.push((found, vec![track])),
                }
            }
        }
        for (found, in_tracks) in wrong {
            report(
                draft,
                claim,
                &found,
                (in_tracks != tracks).then_some(&in_tracks),
            );
        }
    }
}

/// Whether all that a claim sets can be set in a track; reports what can't.
fn fits(draft: &Draft, claim: &Claim, track: usize) -> bool {
    let mut fits = true;
    for setting in &claim.at {
        let name = &setting.control.value;
        let Some(control) = draft.mission.control(name, track) else {
            report_unknown(draft, setting, track);
            fits = false;
            continue;
        };
        // What a control would change to the nearest it knows is no setting of it.
        if control.kind.admit(&setting.value).as_ref() != Some(&setting.value) {
            draft.sink.report(
                setting.place.clone(),
                format!("`{name}` can't be set to this"),
                "out of range",
                control::remedy(&control.kind, &setting.value),
            );
            fits = false;
        }
    }
    fits
}

fn report_unknown(draft: &Draft, setting: &Setting, track: usize) {
    let name = &setting.control.value;
    let tracks = draft.mission.tracks.iter().enumerate();
    let elsewhere: Vec<&str> = tracks
        .filter(|(index, _)| draft.mission.control(name, *index).is_some())
        .map(|(_, track)| track.id.as_str())
        .collect();
    let place = setting.control.span.clone();
    if elsewhere.is_empty() {
        let known = draft.mission.controls.iter();
        let help = suggest(name, known.map(|control| control.name.as_str()));
        let message = format!("no control is called `{name}`");
        draft.sink.report(place, message, "unknown control", help);
    } else {
        let message = format!("`{name}` exists only in track {}", list(&elsewhere));
        let label = format!("missing in track `{}`", draft.mission.tracks[track].id);
        let help = format!("write `tracks = [\"{}\"]`", elsewhere.join("\", \""));
        draft.sink.report(place, message, label, help);
    }
}

/// What the model gives in a track, if that is not what is claimed.
fn disagrees(draft: &Draft, claim: &Claim, track: usize) -> Option<String> {
    let mut engine = Engine::new(&draft.mission, track).ok()?;
    for setting in &claim.at {
        engine.set(&setting.control.value, setting.value.clone());
    }
    let found = engine.get(&claim.value);
    let agrees = match (found, &claim.equals) {
        (Some(Value::Number(found)), Value::Number(claimed)) => {
            agree(*found, *claimed, claim.within)
        }
        (found, claimed) => found == Some(claimed),
    };
    let printed = || match found {
        Some(Value::Number(number)) if number.is_finite() => decimal::shortest(*number),
        Some(Value::Truth(truth)) => truth.to_string(),
        _ => NOTHING.to_owned(),
    };
    (!agrees).then(printed)
}

/// `tracks` are those in which the model gives this, if it gives something else in others.
fn report(draft: &Draft, claim: &Claim, found: &str, tracks: Option<&Vec<usize>>) {
    let label = match tracks {
        None => format!("the model gives {found}"),
        Some(tracks) => {
            let ids = tracks
                .iter()
                .map(|track| draft.mission.tracks[*track].id.as_str());
            let ids: Vec<&str> = ids.collect();
            format!("in track {} the model gives {found}", list(&ids))
        }
    };
    let help = match claim.equals.kind() {
        _ if found == NOTHING => {
            "claim something of settings at which there is a number".to_owned()
        }
        Type::Number if claim.within == 0.0 => format!(
            "mend the text and write `equals = {found}`, or take what is near with `within = 0.01`"
        ),
        _ => format!("mend the text and write `equals = {found}`"),
    };
    draft.sink.report(
        claim.place.clone(),
        format!("the model does not bear out “{}”", claim.text),
        label,
        help,
    );
}

fn agree(found: f64, claimed: f64, within: f64) -> bool {
    let exact = EXACT * claimed.abs().max(1.0);
    (found - claimed).abs() <= (within * claimed.abs()).max(exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_within_a_share_of_the_claim() {
        for (found, claimed, within, expect) in [
            (306.65, 307.0, 0.005, true),
            (305.0, 307.0, 0.005, false),
            (0.1 + 0.2, 0.3, 0.0, true),
            (0.300_001, 0.3, 0.0, false),
            (0.0, 0.0, 0.0, true),
            (f64::NAN, 1.0, 10.0, false),
            (f64::INFINITY, 1.0, 10.0, false),
        ] {
            assert_eq!(agree(found, claimed, within), expect, "{found} {claimed}");
        }
    }
}
