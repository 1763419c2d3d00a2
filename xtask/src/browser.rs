//! The browsers that the tests drive. Their drivers find them by themselves, by the same names.

use crate::process::on_path;
use crate::workspace::Workspace;
use crate::{debian, tools};
use anyhow::{Result, bail};

/// Where there is no geckodriver.
const GECKODRIVER: &str = "0.37.1";

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

/// Makes sure that there is Firefox and its geckodriver, or says why the tests will leave it out.
pub fn provision_firefox(workspace: &Workspace) {
    let browser = || on_path(&["firefox", "firefox-esr"]).is_some();
    if !browser() && debian::can_install() {
        // Whether it went well is seen right below.
        let _ = debian::install(&["firefox-esr"]);
    }
    let missing = if !browser() {
        Some("there is no `firefox` on the PATH".to_owned())
    } else if on_path(&["geckodriver"]).is_some() {
        None
    } else {
        let installed = tools::install(workspace, "geckodriver", GECKODRIVER);
        installed.err().map(|error| format!("{error:#}"))
    };
    if let Some(missing) = missing {
        eprintln!("xtask: nothing is tested in Firefox: {missing}");
    }
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
