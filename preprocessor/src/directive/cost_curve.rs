//! `cost-curve`: how often to retrain, found in rounds of trials.
//!
//! Written in the vocabulary that every bench has: the cost of a day J(T) = C/T + K·T/2 with K = V·λ·v,
//! its minimum (the square-root law of the economic order quantity, Harris 1913, for staleness instead of
//! stock), a budget that may bind, the return on a run, and three policies on the same drift in the long run.
//! Until a round is over only the tried points are shown.
//!
//! The drift of the policies comes in shifts: at random moments, `calm` m days apart on average, divergence
//! jumps by an exponential amount, v·m on average. A calendar of T days then costs J(T) a day in expectation.
//! A run at a loss of θ points, seen ℓ days late, is a renewal process (Ross, *Stochastic Processes*, 3.6).
//! With s = θ/(λ·v), its cycle takes s + m + ℓ days on average (m, because a jump overshoots) and loses
//! K·(s²/2 + ℓ·(s + m) + ℓ²/2); the cost of a day is C and that loss, over the cycle. Its least is
//! K·(√(T*² + m² + 2ℓm) − m), below the calendar's K·T* exactly if ℓ < T*.

use super::control::Slider;
use super::{Read, by_each_track, by_track, control, made_instrument, reading};
use crate::draft::{Draft, Scope};
use crate::reader::{Placed, Reader, Spot, Text};
use crate::vocabulary::types::{NamedTables, Number, PlainText, TextByTrack, Whole};
use crate::vocabulary::{Keys, keys};
use mission_model::format::Format;
use mission_model::mission::{
    Bar, Bars, Bench, Bound, Cards, Fail, Instrument, InstrumentKind, Kind, Level, MarkAt, Only,
    PerTrack, Plot, PlotAxis, PlotLine, PlotMark, Reading, Trials, Zone,
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
        /// Drift comes in shifts of random size: the days between two of them, on average. At 0, or if you don't say,
        /// it is steady.
        may calm: Number,
    }
}

/// J(T) may exceed its least by this factor.
const CLOSE_ENOUGH: f64 = 1.02;
/// Points of the curve.
const POINTS: usize = 121;

/// What holds in all tracks, from what is declared and what differs by track.
const VALUES: [(&str, &str); 23] = [
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
    ("daily_cost", "cost + k / 2"),
    ("ramp", "threshold / (lambda * speed)"),
    ("threshold_interval", "ramp + calm + delay"),
    ("threshold_spend", "cost / threshold_interval"),
    (
        "threshold_loss",
        "k * (ramp ^ 2 / 2 + delay * (ramp + calm) + delay ^ 2 / 2) / threshold_interval",
    ),
    ("threshold_cost", "threshold_spend + threshold_loss"),
    (
        "threshold_star",
        "lambda * speed * max(0, sqrt(t_star ^ 2 + calm ^ 2 + 2 * delay * calm) - calm - delay)",
    ),
    (
        "threshold_budget",
        "lambda * speed * (t_budget - calm - delay)",
    ),
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
    let plot = against_interval(&name);
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
        bar(words::AT_INTERVAL, "j"),
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
                shown_if: Some(name("over")),
                ..instrument(
                    "policies",
                    words::POLICIES,
                    InstrumentKind::Bars(Bars { bars, format }),
                )
            },
            Instrument {
                controls: vec![threshold?],
                shown_if: Some(name("over")),
                wide: true,
                ..instrument(
                    "thresholds",
                    words::OVER_THRESHOLD,
                    InstrumentKind::Plot(Box::new(against_threshold(&name))),
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

type Named<'a> = &'a dyn Fn(&str) -> String;

/// The cost of a day against a control; what lies below `allowed` is over budget.
fn against(name: Named, x: &str, allowed: &str, label: &str, log: bool) -> Plot {
    let axis = |label: &str, log, format| PlotAxis {
        label: label.to_owned(),
        log,
        format,
        range: None,
    };
    let dollars = Format {
        prefix: "$".to_owned(),
        decimals: Some(0),
        ..compact()
    };
    let plain = Format {
        decimals: Some(1),
        ..Format::default()
    };
    Plot {
        x: name(x),
        points: Some(POINTS),
        x_axis: axis(label, log, plain),
        y_axis: axis(words::A_DAY, log, dollars),
        x_zones: vec![Zone {
            from: None,
            below: Some(Bound::Value(name(allowed))),
            level: Level::Act,
            word: words::OVER_BUDGET.to_owned(),
        }],
        ..Plot::default()
    }
}

fn line(name: Named, label: &str, y: &str, dashed: bool) -> PlotLine {
    PlotLine {
        label: label.to_owned(),
        y: name(y),
        dashed,
    }
}

fn against_interval(name: Named) -> Plot {
    Plot {
        lines: vec![
            line(name, words::TOTAL_LINE, "j", false),
            line(name, words::COMPUTE_LINE, "spend", true),
            line(name, words::LOSSES_LINE, "loss", true),
        ],
        marks: vec![PlotMark {
            label: words::MINIMUM.to_owned(),
            at: MarkAt::Point {
                x: name("t_star"),
                y: name("j_star"),
            },
        }],
        tried: Some((name("interval"), name("j"))),
        curves_if: Some(name("over")),
        ..against(name, "interval", "t_budget", words::DAYS_BETWEEN, true)
    }
}

fn against_threshold(name: Named) -> Plot {
    Plot {
        lines: vec![
            line(name, words::BY_THRESHOLD, "threshold_cost", false),
            line(name, words::BY_CALENDAR, "j_target", true),
        ],
        marks: vec![PlotMark {
            label: words::MINIMUM.to_owned(),
            at: MarkAt::Minimum(0),
        }],
        ..against(
            name,
            "threshold",
            "threshold_budget",
            words::POINTS_LOST,
            false,
        )
    }
}

fn steady(spot: &Spot) -> Option<Placed<f64>> {
    let span = spot.head.clone();
    (!spot.has("calm")).then_some(Placed { value: 0.0, span })
}

/// Declares what differs by track.
fn of_track(draft: &mut Draft, scope: Scope, keys: TrackKeys) {
    let numbers = [
        ("value", keys.value),
        ("budget", keys.budget),
        ("deficit", keys.deficit),
        ("horizon", keys.horizon),
        ("delay", keys.delay),
        ("calm", keys.calm.or_else(|| steady(&keys.spot))),
    ];
    for (key, number) in numbers {
        let Some(Placed { value, span }) = number else {
            continue;
        };
        // Labels may come at once, and shifts without a pause; everything else is divided by.
        if value < 0.0 || (value == 0.0 && !matches!(key, "delay" | "calm")) {
            let help = "write a number above 0".to_owned();
            let message = format!("`{key}` can't be {value}");
            draft.sink.report(span, message, "", help);
            continue;
        }
        let text = Text::made(value.to_string(), span);
        draft.define(scope, key, &text, Some(Type::Number));
    }
}
