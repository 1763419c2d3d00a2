//! Accessibility as axe-core judges it: a page goes in; every violation comes out, with its element.

use crate::browser::Browser;
use crate::site::preprocessor;
use anyhow::{Context, Result, ensure};
use std::fs;

/// WCAG 2.2 at level AA, and what axe calls best practice. Colours are judged when they have arrived.
const RUN: &str =
    "await Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})));
    const found = await axe.run(document, { runOnly: [
        'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return found.violations.flatMap(({ id, help, nodes }) => nodes.map((node) =>
        `${id} (${help}): ${node.target.join(' ')}: ${node.failureSummary}`));";

impl Browser {
    /// What axe-core has against the page as it is now.
    ///
    /// # Errors
    /// If axe-core isn't there, or doesn't run.
    pub fn violations(&self) -> Result<Vec<String>> {
        let profile = preprocessor()?;
        let target = profile.ancestors().nth(2).context("no target directory")?;
        let path = target.join("npm/axe-core/axe.min.js");
        let axe = fs::read_to_string(&path)
            .with_context(|| format!("{} is missing: run `cargo xtask test`", path.display()))?;
        // Evaluated and not inserted: the page's own markup stays as it is.
        self.run(&format!("{axe};\n window.axe = axe;"), &[])?;
        let found = self.run(RUN, &[])?;
        let found = found.as_array().context("axe-core gave no list")?;
        Ok(found
            .iter()
            .filter_map(|each| each.as_str().map(str::to_owned))
            .collect())
    }

    /// Nothing is wrong with the page as it is now; `state` says in words what that is.
    ///
    /// # Errors
    /// With all that is wrong.
    pub fn is_accessible(&self, state: &str) -> Result<()> {
        let found = self.violations()?;
        ensure!(
            found.is_empty(),
            "{state}: {} violations:\n{}",
            found.len(),
            found.join("\n")
        );
        Ok(())
    }
}
