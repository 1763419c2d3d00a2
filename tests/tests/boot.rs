//! The page's own scripts, before and besides the widgets: what a reader left is in place before first paint,
//! and whatever goes wrong, the page is as readable as without script.
//!
//! The widgets are a stub here: `start` only records that it ran.

use anyhow::Result;
use mission_tests::{Browser, Server, Session, TempBook};
use serde_json::json;

const BOOT: &str = include_str!("../../widgets/web/boot.js");
const LOADER: &str = include_str!("../../widgets/web/loader.js");

const DOM: &str = include_str!("../../widgets/web/dom.js");

/// Stands for wasm-bindgen's glue. The module says where it came from; `?island` in the address has the traps happen
/// while the page's island is drawn.
const GLUE: &str = r#"
function bindgen(life) {
  const html = document.documentElement;
  const widgets = async ({ module_or_path: module }) => {
    html.dataset.module = new TextDecoder().decode(WebAssembly.Module.customSections(module, "from")[0]);
  };
  widgets.start = () => {
    html.dataset.starts = 1 + Number(html.dataset.starts ?? 0);
    const suspect = () => Number(location.search === "?island");
    const wasm = guarded({ memory: 1, suspect, trap() { throw new WebAssembly.RuntimeError("unreachable"); } }, life);
    if (wasm.memory !== 1) throw new Error("the memory is not the module's");
    addEventListener("throws", () => wasm.trap());
    addEventListener("rejects", async () => wasm.trap());
    addEventListener("another", () => { throw new Error("of another script"); });
    if (document.querySelector("i")) wasm.trap();
  };
  return widgets;
}
"#;

/// A module with nothing in it but the section `from`.
const STREAMED: &str = "\0asm\x01\0\0\0\0\x0d\x04fromstreamed";
/// One that says `embedded`, in base64.
const EMBEDDED: &str = "__mission.wasm = 'AGFzbQEAAAAADQRmcm9tZW1iZWRkZWQ=';";

/// A chapter's page, one folder down. `{boot}` is where the preprocessor puts the script.
const PAGE: &str = r#"<!doctype html>
<title>Chapter</title>
<link rel="icon" href="data:,">
<style>
  html.mission-live :is(.mission-gate, .mission-track) { display: none }
  body { margin: 0 }
  .mission { background: silver }
</style>
<script>const path_to_root = "../";</script>
{head}
<main>
{boot}
<div class="mission" id="ml_ops-drift">an island</div>
<div class="mission-track" data-chapter="ml_ops" data-track="cloud">cloud's prose</div>
<div class="mission-track" data-chapter="ml_ops" data-track="edge">edge's prose</div>
<div class="mission-gate" data-lock="ml_ops-drift">behind the island</div>
<div class="mission-gate" data-lock="ml_ops-lock_a">behind lock a</div>
<div class="mission-gate" data-lock="ml_ops-lock_b">behind lock b</div>
</main>
"#;

/// A site with the page at `part/chapter.html`.
struct Site {
    book: TempBook,
}

impl Site {
    /// `head` goes before the script, and the script is written so many times; `files` are put beside or instead
    /// of the bundle's.
    fn new(head: &str, boots: usize, files: &[(&str, &str)]) -> Result<Self> {
        let parameters = json!({
            "book": "course", "chapter": "ml_ops", "tracks": ["cloud", "edge"], "root": "/wrong/", "version": "7",
            "faces": "@font-face{font-family:A;src:url(fonts/A.woff2)}", "fonts": [], "failed": "It doesn't run.",
        });
        let boot = format!("<script>{BOOT}({parameters})</script>").repeat(boots);
        let page = PAGE.replace("{head}", head).replace("{boot}", &boot);
        let script = format!("(() => {{\n{GLUE}\n{LOADER}\n{DOM}}})();\n");
        let mut all = vec![
            ("part/chapter.html", page.as_str()),
            ("mission/mission.js", &script),
            ("mission/mission.wasm", STREAMED),
            ("mission/mission_wasm.js", EMBEDDED),
        ];
        all.retain(|(path, _)| {
            !files
                .iter()
                .any(|(other, content)| other == path && content.is_empty())
        });
        all.extend(files.iter().filter(|(_, content)| !content.is_empty()));
        Ok(Self {
            book: TempBook::new(&all)?,
        })
    }

    fn serve(&self) -> Result<Server> {
        Server::start(&self.book.path(""), "/some/course/")
    }
}

fn open(server: &Server) -> Result<Browser> {
    let browser = Session::new().open()?;
    browser.goto(&server.url("part/chapter.html"))?;
    Ok(browser)
}

fn started(browser: &Browser) -> Result<()> {
    browser.wait_until(
        "document.documentElement.dataset.starts === '1'",
        "the widgets started",
    )
}

fn failed(browser: &Browser) -> Result<()> {
    browser.wait_until(
        "document.querySelector('.mission[data-state=failed] .mission-failed')",
        "the island says that it doesn't run",
    )?;
    assert_eq!(
        browser.eval("document.documentElement.classList.contains('mission-live')")?,
        false
    );
    assert_eq!(browser.text(".mission-failed")?, "It doesn't run.");
    assert_eq!(
        seen(browser)?,
        ["cloud", "edge", "drift", "lock_a", "lock_b"]
    );
    Ok(())
}

/// The tracks whose prose is shown, and the locks whose gates are open.
fn seen(browser: &Browser) -> Result<Vec<String>> {
    let shown = browser.eval(
        "[...document.querySelectorAll('.mission-track, .mission-gate')].filter((part) => part.offsetHeight)
            .map((part) => part.dataset.track ?? part.dataset.lock.replace('ml_ops-', ''))",
    )?;
    Ok(serde_json::from_value(shown)?)
}

/// Returns to the page with this in storage.
fn return_with(browser: &Browser, head: &str) -> Result<()> {
    browser.run(
        "localStorage.setItem('mission:course:head', arguments[0])",
        &[head.into()],
    )?;
    browser.reload()?;
    started(browser)
}

fn height(browser: &Browser) -> Result<f64> {
    Ok(browser
        .eval("document.querySelector('.mission').getBoundingClientRect().height")?
        .as_f64()
        .unwrap_or(0.0))
}

#[test]
fn on_a_first_visit_gates_are_closed_and_no_track_is_chosen() -> Result<()> {
    let site = Site::new("", 2, &[])?;
    let server = site.serve()?;
    let browser = open(&server)?;
    started(&browser)?;
    assert_eq!(seen(&browser)?, [""; 0]);
    assert_eq!(browser.attribute("main", "data-track")?, None);
    let faces = "document.querySelector('#mission-fonts').textContent";
    assert_eq!(
        browser.eval(faces)?,
        "@font-face{font-family:A;src:url(../mission/katex/fonts/A.woff2)}"
    );
    assert_eq!(browser.count("#mission-boot-ml_ops")?, 0);
    assert_eq!(
        browser.attribute("html", "data-module")?.as_deref(),
        Some("streamed")
    );
    let asked = |path: &str| {
        server
            .requests()
            .iter()
            .filter(|served| served.path == path)
            .count()
    };
    assert_eq!(asked("/some/course/mission/mission.js?v=7"), 1);
    assert_eq!(asked("/some/course/mission/mission.wasm?v=7"), 1);
    assert_eq!(asked("/some/course/mission/mission_wasm.js?v=7"), 0);
    Ok(())
}

#[test]
fn what_a_reader_left_is_in_place_before_anything_is_painted() -> Result<()> {
    let site = Site::new("", 1, &[])?;
    let server = site.serve()?;
    let browser = open(&server)?;
    let left = json!({
        "track": "edge",
        "chapters": { "ml_ops": {
            "open": { "edge": ["lock_a"], "cloud": ["lock_b"] },
            "boxes": { "width": 1280, "heights": { "ml_ops-drift": 812 } },
        } },
    });
    return_with(&browser, &left.to_string())?;
    assert_eq!(seen(&browser)?, ["edge", "lock_a"]);
    assert_eq!(
        browser.attribute("main", "data-track")?.as_deref(),
        Some("edge")
    );
    assert_eq!(height(&browser)?, 812.0);
    assert_eq!(browser.layout_shift()?, 0.0);

    browser.run(
        "document.querySelector('#mission-boot-ml_ops').remove()",
        &[],
    )?;
    assert_eq!(seen(&browser)?, [""; 0], "all of it is in that style sheet");

    browser.resize(390, 844)?;
    browser.reload()?;
    started(&browser)?;
    assert!(height(&browser)? < 100.0, "another width has other heights");
    assert_eq!(browser.errors()?, []);
    Ok(())
}

#[test]
fn what_is_wrong_in_storage_is_passed_over() -> Result<()> {
    let site = Site::new("", 1, &[])?;
    let server = site.serve()?;
    let browser = open(&server)?;
    let chapter =
        |inside: &str| format!(r#"{{"track":"edge","chapters":{{"ml_ops":{{{inside}}}}}}}"#);
    for (head, expect) in [
        ("{\"track", vec![]),
        ("null", vec![]),
        ("7", vec![]),
        (r#"{"track":"tiny"}"#, vec![]),
        (r#"{"track":"edge","chapters":null}"#, vec!["edge"]),
        (
            &chapter(r#""open":{"edge":"lock_a"},"boxes":3"#),
            vec!["edge"],
        ),
        (
            &chapter(r#""open":{"edge":["x\"]{} .mission-gate{display:block} [a=\"", null, 3]}"#),
            vec!["edge"],
        ),
        (
            &chapter(r#""boxes":{"width":1280,"heights":{"ml_ops-drift":"9px}*{display:none"}}"#),
            vec!["edge"],
        ),
        (
            &chapter(r#""boxes":{"width":1280,"heights":null}"#),
            vec!["edge"],
        ),
        (
            &chapter(r#""boxes":{"width":1280,"heights":{"ml_ops-drift":-1}}"#),
            vec!["edge"],
        ),
    ] {
        return_with(&browser, head)?;
        assert_eq!(seen(&browser)?, expect, "{head}");
        assert!(height(&browser)? > 0.0, "{head}");
        assert_eq!(browser.errors()?, [], "{head}");
    }
    Ok(())
}

#[test]
fn storage_may_be_denied() -> Result<()> {
    let deny = "<script>Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })</script>";
    let site = Site::new(deny, 1, &[])?;
    let server = site.serve()?;
    let browser = open(&server)?;
    started(&browser)?;
    assert_eq!(browser.errors()?, []);
    Ok(())
}

#[test]
fn a_page_from_a_file_takes_the_embedded_module() -> Result<()> {
    let site = Site::new("", 1, &[])?;
    let browser = Session::new().open()?;
    browser.goto_file(&site.book.path("part/chapter.html"))?;
    started(&browser)?;
    assert_eq!(
        browser.attribute("html", "data-module")?.as_deref(),
        Some("embedded")
    );
    assert_eq!(browser.errors()?, []);
    assert!(
        !browser
            .requests()?
            .iter()
            .any(|url| url.contains("mission.wasm"))
    );
    Ok(())
}

#[test]
fn a_host_that_loses_the_module_gets_the_embedded_one() -> Result<()> {
    let site = Site::new("", 1, &[("mission/mission.wasm", "")])?;
    let server = site.serve()?;
    let browser = open(&server)?;
    started(&browser)?;
    assert_eq!(
        browser.attribute("html", "data-module")?.as_deref(),
        Some("embedded")
    );
    Ok(())
}

#[test]
fn whatever_fails_the_page_is_readable_and_says_so() -> Result<()> {
    let no_wasm = "<script>delete window.WebAssembly</script>";
    let no_module = [
        ("mission/mission.wasm", ""),
        ("mission/mission_wasm.js", ""),
    ];
    for (what, head, files) in [
        (
            "the script is missing",
            "",
            &[("mission/mission.js", "")][..],
        ),
        (
            "the script can't be parsed",
            "",
            &[("mission/mission.js", "class {")],
        ),
        ("the module is missing", "", &no_module),
        (
            "the embedded module is broken",
            "",
            &[
                ("mission/mission.wasm", ""),
                ("mission/mission_wasm.js", "class {"),
            ],
        ),
        ("there is no WebAssembly", no_wasm, &[]),
        ("the widgets trap at once", "<i></i>", &[]),
    ] {
        let site = Site::new(head, 1, files)?;
        let server = site.serve()?;
        let browser = open(&server)?;
        failed(&browser).map_err(|error| error.context(what))?;
    }
    Ok(())
}

#[test]
fn after_a_trap_the_widgets_start_again() -> Result<()> {
    let site = Site::new("", 1, &[])?;
    let server = site.serve()?;
    for trap in ["throws", "rejects"] {
        trap_on(&open(&server)?, trap).map_err(|error| error.context(trap))?;
        // There the browser hides errors from the page.
        let browser = Session::new().open()?;
        browser.goto_file(&site.book.path("part/chapter.html"))?;
        trap_on(&browser, trap).map_err(|error| error.context(trap))?;
    }
    Ok(())
}

/// Twice the widgets start again; then the page has failed.
fn trap_on(browser: &Browser, event: &str) -> Result<()> {
    started(browser)?;
    browser.run("dispatchEvent(new Event('another'))", &[])?;
    assert_eq!(starts(browser)?, "1", "no trap");
    for starts in [2, 3] {
        browser.run("dispatchEvent(new Event(arguments[0]))", &[event.into()])?;
        started_again(browser, starts)?;
        assert_eq!(
            browser.count(".mission-live .mission:not([data-state])")?,
            1
        );
    }
    browser.run("dispatchEvent(new Event(arguments[0]))", &[event.into()])?;
    failed(browser)
}

#[test]
fn an_island_that_traps_is_given_up_alone() -> Result<()> {
    let site = Site::new("", 1, &[])?;
    let server = site.serve()?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("part/chapter.html?island"))?;
    started(&browser)?;
    browser.run("dispatchEvent(new Event('throws'))", &[])?;
    started_again(&browser, 2)?;
    assert_eq!(
        browser.text("#ml_ops-drift[data-state=failed] .mission-failed")?,
        "It doesn't run."
    );
    assert_eq!(
        browser.count(".mission-live .mission-gate.mission-open")?,
        1
    );
    Ok(())
}

fn started_again(browser: &Browser, starts: u32) -> Result<()> {
    browser.wait_until(
        &format!("document.documentElement.dataset.starts === '{starts}'"),
        "the widgets started again",
    )
}

fn starts(browser: &Browser) -> Result<String> {
    Ok(browser
        .attribute("html", "data-starts")?
        .unwrap_or_default())
}
