//! `mdbook-mission`: an mdBook preprocessor that turns mission directives into interactive islands.
//!
//! A book of Markdown comes in as mdBook hands it over, and goes out with each directive replaced by
//! markup that can be read at once and comes alive in the browser. A chapter without directives leaves as
//! it came.
//!
//! ```text
//! book         the whole book: configuration, chapters, assets
//! expansion    all chapters, as many at a time as the machine can
//! chapter      one chapter: scan -> read -> check -> render -> splice
//! ├─ scan      where directives, readouts and formulas stand
//! ├─ directive one module a kind: its keys, and how they become the model
//! │  ├─ vocabulary  what a key is: its type, its default, its words
//! │  └─ reader asks a TOML table for keys, reports what does not fit
//! ├─ draft     names, types, tracks of a chapter while it is read
//! ├─ check     what only the whole chapter shows: values that are no numbers, answers above their locks
//! ├─ text      Markdown of authors, with readouts and formulas
//! ├─ typeset   LaTeX to HTML and MathML
//! │  ├─ heading a formula that is to be read without being set, too
//! │  └─ linear  MathML to plain text
//! ├─ gate      what a lock hides
//! └─ flat      the same chapter for outputs that are no pages
//! names        ids from files' names, the ids that a chapter had, titles in SUMMARY.md
//! ids          ids of chapters that chapters name
//! includes     where a place stands on the disk
//! sources      files as they are on the disk, or in an editor
//! editor       what an editor asks of a chapter that is being written
//! http         a server for the live preview
//! book_id      a name for the storage, from the book's title
//! assets       the widget bundle that this binary carries
//! offline      the service worker that keeps the site for reading offline
//! diagnostic   what is wrong, where, and how to mend it
//! ```

mod advice;
mod assets;
mod book;
mod book_id;
mod chapter;
mod check;
mod configuration;
mod diagnostic;
mod directive;
mod draft;
#[doc(hidden)]
pub mod editor;
mod expansion;
mod flat;
mod gate;
mod glossary;
mod heading;
#[doc(hidden)]
pub mod http;
mod ids;
mod includes;
mod length;
mod linear;
mod names;
mod near;
mod offline;
mod overview;
mod reader;
mod scan;
mod sources;
mod text;
mod typeset;
mod vocabulary;

pub use book::{
    Checked, Failure, check, check_unsaved, checked, expand, makes_pages, missions, preprocess,
    preprocess_again, supports,
};
pub use book_id::suggested as suggested_book_id;
pub use diagnostic::{Diagnostic, Place, counted};
pub use directive::{KINDS, is_word};
pub use expansion::Memory;
pub use offline::{FILE as WORKER_FILE, LEAVE as LEAVING_WORKER};
pub use sources::{Sources, Unsaved};
pub use vocabulary::guide::GuideTable;

/// The tables of keys in the author's guide, as the declarations give them.
#[must_use]
pub fn guide_tables() -> Vec<GuideTable> {
    vocabulary::guide::tables(directive::vocabulary().into_iter().map(|(_, shape)| shape))
}

/// A directive of this kind to begin with: what must be there, and, as comments, what may be. `None` if there is no such
/// kind.
#[must_use]
pub fn skeleton(kind: &str) -> Option<String> {
    if kind == "track" {
        return Some(
            "```mission track ID\nMarkdown for the students of this track.\n```\n".to_owned(),
        );
    }
    Some(vocabulary::skeleton::skeleton(
        kind,
        &directive::keys_of(kind)?,
    ))
}

/// The vocabulary as JSON Schema: what may be written in each kind of directive.
#[must_use]
pub fn schema() -> String {
    format!("{:#}", vocabulary::schema::schema(directive::vocabulary()))
}
