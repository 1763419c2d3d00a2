//! The files of a book: as they are on the disk, or as an editor has them and has not saved them yet.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Texts that stand for those on the disk, by paths relative to the book's root.
pub type Unsaved = HashMap<PathBuf, Arc<str>>;

/// A book's files, read as an editor has them where it has them.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The book's root.
    pub root: &'a Path,
    /// What stands for files; `None` for none.
    pub unsaved: Option<&'a Unsaved>,
}

impl<'a> Sources<'a> {
    /// The files on the disk.
    pub fn saved(root: &'a Path) -> Self {
        let unsaved = None;
        Self { root, unsaved }
    }

    /// The text of a file.
    pub fn read(&self, shown: &Path) -> io::Result<String> {
        let unsaved = self.unsaved.and_then(|unsaved| unsaved.get(shown));
        match unsaved {
            Some(text) => Ok(text.to_string()),
            None => fs::read_to_string(self.root.join(shown)),
        }
    }
}
