//! What a page shows of other chapters: their ledgers, or the way through the course. It is put in when all chapters
//! have been read.

use crate::chapter::{Done, Escaped, Setting, boxed, data};
use crate::reader::Text;
use mission_model::mission::{Mission, Track};
use mission_model::words;
use mission_widgets::{IslandState, Store};
use std::path::Path;

/// What is shown of which chapters.
#[derive(Debug, PartialEq)]
pub struct Overview {
    /// What is shown.
    pub of: Of,
    /// The ids of the chapters; none stands for all others in which something is to be done.
    pub chapters: Vec<Text>,
}

/// What a page shows of other chapters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Their ledgers.
    Ledgers,
    /// Where each begins, and how far the student is.
    Course,
}

/// A chapter as others show it.
pub struct Other<'a> {
    /// What it is.
    pub mission: Mission,
    /// See [`Done::former_places`].
    pub former_places: &'a str,
    /// Its file in the book.
    pub path: &'a Path,
}

/// Stands where an overview goes, by its index in the chapter.
pub fn place(index: usize) -> String {
    format!("\n\n<!-- mission: overview {index} -->\n\n")
}

/// Puts a chapter's overviews in their places; gives its Markdown.
pub fn fill(setting: &Setting, done: &Done, others: &[Other], depth: usize) -> String {
    let mut content = done.content.clone();
    for (index, overview) in done.overviews.iter().enumerate() {
        let shown = |other: &&Other| match overview.chapters.is_empty() {
            true => other.mission.id != done.id && steps(&other.mission) > 0,
            false => overview
                .chapters
                .iter()
                .any(|id| id.value == other.mission.id),
        };
        let shown: Vec<&Other> = others.iter().filter(shown).collect();
        let html = match overview.of {
            Of::Ledgers => ledgers(setting, &shown, depth),
            Of::Course => course(setting, &shown, depth),
        };
        content = content.replace(&place(index), &format!("\n\n{html}\n\n"));
    }
    content
}

fn ledgers(setting: &Setting, others: &[&Other], depth: usize) -> String {
    let ledger = |other: &&Other| {
        let mission = &other.mission;
        let html = mission_widgets::render_ledger(&Store::new(mission.clone()));
        format!(
            "<h2 id=\"ledger-{}\">{}</h2>\n\n{}\n\n{}\n\n{}",
            mission.id,
            Escaped(&mission.title),
            setting.assets.boot(mission, &[], depth),
            data(mission, other.former_places),
            boxed(
                mission,
                mission_widgets::BOOK_LEDGER,
                "ledger",
                IslandState::Open,
                &html
            )
        )
    };
    let ledgers: Vec<String> = others.iter().map(ledger).collect();
    ledgers.join("\n\n")
}

/// A card for each chapter. The script beside them says how far the student is, before they are painted.
fn course(setting: &Setting, others: &[&Other], depth: usize) -> String {
    let cards: String = others.iter().map(|other| card(other, depth)).collect();
    format!(
        "<nav aria-label=\"{}\"><ol class=\"m-course\">{cards}</ol></nav>\n\n{}",
        Escaped(words::COURSE),
        setting.assets.course(setting.book),
    )
}

fn card(other: &Other, depth: usize) -> String {
    let mission = &other.mission;
    let (id, title) = (&mission.id, Escaped(&mission.title));
    let href = format!("{}{}", "../".repeat(depth), other.path.display());
    let href = Escaped(&href);
    let minutes = match mission.minutes {
        0 => String::new(),
        minutes => format!("{} · ", words::minutes(minutes as usize)),
    };
    let steps = words::course_steps(steps(mission));
    let tracks: String = mission.tracks.iter().enumerate().map(track).collect();
    let [begin, go_on, again] = [
        words::COURSE_BEGIN,
        words::COURSE_GO_ON,
        words::COURSE_AGAIN,
    ];
    format!(
        "<li class=\"m-stage\" data-chapter=\"{id}\"><a class=\"m-title\" href=\"{href}\">{title}</a>\
         <span class=\"m-small\">{minutes}{steps}</span><span class=\"m-marks\">{tracks}</span>\
         <span class=\"m-way\"><a class=\"m-button\" href=\"{href}\" aria-label=\"{begin}: {title}\" data-go=\"{go_on}\" data-again=\"{again}\">{begin}</a>\
         <progress max=\"1\" value=\"0\" aria-hidden=\"true\"></progress><span class=\"m-small\"></span></span></li>"
    )
}

fn track((index, track): (usize, &Track)) -> String {
    if track.name.is_empty() {
        return String::new();
    }
    let mark = match track.mark.as_str() {
        "" => String::new(),
        path => format!(
            "<svg class=\"m-mark\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"{path}\"></path></svg>"
        ),
    };
    let (hue, name) = (index % 4 + 1, Escaped(&track.name));
    format!("<span data-hue=\"{hue}\">{mark}{name}</span>")
}

/// How much is to be done in a chapter.
fn steps(mission: &Mission) -> usize {
    let islands = mission.islands.iter();
    islands.filter(|island| island.kind.is_step()).count()
}
