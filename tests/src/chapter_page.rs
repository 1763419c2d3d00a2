//! A mission chapter as its student meets it: islands by their directives' ids, controls and readings by their
//! names. Everything here goes by the contract of the page, so it holds for islands that come later.

use crate::browser::Browser;
use anyhow::{Context, Result, ensure};
use mission_model::Mission;
use mission_model::ledger::Ledger;
use mission_model::page;
use serde_json::Value;
use std::collections::BTreeMap;

/// A chapter on the page that a browser shows: one of several on `print.html`.
pub struct ChapterPage<'b> {
    pub(crate) browser: &'b Browser,
    pub(crate) chapter: String,
}

/// All islands of the page are alive, and restored.
const ALIVE: &str =
    "document.readyState === 'complete' && !document.querySelector('.mission:not([data-alive])')";

impl<'b> ChapterPage<'b> {
    /// A chapter, by its id, of the page that the browser is at. Waits until its islands are alive.
    ///
    /// # Errors
    /// If they don't come alive.
    pub fn new(browser: &'b Browser, chapter: &str) -> Result<Self> {
        let page = Self {
            browser,
            chapter: chapter.to_owned(),
        };
        page.settle()?;
        Ok(page)
    }

    /// Loads the page again, and waits until its islands are alive.
    ///
    /// # Errors
    /// If they don't come alive.
    pub fn reload(&self) -> Result<()> {
        self.browser.reload()?;
        self.settle()
    }

    /// Waits until the islands are alive, the fonts are there and all is painted.
    fn settle(&self) -> Result<()> {
        self.browser.wait_until(ALIVE, "the islands are alive")?;
        self.browser.fonts()?;
        self.painted()
    }

    /// Waits until what was done is on the screen.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn painted(&self) -> Result<()> {
        let frames = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        self.browser.eval(frames).map(|_| ())
    }

    /// The browser that shows it.
    pub fn browser(&self) -> &'b Browser {
        self.browser
    }

    /// The selector of an island's box.
    pub fn island(&self, id: &str) -> String {
        format!("#{}-{id}", self.chapter)
    }

    /// The chosen track, if one is chosen.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn track(&self) -> Result<Option<String>> {
        self.browser.attribute("main", "data-track")
    }

    /// Chooses a track, and waits until the page is of that track.
    ///
    /// # Errors
    /// If there is no such track.
    pub fn choose_track(&self, track: &str) -> Result<()> {
        let chooser = format!(
            ".mission[data-mission=chapter][data-chapter={}]",
            self.chapter
        );
        self.browser
            .click(&format!("{chooser} input[name=track][value={track}]"))?;
        self.browser.wait_until(
            &format!("document.querySelector('main').dataset.track === '{track}'"),
            "the track is chosen",
        )?;
        self.painted()
    }

    /// How far an island is: `locked`, `open`, `done` or `failed`.
    ///
    /// # Errors
    /// If there is no such island.
    pub fn state(&self, island: &str) -> Result<String> {
        self.browser
            .attribute(&self.island(island), "data-state")?
            .with_context(|| format!("{island} has no state"))
    }

    /// Whether an element has a place on the page.
    ///
    /// # Errors
    /// If there is no such element.
    pub fn is_shown(&self, css: &str) -> Result<bool> {
        let shown = self.browser.run(
            "const box = document.querySelector(arguments[0]); return box.offsetHeight > 0 && box.checkVisibility()",
            &[css.into()],
        );
        Ok(shown.with_context(|| format!("there is no {css}"))? == true)
    }

    /// Picks an option of a lock, counted from 0, and locks it in.
    ///
    /// # Errors
    /// If there is no such option, or the lock is answered already.
    pub fn answer_lock(&self, lock: &str, option: usize) -> Result<()> {
        let island = self.island(lock);
        self.browser
            .click(&format!("{island} input[type=radio][value='{option}']"))?;
        self.press(lock)
    }

    /// Types the answer of a lock that asks for a number or for words, and locks it in.
    ///
    /// # Errors
    /// If the lock has options, or is answered already.
    pub fn answer_in_words(&self, lock: &str, answer: &str) -> Result<()> {
        let island = self.island(lock);
        self.browser
            .fill(&format!("{island} fieldset input"), answer)?;
        self.press(lock)
    }

    /// Presses the island's button, once it can be pressed, and waits until the island is done.
    fn press(&self, island: &str) -> Result<()> {
        let css = self.island(island);
        self.browser.wait_until(
            &format!("!document.querySelector('{css} fieldset button').disabled"),
            &format!("{island} has a button to press"),
        )?;
        self.browser.click(&format!("{css} fieldset button"))?;
        self.browser.wait_until(
            &format!("document.querySelector('{css}').dataset.state === 'done'"),
            &format!("{island} is done"),
        )?;
        self.painted()
    }

    /// Moves a slider; returns where it went, after its bounds and its step.
    ///
    /// # Errors
    /// If there is no such slider, or it is disabled.
    pub fn set_slider(&self, island: &str, name: &str, value: f64) -> Result<f64> {
        let slider = format!("{} input[type=range][name={name}]", self.island(island));
        let set = self.browser.set_range(&slider, value)?;
        self.painted()?;
        Ok(set)
    }

    /// Types an exact value into the number box of a slider.
    ///
    /// # Errors
    /// If there is no such slider, or it is disabled.
    pub fn type_exactly(&self, island: &str, name: &str, value: f64) -> Result<()> {
        let number = format!("{} input[name={name}_exact]", self.island(island));
        self.browser.set_range(&number, value)?;
        self.painted()
    }

    /// Chooses an option of a select.
    ///
    /// # Errors
    /// If there is no such select or option.
    pub fn select(&self, island: &str, name: &str, option: &str) -> Result<()> {
        let select = format!("{} select[name={name}]", self.island(island));
        self.browser.select(&select, option)?;
        self.painted()
    }

    /// The unrounded value of a reading: `drift.psi_live`.
    ///
    /// # Errors
    /// If no instrument shows it.
    pub fn reading(&self, name: &str) -> Result<f64> {
        let (island, bare) = name.split_once('.').context("a name without a dot")?;
        self.readings(island)?
            .remove(bare)
            .with_context(|| format!("no instrument shows {name}"))
    }

    /// The unrounded values that an island's instruments show, by name.
    ///
    /// # Errors
    /// If a value is no number.
    pub fn readings(&self, island: &str) -> Result<BTreeMap<String, f64>> {
        let shown = self.browser.run(
            "return [...document.querySelectorAll(`${arguments[0]} output`)].map((o) => [o.name, o.dataset.value])",
            &[self.island(island).into()],
        )?;
        let shown: Vec<(String, String)> = serde_json::from_value(shown)?;
        shown
            .into_iter()
            .map(|(name, value)| {
                let number = value
                    .parse()
                    .with_context(|| format!("{name} reads `{value}`"))?;
                Ok((name, number))
            })
            .collect()
    }

    /// Moves a slider from its start to its end, every step of it. At each it gives the value of one reading, and
    /// the level (`good`, `watch`, `act`) of each of an instrument's readings.
    ///
    /// # Errors
    /// If something of it isn't there.
    pub fn sweep(
        &self,
        island: &str,
        slider: &str,
        reading: &str,
        instrument: &str,
    ) -> Result<Vec<(f64, Vec<String>)>> {
        let script = "
            const [island, slider, reading, instrument] = arguments;
            const at = (css) => document.querySelector(`${island} ${css}`);
            const control = at(`input[type=range][name=${slider}]`);
            const found = [];
            const steps = Math.round((control.max - control.min) / control.step);
            for (let step = 0; step <= steps; step++) {
                control.value = +control.min + step * control.step;
                control.dispatchEvent(new Event('input', { bubbles: true }));
                await new Promise((done) => requestAnimationFrame(done));
                const cards = document.querySelectorAll(`${island} [data-instrument=${instrument}] .m-card`);
                found.push([+at(`output[name=${reading}]`).dataset.value, [...cards].map((card) => card.dataset.level)]);
            }
            return found;";
        let found = self.browser.run(
            &format!("return (async () => {{ {script} }})();"),
            &[
                self.island(island).into(),
                slider.into(),
                reading.into(),
                instrument.into(),
            ],
        )?;
        self.painted()?;
        Ok(serde_json::from_value(found)?)
    }

    /// The level of each reading of an instrument, by name.
    ///
    /// # Errors
    /// If there is no such instrument.
    pub fn levels(&self, island: &str, instrument: &str) -> Result<BTreeMap<String, String>> {
        let levels = self.browser.run(
            "return Object.fromEntries([...document.querySelectorAll(arguments[0])]
                .map((card) => [card.querySelector('output').name, card.dataset.level]))",
            &[format!(
                "{} [data-instrument={instrument}] .m-card",
                self.island(island)
            )
            .into()],
        )?;
        let levels: BTreeMap<String, String> = serde_json::from_value(levels)?;
        ensure!(
            !levels.is_empty(),
            "{island} has no readings in {instrument}"
        );
        Ok(levels)
    }

    /// Opens what an island offers to look into: a Math Peek, or what a good answer holds.
    ///
    /// # Errors
    /// If there is nothing, or it doesn't open.
    pub fn open_peek(&self, island: &str) -> Result<()> {
        let css = format!("{} details", self.island(island));
        self.browser.click(&format!("{css} > summary"))?;
        self.browser.wait_until(
            &format!("document.querySelector('{css}').open"),
            &format!("{island} opens"),
        )?;
        self.painted()
    }

    /// Writes a reflection, in place of what was there; returns the advice on it.
    ///
    /// # Errors
    /// If there is no such reflection.
    pub fn write_reflection(&self, island: &str, text: &str) -> Result<String> {
        let css = self.island(island);
        self.browser.fill(&format!("{css} textarea"), text)?;
        self.painted()?;
        self.browser.text(&format!("{css} [role=status]"))
    }

    /// Commits a reflection.
    ///
    /// # Errors
    /// If there is nothing to commit.
    pub fn commit(&self, island: &str) -> Result<()> {
        self.press(island)
    }

    /// What the page was built from.
    ///
    /// # Errors
    /// If it can't be read.
    pub fn mission(&self) -> Result<Mission> {
        let json = self.browser.run(
            "return document.querySelector(`script.mission-data[data-chapter=${arguments[0]}]`).textContent",
            &[self.chapter.as_str().into()],
        )?;
        Ok(page::read(json.as_str().unwrap_or_default())?)
    }

    /// Lets the hand rest: what a slider that moves leaves for later (the ledger, tables, the storage) comes at once
    /// when the page is hidden.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn rest(&self) -> Result<()> {
        let hidden = "dispatchEvent(new Event('visibilitychange'))";
        self.browser.run(hidden, &[]).map(drop)
    }

    /// What the student did, as it is stored.
    ///
    /// # Errors
    /// If nothing is stored.
    pub fn ledger(&self) -> Result<Ledger> {
        self.rest()?;
        let mission = self.mission()?;
        let stored = self.browser.ledger(&mission.book, &mission.id)?;
        Ok(Ledger {
            edition: mission.edition,
            ..stored.context("nothing is stored")?
        })
    }

    /// All that can be seen and set on the page: what must be found again after a reload.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn record(&self) -> Result<Value> {
        self.rest()?;
        self.painted()?;
        self.browser.eval(
            "(() => {
                const value = (field) => ['radio', 'checkbox'].includes(field.type) ? field.checked : field.value;
                const islands = [...document.querySelectorAll('.mission')].map((island) => ({
                    id: island.id,
                    state: island.dataset.state,
                    fields: [...island.querySelectorAll('input, select, textarea')]
                        .map((field) => [field.name, value(field), field.disabled]),
                    readings: [...island.querySelectorAll('output')].map((o) => [o.name, o.dataset.value]),
                    open: [...island.querySelectorAll('details')].map((details) => details.open),
                }));
                const main = document.querySelector('main');
                return { track: main.dataset.track, islands, text: main.innerText.split('\\n') };
            })()",
        )
    }
}
