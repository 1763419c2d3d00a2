//! What authors ask for and the vocabulary does not have.

use crate::diagnostic::Sink;
use std::ops::Range;

/// What would need a widget of its own.
pub const BEYOND: [&str; 8] = [
    "animation",
    "audio",
    "code",
    "diagram",
    "map",
    "network",
    "simulation",
    "video",
];

/// Says so of a name that is one of them; false if it is none.
pub fn report(sink: &Sink, name: &str, place: Range<usize>) -> bool {
    let beyond = BEYOND.contains(&name);
    if beyond {
        let message = format!("`{name}` lies beyond the vocabulary");
        let help = "“Beyond the vocabulary” in the author's guide says what to do instead, and where a widget of \
                    its own would go: a variant of `InstrumentKind` in model/src/mission/instrument.rs, drawn in \
                    widgets/src/instrument";
        sink.report(place, message, "needs a widget of its own", help.to_owned());
    }
    beyond
}
