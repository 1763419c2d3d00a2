//! What is known of names at a place: what the chapter's text says now, and what its outline said last.

use super::complete::{Completion, CompletionKind};
use super::hover::described;
use super::names::{Role, occurrences};
use super::outline::Outline;
use crate::vocabulary::Sort;
use mdbook_markdown::MarkdownOptions;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// What the last check has found out of the chapters that a file belongs to, and of the book.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The chapters' outlines.
    pub outlines: Vec<Arc<Outline>>,
    /// The ids of the book's chapters.
    pub chapters: Vec<String>,
}

/// The names that may be written at a place.
pub struct Here<'k> {
    /// The directive around it, if bare names are its own.
    directive: Option<&'k str>,
    /// By sort and full name, what each is in a few words, and as Markdown.
    names: BTreeMap<(Sort, String), (String, String)>,
}

impl<'k> Here<'k> {
    /// In a chapter of this text, in a directive of this id.
    pub fn new(text: &str, directive: Option<&'k str>, known: &Known) -> Self {
        let mut names = BTreeMap::new();
        for one in occurrences(text, &MarkdownOptions::default()) {
            if one.role != Role::Reads && !one.name.bare().is_empty() {
                names.insert((one.name.sort, one.name.full), Default::default());
            }
        }
        for outline in &known.outlines {
            for (name, named) in &outline.names {
                let told = (named.what.clone(), described(name, named));
                if named.is_control {
                    names.insert((Sort::Control, name.clone()), told.clone());
                }
                names.insert((Sort::Value, name.clone()), told);
            }
            for (id, kind) in &outline.directives {
                let told = (format!("a {kind}"), String::new());
                names.insert((Sort::Directive, id.clone()), told);
            }
            for (id, name) in &outline.tracks {
                names.insert((Sort::Track, id.clone()), (name.clone(), String::new()));
            }
        }
        for chapter in &known.chapters {
            names.insert((Sort::Chapter, chapter.clone()), Default::default());
        }
        Self { directive, names }
    }

    /// The ids of the chapter's tracks.
    pub fn track_ids(&self) -> Vec<String> {
        let tracks = self.names.keys().filter(|(sort, _)| *sort == Sort::Track);
        tracks.map(|(_, id)| id.clone()).collect()
    }

    /// What of a sort may be written in place of `replace`: names of the directive are bare.
    pub fn ids(&self, sort: Sort, replace: &Range<usize>) -> Vec<Completion> {
        let own = self.directive.map(|directive| format!("{directive}."));
        let mut found: Vec<Completion> = Vec::new();
        for ((_, full), (detail, doc)) in self.names.iter().filter(|((of, _), _)| *of == sort) {
            let bare = own.as_deref().and_then(|own| full.strip_prefix(own));
            let (label, kind) = match (sort, bare) {
                (Sort::Part, None) => continue,
                (Sort::Value | Sort::Control, bare) => {
                    (bare.unwrap_or(full), CompletionKind::Value)
                }
                (_, bare) => (bare.unwrap_or(full), CompletionKind::Id),
            };
            found.push(Completion {
                doc: doc.clone(),
                ..Completion::word(label, kind, replace.clone(), detail.as_str())
            });
        }
        // The directive's own come first.
        found.sort_by_key(|one| one.label.contains('.'));
        found
    }
}
