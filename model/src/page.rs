//! A mission as it stands in its page: [`packed`] JSON, whose first item is the version of the format.

use crate::expr::Expr;
use crate::json::{Json, Malformed, Mismatch, Take, packed};
use crate::mission::*;
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
/// The body of a Math Peek that is the same in all tracks is left out: formulas are the heaviest texts, and the
/// browser takes these from the markup of the page.
///
/// # Errors
/// [`Mismatch`], if a part of the mission is of a type that [`packed`] doesn't know.
pub fn write(mission: &Mission) -> Result<String, Mismatch> {
    let mut mission = mission.clone();
    for island in &mut mission.islands {
        if let Kind::Math(Math { body, .. }) = &mut island.kind
            && body.iter().count() == 1
        {
            *body = PerTrack::all(Html::new());
        }
    }
    Ok(packed::to(&mission)?.to_string())
}

/// Reads what [`write()`] has written. The version is looked at before anything else.
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
    let mission: Mission = json.into().map_err(|Mismatch| Unreadable::Mismatch)?;
    if mission.tracks.is_empty() {
        return Err(Unreadable::Mismatch);
    }
    Ok(mission)
}

impl<T: Take> Take for PerTrack<T> {
    fn take(json: Json, bad: &mut bool) -> Self {
        Self::each(Take::take(json, bad)).unwrap_or_else(|| {
            *bad = true;
            Self::all(T::take(Json::Null, bad))
        })
    }
}

impl Take for Bound {
    fn take(json: Json, bad: &mut bool) -> Self {
        match json {
            Json::Text(name) => Self::Value(name),
            number => Self::Number(Take::take(number, bad)),
        }
    }
}

impl Take for Only {
    fn take(json: Json, bad: &mut bool) -> Self {
        Self(Take::take(json, bad))
    }
}

impl Take for Expr {
    fn take(json: Json, bad: &mut bool) -> Self {
        Self::read(&String::take(json, bad)).unwrap_or_else(|_| {
            *bad = true;
            Self::nothing()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A mission in which every type, every variant and every field has something that isn't its default.
    const EVERYTHING: &str = include_str!("page/everything.json");

    #[test]
    fn reads_what_it_writes() {
        let mut mission: Mission = serde_json::from_str(EVERYTHING).unwrap();
        assert_eq!(mission.version, FORMAT_VERSION);
        assert_eq!(read(&write(&mission).unwrap()), Ok(mission.clone()));
        for island in &mut mission.islands {
            if let Kind::Bench(bench) = &mut island.kind {
                bench.trials = None;
                bench.goal = None;
                bench.fails.clear();
                bench.intro = None;
            }
        }
        mission.parts.clear();
        mission.values.clear();
        assert_eq!(read(&write(&mission).unwrap()), Ok(mission));
    }

    #[test]
    fn a_body_of_all_tracks_stands_in_the_page_alone() {
        let mut mission: Mission = serde_json::from_str(EVERYTHING).unwrap();
        mission
            .islands
            .retain(|island| matches!(island.kind, Kind::Math(_)));
        mission.islands[0].kind = Kind::Math(Math {
            title: "M".to_owned(),
            body: PerTrack::all("<p>b</p>".to_owned()),
        });
        let there = read(&write(&mission).unwrap()).unwrap();
        let Kind::Math(math) = &there.islands[0].kind else {
            panic!("{there:?}")
        };
        assert_eq!((math.title.as_str(), math.body.get(0).as_str()), ("M", ""));
    }

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
