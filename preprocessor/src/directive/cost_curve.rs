//! `cost-curve`: how often to retrain, found in rounds of trials.
//!
//! Written in the vocabulary that every bench has: the cost of a day J(T) = C/T + K·T/2 with K = V·λ·v,
//! its minimum, a budget that may bind, the return on a run, and three policies on the same simulated
//! drift ([`mission_model::retraining`]). Until a round is over only the tried points are shown.

use super::control::Slider;
use super::{Read, by_each_track, by_track, control, made_instrument, reading};
use crate::draft::{Draft, Scope};
use crate::reader::{Placed, Reader, Text};
use crate::vocabulary::types::{NamedTables, Number, PlainText, TextByTrack, Whole};
use crate::vocabulary::{Keys, keys};
use mission_model::format::Format;
use mission_model::mission::{
    Bar, Bars, Bench, Cards, Fail, Instrument, InstrumentKind, Kind, MarkAt, Only, PerTrack, Plot,
    PlotAxis, PlotLine, PlotMark, Reading, Trials,
};
use mission_model::value::Type;
use mission_model::words;
use std::ops::Range;

keys! {
    /// What holds in all tracks.
    pub struct CurveKeys of "`cost-curve`" {
        /// Above the bench.
        need title: PlainText,
        /// Below the title.
        may intro: TextByTrack,
        /// The interval, the cost of a run, accuracy points lost per unit of drift, drift a day, and the alarm's
        /// threshold.
        need interval: Slider,
        need cost: Slider,
        need lambda: Slider,
        need speed: Slider,
        need threshold: Slider,
        /// How many trials.
        may trials: Whole<1, 100> = 10,
        /// Said when the interval is found, and when the trials are used up.
        need won: TextByTrack,
        need spent: TextByTrack,
        /// One for each track.
        need track: NamedTables<TrackKeys>,
    }
}

keys! {
    /// What differs by track.
    pub struct TrackKeys of "`[track.ID]` of a curve" {
        /// Dollars lost per point of accuracy and day.
        need value: Number,
        /// Dollars a day for runs.
        need budget: Number,
        /// Points of accuracy missing today.
        need deficit: Number,
        /// For how many days a run is judged.
        need horizon: Number,
        /// Days until labels arrive; may be 0.
        need delay: Number,
    }
}

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
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Read> {
    let keys = CurveKeys::read(reader);
    let intro = by_track(draft, scope, keys.intro);
    let head = keys.spot.head.clone();
    let mut slider = |id, log, keys| control::named(draft, scope, id, log, keys);
    let interval = slider("interval", true, keys.interval);
    let cost = slider("cost", true, keys.cost);
    let lambda = slider("lambda", false, keys.lambda);
    let speed = slider("speed", true, keys.speed);
    let threshold = slider("threshold", false, keys.threshold);
    let won = by_track(draft, scope, keys.won);
    let spent = by_track(draft, scope, keys.spent);
    for (only, keys) in by_each_track(draft, &keys.spot, keys.track) {
        let scope = Scope {
            only: &only,
            ..scope
        };
        of_track(draft, scope, keys);
    }

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
        limit: keys.trials as usize,
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
    let instrument = |id: &str, title, kind| made_instrument(id.to_owned(), title, &all, kind);
    let cards = |readings: Vec<Reading>| {
        InstrumentKind::Cards(Cards {
            readings,
            summary: None,
        })
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
    let format = Format {
        prefix: "$".to_owned(),
        ..compact()
    };
    Some(Read::island(Kind::Bench(Bench {
        title: keys.title?.value,
        intro,
        controls: [trials.key.clone(), vec![interval?]].concat(),
        instruments: vec![
            Instrument {
                wide: true,
                ..instrument("curve", words::CURVE, InstrumentKind::Plot(Box::new(plot)))
            },
            instrument("roi", words::ONE_RUN, cards(roi)),
            Instrument {
                controls: vec![threshold?],
                shown_if: Some(name("over")),
                ..instrument(
                    "policies",
                    words::POLICIES,
                    InstrumentKind::Bars(Bars { bars, format }),
                )
            },
        ],
        trials: Some(trials),
        ..Bench::default()
    })))
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

/// Declares what differs by track.
fn of_track(draft: &mut Draft, scope: Scope, keys: TrackKeys) {
    let numbers = [
        ("value", keys.value),
        ("budget", keys.budget),
        ("deficit", keys.deficit),
        ("horizon", keys.horizon),
        ("delay", keys.delay),
    ];
    for (key, number) in numbers {
        let Some(Placed { value, span }) = number else {
            continue;
        };
        // Labels may come at once; everything else is divided by.
        if value < 0.0 || (value == 0.0 && key != "delay") {
            let help = "write a number above 0".to_owned();
            let message = format!("`{key}` can't be {value}");
            draft.sink.report(span, message, "", help);
            continue;
        }
        let text = Text::made(value.to_string(), span);
        draft.define(scope, key, &text, Some(Type::Number));
    }
}
