//! `plain-mdbook FOLDER`: what `mdbook build FOLDER` does, with the mdBook that this workspace is built against.
//! It knows nothing of missions, and finds preprocessors as mdBook does: by `command`, or on the PATH.

use anyhow::{Context, Result};
use mdbook_driver::MDBook;

fn main() -> Result<()> {
    let folder = std::env::args_os()
        .nth(1)
        .context("name the book's folder")?;
    // As mdBook's own command line takes it.
    MDBook::load(std::env::current_dir()?.join(folder))?.build()
}
