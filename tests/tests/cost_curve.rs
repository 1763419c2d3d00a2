//! The cost curve of the built chapter, against the numbers that were computed independently: C = 10,000 $ and
//! K = 500 $/day² give T* = √40 = 6.3246 days.

use anyhow::{Context, Result, ensure};
use mission_model::engine::Engine;
use mission_model::mission::{InstrumentKind, Kind, MarkAt, Mission};
use mission_model::value::Value;
use mission_tests::{mission_data, repo_root};

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
