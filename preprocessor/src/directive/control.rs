//! Controls: a slider, listed stops, a select, a toggle.

use super::{missing, only, reading};
use crate::diagnostic::{list, suggest};
use crate::draft::{Draft, Scope};
use crate::reader::{Placed, Reader, Spot, Text, as_number};
use crate::vocabulary::types::{
    Condition, ControlWord, Number, NumberFormat, Numbers, OneOf, Options, PlainText, Table,
    Tracks, Truth, TwoPlainTexts, Words,
};
use crate::vocabulary::{Holds, Keys, Shape, Takes, keys};
use mission_model::mission::{Control, ControlKind, PerTrack, ValueName};
use mission_model::value::{Type, Value};
use serde_json::{Value as Json, json};
use std::ops::Range;
use toml::de::DeValue;

keys! {
    /// What all kinds of control have.
    pub struct CommonKeys of "`[[control]]`" {
        /// Names its value.
        need id: ControlWord,
        /// Stands beside it.
        need label: PlainText,
        /// What it is.
        need kind: OneOf<Kind>,
        /// Its first setting. Without one, a `select` has its first option, a `toggle` is off.
        may preset ("for `range` and `stops`"): Preset,
        /// When it can be set. Its value holds all the same.
        may enabled_if: Condition,
        /// Where it is; everywhere if you don't say.
        may tracks: Tracks,
    }
}

keys! {
    /// A slider over numbers.
    pub struct RangeKeys of "`kind = \"range\"`" {
        /// Its ends.
        need min: Number,
        need max: Number,
        /// A hundredth of the way, if you don't say. A slider with `log = true` has 200 equal ratios instead, and
        /// `step` says nothing there.
        may step: Number,
        /// Equal steps are equal ratios; then `min` is above 0.
        may log: Truth = false,
        /// How its value is shown.
        may format: NumberFormat,
        /// Words for its ends: `["night", "launch day"]`.
        may ends: TwoPlainTexts,
        /// A button plays the slider: from one end to the other in so many seconds.
        may play: Number,
    }
}

keys! {
    /// A slider over a few numbers.
    pub struct StopsKeys of "`kind = \"stops\"`" {
        /// At least two, in ascending order.
        need values: Numbers,
        /// How its value is shown.
        may format: NumberFormat,
        /// A button plays the slider, as with `range`.
        may play: Number,
    }
}

keys! {
    /// Categories of which one is chosen.
    pub struct SelectKeys of "`kind = \"select\"`" {
        /// At least two: `{ fp16 = "16-bit floats", int8 = "8-bit integers" }`. In an expression its value is the
        /// id, in quotes: `precision == "int8"`.
        need options: Options,
    }
}

keys! {
    /// A slider that a directive names itself.
    pub struct SliderKeys of "a slider" {
        /// Stands beside it.
        need label: PlainText,
        flat range: RangeKeys,
        /// Its first setting.
        may preset ("yes"): Preset,
        /// When it can be set. Its value holds all the same.
        may enabled_if: Condition,
    }
}

/// The kinds of control.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    Range,
    Stops,
    Select,
    Toggle,
}

impl Words for Kind {
    const ALL: &'static [(&'static str, Self)] = &[
        ("range", Self::Range),
        ("stops", Self::Stops),
        ("select", Self::Select),
        ("toggle", Self::Toggle),
    ];
    fn unknown(word: &str) -> String {
        format!("there is no control `{word}`")
    }
}

/// A control as written.
pub struct ControlKeys {
    common: CommonKeys,
    /// `None` if what it is can't be told.
    of: Option<OfKind>,
}

enum OfKind {
    Range(RangeKeys),
    Stops(StopsKeys),
    Select(SelectKeys),
    Toggle,
}

impl Keys for ControlKeys {
    fn shape() -> Shape {
        Shape {
            variants: vec![RangeKeys::shape(), StopsKeys::shape(), SelectKeys::shape()],
            ..CommonKeys::shape()
        }
    }

    fn read(reader: &mut Reader) -> Self {
        let common = CommonKeys::read(reader);
        let of = common.kind.map(|kind| match kind {
            Kind::Range => OfKind::Range(RangeKeys::read(reader)),
            Kind::Stops => OfKind::Stops(StopsKeys::read(reader)),
            Kind::Select => OfKind::Select(SelectKeys::read(reader)),
            Kind::Toggle => OfKind::Toggle,
        });
        if of.is_none() {
            // Which other keys it has depends on what it is.
            reader.excuse();
        }
        Self { common, of }
    }
}

/// A slider that a directive names itself, in a line or as a table.
pub struct Slider;

impl Takes for Slider {
    type Written = SliderKeys;
    fn noun() -> String {
        "slider".to_owned()
    }
    fn holds() -> Holds {
        Holds::Slider
    }
    fn schema() -> Json {
        json!({ "type": "object" })
    }
    fn below() -> Option<fn() -> Shape> {
        Some(SliderKeys::shape)
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<SliderKeys> {
        Table::read(reader, key)
    }
}

/// A first setting: a value, or one by track.
pub struct Preset;

/// A setting as written; `None` if it is no number, truth or text.
type Setting = Placed<Option<Value>>;

/// A preset as written.
pub enum Presets {
    /// One for all tracks.
    All(Setting),
    /// By the ids of the tracks, with the place of all of them.
    Each(Vec<(Text, Setting)>, Range<usize>),
}

impl Takes for Preset {
    type Written = Presets;
    fn noun() -> String {
        "a value, or one by track".to_owned()
    }
    fn holds() -> Holds {
        Holds::ByTrack
    }
    fn schema() -> Json {
        json!({ "type": ["number", "boolean", "string", "object"] })
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<Presets> {
        let setting = |written: &DeValue, span| Placed {
            value: value(written),
            span,
        };
        Some(match reader.raw(key)? {
            (DeValue::Table(_), span) => {
                let each = reader.named_raw(key).into_iter();
                let each = each.map(|(track, written, span)| (track, setting(written, span)));
                Presets::Each(each.collect(), span)
            }
            (written, span) => Presets::All(setting(written, span)),
        })
    }
    fn example() -> String {
        "1.5".to_owned()
    }
}

/// Declares a control. Gives its full name.
pub fn resolve(draft: &mut Draft, scope: Scope, keys: ControlKeys) -> Option<ValueName> {
    let ControlKeys { common, of } = keys;
    let only = only(draft, common.tracks, scope);
    let scope = Scope {
        only: &only,
        ..scope
    };
    let id = common.id?;
    super::check_id(draft, &id)?;
    let spot = &common.spot;
    let kind = of.and_then(|of| match of {
        OfKind::Range(keys) => range(draft, keys),
        OfKind::Stops(keys) => stops(draft, keys),
        OfKind::Select(keys) => select(draft, keys),
        OfKind::Toggle => Some(ControlKind::Toggle),
    });
    let settings = (common.label, common.preset, common.enabled_if);
    let name = kind.and_then(|kind| finish(draft, scope, &id, kind, spot, settings));
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

/// Declares a slider that the directive names itself:
/// `traffic = { label = "…", min = 0, max = 1, preset = 0.5 }`.
pub fn named(
    draft: &mut Draft,
    scope: Scope,
    id: &str,
    log: bool,
    keys: Option<SliderKeys>,
) -> Option<ValueName> {
    let mut keys = keys?;
    keys.range.log |= log;
    let spot = keys.spot;
    let kind = range(draft, keys.range)?;
    let id = Text::made(id, spot.head.clone());
    let settings = (keys.label, keys.preset, keys.enabled_if);
    finish(draft, scope, &id, kind, &spot, settings)
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

/// Declares a control with what all kinds have: the label, the preset, and when it can be set.
fn finish(
    draft: &mut Draft,
    scope: Scope,
    id: &Text,
    kind: ControlKind,
    spot: &Spot,
    (label, presets, enabled_if): (Option<Text>, Option<Presets>, Option<Text>),
) -> Option<ValueName> {
    let preset = preset(draft, presets, &kind, spot);
    let enabled_if = enabled_if.map(|when| draft.value(scope, &when, Type::Truth));
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

fn preset(
    draft: &Draft,
    presets: Option<Presets>,
    kind: &ControlKind,
    spot: &Spot,
) -> Option<PerTrack<Value>> {
    let (each, span) = match (presets, kind) {
        (Some(Presets::All(setting)), _) => return admit(draft, setting, kind).map(PerTrack::all),
        (Some(Presets::Each(each, span)), _) => (each, span),
        (None, ControlKind::Select { options }) => {
            let first = options.first()?.0.as_str();
            return Some(PerTrack::all(Value::Category(first.into())));
        }
        (None, ControlKind::Toggle) => return Some(PerTrack::all(Value::Truth(false))),
        (None, _) => {
            spot.demand(draft.sink, "preset", "1.5");
            return None;
        }
    };
    let mut by_index: Vec<Option<Value>> = vec![None; draft.mission.tracks.len()];
    let mut unknown = false;
    for (track, setting) in each {
        match draft.track(&track) {
            Some(index) => by_index[index] = Some(admit(draft, setting, kind)?),
            None => unknown = true,
        }
    }
    if unknown {
        return None;
    }
    let missing = missing(draft, &by_index);
    if !missing.is_empty() {
        let missing = list(&missing);
        let help = format!("add one for {missing}, or give one for all: `preset = …`");
        let message = format!("no preset for {missing}");
        draft.sink.report(span, message, "", help);
        return None;
    }
    PerTrack::each(by_index.into_iter().flatten().collect())
}

/// A preset as written, if the control can be set to it.
fn admit(draft: &Draft, setting: Setting, kind: &ControlKind) -> Option<Value> {
    let Placed { value, span } = setting;
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

fn range(draft: &Draft, keys: RangeKeys) -> Option<ControlKind> {
    let format = reading::format(draft, keys.format);
    let ends = keys.ends.and_then(|ends| match &ends.value[..] {
        [low, high] => Some((low.value.clone(), high.value.clone())),
        _ => {
            let help = "write `ends = [\"low\", \"high\"]`".to_owned();
            draft
                .sink
                .report(ends.span, "a slider has two ends", "", help);
            None
        }
    });
    let report = |place: Range<usize>, message: String, help: String| {
        draft.sink.report(place, message, "", help);
    };
    let (Placed { value: min, span }, max) = (keys.min?, keys.max?.value);
    if min >= max {
        let help = format!("exchange them, or write a `max` above {min}");
        report(span, format!("`min` {min} is not below `max` {max}"), help);
        return None;
    }
    if keys.log && min <= 0.0 {
        let message = "a logarithmic slider begins above 0".to_owned();
        report(span, message, "write `min = 1`".to_owned());
        return None;
    }
    let step = match keys.step {
        None => (max - min) / 100.0,
        Some(step) if step.value > 0.0 && step.value <= max - min => step.value,
        Some(Placed { value: step, span }) => {
            let help = format!("write a `step` between 0 and {}", max - min);
            report(span, format!("a step of {step} leads nowhere"), help);
            return None;
        }
    };
    Some(ControlKind::Range {
        min,
        max,
        step,
        log: keys.log,
        format,
        ends,
        play: play(draft, keys.play),
    })
}

/// In how many seconds a slider is played.
fn play(draft: &Draft, seconds: Option<Placed<f64>>) -> Option<f64> {
    let Placed { value, span } = seconds?;
    if !(1.0..=120.0).contains(&value) {
        let message = format!("{value} seconds are too few or too many to watch a slider");
        let help = "write `play = 8`, or another number from 1 to 120".to_owned();
        draft.sink.report(span, message, "", help);
        return None;
    }
    Some(value)
}

fn stops(draft: &Draft, keys: StopsKeys) -> Option<ControlKind> {
    let format = reading::format(draft, keys.format);
    let play = play(draft, keys.play);
    let Placed {
        value: values,
        span,
    } = keys.values?;
    if values.len() < 2 || !values.is_sorted_by(|a, b| a < b) {
        let message = "stops are at least two numbers in ascending order";
        let help = "write `values = [1, 2, 4]`".to_owned();
        draft.sink.report(span, message, "", help);
        return None;
    }
    Some(ControlKind::Stops {
        values,
        format,
        play,
    })
}

fn select(draft: &Draft, keys: SelectKeys) -> Option<ControlKind> {
    let Placed {
        value: options,
        span,
    } = keys.options?;
    if options.len() < 2 {
        let message = "a select needs at least two options";
        let help = "write `options = { first = \"…\", second = \"…\" }`".to_owned();
        draft.sink.report(span, message, "", help);
        return None;
    }
    let options = options
        .into_iter()
        .map(|(id, label)| (id.value, label.value))
        .collect();
    Some(ControlKind::Select { options })
}
