//! `drift-radar`: how far live data have moved from the training data, beside infrastructure that does not
//! notice.
//!
//! The directive is written in the vocabulary that every bench has. For each feature F of a track it
//! declares the live shares, `psi_F` (exact) and `seen_F` (of the sampled window); over them `psi`,
//! `psi_live`, `noise_floor`, `accuracy`, `a0`, `lambda`, `alarms` and `readings`; and three instruments.

use super::{by_track_if, control, reading, track_tables};
use crate::draft::{Draft, Scope};
use crate::reader::{Reader, Text};
use mission_model::format::Format;
use mission_model::mission::{
    Axis, Bench, Bound, ControlKind, Group, Instrument, InstrumentKind, Kind, Level, Only, Reading,
    Ring, Summary, ValueName, Zone,
};
use mission_model::value::Type;
use mission_model::words;
use std::ops::Range;

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
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Kind> {
    let title = reader.text("title");
    let intro = by_track_if(draft, reader, "intro", scope);
    let bins = reader.whole("bins", 2..101, 10);
    let training = within(draft, reader, "training", 1.0, 1e12);
    let (watch, act) = thresholds(draft, reader);
    let window = control::named(draft, reader, scope, "window", true);
    let traffic = control::named(draft, reader, scope, "traffic", false);
    let mut health = Vec::new();
    for mut table in reader.tables("health") {
        health.extend(reading::read(draft, &mut table, scope));
        table.close();
    }
    let tracks = track_tables(draft, reader, "its scrubbers and features");
    let common = Common {
        bins,
        training: training?,
        watch,
        act,
        window: window?,
    };
    let mut bench = Bench {
        title: title?.value,
        intro,
        ..Bench::default()
    };
    for (only, mut table) in tracks {
        read_track(
            draft,
            &mut table,
            Scope {
                only: &only,
                ..scope
            },
            &common,
            &mut bench,
        );
        table.close();
    }
    infrastructure(draft, scope, reader, health, traffic?, &mut bench);
    Some(Kind::Bench(bench))
}

/// A number within bounds.
fn within(
    draft: &Draft,
    reader: &mut Reader,
    key: &'static str,
    low: f64,
    high: f64,
) -> Option<f64> {
    let number = reader.number(key)?;
    if !(low..=high).contains(&number) {
        let help = format!("write a number from {low} to {high}");
        draft.sink.report(
            reader.place(key),
            format!("`{key}` can't be {number}"),
            "out of range",
            help,
        );
        return None;
    }
    Some(number)
}

fn thresholds(draft: &Draft, reader: &mut Reader) -> (f64, f64) {
    let Some(mut table) = reader.table_if("thresholds") else {
        return (0.1, 0.2);
    };
    let (watch, act) = (
        table.number("watch").unwrap_or(0.1),
        table.number("act").unwrap_or(0.2),
    );
    if watch <= 0.0 || watch >= act || act >= RIM {
        let help =
            format!("write 0 < watch < act < {RIM}: `thresholds = {{ watch = 0.1, act = 0.2 }}`");
        draft
            .sink
            .report(table.head(), "these thresholds are out of order", "", help);
    }
    table.close();
    (watch, act)
}

/// A feature of a track, as declared.
struct Feature {
    id: String,
    label: String,
    place: Range<usize>,
}

fn read_track(
    draft: &mut Draft,
    reader: &mut Reader,
    scope: Scope,
    common: &Common,
    bench: &mut Bench,
) {
    let Some(directive) = scope.directive else {
        return;
    };
    let before = reader
        .text("before")
        .map(|text| text.value)
        .unwrap_or_default();
    let after = reader
        .text("after")
        .map(|text| text.value)
        .unwrap_or_default();
    let (a0, lambda) = (
        within(draft, reader, "accuracy", 0.0, 1.0),
        within(draft, reader, "lambda", 0.0, 1e3),
    );
    let accuracy_label = reader
        .text_if("accuracy_label")
        .map_or(words::ACCURACY.to_owned(), |text| text.value);
    let accuracy_note = reader
        .text_if("accuracy_note")
        .map(|note| draft.line(scope, &note));
    for mut table in reader.tables("control") {
        if let Some(name) = control::read(draft, &mut table, scope) {
            bench.controls.push(name);
        }
        table.close();
    }
    let head = reader.head();
    let mut features: Vec<Feature> = Vec::new();
    let tables = reader.tables("feature");
    let declared = tables.len();
    for mut table in tables {
        features.extend(read_feature(draft, &mut table, scope, common, &features));
        table.close();
    }
    let mut readings = Vec::new();
    for mut table in reader.tables("reading") {
        readings.extend(reading::read(draft, &mut table, scope));
        table.close();
    }
    if declared < 3 {
        let help = "a radar has at least three axes: add `[[track.….feature]]` tables".to_owned();
        draft.sink.report(
            head,
            "too few features",
            format!("{declared} of at least 3"),
            help,
        );
        return;
    }
    let (Some(a0), Some(lambda), true) = (a0, lambda, features.len() == declared) else {
        return;
    };

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
    define("a0", format!("{a0}"));
    define("lambda", format!("{lambda}"));
    define("bins", format!("{}", common.bins));
    define("training", format!("{}", common.training));
    define("psi", format!("mean([{}])", all("psi")));
    define("psi_live", format!("mean([{}])", all("seen")));
    define(
        "noise_floor",
        "noise_floor(bins, window, training)".to_owned(),
    );
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

    let name = |bare: &str| format!("{directive}.{bare}");
    let mut shown = vec![
        Reading {
            zones: psi_zones(common),
            ..reading::of(&name("psi_live"), words::PSI_LIVE, ".3", scope.only)
        },
        reading::of(&name("noise_floor"), words::NOISE_FLOOR, ".3", scope.only),
        Reading {
            note: accuracy_note,
            ..reading::of(&name("accuracy"), &accuracy_label, ".1%", scope.only)
        },
    ];
    shown.push(Reading {
        zones: vec![
            Zone {
                from: Some(1.0.into()),
                below: None,
                level: Level::Act,
                word: words::ZONE_ALARM.to_owned(),
            },
            Zone {
                from: None,
                below: None,
                level: Level::Good,
                word: words::ALARMS_NONE.to_owned(),
            },
        ],
        ..reading::of(&name("alarms"), words::ALARMS, ".0", scope.only)
    });
    shown.extend(readings);
    let track = scope.only.0.first().copied().unwrap_or_default();
    let track = draft
        .mission
        .tracks
        .get(track)
        .map_or("", |track| track.id.as_str());
    let instrument = |id: &str, title: &str, controls: Vec<ValueName>, wide, kind| Instrument {
        id: format!("{id}_{track}"),
        title: title.to_owned(),
        only: scope.only.clone(),
        note: None,
        controls,
        shown_if: None,
        wide,
        kind,
    };
    bench.instruments.push(instrument(
        "readings",
        words::DRIFT,
        Vec::new(),
        true,
        InstrumentKind::Cards {
            readings: shown,
            summary: None,
        },
    ));
    bench.instruments.push(instrument(
        "radar",
        words::DIVERGENCE,
        vec![common.window.clone()],
        false,
        InstrumentKind::Radar {
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
        },
    ));
    let groups = vec![
        Group {
            label: before,
            shares: name("chosen_before"),
        },
        Group {
            label: after,
            shares: name("chosen_after"),
        },
    ];
    let bins = words::bins_of_training(common.bins as usize);
    bench.instruments.push(instrument(
        "histogram",
        words::DISTRIBUTION,
        select.into_iter().collect(),
        false,
        InstrumentKind::Histogram { bins, groups },
    ));
}

fn read_feature(
    draft: &mut Draft,
    reader: &mut Reader,
    scope: Scope,
    common: &Common,
    others: &[Feature],
) -> Option<Feature> {
    let (id, label, mean) = (reader.text("id"), reader.text("label"), reader.text("mean"));
    let spread = reader
        .text_if("spread")
        .unwrap_or_else(|| Text::made("1", reader.head()));
    let share = reader
        .text_if("share")
        .unwrap_or_else(|| Text::made("1", reader.head()));
    let (id, label, mean) = (id?, label?, mean?);
    super::check_id(reader, &id)?;
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
    made(
        format!("sample_{f}"),
        format!("sampled(live_{f}, window, \"{f}\")"),
    );
    made(
        format!("seen_{f}"),
        format!("psi(shares(0, 1, {bins}), sample_{f}, window)"),
    );
    Some(Feature {
        id: id.value,
        label: label.value,
        place: id.span,
    })
}

fn psi_zones(common: &Common) -> Vec<Zone> {
    let zone = |from, level, word: &str| Zone {
        from,
        below: None,
        level,
        word: word.to_owned(),
    };
    vec![
        zone(Some(common.act.into()), Level::Act, words::ZONE_ACT),
        zone(Some(common.watch.into()), Level::Watch, words::ZONE_WATCH),
        zone(None, Level::Good, words::ZONE_STABLE),
    ]
}

/// The panel of the infrastructure: readings over the traffic alone.
fn infrastructure(
    draft: &mut Draft,
    scope: Scope,
    reader: &Reader,
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
            &Text::made(count, reader.head()),
            Some(Type::Number),
        );
        draft.define(
            scope,
            "readings",
            &Text::made(shown.len().to_string(), reader.head()),
            Some(Type::Number),
        );
    }
    bench.instruments.push(Instrument {
        id: "health".to_owned(),
        title: words::HEALTH.to_owned(),
        only: Only::default(),
        note: None,
        controls: vec![traffic],
        shown_if: None,
        wide: true,
        kind: InstrumentKind::Cards {
            readings: health,
            summary: Some(Summary {
                good: words::HEALTH_GOOD.to_owned(),
                bad: words::HEALTH_BAD.to_owned(),
            }),
        },
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
