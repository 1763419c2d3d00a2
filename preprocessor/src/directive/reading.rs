//! What several directives read in the same way: readings, their zones and their formats.

use crate::draft::{Draft, Scope};
use crate::reader::{Reader, Text, Written};
use mission_model::format::Format;
use mission_model::mission::{Bound, Level, Only, Reading, ValueName, Zone};
use mission_model::value::Type;
use mission_model::words;

/// A number format; a wrong one is reported.
pub fn format(draft: &Draft, text: &Text) -> Format {
    draft.format(text).unwrap_or_default()
}

/// A number format that may be missing.
pub fn format_if(draft: &Draft, reader: &mut Reader) -> Format {
    reader
        .text_if("format")
        .map(|text| format(draft, &text))
        .unwrap_or_default()
}

/// `readings = ["a.b", …]`: the values that the ledger keeps.
pub fn names(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Vec<ValueName> {
    reader
        .texts("readings")
        .iter()
        .map(|name| draft.name(scope, name, Type::Number))
        .collect()
}

/// One reading with its own value: `id`, `label`, `value`, `format`, `note`, `tracks` and bounds.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Reading> {
    let only = super::only(draft, reader, scope);
    let scope = Scope {
        only: &only,
        ..scope
    };
    let id = reader.text("id");
    let label = reader.text("label");
    let value = reader.text("value");
    let format = format_if(draft, reader);
    let zones = zones(draft, reader, scope);
    let note = reader.text_if("note").map(|note| draft.line(scope, &note));
    let id = id?;
    super::check_id(reader, &id)?;
    let Some(value) = value else {
        let directive = scope.directive.unwrap_or_default();
        draft.refused.name(format!("{directive}.{}", id.value));
        return None;
    };
    let value = draft.define(scope, &id.value, &value, Some(Type::Number));
    Some(Reading {
        value,
        label: label?.value,
        format,
        only,
        zones,
        note,
    })
}

/// One reading of a value that is named or written here: `value`, `label`, `format`, `note`, `tracks`, bounds,
/// and an `id` if the value is to have a name of its own.
pub fn read_or_name(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Reading> {
    if reader.has("id") {
        return read(draft, reader, scope);
    }
    let only = super::only(draft, reader, scope);
    let scope = Scope {
        only: &only,
        ..scope
    };
    let (label, value) = (reader.text("label"), reader.text("value"));
    let format = format_if(draft, reader);
    let zones = zones(draft, reader, scope);
    let note = reader.text_if("note").map(|note| draft.line(scope, &note));
    let value = draft.value(scope, &value?, Type::Number);
    Some(Reading {
        value,
        label: label?.value,
        format,
        only: only.clone(),
        zones,
        note,
    })
}

/// A reading that looks like one of the same value on an instrument of the chapter.
pub fn like(draft: &Draft, value: &str) -> Reading {
    let shown =
        (0..draft.mission.tracks.len()).find_map(|track| draft.mission.reading(value, track));
    let plain = || {
        of(
            value,
            value.rsplit('.').next().unwrap_or(value),
            "",
            &Only::default(),
        )
    };
    Reading {
        only: Only::default(),
        ..shown.cloned().unwrap_or_else(plain)
    }
}

/// A number, or the value of an expression, that may be missing.
pub fn bound_if(
    draft: &mut Draft,
    reader: &mut Reader,
    scope: Scope,
    key: &'static str,
) -> Option<Bound> {
    let written = reader.written_if(key)?;
    Some(bound(draft, scope, written))
}

/// A number, or the value of an expression.
pub fn bound(draft: &mut Draft, scope: Scope, written: Written) -> Bound {
    match written {
        Written::Number(number) => Bound::Number(number),
        Written::Expression(text) => Bound::Value(draft.value(scope, &text, Type::Number)),
    }
}

/// The number that a bound always is; nothing if it is computed.
pub fn fixed(bound: Option<&Bound>) -> Option<f64> {
    match bound? {
        Bound::Number(number) => Some(*number),
        Bound::Value(_) => None,
    }
}

/// Bounds of a reading: from `watch` and `act` on it is high, below `watch_below` and `act_below` low. Each is
/// a number or an expression; of numbers the order is checked.
pub fn zones(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Vec<Zone> {
    let [watch, act, watch_below, act_below] =
        ["watch", "act", "watch_below", "act_below"].map(|key| bound_if(draft, reader, scope, key));
    if let (Some(watch), Some(act)) = (fixed(watch.as_ref()), fixed(act.as_ref()))
        && watch > act
    {
        let help =
            "a reading is watched before it is acted on: `watch` is the smaller one".to_owned();
        draft
            .sink
            .report(reader.place("watch"), "`watch` is above `act`", "", help);
    }
    if let (Some(watch), Some(act)) = (fixed(watch_below.as_ref()), fixed(act_below.as_ref()))
        && watch < act
    {
        let help = "a reading is watched before it is acted on: `watch_below` is the larger one"
            .to_owned();
        draft.sink.report(
            reader.place("watch_below"),
            "`watch_below` is below `act_below`",
            "",
            help,
        );
    }
    let from = |from, level, word: &str| Zone {
        from: Some(from),
        below: None,
        level,
        word: word.to_owned(),
    };
    let below = |below, level, word: &str| Zone {
        from: None,
        below: Some(below),
        level,
        word: word.to_owned(),
    };
    let mut zones: Vec<Zone> = [
        act.map(|act| from(act, Level::Act, words::ZONE_ALARM)),
        act_below.map(|act| below(act, Level::Act, words::ZONE_ALARM)),
        watch.map(|watch| from(watch, Level::Watch, words::ZONE_WATCH)),
        watch_below.map(|watch| below(watch, Level::Watch, words::ZONE_WATCH)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !zones.is_empty() {
        zones.push(Zone {
            from: None,
            below: None,
            level: Level::Good,
            word: words::ZONE_OK.to_owned(),
        });
    }
    zones
}

/// A reading of a value that is declared elsewhere.
pub fn of(value: &str, label: &str, format: &str, only: &Only) -> Reading {
    Reading {
        value: value.to_owned(),
        label: label.to_owned(),
        format: Format::parse(format).unwrap_or_default(),
        only: only.clone(),
        zones: Vec::new(),
        note: None,
    }
}
