//! `math`: formulas behind a toggle.

use super::{Read, by_track};
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use crate::vocabulary::types::{PlainText, TextByTrack};
use crate::vocabulary::{Keys, keys};
use mission_model::mission::{Kind, Math};

keys! {
    /// Formulas behind a toggle.
    pub struct MathKeys of "`math`" {
        /// On the toggle.
        need title: PlainText,
        /// The formulas, with words around them.
        need body: TextByTrack,
    }
}

/// Reads a Math Peek.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Read> {
    let keys = MathKeys::read(reader);
    let body = by_track(draft, scope, keys.body);
    Some(Read::island(Kind::Math(Math {
        title: keys.title?.value,
        body: body?,
    })))
}
