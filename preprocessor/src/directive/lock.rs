//! `lock`: a prediction that opens what follows it.

use super::{Read, by_track, reading};
use crate::draft::{Draft, Scope};
use crate::reader::{Placed, Reader, Spot, Text, Written};
use crate::vocabulary::types::{Number, NumberFormat, NumberOrExpression, RichTexts, TextByTrack};
use crate::vocabulary::{Keys, keys};
use mission_model::mission::{Kind, Lock, Question, Tolerance};
use mission_model::value::Type;

keys! {
    /// A question, and what is right. With `options` it is a choice, with an `answer` alone a number, without either
    /// a text.
    pub struct LockKeys of "`lock`" {
        /// The question.
        need prompt: TextByTrack,
        /// At least two.
        may options ("for a choice"): RichTexts,
        /// For a choice the number of the right option, counted from 1.
        may answer ("for a choice and a number"): NumberOrExpression,
        /// How far off a right number may be, as a share of it: `0.05` takes what is within 5 %.
        may tolerance ("for a number, or `within`"): Number,
        /// The same in the answer's own unit: `within = 2` takes what is off by 2 at most. So the answer may be 0.
        may within ("for a number, or `tolerance`"): Number,
        /// The least and the greatest number that can be given: `min = 0` of a count, both of a share.
        may min: Number,
        may max: Number,
        /// Prints the number; its unit is beside the field.
        may format: NumberFormat,
        /// Behind a toggle, before the answer.
        may hint: TextByTrack,
        /// Shown after the answer; if a reveal belongs to the lock, there instead.
        need explain: TextByTrack,
    }
}

/// Reads a lock.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Read> {
    let mut keys = LockKeys::read(reader);
    let prompt = by_track(draft, scope, keys.prompt.take());
    let hint = by_track(draft, scope, keys.hint.take());
    let explain = by_track(draft, scope, keys.explain.take());
    let question = if keys.spot.has("options") {
        choice(draft, scope, keys)
    } else if keys.spot.has("answer") {
        number(draft, scope, keys)
    } else {
        only_for_numbers(draft, &keys.spot, "a text");
        Some(Question::Text)
    };
    // Whether a reveal names this lock is known when the chapter is read.
    Some(Read::island(Kind::Lock(Lock {
        prompt: prompt?,
        question: question?,
        hint,
        explain: explain?,
        revealed_later: false,
    })))
}

/// Reports what only a number as an answer has.
fn only_for_numbers(draft: &Draft, spot: &Spot, what: &str) {
    for key in ["tolerance", "within", "min", "max", "format"] {
        if spot.has(key) {
            let help =
                format!("remove `{key}`, or ask for a number: without `options`, with an `answer`");
            let message = format!("{what} has no `{key}`");
            draft.sink.report(spot.place(key), message, "", help);
        }
    }
}

fn choice(draft: &mut Draft, scope: Scope, keys: LockKeys) -> Option<Question> {
    only_for_numbers(draft, &keys.spot, "a choice");
    keys.spot.demand(draft.sink, "answer", "1");
    let options = keys.options?;
    if options.value.len() < 2 {
        let help =
            "a lock that leaves no choice can't be opened by thinking: `options = [\"…\", \"…\"]`";
        let message = "a lock needs at least two options";
        draft
            .sink
            .report(options.span, message, "", help.to_owned());
        return None;
    }
    let count = options.value.len();
    let help = format!("options are counted from 1: write a number from 1 to {count}");
    let answer = match keys.answer? {
        Written::Number(Placed { value, .. })
            if value.fract() == 0.0 && value >= 1.0 && value <= count as f64 =>
        {
            value as usize - 1
        }
        Written::Number(Placed { value, span }) => {
            let message = format!("there is no option {value}");
            draft.sink.report(span, message, "out of range", help);
            return None;
        }
        Written::Expression(text) => {
            let message = "the `answer` of a choice is the number of the right option";
            draft
                .sink
                .report(text.span, message, "this is a text", help);
            return None;
        }
    };
    let options = options.value.iter();
    Some(Question::Choice {
        options: options.map(|option| draft.line(scope, option)).collect(),
        answer,
    })
}

fn number(draft: &mut Draft, scope: Scope, keys: LockKeys) -> Option<Question> {
    let (min, max) = bounds(draft, &keys);
    let tolerance = tolerance(draft, &keys.spot, keys.tolerance, keys.within);
    let answer = match keys.answer? {
        Written::Number(number) => Text::made(draft.source(&number.span), number.span),
        Written::Expression(text) => text,
    };
    let format = reading::format(draft, keys.format);
    Some(Question::Number {
        answer: draft.value_as(scope, "answer", &answer, Type::Number),
        tolerance: tolerance?,
        min,
        max,
        format,
    })
}

/// `tolerance`, a share of the answer, or `within`, in its own unit: one of them.
fn tolerance(
    draft: &Draft,
    spot: &Spot,
    tolerance: Option<Placed<f64>>,
    within: Option<Placed<f64>>,
) -> Option<Tolerance> {
    let report = |place, message: &str, label: &str, help: &str| {
        draft.sink.report(place, message, label, help.to_owned());
        None
    };
    match (spot.has("tolerance"), spot.has("within")) {
        (true, true) => report(
            within?.span,
            "`tolerance` and `within` both say how far off an answer may be",
            "again",
            "keep one of them: `tolerance` is a share of the answer, `within` is in its own unit",
        ),
        (false, false) => {
            let message = format!("{} has no `tolerance`", spot.what);
            let help = "add a line `tolerance = 0.05`, a share of the answer, or `within = 2`, in its own unit";
            report(spot.head.clone(), &message, "`tolerance` is missing", help)
        }
        (true, false) => match tolerance? {
            Placed { value: share, span } if share <= 0.0 => report(
                span,
                "nobody meets a number exactly",
                "must be above 0",
                "a share of the answer: `tolerance = 0.05` takes what is within 5 %",
            ),
            Placed { value: share, span } if share > 1.0 => report(
                span,
                "a `tolerance` above 1 takes even 0 for right",
                "more than the answer itself",
                &format!(
                    "a share of the answer: `tolerance = 0.05` takes what is within 5 %; in its own unit write `within = {share}`"
                ),
            ),
            share => Some(Tolerance::Share(share.value)),
        },
        (false, true) => match within? {
            Placed { value, span } if value <= 0.0 => report(
                span,
                "nobody meets a number exactly",
                "must be above 0",
                "in the unit of the answer: of whole numbers `within = 0.5` takes the right one alone",
            ),
            distance => Some(Tolerance::Within(distance.value)),
        },
    }
}

/// The least and the greatest answer that can be given.
fn bounds(draft: &Draft, keys: &LockKeys) -> (Option<f64>, Option<f64>) {
    if let (Some(min), Some(max)) = (&keys.min, &keys.max)
        && min.value >= max.value
    {
        let help = "between them lies every answer that a student can give".to_owned();
        let message = "`min` is not below `max`";
        draft
            .sink
            .report(min.span.clone(), message, "too large", help);
    }
    let value = |number: &Option<Placed<f64>>| number.as_ref().map(|number| number.value);
    (value(&keys.min), value(&keys.max))
}
