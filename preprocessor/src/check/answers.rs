//! Locks that can't be answered, and locks whose answer stands above them.
//!
//! What is above a lock is read as a student would: prose, numbers printed in it, readings on instruments. Only
//! what is surely the answer counts: an option of several words, a number in the answer's own unit.

mod page;
mod prose;
mod readings;

use super::printed::says;
use super::values::Values;
use crate::directive::{Directive, Piece};
use crate::draft::Draft;
use mission_model::format::Format;
use mission_model::mission::{Kind, Lock, Question, Tolerance};
use mission_model::plain;
use mission_model::value::Value;
use page::{Page, WORDS};
use prose::words;
use std::ops::Range;

/// So many places that give an answer away are told of one lock.
const FEW: usize = 8;

/// Checks all locks.
pub fn check(
    draft: &Draft,
    tracks: &[Values],
    content: &str,
    directives: &[Directive],
    pieces: &[(Range<usize>, Piece)],
) {
    let locks = pieces.iter().filter_map(|(range, piece)| match piece {
        Piece::Island(index) => match &draft.mission.islands[*index].kind {
            Kind::Lock(lock) => Some((range.start, *index, lock)),
            _ => None,
        },
        _ => None,
    });
    let mut locks = locks.peekable();
    if locks.peek().is_none() {
        return;
    }
    let page = Page::new(draft, tracks, content, directives, pieces);
    for (at, index, lock) in locks {
        if unanswerable(draft, lock, index, tracks) {
            continue;
        }
        let asked = Asked {
            draft,
            page: &page,
            at,
            index,
        };
        match &lock.question {
            Question::Choice { options, answer } => asked.choice(&options[*answer]),
            Question::Number {
                answer,
                tolerance,
                format,
                ..
            } => {
                for (track, values) in tracks.iter().enumerate() {
                    asked.number((track, values), answer, *tolerance, format);
                }
            }
            Question::Text => {}
        }
    }
}

/// A lock, and what stands above it.
struct Asked<'a> {
    draft: &'a Draft<'a>,
    page: &'a Page<'a>,
    /// Where the lock begins in the chapter.
    at: usize,
    /// The lock's island.
    index: usize,
}

/// Reports a lock that nobody can get right.
fn unanswerable(draft: &Draft, lock: &Lock, index: usize, tracks: &[Values]) -> bool {
    let place = draft.places[index].clone();
    match &lock.question {
        Question::Choice { options, answer } => {
            let same = options
                .iter()
                .enumerate()
                .any(|(other, option)| other != *answer && *option == options[*answer]);
            if same {
                let help = "make each option another statement".to_owned();
                let message = "two options of this lock are the same, and one of them is right";
                draft.sink.report(place, message, "", help);
            }
            same
        }
        Question::Number {
            answer,
            tolerance,
            min,
            max,
            ..
        } => {
            for values in tracks {
                let number = values.get(values.presets(), answer).and_then(Value::number);
                let (wrong, help) = match number {
                    Some(0.0) if matches!(tolerance, Tolerance::Share(_)) => (
                        "0, and a share of it is nothing".to_owned(),
                        "write how far off it may be in its own unit: `within = 0.5` in place of `tolerance`",
                    ),
                    Some(number) if min.is_some_and(|min| number < min) => (
                        format!("{number}, and below `min`"),
                        "let the bounds leave room on both sides of the answer",
                    ),
                    Some(number) if max.is_some_and(|max| number > max) => (
                        format!("{number}, and above `max`"),
                        "let the bounds leave room on both sides of the answer",
                    ),
                    Some(number) if number.is_finite() => continue,
                    _ => (
                        "not a number at the presets".to_owned(),
                        "ask for a value that is a number where all controls are at their presets",
                    ),
                };
                let message = "this lock can't be answered";
                let label = format!("the answer is {wrong}");
                draft.sink.report(place, message, label, help.to_owned());
                return true;
            }
            false
        }
        Question::Text => false,
    }
}

impl Asked<'_> {
    fn report(&self, place: Range<usize>, message: &str, help: &str) {
        let id = &self.draft.mission.islands[self.index].id;
        self.draft.sink.report_pair(
            place,
            message.replace("{}", id),
            "says it before it is asked",
            help.to_owned(),
            (self.draft.places[self.index].clone(), "the lock that asks"),
        );
    }

    /// Reports an option that is printed word for word.
    fn choice(&self, option: &str) {
        let wanted = words(&plain::text(option));
        if wanted.len() < WORDS {
            return;
        }
        for block in self.page.says_words(self.at, &wanted).into_iter().take(FEW) {
            self.report(
                block.place.clone(),
                "the answer of the lock `{}` stands above it",
                "move it below the lock, or say less",
            );
        }
    }

    fn number(
        &self,
        (track, values): (usize, &Values),
        name: &str,
        tolerance: Tolerance,
        format: &Format,
    ) {
        let answer = values.get(values.presets(), name).and_then(Value::number);
        let Some(answer) = answer else { return };
        let message = "the answer of the lock `{}` stands above it";
        let blocks = self
            .page
            .says_number(self.at, values.track, (answer, format), |number| {
                number.says(answer, format, tolerance)
            });
        for block in blocks.into_iter().take(FEW) {
            let help = "move it below the lock, or leave the number out";
            self.report(block.place.clone(), message, help);
        }
        let shown = self.page.shows(self.at, track, (answer, format));
        let shown = shown.filter(|(number, shown)| {
            self.same(shown.value, name, values.track)
                || says(*number, shown.format, answer, format, tolerance)
        });
        for (_, shown) in shown.take(FEW) {
            let Some(label) = shown.label else {
                let help = "move it below the lock, or print something else";
                self.report(shown.place.clone(), message, help);
                continue;
            };
            let help = "move the instrument below the lock, or show it later: `shown_if = \"…\"`";
            let message = format!("the reading “{label}” gives the answer of the lock `{{}}` away");
            self.report(shown.place.clone(), &message, help);
        }
    }

    /// Whether two names are of the same quantity: the same name, or the same expression.
    fn same(&self, shown: &str, asked: &str, track: usize) -> bool {
        let expr = |name: &str| self.draft.expression(name, track);
        // An expression that is a mere number says nothing of what it is the number of.
        shown == asked
            || expr(shown)
                .zip(expr(asked))
                .is_some_and(|(a, b)| a == b && !a.names().is_empty())
    }
}
