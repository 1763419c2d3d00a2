//! `build-book FOLDER [PREPROCESSOR]`: what `mdbook build FOLDER` does, with the mdBook that this workspace is built
//! against, with this preprocessor for missions or with none, into HTML alone.

use anyhow::{Context, Result};
use mdbook_html::HtmlHandlebars;
use std::path::Path;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().context("name the book's folder")?;
    let program = arguments.next();
    let only = program
        .as_ref()
        .map(|program| ("mission", Path::new(program)));
    let root = std::env::current_dir()?.join(folder);
    mission_echo::load(&root, only)?.execute_build_process(&HtmlHandlebars::new())
}
