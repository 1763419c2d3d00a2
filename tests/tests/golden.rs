//! The same numbers natively and in the browser, to the bit; and the numbers that were computed independently, to
//! 1e-9, in both.

use anyhow::{Context, Result, ensure};
use mission_model::Mission;
use mission_model::engine::Engine;
use mission_model::ledger::{State, follow, replay};
use mission_tests::{Browser, ChapterPage, Server, Session, TempBook, repo_root};
use std::collections::BTreeMap;

/// What is set in each track: sliders, boxes (with a `!`), selects, in order.
const SETTINGS: [(&str, &[(&str, &str)]); 4] = [
    (
        "cloud",
        &[
            ("topic", "0.01"),
            ("topic", "0.37"),
            ("window", "0"),
            ("!window", "333"),
            ("topic", "0.6"),
            ("traffic", "1.27"),
        ],
    ),
    (
        "edge",
        &[
            ("season", "0.07"),
            ("season", "0.9"),
            ("window", "200"),
            ("!window", "1234.5"),
            ("traffic", "0.2"),
            ("season", "1"),
        ],
    ),
    (
        "mobile",
        &[
            ("driver", "v42"),
            ("skew", "0.29"),
            ("skew", "1"),
            ("driver", "v43"),
            ("traffic", "1.4"),
        ],
    ),
    (
        "tiny",
        &[
            ("noise", "0.5"),
            ("noise", "17.5"),
            ("feature", "low_band"),
            ("window", "1"),
            ("noise", "30"),
            ("traffic", "0.93"),
        ],
    ),
];

#[test]
fn the_page_computes_what_the_model_computes_natively() -> Result<()> {
    let server = Server::start(&repo_root().join("book"), "/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    let mission = page.mission()?;
    for (track, settings) in SETTINGS {
        page.choose_track(track)?;
        if page.state("monitoring")? != "done" {
            page.answer_lock("monitoring", 2)?;
        }
        let mut engine = engine_of(&page, &mission)?;
        compare(&browser, &page, &mission, &engine).with_context(|| track.to_owned())?;
        for (name, value) in settings {
            match (name.strip_prefix('!'), value.parse()) {
                (Some(name), Ok(value)) => page.type_exactly("drift", name, value)?,
                (None, Ok(value)) => drop(page.set_slider("drift", name, value)?),
                (_, Err(_)) => page.select("drift", name, value)?,
            }
            engine = engine_of(&page, &mission)?;
            compare(&browser, &page, &mission, &engine)
                .with_context(|| format!("{track}: {name} = {value}"))?;
        }
        ensure!(
            engine.number("drift.psi_live") > 0.2,
            "{track} never drifted"
        );
    }
    // The readings that the ledger keeps are the model's, too.
    let (_, findings) = replay(&mission, &page.ledger()?.sealed())?;
    assert_eq!(findings, []);
    Ok(())
}

/// The native model, set as the page's ledger says.
fn engine_of(page: &ChapterPage, mission: &Mission) -> Result<Engine> {
    let state = State::of(mission, &page.ledger()?);
    let track = state.track.context("no track is chosen")?;
    let mut engine = Engine::new(mission, track)?;
    for (name, value) in &state.tracks[track].settings {
        engine.set(name, value.clone());
    }
    follow(mission, &state.tracks[track], &mut engine);
    Ok(engine)
}

/// Compares all instruments of the page to the bit, and all that is printed in prose and formulas.
fn compare(
    browser: &Browser,
    page: &ChapterPage,
    mission: &Mission,
    engine: &Engine,
) -> Result<()> {
    let mut compared = 0;
    for island in &mission.islands {
        for (name, shown) in page.readings(&island.id)? {
            let name = format!("{}.{name}", island.id);
            engine
                .get(&name)
                .with_context(|| format!("the model has no {name}"))?;
            let native = engine.number(&name);
            assert_eq!(
                shown.to_bits(),
                native.to_bits(),
                "{name}: {shown} is not {native}"
            );
            compared += 1;
        }
    }
    ensure!(compared >= 8, "only {compared} readings");

    let printed = browser.eval(
        "Object.fromEntries([...document.querySelectorAll('[data-readout^=\"ml_ops:\"]')]
            .filter((readout) => [undefined, document.querySelector('main').dataset.track].includes(readout.closest('.mission-track')?.dataset.track))
            .map((readout) => [readout.dataset.readout.split(':')[1], readout.textContent]))",
    )?;
    let printed: BTreeMap<usize, String> = serde_json::from_value(printed)?;
    let state = State::of(mission, &page.ledger()?);
    let done = &state.tracks[state.track.context("no track is chosen")?];
    for (index, text) in &printed {
        let readout = &mission.readouts[*index];
        // What only another track has is printed in that track's texts, which aren't shown.
        if engine.get(&readout.value).is_some() {
            let number = match &readout.at {
                None => engine.number(&readout.value),
                Some(at) => done
                    .moment(at)
                    .map_or(f64::NAN, |moment| moment.number(&readout.value)),
            };
            let native = readout.format.print(number);
            assert_eq!(*text, native, "readout {index}, {}", readout.value);
        }
    }
    ensure!(printed.len() > 40, "only {} readouts", printed.len());
    Ok(())
}

#[test]
fn a_million_draws_are_the_same() -> Result<()> {
    let server = Server::start(&repo_root().join("book"), "/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("introduction.html"))?;
    // The module alone, without the glue: drawing needs nothing of the browser.
    let digest = browser.run(
        "return (async () => {
            const module = await WebAssembly.compileStreaming(fetch('mission/mission.wasm'));
            const imports = {};
            for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
                if (kind !== 'function') throw new Error(`${kind} ${name}`);
                (imports[from] ??= {})[name] = () => { throw new Error(name) };
            }
            const { exports } = await WebAssembly.instantiate(module, imports);
            return BigInt.asUintN(64, exports.draw_digest(1000000)).toString();
        })()",
        &[],
    )?;
    let digest: u64 = digest.as_str().context("no digest")?.parse()?;
    assert_eq!(digest, mission_model::seed::draw_digest(1_000_000));
    // By an independent implementation of the generator.
    assert_eq!(digest, 0x5fda_5db2_2c29_3960);
    Ok(())
}

/// Four features that move by δ, over deciles; no track to be chosen.
const RADAR: &str = r#"# Goldens

```mission drift-radar
id = "drift"
title = "Goldens"
bins = 10
training = 50000
window = { label = "Window", min = 100, max = 20000, preset = 2000 }
traffic = { label = "Traffic", min = 0, max = 1, preset = 0.5 }

[track.all]
before = "Training"
after = "Live"
accuracy = 0.95
lambda = 0.4

[[track.all.control]]
id = "factor"
label = "Times the shift"
kind = "range"
min = 0
max = 2
step = 1
preset = 1

[[track.all.feature]]
id = "a"
label = "A"
mean = "0.1 * factor"

[[track.all.feature]]
id = "b"
label = "B"
mean = "0.25 * factor"

[[track.all.feature]]
id = "c"
label = "C"
mean = "-0.5 * factor"

[[track.all.feature]]
id = "d"
label = "D"
mean = "1.0 * factor"

[[track.all.reading]]
id = "one_a"
label = "A"
value = "psi_a"

[[track.all.reading]]
id = "one_b"
label = "B"
value = "psi_b"

[[track.all.reading]]
id = "one_c"
label = "C"
value = "psi_c"

[[track.all.reading]]
id = "one_d"
label = "D"
value = "psi_d"

[[track.all.reading]]
id = "mean"
label = "Mean"
value = "psi"

[[track.all.reading]]
id = "four_bins"
label = "By hand"
value = "psi([0.25, 0.25, 0.25, 0.25], [0.4, 0.3, 0.2, 0.1])"

[[track.all.reading]]
id = "degraded"
label = "By hand"
value = "clamp(0.95 - 0.4 * 0.25, 0, 1)"
```
"#;

/// By name: computed with another program, to twelve digits; the four bins by hand, 0.15 ln 4 + 0.05 ln 1.5.
const GOLDENS: [(&str, f64); 8] = [
    ("one_a", 0.009_587_276_463),
    ("one_b", 0.059_815_581_829),
    ("one_c", 0.237_749_204_686),
    ("one_d", 0.926_142_424_262),
    ("mean", 0.308_323_621_810),
    ("accuracy", 0.826_670_551_276),
    ("four_bins", 0.228_217_409_573),
    ("degraded", 0.85),
];

#[test]
fn psi_degradation_and_radar_are_golden() -> Result<()> {
    let book = mission_tests::build_book(&[
        (
            "book.toml",
            "[book]\ntitle = \"Goldens\"\n[preprocessor.mission]\nbook-id = \"goldens\"\n",
        ),
        ("src/SUMMARY.md", "- [Goldens](goldens.md)\n"),
        ("src/goldens.md", RADAR),
    ])?;
    let browser = Session::new().open()?;
    browser.goto_file(&TempBook::site(&book).join("goldens.html"))?;
    let page = ChapterPage::new(&browser, "goldens")?;
    let mission = page.mission()?;
    let mut engine = Engine::new(&mission, 0)?;
    let shown = page.readings("drift")?;
    for (name, expect) in GOLDENS {
        let native = engine.number(&format!("drift.{name}"));
        ensure!(
            (native - expect).abs() < 1e-9,
            "natively {name} is {native}, not {expect}"
        );
        ensure!(
            (shown[name] - expect).abs() < 1e-9,
            "in the page {name} is {}, not {expect}",
            shown[name]
        );
    }
    // Computed by the browser, not left from the build.
    page.set_slider("drift", "factor", 2.0)?;
    engine.set("drift.factor", mission_model::value::Value::Number(2.0));
    let shown = page.readings("drift")?;
    for (name, _) in GOLDENS {
        let native = engine.number(&format!("drift.{name}"));
        assert_eq!(shown[name].to_bits(), native.to_bits(), "{name}");
    }
    ensure!(
        (shown["one_c"] - 0.926_142_424_262).abs() < 1e-9,
        "twice a half is one"
    );
    assert_eq!(browser.console()?, []);
    Ok(())
}
