//! Controls: a slider, listed stops, a select, a toggle.

use super::reading::format_if;
use crate::diagnostic::{list, suggest};
use crate::draft::{Draft, Scope};
use crate::reader::{Reader, Text, as_number};
use mission_model::mission::{Control, ControlKind, PerTrack, ValueName};
use mission_model::value::{Type, Value};
use std::ops::Range;
use toml::de::DeValue;

const KINDS: [&str; 4] = ["range", "stops", "select", "toggle"];

/// Reads a control and declares it. Gives its full name.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<ValueName> {
    let only = super::only(draft, reader, scope);
    let scope = Scope {
        only: &only,
        ..scope
    };
    let id = reader.text("id")?;
    super::check_id(reader, &id)?;
    let kind = reader.text("kind");
    let read = kind.and_then(|kind| match kind.value.as_str() {
        "range" => range(draft, reader),
        "stops" => stops(draft, reader),
        "select" => select(draft, reader),
        "toggle" => Some(ControlKind::Toggle),
        other => {
            let help = suggest(other, KINDS);
            draft.sink.report(
                kind.span,
                format!("there is no control `{other}`"),
                "unknown kind",
                help,
            );
            None
        }
    });
    let name = match read {
        Some(kind) => finish(draft, reader, scope, &id, kind),
        // Which other keys it has depends on what it is.
        None => {
            reader.excuse();
            None
        }
    };
    if let Some(name) = &name {
        draft
            .own_controls
            .push((name.clone(), only.clone(), id.span));
    } else {
        let directive = scope.directive.unwrap_or_default();
        draft.refused.name(format!("{directive}.{}", id.value));
    }
    name
}

/// A slider that the directive names itself: `traffic = { label = "…", min = 0, max = 1, preset = 0.5 }`.
pub fn named(
    draft: &mut Draft,
    outer: &mut Reader,
    scope: Scope,
    id: &'static str,
    log: bool,
) -> Option<ValueName> {
    let mut reader = outer.table(id)?;
    let name = range(draft, &mut reader).and_then(|mut kind| {
        if let ControlKind::Range {
            log: is_log, min, ..
        } = &mut kind
        {
            *is_log |= log;
            if *is_log {
                positive(draft, &reader, *min)?;
            }
        }
        let id = Text::made(id, reader.head());
        finish(draft, &mut reader, scope, &id, kind)
    });
    reader.close();
    name
}

/// A select or a toggle that the product makes; the first option is the preset.
pub fn made(
    draft: &mut Draft,
    scope: Scope,
    id: &Text,
    label: &str,
    kind: ControlKind,
) -> Option<ValueName> {
    let preset = match &kind {
        ControlKind::Select { options } => Value::Category(options.first()?.0.as_str().into()),
        _ => Value::Truth(false),
    };
    declare(
        draft,
        scope,
        id,
        label.to_owned(),
        kind,
        PerTrack::all(preset),
        None,
    )
}

/// Reads what all kinds have: the label, the preset, and when it can be set.
fn finish(
    draft: &mut Draft,
    reader: &mut Reader,
    scope: Scope,
    id: &Text,
    kind: ControlKind,
) -> Option<ValueName> {
    let label = reader.text("label");
    let preset = preset(draft, reader, &kind);
    let enabled_if = reader
        .text_if("enabled_if")
        .map(|when| draft.value(scope, &when, Type::Truth));
    declare(draft, scope, id, label?.value, kind, preset?, enabled_if)
}

fn declare(
    draft: &mut Draft,
    scope: Scope,
    id: &Text,
    label: String,
    kind: ControlKind,
    preset: PerTrack<Value>,
    enabled_if: Option<ValueName>,
) -> Option<ValueName> {
    let name = format!("{}.{}", scope.directive?, id.value);
    let only = scope.only.clone();
    draft.control(
        Control {
            name: name.clone(),
            label,
            only,
            kind,
            preset,
            enabled_if,
        },
        id.span.clone(),
    );
    Some(name)
}

/// `preset = …`, or a table of one for each track.
fn preset(draft: &Draft, reader: &mut Reader, kind: &ControlKind) -> Option<PerTrack<Value>> {
    let Some((written, span)) = reader.raw("preset") else {
        return match kind {
            ControlKind::Select { options } => Some(PerTrack::all(Value::Category(
                options.first()?.0.as_str().into(),
            ))),
            ControlKind::Toggle => Some(PerTrack::all(Value::Truth(false))),
            _ => {
                reader.number("preset");
                None
            }
        };
    };
    let DeValue::Table(_) = written else {
        return admit(draft, written, span, kind).map(PerTrack::all);
    };
    let mut by_index: Vec<Option<Value>> = vec![None; draft.mission.tracks.len()];
    let mut unknown = false;
    for (track, written, span) in reader.named_raw("preset") {
        match draft.track(&track) {
            Some(index) => by_index[index] = Some(admit(draft, written, span, kind)?),
            None => unknown = true,
        }
    }
    if unknown {
        return None;
    }
    let tracks = draft.mission.tracks.iter().zip(&by_index);
    let missing: Vec<&str> = tracks
        .filter(|(_, value)| value.is_none())
        .map(|(track, _)| track.id.as_str())
        .collect();
    if !missing.is_empty() {
        let help = format!(
            "add one for {}, or give one for all: `preset = …`",
            list(&missing)
        );
        draft
            .sink
            .report(span, format!("no preset for {}", list(&missing)), "", help);
        return None;
    }
    PerTrack::each(by_index.into_iter().flatten().collect())
}

/// A preset as written, if the control can be set to it.
fn admit(
    draft: &Draft,
    written: &DeValue,
    span: Range<usize>,
    kind: &ControlKind,
) -> Option<Value> {
    let value = value(written);
    // What a control would change to the nearest it knows is not a preset of it.
    if let Some(value) = &value
        && kind.admit(value).as_ref() == Some(value)
    {
        return Some(value.clone());
    }
    let nothing = Value::Truth(false);
    draft.sink.report(
        span,
        "the control can't be set to this preset",
        "out of range",
        remedy(kind, value.as_ref().unwrap_or(&nothing)),
    );
    None
}

/// A value as written; `None` if it is none.
pub fn value(written: &DeValue) -> Option<Value> {
    match written {
        DeValue::String(text) => Some(Value::Category(text.as_ref().into())),
        DeValue::Boolean(truth) => Some(Value::Truth(*truth)),
        number => as_number(number).map(Value::Number),
    }
}

/// What to write in place of a value that a control can't be set to.
pub fn remedy(kind: &ControlKind, value: &Value) -> String {
    match kind {
        ControlKind::Range { min, max, .. } => format!("write a number from {min} to {max}"),
        ControlKind::Stops { values, .. } => {
            let values: Vec<String> = values.iter().map(f64::to_string).collect();
            format!("write one of {}", values.join(", "))
        }
        ControlKind::Select { options } => {
            let ids = options.iter().map(|(id, _)| id.as_str());
            suggest(value.category().unwrap_or_default(), ids)
        }
        ControlKind::Toggle => "write true or false".to_owned(),
    }
}

fn range(draft: &Draft, reader: &mut Reader) -> Option<ControlKind> {
    let (min, max, step) = (
        reader.number("min"),
        reader.number("max"),
        reader.number_if("step"),
    );
    let log = reader.truth("log", false);
    let format = format_if(draft, reader);
    let ends = match &reader.texts("ends")[..] {
        [] => None,
        [low, high] => Some((low.value.clone(), high.value.clone())),
        _ => {
            let help = "write `ends = [\"low\", \"high\"]`".to_owned();
            draft
                .sink
                .report(reader.place("ends"), "a slider has two ends", "", help);
            None
        }
    };
    let (min, max) = (min?, max?);
    if min >= max {
        let help = format!("exchange them, or write a `max` above {min}");
        draft.sink.report(
            reader.place("min"),
            format!("`min` {min} is not below `max` {max}"),
            "",
            help,
        );
        return None;
    }
    if log {
        positive(draft, reader, min)?;
    }
    let step = step.unwrap_or((max - min) / 100.0);
    if step <= 0.0 || step > max - min {
        let help = format!("write a `step` between 0 and {}", max - min);
        draft.sink.report(
            reader.place("step"),
            format!("a step of {step} leads nowhere"),
            "",
            help,
        );
        return None;
    }
    Some(ControlKind::Range {
        min,
        max,
        step,
        log,
        format,
        ends,
    })
}

fn positive(draft: &Draft, reader: &Reader, min: f64) -> Option<()> {
    if min <= 0.0 {
        let help = "write `min = 1`".to_owned();
        draft.sink.report(
            reader.place("min"),
            "a logarithmic slider begins above 0",
            "",
            help,
        );
    }
    (min > 0.0).then_some(())
}

fn stops(draft: &Draft, reader: &mut Reader) -> Option<ControlKind> {
    let values = reader.numbers("values");
    let format = format_if(draft, reader);
    if values.len() < 2 || !values.is_sorted_by(|a, b| a < b) {
        let help = "write `values = [1, 2, 4]`".to_owned();
        draft.sink.report(
            reader.place("values"),
            "stops are at least two numbers in ascending order",
            "",
            help,
        );
        return None;
    }
    Some(ControlKind::Stops { values, format })
}

fn select(draft: &Draft, reader: &mut Reader) -> Option<ControlKind> {
    let options = reader.named_texts("options");
    if options.len() < 2 {
        let help = "write `options = { first = \"…\", second = \"…\" }`".to_owned();
        draft.sink.report(
            reader.place("options"),
            "a select needs at least two options",
            "",
            help,
        );
        return None;
    }
    let options = options
        .into_iter()
        .map(|(id, label)| (id.value, label.value))
        .collect();
    Some(ControlKind::Select { options })
}
