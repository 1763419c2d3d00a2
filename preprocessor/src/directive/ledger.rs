//! `ledger`: all that was done, of this chapter or, on a page of its own, of every chapter of the book.

use crate::draft::Draft;
use crate::reader::Reader;
use mission_model::mission::{Kind, LedgerView};

/// Reads a ledger.
pub fn read(draft: &mut Draft, reader: &mut Reader) -> Option<Kind> {
    let title = reader.text("title");
    draft.whole_book |= reader.truth("whole_book", false);
    Some(Kind::Ledger(LedgerView {
        title: title?.value,
    }))
}
