//! A ledger as a report, which can be graded without the site: as Markdown, and as a page of its own with the charts.
//!
//! A [`Report`] holds facts and [`Block`]s of plain text; the two formats write them so that none of it can become
//! markup. What a student typed, and what a file says that the chapter doesn't, stands in [`Block::Typed`] alone: in
//! neither format can it look like a line of ours.

mod html;
mod markdown;
mod past;
mod write;

use super::{Ledger, State};
use crate::engine::Engine;
use crate::mission::Mission;
use crate::words;
use past::Past;
use write::Scope;

/// Whose report it is, and when it was made.
#[derive(Clone, Debug, Default)]
pub struct Author {
    /// A name or a number, as the student gave it; may be empty.
    pub name: String,
    /// Milliseconds since 1970-01-01 UTC.
    pub now: u64,
}

/// Draws the charts of a bench, by its id, in a track, as they were in a state: as HTML without script.
pub type Charts<'c> = &'c mut dyn FnMut(&State, usize, &str) -> String;

/// A ledger in plain text, piece by piece.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Of the whole.
    pub title: String,
    /// What it is a report of.
    pub facts: Vec<Fact>,
    /// What was done, in the order of the chapter, track by track.
    pub blocks: Vec<Block>,
}

/// Something said of the whole report.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What it is.
    pub label: &'static str,
    /// What is said.
    pub text: String,
    /// Whether the chapter doesn't say it: see [`Block::Typed`].
    pub typed: bool,
}

/// A piece of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading, of level 2 or 3.
    Heading(u8, String),
    /// Something that was to be done: what it is, and what was asked.
    Task(String, String),
    /// A line about it.
    Line(Mark, String),
    /// Lines that a student typed, or that the file says and the chapter doesn't.
    Typed(String),
    /// Criteria, each with whether it was ticked.
    Boxes(Vec<(bool, String)>),
    /// Headings, and rows of as many cells.
    Table(Vec<String>, Vec<Vec<String>>),
    /// Charts at recorded settings, as HTML.
    Charts(String),
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// What the page measured and kept.
    Recorded,
    /// What the student wrote.
    Written,
    /// What was not done.
    Missing,
    /// What is shorter than was asked for.
    Thin,
    /// What was done before, and then begun anew.
    Anew,
    /// Something about the report.
    Note,
}

impl Mark {
    /// Its word; a note has none.
    pub fn word(self) -> &'static str {
        match self {
            Self::Recorded => words::REPORT_RECORDED,
            Self::Written => words::REPORT_WRITTEN,
            Self::Missing => words::REPORT_MISSING,
            Self::Thin => words::REPORT_THIN,
            Self::Anew => words::REPORT_ANEW,
            Self::Note => "",
        }
    }

    /// The class of its line in HTML.
    fn class(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Written => "written",
            Self::Missing => "missing",
            Self::Thin => "thin",
            Self::Anew => "anew",
            Self::Note => "note",
        }
    }
}

impl Report {
    /// The report of a ledger. Tracks in which nothing was done are left out.
    pub fn new(mission: &Mission, ledger: &Ledger, author: &Author, charts: Charts) -> Self {
        let past = Past::of(mission, ledger, charts);
        let mut blocks = vec![Block::Line(Mark::Note, words::REPORT_KEY.to_owned())];
        for (index, track) in mission.tracks.iter().enumerate() {
            if !ledger.entries.iter().any(|entry| entry.track == track.id) {
                continue;
            }
            let Ok(engine) = Engine::new(mission, index) else {
                continue;
            };
            if !track.name.is_empty() {
                let title = words::report_track(&track.name, &track.persona);
                blocks.push(Block::Heading(2, title));
            }
            let written = Scope {
                mission,
                track: index,
                done: &past.state.tracks[index],
                engine: &engine,
                past: &past.tracks[index],
                blocks: Vec::new(),
            }
            .write();
            blocks.push(Block::Line(Mark::Note, count(&written)));
            blocks.extend(written);
        }
        if !past.unfit.is_empty() {
            blocks.push(Block::Heading(2, words::REPORT_UNFIT.to_owned()));
            blocks.push(Block::Line(Mark::Note, words::REPORT_UNFIT_NOTE.to_owned()));
        }
        for entry in &past.unfit {
            blocks.push(Block::Line(Mark::Note, date(entry.at)));
            let said = format!("{}: {}", entry.track, entry.act.words());
            blocks.push(Block::Typed(said));
        }
        Self {
            title: words::report_title(&mission.title),
            facts: facts(mission, ledger, author),
            blocks,
        }
    }
}

fn facts(mission: &Mission, ledger: &Ledger, author: &Author) -> Vec<Fact> {
    let fact = |label, text: String, typed| Fact { label, text, typed };
    let name = match author.name.trim() {
        "" => fact(words::REPORT_STUDENT, words::NO_NAME.to_owned(), false),
        name => fact(words::REPORT_STUDENT, one_line(name), true),
    };
    let minutes: u64 = ledger.time_by_part(mission).iter().sum::<u64>() / 60_000;
    let work = words::report_acts(ledger.entries.len(), minutes as usize);
    vec![
        name,
        fact(words::REPORT_BOOK, ledger.book.clone(), true),
        fact(words::REPORT_CHAPTER, ledger.chapter.clone(), true),
        fact(words::REPORT_EDITION, one_line(&ledger.edition), true),
        fact(words::REPORT_DATE, date(author.now), false),
        fact(words::REPORT_WORK, work, false),
    ]
}

/// How many lines of a track say that something is missing, thin or begun anew.
fn count(blocks: &[Block]) -> String {
    let count = |mark: Mark| {
        let own = |block: &&Block| matches!(block, Block::Line(of, _) if *of == mark);
        blocks.iter().filter(own).count()
    };
    words::report_count(count(Mark::Missing), count(Mark::Thin), count(Mark::Anew))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `2026-01-31 09:05 UTC` of milliseconds since 1970, by the civil calendar.
fn date(milliseconds: u64) -> String {
    let minutes = milliseconds / 60_000;
    let days = minutes / 1440;
    // Days are counted from 0000-03-01, so that a leap day ends its year.
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let of_era = shifted % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02} {:02}:{:02} UTC",
        minutes / 60 % 24,
        minutes % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By `date -u -d @SECONDS`.
    #[test]
    fn dates() {
        for (seconds, expect) in [
            (0, "1970-01-01 00:00 UTC"),
            (951_782_340, "2000-02-28 23:59 UTC"),
            (951_868_800, "2000-03-01 00:00 UTC"),
            (1_798_761_599, "2026-12-31 23:59 UTC"),
            (4_107_542_400, "2100-03-01 00:00 UTC"),
        ] {
            assert_eq!(date(seconds * 1000), expect);
        }
    }
}
