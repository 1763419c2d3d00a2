//! Beginning a part anew: asked twice, that part closes, and nothing else changes, here or in other tracks. And the ways
//! back of a bench.

use anyhow::{Context, Result, ensure};
use mission_model::ledger::{Act, replay};
use mission_tests::{ChapterPage, STUDENTS, Session, repo_root};

const ASK: &str = "Begin this part anew";
const YES: &str = "Yes, begin anew";
const NO: &str = "Cancel";

/// What each part has of locks, what stands behind its gate, and what was done in it.
const PARTS: [(&str, &str, &[&str]); 3] = [
    (
        "monitoring",
        "drift",
        &["monitoring", "monitoring_reveal", "silent_failure"],
    ),
    (
        "schedule",
        "cost",
        &["schedule", "schedule_reveal", "cost", "square_root_law"],
    ),
    (
        "aggregate",
        "slices",
        &[
            "aggregate",
            "aggregate_reveal",
            "approval",
            "rollout_defence",
        ],
    ),
];

#[test]
fn a_part_is_begun_anew_and_nothing_else() -> Result<()> {
    let browser = Session::new().open()?;
    browser.goto_file(&repo_root().join("book/ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    let [cloud, edge, ..] = STUDENTS;
    cloud.take(&page).context("cloud")?;
    let elsewhere = page.record()?;
    page.choose_track(edge.track)?;
    untouched(&page).context("tracks share evidence")?;
    edge.take(&page).context("edge")?;

    for (part, (lock, behind, islands)) in PARTS.into_iter().enumerate() {
        let behind = page.island(behind);
        let before = page.ledger()?;
        page.press_in_part(part, ASK)?;
        page.press_in_part(part, NO)?;
        page.press_in_part(part, ASK)?;
        assert_eq!(page.ledger()?, before, "asked once, nothing happens");
        assert_eq!(page.state(lock)?, "done");
        let others = states(&page, |of| of != part)?;

        page.press_in_part(part, YES)?;
        assert_eq!(page.state(lock)?, "open");
        ensure!(!page.is_shown(&behind)?, "the gate of {lock} stays open");
        for island in islands {
            ensure!(page.state(island)? != "done", "{island} stays done");
        }
        assert_eq!(
            states(&page, |of| of != part)?,
            others,
            "another part changed"
        );
        let ledger = page.ledger()?;
        let (last, kept) = ledger.entries.split_last().context("an empty ledger")?;
        assert_eq!(kept, before.entries, "what was done stays");
        ensure!(
            matches!(&last.act, Act::Reset { islands: reset } if islands.iter().all(|id| reset.contains(&(*id).to_owned()))),
            "{last:?}"
        );
        page.reload()?;
        assert_eq!(page.state(lock)?, "open", "after a reload");
        ensure!(
            !page.is_shown(&behind)?,
            "after a reload the gate of {lock} is open"
        );
        // The next part is looked at with this one done again.
        if part == 0 {
            edge.part_one(&page)?;
        }
        if part == 1 {
            edge.part_two(&page)?;
        }
    }

    let exported = page.export()?.text;
    assert_eq!(exported, serde_json_pretty(&page)?);
    for reflection in ["silent_failure", "square_root_law", "rollout_defence"] {
        ensure!(
            exported.contains(edge.words(reflection).trim()),
            "{reflection} is gone from the file"
        );
    }
    page.choose_track(cloud.track)?;
    assert_eq!(
        page.record()?["islands"],
        elsewhere["islands"],
        "another track changed"
    );
    assert_eq!(browser.console()?, []);
    Ok(())
}

/// The export is what is stored, sealed.
fn serde_json_pretty(page: &ChapterPage) -> Result<String> {
    let sealed = mission_model::json::named::to(&page.ledger()?.sealed())?;
    Ok(sealed.pretty())
}

/// Nothing of a track is done: no prediction, no reading, no trial, no evidence, no word.
fn untouched(page: &ChapterPage) -> Result<()> {
    for (_, _, islands) in PARTS {
        for island in islands {
            ensure!(page.state(island)? != "done", "{island} is done");
        }
    }
    assert_eq!(page.progress()?.0, 1, "the choice of the track alone");
    assert_eq!(page.trials("cost")?, 0);
    let browser = page.browser();
    assert_eq!(
        browser.count(&format!("{} output", page.island("approval")))?,
        0
    );
    assert_eq!(
        browser.eval(
            "[...document.querySelectorAll('main textarea')].map((text) => text.value).join('')"
        )?,
        ""
    );
    Ok(())
}

/// The states of what there is to do in some of the parts.
fn states(page: &ChapterPage, of: impl Fn(usize) -> bool) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for (part, (_, _, islands)) in PARTS.into_iter().enumerate() {
        for island in islands.iter().filter(|_| of(part)) {
            found.push(((*island).to_owned(), page.state(island)?));
        }
    }
    Ok(found)
}

/// A hand that slipped goes back: a slider's way is one step, and each way back is an act that a replay confirms.
#[test]
fn undo_redo_and_the_presets() -> Result<()> {
    let browser = Session::new().open()?;
    browser.goto_file(&repo_root().join("book/ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    page.choose_track("edge")?;
    page.answer_lock("monitoring", 2)?;
    let season = || -> Result<String> {
        page.rest()?;
        let season = page.settings("drift")?["season"].clone();
        season.as_str().map(str::to_owned).context("no season")
    };
    let go = |button: usize| -> Result<String> {
        browser.click(&format!(
            "{} .m-hands button:nth-child({button})",
            page.island("drift")
        ))?;
        season()
    };
    let disabled = || browser.count(&format!("{} .m-hands :disabled", page.island("drift")));
    assert_eq!(disabled()?, 3, "nothing to go back to");
    page.set_slider("drift", "season", 0.3)?;
    season()?;
    page.set_slider("drift", "season", 0.6)?;
    page.set_slider("drift", "traffic", 1.2)?;
    season()?;
    assert_eq!(go(1)?, "0.6", "traffic is undone");
    assert_eq!(page.settings("drift")?["traffic"], "0.6");
    assert_eq!(go(1)?, "0.3");
    assert_eq!(go(1)?, "0");
    assert_eq!(go(2)?, "0.3");
    assert_eq!(go(3)?, "0");
    assert_eq!(go(1)?, "0.3", "the presets are a step, too");
    let (_, found) = replay(&page.mission()?, &page.ledger()?.sealed())?;
    ensure!(found.is_empty(), "{found:?}");
    assert_eq!(browser.console()?, []);
    Ok(())
}
