//! What a student finds at a bench that asks for something and can break, and at a sentence with blanks.

use crate::chapter_page::ChapterPage;
use anyhow::{Context, Result, ensure};

impl ChapterPage<'_> {
    /// The needs of a bench's goal, each with the word that says how it stands.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn needs(&self, bench: &str) -> Result<Vec<(String, String)>> {
        self.painted()?;
        let needs = self.browser.run(
            "return [...document.querySelectorAll(`${arguments[0]} .m-needs li`)]
                .map((need) => [...need.children].map((part) => part.innerText.trim()))",
            &[self.island(bench).into()],
        )?;
        Ok(serde_json::from_value(needs)?)
    }

    /// What is announced of a bench's goal.
    ///
    /// # Errors
    /// If it has none.
    pub fn goal_status(&self, bench: &str) -> Result<String> {
        self.painted()?;
        self.browser
            .text(&format!("{} .m-goal [role=status]", self.island(bench)))
    }

    /// What a bench's banner says, if something is broken.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn banner(&self, bench: &str) -> Result<Option<String>> {
        self.painted()?;
        let banner = format!("{} .m-fail", self.island(bench));
        Ok(if self.browser.count(&banner)? == 0 {
            None
        } else {
            Some(self.browser.text(&banner)?)
        })
    }

    /// What was announced when something broke on a bench.
    ///
    /// # Errors
    /// If nothing can break on it.
    pub fn announced(&self, bench: &str) -> Result<String> {
        let said = self.browser.run(
            "return document.querySelector(`${arguments[0]} form > .m-side > .m-hidden[role=status]`).textContent",
            &[self.island(bench).into()],
        )?;
        Ok(said.as_str().context("no text")?.to_owned())
    }

    /// Goes back to the last setting that worked.
    ///
    /// # Errors
    /// If nothing is broken.
    pub fn set_back(&self, bench: &str) -> Result<()> {
        let button = format!("{} .m-fail button", self.island(bench));
        let label = self.browser.text(&button)?;
        ensure!(
            label == "Back to the last setting that worked",
            "the button says “{label}”"
        );
        self.browser.click(&button)?;
        self.painted()
    }

    /// Fills a blank of a sentence, counted from 1; gives the advice on it.
    ///
    /// # Errors
    /// If there is no such blank, or it can't be filled.
    pub fn fill_blank(&self, island: &str, blank: usize, text: &str) -> Result<String> {
        let css = self.island(island);
        self.browser
            .fill(&format!("{css} [name={island}_{blank}]"), text)?;
        self.painted()?;
        self.browser.text(&format!("{css} [role=status]"))
    }

    /// The label and the text of each blank of a sentence.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn blanks(&self, island: &str) -> Result<Vec<(String, String)>> {
        let blanks = self.browser.run(
            "return [...document.querySelectorAll(`${arguments[0]} .m-sentence input`)]
                .map((blank) => [blank.labels[0].textContent.trim(), blank.value])",
            &[self.island(island).into()],
        )?;
        Ok(serde_json::from_value(blanks)?)
    }
}
