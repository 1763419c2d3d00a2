//! From the navigation to the first move that is answered, in milliseconds, and what a reader suffers meanwhile.
//!
//! A key is held down on the slider, by the browser's own input and not by events of a script, from the moment that
//! the slider can have the focus. The move is accepted when the reading beside it has changed. Every visit is to a
//! host of its own: no cache is warm, no worker keeps the page, and the page has a fresh process.

use crate::Bench;
use crate::responsive::{ALIVE, SLIDER};
use crate::results::{Goal, Results, Row};
use crate::server::Server;
use crate::sites::{self, Site};
use crate::visit::{Condition, Key, Seen, Visitor};
use anyhow::{Error, Result, ensure};
use mission_tests::ChapterPage;

const SECTION: &str = "alive";
const READING: &str = "main output[name=psi]";

/// What is visited, and what is pressed there.
struct Contestant {
    name: &'static str,
    server: Server,
    _site: Site,
    control: &'static str,
    reading: &'static str,
    key: Key,
}

/// Measures the section.
pub fn measure(bench: &Bench, results: &mut Results) -> Result<()> {
    let visitor = Visitor::new()?;
    let mut contestants = Vec::new();
    for name in ["ours", "limit", "D3", "Chart.js", "Plotly", "mdbook-quiz"] {
        let site = match name {
            "ours" => sites::ours(bench),
            "mdbook-quiz" => sites::quiz(bench),
            peer => sites::peer(bench, peer),
        };
        let (control, reading, key) = match name {
            "mdbook-quiz" => ("main .mdbook-quiz button", "main .mdbook-quiz", Key::Enter),
            _ => (SLIDER, READING, Key::Arrows),
        };
        match site.and_then(|site| Ok((Server::start(&site.path())?, site))) {
            Ok((server, site)) => contestants.push(Contestant {
                name,
                server,
                _site: site,
                control,
                reading,
                key,
            }),
            Err(error) => results.not_run(SECTION, name, &error),
        }
    }
    for (condition, rounds) in [(Condition::Plain, 9), (Condition::Slow, 5)] {
        visitor.set(condition)?;
        moves(
            bench.rounds(rounds),
            condition,
            &visitor,
            &contestants,
            results,
        );
    }
    if let Err(error) = course(bench, &visitor, results) {
        results.not_run(SECTION, "the course's chapter", &error);
    }
    Ok(())
}

/// First moves of all contestants, in turns.
fn moves(
    rounds: usize,
    condition: Condition,
    visitor: &Visitor,
    contestants: &[Contestant],
    results: &mut Results,
) {
    let mut seen: Vec<Vec<Seen>> = contestants.iter().map(|_| Vec::new()).collect();
    let mut failed: Vec<Option<Error>> = contestants.iter().map(|_| None).collect();
    for _ in 0..rounds {
        for (index, one) in contestants.iter().enumerate() {
            if failed[index].is_some() {
                continue;
            }
            let page = one.server.cold("drift.html");
            match visitor.move_control(&page, one.control, one.reading, one.key) {
                Ok(one) => seen[index].push(one),
                Err(error) => failed[index] = Some(error),
            }
        }
    }
    let row = |index: usize, what: &str, unit: &'static str, of: fn(&Seen) -> f64| {
        let samples = seen[index].iter().map(of).collect();
        let condition = format!("{what}, {}", condition.name());
        Row::new(SECTION, contestants[index].name, condition, unit, samples)
    };
    let accepted = |index| {
        row(index, "first move", "ms", |seen| {
            seen.accepted.unwrap_or(f64::NAN)
        })
    };
    for (index, one) in contestants.iter().enumerate() {
        if let Some(error) = failed[index].take() {
            results.not_run(
                SECTION,
                &format!("{}, {}", one.name, condition.name()),
                &error,
            );
            continue;
        }
        if one.name != "ours" {
            results.push(accepted(index));
        } else {
            for (peer, times) in [
                ("Plotly", 0.5),
                ("mdbook-quiz", 0.5),
                ("Chart.js", 1.0),
                ("D3", 1.0),
            ] {
                let other = contestants.iter().position(|one| one.name == peer);
                if let Some(other) = other.filter(|other| !seen[*other].is_empty()) {
                    results.push(
                        accepted(index)
                            .beside(&accepted(other))
                            .goal(Goal::Times(times)),
                    );
                }
            }
        }
        results.push(row(index, "INP", "ms", |seen| seen.inp).note("16 stands for less"));
        results.push(row(index, "total blocking time", "ms", |seen| seen.tbt));
        let longest =
            row(index, "longest task", "ms", |seen| seen.longest).note("50 stands for less");
        results.push(match (one.name, condition) {
            ("ours", Condition::Plain) => longest.goal(Goal::AtMost(50.0)),
            _ => longest,
        });
    }
}

/// The course's own chapter, beside the same page of plain mdBook.
fn course(bench: &Bench, visitor: &Visitor, results: &mut Results) -> Result<()> {
    let sites = [sites::course(bench, true)?, sites::course(bench, false)?];
    let servers = [
        Server::start(&sites[0].path())?,
        Server::start(&sites[1].path())?,
    ];
    for (condition, rounds) in [(Condition::Plain, 9), (Condition::Slow, 5)] {
        visitor.set(condition)?;
        let mut seen = [Vec::new(), Vec::new()];
        for _ in 0..bench.rounds(rounds) {
            for (server, seen) in servers.iter().zip(&mut seen) {
                seen.push(visitor.look(&server.cold("ml_ops.html"), ALIVE)?);
            }
        }
        let row = |index: usize, what: &str, unit: &'static str, of: fn(&Seen) -> f64| {
            let name = ["ours: ML Operations", "plain mdBook: the same"][index];
            let condition = format!("{what}, {}", condition.name());
            Row::new(
                SECTION,
                name,
                condition,
                unit,
                seen[index].iter().map(of).collect(),
            )
        };
        let plain = row(1, "LCP", "ms", |seen| seen.lcp);
        results.push(
            row(0, "LCP", "ms", |seen| seen.lcp)
                .beside(&plain)
                .goal(Goal::Times(1.05)),
        );
        results.push(plain);
        results.push(row(0, "CLS", "", |seen| seen.cls).goal(Goal::AtMost(0.01)));
        results.push(row(1, "CLS", "", |seen| seen.cls));
        results.push(row(0, "total blocking time", "ms", |seen| seen.tbt));
        let longest = row(0, "longest task", "ms", |seen| seen.longest).note("50 stands for less");
        results.push(match condition {
            Condition::Plain => longest.goal(Goal::AtMost(50.0)),
            Condition::Slow => longest,
        });
    }
    returning(bench, visitor, &servers[0], results)
}

/// A student who has chosen a track and answered the first lock comes back to the chapter.
fn returning(
    bench: &Bench,
    visitor: &Visitor,
    server: &Server,
    results: &mut Results,
) -> Result<()> {
    visitor.set(Condition::Plain)?;
    visitor.open(&server.warm("ml_ops.html"), ALIVE)?;
    let page = ChapterPage::new(visitor.browser(), "ml_ops")?;
    page.choose_track("cloud")?;
    page.answer_lock("monitoring", 2)?;
    // What is kept is asked for anew, and by the page itself.
    let browser = visitor.browser();
    browser.cdp(
        "Network.setCacheDisabled",
        serde_json::json!({ "cacheDisabled": true }),
    )?;
    browser.cdp(
        "Network.setBypassServiceWorker",
        serde_json::json!({ "bypass": true }),
    )?;
    for (condition, rounds) in [(Condition::Plain, 9), (Condition::Slow, 5)] {
        visitor.set(condition)?;
        let mut accepted = Vec::new();
        for _ in 0..bench.rounds(rounds) {
            let seen = visitor.move_control(
                &server.warm("ml_ops.html"),
                "#ml_ops-drift input[type=range][name=topic]",
                "#ml_ops-drift output[name=accuracy]",
                Key::Arrows,
            )?;
            ensure!(seen.accepted.is_some(), "no move was accepted");
            accepted.push(seen.accepted.unwrap_or(f64::NAN));
        }
        let condition = format!("first move, {}", condition.name());
        results.push(Row::new(
            SECTION,
            "ours: ML Operations, returning",
            condition,
            "ms",
            accepted,
        ));
    }
    Ok(())
}
