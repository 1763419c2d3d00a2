//! A committed reflection, held by its author against what a good answer holds.

use crate::chapter_page::ChapterPage;
use anyhow::Result;

impl ChapterPage<'_> {
    /// Ticks criteria, counted from 0, and records them as the student's assessment.
    ///
    /// # Errors
    /// If nothing is committed, or there is no such criterion.
    pub fn assess(&self, reflection: &str, criteria: &[usize]) -> Result<()> {
        let box_of = format!("{} .m-criteria", self.island(reflection));
        for criterion in criteria {
            let name = format!("{reflection}_{}", criterion + 1);
            self.browser()
                .click(&format!("{box_of} input[name={name}]"))?;
            self.painted()?;
        }
        self.browser().click(&format!("{box_of} button"))?;
        self.painted()
    }

    /// Which criteria are ticked, in order.
    ///
    /// # Errors
    /// If nothing is committed.
    pub fn ticked(&self, reflection: &str) -> Result<Vec<bool>> {
        let ticked = self.browser().run(
            "return [...document.querySelectorAll(`${arguments[0]} .m-criteria input`)].map((box) => box.checked)",
            &[self.island(reflection).into()],
        )?;
        Ok(serde_json::from_value(ticked)?)
    }

    /// Whether the model answer can be read.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn has_model_answer(&self, reflection: &str) -> Result<bool> {
        let open = format!("{} .m-model[open]", self.island(reflection));
        Ok(self.browser().count(&open)? == 1)
    }

    /// Asks for the model answer before assessing the own one.
    ///
    /// # Errors
    /// If it can't be asked for.
    pub fn show_anyway(&self, reflection: &str) -> Result<()> {
        let button = format!("{} > form > .m-bar button", self.island(reflection));
        self.browser().click(&button)?;
        self.painted()
    }
}
