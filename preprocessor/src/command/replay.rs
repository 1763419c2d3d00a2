//! `replay`: whether the model of a book confirms what students' ledgers say.

use super::Format;
use anyhow::{Context, Result};
use mission_model::ledger::{Act, Entry, Finding, FindingKind, Ledger, Replayer, State};
use mission_model::value::Value;
use mission_model::{Mission, page};
use serde_json::json;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What is to be replayed, and for whom.
#[derive(clap::Args)]
pub struct Arguments {
    /// The book's folder
    book: PathBuf,
    /// Ledgers that students handed in
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// For whom the findings are written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Replays ledgers; whether none contradicts the model, was edited, or can't be read.
///
/// # Errors
/// What keeps the book from being read.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let Arguments {
        book,
        files,
        format,
    } = arguments;
    let missions = missions(&sources(book)?)?;
    let mut court = Court::new(&missions);
    let verdict = |file: &PathBuf| Verdict {
        file: file.display().to_string(),
        replayed: fs::read_to_string(file)
            .context("can't be read")
            .and_then(|text| court.judge(&text)),
    };
    let verdicts: Vec<Verdict> = files.iter().map(verdict).collect();
    let mut out = std::io::stdout().lock();
    if *format == Format::Json {
        let all: Vec<_> = verdicts.iter().map(Verdict::json).collect();
        serde_json::to_writer_pretty(&mut out, &all)?;
        writeln!(out)?;
    } else {
        for verdict in &verdicts {
            write!(out, "{}", verdict.text())?;
        }
    }
    Ok(!verdicts.iter().any(Verdict::is_bad))
}

/// The missions of a book, in its order, as its pages have them.
///
/// # Errors
/// What keeps the book from being read.
pub fn sources(book: &Path) -> Result<Vec<String>> {
    super::check::before_us(book, mdbook_mission::missions)
}

/// Missions from their sources, each chapter once: a page of ledgers has those of others, too.
///
/// # Errors
/// None that is known: the sources are ours.
pub fn missions(sources: &[String]) -> Result<Vec<Mission>> {
    let mut missions: Vec<Mission> = Vec::new();
    for json in sources {
        let mission = page::read(json)?;
        if missions.iter().all(|known| known.id != mission.id) {
            missions.push(mission);
        }
    }
    Ok(missions)
}

/// What is said of a file.
struct Verdict {
    file: String,
    /// Or why it can't be read.
    replayed: Result<Replayed>,
}

/// A ledger, and what the model makes of it.
pub struct Replayed {
    /// The index of its chapter's mission.
    pub chapter: usize,
    pub ledger: Ledger,
    pub state: State,
    pub findings: Vec<Found>,
}

/// A finding, in words.
pub struct Found {
    /// What it means.
    pub kind: FindingKind,
    /// Where; nothing if it is of the whole file.
    pub act: Option<Place>,
    /// What was found.
    pub message: String,
}

/// An act of a ledger.
pub struct Place {
    /// Counted from 1.
    pub number: usize,
    /// Its time, in milliseconds since 1970-01-01 UTC.
    pub at: u64,
    pub track: String,
    pub island: Option<String>,
}

impl Found {
    fn of(finding: &Finding, ledger: &Ledger) -> Self {
        let place = |at: usize| {
            let entry = &ledger.entries[at];
            Place {
                number: at + 1,
                at: entry.at,
                track: entry.track.clone(),
                island: entry.act.island().map(str::to_owned),
            }
        };
        Self {
            kind: finding.kind(),
            act: finding.entry().map(place),
            message: words(finding),
        }
    }
}

/// The model of a book, by which ledgers are judged.
pub struct Court<'m> {
    missions: &'m [Mission],
    /// By chapter; made when the first ledger of the chapter comes.
    replayers: Vec<Option<Replayer<'m>>>,
}

impl<'m> Court<'m> {
    /// Nothing judged yet.
    pub fn new(missions: &'m [Mission]) -> Self {
        Self {
            missions,
            replayers: missions.iter().map(|_| None).collect(),
        }
    }

    /// Replays the text of a ledger with the mission of its chapter, which is named in it.
    ///
    /// # Errors
    /// Why it can't be read.
    pub fn judge(&mut self, text: &str) -> Result<Replayed> {
        /// All that has to be known before the rest is read.
        #[derive(serde::Deserialize)]
        struct Head {
            chapter: Option<String>,
        }
        let head: Head = serde_json::from_str(text).context("is no ledger")?;
        let chapter = head.chapter.context("names no chapter")?;
        let found = self
            .missions
            .iter()
            .position(|mission| mission.id == chapter);
        let found = found.with_context(|| {
            format!("is of the chapter `{chapter}`, which the book doesn't have")
        })?;
        let mission = &self.missions[found];
        let ledger = Ledger::read(text, &mission.book, &mission.id)?;
        let replayer = match &mut self.replayers[found] {
            Some(replayer) => replayer,
            none => none.insert(Replayer::new(mission)?),
        };
        let (state, findings) = replayer.replay(&ledger);
        let findings = findings.iter().map(|finding| Found::of(finding, &ledger));
        let findings = findings.collect();
        Ok(Replayed {
            chapter: found,
            ledger,
            state,
            findings,
        })
    }
}

impl Verdict {
    fn is_bad(&self) -> bool {
        match &self.replayed {
            Ok(replayed) => replayed.findings.iter().any(|found| found.kind.is_grave()),
            Err(_) => true,
        }
    }

    fn text(&self) -> String {
        let replayed = match &self.replayed {
            Ok(replayed) => replayed,
            Err(error) => return format!("{}: {error:#}\n", self.file),
        };
        let acts = replayed.ledger.entries.len();
        if replayed.findings.is_empty() {
            return format!("{}: {acts} acts, no finding\n", self.file);
        }
        let mut text = format!(
            "{}: {acts} acts, {} findings\n",
            self.file,
            replayed.findings.len()
        );
        for found in &replayed.findings {
            let place = match &found.act {
                Some(act) => {
                    let island = act.island.as_ref().map(|id| format!(" `{id}`"));
                    let island = island.unwrap_or_default();
                    format!("act {}, track `{}`{island}: ", act.number, act.track)
                }
                None => String::new(),
            };
            text += &format!("  {}: {place}{}\n", kind(found.kind), found.message);
        }
        text
    }

    fn json(&self) -> serde_json::Value {
        let replayed = match &self.replayed {
            Ok(replayed) => replayed,
            Err(error) => return json!({ "file": self.file, "error": format!("{error:#}") }),
        };
        let finding = |found: &Found| {
            let act = found.act.as_ref();
            json!({
                "kind": kind(found.kind),
                "act": act.map(|act| act.number),
                "at": act.map(|act| act.at),
                "track": act.map(|act| &act.track),
                "island": act.and_then(|act| act.island.as_ref()),
                "message": found.message,
            })
        };
        let entries = &replayed.ledger.entries;
        json!({
            "file": self.file,
            "chapter": replayed.ledger.chapter,
            "acts": entries.len(),
            "findings": replayed.findings.iter().map(finding).collect::<Vec<_>>(),
            "begun_anew": begun_anew(entries),
        })
    }
}

/// Parts that were begun anew, each with the islands and when: no finding, and yet worth knowing.
fn begun_anew(entries: &[Entry]) -> Vec<serde_json::Value> {
    let reset = entries.iter().enumerate().filter_map(|(at, entry)| {
        let Act::Reset { islands } = &entry.act else {
            return None;
        };
        Some(json!({ "act": at + 1, "at": entry.at, "track": entry.track, "islands": islands }))
    });
    reset.collect()
}

/// The word for what a finding means.
pub fn kind(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Contradiction => "contradiction",
        FindingKind::Edited => "edited",
        FindingKind::Odd => "odd",
        FindingKind::AnotherEdition => "another edition",
    }
}

/// What was found, in words.
fn words(finding: &Finding) -> String {
    match finding {
        Finding::Edition { recorded } if recorded.is_empty() => {
            "some acts don't say in which edition of the chapter they were done, and are not judged"
                .to_owned()
        }
        Finding::Edition { recorded } => format!(
            "some acts were done in the edition {recorded} of the chapter, and are not judged: replay them with the book of that time"
        ),
        Finding::Gone(_) => "is about something that the chapter no longer has".to_owned(),
        Finding::Unknown(_) => "is of a kind that this version doesn't know".to_owned(),
        Finding::Seal(_) => {
            "the seal is broken: from here on the file is not as it was written".to_owned()
        }
        Finding::Unsealed(_) => "the seal is missing".to_owned(),
        Finding::Gap(_) => "an act before this one is missing".to_owned(),
        Finding::Unfit(_) => "does not fit the chapter".to_owned(),
        Finding::Range(_) => "the control can't be set to this".to_owned(),
        Finding::Reading {
            name,
            recorded,
            computed,
            ..
        } => match computed {
            Some(computed) => format!(
                "`{name}` was {}, and not {}",
                value(computed),
                value(recorded)
            ),
            None => format!("the chapter has no `{name}`"),
        },
        Finding::Unmet(_) => "its condition did not hold".to_owned(),
        Finding::Unpredicted(_) => "nothing was predicted before".to_owned(),
        Finding::Outcome(_) => "what it says was found is not what the model finds".to_owned(),
        Finding::Late(_) => "was predicted after the measurement was shown".to_owned(),
        Finding::Twice(_) => "was predicted before, and nothing was begun anew".to_owned(),
        Finding::Behind(_) => "is behind a lock that was not answered".to_owned(),
        Finding::Spent(_) => "all moves of the round were spent".to_owned(),
        Finding::Fast(_) => "follows the act before sooner than a hand can".to_owned(),
        Finding::Backwards(_) => "was done before the act before it, by the clock".to_owned(),
        Finding::Foreseen(_) => "says that it saw what was done later".to_owned(),
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Truth(truth) => truth.to_string(),
        Value::Category(category) => format!("`{category}`"),
        Value::Series(series) => format!("a series of {} numbers", series.len()),
    }
}
