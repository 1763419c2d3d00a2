//! The names of a whole book, each with the file that it stands in.

use super::names::{Name, Occurrence, Role, occurrences};
use crate::book::{markdown, shown};
use crate::diagnostic::Place;
use crate::includes::Origins;
use crate::names::without_marks;
use crate::scan::may_hold_directives;
use crate::sources::Sources;
use mdbook_preprocessor::book::{Book, BookItem};
use mdbook_preprocessor::config::Config;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The names of a chapter.
#[derive(Clone, Debug)]
pub struct ChapterNames {
    /// Its file, relative to the book's root.
    pub shown: PathBuf,
    /// All files that it was put together from.
    pub files: HashSet<PathBuf>,
    /// In the order of the chapter.
    pub found: Vec<Placed>,
}

/// A name with its place on the disk.
#[derive(Clone, Debug)]
pub struct Placed {
    pub name: Name,
    pub role: Role,
    pub place: Place,
}

/// The names of each chapter of a book as mdBook hands it over, in its order.
pub fn names(sources: Sources, config: &Config, book: &Book) -> Vec<ChapterNames> {
    let html = config.html_config().unwrap_or_default();
    let chapters = book.iter().filter_map(|item| match item {
        BookItem::Chapter(chapter) => Some((chapter, chapter.path.as_ref()?)),
        _ => None,
    });
    chapters
        .map(|(chapter, path)| {
            let shown = shown(config, chapter, path);
            let text = match may_hold_directives(&chapter.content) {
                true => without_marks(&chapter.content),
                false => "".into(),
            };
            let origins = Origins::new(sources, &shown, &text);
            let source: Arc<str> = (&*text).into();
            let place = |Occurrence { name, role, span }| Placed {
                name,
                role,
                place: origins.place(Place {
                    path: shown.clone(),
                    source: source.clone(),
                    span,
                }),
            };
            let found = occurrences(&text, &markdown(&html));
            ChapterNames {
                found: found.into_iter().map(place).collect(),
                files: origins.files().map(ToOwned::to_owned).collect(),
                shown,
            }
        })
        .collect()
}

/// The text of a chapter with its includes, if one of them is a file that an editor has not saved.
#[must_use]
pub fn with_unsaved_includes(sources: Sources, chapter: &Path) -> Option<String> {
    Origins::handed_over(sources, chapter)
}
