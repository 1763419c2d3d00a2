//! Every instrument of a workbench in the browser: a control moves, and numbers, marks, words and tables follow.
//! The fixture is a queue with one server; all expected numbers are worked out by hand from its formulas (service 10
//! ms, mean 10 / (1 − ρ), P99 = mean · ln 100).

use anyhow::{Context, Result, ensure};
use mission_model::engine::Engine;
use mission_model::value::Value::Number;
use mission_tests::{ChapterPage, Server, Session, TempBook, build_book, build_fixture};

/// The fixture, built once for all tests of this file.
fn book() -> Result<&'static TempBook> {
    static BOOK: std::sync::OnceLock<std::result::Result<TempBook, String>> =
        std::sync::OnceLock::new();
    BOOK.get_or_init(|| build_fixture("workbench").map_err(|error| format!("{error:#}")))
        .as_ref()
        .map_err(|error| anyhow::anyhow!(error.clone()))
}

/// Opens the chapter in a track.
fn visit(track: &str, then: impl Fn(&ChapterPage) -> Result<()>) -> Result<()> {
    let server = Server::start(&book()?.site(), "/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("queue.html"))?;
    let page = ChapterPage::new(&browser, "queue")?;
    page.choose_track(track)?;
    then(&page)?;
    assert_eq!(browser.console()?, []);
    Ok(())
}

/// The text of an element of an instrument, with common spaces.
fn text(page: &ChapterPage, instrument: &str, css: &str) -> Result<String> {
    let css = format!("#queue-serve [data-instrument={instrument}] {css}");
    let text = page.browser().run(
        "return document.querySelector(arguments[0]).textContent",
        &[css.as_str().into()],
    );
    let text = text.with_context(|| format!("there is no {css}"))?;
    Ok(plain(text.as_str().unwrap_or_default()))
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// What a chart says in words.
fn summary(page: &ChapterPage, instrument: &str) -> Result<String> {
    text(page, instrument, "svg desc")
}

/// A chart's data, row by row.
fn table(page: &ChapterPage, instrument: &str) -> Result<Vec<Vec<String>>> {
    page.rest()?;
    let rows = page.browser().run(
        "return [...document.querySelectorAll(`#queue-serve [data-instrument=${arguments[0]}] .mission-data tbody tr`)]
            .map((row) => [...row.cells].map((cell) => cell.textContent))",
        &[instrument.into()],
    )?;
    let rows: Vec<Vec<String>> = serde_json::from_value(rows)?;
    Ok(rows
        .iter()
        .map(|row| row.iter().map(|cell| plain(cell)).collect())
        .collect())
}

/// The number of an output of an instrument.
fn output(page: &ChapterPage, instrument: &str, at: usize) -> Result<f64> {
    let number = page.browser().run(
        "return +document.querySelectorAll(`#queue-serve [data-instrument=${arguments[0]}] output`)[arguments[1]].dataset.value",
        &[instrument.into(), at.into()],
    )?;
    number.as_f64().context("no number")
}

#[track_caller]
fn near(found: f64, expect: f64) {
    assert!(
        (found / expect - 1.0).abs() < 1e-12,
        "{found} is not {expect}"
    );
}

#[track_caller]
fn says(summary: &str, parts: &[&str]) {
    for part in parts {
        assert!(summary.contains(part), "“{part}” is not in: {summary}");
    }
}

#[test]
fn a_plot_runs_over_a_control() -> Result<()> {
    visit("cloud", |page| {
        near(page.reading("serve.p99")?, 20.0 * 4.605_170_185_988_092);
        // The knee of 1/(1 − x) over [0, 0.95] is where (1 − x)² = 0.05, next to 78 % on the slider's grid: 10/0.22 ·
        // ln 100. P99 meets 200 ms at 1 − 10 ln 100 / 200.
        let marks = [
            "knee: 209 ms at 78 %.",
            "limit: 200 ms at 77 %.",
            "idle: 46 ms at 0 %.",
        ];
        let said = summary(page, "curve")?;
        says(&said, &marks);
        says(
            &said,
            &["Now, at 50 %: P99 92 ms; mean 20 ms; budget 200 ms."],
        );

        page.set_slider("serve", "rho", 0.75)?;
        near(page.reading("serve.p99")?, 40.0 * 4.605_170_185_988_092);
        let said = summary(page, "curve")?;
        says(&said, &marks);
        says(
            &said,
            &["Now, at 75 %: P99 184 ms, tight; mean 40 ms; budget 200 ms."],
        );
        assert_eq!(
            text(page, "curve", ".m-said [data-level=watch] .m-zone")?,
            "tight"
        );

        // The table follows by itself when the hand rests.
        page.browser().wait_until(
            "document.querySelector('#queue-serve [data-instrument=curve] tbody').textContent.includes('184')",
            "the table follows",
        )?;
        let rows = table(page, "curve")?;
        assert_eq!(rows[0], ["knee", "78 %", "209 ms"]);
        assert_eq!(rows[3], ["now: P99", "75 %", "184 ms"]);
        ensure!(
            rows.contains(&["P99", "0 %", "46 ms"].map(str::to_owned).to_vec()),
            "{rows:?}"
        );
        Ok(())
    })?;
    visit("edge", |page| {
        says(
            &summary(page, "curve")?,
            &["limit: 100 ms at 54 %.", "knee: 209 ms at 78 %."],
        );
        Ok(())
    })
}

#[test]
fn bounds_are_expressions() -> Result<()> {
    let tail = |page: &ChapterPage| {
        let card = "#queue-serve [data-instrument=now] .m-card:has(output[name=tail])";
        page.browser().attribute(card, "data-level")
    };
    visit("cloud", |page| {
        let check = |rho: f64, level: &str, word: &str| -> Result<()> {
            page.set_slider("serve", "rho", rho)?;
            assert_eq!(tail(page)?, Some(level.to_owned()), "cards at {rho}");
            assert_eq!(
                text(page, "dial", ".m-said .m-zone")?,
                word,
                "gauge at {rho}"
            );
            assert_eq!(table(page, "side")?[1][2], word, "bars at {rho}");
            Ok(())
        };
        // 0.7 · 200 = 140 ms and 200 ms; P99 is 131.6, 153.5 and 230.3 ms.
        check(0.65, "good", "ok")?;
        check(0.7, "watch", "watch")?;
        check(0.8, "act", "alarm")?;
        page.choose_track("edge")?;
        // 70 ms and 100 ms, and ρ is back at its preset in the other track: 92.1 ms.
        assert_eq!(tail(page)?, Some("watch".to_owned()));
        Ok(())
    })
}

#[test]
fn a_gauge_says_what_is_beyond_it() -> Result<()> {
    visit("cloud", |page| {
        says(
            &summary(page, "dial")?,
            &[
                "92 ms, ok.",
                "Scale 0 ms – 400 ms.",
                "watch 140 ms – 200 ms.",
                "alarm ≥ 200 ms.",
            ],
        );
        page.set_slider("serve", "rho", 0.95)?;
        near(output(page, "dial", 0)?, 200.0 * 4.605_170_185_988_092);
        says(
            &summary(page, "dial")?,
            &["921 ms, alarm, beyond the scale."],
        );
        assert_eq!(text(page, "dial", ".m-note")?, "beyond the scale");
        Ok(())
    })
}

/// A wait is the mean, 10 / (1 − ρ), and twice that in the rush; its interval is 5 and 10 ms either way, and 60 ms are
/// borne.
#[test]
fn an_interval_is_judged_by_its_margin() -> Result<()> {
    visit("cloud", |page| {
        let check = |rho, rush: &str| -> Result<()> {
            page.set_slider("serve", "rho", rho)?;
            says(&summary(page, "waits")?, &["keeps the margin", rush]);
            Ok(())
        };
        check(0.5, "Rush: 40 ms (30 ms – 50 ms), keeps the margin")?;
        check(0.65, "Rush: 57 ms (47 ms – 67 ms), not decided")?;
        check(0.75, "Rush: 80 ms (70 ms – 90 ms), beyond the margin")?;
        near(output(page, "waits", 0)?, 40.0);
        let rows = table(page, "waits")?;
        assert_eq!(
            rows[1],
            ["Rush", "80 ms", "70 ms", "90 ms", "beyond the margin"]
        );
        Ok(())
    })
}

#[test]
fn a_waterfall_adds_up() -> Result<()> {
    visit("cloud", |page| {
        page.set_slider("serve", "rho", 0.75)?;
        // 10 of service and 30 of waiting, less 4.
        near(page.reading("serve.parts_total")?, 36.0);
        let rows = table(page, "parts")?;
        assert_eq!(rows[1], ["Waiting", "30.0 ms", "40.0 ms"]);
        assert_eq!(rows[2], ["Saved by the cache", "\u{2212}4.0 ms", "36.0 ms"]);
        assert_eq!(rows[3], ["In the system", "36.0 ms", "36.0 ms"]);
        says(
            &summary(page, "parts")?,
            &["Waiting: +30.0 ms", "In the system: 36.0 ms."],
        );
        Ok(())
    })
}

#[test]
fn a_histogram_counts_the_draws() -> Result<()> {
    visit("cloud", |page| {
        let (p50, p99) = (output(page, "draws", 0)?, output(page, "draws", 1)?);
        // The median and the 99th percentile of the exponential distribution of mean 20, within four standard errors
        // of 2000 draws: √(p (1 − p) / n) over the density.
        ensure!(
            (p50 - 20.0 * std::f64::consts::LN_2).abs() < 4.0 * 0.447,
            "{p50}"
        );
        ensure!(
            (p99 - 20.0 * 4.605_170_185_988_092).abs() < 4.0 * 4.45,
            "{p99}"
        );
        let rows = table(page, "draws")?;
        let counts = rows.iter().map(|row| row[2].parse::<usize>());
        let counts = counts.collect::<std::result::Result<Vec<_>, _>>()?;
        assert_eq!((counts.len(), counts.iter().sum::<usize>()), (24, 2000));
        // The same draws, of twice the mean: twice as long, and in the same bins.
        page.set_slider("serve", "rho", 0.75)?;
        near(output(page, "draws", 1)?, 2.0 * p99);
        let moved: Vec<String> = table(page, "draws")?
            .iter()
            .map(|row| row[2].clone())
            .collect();
        assert_eq!(
            moved,
            rows.iter().map(|row| row[2].clone()).collect::<Vec<_>>()
        );
        says(&summary(page, "draws")?, &["Draws: 2000,", "P99: "]);
        Ok(())
    })
}

#[test]
fn a_heatmap_marks_where_things_stand() -> Result<()> {
    visit("cloud", |page| {
        // 4·4 + 1000 / (10 · 2 · 0.875), watched from 50 ms and an alarm from 100 ms.
        near(output(page, "field", 0)?, 16.0 + 1000.0 / 17.5);
        says(
            &summary(page, "field")?,
            &["Now, at Batch 4, Replicas 2: 73 ms, watch."],
        );
        let rows = table(page, "field")?;
        assert_eq!(rows.len(), 5, "replicas can be set to five values");
        // One replica, from the bottom: 4 + 1000 / (10 · 0.5) and, at a batch of 8, 32 + 1000 / (10 · 0.9375).
        assert_eq!(rows[4][..2], ["1", "204 ms alarm"]);
        assert_eq!(rows[4][4], "139 ms alarm");
        let place = "document.querySelector('[data-instrument=field] svg path.m-mark-2:last-of-type').getAttribute('d')";
        let before = page.browser().eval(place)?;
        page.set_slider("serve", "batch", 3.0)?;
        ensure!(page.browser().eval(place)? != before, "the marker moves");
        says(
            &summary(page, "field")?,
            &["Now, at Batch 8, Replicas 2: 85 ms, watch."],
        );
        page.select("serve", "gpu", "large")?;
        // 32 + 1000 / (40 · 2 · 0.9375)
        near(output(page, "field", 0)?, 32.0 + 1000.0 / 75.0);
        says(
            &summary(page, "field")?,
            &["Now, at Batch 8, Replicas 2: 45 ms, ok."],
        );
        assert_eq!(table(page, "field")?[4][1], "54 ms watch");
        Ok(())
    })
}

#[test]
fn a_front_holds_what_nothing_betters() -> Result<()> {
    visit("cloud", |page| {
        let said = |page: &ChapterPage| text(page, "trade", ".m-said .m-zone");
        assert_eq!(said(page)?, "on the front");
        says(
            &summary(page, "trade")?,
            &["60 settings, on the front: 8. Your setting on the front."],
        );
        let rows = table(page, "trade")?;
        // For each cost the best batch, of both machines: worked out by comparing all 60 with each other.
        let column = |at: usize| rows.iter().map(|row| row[at].as_str()).collect::<Vec<_>>();
        assert_eq!(
            column(4),
            ["$2", "$4", "$6", "$10", "$12", "$18", "$24", "$30"]
        );
        assert_eq!(
            column(5),
            [
                "130 ms", "73 ms", "41 ms", "35 ms", "25 ms", "19 ms", "16 ms", "14 ms"
            ]
        );
        assert_eq!(rows[0][1..4], ["1", "4", "Small"]);
        assert_eq!(rows[7][1..4], ["5", "1", "Large"]);
        page.set_slider("serve", "batch", 3.0)?;
        assert_eq!(said(page)?, "not on the front");
        near(output(page, "trade", 1)?, 32.0 + 1000.0 / 18.75);
        says(
            &summary(page, "trade")?,
            &["Settings that are better in one and no worse in the other: 2."],
        );
        assert_eq!(table(page, "trade")?, rows, "the front is of all settings");
        Ok(())
    })
}

/// A directive of its own kind counts readings that are not green, by bounds that are expressions too.
#[test]
fn a_radar_counts_by_computed_bounds() -> Result<()> {
    let chapter = r#"# A

```mission drift-radar
id = "drift"
title = "Radar"
training = 50000
window = { label = "Window", min = 100, max = 20000, preset = 2000 }
traffic = { label = "Traffic", min = 0, max = 1, preset = 0.5 }
health = [
  { id = "cpu", label = "CPU", value = "traffic", act = "2 * lambda" },
  { id = "disk", label = "Disk", value = "traffic", act = "4 * lambda" },
]

[track.all]
before = "Before"
after = "After"
accuracy = 0.9
lambda = 0.2
feature = [
  { id = "a", label = "A", mean = "0" },
  { id = "b", label = "B", mean = "0" },
  { id = "c", label = "C", mean = "0" },
]
```
"#;
    let files = [
        (
            "book.toml",
            "[book]\n\n[preprocessor.mission]\nbook-id = \"b\"\n",
        ),
        ("src/SUMMARY.md", "- [A](a.md)\n"),
        ("src/a.md", chapter),
    ];
    let page = build_book(&files)?.page("a.html")?;
    // Half of the traffic is more than 0.4, and less than 0.8.
    ensure!(page.contains(r#"name="alarms" data-value="1""#), "{page}");
    Ok(())
}

/// Every number that an instrument shows is a value of the model, to the bit.
#[test]
fn the_page_shows_what_the_model_computes() -> Result<()> {
    visit("edge", |page| {
        page.set_slider("serve", "rho", 0.83)?;
        page.set_slider("serve", "replicas", 3.0)?;
        let mission = page.mission()?;
        let mut engine = Engine::new(&mission, 1)?;
        engine.set("serve.rho", Number(0.83));
        engine.set("serve.replicas", Number(3.0));
        let shown = page.readings("serve")?;
        for name in [
            "mean",
            "p99",
            "tail",
            "wait",
            "cost",
            "budget",
            "parts_total",
        ] {
            ensure!(shown.contains_key(name), "no instrument shows {name}");
        }
        for (name, shown) in shown {
            let native = engine.number(&format!("serve.{name}"));
            assert_eq!(
                shown.to_bits(),
                native.to_bits(),
                "{name}: {shown} is not {native}"
            );
        }
        Ok(())
    })
}

/// On the page that mdBook wrote: each instrument is as high as it was without script, so that nothing moves, and a
/// reload finds the bench as it was left.
#[test]
fn a_bench_is_taken_over_as_it_is() -> Result<()> {
    let server = Server::start(&book()?.site(), "/")?;
    let heights = "[...document.querySelectorAll('.m-instrument')].map((box) => Math.round(box.offsetHeight))";
    // So narrow that mdBook shows no sidebar: with one, which needs its script, a bench has less room.
    for (file, width) in [
        ("queue.html", 1000),
        ("queue.html", 390),
        ("print.html", 1000),
    ] {
        let still = Session::new()
            .viewport(width, 800)
            .without_javascript()
            .open()?;
        still.goto(&server.url(file))?;
        let before = still.eval(heights)?;
        let browser = Session::new().viewport(width, 800).open()?;
        browser.goto(&server.url(file))?;
        let page = ChapterPage::new(&browser, "queue")?;
        assert_eq!(browser.eval(heights)?, before, "{file} at {width}");
        page.choose_track("edge")?;
        page.set_slider("serve", "rho", 0.9)?;
        let record = page.record()?;
        page.reload()?;
        assert_eq!(page.record()?, record, "{file} at {width}");
        assert_eq!(browser.console()?, []);
        let failed = browser.count("[data-state=failed]")?;
        assert_eq!(failed, 0, "{file} at {width}");
        // Nothing is wider than the screen.
        let wide = browser.eval("document.documentElement.scrollWidth > innerWidth")?;
        assert_eq!(wide, false, "{file} at {width}");
    }
    Ok(())
}
