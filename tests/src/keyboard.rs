//! A reader who has a keyboard and nothing else: keys go to whatever has the focus, as the browser itself moves it.
//!
//! At every stop it is asked whether the reader can see where the focus is, whether it came in the document's
//! order, and after every other key whether it is still somewhere.

use crate::browser::Browser;
use anyhow::{Context, Result, bail, ensure};
use thirtyfour::{Key, TypingData};

/// More stops than any page has.
const STOPS: usize = 600;

/// How an element shows that it has the focus, and what it is called in a report.
const WORDS: &str = "
    const marks = (element) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
        const outline = outlineStyle === 'none' || outlineWidth === '0px' ? '' : `${outlineStyle} ${outlineWidth} ${outlineColor}`;
        return `${outline}; ${boxShadow}`;
    };
    const words = (element) =>
        `<${element.localName}> #${element.id || element.closest('[id]')?.id} “${element.name || element.textContent.trim().slice(0, 40)}”`;
    const here = document.activeElement;
    const stay = () => { window.__stop = { element: here, marks: marks(here) }; };";

/// Looks at where the focus is after a Tab, and at what has become of where it was. `arguments`: whether it went
/// backwards. Gives whether it is nowhere, what has it, and what is wrong with that.
const LOOK: &str = "
    const last = window.__stop, lost = here === document.body, wrong = [];
    if (last?.element.isConnected && last.element !== here) {
        if (marks(last.element) === last.marks) wrong.push(`nobody sees that ${words(last.element)} has the focus`);
        const relation = last.element.compareDocumentPosition(here);
        const way = arguments[0] ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
        if (!lost && !(relation & way)) wrong.push(`${words(here)} comes after ${words(last.element)}`);
    }
    // A part of it is in the window, and under nothing.
    const seen = lost || [...here.getClientRects()].some((box) => {
        const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
        const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
        return left < right && top < bottom && [.1, .3, .5, .7, .9].some((part) => {
            const hit = document.elementFromPoint(left + (right - left) / 2, top + (bottom - top) * part);
            return hit && (here.contains(hit) || hit.contains(here));
        });
    });
    if (!seen) wrong.push(`${words(here)} has the focus and can't be seen`);
    stay();
    return [lost, words(here), wrong];";

/// A keyboard at a page.
pub struct Keyboard<'b> {
    browser: &'b Browser,
}

impl Browser {
    /// The reader's keyboard.
    pub fn keyboard(&self) -> Keyboard<'_> {
        Keyboard { browser: self }
    }
}

impl Keyboard<'_> {
    /// Presses Tab until an element has the focus.
    ///
    /// # Errors
    /// If it can't be reached, or a stop on the way is wrong.
    pub fn tab_to(&self, css: &str) -> Result<()> {
        self.go(css, false)
    }

    /// Presses Shift+Tab until an element has the focus.
    ///
    /// # Errors
    /// If it can't be reached, or a stop on the way is wrong.
    pub fn back_to(&self, css: &str) -> Result<()> {
        self.go(css, true)
    }

    /// Presses Tab through the page, to its end; `at` is told what has the focus at each stop.
    ///
    /// # Errors
    /// If a stop is wrong, or `at` fails.
    pub fn to_the_end(&self, mut at: impl FnMut() -> Result<()>) -> Result<usize> {
        for stop in 0..STOPS {
            if self.tab(false)?.0 {
                return Ok(stop);
            }
            at()?;
        }
        bail!("no end after {STOPS} stops")
    }

    /// Presses keys, one after the other. The focus stays on something, and the page stays the same.
    ///
    /// # Errors
    /// If it doesn't.
    pub fn press(&self, keys: &[Key]) -> Result<()> {
        for key in keys {
            self.send(key.clone())?;
        }
        self.kept().with_context(|| format!("after {keys:?}"))
    }

    /// Types a text.
    ///
    /// # Errors
    /// If the focus is lost by that.
    pub fn write(&self, text: &str) -> Result<()> {
        for line in text.split_inclusive(' ') {
            self.send(line)?;
        }
        self.kept().with_context(|| format!("after “{text}”"))
    }

    /// Whether what has the focus is one of these.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn is_at(&self, css: &str) -> Result<bool> {
        let at = self.browser.run(
            "return document.activeElement.matches(arguments[0])",
            &[css.into()],
        )?;
        Ok(at == true)
    }

    fn go(&self, css: &str, back: bool) -> Result<()> {
        ensure!(self.browser.count(css)? > 0, "there is no {css}");
        let mut way = Vec::new();
        for _ in 0..STOPS {
            if self.is_at(css)? {
                return Ok(());
            }
            let (lost, here) = self.tab(back)?;
            ensure!(!lost, "no way to {css}; stops:\n{}", way.join("\n"));
            way.push(here);
        }
        bail!("{css} isn't among {STOPS} stops")
    }

    fn tab(&self, back: bool) -> Result<(bool, String)> {
        if back {
            let keys = self.browser.driver.action_chain();
            let keys = keys.key_down(Key::Shift).send_keys(Key::Tab);
            self.browser.wait_for(keys.key_up(Key::Shift).perform())?;
        } else {
            self.send(Key::Tab)?;
        }
        let look = self
            .browser
            .run(&format!("{WORDS}{LOOK}"), &[back.into()])?;
        let (lost, here, wrong): (bool, String, Vec<String>) = serde_json::from_value(look)?;
        ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
        Ok((lost, here))
    }

    fn send(&self, keys: impl Into<TypingData>) -> Result<()> {
        let chain = self.browser.driver.action_chain();
        self.browser.wait_for(chain.send_keys(keys).perform())
    }

    fn kept(&self) -> Result<()> {
        let kept = self.browser.run(
            &format!(
                "const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                 return painted().then(() => {{ {WORDS} stay(); return here !== document.body; }});"
            ),
            &[],
        )?;
        ensure!(kept == true, "nothing has the focus any more");
        Ok(())
    }
}
