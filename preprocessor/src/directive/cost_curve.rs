//! `cost-curve`: how often to retrain, found in rounds of trials.
//!
//! Written in the vocabulary that every bench has: the cost of a day J(T) = C/T + K·T/2 with K = V·λ·v,
//! its minimum, a budget that may bind, the return on a run, and three policies on the same simulated
//! drift ([`mission_model::retraining`]). Until a round is over only the tried points are shown.

use super::{by_track, by_track_if, control, reading, track_tables};
use crate::diagnostic::list;
use crate::draft::{Draft, Scope};
use crate::reader::{Reader, Text};
use mission_model::format::Format;
use mission_model::mission::{
    Bar, Bench, Fail, Instrument, InstrumentKind, Kind, MarkAt, Only, PerTrack, Plot, PlotAxis,
    PlotLine, PlotMark, Reading, Trials, ValueName,
};
use mission_model::value::Type;
use mission_model::words;
use std::ops::Range;

/// J(T) may exceed its least by this factor.
const CLOSE_ENOUGH: f64 = 1.02;
/// Points of the curve.
const POINTS: usize = 121;

/// What holds in all tracks, from what is declared and what differs by track.
const VALUES: [(&str, &str); 24] = [
    ("k", "value * lambda * speed"),
    ("spend", "cost / interval"),
    ("loss", "k * interval / 2"),
    ("j", "spend + loss"),
    ("t_star", "sqrt(2 * cost / k)"),
    ("j_star", "sqrt(2 * cost * k)"),
    ("t_budget", "cost / budget"),
    ("binds", "t_budget > t_star"),
    ("target", "max(t_star, t_budget)"),
    ("j_target", "cost / target + k * target / 2"),
    ("off", "j / j_target"),
    (
        "tenfold",
        "(cost / (t_star / 10) + k * (t_star / 10) / 2) / j_star",
    ),
    ("roi", "(value * deficit * horizon - cost) / cost"),
    ("break_even", "cost / (value * deficit)"),
    ("avoided", "value * deficit * horizon"),
    (
        "daily",
        "fixed_policy(cost, value * lambda, speed, 1, horizon, \"drift\")",
    ),
    (
        "fixed",
        "fixed_policy(cost, value * lambda, speed, interval, horizon, \"drift\")",
    ),
    (
        "triggered",
        "threshold_policy(cost, value * lambda, speed, threshold / lambda, delay, horizon, \"drift\")",
    ),
    ("daily_cost", "at(daily, 0)"),
    ("daily_runs", "at(daily, 1)"),
    ("fixed_cost", "at(fixed, 0)"),
    ("fixed_runs", "at(fixed, 1)"),
    ("threshold_cost", "at(triggered, 0)"),
    ("threshold_runs", "at(triggered, 1)"),
];

/// Reads a cost curve.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Kind> {
    let title = reader.text("title");
    let intro = by_track_if(draft, reader, "intro", scope);
    let head = reader.head();
    let interval = control::named(draft, reader, scope, "interval", true);
    let cost = control::named(draft, reader, scope, "cost", true);
    let lambda = control::named(draft, reader, scope, "lambda", false);
    let speed = control::named(draft, reader, scope, "speed", true);
    let threshold = control::named(draft, reader, scope, "threshold", false);
    let limit = reader.whole("trials", 1..101, 10) as usize;
    let won = by_track(draft, reader, "won", scope);
    let spent = by_track(draft, reader, "spent", scope);
    read_tracks(draft, reader, scope);

    let mut define =
        |name: &str, expr: &str| draft.define(scope, name, &Text::made(expr, head.clone()), None);
    for (name, expr) in VALUES {
        define(name, expr);
    }
    define(
        "met",
        &format!("j <= {CLOSE_ENOUGH} * j_target and spend <= budget * 1.000001"),
    );

    let misses = misses(draft, scope, &head);
    let name = |bare: &str| format!("{}.{bare}", scope.directive.unwrap_or_default());
    let all = Only::default();
    let of = |bare: &str, label: &str, format: &str| reading::of(&name(bare), label, format, &all);
    let days = format!(".1 {}", words::DAYS);
    let trials = Trials {
        limit,
        readings: vec![
            of("interval", words::INTERVAL, &days),
            of("j", words::TOTAL_DAILY, "$.1s"),
            of("spend", words::COMPUTE_DAILY, "$.1s"),
            of("loss", words::LOSSES_DAILY, "$.1s"),
        ],
        key: vec![cost?, lambda?, speed?],
        goal: name("met"),
        won: won?,
        spent: spent?,
        misses,
    };
    let plot = curve(&name);
    let instrument = |id: &str, title: &str, shown_if: Option<ValueName>, wide, kind| Instrument {
        id: id.to_owned(),
        title: title.to_owned(),
        only: Only::default(),
        note: None,
        controls: Vec::new(),
        shown_if,
        wide,
        kind,
    };
    let cards = |readings: Vec<Reading>| InstrumentKind::Cards {
        readings,
        summary: None,
    };
    let roi = vec![
        of("avoided", words::AVOIDED, "$.1s"),
        of("roi", words::ROI, ".0%"),
        of("break_even", words::BREAK_EVEN, &days),
        of("budget", words::BUDGET, "$.1s"),
    ];
    let bar = |label: &str, bare: &str| Bar {
        label: label.to_owned(),
        value: name(bare),
        zones: Vec::new(),
    };
    let bars = vec![
        bar(words::EVERY_DAY, "daily_cost"),
        bar(words::AT_INTERVAL, "fixed_cost"),
        bar(words::AT_THRESHOLD, "threshold_cost"),
    ];
    let mut policies = instrument(
        "policies",
        words::POLICIES,
        Some(name("over")),
        false,
        InstrumentKind::Bars {
            bars,
            format: Format {
                prefix: "$".to_owned(),
                ..compact()
            },
        },
    );
    policies.controls = vec![threshold?];
    Some(Kind::Bench(Bench {
        title: title?.value,
        intro,
        controls: [trials.key.clone(), vec![interval?]].concat(),
        instruments: vec![
            instrument(
                "curve",
                words::CURVE,
                None,
                true,
                InstrumentKind::Plot(Box::new(plot)),
            ),
            instrument("roi", words::ONE_RUN, None, false, cards(roi)),
            policies,
        ],
        trials: Some(trials),
        ..Bench::default()
    }))
}

/// Which way a trial missed. Within the budget only one is on the wrong side of the target.
fn misses(draft: &mut Draft, scope: Scope, head: &Range<usize>) -> Vec<Fail> {
    const SPEND: &str = "{{= spend : $.1s}}";
    const LOSS: &str = "{{= loss : $.1s}}";
    const TOTAL: &str = "{{= j : $.1s}}";
    let misses = [
        (
            "over_budget",
            "spend > budget * 1.000001",
            words::runs_over_budget("{{= spend - budget : $.1s}}", SPEND),
        ),
        (
            "too_short",
            "interval < target",
            words::interval_too_short(TOTAL, SPEND, LOSS),
        ),
        (
            "too_long",
            "interval >= target",
            words::interval_too_long(TOTAL, LOSS, SPEND),
        ),
    ];
    misses
        .into_iter()
        .map(|(name, when, text)| {
            draft.define(scope, name, &Text::made(when, head.clone()), None);
            let text = draft.html(scope, &Text::made(&text, head.clone()));
            Fail {
                when: format!("{}.{name}", scope.directive.unwrap_or_default()),
                only: Only::default(),
                text: PerTrack::all(text),
            }
        })
        .collect()
}

fn compact() -> Format {
    Format {
        decimals: Some(1),
        scale: mission_model::format::Scale::Si,
        ..Format::default()
    }
}

fn curve(name: &dyn Fn(&str) -> String) -> Plot {
    let line = |label: &str, y: &str, dashed| PlotLine {
        label: label.to_owned(),
        y: name(y),
        dashed,
    };
    let dollars = Format {
        prefix: "$".to_owned(),
        decimals: Some(0),
        ..compact()
    };
    Plot {
        x: name("interval"),
        points: Some(POINTS),
        x_axis: PlotAxis {
            label: words::DAYS_BETWEEN.to_owned(),
            log: true,
            format: Format {
                decimals: Some(1),
                ..Format::default()
            },
            range: None,
        },
        y_axis: PlotAxis {
            label: words::A_DAY.to_owned(),
            log: true,
            format: dollars,
            range: None,
        },
        lines: vec![
            line(words::TOTAL_LINE, "j", false),
            line(words::COMPUTE_LINE, "spend", true),
            line(words::LOSSES_LINE, "loss", true),
        ],
        marks: vec![PlotMark {
            label: words::MINIMUM.to_owned(),
            at: MarkAt::Point {
                x: name("t_star"),
                y: name("j_star"),
            },
        }],
        zones: Vec::new(),
        references: Vec::new(),
        tried: Some((name("interval"), name("j"))),
        curves_if: Some(name("over")),
    }
}

/// `[track.ID]`: what differs by track.
fn read_tracks(draft: &mut Draft, reader: &mut Reader, scope: Scope) {
    const KEYS: [&str; 5] = ["value", "budget", "deficit", "horizon", "delay"];
    for (only, mut table) in track_tables(draft, reader, &list(&KEYS)) {
        for key in KEYS {
            let Some(number) = table.number(key) else {
                continue;
            };
            // Labels may come at once; everything else is divided by.
            if number < 0.0 || (number == 0.0 && key != "delay") {
                let help = "write a number above 0".to_owned();
                draft.sink.report(
                    table.place(key),
                    format!("`{key}` can't be {number}"),
                    "",
                    help,
                );
                continue;
            }
            let text = Text::made(number.to_string(), table.place(key));
            draft.define(
                Scope {
                    only: &only,
                    ..scope
                },
                key,
                &text,
                Some(Type::Number),
            );
        }
        table.close();
    }
}
