//! The books of open files. A book is read as `check` reads it, with unsaved texts in place of those on the disk;
//! nothing is written.

use crate::command::check::before_us_in;
use crate::command::config;
use anyhow::{Context, Result};
use mdbook_driver::MDBook;
use mdbook_driver::builtin_preprocessors::LinkPreprocessor;
use mdbook_mission::editor::{self, ChapterNames, Known};
use mdbook_mission::{Diagnostic, Memory, Sources, Unsaved, check_unsaved};
use mdbook_preprocessor::book::{Book, BookItem};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use mdbook_summary::{Summary, SummaryItem, parse_summary};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What is known of each book, by its root.
#[derive(Clone, Default)]
pub struct Workspace(Arc<Mutex<HashMap<PathBuf, OpenBook>>>);

/// What is kept of a book from one check to the next.
#[derive(Clone)]
pub struct OpenBook {
    /// Chapters that an edit leaves as they were.
    pub memory: Arc<Memory>,
    /// The names in its chapters, as they were when it was checked last.
    pub chapters: Arc<Vec<ChapterNames>>,
}

/// What a check of a book gives.
pub struct Checked {
    pub mistakes: Vec<Diagnostic>,
    pub chapters: Vec<ChapterNames>,
}

/// The root of the book that a file belongs to: the nearest folder above it with a `book.toml`.
pub fn root_of(file: &Path) -> Option<PathBuf> {
    let mut folders = file.ancestors().skip(1);
    let found = folders.find(|folder| folder.join("book.toml").is_file())?;
    Some(found.to_owned())
}

impl Workspace {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<PathBuf, OpenBook>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What is kept of a book.
    pub fn book(&self, root: &Path) -> OpenBook {
        let new = || OpenBook {
            memory: Arc::new(Memory::of_editor()),
            chapters: Arc::default(),
        };
        self.with(|books| books.entry(root.to_owned()).or_insert_with(new).clone())
    }

    /// Keeps the names of a book that was checked.
    pub fn keep(&self, root: &Path, chapters: Vec<ChapterNames>) {
        self.with(|books| {
            if let Some(book) = books.get_mut(root) {
                book.chapters = Arc::new(chapters);
            }
        });
    }

    /// The books that were asked about.
    pub fn roots(&self) -> Vec<PathBuf> {
        self.with(|books| books.keys().cloned().collect())
    }

    /// What the last check has found out for a file, by its path in the book.
    pub fn known(&self, root: &Path, file: &Path) -> Known {
        let book = self.book(root);
        let outline = |chapter: &ChapterNames| book.memory.outline(&chapter.shown);
        let own = book.chapters.iter();
        let own = own.filter(|chapter| chapter.files.contains(file));
        let all = book.chapters.iter().filter_map(outline);
        Known {
            outlines: own.filter_map(outline).collect(),
            chapters: all.map(|outline| outline.id.clone()).collect(),
        }
    }
}

/// Checks a book.
///
/// # Errors
/// What keeps it from being checked.
pub fn check(root: &Path, unsaved: &Arc<Unsaved>, memory: &Arc<Memory>) -> Result<Checked> {
    let memory = Arc::clone(memory);
    handed_over(root, unsaved, move |sources, config, book| {
        Ok(Checked {
            mistakes: check_unsaved(sources, config, book, &memory)?,
            chapters: editor::names(sources, config, book),
        })
    })
}

/// The names of a book as it is now.
///
/// # Errors
/// What keeps it from being read.
pub fn names(root: &Path, unsaved: &Arc<Unsaved>) -> Result<Vec<ChapterNames>> {
    handed_over(root, unsaved, |sources, config, book| {
        Ok(editor::names(sources, config, book))
    })
}

/// What is made of a book as mdBook would hand it over in a build.
fn handed_over<T: Send + 'static>(
    root: &Path,
    unsaved: &Arc<Unsaved>,
    make: impl Fn(Sources, &mdbook_driver::config::Config, &Book) -> Result<T, mdbook_mission::Failure>
    + Send
    + Sync
    + 'static,
) -> Result<T> {
    let book = load(root, unsaved)?;
    let unsaved = Arc::clone(unsaved);
    before_us_in(book, move |root, config, book| {
        let unsaved = Some(&*unsaved);
        make(Sources { root, unsaved }, config, book)
    })
}

fn load(root: &Path, unsaved: &Arc<Unsaved>) -> Result<MDBook> {
    let config = config(root)?;
    let folder = config.book.src.clone();
    let sources = Sources {
        root,
        unsaved: Some(unsaved),
    };
    let file = folder.join("SUMMARY.md");
    let summary = sources
        .read(&file)
        .with_context(|| format!("can't read {}", file.display()))?;
    let mut summary =
        parse_summary(&summary).with_context(|| format!("can't parse {}", file.display()))?;
    without_files(&mut summary, &root.join(&folder));
    let links = config.build.use_default_preprocessors || config.contains_key("preprocessor.links");
    let mut book = MDBook::load_with_config_and_summary(root, config, summary)?;
    book.book.for_each_chapter_mut(|chapter| {
        let file = chapter.source_path.as_ref().map(|path| folder.join(path));
        if let Some(text) = file.and_then(|file| unsaved.get(&file)) {
            chapter.content = text.trim_start_matches('\u{feff}').to_owned();
        }
    });
    if links {
        book.with_preprocessor(Links(Arc::clone(unsaved)));
    }
    Ok(book)
}

/// A chapter without a file is a draft: mdBook would make the file.
fn without_files(summary: &mut Summary, folder: &Path) {
    fn each(items: &mut [SummaryItem], folder: &Path) {
        for item in items {
            if let SummaryItem::Link(link) = item {
                link.location = link
                    .location
                    .take()
                    .filter(|location| folder.join(location).is_file());
                each(&mut link.nested_items, folder);
            }
        }
    }
    each(&mut summary.prefix_chapters, folder);
    each(&mut summary.numbered_chapters, folder);
    each(&mut summary.suffix_chapters, folder);
}

/// mdBook's `links`, with files that are not saved.
struct Links(Arc<Unsaved>);

impl Preprocessor for Links {
    fn name(&self) -> &str {
        LinkPreprocessor::NAME
    }

    fn run(&self, context: &PreprocessorContext, book: Book) -> Result<Book> {
        let sources = Sources {
            root: &context.root,
            unsaved: Some(&self.0),
        };
        let folder = &context.config.book.src;
        let mut book = LinkPreprocessor::new().run(context, book)?;
        book.for_each_mut(|item| {
            if let BookItem::Chapter(chapter) = item
                && let Some(path) = &chapter.source_path
                && let Some(text) = editor::with_unsaved_includes(sources, &folder.join(path))
            {
                chapter.content = text;
            }
        });
        Ok(book)
    }
}
