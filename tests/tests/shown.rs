//! What is shown is what is set: after whatever a student does, each control shows what the ledger amounts to.

use anyhow::{Context, Result, ensure};
use mission_model::engine::Engine;
use mission_model::ledger::State;
use mission_model::mission::ControlKind;
use mission_model::value::Value;
use mission_tests::{Browser, BrowserKind, ChapterPage, Server, Session, TempBook};
use serde_json::json;

const TOML: &str = r#"
[book]
title = "Controls"

[preprocessor.mission]
command = "mdbook-mission"
after = ["links", "index"]
book-id = "controls"
"#;

const SUMMARY: &str = "- [A](a.md)\n- [B](b.md)\n";

const CHAPTER: &str = r#"# A

```mission chapter
id = "a"
title = "A"
invariant = "Small fits."
minutes = 5

[[track]]
id = "one"
name = "One"
persona = "P"
north_star = "N"
crisis = "C"

[[track]]
id = "two"
name = "Two"
persona = "P"
north_star = "N"
crisis = "C"
```

```mission workbench
id = "fit"
title = "Does it fit?"

[[control]]
id = "precision"
label = "Precision"
kind = "select"
options = { fp32 = "32 bits", fp16 = "16 bits", int8 = "8 bits" }
preset = { one = "fp32", two = "fp16" }

[[control]]
id = "packed"
label = "Packed"
kind = "toggle"
enabled_if = 'precision == "int8"'

[[control]]
id = "layers"
label = "Layers"
kind = "range"
min = 1
max = 40
step = 3
preset = 7

[[control]]
id = "batch"
label = "Batch"
kind = "stops"
values = [1, 8, 64]
preset = 8

[let]
bytes = 'if precision == "fp32" then 4 else if precision == "fp16" then 2 else 1'
size = "layers * bytes * batch / (if packed then 2 else 1)"

[[cards]]
id = "readings"
title = "Now"

[[cards.reading]]
label = "Size"
value = "size"
format = ".0 GB"

[[fail]]
when = "size > 2000"
text = "It doesn't fit."
```

```mission ledger
id = "mine"
title = "Ledger"
```
"#;

/// What a student does, in JavaScript: by numbers from 0 up to 1.
const ACTS: &str = r#"
const one = (css) => document.querySelector(css);
const put = (control, value, event) => {
  if (!control || control.disabled) return;
  if (control.type === "checkbox") control.checked = value;
  else control.value = value;
  control.dispatchEvent(new Event(event, { bubbles: true }));
};
const pick = (list, by) => list[Math.floor(by * list.length)];
const acts = {
  track: (by) => one(`[name=track][value=${pick(["one", "two"], by)}]`).click(),
  precision: (by) => put(one("[name=precision]"), pick(["fp32", "fp16", "int8"], by), "change"),
  packed: (by) => put(one("[name=packed]"), by < 0.5, "change"),
  layers: (by) => put(one("[name=layers]"), 1 + Math.floor(14 * by) * 3, "input"),
  // Beyond an end, and between two steps.
  exactly: (by) => put(one("[name=layers_exact]"), Math.round(80 * by) - 20, "change"),
  nothing: () => put(one("[name=layers_exact]"), "", "change"),
  batch: (by) => put(one("[name=batch]"), Math.floor(3 * by), "input"),
  back: () => [...document.querySelectorAll("button")].find((button) => /worked/.test(button.textContent))?.click(),
  reset: () => [...document.querySelectorAll("button")].find((button) => /begin|anew|again/i.test(button.textContent))?.click(),
};
const [act, by] = arguments;
acts[act](by);
"#;

#[test]
fn after_any_acts_each_control_shows_its_value() -> Result<()> {
    for kind in BrowserKind::all()? {
        any_acts(kind).with_context(|| format!("{kind:?}"))?;
    }
    Ok(())
}

fn any_acts(kind: BrowserKind) -> Result<()> {
    let (_book, server, browser) = open(kind)?;
    let page = ChapterPage::new(&browser, "a")?;
    page.choose_track("one")?;
    let acts = [
        "track",
        "precision",
        "packed",
        "layers",
        "exactly",
        "nothing",
        "batch",
        "back",
        "reset",
    ];
    let mut random = Random(7);
    let mut done = Vec::new();
    for step in 0..240 {
        match random.below(12) {
            // A visit elsewhere and back, as the browser does it, with what it restores of forms.
            0 => {
                // What leaves a page that is still loading takes its place in the history.
                browser.wait_until("document.readyState === 'complete'", "the page")?;
                browser.goto(&server.url("b.html"))?;
                browser.run("history.back()", &[])?;
                browser.wait_until(
                    "document.querySelector('main .mission')",
                    "the page is back",
                )?;
                ChapterPage::new(&browser, "a")?;
                done.push("back and forth".to_owned());
            }
            1 if step % 2 == 0 => {
                page.reload()?;
                done.push("reload".to_owned());
            }
            _ => {
                let (act, by) = (
                    acts[random.below(acts.len())],
                    random.below(1000) as f64 / 1000.0,
                );
                browser.run(ACTS, &[act.into(), json!(by)])?;
                done.push(format!("{act} {by}"));
            }
        }
        page.painted()?;
        agrees(&page)
            .with_context(|| format!("after {:?}", &done[done.len().saturating_sub(8)..]))?;
    }
    assert_eq!(browser.errors()?, []);
    Ok(())
}

/// A select that was changed by hand shows what another track has set.
#[test]
fn tracks_have_their_own_selects() -> Result<()> {
    let (_book, _server, browser) = open(BrowserKind::Chromium)?;
    let page = ChapterPage::new(&browser, "a")?;
    let chosen = "document.querySelector('[name=precision]').selectedOptions[0].textContent";
    page.choose_track("one")?;
    for precision in ["int8", "fp32", "int8"] {
        page.select("fit", "precision", precision)?;
    }
    page.choose_track("two")?;
    assert_eq!(browser.eval(chosen)?, "16 bits");
    assert_eq!(page.reading("fit.size")?, 7.0 * 2.0 * 8.0);
    page.choose_track("one")?;
    assert_eq!(browser.eval(chosen)?, "8 bits");
    assert_eq!(page.reading("fit.size")?, 7.0 * 8.0);
    Ok(())
}

/// The chapter in a browser.
fn open(kind: BrowserKind) -> Result<(TempBook, Server, Browser)> {
    let book = TempBook::new(&[
        ("book.toml", TOML),
        ("src/SUMMARY.md", SUMMARY),
        ("src/a.md", CHAPTER),
        ("src/b.md", "# B\n"),
    ])?;
    book.build()?;
    let server = Server::start(&book.site(), "/some/course/")?;
    let browser = Session::new().kind(kind).open()?;
    server.run_first("");
    browser.goto(&server.url("a.html"))?;
    Ok((book, server, browser))
}

/// Compares all controls with the state.
fn agrees(page: &ChapterPage) -> Result<()> {
    let mission = page.mission()?;
    let state = State::of(&mission, &page.ledger()?);
    let track = state.track.context("no track")?;
    let mut engine = Engine::new(&mission, track).map_err(|error| anyhow::anyhow!("{error:?}"))?;
    for (name, value) in &state.tracks[track].settings {
        engine.set(name, value.clone());
    }
    for control in &mission.controls {
        let name = control.name.rsplit('.').next().unwrap_or_default();
        let shown = page.browser().run(
            "const control = document.querySelector(`.mission [name=${arguments[0]}]`);
             return [control.type === 'checkbox' ? control.checked : control.value,
                 document.querySelector(`[name=${arguments[0]}_exact]`)?.value ?? null]",
            &[name.into()],
        )?;
        let value = engine.get(&control.name).context("no value")?;
        let expect = match (&control.kind, value) {
            (ControlKind::Stops { values, .. }, Value::Number(number)) => {
                let at = values.iter().position(|stop| stop == number);
                json!([at.context("no stop")?.to_string(), number.to_string()])
            }
            // The box takes what lies between two positions of the slider, which is then at the nearest.
            (ControlKind::Range { min, step, .. }, Value::Number(number)) => {
                let nearest = min + ((number - min) / step).round() * step;
                json!([nearest.to_string(), number.to_string()])
            }
            (_, Value::Truth(truth)) => json!([truth, null]),
            (_, value) => json!([value.category(), null]),
        };
        ensure!(shown == expect, "{name} shows {shown}, and is {expect}");
    }
    Ok(())
}

/// Numbers that are the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}
