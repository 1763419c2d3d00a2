//! What is wrong with a book, where, and how to mend it.
//!
//! Diagnostics are collected over the whole book ([`Sink`]) and printed at once, in the manner of rustc:
//! file, line and column, the source line, what is wrong there, and the remedy. Of each chapter at most
//! [`MOST_TOLD`] are told; one more says how many others there are.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// So many mistakes of a chapter are told, the first ones by place: whoever has mended these runs the check again.
pub const MOST_TOLD: usize = 50;

/// A mistake at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where.
    pub place: Place,
    /// What is wrong, in one line.
    pub message: String,
    /// What stands at the place; may be empty.
    pub label: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Another place that belongs to it, and what stands there.
    pub also: Option<(Place, String)>,
    /// How many others it stands for, which are not told; 0 for a mistake itself.
    pub more: usize,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, as the author knows it.
    pub path: PathBuf,
    /// The text in which `span` counts bytes.
    pub source: Arc<str>,
    /// Where.
    pub span: Range<usize>,
}

/// The diagnostics of one file.
#[derive(Debug)]
pub struct Sink {
    path: PathBuf,
    source: Arc<str>,
    /// By place and in the order in which they were reported; no more than are told.
    told: RefCell<BTreeMap<(usize, usize, usize), Diagnostic>>,
    /// Whatever was reported: the same expression may be checked once for each track.
    known: RefCell<HashSet<Reported>>,
    /// The first place of one that is not told.
    untold: Cell<Option<(usize, usize)>>,
}

/// Where, what, the label and the help.
type Reported = (Range<usize>, String, String, Option<String>);

impl Sink {
    /// For a file with this text.
    pub fn new(path: PathBuf, source: Arc<str>) -> Self {
        Self {
            path,
            source,
            told: RefCell::default(),
            known: RefCell::default(),
            untold: Cell::default(),
        }
    }

    /// Reports a mistake.
    pub fn report(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<Option<String>>,
    ) {
        self.push(Diagnostic {
            place: self.place(span),
            message: message.into(),
            label: label.into(),
            help: help.into(),
            also: None,
            more: 0,
        });
    }

    /// Reports a mistake whose remedy has to be looked for. That is done only if it is told.
    pub fn report_seeking(
        &self,
        span: Range<usize>,
        message: String,
        label: &str,
        help: impl FnOnce() -> String,
    ) {
        let help = self.tells(&span).then(help);
        self.report(span, message, label, help);
    }

    /// Reports a mistake that another place belongs to, such as the first of two declarations.
    pub fn report_pair(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<Option<String>>,
        (also, also_label): (Range<usize>, &str),
    ) {
        self.push(Diagnostic {
            place: self.place(span),
            message: message.into(),
            label: label.into(),
            help: help.into(),
            also: Some((self.place(also), also_label.to_owned())),
            more: 0,
        });
    }

    fn place(&self, span: Range<usize>) -> Place {
        let end = span.end.min(self.source.len());
        Place {
            path: self.path.clone(),
            source: self.source.clone(),
            span: span.start.min(end)..end,
        }
    }

    /// Whether a mistake at a place would be told, after all that were reported before.
    fn tells(&self, span: &Range<usize>) -> bool {
        let told = self.told.borrow();
        let last = told.last_key_value();
        told.len() < MOST_TOLD
            || last.is_some_and(|((start, end, _), _)| (span.start, span.end) < (*start, *end))
    }

    fn push(&self, diagnostic: Diagnostic) {
        let Range { start, end } = diagnostic.place.span;
        let Diagnostic {
            message,
            label,
            help,
            ..
        } = &diagnostic;
        let reported = (start..end, message.clone(), label.clone(), help.clone());
        if !self.known.borrow_mut().insert(reported) {
            return;
        }
        let mut told = self.told.borrow_mut();
        told.insert((start, end, self.count()), diagnostic);
        if told.len() > MOST_TOLD
            && let Some(((start, end, _), _)) = told.pop_last()
        {
            let first = self.untold.get().unwrap_or((start, end));
            self.untold.set(Some(first.min((start, end))));
        }
    }

    /// The author's words at a place.
    pub fn text(&self, span: &Range<usize>) -> &str {
        self.source.get(span.clone()).unwrap_or_default()
    }

    /// True if nothing was reported.
    pub fn is_empty(&self) -> bool {
        self.known.borrow().is_empty()
    }

    /// How many were reported.
    pub fn count(&self) -> usize {
        self.known.borrow().len()
    }

    /// Those that are told, in the order of their places; and one that stands for the others, if there are any.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        let (all, told) = (self.count(), self.told.take());
        let untold = all - told.len();
        let rest = self.untold.get().map(|(start, end)| Diagnostic {
            place: self.place(start..end),
            message: format!("… and {untold} more in this chapter"),
            label: String::new(),
            help: None,
            also: None,
            more: untold,
        });
        told.into_values().chain(rest).collect()
    }
}

impl Diagnostic {
    /// Prints it for a terminal, with colours or without.
    pub fn render(&self, colours: bool) -> String {
        if self.more > 0 {
            let (message, path) = (&self.message, self.place.path.display());
            return format!("{message}, {path}");
        }
        let path = self.place.path.to_string_lossy();
        let mut annotation = AnnotationKind::Primary.span(self.place.span.clone());
        if !self.label.is_empty() {
            annotation = annotation.label(&*self.label);
        }
        let mut snippet = Snippet::source(&*self.place.source)
            .path(&*path)
            .annotation(annotation);
        let mut elsewhere = None;
        let also_path = self
            .also
            .as_ref()
            .map(|(place, _)| place.path.to_string_lossy());
        if let (Some((place, label)), Some(path)) = (&self.also, &also_path) {
            let annotation = AnnotationKind::Context
                .span(place.span.clone())
                .label(&**label);
            if place.path == self.place.path && place.source == self.place.source {
                snippet = snippet.annotation(annotation);
            } else {
                let other = Snippet::source(&*place.source).path(&**path);
                elsewhere = Some(other.annotation(annotation));
            }
        }
        let mut report = Level::ERROR.primary_title(&*self.message).element(snippet);
        if let Some(elsewhere) = elsewhere {
            report = report.element(elsewhere);
        }
        if let Some(help) = &self.help {
            report = report.element(Level::HELP.message(&**help));
        }
        let renderer = if colours {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        renderer.render(&[report])
    }
}

/// `1 mistake in this book`: those that are told, and those that are not.
pub fn counted(found: &[Diagnostic]) -> String {
    let count: usize = found.iter().map(|diagnostic| diagnostic.more.max(1)).sum();
    let noun = if count == 1 { "mistake" } else { "mistakes" };
    format!("{count} {noun} in this book")
}

impl Place {
    /// The lines and columns, from 1, of its beginning and of its end; columns count characters, and the end
    /// is the first character that is no longer part of it.
    pub fn lines_and_columns(&self) -> [(usize, usize); 2] {
        [self.span.start, self.span.end].map(|at| {
            let before = &self.source[..at];
            let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
            (
                before.matches('\n').count() + 1,
                before[line_start..].chars().count() + 1,
            )
        })
    }
}

/// The nearest of the known names, if one is near enough to be meant.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.len().max(name.len()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A help line that suggests the nearest known name, or lists them.
pub fn suggest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<_> = known.into_iter().collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "there is none to choose from".to_owned(),
        None if known.len() > MOST => format!(
            "known are {} and {} more",
            list(&known[..MOST]),
            known.len() - MOST
        ),
        None => format!("known are {}", list(&known)),
    }
}

/// A longer list helps nobody.
const MOST: usize = 16;

/// `a`, `b` and `c`.
pub fn list(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.join(""),
    }
}
