//! The texts of open files.

use mdbook_mission::Unsaved;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// By absolute paths.
#[derive(Clone, Default)]
pub struct Documents(Arc<Mutex<HashMap<PathBuf, Arc<str>>>>);

impl Documents {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<PathBuf, Arc<str>>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Opens a file, or takes its new text.
    pub fn set(&self, path: PathBuf, text: &str) {
        self.with(|open| open.insert(path, text.into()));
    }

    /// Closes a file: what is on the disk holds.
    pub fn close(&self, path: &Path) {
        self.with(|open| open.remove(path));
    }

    /// The text of an open file.
    pub fn text(&self, path: &Path) -> Option<Arc<str>> {
        self.with(|open| open.get(path).cloned())
    }

    /// Those below a folder, by their paths in it.
    pub fn below(&self, root: &Path) -> Unsaved {
        let relative = |(path, text): (&PathBuf, &Arc<str>)| {
            let path = path.strip_prefix(root).ok()?;
            Some((path.to_owned(), text.clone()))
        };
        self.with(|open| open.iter().filter_map(relative).collect())
    }
}
