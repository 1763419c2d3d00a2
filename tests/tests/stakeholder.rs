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
    TooDear,
    Right,
}

/// Each card, with the objection to it: the first need that it leaves unmet, counted from 0 in the order of the chapter,
/// which is shadow mode, the slice, its size, its improvement, the majority, the bill.
const CARDS: [(Card, Option<usize>); 6] = [
    (Card::ShadowOff, Some(0)),
    (Card::WrongSlice, Some(1)),
    (Card::TooFew, Some(2)),
    (Card::Regressed, Some(4)),
    (Card::TooDear, Some(5)),
    (Card::Right, None),
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
    assert_eq!(sentences.len(), 6);
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
            Card::Regressed | Card::TooDear => 200_000.0,
            _ => 10_000.0,
        };
        student.set_card(page, card != Card::ShadowOff, slice, candidate, requests)?;
        let said = page.attach("approval")?;
        let said = said.as_deref().map(without_numbers);
        let objection = unmet.map(|need| without_numbers(&sentences[need]));
        assert_eq!(said, objection);
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
        page.attach("approval")?.is_some(),
        "{who} takes anything now"
    );
    assert_eq!(page.state("approval")?, "done");
    Ok(())
}

/// The bill is printed in the page and stands as a readout in the chapter.
fn without_numbers(said: &str) -> String {
    let is_number = |word: &&str| word.contains(|sign: char| sign == '$' || sign.is_ascii_digit());
    let words = said.split_whitespace().filter(|word| !is_number(word));
    words.collect::<Vec<_>>().join(" ")
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
