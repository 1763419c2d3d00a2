//! `ledger`: all that was done, of this chapter or, with `whole_book = true`, of every chapter of the book.

use crate::reader::Reader;
use mission_model::mission::LedgerView;

/// What a ledger shows.
pub enum Ledger {
    /// This chapter.
    Own(LedgerView),
    /// Every chapter that has something to be done in it.
    WholeBook,
}

/// Reads a ledger.
pub fn read(reader: &mut Reader) -> Option<Ledger> {
    if reader.truth("whole_book", false) {
        return Some(Ledger::WholeBook);
    }
    let title = reader.text("title")?.value;
    Some(Ledger::Own(LedgerView { title }))
}
