//! `lock`: a prediction that opens what follows it.

use super::{by_track, by_track_if};
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::format::Format;
use mission_model::mission::{Kind, Lock, Question, Tolerance};
use mission_model::value::Type;
use toml::de::DeValue;

/// Reads a lock. With `options` it is a choice, with a text as `answer` a number, without either a text.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Kind> {
    let prompt = by_track(draft, reader, "prompt", scope);
    let hint = by_track_if(draft, reader, "hint", scope);
    let explain = by_track(draft, reader, "explain", scope);
    let question = if reader.has("options") {
        choice(draft, reader, scope)
    } else if reader.has("answer") {
        number(draft, reader, scope)
    } else {
        Some(Question::Text)
    };
    // Whether a reveal names this lock is known when the chapter is read.
    Some(Kind::Lock(Lock {
        prompt: prompt?,
        question: question?,
        hint,
        explain: explain?,
        revealed_later: false,
    }))
}

fn choice(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Question> {
    let place = reader.place("options");
    let options = reader.texts("options");
    let answer = reader.number("answer");
    if options.len() < 2 {
        let help =
            "a lock that leaves no choice can't be opened by thinking: `options = [\"…\", \"…\"]`";
        draft.sink.report(
            place,
            "a lock needs at least two options",
            "",
            help.to_owned(),
        );
        return None;
    }
    let count = options.len();
    let answer = match answer {
        Some(answer) if answer.fract() == 0.0 && answer >= 1.0 && answer <= count as f64 => {
            Some(answer as usize - 1)
        }
        Some(answer) => {
            let help = format!("options are counted from 1: write a number from 1 to {count}");
            draft.sink.report(
                reader.place("answer"),
                format!("there is no option {answer}"),
                "out of range",
                help,
            );
            None
        }
        None => None,
    };
    let options = options
        .iter()
        .map(|option| draft.line(scope, option))
        .collect();
    Some(Question::Choice {
        options,
        answer: answer?,
    })
}

fn number(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Question> {
    let answer = match reader.raw("answer")? {
        (DeValue::String(_), _) => reader.text_if("answer")?,
        (_, span) => {
            reader.number_if("answer")?;
            crate::reader::Text::made(draft.source(&span), span)
        }
    };
    let tolerance = tolerance(reader);
    let (min, max) = bounds(reader);
    let format = match reader.text_if("format") {
        Some(text) => super::reading::format(draft, &text),
        None => Format::default(),
    };
    Some(Question::Number {
        answer: draft.value_as(scope, "answer", &answer, Type::Number),
        tolerance: tolerance?,
        min,
        max,
        format,
    })
}

/// `tolerance`, a share of the answer, or `within`, in its own unit: one of them.
fn tolerance(reader: &mut Reader) -> Option<Tolerance> {
    let share = reader.number_if("tolerance");
    let within = reader.number_if("within");
    let report = |key: &str, message: &str, label: &str, help: &str| {
        let sink = reader.sink();
        sink.report(reader.place(key), message, label, help.to_owned());
        None
    };
    match (reader.has("tolerance"), reader.has("within")) {
        (true, true) => report(
            "within",
            "`tolerance` and `within` both say how far off an answer may be",
            "again",
            "keep one of them: `tolerance` is a share of the answer, `within` is in its own unit",
        ),
        (false, false) => {
            let message = format!("{} has no `tolerance`", reader.what());
            let help = "add a line `tolerance = 0.05`, a share of the answer, or `within = 2`, in its own unit";
            report("", &message, "`tolerance` is missing", help)
        }
        (true, false) => match share? {
            share if share <= 0.0 => report(
                "tolerance",
                "nobody meets a number exactly",
                "must be above 0",
                "a share of the answer: `tolerance = 0.05` takes what is within 5 %",
            ),
            share if share > 1.0 => report(
                "tolerance",
                "a `tolerance` above 1 takes even 0 for right",
                "more than the answer itself",
                &format!(
                    "a share of the answer: `tolerance = 0.05` takes what is within 5 %; in its own unit write `within = {share}`"
                ),
            ),
            share => Some(Tolerance::Share(share)),
        },
        (false, true) => match within? {
            distance if distance <= 0.0 => report(
                "within",
                "nobody meets a number exactly",
                "must be above 0",
                "in the unit of the answer: of whole numbers `within = 0.5` takes the right one alone",
            ),
            distance => Some(Tolerance::Within(distance)),
        },
    }
}

/// The least and the greatest answer that can be given.
fn bounds(reader: &mut Reader) -> (Option<f64>, Option<f64>) {
    let (min, max) = (reader.number_if("min"), reader.number_if("max"));
    if let Some((min, max)) = min.zip(max)
        && min >= max
    {
        let help = "between them lies every answer that a student can give".to_owned();
        let message = "`min` is not below `max`";
        reader
            .sink()
            .report(reader.place("min"), message, "too large", help);
    }
    (min, max)
}
