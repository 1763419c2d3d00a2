//! The chapter by keyboard alone: Tab, Shift+Tab, arrows, Space, Enter and typing. Nothing is clicked, and no event
//! is made by a script. At each stop the focus can be seen and is in the document's order, and no act loses it.

use anyhow::{Context, Result, ensure};
use mission_model::ledger::{Act, Ledger};
use mission_tests::{Browser, ChapterPage, Key, Keyboard, STUDENTS, Server, Session, repo_root};

/// The track that is taken; the second of the chooser.
const TRACK: usize = 1;

/// A student without a mouse.
struct Hands<'b> {
    keys: Keyboard<'b>,
    page: ChapterPage<'b>,
}

impl Hands<'_> {
    /// Goes on to a control of an island.
    fn tab(&self, island: &str, css: &str) -> Result<()> {
        let css = format!("{} {css}", self.page.island(island));
        self.keys.tab_to(&css).with_context(|| css)
    }

    fn press(&self, keys: &[Key]) -> Result<()> {
        self.keys.press(keys)?;
        let page = self.page.browser().eval("location.pathname")?;
        assert_eq!(page, "/ml_ops.html", "{keys:?} flipped the page");
        Ok(())
    }

    /// Presses a button, or opens a summary.
    fn use_it(&self, island: &str, css: &str, key: Key) -> Result<()> {
        self.tab(island, css)?;
        self.press(&[key])
    }

    fn predict(&self, lock: &str, option: usize) -> Result<()> {
        self.tab(lock, "input[type=radio]")?;
        // The first is focused, and chosen by Space; an arrow chooses the next.
        self.press(&[Key::Space])?;
        self.press(&vec![Key::Down; option])?;
        self.use_it(lock, "button", Key::Enter)?;
        assert_eq!(self.page.state(lock)?, "done");
        Ok(())
    }

    /// Types into the number box of a slider, which has the focus; Tab puts all of it under the keys.
    fn set(&self, value: &str) -> Result<()> {
        self.keys.write(value)?;
        self.press(&[Key::Enter])
    }

    fn reflect(&self, island: &str) -> Result<()> {
        self.tab(island, "textarea")?;
        self.keys.write(&STUDENTS[TRACK].words(island))?;
        self.use_it(island, "fieldset button", Key::Enter)?;
        assert_eq!(self.page.state(island)?, "done");
        self.use_it(island, ".m-criteria input", Key::Space)?;
        self.use_it(island, ".m-criteria button", Key::Enter)?;
        let open = format!("{} details[open]", self.page.island(island));
        assert_eq!(self.page.browser().count(&open)?, 1, "{open}");
        Ok(())
    }
}

fn open() -> Result<(Server, Browser)> {
    let server = Server::start(&repo_root().join("book"), "/")?;
    let browser = Session::new().open()?;
    browser.goto(&server.url("ml_ops.html"))?;
    Ok((server, browser))
}

#[test]
fn the_whole_chapter() -> Result<()> {
    let (_server, browser) = open()?;
    let hands = Hands {
        keys: browser.keyboard(),
        page: ChapterPage::new(&browser, "ml_ops")?,
    };
    let (page, student) = (&hands.page, &STUDENTS[TRACK]);
    hands.keys.tab_to("input[name=track]")?;
    hands.press(&[Key::Down])?;
    assert_eq!(page.track()?.as_deref(), Some(student.track));

    part_one(&hands).context("Part 1")?;
    part_two(&hands).context("Part 2")?;
    part_three(&hands).context("Part 3")?;
    let (done, all) = page.progress()?;
    assert_eq!(done, all);
    the_ledger(&hands).context("the ledger")?;

    // Second thoughts, a page further up.
    let text = format!("{} textarea", page.island("rollout_defence"));
    hands.keys.back_to(&text)?;
    hands.keys.write("And on. ")?;
    hands.use_it("rollout_defence", "fieldset button", Key::Space)?;
    let ledger = page.ledger()?;
    let commits = ledger.entries.iter().filter(
        |entry| matches!(&entry.act, Act::Commit { reflect, .. } if reflect == "rollout_defence"),
    );
    assert_eq!(commits.count(), 2);
    assert_eq!(browser.console()?, []);
    Ok(())
}

fn part_one(hands: &Hands) -> Result<()> {
    let page = &hands.page;
    hands.predict("monitoring", 2)?;
    // Before PSI passes 0.2 and after; by the keys of a slider.
    hands.tab("drift", "input[type=range][name=season]")?;
    hands.press(&[Key::Right, Key::Right, Key::Left])?;
    assert_eq!(page.settings("drift")?["season"], "0.01");
    assert_eq!(page.state("monitoring_reveal")?, "locked");
    hands.press(&[Key::End, Key::PageDown])?;
    assert_eq!(page.settings("drift")?["season"], "0.9");
    assert_eq!(page.state("monitoring_reveal")?, "done");
    hands.tab("drift", "select")?;
    hands.press(&[Key::Down])?;
    hands.use_it("psi_peek", "summary", Key::Space)?;
    hands.reflect("silent_failure")
}

fn part_two(hands: &Hands) -> Result<()> {
    let (page, student) = (&hands.page, &STUDENTS[TRACK]);
    hands.predict("schedule", 0)?;
    hands.tab("cost", "[name=interval_exact]")?;
    hands.set("1")?;
    hands.use_it("cost", ".m-trials button", Key::Enter)?;
    assert_eq!(page.trials("cost")?, 1);
    let interval = format!("{} [name=interval_exact]", page.island("cost"));
    hands.keys.back_to(&interval)?;
    hands.set(&format!("{:.1}", student.target()))?;
    hands.use_it("cost", ".m-trials button", Key::Space)?;
    assert_eq!(page.state("cost")?, "done");
    // What the chart shows, in numbers.
    hands.use_it("cost", "[data-instrument=curve] summary", Key::Enter)?;
    hands.reflect("square_root_law")
}

fn part_three(hands: &Hands) -> Result<()> {
    let page = &hands.page;
    hands.predict("aggregate", 3)?;
    hands.tab("slices", "[name=shadow]")?;
    hands.press(&[Key::Space])?;
    hands.tab("slices", "[name=requests_exact]")?;
    hands.set("10000")?;
    hands.tab("slices", "[name=slice]")?;
    hands.press(&[Key::End])?;
    assert_eq!(page.settings("slices")?["slice"], STUDENTS[TRACK].failing);
    hands.use_it("approval", "button", Key::Enter)?;
    assert_eq!(page.state("approval")?, "done");
    hands.tab("rollout", "[name=strategy]")?;
    hands.press(&[Key::Down, Key::Up])?;
    hands.tab("rollout", "[name=surprise]")?;
    hands.press(&[Key::Down, Key::Down])?;
    assert_eq!(page.settings("rollout")?["surprise"], "0.2");
    hands.tab("rollout", "[name=stage_exact]")?;
    hands.set("13")?;
    assert_eq!(page.state("rollout")?, "done");
    hands.reflect("rollout_defence")
}

/// Asks to begin a part anew and thinks better of it, then takes the ledger along.
fn the_ledger(hands: &Hands) -> Result<()> {
    let (page, browser) = (&hands.page, hands.page.browser());
    hands.use_it("ledger", ".m-reset button", Key::Enter)?;
    hands.use_it("ledger", ".m-reset .m-plain", Key::Space)?;
    hands.tab("ledger", "[name=author]")?;
    hands.keys.write("Ada")?;
    hands.tab("ledger", ".m-transfer button")?;
    let file = browser.download(|| hands.press(&[Key::Enter]))?;
    let exported = Ledger::read(&file.text, "ml-systems-missions", "ml_ops")?;
    assert_eq!(exported, page.ledger()?.sealed());
    Ok(())
}

/// mdBook turns the page at an arrow key. Not where an arrow does something else: in an island, or in what scrolls.
#[test]
fn arrows_turn_no_page_in_an_island() -> Result<()> {
    let (_server, browser) = open()?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    STUDENTS[TRACK].take(&page)?;
    page.reload()?;
    let keys = browser.keyboard();
    let mut stops = 0;
    keys.to_the_end(|| {
        if keys.is_at("main :is(.mission *, [tabindex])")? {
            stops += 1;
            keys.press(&[Key::Right, Key::Left])?;
            assert_eq!(browser.eval("location.pathname")?, "/ml_ops.html");
        }
        Ok(())
    })?;
    ensure!(stops > 40, "only {stops} stops");
    Ok(())
}
