//! What an editor finds in the value of a key: prose, expressions, names.

/// See the [module](self). Where a value may be a table of values, it holds for each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Numbers, truths, words that name nothing.
    Plain,
    /// Markdown, with readouts and formulas.
    Prose,
    /// An expression, where it is a text.
    Expression,
    /// A name that it gives.
    Gives(Sort),
    /// The name of something, or a list of names.
    Names(Sort),
    /// Nothing but its key, which is the name of a control.
    Slider,
    /// `[let]`: names that it gives, each with an expression or one by track.
    Values,
    /// `[table.NAME]`: names that it gives, each with numbers by category.
    Constants,
    /// Values under the ids of tracks.
    ByTrack,
    /// Values under the names of controls.
    Settings,
}

/// What has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// A chapter of the book.
    Chapter,
    /// A track of a chapter.
    Track,
    /// A directive of a chapter.
    Directive,
    /// What expressions read: a control, a value, a table of constants.
    Value,
    /// A control, which expressions read, too.
    Control,
    /// An instrument of a workbench.
    Instrument,
    /// A feature or a slice, after which the values are named that a ready-made bench makes of it.
    Part,
    /// A term of the book's glossary.
    Term,
}

impl Sort {
    /// Whether its name is known in the whole book, and not in its chapter alone.
    pub fn is_of_book(self) -> bool {
        matches!(self, Self::Chapter | Self::Term)
    }
}
