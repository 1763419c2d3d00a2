//! Controls: a slider, listed stops, a select, a toggle.

use super::reading::format_if;
use crate::diagnostic::suggest;
use crate::draft::{Draft, Scope};
use crate::reader::{Reader, Text};
use mission_model::mission::{Control, ControlKind, PerTrack, ValueName};
use mission_model::value::{Type, Value};

const KINDS: [&str; 4] = ["range", "stops", "select", "toggle"];

/// Reads a control and declares it. Gives its full name.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<ValueName> {
    let id = reader.text("id")?;
    super::check_id(reader, &id)?;
    let kind = reader.text("kind")?;
    let read = match kind.value.as_str() {
        "range" => range(draft, reader),
        "stops" => stops(draft, reader),
        "select" => select(draft, reader),
        "toggle" => Some((
            ControlKind::Toggle,
            Value::Truth(reader.truth("preset", false)),
        )),
        other => {
            draft.sink.report(
                kind.span,
                format!("there is no control `{other}`"),
                "unknown kind",
                suggest(other, KINDS),
            );
            None
        }
    };
    let label = reader.text("label");
    let enabled_if = reader
        .text_if("enabled_if")
        .map(|when| draft.value(scope, &when, Type::Truth));
    let (kind, preset) = read?;
    declare(draft, scope, &id, label?.value, kind, preset, enabled_if)
}

/// A slider that the directive names itself: `traffic = { label = "…", min = 0, max = 1, preset = 0.5 }`.
pub fn named(
    draft: &mut Draft,
    reader: &mut Reader,
    scope: Scope,
    id: &str,
    log: bool,
) -> Option<ValueName> {
    let label = reader.text("label");
    let read = range(draft, reader);
    let (mut kind, preset) = read?;
    if let ControlKind::Range {
        log: is_log, min, ..
    } = &mut kind
        && log
    {
        if *min <= 0.0 {
            draft.sink.report(
                reader.place("min"),
                "a logarithmic slider begins above 0",
                "",
                "write `min = 1`".to_owned(),
            );
            return None;
        }
        *is_log = true;
    }
    declare(
        draft,
        scope,
        &Text::made(id, reader.head()),
        label?.value,
        kind,
        preset,
        None,
    )
}

/// A select that the product makes.
pub fn made_select(
    draft: &mut Draft,
    scope: Scope,
    id: &Text,
    label: &str,
    options: Vec<(String, String)>,
) -> Option<ValueName> {
    let preset = Value::Category(options.first()?.0.as_str().into());
    declare(
        draft,
        scope,
        id,
        label.to_owned(),
        ControlKind::Select { options },
        preset,
        None,
    )
}

fn declare(
    draft: &mut Draft,
    scope: Scope,
    id: &Text,
    label: String,
    kind: ControlKind,
    preset: Value,
    enabled_if: Option<ValueName>,
) -> Option<ValueName> {
    let name = format!("{}.{}", scope.directive?, id.value);
    let (only, preset) = (scope.only.clone(), PerTrack::all(preset));
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

fn range(draft: &Draft, reader: &mut Reader) -> Option<(ControlKind, Value)> {
    let (min, max, preset) = (
        reader.number("min"),
        reader.number("max"),
        reader.number("preset"),
    );
    let step = reader.number_if("step");
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
    let (min, max, preset) = (min?, max?, preset?);
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
    if log && min <= 0.0 {
        draft.sink.report(
            reader.place("min"),
            "a logarithmic slider begins above 0",
            "",
            "write `min = 1`".to_owned(),
        );
        return None;
    }
    in_range(draft, reader, preset, min, max)?;
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
    Some((
        ControlKind::Range {
            min,
            max,
            step,
            log,
            format,
            ends,
        },
        Value::Number(preset),
    ))
}

fn in_range(draft: &Draft, reader: &Reader, preset: f64, min: f64, max: f64) -> Option<()> {
    let inside = preset >= min && preset <= max;
    if !inside {
        let help = format!("write a number from {min} to {max}");
        draft.sink.report(
            reader.place("preset"),
            format!("the preset {preset} can't be set"),
            "out of range",
            help,
        );
    }
    inside.then_some(())
}

fn stops(draft: &Draft, reader: &mut Reader) -> Option<(ControlKind, Value)> {
    let values = reader.numbers("values");
    let preset = reader.number("preset");
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
    let preset = preset?;
    if !values.contains(&preset) {
        let help = format!("write one of {values:?}");
        draft.sink.report(
            reader.place("preset"),
            format!("the preset {preset} is no stop"),
            "",
            help,
        );
        return None;
    }
    Some((ControlKind::Stops { values, format }, Value::Number(preset)))
}

fn select(draft: &Draft, reader: &mut Reader) -> Option<(ControlKind, Value)> {
    let options = reader.named_texts("options");
    let preset = reader.text_if("preset");
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
    let ids: Vec<&str> = options.iter().map(|(id, _)| id.value.as_str()).collect();
    let preset = match preset {
        Some(preset) if !ids.contains(&preset.value.as_str()) => {
            let help = suggest(&preset.value, ids);
            draft.sink.report(
                preset.span,
                format!("there is no option `{}`", preset.value),
                "unknown option",
                help,
            );
            return None;
        }
        Some(preset) => preset.value,
        None => ids[0].to_owned(),
    };
    let options = options
        .into_iter()
        .map(|(id, label)| (id.value, label.value))
        .collect();
    Some((
        ControlKind::Select { options },
        Value::Category(preset.as_str().into()),
    ))
}
