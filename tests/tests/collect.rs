//! `mdbook-mission collect`, as an instructor runs it on what an LMS hands out.

use anyhow::{Context, Result, ensure};
use mission_model::ledger::{Act, Answer, Ledger};
use mission_tests::native::{alive, mission};
use mission_tests::{STUDENTS, repo_root, site};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The chapter's ledgers, one of each track, done as far as can be.
fn ledgers() -> Result<Vec<Ledger>> {
    let text = fs::read_to_string(repo_root().join("src/ml_ops.md"))?;
    let mission = mission("ml-systems-missions", "ml_ops", &text)?;
    let take = |student: &mission_tests::Student| {
        let store = alive(&mission, None);
        student.take_natively(&store)?;
        Ok(store.ledger().sealed())
    };
    STUDENTS.iter().map(take).collect()
}

fn text(ledger: &Ledger) -> Result<String> {
    Ok(mission_model::json::named::to(ledger)
        .context("a ledger is JSON")?
        .to_string())
}

fn archive(path: &Path, files: &[(&str, &str)]) -> Result<()> {
    let mut archive = ZipWriter::new(File::create(path)?);
    for (name, text) in files {
        archive.start_file(*name, SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())?;
    }
    archive.finish()?;
    Ok(())
}

fn collect(arguments: &[&str]) -> Result<Output> {
    Ok(Command::new(site::preprocessor()?)
        .arg("collect")
        .arg(repo_root())
        .args(arguments)
        .output()?)
}

/// A table's rows, each by the headings.
fn rows(path: &Path) -> Result<Vec<BTreeMap<String, String>>> {
    let mut reader = csv::Reader::from_path(path)?;
    let rows = reader.deserialize();
    Ok(rows.collect::<Result<_, _>>()?)
}

#[test]
fn moodles_archive_becomes_grades() -> Result<()> {
    let folder = TempDir::new()?;
    let at = |name: &str| folder.path().join(name);
    let shown = |name: &str| at(name).display().to_string();
    let mut all = ledgers()?;
    // Somebody improves an answer by hand.
    for entry in &mut all[2].entries {
        if let Act::Predict { lock, answer } = &mut entry.act
            && lock == "schedule"
        {
            *answer = Answer::Choice(1);
        }
    }
    let texts: Vec<String> = all.iter().map(text).collect::<Result<_>>()?;
    archive(
        &at("moodle.zip"),
        &[
            (
                "Ada Lovelace_101_assignsubmission_file/ml_ops.ledger.json",
                &texts[0],
            ),
            (
                "Grace Hopper_102_assignsubmission_file/ml_ops.ledger.json",
                &texts[1],
            ),
            (
                "Alan Turing_103_assignsubmission_file/ml_ops.ledger.json",
                &texts[2],
            ),
            (
                "Emmy Noether_104_assignsubmission_file/ml_ops.ledger.json",
                "{ \"no\": ",
            ),
            (
                "Nobody Known_105_assignsubmission_file/ml_ops.ledger.json",
                &texts[3],
            ),
            ("__MACOSX/._ml_ops.ledger.json", "no ledger"),
        ],
    )?;
    fs::write(
        at("roster.csv"),
        "First name,Last name,Email address\nAda,Lovelace,Ada@example.edu\nGrace,Hopper,grace@example.edu\n\
         Alan,Turing,alan@example.edu\nEmmy,Noether,emmy@example.edu\n",
    )?;
    let (zip, roster, out) = (shown("moodle.zip"), shown("roster.csv"), shown("out"));
    let run = |more: &[&str]| {
        let fixed = [&zip, "--roster", &roster, "--lms", "moodle", "--out", &out];
        collect(&[&fixed[..], more].concat())
    };
    let done = run(&[])?;
    let said = String::from_utf8(done.stdout)?;
    ensure!(
        !done.status.success(),
        "a file is broken, and somebody unknown: {said}"
    );
    ensure!(said.contains("5 files, 5 people"), "{said}");

    let grades = rows(&at("out/grades.csv"))?;
    let of = |person: &str| {
        grades
            .iter()
            .find(|row| row["person"] == person)
            .context(person.to_owned())
    };
    // Three predictions and three measurements at 1, two goals at 2, a stakeholder at 3.
    let ada = of("Ada Lovelace")?;
    assert_eq!(
        (ada["recorded"].as_str(), ada["recorded_of"].as_str()),
        ("13", "13")
    );
    assert_eq!(
        (ada["by_hand"].as_str(), ada["by_hand_of"].as_str()),
        ("", "12")
    );
    assert_eq!(
        (ada["steps"].as_str(), ada["steps_of"].as_str()),
        ("12", "12")
    );
    assert_eq!(
        (ada["track"].as_str(), ada["findings"].as_str()),
        ("cloud", "0")
    );
    ensure!(of("Alan Turing")?["findings"] != "0", "an edit goes unseen");
    ensure!(of("Emmy Noether").is_err());

    let findings = rows(&at("out/findings.csv"))?;
    let kinds = |person: &str| -> Vec<&str> {
        let own = findings.iter().filter(|row| row["person"] == person);
        own.map(|row| row["kind"].as_str()).collect()
    };
    ensure!(kinds("Alan Turing").contains(&"edited"));
    assert_eq!(kinds("Emmy Noether"), ["unreadable"]);
    assert_eq!(kinds("Nobody Known")[0], "unknown person");
    ensure!(
        !kinds("Ada Lovelace")
            .iter()
            .any(|kind| ["edited", "contradiction"].contains(kind))
    );

    // By e-mail address, its case kept, and nobody who isn't on the roster.
    let moodle = fs::read_to_string(at("out/moodle.csv"))?;
    let lines: Vec<&str> = moodle.lines().collect();
    assert_eq!(lines.len(), 4, "{moodle}");
    // Of the book's chapters one has grades.
    assert_eq!(
        lines[..2],
        [
            "Email address,ML Operations: System Entropy & Maintenance",
            "Ada@example.edu,13"
        ]
    );

    // The same files give the same bytes, and no name is on the dashboard unasked.
    let written = |name: &str| fs::read_to_string(at("out").join(name));
    let before = (
        written("grades.csv")?,
        written("index.html")?,
        written("reflections.csv")?,
    );
    run(&[])?;
    assert_eq!(
        before,
        (
            written("grades.csv")?,
            written("index.html")?,
            written("reflections.csv")?
        )
    );
    ensure!(!before.1.contains("Lovelace") && before.1.contains("By the threshold, and by far"));
    run(&["--names"])?;
    ensure!(written("index.html")?.contains("Ada Lovelace"));

    graded(&at("out/reflections.csv"), &at("graded.csv"))?;
    run(&["--graded", &shown("graded.csv")])?;
    let grades = rows(&at("out/grades.csv"))?;
    // 4 for each, and never more: somebody typed 40 once.
    let ada = grades
        .iter()
        .find(|row| row["person"] == "Ada Lovelace")
        .context("Ada")?;
    assert_eq!(
        (ada["by_hand"].as_str(), ada["total"].as_str()),
        ("12", "25")
    );
    Ok(())
}

/// Fills in the points of all reflections: 4, and 40 for the first.
fn graded(from: &Path, to: &Path) -> Result<()> {
    let mut reader = csv::Reader::from_path(from)?;
    let headings = reader.headers()?.clone();
    let points = headings
        .iter()
        .position(|heading| heading == "points")
        .context("points")?;
    let mut writer = csv::Writer::from_path(to)?;
    writer.write_record(&headings)?;
    for (index, row) in reader.records().enumerate() {
        let row = row?;
        let cells = row
            .iter()
            .enumerate()
            .map(|(column, cell)| match (column == points, index) {
                (true, 0) => "40",
                (true, _) => "4",
                (false, _) => cell,
            });
        writer.write_record(cells)?;
    }
    Ok(writer.flush()?)
}

#[test]
fn canvas_gradebook_is_filled_in() -> Result<()> {
    let folder = TempDir::new()?;
    let at = |name: &str| folder.path().join(name);
    let shown = |name: &str| at(name).display().to_string();
    let ledgers = ledgers()?;
    archive(
        &at("submissions.zip"),
        &[
            (
                "lovelaceada_LATE_815_90210_ml_ops.ledger.json",
                &text(&ledgers[0])?,
            ),
            (
                "hoppergrace_816_90211_ml_ops.ledger-1.json",
                &text(&ledgers[1])?,
            ),
        ],
    )?;
    let gradebook = "Student,ID,SIS User ID,SIS Login ID,Section,Quiz (1),ML Operations: System Entropy & Maintenance (77)\n\
                     Points Possible,,,,,5,25\n\
                     \"Lovelace, Ada\",815,u815,ada,S1,4,\n\"Hopper, Grace\",816,u816,grace,S1,3,\n\"Noether, Emmy\",817,u817,emmy,S2,5,\n";
    fs::write(at("gradebook.csv"), gradebook)?;
    let (zip, roster, out) = (
        shown("submissions.zip"),
        shown("gradebook.csv"),
        shown("out"),
    );
    let done = collect(&[&zip, "--roster", &roster, "--lms", "canvas", "--out", &out])?;
    ensure!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let filled = fs::read_to_string(at("out/canvas.csv"))?;
    let expected = gradebook
        .replace("ada,S1,4,", "ada,S1,4,13")
        .replace("grace,S1,3,", "grace,S1,3,13");
    assert_eq!(filled, expected);

    // A column that Canvas doesn't know would become a new assignment.
    fs::write(
        at("gradebook.csv"),
        gradebook.replace("ML Operations", "MLOps"),
    )?;
    let refused = collect(&[&zip, "--roster", &roster, "--lms", "canvas", "--out", &out])?;
    let said = String::from_utf8(refused.stderr)?;
    ensure!(
        said.contains("the gradebook has no column `ML Operations: System Entropy & Maintenance`"),
        "{said}"
    );
    Ok(())
}
