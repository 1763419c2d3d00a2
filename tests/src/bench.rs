//! What a student does at a bench besides moving sliders: switches, trials, evidence for a stakeholder.

use crate::chapter_page::ChapterPage;
use anyhow::Result;
use serde_json::Value;

impl ChapterPage<'_> {
    /// Sets a switch.
    ///
    /// # Errors
    /// If there is no such switch, or it is disabled.
    pub fn set_switch(&self, island: &str, name: &str, on: bool) -> Result<()> {
        let css = format!("{} input[type=checkbox][name={name}]", self.island(island));
        let is_on = self.browser.run(
            "return document.querySelector(arguments[0]).checked",
            &[css.as_str().into()],
        )?;
        if is_on != on {
            self.browser.click(&css)?;
        }
        self.painted()
    }

    /// What the controls of an island show, by name.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn settings(&self, island: &str) -> Result<Value> {
        self.painted()?;
        self.browser.run(
            "return Object.fromEntries([...document.querySelectorAll(`${arguments[0]} .m-control :is(input, select)`)]
                .map((field) => [field.name, field.type === 'checkbox' ? field.checked : field.value]))",
            &[self.island(island).into()],
        )
    }

    /// Tries what a bench is set to; gives what the page says of the round.
    ///
    /// # Errors
    /// If the round is over.
    pub fn try_setting(&self, bench: &str) -> Result<String> {
        self.press_in_trials(bench, "Try this setting")
    }

    /// Starts a new round of trials; gives what the page says of it.
    ///
    /// # Errors
    /// If the round is not over.
    pub fn start_round(&self, bench: &str) -> Result<String> {
        self.press_in_trials(bench, "Start a new round")
    }

    fn press_in_trials(&self, bench: &str, label: &str) -> Result<String> {
        let trials = format!("{} .m-trials", self.island(bench));
        // The one that can be pressed.
        let button = format!("{trials} .m-bar button:not([aria-disabled])");
        let found = self.browser.text(&button)?;
        anyhow::ensure!(found == label, "the button says “{found}”, not “{label}”");
        let rounds = format!(
            "[...document.querySelectorAll('{trials} tbody tr, {trials} [role=status]')].map((part) => part.innerText).join()"
        );
        let before = self.browser.eval(&rounds)?;
        self.browser.click(&button)?;
        self.browser
            .wait_until(&format!("{rounds} !== {before}"), "the trial is listed")?;
        self.painted()?;
        self.browser.text(&format!("{trials} [role=status]"))
    }

    /// How many trials of the present round are listed.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn trials(&self, bench: &str) -> Result<usize> {
        let rows = format!("{} .m-trials > .m-scroll tbody tr", self.island(bench));
        self.browser.count(&rows)
    }

    /// The names of what an instrument's chart has data of, each once.
    ///
    /// # Errors
    /// If there is no such chart.
    pub fn drawn(&self, bench: &str, instrument: &str) -> Result<Vec<String>> {
        self.rest()?;
        let names = self.browser.run(
            "const rows = document.querySelector(arguments[0]).querySelectorAll('.mission-data tbody th');
             return [...new Set([...rows].map((name) => name.textContent))];",
            &[self.chart(bench, instrument).into()],
        )?;
        Ok(serde_json::from_value(names)?)
    }

    /// How many lines an instrument's chart draws, its legend's strokes among them.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn lines(&self, bench: &str, instrument: &str) -> Result<usize> {
        let path = "svg path[class^=m-series]:not([d=''])";
        self.browser
            .count(&format!("{} {path}", self.chart(bench, instrument)))
    }

    fn chart(&self, bench: &str, instrument: &str) -> String {
        let island = self.island(bench);
        format!("{island} [data-instrument={instrument}] figure")
    }

    /// Attaches evidence; gives the objection to it, or nothing.
    ///
    /// # Errors
    /// If there is no such challenge, or no track is chosen.
    pub fn attach(&self, challenge: &str) -> Result<Option<String>> {
        let island = self.island(challenge);
        self.browser.click(&format!("{island} .m-bar button"))?;
        self.painted()?;
        let said = self.browser.run(
            "const answer = document.querySelector(`${arguments[0]} .m-answer`);
             return ['.m-verdict', '.m-explain'].map((part) => answer.querySelector(part).textContent.trim());",
            &[island.into()],
        )?;
        let [verdict, said]: [String; 2] = serde_json::from_value(said)?;
        match verdict.as_str() {
            "Convinced." => Ok(None),
            "Not convinced yet." => Ok(Some(said)),
            _ => anyhow::bail!("the answer is {verdict}"),
        }
    }
}
