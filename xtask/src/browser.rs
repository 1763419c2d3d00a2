//! The browser that the tests drive. Chromedriver finds it by itself, by the same names.

use crate::debian;
use crate::process::on_path;
use anyhow::{Result, bail};

/// Makes sure that there is a browser and its chromedriver; installs Debian's where there is none.
///
/// # Errors
/// If there is none and none can be installed.
pub fn provision() -> Result<()> {
    if present()
        || (debian::can_install()
            && debian::install(&["chromium", "chromium-driver"]).is_ok()
            && present())
    {
        return Ok(());
    }
    bail!(
        "the tests drive a browser: put `google-chrome` or `chromium` on the PATH, and a \
         `chromedriver` of the same version. On Debian: `apt-get install chromium chromium-driver`"
    )
}

fn present() -> bool {
    let browsers = [
        "google-chrome",
        "google-chrome-stable",
        "chromium",
        "chromium-browser",
    ];
    on_path(&browsers).is_some() && on_path(&["chromedriver"]).is_some()
}
