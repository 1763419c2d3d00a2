//! Ledgers that the browser exported, re-executed by the native model: it confirms every reading to the bit, and
//! names what was changed afterwards.

use anyhow::{Context, Result, ensure};
use mission_model::Mission;
use mission_model::ledger::{Act, Finding, Ledger, Readings, replay};
use mission_model::value::Value;
use mission_tests::{ChapterPage, STUDENTS, Session, repo_root};
use std::collections::BTreeSet;

/// The chapter, and the ledger that one student exported after the whole mission in each track.
fn exported() -> Result<(Mission, Ledger)> {
    let browser = Session::new().open()?;
    browser.goto_file(&repo_root().join("book/ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    for student in &STUDENTS {
        student.take(&page).context(student.track)?;
    }
    let mission = page.mission()?;
    let ledger = Ledger::read(&page.export()?.text, &mission.book, &mission.id)?;
    Ok((mission, ledger))
}

fn readings(act: &Act) -> Option<&Readings> {
    match act {
        Act::Reveal { readings, .. }
        | Act::Commit { readings, .. }
        | Act::Try { readings, .. }
        | Act::Attach { readings, .. } => Some(readings),
        _ => None,
    }
}

/// The index of the first act in a track that `wanted` holds for.
fn find(ledger: &Ledger, track: &str, wanted: impl Fn(&Act) -> bool) -> Result<usize> {
    ledger
        .entries
        .iter()
        .position(|entry| entry.track == track && wanted(&entry.act))
        .with_context(|| format!("no such act in track {track}"))
}

/// One test, for all of it stands on one file.
#[test]
fn the_model_confirms_what_the_browser_read_and_names_what_was_changed() -> Result<()> {
    let (mission, ledger) = exported()?;
    confirms(&mission, &ledger).context("as exported")?;
    for student in &STUDENTS {
        let track = student.track;
        edited_reading(&mission, ledger.clone(), track)
            .with_context(|| format!("{track}: an edited reading"))?;
        removed_act(&mission, &ledger, track).with_context(|| format!("{track}: a removed act"))?;
    }
    older_edition(&mission, &ledger)
}

fn confirms(mission: &Mission, ledger: &Ledger) -> Result<()> {
    let (state, found) = replay(mission, ledger)?;
    assert_eq!(found, []);
    for (track, done) in mission.tracks.iter().zip(&state.tracks) {
        assert_eq!(done.predictions.iter().count(), 3, "{}", track.id);
        assert_eq!(done.reveals.iter().count(), 3, "{}", track.id);
        assert_eq!(done.commits.iter().count(), 3, "{}", track.id);
        assert_eq!(
            done.rounds.get("cost").map(Vec::len),
            Some(1),
            "{}",
            track.id
        );
        assert_eq!(
            done.evidence.get("approval").map(Vec::len),
            Some(1),
            "{}",
            track.id
        );
        let read: BTreeSet<&str> = ledger
            .entries
            .iter()
            .filter(|entry| entry.track == track.id)
            .filter_map(|entry| readings(&entry.act))
            .flat_map(|readings| readings.iter().map(|(name, _)| name.as_str()))
            .collect();
        ensure!(read.len() > 25, "{}: only {read:?} were read", track.id);
    }
    Ok(())
}

/// The last bit of one number. With new seals the model alone can tell.
fn edited_reading(mission: &Mission, mut ledger: Ledger, track: &str) -> Result<()> {
    let entry = find(
        &ledger,
        track,
        |act| matches!(act, Act::Reveal { reveal, .. } if reveal == "schedule_reveal"),
    )?;
    let name = "cost.threshold_cost".to_owned();
    let Act::Reveal { readings, .. } = &mut ledger.entries[entry].act else {
        unreachable!()
    };
    let honest = readings
        .get(&name)
        .and_then(Value::number)
        .context("no number")?;
    let recorded = Value::Number(f64::from_bits(honest.to_bits() + 1));
    readings.insert(name.clone(), recorded.clone());
    let reading = Finding::Reading {
        entry,
        name,
        recorded,
        computed: Some(Value::Number(honest)),
    };
    assert_eq!(
        replay(mission, &ledger)?.1,
        [Finding::Seal(entry), reading.clone()]
    );
    assert_eq!(replay(mission, &ledger.sealed())?.1, [reading]);
    Ok(())
}

/// Without the shadow mode that was switched on, what follows can't have been read.
fn removed_act(mission: &Mission, whole: &Ledger, track: &str) -> Result<()> {
    let mut ledger = whole.clone();
    let entry = find(
        &ledger,
        track,
        |act| matches!(act, Act::Set { control, .. } if control == "slices.shadow"),
    )?;
    ledger.entries.remove(entry);
    let attached = find(&ledger, track, |act| matches!(act, Act::Attach { .. }))?;
    let (_, found) = replay(mission, &ledger)?;
    assert_eq!(found.first(), Some(&Finding::Seal(entry)));
    let (_, found) = replay(mission, &ledger.sealed())?;
    ensure!(
        found.iter().any(|finding| matches!(
            finding,
            Finding::Reading { entry, name, .. } if *entry == attached && name == "slices.new"
        )),
        "{found:?}"
    );
    for finding in &found {
        ensure!(
            matches!(
                finding,
                Finding::Reading { entry, .. } | Finding::Outcome(entry) if *entry >= attached
            ) || *finding == Finding::Gap(entry),
            "{finding:?}"
        );
    }

    // An act that no reading depends on is missed by its seal, and by its number.
    let mut ledger = whole.clone();
    let choice = find(&ledger, track, |act| *act == Act::Choose)?;
    ledger.entries.remove(choice);
    assert_eq!(
        replay(mission, &ledger)?.1,
        [Finding::Seal(choice), Finding::Gap(choice)]
    );

    // What a reveal has told of a prediction isn't so without the prediction.
    let mut ledger = whole.clone();
    let predicted = find(
        &ledger,
        track,
        |act| matches!(act, Act::Predict { lock, .. } if lock == "aggregate"),
    )?;
    let told = find(
        &ledger,
        track,
        |act| matches!(act, Act::Reveal { reveal, .. } if reveal == "aggregate_reveal"),
    )?;
    ledger.entries.remove(predicted);
    let (_, found) = replay(mission, &ledger)?;
    for expect in [
        Finding::Seal(predicted),
        Finding::Gap(predicted),
        Finding::Unpredicted(told - 1),
        Finding::Outcome(told - 1),
    ] {
        ensure!(found.contains(&expect), "{expect:?} is not in {found:?}");
    }
    Ok(())
}

/// A ledger of a chapter that was another then: the edition is named, and what it no longer has.
fn older_edition(mission: &Mission, ledger: &Ledger) -> Result<()> {
    let mut newer = mission.clone();
    newer.edition = "another".to_owned();
    let edition = Finding::Edition {
        recorded: mission.edition.clone(),
    };
    assert_eq!(replay(&newer, ledger)?.1, std::slice::from_ref(&edition));

    newer.islands.retain(|island| island.id != "silent_failure");
    let gone: Vec<Finding> = ledger
        .entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.act.island() == Some("silent_failure"))
        .map(|(index, _)| Finding::Gone(index))
        .collect();
    assert_eq!(gone.len(), 2 * STUDENTS.len(), "written and committed");
    assert_eq!(replay(&newer, ledger)?.1, [vec![edition], gone].concat());
    Ok(())
}
