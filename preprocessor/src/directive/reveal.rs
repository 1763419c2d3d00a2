//! `reveal`: a prediction beside what was measured.

use super::{Read, by_track, reading};
use crate::diagnostic::suggest;
use crate::draft::{Draft, Scope};
use crate::reader::{Reader, Spot};
use crate::vocabulary::types::{Condition, DirectiveId, TextByTrack, ValueNames};
use crate::vocabulary::{Keys, keys};
use mission_model::mission::{Kind, Reveal};
use mission_model::value::Type;

keys! {
    /// A prediction beside what was measured.
    pub struct RevealKeys of "`reveal`" {
        /// A lock before it: the prediction that is shown. To show something later without a prediction, give an
        /// instrument `shown_if`.
        may lock ("yes"): DirectiveId,
        /// When it is to be shown. Without it, as soon as the lock is answered.
        may when: Condition,
        /// What to do until then.
        need todo: TextByTrack,
        /// What was measured, with `{{= … }}` for the numbers.
        need text: TextByTrack,
        /// Values that the ledger keeps of this moment.
        may readings: ValueNames,
    }
}

/// Reads a reveal. Its lock stands before it.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Read> {
    let keys = RevealKeys::read(reader);
    if !keys.spot.has("lock") {
        without_lock(draft, &keys.spot);
    }
    let when = keys
        .when
        .map(|when| draft.value_as(scope, "when", &when, Type::Truth));
    let todo = by_track(draft, scope, keys.todo);
    let text = by_track(draft, scope, keys.text);
    let readings = reading::names(draft, scope, keys.readings);
    let lock = keys.lock?;
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
            return Some(Read::island(Kind::Reveal(Reveal {
                lock: lock.value,
                when,
                todo: todo?,
                text: text?,
                readings,
            })));
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
fn without_lock(draft: &Draft, spot: &Spot) {
    let islands = draft.mission.islands.iter().rev();
    let mut locks = islands.filter(|island| matches!(island.kind, Kind::Lock(_)));
    let help = match locks.next() {
        Some(lock) => format!("name the lock that asks for the prediction: `lock = \"{}\"`", lock.id),
        None => "put a `lock` before it that asks for the prediction; what is only to be seen later is an instrument with `shown_if = \"…\"`".to_owned(),
    };
    draft.sink.report(
        spot.head.clone(),
        "a reveal without a `lock`",
        "which prediction does it show?",
        help,
    );
}
