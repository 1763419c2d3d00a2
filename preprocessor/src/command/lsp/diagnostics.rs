//! The mistakes of a book, while it is written: they are found in a thread of their own, and told when nothing has
//! been typed for a moment.

use super::documents::Documents;
use super::position;
use super::workspace::{self, Workspace};
use crossbeam_channel::{Receiver, Sender};
use lsp_server::{Message, Notification};
use lsp_types::notification::{Notification as _, PublishDiagnostics};
use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location,
    PublishDiagnosticsParams, Range, Uri,
};
use mdbook_mission::{Diagnostic as Mistake, Place};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Changes that come together are one change.
const SETTLE: Duration = Duration::from_millis(120);

/// Finds mistakes.
pub struct Checker {
    pub documents: Documents,
    pub workspace: Workspace,
    /// To the editor.
    pub out: Sender<Message>,
    /// For each book, the files whose mistakes were told.
    pub told: HashMap<PathBuf, BTreeSet<PathBuf>>,
}

impl Checker {
    /// Checks each book whose root comes in, until none can come any more.
    pub fn run(mut self, changed: &Receiver<PathBuf>) {
        let mut due = BTreeSet::new();
        while let Ok(root) = changed.recv() {
            due.insert(root);
            while let Some(root) = self.settled(changed, &mut due) {
                if let Some(found) = self.check(&root, changed) {
                    due.remove(&root);
                    self.tell(&root, found);
                }
            }
        }
    }

    /// The next book to check, when nothing has come in for a moment.
    fn settled(&self, changed: &Receiver<PathBuf>, due: &mut BTreeSet<PathBuf>) -> Option<PathBuf> {
        while let Ok(root) = changed.recv_timeout(SETTLE) {
            due.insert(root);
        }
        due.first().cloned()
    }

    /// The mistakes of a book by file; nothing if the book has changed meanwhile.
    fn check(
        &self,
        root: &Path,
        changed: &Receiver<PathBuf>,
    ) -> Option<BTreeMap<PathBuf, Vec<Diagnostic>>> {
        let unsaved = Arc::new(self.documents.below(root));
        let memory = self.workspace.book(root).memory;
        let checked = catch_unwind(AssertUnwindSafe(|| {
            workspace::check(root, &unsaved, &memory)
        }));
        if !changed.is_empty() {
            return None;
        }
        let mut found: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
        let trouble = match checked {
            Ok(Ok(checked)) => {
                self.workspace.keep(root, checked.chapters);
                for mistake in &checked.mistakes {
                    let file = root.join(&mistake.place.path);
                    found
                        .entry(file)
                        .or_default()
                        .push(diagnostic(root, mistake));
                }
                return Some(found);
            }
            Ok(Err(error)) => format!("{error:#}"),
            Err(_) => "the check broke off: standard error says where".to_owned(),
        };
        let diagnostic = Diagnostic {
            severity: Some(DiagnosticSeverity::ERROR),
            source: Some(SOURCE.to_owned()),
            message: trouble,
            ..Diagnostic::default()
        };
        found.insert(root.join("book.toml"), vec![diagnostic]);
        Some(found)
    }

    /// Tells the mistakes of a book; of a file that has none any more, that it has none.
    fn tell(&mut self, root: &Path, found: BTreeMap<PathBuf, Vec<Diagnostic>>) {
        let now: BTreeSet<PathBuf> = found.keys().cloned().collect();
        let before = self.told.insert(root.to_owned(), now).unwrap_or_default();
        let clean = before.into_iter().filter(|file| !found.contains_key(file));
        let clean: Vec<_> = clean.map(|file| (file, Vec::new())).collect();
        for (file, diagnostics) in found.into_iter().chain(clean) {
            if let Some(uri) = position::uri(&file) {
                let told = PublishDiagnosticsParams::new(uri, diagnostics, None);
                let told = Notification::new(PublishDiagnostics::METHOD.to_owned(), told);
                // An editor that is gone hears nothing.
                let _ = self.out.send(told.into());
            }
        }
    }
}

const SOURCE: &str = "mdbook-mission";

fn diagnostic(root: &Path, mistake: &Mistake) -> Diagnostic {
    let mut message = mistake.message.clone();
    if !mistake.label.is_empty() {
        message += &format!(" ({})", mistake.label);
    }
    if let Some(help) = &mistake.help {
        message += &format!("\nhelp: {help}");
    }
    let related = mistake.also.as_ref().and_then(|(place, label)| {
        let location = Location::new(uri(root, place)?, range(place));
        let message = label.clone();
        Some(vec![DiagnosticRelatedInformation { location, message }])
    });
    Diagnostic {
        range: range(&mistake.place),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some(SOURCE.to_owned()),
        message,
        related_information: related,
        data: mistake
            .help
            .clone()
            .map(|help| serde_json::json!({ "help": help })),
        ..Diagnostic::default()
    }
}

fn uri(root: &Path, place: &Place) -> Option<Uri> {
    position::uri(&root.join(&place.path))
}

fn range(place: &Place) -> Range {
    position::range(&place.source, &place.span)
}
