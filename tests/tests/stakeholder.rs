//! Who blocks the rollout, and what convinces them: in each track the right card passes, and each wrong one is
//! refused in the stakeholder's own words, which are the chapter's.

use anyhow::{Context, Result, ensure};
use mission_model::Mission;
use mission_model::mission::Kind;
use mission_model::plain;
use mission_tests::{ChapterPage, STUDENTS, Session, Student, repo_root};

/// What is wrong with a card.
#[derive(Clone, Copy, PartialEq)]
enum Card {
    ShadowOff,
    WrongSlice,
    TooFew,
    Regressed,
    Right,
}

/// Each card, with the needs that it leaves unmet, counted from 0 in the order of the chapter: shadow mode, the
/// slice, its size, its improvement, the majority.
const CARDS: [(Card, &[usize]); 5] = [
    // Nothing was measured, so nothing is proven either.
    (Card::ShadowOff, &[0, 3, 4]),
    (Card::WrongSlice, &[1]),
    // Some 24 of 400: the slice may well have improved visibly, the majority can't have spoken.
    (Card::TooFew, &[2, 4]),
    (Card::Regressed, &[4]),
    (Card::Right, &[]),
];

#[test]
fn each_card_gets_its_answer_in_each_track() -> Result<()> {
    let browser = Session::new().open()?;
    browser.goto_file(&repo_root().join("book/ml_ops.html"))?;
    let page = ChapterPage::new(&browser, "ml_ops")?;
    let mission = page.mission()?;
    for (track, student) in STUDENTS.iter().enumerate() {
        convince(&page, student, &sentences(&mission, track)?)
            .with_context(|| format!("track {}", student.track))?;
    }
    assert_eq!(browser.console()?, []);
    Ok(())
}

fn convince(page: &ChapterPage, student: &Student, sentences: &[String]) -> Result<()> {
    assert_eq!(sentences.len(), 5);
    page.choose_track(student.track)?;
    page.answer_lock("aggregate", student.predictions[2])?;
    let who = page
        .browser()
        .text(&format!("{} legend", page.island("approval")))?;
    assert_eq!(
        page.state("approval")?,
        "open",
        "{who} has seen nothing yet"
    );
    for (number, (card, unmet)) in CARDS.into_iter().enumerate() {
        let slice = if card == Card::WrongSlice {
            student.majority
        } else {
            student.failing
        };
        let candidate = if card == Card::Regressed {
            student.candidates.1
        } else {
            student.candidates.0
        };
        let requests = match card {
            Card::TooFew => 400.0,
            // However many there are, worse stays worse.
            Card::Regressed => 200_000.0,
            _ => 40_000.0,
        };
        student.set_card(page, card != Card::ShadowOff, slice, candidate, requests)?;
        let said = page.attach("approval")?;
        let expect: Vec<_> = unmet.iter().map(|need| sentences[*need].as_str()).collect();
        match card {
            // Whether the majority or luck joins in is up to the draw, so the first word counts.
            Card::WrongSlice | Card::TooFew => {
                assert_eq!(said.first().map(String::as_str), expect.first().copied());
            }
            _ => assert_eq!(said, expect),
        }
        let state = page.state("approval")?;
        assert_eq!(
            state == "done",
            card == Card::Right,
            "{who} on card {number}"
        );
        let reveal = page.state("aggregate_reveal")?;
        assert_eq!(
            reveal == "done",
            card == Card::Right,
            "{who} on card {number}"
        );
    }

    // What convinced once stays in the ledger, whatever is attached later.
    student.set_card(page, false, student.failing, student.candidates.0, 400.0)?;
    ensure!(
        !page.attach("approval")?.is_empty(),
        "{who} takes anything now"
    );
    assert_eq!(page.state("approval")?, "done");
    Ok(())
}

/// What the stakeholder of a track says to each unmet need.
fn sentences(mission: &Mission, track: usize) -> Result<Vec<String>> {
    let Some(Kind::Challenge(challenge)) = mission.island("approval").map(|island| &island.kind)
    else {
        anyhow::bail!("the chapter has no stakeholder");
    };
    Ok(challenge
        .needs
        .iter()
        .filter(|need| need.only.admits(track))
        .map(|need| plain::text(&need.unmet))
        .collect())
}
