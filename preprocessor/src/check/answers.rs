//! Locks that can't be answered, and locks whose answer stands above them.
//!
//! What is above a lock is read as a student would: prose, numbers printed in it, readings on instruments. Only
//! what is surely the answer counts: an option of several words, a number in the answer's own unit.

use super::printed::{numbers, says};
use super::values::Values;
use crate::directive::{Directive, Piece};
use crate::draft::Draft;
use mdbook_markdown::new_cmark_parser;
use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
use mission_model::expr::Expr;
use mission_model::format::Format;
use mission_model::mission::{InstrumentKind, Kind, Lock, Question};
use mission_model::plain;
use mission_model::value::Value;
use std::ops::Range;

/// An option of fewer words may occur anywhere.
const WORDS: usize = 3;

/// What a student has read before a lock.
struct Above<'a> {
    draft: &'a Draft<'a>,
    /// Where the lock begins in the chapter.
    lock: usize,
    /// Texts with where each stands: a text's offset in the chapter is that of its first byte.
    prose: Vec<(Option<usize>, Range<usize>, String)>,
    /// The islands above it, by index.
    islands: Vec<usize>,
    /// Directives that keep their texts back: locks, reveals and so on.
    closed: Vec<Range<usize>>,
}

/// Checks all locks.
pub fn check(
    draft: &Draft,
    tracks: &[Values],
    content: &str,
    directives: &[Directive],
    pieces: &[(Range<usize>, Piece)],
) {
    let mission = &draft.mission;
    for (range, piece) in pieces {
        let Piece::Island(index) = piece else {
            continue;
        };
        let Kind::Lock(lock) = &mission.islands[*index].kind else {
            continue;
        };
        if unanswerable(draft, lock, *index, tracks) {
            continue;
        }
        let above = Above::new(draft, content, range.start, directives, pieces);
        match &lock.question {
            Question::Choice { options, answer } => above.choice(*index, &options[*answer]),
            Question::Number {
                answer,
                tolerance,
                format,
            } => {
                for values in tracks {
                    above.number(*index, values, answer, *tolerance, format);
                }
            }
            Question::Text => {}
        }
    }
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
        Question::Number { answer, .. } => {
            for values in tracks {
                let number = values.get(values.presets(), answer).and_then(Value::number);
                let wrong = match number {
                    Some(0.0) => "0, and a share of it is nothing",
                    Some(number) if number.is_finite() => continue,
                    _ => "not a number at the presets",
                };
                let help = "ask for a number other than 0: the tolerance is a share of it";
                draft.sink.report(
                    place,
                    "this lock can't be answered",
                    format!("the answer is {wrong}"),
                    help.to_owned(),
                );
                return true;
            }
            false
        }
        Question::Text => false,
    }
}

impl<'a> Above<'a> {
    fn new(
        draft: &'a Draft<'a>,
        content: &str,
        lock: usize,
        directives: &[Directive],
        pieces: &[(Range<usize>, Piece)],
    ) -> Self {
        let mut prose = texts(draft, &content[..lock], 0, None);
        let mut closed = Vec::new();
        for directive in directives
            .iter()
            .filter(|directive| directive.range.start < lock)
        {
            match directive.kind {
                "track" => {
                    let track = directive.argument.as_ref().map(|id| id.value.as_str());
                    let track = track.and_then(|id| draft.mission.track(id));
                    prose.extend(texts(
                        draft,
                        directive.body.text,
                        directive.body.offset,
                        track,
                    ));
                }
                "lock" | "reveal" | "reflect" | "math" | "challenge" => {
                    closed.push(directive.range.clone());
                }
                _ => {}
            }
        }
        let islands = pieces.iter().filter(|(range, _)| range.start < lock);
        let islands = islands.filter_map(|(_, piece)| match piece {
            Piece::Island(index) => Some(*index),
            _ => None,
        });
        Self {
            draft,
            lock,
            prose,
            islands: islands.collect(),
            closed,
        }
    }

    fn report(&self, index: usize, place: Range<usize>, message: &str, help: &str) {
        let id = &self.draft.mission.islands[index].id;
        self.draft.sink.report_pair(
            place,
            message.replace("{}", id),
            "says it before it is asked",
            help.to_owned(),
            (self.draft.places[index].clone(), "the lock that asks"),
        );
    }

    /// Reports an option that is printed word for word.
    fn choice(&self, index: usize, option: &str) {
        let wanted = words(&plain::text(option));
        if wanted.len() < WORDS {
            return;
        }
        for (_, place, text) in &self.prose {
            let found = words(text);
            if found.windows(wanted.len()).any(|part| part == wanted) {
                self.report(
                    index,
                    place.clone(),
                    "the answer of the lock `{}` stands above it",
                    "move it below the lock, or say less",
                );
            }
        }
    }

    fn number(&self, index: usize, values: &Values, name: &str, tolerance: f64, format: &Format) {
        let answer = values.get(values.presets(), name).and_then(Value::number);
        let Some(answer) = answer else { return };
        let message = "the answer of the lock `{}` stands above it";
        let in_track = |track: &Option<usize>| track.is_none_or(|track| track == values.track);
        for (_, place, text) in self.prose.iter().filter(|(track, _, _)| in_track(track)) {
            let said = numbers(text);
            if said
                .iter()
                .any(|number| number.says(answer, format, tolerance))
            {
                let help = "move it below the lock, or leave the number out";
                self.report(index, place.clone(), message, help);
            }
        }
        let gives = |shown: &str, printed: &Format| {
            let number = values.get(values.presets(), shown).and_then(Value::number);
            self.same(shown, name, values.track)
                || number.is_some_and(|number| says(number, printed, answer, format, tolerance))
        };
        let mission = &self.draft.mission;
        let readouts = mission.readouts.iter().zip(&self.draft.readout_tracks);
        for ((readout, only), place) in readouts.zip(&self.draft.readout_places) {
            // What is printed of a moment isn't there before it.
            let open = readout.at.is_none()
                && place.start < self.lock
                && !self
                    .closed
                    .iter()
                    .any(|closed| closed.contains(&place.start));
            if open && only.admits(values.track) && gives(&readout.value, &readout.format) {
                let help = "move it below the lock, or print something else";
                self.report(index, place.clone(), message, help);
            }
        }
        for index_above in &self.islands {
            let island = &mission.islands[*index_above];
            for shown in readings(&island.kind, values.track) {
                if !gives(shown.value, shown.format) {
                    continue;
                }
                let mut own = self.draft.own_instruments.iter();
                let own = own.find(|(of, id, _)| *of == island.id && id == shown.instrument);
                let place = own.map_or(&self.draft.places[*index_above], |(_, _, place)| place);
                let help =
                    "move the instrument below the lock, or show it later: `shown_if = \"…\"`";
                let message = format!(
                    "the reading “{}” gives the answer of the lock `{{}}` away",
                    shown.label
                );
                self.report(index, place.clone(), &message, help);
            }
        }
    }

    /// Whether two names are of the same quantity: the same name, or the same expression.
    fn same(&self, shown: &str, asked: &str, track: usize) -> bool {
        let expr = |name: &str| -> Option<&Expr> {
            let mut values = self.draft.mission.values.iter();
            let value = values.find(|value| value.name == name && value.only.admits(track));
            value.map(|value| &value.expr)
        };
        // An expression that is a mere number says nothing of what it is the number of.
        let told = |expr: &Expr| !expr.names().is_empty();
        shown == asked
            || expr(shown)
                .zip(expr(asked))
                .is_some_and(|(a, b)| a == b && told(a))
    }
}

/// A number that an instrument shows.
struct Shown<'m> {
    instrument: &'m str,
    label: &'m str,
    value: &'m str,
    format: &'m Format,
}

/// The numbers that an island shows from the start.
fn readings(kind: &Kind, track: usize) -> Vec<Shown<'_>> {
    let Kind::Bench(bench) = kind else {
        return Vec::new();
    };
    let open = bench
        .instruments
        .iter()
        .filter(|instrument| instrument.shown_if.is_none() && instrument.only.admits(track));
    let mut found = Vec::new();
    for instrument in open {
        let mut show = |label, value, format| {
            found.push(Shown {
                instrument: &instrument.id,
                label,
                value,
                format,
            });
        };
        match &instrument.kind {
            InstrumentKind::Cards { readings, .. } => {
                let readings = readings.iter().filter(|reading| reading.only.admits(track));
                readings.for_each(|reading| show(&reading.label, &reading.value, &reading.format));
            }
            InstrumentKind::Gauge(gauge) => show(&instrument.title, &gauge.value, &gauge.format),
            InstrumentKind::Bars { bars, format } => {
                bars.iter()
                    .for_each(|bar| show(&bar.label, &bar.value, format));
            }
            InstrumentKind::Waterfall(waterfall) => {
                let steps = waterfall.steps.iter();
                steps.for_each(|step| show(&step.label, &step.value, &waterfall.format));
            }
            _ => {}
        }
    }
    found
}

/// The blocks of running text in Markdown, code and readouts left out.
fn texts(
    draft: &Draft,
    markdown: &str,
    offset: usize,
    track: Option<usize>,
) -> Vec<(Option<usize>, Range<usize>, String)> {
    let mut found: Vec<(Option<usize>, Range<usize>, String)> = Vec::new();
    let mut close = |block: Option<(Range<usize>, String)>| {
        if let Some((range, text)) = block {
            let start = offset + range.start;
            let place = start..start + markdown[range].trim_end().len();
            found.push((track, place, without_readouts(&text)));
        }
    };
    let mut code = false;
    let mut block: Option<(Range<usize>, String)> = None;
    for (event, range) in new_cmark_parser(markdown, &draft.markdown).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            // A list inside an item ends the item's own text.
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableCell) => {
                close(block.replace((range, String::new())));
            }
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell,
            ) => {
                close(block.take());
            }
            Event::Text(text) | Event::Code(text) if !code => {
                if let Some((_, words)) = &mut block {
                    words.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((_, words)) = &mut block {
                    words.push(' ');
                }
            }
            _ => {}
        }
    }
    found
}

fn without_readouts(text: &str) -> String {
    let mut parts = text.split("{{=");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once("}}").map_or(part, |(_, rest)| rest));
    }
    out
}

/// Words in lower case, without what stands around them.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
        .filter(|word| !word.is_empty())
        .collect()
}
