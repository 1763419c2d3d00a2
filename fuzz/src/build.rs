//! A chapter goes in; what the preprocessor makes of it comes out, with all that holds of any result.

use mdbook_mission::{Diagnostic, Failure, expand};
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::config::Config;
use mission_model::{Mission, page};
use std::path::Path;

const BOOK: &str = "[book]\ntitle = \"T\"\n[preprocessor.mission]\nbook-id = \"t\"\n";

/// What stands before the mission in a page.
const DATA: &str = "<script type=\"application/json\" class=\"mission-data\"";

/// The Markdown of a built chapter; `None` if the author has made mistakes.
pub fn build(text: &str) -> Option<String> {
    let config: Config = BOOK.parse().expect("the configuration is one");
    let mut book = Book::default();
    let chapter = Chapter::new("A", text.to_owned(), "a.md", Vec::new());
    book.items.push(BookItem::Chapter(chapter));
    match expand(Path::new("nowhere"), &config, &mut book) {
        Ok(()) => match book.items.into_iter().next() {
            Some(BookItem::Chapter(chapter)) => Some(chapter.content),
            _ => panic!("the chapter is gone"),
        },
        Err(Failure::Mistakes(found)) => {
            assert!(!found.is_empty(), "refused, and no mistake is named");
            found.iter().for_each(is_told);
            None
        }
        Err(other) => panic!("{other}"),
    }
}

/// A mistake has words, a place, and can be printed.
fn is_told(mistake: &Diagnostic) {
    assert!(!mistake.message.is_empty(), "{mistake:?}");
    let place = &mistake.place;
    assert!(
        place.source.get(place.span.clone()).is_some(),
        "the place is no part of the text: {mistake:?}"
    );
    let [start, end] = place.lines_and_columns();
    assert!(start.0 >= 1 && start <= end, "{mistake:?}");
    assert!(!mistake.render(false).is_empty());
}

/// The mission in a built chapter that has a directive.
pub fn mission(page: &str) -> Option<Mission> {
    let start = page.find(DATA)?;
    let start = start + page[start..].find('>')? + 1;
    let end = start + page[start..].find("</script>")?;
    match page::read(&page[start..end]) {
        Ok(mission) => Some(mission),
        Err(error) => panic!("the page's mission can't be read: {error}"),
    }
}
