//! `cargo xtask bench`: measures the product beside what one would pick instead.
//!
//! ```text
//! provision    what xtask has fetched and built: programs, packages, or why one is missing
//! sites        the drift view, ours and each peer's, as a site of plain mdBook
//! server       a site on loopback, compressed as GitHub Pages does, each visit from a host of its own
//! visit        one cold visit: when it is alive, what moved, what blocked
//! weight       ┐
//! alive        │
//! responsive   │ sections: each measures, and adds rows
//! build        │
//! limits       ┘
//! results      rows, their statistics, beside a peer and a goal; results.json and results.md
//! plot         results.svg
//! ```
//!
//! A row that fails says why and the rest go on.

mod alive;
mod build;
mod limits;
mod plot;
mod process;
mod provision;
mod responsive;
mod results;
mod server;
mod sites;
mod visit;
mod weight;

use anyhow::Result;
use clap::Parser;
use provision::Provision;
use results::Results;
use std::path::PathBuf;

/// What a section needs to know.
pub struct Bench {
    /// What there is to measure.
    pub provision: Provision,
    /// Books that others wrote.
    pub books: Option<PathBuf>,
    /// A quick run, to see that all works: few rounds.
    pub rehearse: bool,
}

impl Bench {
    /// How many rounds: as many as asked for, or 2 in a rehearsal.
    pub fn rounds(&self, wanted: usize) -> usize {
        if self.rehearse { 2 } else { wanted }
    }
}

/// A section: its name, and what measures it.
type Section = (&'static str, fn(&Bench, &mut Results) -> Result<()>);

const SECTIONS: [Section; 5] = [
    ("weight", weight::measure),
    ("limits", limits::measure),
    ("build", build::measure),
    ("responsive", responsive::measure),
    ("alive", alive::measure),
];

#[derive(Parser)]
#[command(bin_name = "cargo xtask bench")]
struct Arguments {
    /// Where the results go, and where what there is to measure was provisioned
    #[arg(hide = true)]
    folder: PathBuf,
    /// Only these sections; all of them else
    #[arg(value_parser = SECTIONS.map(|(name, _)| name))]
    sections: Vec<String>,
    /// A folder of books that others wrote
    #[arg(long)]
    books: Option<PathBuf>,
    /// A quick run of few rounds, to see that all works
    #[arg(long)]
    rehearse: bool,
}

fn main() -> Result<()> {
    let Arguments {
        folder,
        sections,
        books,
        rehearse,
    } = Arguments::parse();
    let bench = Bench {
        provision: Provision::read(&folder)?,
        books,
        rehearse,
    };
    let mut results = Results::default();
    for (name, measure) in SECTIONS {
        if sections.is_empty() || sections.iter().any(|section| section == name) {
            eprintln!("bench: {name}");
            if let Err(error) = measure(&bench, &mut results) {
                results.not_run(name, "the rest of this section", &error);
            }
            // After each section, so that a run that is cut short leaves what it has.
            results.write(&folder, &bench.provision)?;
        }
    }
    eprintln!("{}", folder.join("results.md").display());
    Ok(())
}
