//! A chapter's ledger on a page, its own or the book's: what is taken along, brought back and begun anew; and
//! the bar at the page's foot.

use crate::chapter_page::ChapterPage;
use crate::files::Download;
use anyhow::{Context, Result, ensure};

/// Counts the files that the page has read, from now on.
const COUNT_READS: &str = "
    if (window.__reads === undefined) {
        const read = FileReader.prototype.readAsText;
        FileReader.prototype.readAsText = function (file) {
            this.addEventListener('loadend', () => setTimeout(() => window.__reads++));
            return read.call(this, file);
        };
    }
    window.__reads = 0;";

impl ChapterPage<'_> {
    /// The selector of the box with the chapter's ledger.
    pub fn ledger_box(&self) -> String {
        // On the chapter's own page it is a directive, on the book's ledger page it is not.
        format!(
            ".mission[data-mission=ledger][data-chapter={}]:has(.m-transfer)",
            self.chapter
        )
    }

    fn transfer(&self, css: &str) -> String {
        format!("{} .m-transfer {css}", self.ledger_box())
    }

    /// Presses a button of the ledger by its label.
    fn press_in_ledger(&self, scope: &str, label: &str) -> Result<()> {
        let pressed = self.browser.run(
            "const buttons = [...document.querySelectorAll(`${arguments[0]} button`)];
             const button = buttons.find((button) => button.textContent === arguments[1] && !button.disabled);
             button?.setAttribute('data-pressed', '');
             return !!button;",
            &[scope.into(), label.into()],
        )?;
        ensure!(pressed == true, "there is no button “{label}” to press");
        self.browser
            .click(&format!("{scope} button[data-pressed]"))?;
        self.browser.run(
            "document.querySelector('[data-pressed]')?.removeAttribute('data-pressed')",
            &[],
        )?;
        self.painted()
    }

    /// Downloads the ledger.
    ///
    /// # Errors
    /// If nothing has been done, or no file arrives.
    pub fn export(&self) -> Result<Download> {
        self.browser
            .download(|| self.press_in_ledger(&self.transfer(""), "Download my ledger"))
    }

    /// Downloads the report as Markdown, with a name on it.
    ///
    /// # Errors
    /// If nothing has been done, or no file arrives.
    pub fn report(&self, name: &str) -> Result<Download> {
        self.report_by("Download the report as Markdown", name)
    }

    /// Downloads the report as a page of its own, with a name on it.
    ///
    /// # Errors
    /// See [`report`](Self::report).
    pub fn report_page(&self, name: &str) -> Result<Download> {
        self.report_by("Download the report", name)
    }

    fn report_by(&self, button: &str, name: &str) -> Result<Download> {
        self.browser.fill(&self.transfer("[name=author]"), name)?;
        self.browser
            .download(|| self.press_in_ledger(&self.transfer(""), button))
    }

    /// Chooses a file with this text to be imported; gives what the page says of it.
    ///
    /// # Errors
    /// If the page says nothing.
    pub fn import(&self, text: &str) -> Result<String> {
        let status = self.transfer("> [role=status]");
        self.browser.run(COUNT_READS, &[])?;
        self.browser
            .choose_file(&self.transfer("[name=import]"), text)?;
        self.browser.wait_until(
            &format!(
                "window.__reads || document.querySelector('{status}').textContent.includes('too large')"
            ),
            "the file was looked at",
        )?;
        self.painted()?;
        self.browser.text(&status)
    }

    /// Takes over what was chosen to be imported; gives what the page says of it.
    ///
    /// # Errors
    /// If nothing has been chosen, or it was refused.
    pub fn merge(&self) -> Result<String> {
        let status = self.transfer("> [role=status]");
        self.press_in_ledger(&status, "Add them")?;
        self.browser.text(&status)
    }

    /// Presses a button with this label under a part of the ledger, counted from 0.
    ///
    /// # Errors
    /// If there is no such button now.
    pub fn press_in_part(&self, part: usize, label: &str) -> Result<()> {
        let section = format!("{} .m-part:nth-of-type({})", self.ledger_box(), part + 1);
        self.press_in_ledger(&format!("{section} .m-reset"), label)
    }

    /// What the ledger shows of each thing to be done, by part: the heading, then all of the text.
    ///
    /// # Errors
    /// If there is no ledger on the page.
    pub fn ledger_text(&self) -> Result<String> {
        self.browser.text(&self.ledger_box())
    }

    /// How many steps are done, and how many there are, by the bar at the page's foot.
    ///
    /// # Errors
    /// If there is no bar.
    pub fn progress(&self) -> Result<(u32, u32)> {
        let bar = self.browser.eval(
            "(({ value, max }) => [value, max])(document.querySelector('.m-foot progress'))",
        )?;
        Ok(serde_json::from_value(bar)?)
    }

    /// What the page's foot says.
    ///
    /// # Errors
    /// If there is nothing.
    pub fn foot(&self) -> Result<String> {
        self.painted()?;
        self.browser.text(".m-foot")
    }

    /// What the page says is wrong, if anything is.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn alarm(&self) -> Result<Option<String>> {
        self.painted()?;
        let alarm = ".m-foot .m-alarm[role=alert]";
        Ok(if self.browser.count(alarm)? == 0 {
            None
        } else {
            Some(self.browser.text(alarm)?)
        })
    }

    /// Downloads what the alarm offers.
    ///
    /// # Errors
    /// If there is no alarm, or no file arrives.
    pub fn download_from_alarm(&self) -> Result<Download> {
        self.browser
            .download(|| self.browser.click(".m-foot .m-alarm button"))
            .context("what the alarm offers")
    }
}
