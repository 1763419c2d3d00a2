//! What a student did under names that the chapter or its book had.
//!
//! The page says which these are (`data-formerly`). What the same book has kept under another name of the chapter is
//! taken over. What another book has kept, as that of an earlier term, is offered: whoever takes a course again may
//! want to begin anew. `mission:BOOK:left:CHAPTER` names the book whose offer was not taken. Nothing is removed where
//! it was.

use crate::page::Page;
use crate::storage::Chest;
use mission_model::mission::Mission;
use mission_widgets::Store;
use web_sys::Storage;

/// Looks for such work, and takes it over or offers it. For a store that is alive.
pub fn bring(page: &Page, store: &Store) {
    let mission = store.mission();
    let left = storage(page).and_then(|storage| storage.get_item(&left(mission)).ok().flatten());
    for (book, chapter) in former(page, &mission.id) {
        store.knew(&book, &chapter);
        let ledger = Chest::of(page.window(), &book, &chapter).news("").ledger;
        if ledger.entries.is_empty() {
            continue;
        }
        if book != mission.book {
            if left.as_ref() != Some(&book) {
                store.offer(book, ledger);
            }
        } else if store.take_in(&ledger) > 0 {
            store.keep();
        }
    }
}

/// The student has not taken the offer of a book.
pub fn leave(page: &Page, mission: &Mission, book: &str) {
    if let Some(storage) = storage(page) {
        // If it can't be kept, the offer comes again.
        let _ = storage.set_item(&left(mission), book);
    }
}

fn left(mission: &Mission) -> String {
    format!("mission:{}:left:{}", mission.book, mission.id)
}

fn storage(page: &Page) -> Option<Storage> {
    page.window().local_storage().ok().flatten()
}

/// The names that a chapter had: `BOOK/CHAPTER`, with spaces between.
fn former(page: &Page, chapter: &str) -> Vec<(String, String)> {
    let script = format!("script.mission-data[data-chapter=\"{chapter}\"]");
    let script = page.document().query_selector(&script).ok().flatten();
    let places = script.and_then(|script| script.get_attribute("data-formerly"));
    let places = places.unwrap_or_default();
    let names = places.split(' ').filter_map(|place| place.split_once('/'));
    names
        .map(|(book, chapter)| (book.to_owned(), chapter.to_owned()))
        .collect()
}
