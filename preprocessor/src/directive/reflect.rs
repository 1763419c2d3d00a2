//! `reflect`: a question answered in the student's own words.

use super::{by_track, by_track_if};
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::mission::{Kind, Reflect};

/// Reads a reflection.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Kind> {
    let asker = reader
        .text_if("asker")
        .map(|asker| asker.value)
        .unwrap_or_default();
    let prompt = by_track(draft, reader, "prompt", scope);
    let terms = reader
        .texts("terms")
        .into_iter()
        .map(|term| term.value)
        .collect();
    let min_words = reader.whole("min_words", 1..1001, 20);
    let criteria = reader.texts("criteria");
    let criteria = criteria
        .iter()
        .map(|criterion| draft.line(scope, criterion))
        .collect();
    let model_answer = by_track_if(draft, reader, "model_answer", scope);
    let readings = super::reading::names(draft, reader, scope);
    Some(Kind::Reflect(Reflect {
        asker,
        prompt: prompt?,
        terms,
        min_words,
        criteria,
        model_answer,
        readings,
    }))
}
