//! Students' pages are changed by others: the book's own search marks words, extensions and translators rewrite
//! what they find, hosts minify. Whatever was done, before the widgets took the page over or after: all islands are
//! alive, what is done is kept, and what is shown is what was computed.

use anyhow::{Context, Result, ensure};
use mission_tests::{Browser, BrowserKind, ChapterPage, Server, Session, repo_root};
use serde_json::json;
use std::collections::BTreeMap;

const CASES: &str = include_str!("cases.js");
const EACH_WORD: &str = include_str!("each_word.js");
const TAMPER: &str = include_str!("tamper.js");
/// Random changes before the takeover: so many pages, and so many changes on each.
const PAGES: u32 = 40;
const CHANGES: u32 = 25;

/// In each engine: every case beside an untouched page.
fn each_case(check: impl Fn(&Lab, &Record, &str) -> Result<()>) -> Result<()> {
    let mut wrong = Vec::new();
    for kind in BrowserKind::all()? {
        let lab = Lab::new(kind)?;
        let untouched = lab.visit("nothing", "")?;
        for case in lab.cases()? {
            if let Err(error) = check(&lab, &untouched, &case) {
                wrong.push(format!("{kind:?}, {case}: {error:#}"));
            }
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn before_the_widgets_take_over() -> Result<()> {
    each_case(|lab, untouched, case| {
        let record = lab.visit(case, "")?;
        // What is no longer there has no readings.
        let gone = case.ends_with("is gone") && !record.is_empty();
        ensure!(
            gone || record == *untouched,
            differences(&record, untouched)
        );
        Ok(())
    })
}

#[test]
fn after_the_widgets_have_taken_over() -> Result<()> {
    each_case(|lab, untouched, case| {
        let record = lab.visit("", case)?;
        // Where a reader has removed the controls nothing can be done. What is there is right.
        ensure!(
            right(&record, untouched, !case.starts_with("islands")),
            differences(&record, untouched)
        );
        Ok(())
    })
}

#[test]
fn at_random_before_the_widgets_take_over() -> Result<()> {
    let lab = Lab::new(BrowserKind::Chromium)?;
    let untouched = lab.visit("nothing", "")?;
    for seed in 1..=PAGES {
        let script = format!("() => window.__done = mutate({seed}, {CHANGES})");
        let record = lab.visit_with(&script, "");
        let done = || format!("seed {seed}: {:?}", lab.browser.eval("window.__done"));
        let record = record.with_context(done)?;
        ensure!(
            record == untouched,
            "{}\n{}",
            done(),
            differences(&record, &untouched)
        );
    }
    Ok(())
}

/// A hit of the book's own search opens the page like this; the words are marked whenever the index has come.
#[test]
fn a_hit_of_the_books_search() -> Result<()> {
    let lab = Lab::new(BrowserKind::Chromium)?;
    lab.browser.goto(
        &lab.server
            .url("ml_ops.html?highlight=accuracy%20drift#the-workbench"),
    )?;
    let page = ChapterPage::new(&lab.browser, "ml_ops")?;
    let marked = |within: &str| {
        format!("document.querySelectorAll('{within} mark[data-markjs]').length > 3")
    };
    lab.browser
        .wait_until(&marked("main > p"), "words of the prose are marked")?;
    lab.browser
        .wait_until(&marked(".mission"), "words of islands are marked")?;
    lab.act(&page)?;
    // A click on a mark takes all of them away.
    lab.browser
        .run("document.querySelector('main > p mark').click()", &[])?;
    lab.browser
        .wait_until("!document.querySelector('mark')", "the marks are gone")?;
    page.set_slider("drift", "season", 0.25)?;
    let text = lab.browser.text("#ml_ops-drift .m-control label")?;
    ensure!(!text.is_empty(), "labels are there");
    assert_eq!(lab.browser.errors()?, []);
    Ok(())
}

/// Each word of the book's search index in turn: marked while the bench is worked with, and no longer marked.
#[test]
fn each_word_of_the_search_index() -> Result<()> {
    let lab = Lab::new(BrowserKind::Chromium)?;
    lab.browser.goto(&lab.server.url("ml_ops.html"))?;
    let page = ChapterPage::new(&lab.browser, "ml_ops")?;
    lab.act(&page)?;
    let found = lab.browser.eval(EACH_WORD)?;
    let [words, wrong] = ["words", "wrong"].map(|key| found[key].clone());
    ensure!(words.as_u64() > Some(200), "{words} words");
    assert_eq!(wrong, json!([]));
    page.rest()?;
    assert_eq!(lab.browser.errors()?, []);
    Ok(())
}

/// A server and a browser.
struct Lab {
    server: Server,
    browser: Browser,
}

/// What the page shows: its outputs' texts by name.
type Record = BTreeMap<String, String>;

impl Lab {
    fn new(kind: BrowserKind) -> Result<Self> {
        Ok(Self {
            server: Server::start(&repo_root().join("book"), "/some/course/")?,
            browser: Session::new().kind(kind).open()?,
        })
    }

    fn cases(&self) -> Result<Vec<String>> {
        let names = self.browser.eval(&format!("Object.keys({CASES})"))?;
        let names: Vec<String> = serde_json::from_value(names)?;
        ensure!(names.len() > 25, "{} cases", names.len());
        Ok(names)
    }

    fn visit(&self, before: &str, after: &str) -> Result<Record> {
        let case = |name: &str| match name {
            "" => "() => {}".to_owned(),
            name => format!("() => tamper(({CASES})[{}])", json!(name)),
        };
        self.visit_with(&case(before), &case(after))
    }

    /// Visits the chapter for the first time, with functions that are called before and after the takeover.
    fn visit_with(&self, before: &str, after: &str) -> Result<Record> {
        self.browser.goto(&self.server.url("introduction.html"))?;
        self.browser.run("localStorage.clear()", &[])?;
        // The page is parsed, and no widget has started.
        let script = format!(
            "{TAMPER} document.addEventListener('readystatechange', () => {{
                if (document.readyState === 'interactive' && document.querySelector('main .mission')) window.__before = [({before})()];
            }});"
        );
        let errors = self.browser.errors()?.len();
        self.server.run_first(&script);
        self.browser.goto(&self.server.url("ml_ops.html"))?;
        self.server.run_first("");
        let tampered = self.browser.eval("!!window.__before")?;
        ensure!(tampered == true, "the page was left alone");
        let page = ChapterPage::new(&self.browser, "ml_ops")?;
        if !after.is_empty() {
            self.browser.run(&format!("({after})()"), &[])?;
        }
        self.act(&page)?;
        let mut errors = self.browser.errors()?.split_off(errors);
        // Letters that were moved into a formula ask for a font that the book doesn't have.
        errors.retain(|error| !error.text.contains(".woff2"));
        ensure!(errors.is_empty(), "{errors:?}");
        self.record()
    }

    /// Chooses, predicts, sets; sees that it is kept.
    fn act(&self, page: &ChapterPage) -> Result<()> {
        let failed = self
            .browser
            .eval("document.querySelectorAll('[data-state=failed]').length")?;
        ensure!(failed == 0, "{failed} islands have failed");
        let press = |css: &str| {
            self.browser.run(
                "document.querySelector(arguments[0])?.click()",
                &[css.into()],
            )
        };
        press("#ml_ops-ml_ops input[name=track][value=edge]")?;
        page.painted()?;
        press("#ml_ops-monitoring input[type=radio]")?;
        page.painted()?;
        press("#ml_ops-monitoring fieldset button")?;
        page.painted()?;
        self.browser.run(
            "const slider = document.querySelector('#ml_ops-drift input[name=season]');
             if (!slider) return;
             slider.value = 0.75;
             slider.dispatchEvent(new Event('input', { bubbles: true }))",
            &[],
        )?;
        page.rest()?;
        page.painted()?;
        Ok(())
    }

    fn record(&self) -> Result<Record> {
        let outputs = self.browser.eval(
            "[...document.querySelectorAll('main output')].map((output) => [
                output.closest('.mission').id + ' ' + output.name, output.textContent])",
        )?;
        let outputs: Vec<(String, String)> = serde_json::from_value(outputs)?;
        let kept = self.browser.eval(
            "Object.entries(localStorage).filter(([key]) => key.includes('ml_ops')).map(([, text]) => text).join()",
        )?;
        let kept = kept.as_str().unwrap_or_default();
        let mut record: Record = outputs.into_iter().collect();
        for act in ["choose", "predict", "drift.season"] {
            record.insert(format!("kept {act}"), kept.contains(act).to_string());
        }
        Ok(record)
    }
}

/// Whether all that is shown is as on the untouched page, and, if `acted`, what was done is kept.
fn right(record: &Record, untouched: &Record, acted: bool) -> bool {
    let mut shown = record
        .iter()
        .filter(|(name, _)| acted || !name.starts_with("kept"));
    shown.all(|(name, text)| untouched.get(name) == Some(text))
}

fn differences(record: &Record, untouched: &Record) -> String {
    let names = record.keys().chain(untouched.keys());
    let mut differences: Vec<String> = names
        .filter(|name| record.get(*name) != untouched.get(*name))
        .map(|name| {
            format!(
                "{name}: {:?}, not {:?}",
                record.get(name),
                untouched.get(name)
            )
        })
        .collect();
    differences.dedup();
    differences.truncate(5);
    format!("{} outputs; {}", record.len(), differences.join("; "))
}
