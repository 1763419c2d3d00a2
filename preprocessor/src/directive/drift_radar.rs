//! `drift-radar`: how far live data have moved from the training data, beside infrastructure that does not
//! notice.
//!
//! The directive is written in the vocabulary that every bench has. For each feature F of a track it
//! declares the live shares, `psi_F` (exact) and `seen_F` (of the sampled window); over them `psi`,
//! `psi_live`, `noise_floor`, `accuracy`, `a0`, `lambda`, `alarms` and `readings`; and three instruments.

use super::control::{ControlKeys, Slider};
use super::reading::ReadingKeys;
use super::{Read, by_each_track, by_track, control, made_instrument, reading};
use crate::draft::{Draft, Scope};
use crate::reader::{Placed, Reader, Spot, Text};
use crate::vocabulary::types::{
    Expression, Line, NamedTables, Number, PartWord, PlainText, Table, Tables, TextByTrack, Truth,
    Whole,
};
use crate::vocabulary::{Keys, keys};
use mission_model::format::Format;
use mission_model::mission::{
    Axis, Bench, Bound, Cards, ControlKind, Group, Html, Instrument, InstrumentKind, Kind, Level,
    Only, Radar, Reading, Ring, Shares, Summary, ValueName, Zone,
};
use mission_model::value::Type;
use mission_model::words;
use std::ops::Range;

keys! {
    /// What holds in all tracks.
    pub struct RadarKeys of "`drift-radar`" {
        /// Above the bench.
        need title: PlainText,
        /// Below the title.
        may intro: TextByTrack,
        /// How many training observations there are.
        need training: Number,
        /// How many bins a feature has.
        may bins: Whole<2, 100> = 10,
        /// From which PSI on a feature is watched, and acted on; at 0.1 and 0.2 if you don't say.
        may thresholds: Table<ThresholdKeys>,
        /// The size of the live sample.
        need window: Slider,
        /// What the infrastructure depends on.
        need traffic: Slider,
        /// Readings of the infrastructure. Each has an `id`.
        may health: Tables<ReadingKeys>,
        /// One for each track.
        need track: NamedTables<TrackKeys>,
    }
}

keys! {
    /// Bounds of PSI.
    pub struct ThresholdKeys of "`[thresholds]`" {
        /// From where on a feature is watched, and acted on: `{ watch = 0.1, act = 0.2 }`.
        need watch: Number,
        need act: Number,
    }
}

keys! {
    /// What differs by track.
    pub struct TrackKeys of "`[track.ID]` of a radar" {
        /// Names of the two distributions.
        need before: PlainText,
        need after: PlainText,
        /// Accuracy before any drift, from 0 to 1.
        need accuracy: Number,
        /// Accuracy lost per unit of PSI.
        need lambda: Number,
        /// Words for the reading of the accuracy.
        may accuracy_label: PlainText,
        may accuracy_note: Line,
        /// Whether the same inputs are replayed over and over: then nothing is drawn, there is no window and no noise
        /// floor, and what has not moved has a PSI of 0.
        may replayed: Truth = false,
        /// The scrubbers, as [controls](workbench.md#controls).
        may control: Tables<ControlKeys>,
        /// What drifts: the axes of the radar.
        need feature ("at least 3"): Tables<FeatureKeys>,
        /// More readings. Each has an `id`.
        may reading: Tables<ReadingKeys>,
    }
}

keys! {
    /// A feature. Its training distribution is the standard normal one.
    pub struct FeatureKeys of "`[[track.ID.feature]]`" {
        /// Names it: `psi_ID`.
        need id: PartWord,
        /// What it is.
        need label: PlainText,
        /// Where its mean has moved to, in units of the training spread.
        need mean: Expression,
        /// Its spread, in the same units; 1 if you don't say.
        may spread: Expression,
        /// The part of the population that moved; all of it if you don't say.
        may share: Expression,
    }
}

/// PSI from which a feature is drawn at the rim of the radar.
const RIM: f64 = 2.0;

struct Common {
    bins: u32,
    training: f64,
    watch: f64,
    act: f64,
    window: ValueName,
}

/// Reads a drift radar.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Read> {
    let keys = RadarKeys::read(reader);
    let intro = by_track(draft, scope, keys.intro);
    let training = within(draft, "training", keys.training, 1.0, 1e12);
    let (watch, act) = thresholds(draft, keys.thresholds);
    let window = control::named(draft, scope, "window", true, keys.window);
    let traffic = control::named(draft, scope, "traffic", false, keys.traffic);
    let mut health = Vec::new();
    for keys in keys.health.unwrap_or_default() {
        health.extend(reading::named(draft, scope, keys));
    }
    let tracks = by_each_track(draft, &keys.spot, keys.track);
    let common = Common {
        bins: keys.bins,
        training: training?,
        watch,
        act,
        window: window?,
    };
    let mut bench = Bench {
        title: keys.title?.value,
        intro,
        ..Bench::default()
    };
    for (only, keys) in tracks {
        let scope = Scope {
            only: &only,
            ..scope
        };
        of_track(draft, scope, keys, &common, &mut bench);
    }
    infrastructure(draft, scope, &keys.spot, health, traffic?, &mut bench);
    Some(Read::island(Kind::Bench(bench)))
}

/// A number within bounds.
fn within(
    draft: &Draft,
    key: &str,
    number: Option<Placed<f64>>,
    low: f64,
    high: f64,
) -> Option<f64> {
    let Placed { value, span } = number?;
    if !(low..=high).contains(&value) {
        let help = format!("write a number from {low} to {high}");
        let message = format!("`{key}` can't be {value}");
        draft.sink.report(span, message, "out of range", help);
        return None;
    }
    Some(value)
}

fn thresholds(draft: &Draft, keys: Option<ThresholdKeys>) -> (f64, f64) {
    let Some(keys) = keys else {
        return (0.1, 0.2);
    };
    let watch = keys.watch.map_or(0.1, |watch| watch.value);
    let act = keys.act.map_or(0.2, |act| act.value);
    if watch <= 0.0 || watch >= act || act >= RIM {
        let help =
            format!("write 0 < watch < act < {RIM}: `thresholds = {{ watch = 0.1, act = 0.2 }}`");
        let message = "these thresholds are out of order";
        draft.sink.report(keys.spot.head, message, "", help);
    }
    (watch, act)
}

/// A feature of a track, as declared.
struct Feature {
    id: String,
    label: String,
    place: Range<usize>,
}

fn of_track(draft: &mut Draft, scope: Scope, keys: TrackKeys, common: &Common, bench: &mut Bench) {
    let Some(directive) = scope.directive else {
        return;
    };
    let plain = |text: Option<Text>| text.map(|text| text.value).unwrap_or_default();
    let (before, after) = (plain(keys.before), plain(keys.after));
    let a0 = within(draft, "accuracy", keys.accuracy, 0.0, 1.0);
    let lambda = within(draft, "lambda", keys.lambda, 0.0, 1e3);
    let accuracy_label = keys
        .accuracy_label
        .map_or(words::ACCURACY.to_owned(), |text| text.value);
    let accuracy_note = keys.accuracy_note.map(|note| draft.line(scope, &note));
    for keys in keys.control.unwrap_or_default() {
        bench.controls.extend(control::resolve(draft, scope, keys));
    }
    let replayed = keys.replayed;
    let head = keys.spot.head;
    let mut features: Vec<Feature> = Vec::new();
    let tables = keys.feature.unwrap_or_default();
    let declared = tables.len();
    for keys in tables {
        features.extend(feature(draft, scope, keys, common, replayed, &features));
    }
    let mut readings = Vec::new();
    for keys in keys.reading.unwrap_or_default() {
        readings.extend(reading::named(draft, scope, keys));
    }
    if (1..3).contains(&declared) {
        let help = "a radar has at least three axes: add `[[track.….feature]]` tables".to_owned();
        draft.sink.report(
            head.clone(),
            "too few features",
            format!("{declared} of at least 3"),
            help,
        );
    }
    let whole = declared >= 3 && features.len() == declared;
    let (Some(a0), Some(lambda), true) = (a0, lambda, whole) else {
        return;
    };

    values(
        draft,
        scope,
        &head,
        common,
        &features,
        (a0, lambda),
        replayed,
    );
    let options = features
        .iter()
        .map(|feature| (feature.id.clone(), feature.label.clone()))
        .collect();
    let select = control::made(
        draft,
        scope,
        &Text::made("feature", head),
        words::FEATURE,
        ControlKind::Select { options },
    );

    let accuracy = (accuracy_label, accuracy_note);
    let mut shown = cards(scope, directive, common, accuracy, replayed);
    shown.extend(readings);
    let track = Track {
        directive,
        replayed,
        groups: [before, after],
    };
    let made = instruments(draft, scope, common, track, &features, shown, select);
    bench.instruments.extend(made);
}

/// The values of a track, over those of its features.
fn values(
    draft: &mut Draft,
    scope: Scope,
    head: &Range<usize>,
    common: &Common,
    features: &[Feature],
    (a0, lambda): (f64, f64),
    replayed: bool,
) {
    let mut define = |name: &str, expr: String| {
        draft.define(scope, name, &Text::made(expr, head.clone()), None);
    };
    let all = |prefix: &str| {
        features
            .iter()
            .map(|f| format!("{prefix}_{}", f.id))
            .collect::<Vec<_>>()
            .join(", ")
    };
    define("a0", a0.to_string());
    define("lambda", lambda.to_string());
    define("bins", common.bins.to_string());
    define("training", common.training.to_string());
    define("psi", format!("mean([{}])", all("psi")));
    define("psi_live", format!("mean([{}])", all("seen")));
    let floor = match replayed {
        true => "0",
        false => "noise_floor(bins, window, training)",
    };
    define("noise_floor", floor.to_owned());
    define("accuracy", "clamp(a0 - lambda * psi, 0, 1)".to_owned());
    define("chosen_before", format!("shares(0, 1, {})", common.bins));
    let chosen = features.iter().rev().skip(1).fold(
        features
            .last()
            .map(|last| format!("sample_{}", last.id))
            .unwrap_or_default(),
        |rest, f| {
            format!(
                "if feature == \"{}\" then sample_{} else {rest}",
                f.id, f.id
            )
        },
    );
    define("chosen_after", chosen);
}

/// The readings that every track has; the accuracy's label and note are its own.
fn cards(
    scope: Scope,
    directive: &str,
    common: &Common,
    (label, note): (String, Option<Html>),
    replayed: bool,
) -> Vec<Reading> {
    let name = |bare: &str| format!("{directive}.{bare}");
    let of = |bare: &str, label: &str, format| reading::of(&name(bare), label, format, scope.only);
    let psi = Reading {
        zones: psi_zones(common),
        ..of(
            "psi_live",
            if replayed {
                words::PSI_REPLAYED
            } else {
                words::PSI_LIVE
            },
            ".3",
        )
    };
    let accuracy = Reading {
        note,
        ..of("accuracy", &label, ".1%")
    };
    let alarms = Reading {
        zones: alarm_zones(),
        ..of("alarms", words::ALARMS, ".0")
    };
    match replayed {
        true => vec![psi, alarms, accuracy],
        false => vec![
            psi,
            of("noise_floor", words::NOISE_FLOOR, ".3"),
            accuracy,
            alarms,
        ],
    }
}

/// What the instruments of a track need to know of it.
struct Track<'a> {
    directive: &'a str,
    replayed: bool,
    /// The names of the two distributions.
    groups: [String; 2],
}

fn instruments(
    draft: &Draft,
    scope: Scope,
    common: &Common,
    of: Track,
    features: &[Feature],
    shown: Vec<Reading>,
    select: Option<ValueName>,
) -> [Instrument; 3] {
    let name = |bare: &str| format!("{}.{bare}", of.directive);
    let track = scope.only.0.first().copied().unwrap_or_default();
    let track = draft
        .mission
        .tracks
        .get(track)
        .map_or("", |track| track.id.as_str());
    let instrument = |id: &str, title: &str, controls: Vec<ValueName>, wide, kind| Instrument {
        controls,
        wide,
        ..made_instrument(format!("{id}_{track}"), title, scope.only, kind)
    };
    let cards = InstrumentKind::Cards(Cards {
        readings: shown,
        summary: None,
    });
    let radar = InstrumentKind::Radar(Box::new(Radar {
        axes: features
            .iter()
            .map(|feature| Axis {
                id: feature.id.clone(),
                label: feature.label.clone(),
                value: name(&format!("seen_{}", feature.id)),
            })
            .collect(),
        rings: vec![
            Ring {
                at: common.watch,
                label: words::ZONE_WATCH.to_owned(),
            },
            Ring {
                at: common.act,
                label: words::ZONE_ACT.to_owned(),
            },
        ],
        limit: RIM,
        format: Format {
            decimals: Some(3),
            ..Format::default()
        },
        selected: select.clone(),
    }));
    let groups = ["chosen_before", "chosen_after"].map(name).into_iter();
    let groups = groups
        .zip(of.groups)
        .map(|(shares, label)| Group { label, shares });
    let shares = InstrumentKind::Shares(Shares {
        bins: words::bins_of_training(common.bins as usize),
        groups: groups.collect(),
    });
    // A replay has no window.
    let window = (!of.replayed).then(|| common.window.clone());
    let (window, select) = (window.into_iter().collect(), select.into_iter().collect());
    [
        instrument("readings", words::DRIFT, Vec::new(), true, cards),
        instrument("radar", words::DIVERGENCE, window, false, radar),
        instrument("histogram", words::DISTRIBUTION, select, false, shares),
    ]
}

fn feature(
    draft: &mut Draft,
    scope: Scope,
    keys: FeatureKeys,
    common: &Common,
    replayed: bool,
    others: &[Feature],
) -> Option<Feature> {
    let or_one = |text: Option<Text>| text.unwrap_or(Text::made("1", keys.spot.head.clone()));
    let (spread, share) = (or_one(keys.spread), or_one(keys.share));
    let (id, label, mean) = (keys.id?, keys.label?, keys.mean?);
    super::check_id(draft, &id)?;
    if let Some(first) = others.iter().find(|other| other.id == id.value) {
        draft.declared_twice(&id.value, id.span, Some(first.place.clone()));
        return None;
    }
    let bins = common.bins;
    let f = &id.value;
    let mut part = |what: &str, text: &Text| {
        draft.define(scope, &format!("{what}_{f}"), text, Some(Type::Number));
    };
    part("mean", &mean);
    part("spread", &spread);
    part("share", &share);
    let mut made = |name: String, expr: String| {
        draft.define(scope, &name, &Text::made(expr, id.span.clone()), None)
    };
    // The part of the population that moved, mixed with the part that stayed.
    let moved = format!("clamp(share_{f}, 0, 1) * shares(mean_{f}, max(spread_{f}, 0.01), {bins})");
    made(
        format!("live_{f}"),
        format!("{moved} + (1 - clamp(share_{f}, 0, 1)) * shares(0, 1, {bins})"),
    );
    made(
        format!("psi_{f}"),
        format!("psi(shares(0, 1, {bins}), live_{f})"),
    );
    let (sample, seen) = match replayed {
        true => (format!("live_{f}"), format!("psi_{f}")),
        false => (
            format!("sampled(live_{f}, window, \"{f}\")"),
            format!("psi(shares(0, 1, {bins}), sample_{f}, window)"),
        ),
    };
    made(format!("sample_{f}"), sample);
    made(format!("seen_{f}"), seen);
    Some(Feature {
        id: id.value,
        label: label.value,
        place: id.span,
    })
}

fn alarm_zones() -> Vec<Zone> {
    vec![
        from(Some(1.0), Level::Act, words::ZONE_ALARM),
        from(None, Level::Good, words::ALARMS_NONE),
    ]
}

fn psi_zones(common: &Common) -> Vec<Zone> {
    vec![
        from(Some(common.act), Level::Act, words::ZONE_ACT),
        from(Some(common.watch), Level::Watch, words::ZONE_WATCH),
        from(None, Level::Good, words::ZONE_STABLE),
    ]
}

/// A zone from a number on.
fn from(from: Option<f64>, level: Level, word: &str) -> Zone {
    Zone {
        from: from.map(Bound::Number),
        below: None,
        level,
        word: word.to_owned(),
    }
}

/// The panel of the infrastructure: readings over the traffic alone.
fn infrastructure(
    draft: &mut Draft,
    scope: Scope,
    spot: &Spot,
    health: Vec<Reading>,
    traffic: ValueName,
    bench: &mut Bench,
) {
    for track in 0..draft.mission.tracks.len() {
        let only = Only(vec![track]);
        let shown: Vec<&Reading> = health
            .iter()
            .filter(|reading| reading.only.admits(track))
            .collect();
        let bad: Vec<String> = shown
            .iter()
            .filter_map(|reading| outside(reading))
            .collect();
        let count = if bad.is_empty() {
            "0".to_owned()
        } else {
            format!("count({})", bad.join(", "))
        };
        let scope = Scope {
            only: &only,
            ..scope
        };
        draft.define(
            scope,
            "alarms",
            &Text::made(count, spot.head.clone()),
            Some(Type::Number),
        );
        draft.define(
            scope,
            "readings",
            &Text::made(shown.len().to_string(), spot.head.clone()),
            Some(Type::Number),
        );
    }
    let kind = InstrumentKind::Cards(Cards {
        readings: health,
        summary: Some(Summary {
            good: words::HEALTH_GOOD.to_owned(),
            bad: words::HEALTH_BAD.to_owned(),
        }),
    });
    bench.instruments.push(Instrument {
        controls: vec![traffic],
        wide: true,
        ..made_instrument("health".to_owned(), words::HEALTH, &Only::default(), kind)
    });
}

/// The condition under which a reading is outside its good zone.
fn outside(reading: &Reading) -> Option<String> {
    let bounds: Vec<String> = reading
        .zones
        .iter()
        .filter(|zone| zone.level != Level::Good)
        .flat_map(|zone| {
            let condition = |bound: &Option<Bound>, relation: &str| {
                let bound = match bound.as_ref()? {
                    Bound::Number(number) => number.to_string(),
                    Bound::Value(name) => name.clone(),
                };
                Some(format!("{} {relation} {bound}", reading.value))
            };
            let (from, below) = (condition(&zone.from, ">="), condition(&zone.below, "<"));
            from.into_iter().chain(below)
        })
        .collect();
    (!bounds.is_empty()).then(|| bounds.join(" or "))
}
