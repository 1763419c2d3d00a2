//! Ids of chapters that chapters name: those whose ledgers they show, and those that were theirs. What is wrong with
//! them is known when all chapters have been read.

use crate::book::shown;
use crate::chapter::Done;
use crate::diagnostic::{Diagnostic, Sink, suggest};
use crate::includes::Origins;
use crate::sources::Sources;
use mdbook_preprocessor::book::{Book, BookItem};
use mdbook_preprocessor::config::Config;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// By its id, a chapter's place in the book and its file.
pub type Ids = HashMap<String, (usize, PathBuf)>;

/// Ledgers of chapters that don't exist, and former ids that are a chapter's own.
pub fn mistakes(
    (sources, config): (Sources, &Config),
    book: &Book,
    expanded: &HashMap<PathBuf, Arc<Done>>,
    ids: &Ids,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for item in book.iter() {
        let BookItem::Chapter(chapter) = item else {
            continue;
        };
        let done = chapter.path.as_ref();
        let Some((path, done)) = done.and_then(|path| expanded.get_key_value(path)) else {
            continue;
        };
        let shown = shown(config, chapter, path);
        let sink = Sink::new(shown.clone(), chapter.content.as_str().into());
        report(done, ids, &sink);
        if !sink.is_empty() {
            let origins = Origins::new(sources, &shown, &chapter.content);
            let mistakes = sink.into_diagnostics().into_iter();
            found.extend(mistakes.map(|mistake| origins.on_disk(mistake)));
        }
    }
    found
}

fn report(done: &Done, ids: &Ids, sink: &Sink) {
    let wanted = done.overviews.iter().flat_map(|of| &of.chapters);
    for id in wanted.filter(|id| !ids.contains_key(&id.value)) {
        sink.report_seeking(
            id.span.clone(),
            format!("no chapter has the id `{}`", id.value),
            "unknown chapter",
            || suggest(&id.value, in_order(ids)),
        );
    }
    for id in &done.formerly {
        if let Some((_, owner)) = ids.get(&id.value) {
            sink.report(
                id.span.clone(),
                format!("`{}` is the id of {}", id.value, owner.display()),
                "",
                // The work that is kept under it is that chapter's.
                "`formerly` names ids that no chapter of this book has any more".to_owned(),
            );
        }
    }
}

/// The ids of the chapters, in the order of the book.
fn in_order(ids: &Ids) -> Vec<&str> {
    let mut known: Vec<(usize, &str)> =
        ids.iter().map(|(id, (at, _))| (*at, id.as_str())).collect();
    known.sort_unstable();
    known.into_iter().map(|(_, id)| id).collect()
}
