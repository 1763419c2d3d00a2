//! The cost curve of the built chapter, against the numbers that were computed independently: C = 10,000 $ and
//! K = 500 $/day² give T* = √40 = 6.3246 days.

use anyhow::{Context, Result, ensure};
use mission_model::engine::Engine;
use mission_model::mission::{InstrumentKind, Kind, MarkAt, Mission};
use mission_model::value::Value;
use mission_tests::{mission_data, repo_root};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, Exp};

/// The mission of the built chapter.
fn mission() -> Result<Mission> {
    let page = std::fs::read_to_string(repo_root().join("book/ml_ops.html"))?;
    let data = mission_data(&page).context("no mission")?;
    Ok(mission_model::page::read(&page[data])?)
}

#[test]
fn the_marked_minimum_is_the_minimum() -> Result<()> {
    let mission = mission()?;
    for (track, name) in mission.tracks.iter().enumerate() {
        let mut engine = Engine::new(&mission, track)?;
        engine.set("cost.cost", Value::Number(10_000.0));
        // K = V·λ·v
        let speed = 500.0 / (engine.number("cost.value") * engine.number("cost.lambda"));
        engine.set("cost.speed", Value::Number(speed));
        ensure!(
            (engine.number("cost.k") - 500.0).abs() < 1e-9,
            "{}: K",
            name.id
        );

        let (x, y) = mark(&mission, &engine)?;
        ensure!(
            (x / 6.324_555_320_336_759 - 1.0).abs() < 1e-3,
            "{}: marked at {x} days",
            name.id
        );
        ensure!(
            (y / 3_162.277_660_168_379 - 1.0).abs() < 1e-3,
            "{}: marked at {y} $",
            name.id
        );
        let tenfold = engine.number("cost.tenfold");
        ensure!(
            (tenfold - 5.05).abs() < 1e-9,
            "{}: ten times too often costs {tenfold}",
            name.id
        );

        // No interval that the slider can be set to is cheaper.
        for step in 0..=200 {
            let interval = 0.1 + 2.0 * f64::from(step);
            engine.set("cost.interval", Value::Number(interval));
            ensure!(
                engine.number("cost.j") >= y - 1e-9,
                "{}: {interval} days are cheaper",
                name.id
            );
        }
    }
    Ok(())
}

/// When a run is due.
#[derive(Clone, Copy)]
enum Policy {
    Every(f64),
    /// Divergence reached so much, so many days ago.
    At(f64, f64),
}

/// A policy on drift that comes in shifts, simulated event by event over whole cycles: days between two runs,
/// and $ a day.
fn simulated(engine: &Engine, policy: Policy) -> (f64, f64) {
    const CYCLES: usize = 200_000;
    let [cost, value, lambda, speed, calm] = ["cost", "value", "lambda", "speed", "calm"]
        .map(|name| engine.number(&format!("cost.{name}")));
    let mut rng = ChaCha8Rng::seed_from_u64(1913);
    let (pause, size) = (Exp::new(1.0 / calm), Exp::new(1.0 / (speed * calm)));
    let (pause, size) = (pause.unwrap(), size.unwrap());
    let (mut days, mut lost) = (0.0, 0.0);
    for _ in 0..CYCLES {
        let (mut now, mut divergence) = (0.0, 0.0);
        let mut due = match policy {
            Policy::Every(interval) => interval,
            Policy::At(..) => f64::INFINITY,
        };
        loop {
            let next = now + pause.sample(&mut rng);
            lost += value * lambda * divergence * (next.min(due) - now);
            if next >= due {
                break;
            }
            now = next;
            divergence += size.sample(&mut rng);
            if let Policy::At(threshold, delay) = policy
                && due.is_infinite()
                && divergence >= threshold
            {
                due = now + delay;
            }
        }
        days += due;
    }
    let cycles = CYCLES as f64;
    (days / cycles, (lost + cycles * cost) / days)
}

fn close(computed: f64, simulated: f64, what: &str) -> Result<()> {
    ensure!(
        (computed / simulated - 1.0).abs() < 0.01,
        "{what}: {computed}, and {simulated} by simulation"
    );
    Ok(())
}

/// The bills of the policies are formulas; a simulation of 200,000 cycles knows none of them.
#[test]
fn policies_cost_what_a_simulation_says() -> Result<()> {
    let mission = mission()?;
    for (track, name) in mission.tracks.iter().enumerate() {
        let mut engine = Engine::new(&mission, track)?;
        for threshold in [0.5, 5.0, 20.0] {
            engine.set("cost.threshold", Value::Number(threshold));
            let policy = Policy::At(
                threshold / engine.number("cost.lambda"),
                engine.number("cost.delay"),
            );
            let (interval, cost) = simulated(&engine, policy);
            let what = format!("{}, {threshold} points", name.id);
            close(engine.number("cost.threshold_interval"), interval, &what)?;
            close(engine.number("cost.threshold_cost"), cost, &what)?;
        }
        let best = engine.number("cost.t_star");
        for interval in [best / 2.0, best, best * 2.0] {
            engine.set("cost.interval", Value::Number(interval));
            let (_, cost) = simulated(&engine, Policy::Every(interval));
            close(
                engine.number("cost.j"),
                cost,
                &format!("{}, {interval} days", name.id),
            )?;
        }
    }
    Ok(())
}

/// On both curves the cost falls to one minimum and rises after it; the alarm's is below the calendar's where
/// labels arrive within T*, and nowhere else.
#[test]
fn one_minimum_each_and_the_alarm_wins_where_labels_are_quick() -> Result<()> {
    let mission = mission()?;
    let mut winners = Vec::new();
    for (track, name) in mission.tracks.iter().enumerate() {
        let mut engine = Engine::new(&mission, track)?;
        let mut curve = |control: &str, cost: &str, values: &mut dyn Iterator<Item = f64>| {
            let costs: Vec<f64> = values
                .map(|value| {
                    engine.set(control, Value::Number(value));
                    engine.number(cost)
                })
                .collect();
            let turns = costs
                .windows(3)
                .filter(|three| (three[1] < three[0]) != (three[2] < three[1]))
                .count();
            (turns, costs.into_iter().fold(f64::INFINITY, f64::min))
        };
        let intervals = &mut (1..4000).map(|step| 0.1 * f64::from(step));
        let (turns, calendar) = curve("cost.interval", "cost.j", intervals);
        ensure!(
            turns == 1,
            "{}: the calendar's curve turns {turns} times",
            name.id
        );
        let thresholds = &mut (1..400).map(|step| 0.05 * f64::from(step));
        let (turns, alarm) = curve("cost.threshold", "cost.threshold_cost", thresholds);
        ensure!(
            turns <= 1,
            "{}: the alarm's curve turns {turns} times",
            name.id
        );
        if alarm < calendar {
            winners.push(name.id.as_str());
        }
        ensure!(
            (alarm < calendar) == (engine.number("cost.delay") < engine.number("cost.t_star")),
            "{}: {alarm} by alarm, {calendar} by calendar",
            name.id
        );
        let star = engine.number("cost.threshold_star");
        engine.set("cost.threshold", Value::Number(star.max(0.05)));
        close(engine.number("cost.threshold_cost"), alarm, &name.id)?;
    }
    ensure!(winners == ["cloud", "mobile", "tiny"], "{winners:?}");
    Ok(())
}

/// Where the curve is marked.
fn mark(mission: &Mission, engine: &Engine) -> Result<(f64, f64)> {
    let Some(Kind::Bench(bench)) = mission.island("cost").map(|island| &island.kind) else {
        anyhow::bail!("there is no bench `cost`");
    };
    let mark = bench
        .instruments
        .iter()
        .find_map(|instrument| match &instrument.kind {
            InstrumentKind::Plot(plot) => plot.marks.first(),
            _ => None,
        });
    match &mark.context("nothing is marked")?.at {
        MarkAt::Point { x, y } => Ok((engine.number(x), engine.number(y))),
        other => anyhow::bail!("marked on the sampled curve: {other:?}"),
    }
}
