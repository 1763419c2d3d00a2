//! `ledger`: all that was done, of this chapter, of some chapters of the book (`chapters = ["…"]`) or of every
//! one of them (`whole_book = true`).

use crate::reader::{Reader, Text};
use mission_model::mission::LedgerView;

/// What a ledger shows.
pub enum Ledger {
    /// This chapter.
    Own(LedgerView),
    /// These chapters, by their ids; all that have something to be done in them, if none is named.
    OfBook(Vec<Text>),
}

/// Reads a ledger.
pub fn read(reader: &mut Reader) -> Option<Ledger> {
    let chapters = reader.texts("chapters");
    if reader.truth("whole_book", false) || !chapters.is_empty() {
        return Some(Ledger::OfBook(chapters));
    }
    let title = reader.text("title")?.value;
    Some(Ledger::Own(LedgerView { title }))
}
