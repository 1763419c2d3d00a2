//! `math`: formulas behind a toggle.

use super::by_track;
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::mission::{Kind, Math};

/// Reads a Math Peek.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Kind> {
    let title = reader.text("title");
    let body = by_track(draft, reader, "body", scope);
    Some(Kind::Math(Math {
        title: title?.value,
        body: body?,
    }))
}
