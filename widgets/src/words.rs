//! Every word of the interface.

macro_rules! words {
    ($($name:ident = $text:literal;)*) => { $(pub(crate) const $name: &str = $text;)* };
}

/// On an island that can't come alive.
pub const FAILED: &str = "This part could not start, so it shows how things stood when the book was built. \
                          Everything can still be read, and what you stored before is kept.";

words! {
    CHOOSE_TRACK = "Choose your track";
    CHOOSE_FIRST = "Choose a track at the top of the chapter to take part.";
    NORTH_STAR = "North star";
    CRISIS = "Crisis";
    MINUTES = "minutes";
    PREDICT = "Predict";
    YOUR_ANSWER = "Your answer";
    LOCK_IN = "Lock in my prediction";
    PICK_ONE = "Pick an answer. It can't be changed afterwards, and a wrong one costs nothing.";
    LOCKED_IN = "Locked in. It stays beside what you measure.";
    HINT = "Hint";
    RIGHT = "Your prediction holds.";
    WRONG = "Your prediction does not hold.";
    YOU_PREDICTED = "You predicted";
    MEASURED = "Measured";
    TO_MEASURE = "Still to measure";
    REFLECT = "Reflect";
    ASKS = "asks";
    COMMIT = "Commit my answer";
    COMMIT_AGAIN = "Commit the revised answer";
    COMMITTED = "Committed.";
    TERM_MISSING = "Not yet used:";
    TOO_SHORT = "A little more would help: aim for at least";
    WORDS = "words";
    LOOKS_COMPLETE = "Has what was asked for.";
    WRITE_FIRST = "Saved as you type. Commit when you are content with it.";
    GOOD_ANSWER = "What a good answer holds";
    MODEL_ANSWER = "A model answer";
    SAVED = "Saved in this browser";
    NOT_SAVED = "Not saved";
    EXPORT = "Download my ledger";
    EXACT_VALUE = "exact value";
    OFF = "off";
    ON = "on";
}
