//! `build`: mdBook's own build, refused where mdBook would lose something.
//!
//! The book is expanded in this process: what mdBook would start is this very program.

use super::load;
use mdbook_driver::MDBook;
use mdbook_mission::{Checked, Memory, checked, makes_pages, preprocess_again, supports};
use mdbook_preprocessor::book::Book;
use mdbook_preprocessor::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Builds a book.
pub fn run(book: &Path) -> Result<()> {
    build(load(book)?, &Arc::default())
}

/// Builds a book, once more perhaps. All mistakes come at once, before mdBook has touched the built site.
pub fn build(mut book: MDBook, memory: &Arc<Memory>) -> Result<()> {
    // Before another output takes the place of its pages.
    makes_pages(&book.root, &book.config)?;
    let looked_at = Arc::new(Mutex::default());
    // In the place of the one that the book names.
    book.with_preprocessor(Missions {
        memory: memory.clone(),
        checked: looked_at.clone(),
    });
    book.build()?;
    if let Ok(Some(checked)) = looked_at.lock().as_deref() {
        eprintln!("{checked}");
    }
    Ok(())
}

struct Missions {
    memory: Arc<Memory>,
    /// What was looked at, whatever was made of it.
    checked: Arc<Mutex<Option<Checked>>>,
}

impl Preprocessor for Missions {
    fn name(&self) -> &str {
        "mission"
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let found = checked(&context.config, &book);
        preprocess_again(context, &mut book, &self.memory)?;
        if let Ok(mut checked) = self.checked.lock() {
            *checked = Some(found);
        }
        Ok(book)
    }

    fn supports_renderer(&self, renderer: &str) -> Result<bool> {
        Ok(supports(renderer))
    }
}
