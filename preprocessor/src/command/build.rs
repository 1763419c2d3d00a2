//! `build`: mdBook's own build, refused where mdBook would lose something.

use super::{check, load};

/// Builds a book.
pub fn run(book: &str) -> anyhow::Result<()> {
    // All mistakes at once, before mdBook has touched the built site.
    let checked = check::check(book)?;
    load(book)?.build()?;
    eprintln!("{checked}");
    Ok(())
}
