//! `expect`: claims of the prose that the model has to bear out. Nothing of it comes onto the page.
//!
//! What is claimed is read with the other directives, and compared when all of them are read and fit together
//! ([`check`]).

use super::{Read, control, only};
use crate::diagnostic::{list, suggest};
use crate::draft::{Draft, Scope};
use crate::reader::{Placed, Reader, Text};
use crate::vocabulary::types::{Expression, Number, PlainText, Tables, Tracks};
use crate::vocabulary::{Holds, Keys, Takes, keys};
use mission_model::decimal;
use mission_model::engine::Engine;
use mission_model::mission::{Only, ValueName};
use mission_model::value::{Type, Value};
use serde_json::{Value as Json, json};
use std::ops::Range;
use toml::de::DeValue;

keys! {
    /// Claims of the prose.
    pub struct ExpectKeys of "`expect`" {
        /// The claims.
        need claim: Tables<ClaimKeys>,
    }
}

keys! {
    /// A claim of the prose.
    pub struct ClaimKeys of "`[[claim]]`" {
        /// The claim, for the message.
        need text: PlainText,
        /// What the model says: a number or a condition.
        need value: Expression,
        /// What the prose says.
        need equals: NumberOrTruth,
        /// How far off it may be, as a share. Without it, not at all.
        may within: Number,
        /// Settings of controls: `{ "bench.control" = 0.85 }`; the others are at their presets.
        may at: Settings,
        /// Where the claim is made; everywhere if you don't say.
        may tracks: Tracks,
    }
}

/// A number, or a truth.
pub struct NumberOrTruth;

impl Takes for NumberOrTruth {
    type Written = Placed<Value>;
    fn noun() -> String {
        "number, or true or false".to_owned()
    }
    fn schema() -> Json {
        json!({ "type": ["number", "boolean"] })
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<Placed<Value>> {
        let value = match reader.raw(key)? {
            (DeValue::Boolean(truth), _) => Value::Truth(*truth),
            _ => Value::Number(reader.number_if(key)?),
        };
        Some(reader.placed(key, value))
    }
    fn example() -> String {
        "1.5".to_owned()
    }
}

/// Settings of controls, by their names.
pub struct Settings;

/// What controls are set to, as written; `None` in place of a value is what no control can be set to.
type Written = Vec<(Text, Placed<Option<Value>>)>;

impl Takes for Settings {
    type Written = Written;
    fn noun() -> String {
        "table".to_owned()
    }
    fn holds() -> Holds {
        Holds::Settings
    }
    fn schema() -> Json {
        json!({ "type": "object", "additionalProperties": { "type": ["number", "boolean", "string"] } })
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<Written> {
        if !matches!(reader.raw(key)?, (DeValue::Table(_), _)) {
            reader.table_if(key);
        }
        let settings = reader.named_raw(key).into_iter();
        let settings = settings.map(|(control, written, span)| {
            let value = control::value(written);
            (control, Placed { value, span })
        });
        Some(settings.collect())
    }
    fn example() -> String {
        "{ \"bench.control\" = 1.5 }".to_owned()
    }
}

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
pub fn read(draft: &mut Draft, reader: &mut Reader, _: Scope) -> Option<Read> {
    for keys in ExpectKeys::read(reader).claim.unwrap_or_default() {
        let claim = claim(draft, keys);
        draft.claims.extend(claim);
    }
    Some(Read::Nothing)
}

fn claim(draft: &mut Draft, keys: ClaimKeys) -> Option<Claim> {
    let scope = Scope {
        directive: None,
        only: &Only::default(),
    };
    let only = only(draft, keys.tracks, scope);
    let at = settings(draft, keys.at.unwrap_or_default());
    let Placed {
        value: equals,
        span: place,
    } = keys.equals?;
    let scope = Scope {
        only: &only,
        ..scope
    };
    let value = draft.value_for_build(scope, &keys.value?, equals.kind());
    Some(Claim {
        text: keys.text?.value,
        value,
        equals,
        place,
        within: keys.within.map_or(0.0, |within| within.value),
        at,
        only: only.clone(),
    })
}

fn settings(draft: &Draft, written: Written) -> Vec<Setting> {
    let mut settings = Vec::new();
    for (control, Placed { value, span: place }) in written {
        match value {
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
