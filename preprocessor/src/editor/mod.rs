//! What an editor asks of a chapter that is being written. A text and a place in it, in bytes, go in.
//!
//! ```text
//! body        a directive's TOML, finished or not
//! walk        the same beside the declarations of its kind
//! names       where names are given and read in a chapter
//! └─ collect    what finds them
//! book        the same for a whole book, by file
//! outline     what a chapter declares, and what it is worth at the presets
//! known       the names that may be written at a place
//! cursor      whether a header, a key or a value is being written
//! complete    what may be written: keys, choices, ids
//! ├─ keys       keys and heads of tables
//! └─ expression values and functions
//! hover       what is said of a place
//! format      the form of a directive
//! ```

mod body;
mod book;
mod collect;
mod complete;
mod cursor;
mod expression;
mod format;
mod hover;
mod keys;
mod known;
mod names;
mod outline;
mod walk;

pub use crate::vocabulary::Sort;
pub use book::{ChapterNames, Placed, names, with_unsaved_includes};
pub use complete::{Completion, CompletionKind, complete};
pub use format::format;
pub use hover::{Hover, hover};
pub use known::Known;
pub use names::{Name, Occurrence, Role, occurrences};
pub use outline::{Named, Outline, Outlines};
