//! The numbers that instruments show from the start.

use mission_model::mission::{Kind, Printed, Shows};

/// The numbers that an island shows from the start, each with the id of its instrument.
pub fn readings(kind: &Kind, track: usize) -> Vec<(&str, Printed<'_>)> {
    let Kind::Bench(bench) = kind else {
        return Vec::new();
    };
    let open = bench
        .instruments
        .iter()
        .filter(|instrument| instrument.shown_if.is_none() && instrument.only.admits(track));
    let mut found = Vec::new();
    for instrument in open {
        let numbers = instrument.kind.numbers(&instrument.title, track);
        found.extend(
            numbers
                .into_iter()
                .map(|printed| (instrument.id.as_str(), printed)),
        );
    }
    found
}
