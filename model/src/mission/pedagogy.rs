//! What makes a student think: predictions, reveals, formulas, reflections, stakeholders.

use super::{Html, Only, PerTrack, Reading, ValueName, Zone};
use crate::format::Format;
use crate::json::Take;
use crate::names::Names;
use crate::plain;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// A prediction that opens what follows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Lock {
    /// The question.
    pub prompt: PerTrack<Html>,
    /// How it is answered.
    pub question: Question,
    /// Shown on demand before answering.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<PerTrack<Html>>,
    /// Why the answer is what it is. Shown by the reveal that names this lock, or, where there is none,
    /// as soon as it is answered.
    pub explain: PerTrack<Html>,
    /// Whether a reveal names this lock.
    pub revealed_later: bool,
}

/// How a lock is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// One of several.
    Choice {
        /// At least two.
        options: Vec<Html>,
        /// The index of the right one.
        answer: usize,
    },
    /// A number.
    Number {
        /// What is right.
        answer: ValueName,
        /// How far off is still right.
        tolerance: Tolerance,
        /// The least and the greatest number that can be given as an answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<f64>,
        /// See `min`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<f64>,
        /// How numbers are printed.
        #[serde(default)]
        format: Format,
    },
    /// A few words; nothing is right or wrong.
    Text,
}

/// How far off an answer may be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Take)]
#[serde(rename_all = "snake_case")]
pub enum Tolerance {
    /// A share of what is right, up to 1.
    Share(f64),
    /// In the unit of what is right.
    Within(f64),
}

impl Tolerance {
    /// How far off what is right may be.
    pub fn around(self, right: f64) -> f64 {
        match self {
            Self::Share(share) => share * right.abs(),
            Self::Within(distance) => distance,
        }
    }

    /// Whether a number is near enough. Who is off by as much as is allowed is right, whatever the last bits of the
    /// difference are.
    pub fn takes(self, number: f64, right: f64) -> bool {
        let rounding = 1e-12 * number.abs().max(right.abs());
        (number - right).abs() <= self.around(right) + rounding
    }
}

/// A prediction beside what was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Reveal {
    /// The id of the lock.
    pub lock: String,
    /// Opens as soon as this holds; at once if there is no condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<ValueName>,
    /// What to do until then.
    pub todo: PerTrack<Html>,
    /// What was measured, with readouts.
    pub text: PerTrack<Html>,
    /// The values that the ledger keeps from that moment.
    pub readings: Vec<ValueName>,
}

/// Formulas behind a toggle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Math {
    /// On the toggle: "Math Peek: PSI".
    pub title: String,
    /// Typeset, with readouts.
    pub body: PerTrack<Html>,
}

/// A question answered in the student's own words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Reflect {
    /// Who asks: "Patterson".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asker: String,
    /// The question.
    pub prompt: PerTrack<Html>,
    /// A sentence to be completed, in place of a free text: what stands before, between and after its blanks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentence: Option<PerTrack<Vec<Html>>>,
    /// Words that a good answer uses. Their lack is pointed out, and does not block.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<String>,
    /// How many words an answer has to have to count as written. Fewer is pointed out, and does not block.
    pub min_words: u32,
    /// What a good answer holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<Html>,
    /// A good answer. It opens when the student has held the committed one against the criteria.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model_answer: Option<PerTrack<Html>>,
    /// The values that the ledger keeps from the moment of committing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<ValueName>,
}

/// A stakeholder who blocks, and what convinces them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Challenge {
    /// "Safety Director".
    pub who: PerTrack<String>,
    /// The objection, in their words.
    pub objection: PerTrack<Html>,
    /// On the button: "Attach the card as evidence".
    pub attach: String,
    /// The values that evidence consists of.
    pub evidence: Vec<Reading>,
    /// What evidence must show, in order.
    pub needs: Vec<Need>,
    /// Said when all of them hold.
    pub passed: PerTrack<Html>,
}

/// Something that evidence must show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct Need {
    /// A truth.
    pub when: ValueName,
    /// See [`Only`].
    #[serde(default, skip_serializing_if = "Only::is_all")]
    pub only: Only,
    /// Said where it does not hold.
    pub unmet: Html,
}

/// The ledger on the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
pub struct LedgerView {
    /// Its heading.
    pub title: String,
}

/// How many words a text has.
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Stands in a sentence where a blank is empty.
const BLANK: &str = "___";

impl Question {
    /// What can be chosen; nothing where a number or a text is asked for.
    pub fn options(&self) -> std::slice::Iter<'_, Html> {
        match self {
            Self::Choice { options, .. } => options.iter(),
            Self::Number { .. } | Self::Text => [].iter(),
        }
    }
}

impl Challenge {
    /// What is kept of evidence in a track: the evidence, the needs, and the bounds that the evidence is measured by, so
    /// that it can be judged later.
    pub fn kept(&self, track: usize) -> Vec<ValueName> {
        let evidence = self.evidence.iter().map(|reading| &reading.value);
        let needs = self.needs_in(track).map(|need| &need.when);
        let zones = self.evidence.iter().flat_map(|reading| &reading.zones);
        let names = evidence.chain(needs).chain(zones.flat_map(Zone::names));
        names.cloned().collect()
    }

    /// The needs of a track, in order.
    pub fn needs_in(&self, track: usize) -> impl Iterator<Item = &Need> {
        self.needs
            .iter()
            .filter(move |need| need.only.admits(track))
    }

    /// What the stakeholder says against evidence: the first need of a track that it was found not to meet, since the
    /// later ones say nothing until then. A need that it was not held against, because it is of a later edition, is not
    /// asked for.
    pub fn objection_to(&self, track: usize, evidence: &Names<Value>) -> Option<&Need> {
        let unmet = |need: &&Need| evidence.get(&need.when).and_then(Value::truth) == Some(false);
        self.needs_in(track).find(unmet)
    }
}

impl Reflect {
    /// Whether a text is long enough to count as written: no blank of a sentence is empty, and the words are as many as
    /// are asked for. It says nothing of whether the text is good.
    pub fn is_written(&self, text: &str, track: usize) -> bool {
        self.empty_blanks(text, track) == 0 && words(text) >= self.min_words as usize
    }

    /// How many blanks of its sentence a text leaves empty.
    pub fn empty_blanks(&self, text: &str, track: usize) -> usize {
        let parts = self.sentence.as_ref().map(|parts| parts.get(track).len());
        let blanks = parts.unwrap_or(0).saturating_sub(1);
        let filled = text.lines().take(blanks);
        blanks - filled.filter(|line| !line.trim().is_empty()).count()
    }

    /// The terms that a text does not use.
    pub fn missing_terms(&self, text: &str) -> impl Iterator<Item = &String> {
        let lower = text.to_lowercase();
        let missing = move |term: &&String| !lower.contains(&term.to_lowercase());
        self.terms.iter().filter(missing)
    }

    /// A text as it is read: of a sentence, all of it with the blanks filled in. Such a text has a line for each
    /// blank; lines that the sentence has no blank for follow it, so that nothing is lost when its author edits it.
    pub fn completed(&self, text: &str, track: usize) -> String {
        let Some(sentence) = &self.sentence else {
            return text.to_owned();
        };
        let mut lines = text.lines().map(str::trim);
        let mut html = Html::new();
        for (index, part) in sentence.get(track).iter().enumerate() {
            if index > 0 {
                let line = lines.next().filter(|line| !line.is_empty());
                html.push_str(&plain::html(line.unwrap_or(BLANK)));
            }
            html.push_str(part);
        }
        let mut completed = plain::text(&html);
        for line in lines.filter(|line| !line.is_empty()) {
            completed.push(' ');
            completed.push_str(line);
        }
        completed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_completed() {
        let part = |html: &str| html.to_owned();
        let reflect = Reflect {
            asker: String::new(),
            prompt: PerTrack::all(String::new()),
            sentence: Some(PerTrack::all(vec![
                part("Above "),
                part(" load, <em>P99</em> "),
                part(" &amp; more."),
            ])),
            terms: Vec::new(),
            min_words: 1,
            criteria: Vec::new(),
            model_answer: None,
            readings: Vec::new(),
        };
        let check = |text: &str, expect: &str| assert_eq!(reflect.completed(text, 0), expect);
        check("", "Above ___ load, P99 ___ & more.");
        check(
            "85 %\ngrows <fast> & far",
            "Above 85 % load, P99 grows <fast> & far & more.",
        );
        check("\ngrows", "Above ___ load, P99 grows & more.");
        check("1\n2\n3", "Above 1 load, P99 2 & more. 3");
        // A blank is empty, or there are too few words.
        assert_eq!(reflect.empty_blanks("\ngrows", 0), 1);
        assert_eq!(reflect.empty_blanks("", 0), 2);
        assert!(reflect.is_written("85 %\ngrows", 0));
        assert!(!reflect.is_written("\nit grows fast", 0));
        let free = Reflect {
            sentence: None,
            min_words: 3,
            ..reflect
        };
        assert_eq!(free.completed("as\nit is", 0), "as\nit is");
        assert!(free.is_written("as\nit is", 0));
        assert!(!free.is_written("as it\n\n", 0));
    }
}
