//! What only a whole chapter shows: a draft whose names and types are sound goes in, mistakes come out.
//!
//! ```text
//! values      the values of one track, to be computed at many settings
//! settings    which settings of some controls are tried
//! domain      values that are no numbers at some setting
//! conditions  conditions that never hold
//! used        controls that nothing reads, instruments that nothing moves
//! answers     locks that can't be answered, or are answered above
//! printed     numbers in prose
//! ```

mod answers;
mod conditions;
mod domain;
mod printed;
mod settings;
mod used;
mod values;

use crate::diagnostic::Sink;
use crate::directive::{Directive, Piece};
use crate::draft::Draft;
use crate::scan::Scan;
use mission_model::seed::seed;
use serde_json::Value as Json;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};
use values::Values;

/// Missions without a mistake in their values, by hash. Nothing else has a part in what is computed at many
/// settings, so that a change of the prose need not wait for it.
#[derive(Default)]
pub struct Known(Mutex<HashSet<u64>>);

impl Known {
    fn missions(&self) -> MutexGuard<'_, HashSet<u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Checks a chapter whose names and types are sound.
pub fn sound(
    draft: &Draft,
    known: &Known,
    content: &str,
    directives: &[Directive],
    pieces: &[(Range<usize>, Piece)],
) {
    let mission = &draft.mission;
    let tracks: Vec<Values> = (0..mission.tracks.len())
        .filter_map(|track| Values::new(mission, track))
        .collect();
    let hash = seed(&[&serde_json::to_string(mission).unwrap_or_default()]);
    if !known.missions().contains(&hash) {
        domain::check(draft, &tracks);
        conditions::check(draft, &tracks);
        if draft.sink.is_empty() {
            known.missions().insert(hash);
        }
    }
    used::check(draft, &tracks);
    answers::check(draft, &tracks, content, directives, pieces);
}

/// Reports images that say nothing to whoever can't see them.
pub fn images(sink: &Sink, found: &Scan) {
    for place in &found.images {
        image(sink, place.clone());
    }
}

/// Reports one of them.
pub fn image(sink: &Sink, place: Range<usize>) {
    let help = "say what it shows: `![what it shows](file.svg)`, or in HTML `alt=\"…\"`; `alt=\"\"` for mere decoration";
    sink.report(
        place,
        "an image without a text alternative",
        "not everyone sees it",
        help.to_owned(),
    );
}

/// Reports Rust code that mdBook would give a button which sends it to another host.
pub fn code(sink: &Sink, runnable: bool, found: &Scan) {
    for (place, always) in &found.rust {
        if runnable || *always {
            let help = match always {
                true => {
                    "remove `mdbook-runnable`: a chapter with a mission asks nothing of other hosts"
                }
                false => {
                    "set `runnable = false` under `[output.html.playground]` in book.toml, or write ```rust,noplayground"
                }
            };
            sink.report(
                place.clone(),
                "the page would call play.rust-lang.org for this code",
                "gets a button “Run this code”",
                help.to_owned(),
            );
        }
    }
}

/// Every string in a part of the mission: whatever shows or tests a value names it, so its name is among
/// them. Lists of `controls` only say where a control stands.
fn strings(json: &Json, found: &mut Vec<String>) {
    match json {
        Json::String(text) => found.push(text.clone()),
        Json::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Json::Object(fields) => {
            for (key, field) in fields {
                if key != "controls" {
                    strings(field, found);
                }
            }
        }
        _ => {}
    }
}

fn strings_of(part: &impl serde::Serialize) -> Vec<String> {
    let mut found = Vec::new();
    if let Ok(json) = serde_json::to_value(part) {
        strings(&json, &mut found);
    }
    found
}
