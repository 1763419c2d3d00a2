//! `course`: the chapters of the book with what is to be done, and how far the student is.

use super::Read;
use crate::draft::{Draft, Scope};
use crate::overview::{Of, Overview};
use crate::reader::Reader;
use crate::vocabulary::types::ChapterIds;
use crate::vocabulary::{Keys, keys};

keys! {
    /// What a course shows.
    pub struct CourseKeys of "`course`" {
        /// The chapters; all in which something is to be done, if you don't say.
        may chapters: ChapterIds,
    }
}

/// Reads a course.
pub fn read(_: &mut Draft, reader: &mut Reader, _: Scope) -> Option<Read> {
    let keys = CourseKeys::read(reader);
    let chapters = keys.chapters.map(|chapters| chapters.value);
    Some(Read::Overview(Overview {
        of: Of::Course,
        chapters: chapters.unwrap_or_default(),
    }))
}
