//! `slice-card`: an old and a new model on the same shadowed requests, slice by slice.
//!
//! Written in the vocabulary that every bench has. Each request is right or wrong under either model; the
//! four cells of that table are drawn with a seed from the slice's rates, correlated, since two models
//! tend to fail on the same requests.

use super::control::Slider;
use super::{Read, by_each_track, by_track, control, made_instrument, reading};
use crate::diagnostic::suggest;
use crate::draft::{Draft, Scope};
use crate::reader::{Placed, Reader, Text};
use crate::vocabulary::types::{
    NamedTables, Number, Options, PartWord, PlainText, SliceId, Tables, TextByTrack,
};
use crate::vocabulary::{Keys, Takes, keys};
use mission_model::format::Format;
use mission_model::mission::{
    Bench, Bound, Cards, Cell, ControlKind, Grid, Instrument, InstrumentKind, Interval, Intervals,
    Kind, Level, Only, PlotAxis, Reading, Row, ValueName, Zone,
};
use mission_model::value::Type;
use mission_model::words;
use serde_json::{Value as Json, json};
use std::ops::Range;

keys! {
    /// What holds in all tracks.
    pub struct CardKeys of "`slice-card`" {
        /// Above the bench.
        need title: PlainText,
        /// Below the title.
        may intro: TextByTrack,
        /// The label of the toggle that sends requests to both.
        need shadow: PlainText,
        /// How many.
        need requests: Slider,
        /// How much worse the majority may become.
        need margin: Number,
        /// One for each track.
        need track: NamedTables<TrackKeys>,
    }
}

keys! {
    /// What differs by track.
    pub struct TrackKeys of "`[track.ID]` of a card" {
        /// The slice that must not suffer.
        need majority: SliceId,
        /// Dollars that a shadowed request costs. The card then shows the bill.
        may price: Number,
        /// The new models: an id and a label for each.
        need candidates ("at least 2"): Options,
        /// The slices. Their weights add up to 1.
        need slice ("at least 2"): Tables<SliceKeys>,
    }
}

keys! {
    /// A slice.
    pub struct SliceKeys of "`[[track.ID.slice]]`" {
        /// Names it.
        need id: PartWord,
        /// What it is.
        need label: PlainText,
        /// Its share of the requests.
        need weight: Number,
        /// The share that the old model gets right.
        need old: Number,
        /// The same of each candidate: `{ first = 0.94, second = 0.95 }`.
        need new: Rates,
    }
}

/// Numbers under the ids of the candidates.
pub struct Rates;

impl Takes for Rates {
    type Written = Placed<Vec<(Text, Placed<f64>)>>;
    fn noun() -> String {
        "table of numbers".to_owned()
    }
    fn schema() -> Json {
        json!({ "type": "object", "additionalProperties": { "type": "number" } })
    }
    fn read(reader: &mut Reader, key: &'static str) -> Option<Self::Written> {
        let rates = reader.table_if(key)?.into_numbers()?;
        Some(reader.placed(key, rates))
    }
    fn example() -> String {
        "{ first = 0.94, second = 0.95 }".to_owned()
    }
}

/// The values of a slice S: WEIGHT is its share of the requests, OLD what the old model gets right of it and RATE
/// what the candidate does. Each request is in one of four cells: both right, only the old one, only the new one,
/// both wrong. The two models agree beyond chance, by 0.7 of the largest agreement that there can be.
const SLICE: [(&str, &str); 18] = [
    ("weight", "WEIGHT"),
    ("n", "max(1, round(requests * weight_S))"),
    ("rate", "RATE"),
    (
        "both",
        "OLD * rate_S + 0.7 * (min(OLD, rate_S) - OLD * rate_S)",
    ),
    (
        "cells",
        "sampled([both_S, OLD - both_S, rate_S - both_S, 1 - OLD - rate_S + both_S], n_S, KEY)",
    ),
    (
        "worse",
        "if shadow then round(at(cells_S, 1) * n_S) else (0 / 0)",
    ),
    (
        "better",
        "if shadow then round(at(cells_S, 2) * n_S) else (0 / 0)",
    ),
    (
        "old_right",
        "round((at(cells_S, 0) + at(cells_S, 1)) * n_S)",
    ),
    (
        "new_right",
        "if shadow then round((at(cells_S, 0) + at(cells_S, 2)) * n_S) else (0 / 0)",
    ),
    ("old", "old_right_S / n_S"),
    ("old_low", "wilson_low(old_right_S, n_S)"),
    ("old_high", "wilson_high(old_right_S, n_S)"),
    ("new", "new_right_S / n_S"),
    ("new_low", "wilson_low(new_right_S, n_S)"),
    ("new_high", "wilson_high(new_right_S, n_S)"),
    ("gain", "new_S - old_S"),
    ("gain_low", "paired_low(worse_S, better_S, n_S)"),
    ("gain_high", "paired_high(worse_S, better_S, n_S)"),
];

/// What is shown of the slice that is selected.
const SELECTED: [&str; 9] = [
    "n", "old", "new", "worse", "better", "old_low", "old_high", "new_low", "new_high",
];

struct Slice {
    id: String,
    label: String,
    place: Range<usize>,
}

/// Reads a slice card.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Read> {
    let keys = CardKeys::read(reader);
    let intro = by_track(draft, scope, keys.intro);
    let requests = control::named(draft, scope, "requests", true, keys.requests);
    let all = Only::default();
    let scope = Scope {
        only: &all,
        ..scope
    };
    let shadow = control::made(
        draft,
        scope,
        &Text::made("shadow", keys.spot.head.clone()),
        &keys.shadow?.value,
        ControlKind::Toggle,
    );
    let margin = keys.margin?;
    let margin = Text::made(margin.value.to_string(), margin.span);
    draft.define(scope, "margin", &margin, Some(Type::Number));
    let minus = Text::made("-margin", margin.span.clone());
    draft.define(scope, "minus_margin", &minus, Some(Type::Number));
    let mut bench = Bench {
        title: keys.title?.value,
        intro,
        ..Bench::default()
    };
    bench.controls.extend(shadow);
    bench.controls.extend(requests);
    for (only, keys) in by_each_track(draft, &keys.spot, keys.track) {
        let scope = Scope {
            only: &only,
            ..scope
        };
        of_track(draft, scope, keys, &mut bench);
    }
    Some(Read::island(Kind::Bench(bench)))
}

fn of_track(draft: &mut Draft, scope: Scope, keys: TrackKeys, bench: &mut Bench) -> Option<()> {
    let directive = scope.directive?;
    let Placed {
        value: candidates,
        span,
    } = keys.candidates?;
    if candidates.len() < 2 {
        let help = "write `candidates = { first = \"…\", second = \"…\" }`".to_owned();
        let message = "there is nothing to choose between";
        draft.sink.report(span, message, "", help);
        return None;
    }
    let head = keys.spot.head;
    let ids: Vec<String> = candidates.iter().map(|(id, _)| id.value.clone()).collect();
    let mut slices = Vec::new();
    let mut weights = 0.0;
    let tables = keys.slice?;
    let declared = tables.len();
    for keys in tables {
        if let Some((slice, weight)) = slice(draft, scope, keys, &ids, &slices) {
            slices.push(slice);
            weights += weight;
        }
    }
    if declared < 2 {
        let help =
            "add `[[track.….slice]]` with `id`, `label`, `weight`, `old` and `new`".to_owned();
        draft.sink.report(
            head,
            "a card of one slice shows nothing",
            format!("{declared} of at least 2"),
            help,
        );
        return None;
    }
    if slices.len() < declared {
        return None;
    }
    if (weights - 1.0_f64).abs() > 1e-6 {
        let help = "every request is in one slice: the weights add up to 1".to_owned();
        draft.sink.report(
            head.clone(),
            format!("the weights add up to {weights}"),
            "",
            help,
        );
    }
    let majority = keys.majority?;
    if !slices.iter().any(|slice| slice.id == majority.value) {
        let help = suggest(
            &majority.value,
            slices.iter().map(|slice| slice.id.as_str()),
        );
        draft.sink.report(
            majority.span,
            format!("there is no slice `{}`", majority.value),
            "unknown slice",
            help,
        );
        return None;
    }

    let has_price = keys.price.is_some();
    if let Some(Placed { value: price, span }) = keys.price {
        if price < 0.0 {
            let help = "write what one costs in dollars: `price = 0.5`".to_owned();
            draft
                .sink
                .report(span, format!("`price` can't be {price}"), "", help);
        } else {
            let bill = format!("if shadow then {price} * requests else 0");
            draft.define(
                scope,
                "shadow_cost",
                &Text::made(bill, span),
                Some(Type::Number),
            );
        }
    }

    let made = |name: &str| Text::made(name, head.clone());
    let options = candidates
        .into_iter()
        .map(|(id, label)| (id.value, label.value))
        .collect();
    let kind = ControlKind::Select { options };
    let candidate = control::made(draft, scope, &made("candidate"), words::CANDIDATE, kind);
    bench.controls.extend(candidate);
    let options = slices
        .iter()
        .map(|slice| (slice.id.clone(), slice.label.clone()))
        .collect();
    let select = control::made(
        draft,
        scope,
        &made("slice"),
        words::SLICE,
        ControlKind::Select { options },
    );

    values(draft, scope, &head, &slices, &majority.value);
    bench.instruments.extend(instruments(
        draft, scope, directive, &slices, select, has_price,
    ));
    Some(())
}

/// The values of the slice that is selected, and of all of them.
fn values(draft: &mut Draft, scope: Scope, head: &Range<usize>, slices: &[Slice], majority: &str) {
    let mut define = |name: &str, expr: &str| {
        draft.define(
            scope,
            name,
            &Text::made(expr, head.clone()),
            Some(Type::Number),
        )
    };
    // The selected slice.
    for part in SELECTED {
        let chosen =
            slices
                .iter()
                .skip(1)
                .fold(format!("{part}_{}", slices[0].id), |rest, slice| {
                    format!(
                        "if slice == \"{}\" then {part}_{} else {rest}",
                        slice.id, slice.id
                    )
                });
        define(part, &chosen);
    }
    define("gain", "new - old");
    define("p", "mcnemar(worse, better)");
    let sum = |part: &str| {
        slices
            .iter()
            .map(|slice| format!("{part}_{0} * n_{0}", slice.id))
            .collect::<Vec<_>>()
            .join(" + ")
    };
    let n = slices
        .iter()
        .map(|slice| format!("n_{}", slice.id))
        .collect::<Vec<_>>()
        .join(" + ");
    define("old_all", &format!("({}) / ({n})", sum("old")));
    define("new_all", &format!("({}) / ({n})", sum("new")));
    define("majority_low", &format!("gain_low_{majority}"));
    define("majority_gain", &format!("gain_{majority}"));
}

/// What is seen of the slices in a track.
fn instruments(
    draft: &Draft,
    scope: Scope,
    directive: &str,
    slices: &[Slice],
    select: Option<ValueName>,
    has_price: bool,
) -> [Instrument; 4] {
    let name = |bare: &str| format!("{directive}.{bare}");
    let track = scope.only.0.first().copied().unwrap_or_default();
    let track = draft
        .mission
        .tracks
        .get(track)
        .map_or("", |track| track.id.as_str());
    let instrument = |id: &str, title: &str, controls: Vec<ValueName>, kind| Instrument {
        controls,
        wide: true,
        ..made_instrument(format!("{id}_{track}"), title, scope.only, kind)
    };
    let of =
        |bare: &str, label: &str, format: &str| reading::of(&name(bare), label, format, scope.only);
    let card = vec![
        of("n", words::REQUESTS, ".0"),
        of("old", words::OLD_RIGHT, ".1%"),
        of("new", words::NEW_RIGHT, ".1%"),
        of("gain", words::GAIN, ".1pp"),
        of("worse", words::WORSE, ".0"),
        of("better", words::BETTER_SLICE, ".0"),
        Reading {
            zones: significance(),
            ..of("p", words::MCNEMAR, ".4")
        },
        Reading {
            note: Some(words::MAJORITY_NOTE.to_owned()),
            ..of("majority_low", words::MAJORITY, ".2pp")
        },
        of("margin", words::MARGIN, ".1pp"),
    ];
    let mut whole = vec![
        of("old_all", words::OLD_ALL, ".1%"),
        of("new_all", words::NEW_ALL, ".1%"),
    ];
    whole.extend(has_price.then(|| of("shadow_cost", words::SHADOW_COST, "$.0")));
    let cards = |readings| {
        InstrumentKind::Cards(Cards {
            readings,
            summary: None,
        })
    };
    let chosen = select.clone().into_iter().collect();
    [
        instrument("aggregate", words::AGGREGATE, Vec::new(), cards(whole)),
        instrument("card", words::SLICE_CARD, chosen, cards(card)),
        instrument("forest", words::FOREST, Vec::new(), forest(slices, &name)),
        instrument(
            "slices",
            words::ALL_SLICES,
            Vec::new(),
            table(slices, &name, select),
        ),
    ]
}

fn significance() -> Vec<Zone> {
    let zone = |below, level, word: &str| Zone {
        from: None,
        below,
        level,
        word: word.to_owned(),
    };
    vec![
        zone(Some(0.05.into()), Level::Good, words::SIGNIFICANT),
        zone(None, Level::Watch, words::CHANCE),
    ]
}

/// What each slice gains or loses, against the margin.
fn forest(slices: &[Slice], name: &dyn Fn(&str) -> String) -> InstrumentKind {
    let row = |slice: &Slice| Interval {
        label: slice.label.clone(),
        low: name(&format!("gain_low_{}", slice.id)),
        middle: name(&format!("gain_{}", slice.id)),
        high: name(&format!("gain_high_{}", slice.id)),
        only: Only::default(),
    };
    InstrumentKind::Intervals(Box::new(Intervals {
        rows: slices.iter().map(row).collect(),
        axis: PlotAxis {
            label: words::NEW_MINUS_OLD.to_owned(),
            log: false,
            format: Format::parse(".1pp").unwrap_or_default(),
            range: None,
        },
        reference: Some(0.0.into()),
        margin: Some(Bound::Value(name("minus_margin"))),
        low: false,
    }))
}

fn table(
    slices: &[Slice],
    name: &dyn Fn(&str) -> String,
    selected: Option<ValueName>,
) -> InstrumentKind {
    let percent = Format {
        decimals: Some(1),
        scale: mission_model::format::Scale::Percent,
        ..Format::default()
    };
    let rate = |part: &str, id: &str| Cell {
        value: name(&format!("{part}_{id}")),
        format: percent.clone(),
        interval: Some((
            name(&format!("{part}_low_{id}")),
            name(&format!("{part}_high_{id}")),
        )),
    };
    let plain = |part: &str, id: &str, format| Cell {
        value: name(&format!("{part}_{id}")),
        format,
        interval: None,
    };
    let whole = Format {
        decimals: Some(0),
        ..Format::default()
    };
    let row = |slice: &Slice| Row {
        id: slice.id.clone(),
        label: slice.label.clone(),
        cells: vec![
            plain(
                "weight",
                &slice.id,
                Format {
                    decimals: Some(0),
                    ..percent.clone()
                },
            ),
            plain("n", &slice.id, whole.clone()),
            rate("old", &slice.id),
            rate("new", &slice.id),
        ],
    };
    let columns = [
        words::SLICE,
        words::WEIGHT,
        words::COUNT,
        words::OLD_INTERVAL,
        words::NEW_INTERVAL,
    ];
    InstrumentKind::Grid(Grid {
        columns: columns.map(str::to_owned).to_vec(),
        rows: slices.iter().map(row).collect(),
        selected,
    })
}

fn slice(
    draft: &mut Draft,
    scope: Scope,
    keys: SliceKeys,
    candidates: &[String],
    others: &[Slice],
) -> Option<(Slice, f64)> {
    let weight = share(draft, "weight", keys.weight);
    let old = share(draft, "old", keys.old);
    let new = keys.new.and_then(|new| rates(draft, new, candidates));
    let (id, label, weight, old) = (keys.id?, keys.label?, weight?, old?);
    super::check_id(draft, &id)?;
    if let Some(first) = others.iter().find(|other| other.id == id.value) {
        draft.declared_twice(&id.value, id.span, Some(first.place.clone()));
        return None;
    }
    let new = new?;
    let rate = new
        .iter()
        .skip(1)
        .fold(new.first()?.1.to_string(), |rest, (candidate, rate)| {
            format!("if candidate == \"{candidate}\" then {rate} else {rest}")
        });
    let mut define = |name: &str, expr: &str| {
        let expr = expr
            .replace("_S", &format!("_{}", id.value))
            .replace("RATE", &rate)
            .replace("WEIGHT", &weight.to_string())
            .replace("OLD", &old.to_string())
            .replace("KEY", &format!("\"{}\"", id.value));
        let kind = if name == "cells" {
            Type::Series
        } else {
            Type::Number
        };
        let name = format!("{name}_{}", id.value);
        draft.define(scope, &name, &Text::made(expr, id.span.clone()), Some(kind));
    };
    for (name, expr) in SLICE {
        define(name, expr);
    }
    Some((
        Slice {
            id: id.value,
            label: label.value,
            place: id.span,
        },
        weight,
    ))
}

/// The rate of each candidate.
fn rates<'c>(
    draft: &Draft,
    written: Placed<Vec<(Text, Placed<f64>)>>,
    candidates: &'c [String],
) -> Option<Vec<(&'c str, f64)>> {
    for (name, _) in &written.value {
        if !candidates.contains(&name.value) {
            let help = suggest(&name.value, candidates.iter().map(String::as_str));
            let message = format!("there is no candidate `{}`", name.value);
            draft
                .sink
                .report(name.span.clone(), message, "unknown candidate", help);
        }
    }
    let rate = |candidate: &'c String| {
        let found = written
            .value
            .iter()
            .find(|(name, _)| name.value == *candidate);
        let Some((_, rate)) = found else {
            let help = format!("add `{candidate} = 0.9`");
            let message = format!("`new` says nothing of `{candidate}`");
            draft.sink.report(written.span.clone(), message, "", help);
            return None;
        };
        Some((
            candidate.as_str(),
            share(draft, candidate, Some(rate.clone()))?,
        ))
    };
    // All of them are looked at.
    let rates: Vec<Option<_>> = candidates.iter().map(rate).collect();
    rates.into_iter().collect()
}

/// A number from 0 to 1.
fn share(draft: &Draft, key: &str, number: Option<Placed<f64>>) -> Option<f64> {
    let Placed { value: share, span } = number?;
    if !(0.0..=1.0).contains(&share) {
        let help = "write it as a number from 0 to 1: `0.95`".to_owned();
        let message = format!("`{key}` is a share, and {share} is none");
        draft.sink.report(span, message, "", help);
        return None;
    }
    Some(share)
}
