//! A mission as it stands in its page: [`packed`] JSON, whose first item is the version of the format.

use crate::expr::Expr;
use crate::format::{Format, Scale};
use crate::json::{self, Json, Malformed, Mismatch, Take, packed};
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

// Each type of a mission with its fields in the order of declaration, which is the order in which serde
// writes them: the tests hold the two together.
json::packed! {
    struct Format { prefix decimals scale unit }
    struct Mission { version book id edition title invariant minutes tracks controls tables values readouts islands parts }
    struct Part { title first }
    struct Track { id name persona north_star crisis }
    struct Control { name label only kind preset enabled_if }
    struct Table { name rows }
    struct Derived { name only expr }
    struct Readout { value format at }
    struct Island { id kind behind }
    struct Lock { prompt question hint explain revealed_later }
    struct Bench { title intro controls instruments trials goal fails }
    struct Trials { limit readings key goal won spent misses }
    struct Goal { text needs won }
    struct GoalNeed { when only text }
    struct Fail { when only text }
    struct Instrument { id title only note controls shown_if wide kind }
    struct Plot { x points x_axis y_axis lines marks zones references tried curves_if }
    struct PlotAxis { label log format range }
    struct PlotLine { label y dashed }
    struct PlotMark { label at }
    struct PlotReference { label at level }
    struct Bar { label value zones }
    struct Gauge { value format min max zones }
    struct Waterfall { steps total format }
    struct Sample { sample bins x_axis marks }
    struct SampleMark { label x }
    struct Heatmap { x y columns rows value format zones }
    struct Pareto { over steps x y }
    struct Objective { value axis high }
    struct Row { id label cells }
    struct Cell { value format interval }
    struct Axis { id label value }
    struct Ring { at label }
    struct Group { label shares }
    struct Reading { value label format only zones note }
    struct Zone { from below level word }
    struct Summary { good bad }
    struct Reveal { lock when todo text readings }
    struct Math { title body }
    struct Reflect { asker prompt sentence terms min_words criteria model_answer readings }
    struct Challenge { who objection attach evidence needs passed }
    struct Need { when only unmet }
    struct LedgerView { title }
}

json::packed! {
    enum Scale {
        0 Plain,
        1 Percent,
        2 Si
    }
    enum ControlKind {
        0 Range { min max step log format ends },
        1 Stops { values format },
        2 Select { options },
        3 Toggle
    }
    enum Kind {
        0 Chapter,
        1 Lock(_),
        2 Bench(_),
        3 Reveal(_),
        4 Math(_),
        5 Reflect(_),
        6 Challenge(_),
        7 Ledger(_)
    }
    enum Question {
        0 Choice { options answer },
        1 Number { answer tolerance min max format },
        2 Text
    }
    enum Tolerance {
        0 Share(_),
        1 Within(_)
    }
    enum InstrumentKind {
        0 Radar { axes rings limit format selected },
        1 Histogram { bins groups },
        2 Cards { readings summary },
        3 Plot(_),
        4 Bars { bars format },
        5 Table { columns rows selected },
        6 Gauge(_),
        7 Waterfall(_),
        8 Sample(_),
        9 Heatmap(_),
        10 Pareto(_)
    }
    enum MarkAt {
        0 Point { x y },
        1 Minimum(_),
        2 Maximum(_),
        3 Knee(_),
        4 Crossing { line with }
    }
    enum Level {
        0 Good,
        1 Watch,
        2 Act
    }
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
