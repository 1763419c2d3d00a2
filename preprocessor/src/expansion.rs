//! The chapters of a book, expanded as many at a time as the machine can: texts go in, and each comes out expanded,
//! or with its mistakes.
//!
//! A preview builds one book again and again. A [`Memory`] keeps formulas and chapters from one build for the next,
//! so that an edit costs what it changes.

use crate::chapter::{self, Done, Setting};
use crate::check::Known;
use crate::diagnostic::{Diagnostic, Sink};
use crate::editor::{Outline, Outlines};
use crate::scan::may_hold_directives;
use crate::typeset::Typesetter;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Expressions nest, and the main thread has as much.
const STACK: usize = 8 << 20;
/// Each thread starts an engine for mathematics of its own, which takes as long as some chapters do.
const CHAPTERS_A_THREAD: usize = 4;

/// A chapter to expand.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Text {
    /// The file, as the author knows it.
    pub shown: PathBuf,
    /// Its name, without folders and suffix.
    pub stem: String,
    /// How many folders its page is below the root.
    pub depth: usize,
    /// The Markdown.
    pub content: Arc<str>,
    /// The ids of pages that lead here.
    pub redirected: Vec<String>,
}

/// What became of it.
pub struct Expanded {
    /// Nothing, if it has no directive or mistakes.
    pub done: Option<Arc<Done>>,
    /// In the order of their places.
    pub mistakes: Vec<Diagnostic>,
}

/// What one build leaves for the next of the same book. It never says what a build without it would not.
#[derive(Default)]
pub struct Memory {
    pub(crate) typesetter: Typesetter,
    pub(crate) known: Known,
    /// What the chapters declare, if anybody asks for it.
    pub(crate) outlines: Option<Outlines>,
    /// Chapters without mistakes, under the configuration that they were expanded with.
    chapters: Mutex<(String, Sound)>,
}

impl Memory {
    /// One that keeps what the chapters declare, for an editor.
    #[must_use]
    pub fn of_editor() -> Self {
        Self {
            outlines: Some(Outlines::default()),
            ..Self::default()
        }
    }

    /// What a chapter declares, by its file.
    #[must_use]
    pub fn outline(&self, shown: &Path) -> Option<Arc<Outline>> {
        self.outlines.as_ref()?.of(shown)
    }
}

type Sound = HashMap<Text, Option<Arc<Done>>>;

/// Expands chapters; gives what became of each, in their order. `configuration` is all that it depends on besides.
pub fn expand_all(
    setting: &Setting,
    memory: &Memory,
    configuration: &str,
    texts: Vec<Text>,
) -> Vec<Expanded> {
    let lock = || {
        memory
            .chapters
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    };
    let (known_under, mut known) = std::mem::take(&mut *lock());
    if known_under != configuration {
        known.clear();
    }
    let slots: Vec<Mutex<Option<Expanded>>> = texts
        .iter()
        .map(|text| {
            let known = known.remove(text);
            Mutex::new(known.map(|done| Expanded {
                done,
                mistakes: Vec::new(),
            }))
        })
        .collect();
    let new: Vec<usize> = (0..texts.len())
        .filter(|index| {
            slots[*index]
                .lock()
                .is_ok_and(|expanded| expanded.is_none())
        })
        .collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(index) = new.get(next.fetch_add(1, Ordering::Relaxed)) {
            let expanded = one(setting, &texts[*index]);
            if let Ok(mut slot) = slots[*index].lock() {
                *slot = Some(expanded);
            }
        }
    };
    // The others are done at once.
    let dear = new
        .iter()
        .filter(|index| may_hold_directives(&texts[**index].content))
        .count();
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = processors.min(dear.div_ceil(CHAPTERS_A_THREAD));
    std::thread::scope(|scope| {
        for _ in 1..threads {
            // Where no thread is to be had, the others do the work.
            let _ = std::thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, work);
        }
        work();
    });
    let expanded: Vec<Expanded> = slots
        .into_iter()
        .filter_map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner))
        .collect();
    let sound = texts
        .into_iter()
        .zip(&expanded)
        .filter(|(_, expanded)| expanded.mistakes.is_empty())
        .map(|(text, expanded)| (text, expanded.done.clone()));
    *lock() = (configuration.to_owned(), sound.collect());
    expanded
}

fn one(setting: &Setting, text: &Text) -> Expanded {
    let sink = Sink::new(text.shown.clone(), text.content.clone());
    let done = chapter::expand(setting, text, &sink);
    Expanded {
        done: done.map(Arc::new),
        mistakes: sink.into_diagnostics(),
    }
}
