//! Messages of the editor in, answers out. An answer never waits for a check, and a panic costs no more than the
//! answer in which it happens.

use super::diagnostics::Checker;
use super::documents::Documents;
use super::workspace::{self, Workspace, root_of};
use super::{completion, names, position, rename};
use anyhow::{Context, Result};
use crossbeam_channel::Sender;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument,
    DidSaveTextDocument, Notification as _,
};
use lsp_types::request::{
    Completion, Formatting, GotoDefinition, HoverRequest, PrepareRenameRequest, RangeFormatting,
    References, Rename, Request as _,
};
use lsp_types::{
    CompletionOptions, CompletionParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentFormattingParams,
    DocumentRangeFormattingParams, GotoDefinitionParams, GotoDefinitionResponse, Hover,
    HoverContents, HoverParams, HoverProviderCapability, InitializeParams, MarkupContent,
    MarkupKind, OneOf, PrepareRenameResponse, ReferenceParams, RenameOptions, RenameParams,
    ServerCapabilities, TextDocumentPositionParams, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, TextEdit, Uri,
};
use mdbook_mission::{Unsaved, editor};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

/// Serves until the editor ends it.
///
/// # Errors
/// If the editor doesn't speak the protocol.
pub fn run() -> Result<()> {
    let (connection, threads) = Connection::stdio();
    let parameters = connection.initialize(serde_json::to_value(capabilities())?)?;
    let parameters: InitializeParams = serde_json::from_value(parameters)?;
    let (changed, changes) = crossbeam_channel::unbounded();
    let mut server = Server {
        documents: Documents::default(),
        workspace: Workspace::default(),
        changed,
        snippets: snippets(&parameters),
    };
    let checker = Checker {
        documents: server.documents.clone(),
        workspace: server.workspace.clone(),
        out: connection.sender.clone(),
        told: HashMap::new(),
    };
    thread::Builder::new()
        .name("check".to_owned())
        // Expressions nest, and the main thread has as much.
        .stack_size(8 << 20)
        .spawn(move || checker.run(&changes))?;
    server.serve(&connection)?;
    drop((server, connection));
    threads.join()?;
    Ok(())
}

fn snippets(parameters: &InitializeParams) -> bool {
    let document = parameters.capabilities.text_document.as_ref();
    let item = document
        .and_then(|document| document.completion.as_ref())
        .and_then(|completion| completion.completion_item.as_ref());
    item.and_then(|item| item.snippet_support).unwrap_or(false)
}

fn capabilities() -> ServerCapabilities {
    let triggers = [" ", ".", "=", "[", "\"", "{"].map(str::to_owned);
    ServerCapabilities {
        text_document_sync: Some(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::FULL),
                save: Some(TextDocumentSyncSaveOptions::Supported(true)),
                ..TextDocumentSyncOptions::default()
            }
            .into(),
        ),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers.to_vec()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: Default::default(),
        })),
        document_formatting_provider: Some(OneOf::Left(true)),
        document_range_formatting_provider: Some(OneOf::Left(true)),
        ..ServerCapabilities::default()
    }
}

struct Server {
    documents: Documents,
    workspace: Workspace,
    /// To the checker: the roots of books that have changed.
    changed: Sender<PathBuf>,
    /// Whether the editor knows snippets.
    snippets: bool,
}

/// A place of an open file.
struct Asked {
    text: Arc<str>,
    /// In bytes.
    offset: usize,
    /// The book's root, and the file's path in it; nothing of a file that belongs to no book.
    book: Option<(PathBuf, PathBuf)>,
}

impl Server {
    fn serve(&mut self, connection: &Connection) -> Result<()> {
        for message in &connection.receiver {
            match message {
                Message::Request(request) => {
                    if connection.handle_shutdown(&request)? {
                        return Ok(());
                    }
                    let id = request.id.clone();
                    let answer = catch_unwind(AssertUnwindSafe(|| self.answer(request)));
                    let response = match answer {
                        Ok(Ok(Some(answer))) => Response::new_ok(id, answer),
                        Ok(Ok(None)) => failed(id, ErrorCode::MethodNotFound, "unknown request"),
                        Ok(Err(error)) => {
                            failed(id, ErrorCode::RequestFailed, &format!("{error:#}"))
                        }
                        Err(_) => failed(id, ErrorCode::InternalError, "the answer broke off"),
                    };
                    connection.sender.send(response.into())?;
                }
                Message::Notification(note) => {
                    let heard = catch_unwind(AssertUnwindSafe(|| self.hear(note)));
                    if let Ok(Err(error)) = heard {
                        eprintln!("{error:#}");
                    }
                }
                Message::Response(_) => {}
            }
        }
        Ok(())
    }

    /// Takes note of what has changed.
    fn hear(&mut self, note: Notification) -> Result<()> {
        match note.method.as_str() {
            DidOpenTextDocument::METHOD => {
                let DidOpenTextDocumentParams { text_document } = read(note.params)?;
                self.changed_to(&text_document.uri, Some(&text_document.text))
            }
            DidChangeTextDocument::METHOD => {
                let change: DidChangeTextDocumentParams = read(note.params)?;
                let last = change.content_changes.last().map(|last| last.text.as_str());
                self.changed_to(&change.text_document.uri, last)
            }
            DidSaveTextDocument::METHOD => {
                let DidSaveTextDocumentParams { text_document, .. } = read(note.params)?;
                self.changed_to(&text_document.uri, None)
            }
            DidCloseTextDocument::METHOD => {
                let DidCloseTextDocumentParams { text_document } = read(note.params)?;
                if let Some(path) = position::path(&text_document.uri) {
                    self.documents.close(&path);
                }
                self.changed_to(&text_document.uri, None)
            }
            DidChangeWatchedFiles::METHOD => {
                let roots = self.workspace.roots().into_iter();
                roots.for_each(|root| self.check(root));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn changed_to(&self, uri: &Uri, text: Option<&str>) -> Result<()> {
        let path = position::path(uri).with_context(|| format!("no file: {}", uri.as_str()))?;
        let root = root_of(&path);
        if let Some(text) = text {
            self.documents.set(path, text);
        }
        if let Some(root) = root {
            self.check(root);
        }
        Ok(())
    }

    fn check(&self, root: PathBuf) {
        // The checker lives as long as the server.
        let _ = self.changed.send(root);
    }

    /// What was asked; nothing for a request that is not known.
    fn answer(&self, request: Request) -> Result<Option<serde_json::Value>> {
        let parameters = request.params;
        match request.method.as_str() {
            Completion::METHOD => json(self.complete(read(parameters)?)?),
            HoverRequest::METHOD => json(self.hover(read(parameters)?)?),
            GotoDefinition::METHOD => json(self.definition(read(parameters)?)?),
            References::METHOD => json(self.references(read(parameters)?)?),
            PrepareRenameRequest::METHOD => json(self.prepare_rename(read(parameters)?)?),
            Rename::METHOD => json(self.rename(read(parameters)?)?),
            Formatting::METHOD => {
                let asked: DocumentFormattingParams = read(parameters)?;
                json(self.format(&asked.text_document.uri, None)?)
            }
            RangeFormatting::METHOD => {
                let asked: DocumentRangeFormattingParams = read(parameters)?;
                json(self.format(&asked.text_document.uri, Some(asked.range))?)
            }
            _ => Ok(None),
        }
    }

    fn asked(&self, place: &TextDocumentPositionParams) -> Result<Asked> {
        let uri = &place.text_document.uri;
        let path = position::path(uri).with_context(|| format!("no file: {}", uri.as_str()))?;
        let text = self.documents.text(&path);
        let text = text.with_context(|| format!("{} is not open", path.display()))?;
        let book = root_of(&path).and_then(|root| {
            let file = path.strip_prefix(&root).ok()?.to_owned();
            Some((root, file))
        });
        Ok(Asked {
            offset: position::offset(&text, place.position),
            text,
            book,
        })
    }

    fn known(&self, asked: &Asked) -> editor::Known {
        let book = asked.book.as_ref();
        book.map_or_else(editor::Known::default, |(root, file)| {
            self.workspace.known(root, file)
        })
    }

    /// The book of a place: its root, the file's path in it, and what is not saved.
    fn book(&self, asked: &Asked) -> Result<(PathBuf, PathBuf, Arc<Unsaved>)> {
        let book = asked.book.clone();
        let (root, file) =
            book.context("this file belongs to no book: there is no book.toml above it")?;
        let unsaved = Arc::new(self.documents.below(&root));
        Ok((root, file, unsaved))
    }

    fn complete(&self, asked: CompletionParams) -> Result<impl Serialize + use<>> {
        let asked = self.asked(&asked.text_document_position)?;
        let found = editor::complete(&asked.text, asked.offset, &self.known(&asked));
        Ok(completion::items(&asked.text, found, self.snippets))
    }

    fn hover(&self, asked: HoverParams) -> Result<Option<Hover>> {
        let asked = self.asked(&asked.text_document_position_params)?;
        let found = editor::hover(&asked.text, asked.offset, &self.known(&asked));
        Ok(found.map(|found| Hover {
            range: Some(position::range(&asked.text, &found.span)),
            contents: HoverContents::Markup(MarkupContent {
                kind: MarkupKind::Markdown,
                value: found.markdown,
            }),
        }))
    }

    fn definition(&self, asked: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let asked = self.asked(&asked.text_document_position_params)?;
        let (root, file, unsaved) = self.book(&asked)?;
        let chapters = workspace::names(&root, &unsaved)?;
        let found = names::definition(&root, &chapters, &file, asked.offset);
        Ok((!found.is_empty()).then_some(GotoDefinitionResponse::Array(found)))
    }

    fn references(&self, asked: ReferenceParams) -> Result<impl Serialize + use<>> {
        let declaration = asked.context.include_declaration;
        let asked = self.asked(&asked.text_document_position)?;
        let (root, file, unsaved) = self.book(&asked)?;
        let chapters = workspace::names(&root, &unsaved)?;
        let found = names::at(&chapters, &file, asked.offset);
        let mut places = found.map(|found| found.places).unwrap_or_default();
        places.retain(|one| declaration || one.role == editor::Role::Reads);
        Ok(names::locations(&root, &places))
    }

    fn prepare_rename(&self, asked: TextDocumentPositionParams) -> Result<PrepareRenameResponse> {
        let asked = self.asked(&asked)?;
        let (root, file, unsaved) = self.book(&asked)?;
        let chapters = workspace::names(&root, &unsaved)?;
        let found = rename::prepare(&chapters, &file, asked.offset)?;
        Ok(PrepareRenameResponse::RangeWithPlaceholder {
            range: position::range(&asked.text, &found.asked.place.span),
            placeholder: found.name.bare().to_owned(),
        })
    }

    fn rename(&self, wanted: RenameParams) -> Result<impl Serialize + use<>> {
        let asked = self.asked(&wanted.text_document_position)?;
        let (root, file, unsaved) = self.book(&asked)?;
        let memory = self.workspace.book(&root).memory;
        let place = (file.as_path(), asked.offset);
        let edit = rename::rename(&root, &unsaved, &memory, place, wanted.new_name.trim());
        // The memory is of the text that was tried.
        self.check(root);
        edit
    }

    fn format(&self, uri: &Uri, within: Option<lsp_types::Range>) -> Result<Vec<TextEdit>> {
        let path = position::path(uri).with_context(|| format!("no file: {}", uri.as_str()))?;
        let text = self.documents.text(&path);
        let text = text.with_context(|| format!("{} is not open", path.display()))?;
        let mut edits = editor::format(&text);
        if let Some(within) = within {
            let from = position::offset(&text, within.start);
            let to = position::offset(&text, within.end);
            edits.retain(|(span, _)| span.start <= to && from <= span.end);
        }
        let edit = |(span, new)| TextEdit::new(position::range(&text, &span), new);
        Ok(edits.into_iter().map(edit).collect())
    }
}

fn read<T: DeserializeOwned>(parameters: serde_json::Value) -> Result<T> {
    Ok(serde_json::from_value(parameters)?)
}

fn json(answer: impl Serialize) -> Result<Option<serde_json::Value>> {
    Ok(Some(serde_json::to_value(answer)?))
}

fn failed(id: lsp_server::RequestId, code: ErrorCode, message: &str) -> Response {
    Response::new_err(id, code as i32, message.to_owned())
}
