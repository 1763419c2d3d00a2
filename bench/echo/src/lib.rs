//! Books as they are measured: with one preprocessor besides mdBook's own, or with none.

use anyhow::Result;
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use serde_json::Value;
use std::path::Path;

/// Loads a book of which only this preprocessor of its own runs, by this command, or none. What else it asks for
/// need not be installed.
///
/// # Errors
/// If mdBook can't load it.
pub fn load(root: &Path, only: Option<(&str, &Path)>) -> Result<MDBook> {
    let mut config = Config::from_disk(root.join("book.toml"))?;
    for name in config.preprocessors::<Value>()?.keys() {
        if only.is_none_or(|(only, _)| only != name) {
            config.set(format!("preprocessor.{name}.renderers"), [""; 0])?;
        }
    }
    if let Some((name, program)) = only {
        config.set(format!("preprocessor.{name}.command"), program)?;
    }
    MDBook::load_with_config(root, config)
}
