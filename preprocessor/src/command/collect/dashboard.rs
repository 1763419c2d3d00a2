//! `index.html`: how a course stands, without script; and without names, unless they are asked for.

use super::summary::{Summary, locks, steps, with_trials};
use super::{Record, Work};
use crate::command::replay::kind;
use mission_model::mission::{Island, Kind, Mission, PerTrack, Question};
use mission_model::plain;
use std::collections::BTreeMap;
use std::fmt::Write;

const STYLE: &str = include_str!("dashboard.css");

/// Writes the dashboard of a course.
pub fn page(missions: &[Mission], works: &[Work], records: &[Record], names: bool) -> String {
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>How the course stands</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<h1>How the course stands</h1>\n"
    );
    let unread = records
        .iter()
        .filter(|record| record.summary.is_err())
        .count();
    let said = match unread {
        0 => String::new(),
        _ => format!(" <span class=\"grave\">{unread} can't be read: see findings.csv.</span>"),
    };
    let people: std::collections::BTreeSet<&str> =
        works.iter().map(|work| work.person.name.as_str()).collect();
    page += &format!(
        "<p>{} files of {} people.{said} What counts of a person is the ledger and the track that are worth \
         most. A finding is no verdict: read it in findings.csv.</p>\n",
        records.len(),
        people.len()
    );
    for (index, mission) in missions.iter().enumerate() {
        let of: Vec<&Work> = works.iter().filter(|work| work.chapter == index).collect();
        if !of.is_empty() {
            chapter(&mut page, mission, &of, names);
        }
    }
    page + "</body>\n</html>\n"
}

fn chapter(page: &mut String, mission: &Mission, works: &[&Work], names: bool) {
    let all: Vec<&Summary> = works.iter().map(|work| work.best).collect();
    *page += &format!("<h2>{}</h2>\n", plain::html(&mission.title));
    overview(page, mission, works);
    progress(page, mission, &all);
    predictions(page, mission, &all);
    trials(page, mission, &all);
    times(page, mission, &all);
    found(page, works);
    if names {
        people(page, mission, works);
    }
}

/// Headings of columns that hold no numbers.
const BARS: [&str; 5] = ["done by", "given by", "people", "track", "steps"];

fn heading(page: &mut String, title: &str) {
    *page += &format!("<h3>{}</h3>\n", plain::html(title));
}

/// A table under its title; the first column names the row, and numbers are at the right.
fn table(page: &mut String, title: &str, headings: &[&str], rows: impl Iterator<Item = Vec<Cell>>) {
    heading(page, title);
    let name = plain::html(title).replace('"', "&quot;");
    *page += &format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\"><table>\n<thead><tr>"
    );
    for (index, heading) in headings.iter().enumerate() {
        let class = match index == 0 || BARS.contains(heading) {
            true => "",
            false => " class=\"number\"",
        };
        let _ = write!(page, "<th scope=\"col\"{class}>{heading}</th>");
    }
    *page += "</tr></thead>\n<tbody>\n";
    for row in rows {
        *page += "<tr>";
        for (index, cell) in row.into_iter().enumerate() {
            let _ = match (index, cell) {
                (0, Cell::Text(text)) => write!(page, "<th scope=\"row\">{text}</th>"),
                (_, Cell::Text(text)) => write!(page, "<td>{text}</td>"),
                (_, Cell::Number(number)) => write!(page, "<td class=\"number\">{number}</td>"),
                (_, Cell::Share(part, all)) => write!(
                    page,
                    "<td class=\"share\"><meter min=\"0\" max=\"{all}\" value=\"{part}\" aria-label=\"{part} of {all}\"></meter></td>\
                     <td class=\"number\">{part}</td><td class=\"number\">{}</td>",
                    percent(part, all)
                ),
            };
        }
        *page += "</tr>\n";
    }
    *page += "</tbody>\n</table></div>\n";
}

enum Cell {
    /// HTML.
    Text(String),
    Number(String),
    /// So many of how many: three columns.
    Share(usize, usize),
}

fn percent(part: usize, all: usize) -> String {
    format!("{:.0}\u{202f}%", 100.0 * part as f64 / all.max(1) as f64)
}

/// Least, quartiles and greatest.
fn spread(mut numbers: Vec<f64>) -> Option<[f64; 5]> {
    numbers.sort_by(f64::total_cmp);
    let last = numbers.len().checked_sub(1)?;
    let at = |part: f64| {
        let place = part * last as f64;
        let (low, rest) = (numbers[place.floor() as usize], place.fract());
        low + rest * (numbers[place.ceil() as usize] - low)
    };
    Some([0.0, 0.25, 0.5, 0.75, 1.0].map(at))
}

fn spread_cells(name: String, numbers: Vec<f64>) -> Vec<Cell> {
    let count = numbers.len();
    let cells = spread(numbers).map(|spread| spread.map(|number| format!("{number:.0}")));
    let cells = cells.unwrap_or_else(|| std::array::from_fn(|_| "–".to_owned()));
    let mut row = vec![Cell::Text(name), Cell::Number(count.to_string())];
    row.extend(cells.map(Cell::Number));
    row
}

/// A table of [`spread_cells`].
fn spreads(page: &mut String, title: &str, of: &str, rows: impl Iterator<Item = Vec<Cell>>) {
    let headings = [
        of,
        "n",
        "least",
        "lower quartile",
        "median",
        "upper quartile",
        "most",
    ];
    table(page, title, &headings, rows);
}

fn overview(page: &mut String, mission: &Mission, works: &[&Work]) {
    let mut tracks: BTreeMap<usize, usize> = BTreeMap::new();
    for work in works {
        *tracks.entry(work.best.track).or_default() += 1;
    }
    let tracks: Vec<String> = tracks
        .into_iter()
        .map(|(track, count)| match mission.tracks[track].name.as_str() {
            "" => format!("{count} in all"),
            name => format!("{} {count}", plain::html(name)),
        })
        .collect();
    *page += &format!("<p>{} people: {}.</p>\n", works.len(), tracks.join(", "));
    let totals = works.iter().map(|work| work.total()).collect();
    let steps = works
        .iter()
        .map(|work| work.best.steps_done() as f64)
        .collect();
    let rows = [
        spread_cells("Points".to_owned(), totals),
        spread_cells("Steps done".to_owned(), steps),
    ];
    spreads(page, "Points and steps", "What", rows.into_iter());
}

/// What a step is called.
fn label(mission: &Mission, island: &Island) -> String {
    let of = |text: &PerTrack<String>| plain::html(&shortened(&plain::text(text.get(0))));
    match &island.kind {
        Kind::Lock(lock) => format!("Predict: {}", of(&lock.prompt)),
        Kind::Reveal(reveal) => match mission.lock(&reveal.lock) {
            Some(lock) => format!("Measure: {}", of(&lock.prompt)),
            None => "Measure".to_owned(),
        },
        Kind::Bench(bench) => plain::html(&bench.title),
        Kind::Challenge(challenge) => {
            let who: Vec<&String> = challenge.who.iter().collect();
            let mut names: Vec<String> = who.into_iter().map(|who| plain::html(who)).collect();
            names.dedup();
            format!("Convince: {}", names.join(" / "))
        }
        Kind::Reflect(reflect) => format!("Explain: {}", of(&reflect.prompt)),
        Kind::Chapter | Kind::Math(_) | Kind::Ledger(_) => String::new(),
    }
}

fn shortened(text: &str) -> String {
    const MOST: usize = 90;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn progress(page: &mut String, mission: &Mission, all: &[&Summary]) {
    let rows = steps(mission).enumerate().map(|(index, step)| {
        let done = all.iter().filter(|summary| summary.done[index]).count();
        let next = |summary: &&&Summary| summary.done.iter().position(|done| !done) == Some(index);
        vec![
            Cell::Text(label(mission, step)),
            Cell::Share(done, all.len()),
            Cell::Number(all.iter().filter(next).count().to_string()),
        ]
    });
    table(
        page,
        "Where people are, and where they stop",
        &["Step", "done by", "n", "share", "stopped before it"],
        rows,
    );
}

fn predictions(page: &mut String, mission: &Mission, all: &[&Summary]) {
    for (index, island) in locks(mission).enumerate() {
        let Kind::Lock(lock) = &island.kind else {
            continue;
        };
        let answers = all
            .iter()
            .filter_map(|summary| summary.answers[index].as_ref());
        let answers: Vec<_> = answers.collect();
        let title = format!("Predicted: {}", plain::text(lock.prompt.get(0)));
        match &lock.question {
            Question::Choice { options, answer } => {
                let rows = options.iter().enumerate().map(|(option, html)| {
                    let text = plain::html(&plain::text(html));
                    let text = match option == *answer {
                        true => format!("{text} <span class=\"right\">✓ right</span>"),
                        false => text,
                    };
                    let chosen = answers
                        .iter()
                        .filter(|answer| answer.option == Some(option));
                    vec![Cell::Text(text), Cell::Share(chosen.count(), answers.len())]
                });
                table(page, &title, &["Answer", "given by", "n", "share"], rows);
            }
            Question::Number { .. } => {
                let numbers = answers
                    .iter()
                    .filter_map(|answer| answer.words.parse().ok());
                let row = spread_cells("Answers".to_owned(), numbers.collect());
                spreads(page, &title, "What", [row].into_iter());
                let told: Vec<bool> = answers.iter().filter_map(|answer| answer.right).collect();
                let right = told.iter().filter(|right| **right).count();
                *page += &format!("<p>{right} of {} were right.</p>\n", told.len());
            }
            Question::Text => {
                heading(page, &title);
                *page += &format!("<p>{} answers in words.</p>\n", answers.len());
            }
        }
    }
}

fn trials(page: &mut String, mission: &Mission, all: &[&Summary]) {
    let benches: Vec<&Island> = with_trials(mission).collect();
    if benches.is_empty() {
        return;
    }
    let rows = benches.into_iter().enumerate().map(|(index, island)| {
        let tries = all.iter().filter_map(|summary| summary.tries[index]);
        let tries = tries.map(|tries| tries as f64).collect();
        spread_cells(label(mission, island), tries)
    });
    spreads(page, "Trials until the goal", "Bench", rows);
}

fn times(page: &mut String, mission: &Mission, all: &[&Summary]) {
    let minutes = |part: usize| {
        let spent = all
            .iter()
            .map(|summary| summary.spent[part] as f64 / 60_000.0);
        spent.filter(|minutes| *minutes > 0.0).collect()
    };
    let parts: Vec<String> = match mission.parts.is_empty() {
        true => vec![mission.title.clone()],
        false => mission
            .parts
            .iter()
            .map(|part| part.title.clone())
            .collect(),
    };
    let rows = parts.iter().enumerate();
    let rows = rows.map(|(index, title)| spread_cells(plain::html(title), minutes(index)));
    spreads(page, "Minutes", "Part", rows);
}

fn found(page: &mut String, works: &[&Work]) {
    let mut kinds: BTreeMap<(mission_model::ledger::FindingKind, String), usize> = BTreeMap::new();
    for work in works {
        let summaries = work
            .records
            .iter()
            .filter_map(|record| record.summary.as_ref().ok());
        // Once a person.
        let mut own: Vec<_> = summaries
            .flat_map(|summary| &summary.findings)
            .map(|found| {
                let grave = if found.kind.is_grave() {
                    " class=\"grave\""
                } else {
                    ""
                };
                (
                    found.kind,
                    format!("<span{grave}>{}</span>", kind(found.kind)),
                )
            })
            .collect();
        own.sort();
        own.dedup();
        for kind in own {
            *kinds.entry(kind).or_default() += 1;
        }
    }
    if kinds.is_empty() {
        heading(page, "Findings");
        *page += "<p>The model confirms every ledger.</p>\n";
        return;
    }
    let rows = kinds
        .into_iter()
        .map(|((_, word), count)| vec![Cell::Text(word), Cell::Share(count, works.len())]);
    table(page, "Findings", &["Finding", "people", "n", "share"], rows);
}

fn people(page: &mut String, mission: &Mission, works: &[&Work]) {
    let all = steps(mission).count();
    let rows = works.iter().map(|work| {
        let grave = match work.best.grave() {
            0 => String::new(),
            count => format!("<span class=\"grave\">{count}</span>"),
        };
        vec![
            Cell::Text(plain::html(&work.person.name)),
            Cell::Text(plain::html(&mission.tracks[work.best.track].name)),
            Cell::Share(work.best.steps_done(), all),
            Cell::Number(work.total().to_string()),
            Cell::Text(grave),
        ]
    });
    let headings = [
        "Person",
        "track",
        "steps",
        "n",
        "share",
        "points",
        "grave findings",
    ];
    table(page, "People", &headings, rows);
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn quartiles() {
        assert_eq!(
            spread(vec![4.0, 1.0, 3.0, 2.0]),
            Some([1.0, 1.75, 2.5, 3.25, 4.0])
        );
        assert_eq!(spread(Vec::new()), None);
    }
}
