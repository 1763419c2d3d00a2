//! `ledger`: all that was done, of this chapter, of some chapters of the book or of every one of them.

use super::Read;
use crate::draft::{Draft, Scope};
use crate::overview::{Of, Overview};
use crate::reader::Reader;
use crate::vocabulary::types::{ChapterIds, PlainText, Truth};
use crate::vocabulary::{Keys, keys};
use mission_model::mission::{Kind, LedgerView};

keys! {
    /// What a ledger shows.
    pub struct LedgerKeys of "`ledger`" {
        /// Above the ledger.
        may title ("for a chapter's own"): PlainText,
        /// Shows the ledgers of all chapters of the book instead.
        may whole_book: Truth = false,
        /// Shows the ledgers of these chapters instead.
        may chapters: ChapterIds,
    }
}

/// Reads a ledger.
pub fn read(draft: &mut Draft, reader: &mut Reader, _: Scope) -> Option<Read> {
    let keys = LedgerKeys::read(reader);
    let chapters = keys.chapters.map(|chapters| chapters.value);
    let chapters = chapters.unwrap_or_default();
    if keys.whole_book || !chapters.is_empty() {
        return Some(Read::Overview(Overview {
            of: Of::Ledgers,
            chapters,
        }));
    }
    keys.spot.demand(draft.sink, "title", "\"…\"");
    let title = keys.title?.value;
    Some(Read::island(Kind::Ledger(LedgerView { title })))
}
