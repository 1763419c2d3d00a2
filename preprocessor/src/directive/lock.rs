//! `lock`: a prediction that opens what follows it.

use super::{by_track, by_track_if};
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::format::Format;
use mission_model::mission::{Kind, Lock, Question};
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
    let tolerance = match reader.number_like("tolerance", "0.05") {
        Some(tolerance) if tolerance <= 0.0 => {
            let help =
                "a share of the answer: `tolerance = 0.05` takes what is within 5 %".to_owned();
            draft.sink.report(
                reader.place("tolerance"),
                "nobody meets a number exactly",
                "must be above 0",
                help,
            );
            None
        }
        tolerance => tolerance,
    };
    let format = match reader.text_if("format") {
        Some(text) => super::reading::format(draft, &text),
        None => Format::default(),
    };
    Some(Question::Number {
        answer: draft.value_as(scope, "answer", &answer, Type::Number),
        tolerance: tolerance?,
        format,
    })
}
