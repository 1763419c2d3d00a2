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
    TRACK = "Track";
    MISSING = "not yet done";
    NOT_COMMITTED = " (not committed)";
    PREDICTED = "Predicted";
    HOLDS = "holds";
    HOLDS_NOT = "does not hold";
    GOAL_MET = "goal met";
    GOAL_NOT_MET = "goal not met";
    ROUND = "Round";
    TRIALS_MADE = "trials:";
    UNFIT = "From an earlier edition of this chapter";
    EDITED = "The file was edited after it was exported.";
    EVIDENCE = "Evidence attached";
    RESET = "Begin this part anew";
    RESET_SURE = "Begin anew? What you did stays in the ledger file, but this part closes again.";
    RESET_YES = "Yes, begin anew";
    CANCEL = "Cancel";
    TAKE_ALONG = "Take it along";
    AUTHOR = "Name or number for the report (optional, stored nowhere)";
    REPORT = "Download the report";
    PRINT = "Print this page";
    IMPORT = "Bring a ledger from another computer";
    TOO_LARGE = "it is too large to be a ledger";
    NOT_IMPORTED = "Not imported:";
    MERGED = "Added to your ledger, new acts:";
    FOUND_ACTS = "Acts in the file:";
    NEW_ACTS = "new:";
    NOTHING_OVERWRITTEN = "Nothing of yours will be overwritten.";
    MERGE = "Add them";
    PROGRESS = "Progress";
    NEXT = "Next";
    NEXT_TRY = "find the sweet spot";
    NEXT_REACH = "reach the goal";
    NEXT_MEASURE = "measure";
    NEXT_CONVINCE = "convince";
    ALL_DONE = "All done: take your ledger along.";
    PUT_ASIDE = "An earlier ledger could not be read. It was put aside as it was.";
    EXPORT_ASIDE = "Download it";
    KEPT_BACK = "Shown when the round is over.";
    TRIED = "your trials";
    NOTHING_TRIED = "Nothing has been tried yet.";
    TRY_THIS = "Try this setting";
    NEW_ROUND = "Start a new round";
    TRIAL = "Trial";
    TRIALS = "Trials of this round";
    TRIALS_LEFT = "trials left in this round";
    FOUND_IN = "Found. Trials used:";
    SPENT = "The trials of this round are spent.";
    CONVINCED = "Convinced.";
    NOT_CONVINCED = "Not convinced yet.";
    GOAL = "Goal";
    NEED_HOLDS = "holds";
    NEED_HOLDS_NOT = "not yet";
    NEEDS_HOLD = "hold now";
    OF = "of";
    REACHED = "Goal reached.";
    GOAL_REACHED = "goal reached";
    GOAL_NOT_REACHED = "goal not reached yet";
    BROKEN = "This does not hold up";
    SET_BACK = "Back to the last setting that worked";
    BLANK = "Blank";
    BLANKS_LEFT = "Blanks still empty:";
    NOT_NOW = "Can't be changed with the present settings.";
    EXACT_VALUE = "exact value";
    OFF = "off";
    ON = "on";
}
