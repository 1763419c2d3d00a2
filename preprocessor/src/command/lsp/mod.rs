//! `lsp`: a language server over stdio, for any editor.
//!
//! ```text
//! server       messages in, answers out; what the server can do
//! documents    the texts of open files
//! position     places in bytes <-> lines and UTF-16 columns; paths <-> URIs
//! workspace    the book that a file belongs to, with unsaved texts in place of those on the disk
//! diagnostics  the mistakes of a book, found beside the answers
//! completion   what may be written
//! names        definition, references, rename
//! ```
//!
//! What is said comes from [`mdbook_mission::editor`], which knows nothing of the protocol.

mod completion;
mod diagnostics;
mod documents;
mod names;
mod position;
mod rename;
mod server;
mod workspace;

/// How the server is spoken to.
#[derive(clap::Args)]
pub struct Arguments {
    /// Over standard input and output, which is the only way
    #[arg(long)]
    stdio: bool,
}

/// Serves until the editor ends it.
///
/// # Errors
/// If the editor doesn't speak the protocol.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    // Editors say it, and there is nothing else.
    let Arguments { stdio: _ } = arguments;
    server::run()
}
