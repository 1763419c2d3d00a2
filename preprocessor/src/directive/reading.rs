//! What several directives read in the same way: readings, their bounds and their formats.

use super::only;
use crate::draft::{Draft, Scope};
use crate::reader::{Placed, Text, Written};
use crate::vocabulary::keys;
use crate::vocabulary::types::{
    Expression, Line, NumberFormat, NumberOrExpression, PlainText, Tracks, Truth, ValueWord,
};
use mission_model::format::Format;
use mission_model::mission::{Bound, Level, Only, Reading, ValueName, Zone};
use mission_model::value::Type;
use mission_model::words;

keys! {
    /// Bounds of a reading.
    pub struct BoundKeys of "bounds" {
        /// [Bounds](instruments.md#bounds).
        may watch: NumberOrExpression,
        may act: NumberOrExpression,
        may watch_below: NumberOrExpression,
        may act_below: NumberOrExpression,
    }
}

keys! {
    /// A number that is shown with its label.
    pub struct ReadingKeys of "a reading" {
        /// What it is.
        need label: PlainText,
        /// A number.
        need value: Expression,
        /// Gives the value a name, to be read elsewhere: `battery.hours`.
        may id ("in a ready-made bench"): ValueWord,
        /// How it is printed.
        may format: NumberFormat,
        /// Below the number.
        may note: Line,
        /// On a phone it stays in sight while a control is used. If you don't say, the first two with bounds do.
        may in_sight: Truth = false,
        flat bounds: BoundKeys,
        /// Where it is; everywhere if you don't say.
        may tracks: Tracks,
    }
}

/// A number format that may be missing; a wrong one is reported.
pub fn format(draft: &Draft, text: Option<Text>) -> Format {
    text.and_then(|text| draft.format(&text))
        .unwrap_or_default()
}

/// The values that the ledger keeps.
pub fn names(draft: &mut Draft, scope: Scope, names: Option<Placed<Vec<Text>>>) -> Vec<ValueName> {
    let names = names.map(|names| names.value).unwrap_or_default();
    names
        .iter()
        .map(|name| draft.name(scope, name, Type::Number))
        .collect()
}

/// A reading whose value must have a name of its own.
pub fn named(draft: &mut Draft, scope: Scope, keys: ReadingKeys) -> Option<Reading> {
    keys.spot.demand(draft.sink, "id", "\"…\"");
    let has_id = keys.id.is_some();
    read(draft, scope, keys).filter(|_| has_id)
}

/// A reading; its value has a name of its own if there is an `id`.
pub fn read(draft: &mut Draft, scope: Scope, keys: ReadingKeys) -> Option<Reading> {
    let only = only(draft, keys.tracks, scope);
    let scope = Scope {
        only: &only,
        ..scope
    };
    let format = format(draft, keys.format);
    let zones = zones(draft, scope, keys.bounds);
    let note = keys.note.map(|note| draft.line(scope, &note));
    let value = match (keys.id, keys.value) {
        (None, value) => draft.value(scope, &value?, Type::Number),
        (Some(id), value) => {
            super::check_id(draft, &id)?;
            let Some(value) = value else {
                let directive = scope.directive.unwrap_or_default();
                draft.refused.name(format!("{directive}.{}", id.value));
                return None;
            };
            draft.define(scope, &id.value, &value, Some(Type::Number))
        }
    };
    Some(Reading {
        value,
        label: keys.label?.value,
        format,
        only: only.clone(),
        zones,
        note,
        in_sight: keys.in_sight,
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

/// A number, or the value of an expression.
pub fn bound(draft: &mut Draft, scope: Scope, written: Written) -> Bound {
    match written {
        Written::Number(number) => Bound::Number(number.value),
        Written::Expression(text) => Bound::Value(draft.value(scope, &text, Type::Number)),
    }
}

/// The bounds of a reading as zones: from `watch` and `act` on it is high, below `watch_below` and `act_below`
/// low. Of bounds that are numbers the order is checked.
pub fn zones(draft: &mut Draft, scope: Scope, keys: BoundKeys) -> Vec<Zone> {
    out_of_order(
        draft,
        &keys.watch,
        &keys.act,
        |watch, act| watch > act,
        || {
            let help = "a reading is watched before it is acted on: `watch` is the smaller one";
            ("`watch` is above `act`", help)
        },
    );
    let (watch_below, act_below) = (&keys.watch_below, &keys.act_below);
    out_of_order(
        draft,
        watch_below,
        act_below,
        |watch, act| watch < act,
        || {
            let help =
                "a reading is watched before it is acted on: `watch_below` is the larger one";
            ("`watch_below` is below `act_below`", help)
        },
    );
    let zone = |from, below, level, word: &str| Zone {
        from,
        below,
        level,
        word: word.to_owned(),
    };
    let mut bound = |written: Option<Written>| written.map(|it| bound(draft, scope, it));
    let [watch, act, watch_below, act_below] =
        [keys.watch, keys.act, keys.watch_below, keys.act_below].map(&mut bound);
    let mut zones: Vec<Zone> = [
        act.map(|act| zone(Some(act), None, Level::Act, words::ZONE_ALARM)),
        act_below.map(|act| zone(None, Some(act), Level::Act, words::ZONE_ALARM)),
        watch.map(|watch| zone(Some(watch), None, Level::Watch, words::ZONE_WATCH)),
        watch_below.map(|watch| zone(None, Some(watch), Level::Watch, words::ZONE_WATCH)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !zones.is_empty() {
        zones.push(zone(None, None, Level::Good, words::ZONE_OK));
    }
    zones
}

/// Reports two numbers in the wrong order, with a message and its remedy.
fn out_of_order(
    draft: &Draft,
    watch: &Option<Written>,
    act: &Option<Written>,
    wrong: impl Fn(f64, f64) -> bool,
    say: impl Fn() -> (&'static str, &'static str),
) {
    if let (Some(Written::Number(watch)), Some(Written::Number(act))) = (watch, act)
        && wrong(watch.value, act.value)
    {
        let (message, help) = say();
        let place = watch.span.clone();
        draft.sink.report(place, message, "", help.to_owned());
    }
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
        in_sight: false,
    }
}
