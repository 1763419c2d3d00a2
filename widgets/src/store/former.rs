//! The names that the chapter or its book had, and what was done under them.

use super::Store;
use mission_model::ledger::{Ledger, Refusal};

/// See the [module](self).
#[derive(Default)]
pub struct Former {
    /// Book and chapter.
    names: Vec<(String, String)>,
    /// What another book has kept, with the book.
    offer: Option<(String, Ledger)>,
}

impl Store {
    /// The chapter was this chapter of this book.
    pub fn knew(&self, book: &str, chapter: &str) {
        let name = (book.to_owned(), chapter.to_owned());
        self.0.former.borrow_mut().names.push(name);
    }

    /// Reads a ledger of the chapter, under any name that it had.
    ///
    /// # Errors
    /// See [`Ledger::read`].
    pub fn read_ledger(&self, text: &str) -> Result<Ledger, Refusal> {
        let mission = self.mission();
        let own = Ledger::read(text, &mission.book, &mission.id);
        match own {
            Err(Refusal::Elsewhere { book, chapter })
                if self
                    .0
                    .former
                    .borrow()
                    .names
                    .iter()
                    .any(|name| *name == (book.clone(), chapter.clone())) =>
            {
                Ledger::read(text, &book, &chapter)
            }
            read => read,
        }
    }

    /// Offers what another book has kept, if there is anything new in it.
    pub fn offer(&self, book: String, ledger: Ledger) {
        if self.ledger().news(&ledger) > 0 {
            self.0.former.borrow_mut().offer = Some((book, ledger));
            self.notify();
        }
    }

    /// The book that has kept what is offered, and how many acts are in it.
    pub fn offered(&self) -> Option<(String, usize)> {
        let former = self.0.former.borrow();
        let (book, ledger) = former.offer.as_ref()?;
        Some((book.clone(), ledger.entries.len()))
    }

    /// The student takes what is offered, or leaves it where it is.
    pub fn answer_offer(&self, take: bool) {
        let offer = self.0.former.borrow_mut().offer.take();
        if let (Some((book, ledger)), Some(rim)) = (offer, self.rim()) {
            if take {
                self.take_in(&ledger);
                self.keep();
            } else {
                rim.leave(self, &book);
                self.notify();
            }
        }
    }
}
