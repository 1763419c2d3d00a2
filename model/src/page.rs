//! A mission as it stands in its page: [`packed`] JSON, whose first item is the version of the format.

use crate::json::{Json, Malformed, Mismatch, packed};
use crate::mission::{FORMAT_VERSION, Mission};
use std::fmt;

/// Why a page's mission can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It isn't JSON.
    Malformed(Malformed),
    /// Another version of the program wrote it.
    Version,
    /// It is of this version and yet no mission.
    Mismatch,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Malformed(malformed) => malformed.fmt(f),
            Self::Version => f.write_str("the page is of another version of the widgets"),
            Self::Mismatch => Mismatch.fmt(f),
        }
    }
}

impl std::error::Error for Unreadable {}

/// The text of a mission, which may stand in a script element.
///
/// # Errors
/// [`Mismatch`], if a part of the mission is of a type that [`packed`] doesn't know.
pub fn write(mission: &Mission) -> Result<String, Mismatch> {
    Ok(packed::to(mission)?.to_string())
}

/// Reads what [`write`] has written. The version is looked at before anything else.
///
/// # Errors
/// [`Unreadable`], whatever the text is.
pub fn read(text: &str) -> Result<Mission, Unreadable> {
    let json = Json::parse(text).map_err(Unreadable::Malformed)?;
    let version = match &json {
        Json::Array(items) => items.first(),
        _ => None,
    };
    if version != Some(&Json::Number(FORMAT_VERSION.into())) {
        return Err(Unreadable::Version);
    }
    let mission: Mission = packed::from(json).map_err(|Mismatch| Unreadable::Mismatch)?;
    if mission.tracks.is_empty() {
        return Err(Unreadable::Mismatch);
    }
    Ok(mission)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_first() {
        let check = |text: &str, expect| assert_eq!(read(text).err(), Some(expect), "{text}");
        check("[1", Unreadable::Malformed(Malformed { at: 2 }));
        check("{\"version\":1}", Unreadable::Version);
        check("[]", Unreadable::Version);
        check("[\"1\"]", Unreadable::Version);
        check(
            &format!("[{},\"anything\"]", FORMAT_VERSION + 1),
            Unreadable::Version,
        );
        check(&format!("[{FORMAT_VERSION}]"), Unreadable::Mismatch);
    }
}
