//! `check`: every mistake of a book, and no page.

use mdbook_driver::MDBook;
use mdbook_driver::builtin_preprocessors::LinkPreprocessor;
use mdbook_driver::config::Config;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use std::path::Path;

/// Checks a book.
pub fn run(book: &str) -> anyhow::Result<()> {
    let root = Path::new(book);
    let loaded = super::load(book)?;
    let config: Config = loaded.config.clone();
    let MDBook { book, .. } = loaded;
    // Includes are resolved as in a build.
    let context = PreprocessorContext::new(root.to_owned(), config.clone(), "html".to_owned());
    let book = LinkPreprocessor::new().run(&context, book)?;
    mdbook_mission::check(root, &config, &book)?;
    Ok(())
}
