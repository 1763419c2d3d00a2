//! `reveal`: a prediction beside what was measured.

use super::by_track;
use crate::diagnostic::suggest;
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::mission::{Kind, Reveal};
use mission_model::value::Type;

/// Reads a reveal. Its lock stands before it.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Kind> {
    let lock = match reader.has("lock") {
        true => reader.text("lock"),
        false => {
            without_lock(draft, reader);
            None
        }
    };
    let when = reader
        .text_if("when")
        .map(|when| draft.value_as(scope, "when", &when, Type::Truth));
    let todo = by_track(draft, reader, "todo", scope);
    let text = by_track(draft, reader, "text", scope);
    let readings = super::reading::names(draft, reader, scope);
    let lock = lock?;
    let locks = draft
        .mission
        .islands
        .iter_mut()
        .filter_map(|island| match &mut island.kind {
            Kind::Lock(lock) => Some((island.id.as_str(), lock)),
            _ => None,
        });
    let mut known = Vec::new();
    for (id, found) in locks {
        if id == lock.value {
            found.revealed_later = true;
            return Some(Kind::Reveal(Reveal {
                lock: lock.value,
                when,
                todo: todo?,
                text: text?,
                readings,
            }));
        }
        known.push(id);
    }
    if draft.refused.has_directive(&lock.value) {
        return None;
    }
    let help = suggest(&lock.value, known);
    draft.sink.report(
        lock.span,
        format!("no lock `{}` stands before this reveal", lock.value),
        "unknown lock",
        help,
    );
    None
}

/// A reveal compares a prediction with what was measured: without one there is something else to write.
fn without_lock(draft: &Draft, reader: &mut Reader) {
    reader.text_if("lock");
    let islands = draft.mission.islands.iter().rev();
    let mut locks = islands.filter(|island| matches!(island.kind, Kind::Lock(_)));
    let help = match locks.next() {
        Some(lock) => format!("name the lock that asks for the prediction: `lock = \"{}\"`", lock.id),
        None => "put a `lock` before it that asks for the prediction; what is only to be seen later is an instrument with `shown_if = \"…\"`".to_owned(),
    };
    draft.sink.report(
        reader.head(),
        "a reveal without a `lock`",
        "which prediction does it show?",
        help,
    );
}
