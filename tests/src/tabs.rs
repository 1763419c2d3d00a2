//! Several tabs of one browser: they share what pages store.

use crate::browser::Browser;
use anyhow::Result;
use serde_json::json;
use thirtyfour::{By, WindowHandle};

/// A tab of a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab(WindowHandle);

impl Browser {
    /// The tab that everything is done in now.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn tab(&self) -> Result<Tab> {
        Ok(Tab(self.wait_for(self.driver.window())?))
    }

    /// Goes on in a frame of the page, until another page is gone to.
    ///
    /// # Errors
    /// If there is no such frame.
    pub fn enter_frame(&self, css: &str) -> Result<()> {
        let frame = self.wait_for(self.driver.find(By::Css(css)))?;
        self.wait_for(frame.enter_frame())
    }

    /// Opens another tab, on a blank page, and goes on in that one.
    ///
    /// # Errors
    /// If the browser doesn't open it.
    pub fn open_tab(&self) -> Result<Tab> {
        let tab = Tab(self.wait_for(self.driver.new_tab())?);
        self.switch_to(&tab)?;
        Ok(tab)
    }

    /// Goes on in a tab.
    ///
    /// # Errors
    /// If it is closed.
    pub fn switch_to(&self, tab: &Tab) -> Result<()> {
        self.wait_for(self.driver.switch_to_window(tab.0.clone()))
    }

    /// Kills the page in this tab: it gets no chance to do anything more. [`Browser::switch_to`] another tab
    /// afterwards.
    pub fn crash_tab(&self) {
        // There is nobody left who could answer.
        let _ = self.cdp("Page.crash", json!({}));
    }
}
