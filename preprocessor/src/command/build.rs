//! `build`: mdBook's own build, refused where mdBook would lose something.
//!
//! The book is expanded in this process: what mdBook would start is this very program.

use super::{check, load};
use mdbook_driver::MDBook;
use mdbook_mission::{Memory, checked, preprocess_again};
use mdbook_preprocessor::book::Book;
use mdbook_preprocessor::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use serde_json::Value;
use std::sync::Arc;

/// Builds a book.
pub fn run(book: &str) -> Result<()> {
    build(book, &Arc::default())
}

/// Builds a book, once more perhaps. All mistakes come at once, before mdBook has touched the built site.
pub fn build(book: &str, memory: &Arc<Memory>) -> Result<()> {
    let mut loaded = load(book)?;
    if !makes_html(&loaded) {
        eprintln!("{}", check::check(book)?);
    }
    // In the place of the one that the book names.
    loaded.with_preprocessor(Missions(memory.clone()));
    loaded.build()
}

/// Without HTML nothing is expanded. Where a book names no output, HTML is made.
fn makes_html(book: &MDBook) -> bool {
    let outputs = book.config.outputs::<Value>().unwrap_or_default();
    outputs.is_empty() || outputs.contains_key("html")
}

struct Missions(Arc<Memory>);

impl Preprocessor for Missions {
    fn name(&self) -> &str {
        "mission"
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let checked = checked(&context.config, &book);
        preprocess_again(context, &mut book, &self.0)?;
        eprintln!("{checked}");
        Ok(book)
    }

    fn supports_renderer(&self, renderer: &str) -> Result<bool> {
        Ok(renderer == "html")
    }
}
