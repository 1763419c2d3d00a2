//! What a reader does at a page, and sees there.

use crate::browser::Browser;
use anyhow::{Context, Result, anyhow};
use thirtyfour::{By, TypingData, WebElement};

impl Browser {
    /// Clicks where a reader would, scrolling there first.
    ///
    /// # Errors
    /// If there is no such element, or it can't be seen, or something covers it.
    pub fn click(&self, css: &str) -> Result<()> {
        // Into the middle, where a reader would have it: a driver scrolls no further than it must.
        self.run(
            "document.querySelector(arguments[0])?.scrollIntoView({ block: 'center', behavior: 'instant' })",
            &[css.into()],
        )?;
        self.wait_for(self.find(css)?.click())
            .with_context(|| format!("clicking {css}"))
    }

    /// The text as it is shown; empty if it is not.
    ///
    /// # Errors
    /// If there is no such element.
    pub fn text(&self, css: &str) -> Result<String> {
        self.wait_for(self.find(css)?.text())
            .with_context(|| format!("the text of {css}"))
    }

    /// An attribute as it is now; `None` if it isn't there.
    ///
    /// # Errors
    /// If there is no such element.
    pub fn attribute(&self, css: &str, name: &str) -> Result<Option<String>> {
        let value = self.run(
            "return document.querySelector(arguments[0]).getAttribute(arguments[1])",
            &[css.into(), name.into()],
        );
        Ok(value
            .with_context(|| format!("the {name} of {css}"))?
            .as_str()
            .map(str::to_owned))
    }

    /// How many elements there are.
    ///
    /// # Errors
    /// If that is no selector.
    pub fn count(&self, css: &str) -> Result<usize> {
        Ok(self.wait_for(self.driver.find_all(By::Css(css)))?.len())
    }

    /// Presses keys while an element has the focus: words, or [`Key`](crate::Key)s.
    ///
    /// # Errors
    /// If there is no such element, or it can't have the focus.
    pub fn type_text(&self, css: &str, keys: impl Into<TypingData>) -> Result<()> {
        self.wait_for(self.find(css)?.send_keys(keys))
            .with_context(|| format!("typing into {css}"))
    }

    /// Moves a slider, or fills a number box, in one go: one `input` and one `change` event. Returns what the
    /// control made of the value, after its bounds and its step.
    ///
    /// # Errors
    /// If there is no such control, or it is disabled.
    pub fn set_range(&self, css: &str, value: f64) -> Result<f64> {
        let set = self.set(css, &value.to_string())?;
        set.parse().with_context(|| format!("{css} holds `{set}`"))
    }

    /// Chooses an option of a `<select>` by its value.
    ///
    /// # Errors
    /// If there is no such control or option, or the control is disabled.
    pub fn select(&self, css: &str, value: &str) -> Result<()> {
        let set = self.set(css, value)?;
        if set == value {
            Ok(())
        } else {
            Err(anyhow!("{css} has no option `{value}`"))
        }
    }

    /// Puts a text into a field, in place of what was there: one `input` and one `change` event.
    ///
    /// # Errors
    /// If there is no such field, or it is disabled.
    pub fn fill(&self, css: &str, text: &str) -> Result<()> {
        self.set(css, text).map(|_| ())
    }

    fn set(&self, css: &str, value: &str) -> Result<String> {
        let script = "const control = document.querySelector(arguments[0]);
            if (!control) throw new Error('it is not there');
            if (control.matches(':disabled')) throw new Error('it is disabled');
            control.focus();
            control.value = arguments[1];
            for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
            return control.value;";
        let set = self
            .run(script, &[css.into(), value.into()])
            .with_context(|| format!("setting {css} to {value}"))?;
        set.as_str()
            .map(str::to_owned)
            .with_context(|| format!("{css} is no control"))
    }

    fn find(&self, css: &str) -> Result<WebElement> {
        self.wait_for(self.driver.find(By::Css(css)))
            .with_context(|| format!("there is no {css}"))
    }
}
