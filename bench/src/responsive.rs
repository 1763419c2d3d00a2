//! The work of a slider's step, in milliseconds: handlers, drawing, style and layout.
//!
//! It is taken in the page, by a clock of 5 µs: from the change of the slider to the end of a forced layout, with all
//! microtasks between. The metrics of the browser's own would count frames and painting too, and only in sums; a
//! trace would slow everyone down by different amounts.

use crate::Bench;
use crate::results::{Goal, Results, Row};
use crate::server::Server;
use crate::sites::{self, Site};
use crate::visit::Visitor;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::time::Duration;

const SECTION: &str = "responsive";
const DRAG: &str = include_str!("drag.js");
const STEPS: usize = 200;
/// Of an instrument that has no peer.
const SHORT: usize = 100;
const ROUNDS: usize = 3;
const SETTLE: Duration = Duration::from_millis(400);
/// Between two frames of a display of 60 Hz.
const FRAME: f64 = 1000.0 / 60.0;

/// The islands have been taken over.
pub const ALIVE: &str =
    "document.readyState === 'complete' && !document.querySelector('.mission:not([data-alive])')";
/// The slider of the drift view, ours and the peers'.
pub const SLIDER: &str = "main input[type=range][name=delta]";

struct Contestant {
    name: &'static str,
    server: Server,
    _site: Site,
    found: [Drag; 2],
    failed: Option<anyhow::Error>,
}

/// What drags have shown.
#[derive(Default)]
struct Drag {
    work: Vec<f64>,
    script: Vec<f64>,
    layout: Vec<f64>,
    /// A number a drag.
    dropped: Vec<f64>,
    /// Steps after which something changed only later.
    late: usize,
}

/// Measures the section.
pub fn measure(bench: &Bench, results: &mut Results) -> Result<()> {
    let visitor = Visitor::new()?;
    let mut contestants = Vec::new();
    for name in ["limit", "ours", "D3", "Chart.js", "Plotly"] {
        let site = match name {
            "ours" => sites::ours(bench),
            peer => sites::peer(bench, peer),
        };
        match site {
            Ok(site) => contestants.push(Contestant {
                name,
                server: Server::start(&site.path())?,
                _site: site,
                found: Default::default(),
                failed: None,
            }),
            Err(error) => results.not_run(SECTION, name, &error),
        }
    }
    for _ in 0..bench.rounds(ROUNDS) {
        for contestant in &mut contestants {
            if contestant.failed.is_none() {
                contestant.failed = round(&visitor, contestant).err();
            }
        }
    }
    for (index, condition) in ["1×", "4×"].into_iter().enumerate() {
        let row = |contestant: &Contestant| contestant.found[index].row(contestant.name, condition);
        let of = |name: &str| contestants.iter().find(|one| one.name == name).map(row);
        for contestant in &contestants {
            if let Some(error) = &contestant.failed {
                results.not_run(SECTION, contestant.name, &anyhow::anyhow!("{error:#}"));
                continue;
            }
            let mut row = row(contestant);
            if contestant.name == "ours" {
                if let Some(d3) = of("D3") {
                    row = row.beside(&d3).goal(Goal::BothTimes(0.6));
                }
                if let Some(limit) = of("limit") {
                    let beside = row.clone().beside(&limit).goal(Goal::BothTimes(1.5));
                    results.push(beside.note(""));
                }
            }
            results.push(row);
            let dropped = contestant.found[index].dropped_row(contestant.name, condition);
            results.push(match (contestant.name, index) {
                ("ours", 1) => dropped.goal(Goal::AtMost(0.0)),
                _ => dropped,
            });
        }
    }
    let ours = contestants.iter().find(|one| one.name == "ours");
    let ours = ours.context("our own book is not there")?;
    for name in sites::INSTRUMENTS {
        for (rate, condition) in [(1, "1×"), (4, "4×")] {
            let mut drag = Drag::default();
            let slider = "main .mission input[type=range]:not(:disabled)";
            let page = ours.server.warm(&format!("{name}.html"));
            let done = take(&visitor, &page, (slider, SHORT), rate, &mut drag);
            let what = format!("instrument: {name}");
            let row = done.map(|()| drag.row(&what, condition));
            results.add(SECTION, &what, row);
        }
    }
    Ok(())
}

fn round(visitor: &Visitor, contestant: &mut Contestant) -> Result<()> {
    for (index, rate) in [1, 4].into_iter().enumerate() {
        let page = contestant.server.warm("drift.html");
        take(
            visitor,
            &page,
            (SLIDER, STEPS),
            rate,
            &mut contestant.found[index],
        )?;
    }
    Ok(())
}

fn take(
    visitor: &Visitor,
    page: &str,
    (slider, steps): (&str, usize),
    rate: u32,
    into: &mut Drag,
) -> Result<()> {
    visitor.throttle(1)?;
    let drawn = "(document.querySelector('.mission') || document.querySelector('#chart > *'))";
    visitor.open(page, &format!("{ALIVE} && {drawn}"))?;
    // What a first visit does in the background is not of the drag.
    std::thread::sleep(SETTLE);
    visitor.throttle(rate)?;
    let drag = |steps: usize| visitor.browser().run(DRAG, &[slider.into(), steps.into()]);
    // The first steps are slower, for everyone.
    drag(10)?;
    let found = drag(steps)?;
    visitor.throttle(1)?;
    into.add(&found, steps)
}

impl Drag {
    fn add(&mut self, found: &Value, steps: usize) -> Result<()> {
        let list =
            |key: &str| -> Result<Vec<f64>> { Ok(serde_json::from_value(found[key].clone())?) };
        let (script, layout) = (list("script")?, list("layout")?);
        ensure!(
            found["idle"]
                .as_f64()
                .is_some_and(|idle| idle < steps as f64 * 0.5),
            "the slider changes nothing at most steps: {}",
            found["idle"]
        );
        self.work
            .extend(script.iter().zip(&layout).map(|(a, b)| a + b));
        self.script.extend(script);
        self.layout.extend(layout);
        let dropped = list("gaps")?
            .iter()
            .map(|gap| (gap / FRAME).round() - 1.0)
            .sum();
        self.dropped.push(f64::max(dropped, 0.0));
        self.late += found["late"].as_u64().unwrap_or(0) as usize;
        Ok(())
    }

    fn row(&self, what: &str, condition: &str) -> Row {
        let middle = |samples: &[f64]| Row::new(SECTION, "", "", "ms", samples.to_vec()).median();
        let late = match self.late {
            0 => String::new(),
            late => format!("; {late} steps changed something later"),
        };
        Row::new(
            SECTION,
            what,
            format!("step, {condition}"),
            "ms",
            self.work.clone(),
        )
        .note(format!(
            "script {:.2}, style and layout {:.2}{late}",
            middle(&self.script),
            middle(&self.layout)
        ))
    }

    fn dropped_row(&self, what: &str, condition: &str) -> Row {
        let condition = format!("of {STEPS} frames dropped, {condition}");
        Row::new(SECTION, what, condition, "frames", self.dropped.clone())
    }
}
