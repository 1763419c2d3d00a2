//! `echo-parsed`: the least that a preprocessor can do which has to know where code ends and text begins. Like
//! `echo-book`, and every chapter is parsed as mdBook does.

use anyhow::Result;
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use mdbook_preprocessor::book::BookItem;
use std::io::{Read, Write};

fn main() -> Result<()> {
    if std::env::args().nth(1).is_some() {
        return Ok(());
    }
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let (_, book) = mdbook_preprocessor::parse_input(input.as_bytes())?;
    let mut events = 0;
    for item in book.iter() {
        if let BookItem::Chapter(chapter) = item {
            events += new_cmark_parser(&chapter.content, &MarkdownOptions::default()).count();
        }
    }
    std::hint::black_box(events);
    Ok(std::io::stdout().write_all(&serde_json::to_vec(&book)?)?)
}
