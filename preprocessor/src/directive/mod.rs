//! The kinds of directive: what each reads from its TOML, and what it declares.

mod beyond;
mod challenge;
pub mod chapter;
mod control;
mod cost_curve;
mod course;
mod drift_radar;
pub mod expect;
mod fail;
pub mod glossary;
mod goal;
mod ledger;
mod lock;
mod math;
mod reading;
mod reflect;
mod reveal;
mod slice_card;
mod table;
mod trials;
mod workbench;

use crate::diagnostic::{list, suggest};
use crate::draft::{Draft, Scope};
use crate::overview::Overview;
use crate::reader::{Body, ByTrack, Placed, Reader, Spot, Text, TextsByTrack, parse};
use crate::scan::Fence;
use crate::vocabulary::types::DirectiveWord;
use crate::vocabulary::{Keys, Shape, keys};
use mission_model::mission::{Html, Instrument, InstrumentKind, Kind, Only, PerTrack};
use std::collections::HashSet;
use std::ops::Range;

/// What stands in the chapter in place of a directive.
#[derive(Debug, PartialEq)]
pub enum Piece {
    /// An island, by index.
    Island(usize),
    /// The prose of a track: its index, and its Markdown.
    TrackProse(usize, String),
    /// What it shows of other chapters.
    Overview(Overview),
    /// What stands there as it is.
    Html(String),
    /// Nothing: what was said concerns the build.
    Nothing,
}

/// A kind of directive.
struct Entry {
    /// The name that an author writes.
    name: &'static str,
    /// What it is, in a line.
    doc: &'static str,
    /// Its keys; `None` if its body is Markdown.
    shape: Option<fn() -> Shape>,
    read: fn(&mut Draft, &mut Reader, Scope) -> Option<Read>,
}

/// What was read.
pub enum Read {
    /// What comes alive.
    Island(Box<Kind>),
    /// What a page shows of other chapters.
    Overview(Overview),
    /// What stands there as it is.
    Html(String),
    /// What concerns the build alone.
    Nothing,
}

impl Read {
    fn island(kind: Kind) -> Self {
        Self::Island(Box::new(kind))
    }
}

/// All kinds.
const ENTRIES: [Entry; 15] = [
    Entry::of_keys(
        "chapter",
        "The head of a chapter: its id, its title, its tracks. It comes first.",
        chapter::ChapterKeys::shape,
        chapter::read,
    ),
    Entry {
        name: "track",
        doc: "Markdown for one track: `mission track ID`.",
        shape: None,
        read: |_, _, _| None,
    },
    Entry::of_keys(
        "lock",
        "A prediction that opens what follows it.",
        lock::LockKeys::shape,
        lock::read,
    ),
    Entry::of_keys(
        "drift-radar",
        "A ready-made bench: how far live data have moved from the training data.",
        drift_radar::RadarKeys::shape,
        drift_radar::read,
    ),
    Entry::of_keys(
        "cost-curve",
        "A ready-made bench: how often to retrain, found in rounds of trials.",
        cost_curve::CurveKeys::shape,
        cost_curve::read,
    ),
    Entry::of_keys(
        "slice-card",
        "A ready-made bench: an old and a new model on the same requests, slice by slice.",
        slice_card::CardKeys::shape,
        slice_card::read,
    ),
    Entry::of_keys(
        "workbench",
        "Controls, values and instruments of the author's own.",
        workbench::shape,
        workbench::read,
    ),
    Entry::of_keys(
        "reveal",
        "A prediction beside what was measured.",
        reveal::RevealKeys::shape,
        reveal::read,
    ),
    Entry::of_keys(
        "math",
        "Formulas behind a toggle.",
        math::MathKeys::shape,
        math::read,
    ),
    Entry::of_keys(
        "reflect",
        "A question that is answered in words.",
        reflect::ReflectKeys::shape,
        reflect::read,
    ),
    Entry::of_keys(
        "challenge",
        "A stakeholder who blocks until the evidence is there.",
        challenge::ChallengeKeys::shape,
        challenge::read,
    ),
    Entry::of_keys(
        "ledger",
        "All that was done: of this chapter, of some chapters, or of the whole book.",
        ledger::LedgerKeys::shape,
        ledger::read,
    ),
    Entry::of_keys(
        "course",
        "The chapters of the book, each with how far the student is.",
        course::CourseKeys::shape,
        course::read,
    ),
    Entry::of_keys(
        "glossary",
        "The terms of the book, explained once: `[PSI](term:psi)` shows one.",
        glossary::GlossaryKeys::shape,
        glossary::read,
    ),
    Entry::of_keys(
        "expect",
        "Claims of the prose that the model has to bear out. Nothing of it comes onto the page.",
        expect::ExpectKeys::shape,
        expect::read,
    ),
];

impl Entry {
    const fn of_keys(
        name: &'static str,
        doc: &'static str,
        shape: fn() -> Shape,
        read: fn(&mut Draft, &mut Reader, Scope) -> Option<Read>,
    ) -> Self {
        Self {
            name,
            doc,
            shape: Some(shape),
            read,
        }
    }
}

/// The names of all kinds.
pub const KINDS: [&str; ENTRIES.len()] = {
    let mut names = [""; ENTRIES.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = ENTRIES[index].name;
        index += 1;
    }
    names
};

/// The keys of all kinds whose bodies have keys. All but `chapter` and `expect` have those of `every directive`,
/// too.
pub fn vocabulary() -> Vec<(&'static str, Shape)> {
    let shape = |entry: &Entry| Some((entry.name, whole_shape(entry)?));
    ENTRIES.iter().filter_map(shape).collect()
}

fn whole_shape(entry: &Entry) -> Option<Shape> {
    let mut shape = entry.shape?();
    if !shape.keys.iter().any(|key| key.name == "id") && entry.name != "expect" {
        shape.variants.push(EveryKeys::shape());
    }
    Some(shape)
}

/// What a kind of directive is, in a line; `None` if there is none of this name.
pub fn doc(kind: &str) -> Option<&'static str> {
    let entry = ENTRIES.iter().find(|entry| entry.name == kind);
    entry.map(|entry| entry.doc)
}

/// The keys of a kind whose body has keys, as in [`vocabulary`].
pub fn keys_of(kind: &str) -> Option<Shape> {
    whole_shape(ENTRIES.iter().find(|entry| entry.name == kind)?)
}

keys! {
    /// What all directives have that come alive.
    struct EveryKeys of "every directive" {
        /// Names it in the chapter. Every directive but `track` and `expect` has one, so the tables don't repeat it.
        need id: DirectiveWord,
    }
}

/// A directive about to be read.
pub struct Directive<'t> {
    /// Its kind, as written.
    pub kind: &'static str,
    entry: &'static Entry,
    /// What follows the kind in the info string.
    pub argument: Option<Text>,
    /// Where its info string stands.
    pub head: Range<usize>,
    /// Its TOML, or Markdown.
    pub body: Body<'t>,
    /// All of it.
    pub range: Range<usize>,
}

/// Looks at a fence from outside; reports what can't be read.
pub fn open<'t>(draft: &Draft<'t>, content: &'t str, fence: &Fence) -> Option<Directive<'t>> {
    let sink = draft.sink;
    let info = &content[fence.info.clone()];
    let line_end = content[fence.range.start..]
        .find(['\n', '\r'])
        .map_or(content.len(), |offset| fence.range.start + offset);
    let line = fence.range.start..line_end;
    let name = info.split_whitespace().next().unwrap_or_default();
    let Some(entry) = ENTRIES.iter().find(|entry| entry.name == name) else {
        let (message, span) = match name.is_empty() {
            true => ("a directive without a kind".to_owned(), line),
            false => (
                format!("there is no directive `{name}`"),
                fence.info.start..fence.info.start + name.len(),
            ),
        };
        if !beyond::report(sink, name, span.clone()) {
            sink.report(span, message, "unknown kind", suggest(name, KINDS));
        }
        draft.refused.directive_without_id();
        return None;
    };
    if let Some(container) = fence.inside {
        let help =
            "end the list or the quote before it, and begin the fence at the start of a line";
        sink.report(
            line,
            format!("a directive can't stand in {container}"),
            "here it would not come alive",
            help.to_owned(),
        );
        draft.refused.directive_without_id();
        return None;
    }
    if !fence.closed {
        let marks: String = content[fence.range.start..]
            .trim_start()
            .chars()
            .take_while(|c| matches!(c, '`' | '~'))
            .collect();
        sink.report(
            line,
            "this directive is never closed",
            "begins here",
            format!(
                "end it with a line of {} {}",
                marks.len(),
                if marks.starts_with('`') {
                    "backticks"
                } else {
                    "tildes"
                }
            ),
        );
        draft.refused.directive_without_id();
        return None;
    }
    let rest = fence.info.start + name.len()..fence.info.end;
    let word = content[rest.clone()].trim();
    let argument = (!word.is_empty()).then(|| {
        let start = rest.start + content[rest.clone()].find(word).unwrap_or_default();
        Text::verbatim(word, start)
    });
    if let Some(argument) = argument.as_ref().filter(|_| entry.shape.is_some()) {
        let help =
            format!("write `mission {name}` alone; everything else goes into the lines below");
        sink.report(
            argument.span.clone(),
            format!("`{name}` takes nothing after its name"),
            "",
            help,
        );
    }
    let body = Body {
        text: &content[fence.body.clone()],
        offset: fence.body.start,
        sink,
        shape: entry.shape,
    };
    for (at, mark) in body.text.match_indices(crate::text::MARKS) {
        let at = body.offset + at;
        sink.report(
            at..at + mark.len(),
            "a character that stands for nothing",
            "no font has it",
            "remove it: it belongs to the private use area of Unicode".to_owned(),
        );
    }
    Some(Directive {
        kind: entry.name,
        entry,
        argument,
        head: line,
        body,
        range: fence.range.clone(),
    })
}

/// Reads a directive into the draft.
pub fn read(draft: &mut Draft, directive: &Directive) -> Option<Piece> {
    if directive.entry.shape.is_none() {
        return track_prose(draft, directive);
    }
    let table = match parse(directive.body) {
        Ok(table) => table,
        Err(id) => {
            match id {
                Some(id) => draft.refused.directive(&id),
                None => draft.refused.directive_without_id(),
            }
            return None;
        }
    };
    let mut reader = Reader::new(
        &table,
        format!("`{}`", directive.kind),
        directive.head.clone(),
        directive.body,
    );
    let before = draft.sink.count();
    // What is only claimed has no name.
    let id = match directive.kind {
        "expect" => Text::made("", directive.head.clone()),
        _ => match id(draft, &mut reader) {
            Some(id) => id,
            None => {
                draft.refused.directive_without_id();
                return None;
            }
        },
    };
    let scope = Scope {
        directive: Some(&id.value),
        only: &Only::default(),
    };
    let made = (directive.entry.read)(draft, &mut reader, scope);
    let read = draft.sink.count();
    reader.close();
    // In a bench each name is known by itself; what stands under a key that there is not is not read, and the
    // ready-made benches make their values of all that they are given.
    let partly = match directive.kind {
        "workbench" => made.is_none() || draft.sink.count() > read,
        _ => draft.sink.count() > before,
    };
    if partly {
        draft.refused.directive(&id.value);
    }
    let mut kind = match made? {
        Read::Island(kind) => *kind,
        Read::Overview(overview) => return Some(Piece::Overview(overview)),
        Read::Html(html) => return Some(Piece::Html(html)),
        Read::Nothing => return Some(Piece::Nothing),
    };
    if let Kind::Bench(bench) = &mut kind {
        // Tracks may share a control under one name.
        let mut seen = HashSet::new();
        bench.controls.retain(|name| seen.insert(name.clone()));
    }
    // Nothing to choose, and nothing to say.
    if kind == Kind::Chapter
        && draft
            .mission
            .tracks
            .iter()
            .all(|track| track.name.is_empty())
        && draft.mission.invariant.is_empty()
    {
        return Some(Piece::Nothing);
    }
    Some(Piece::Island(draft.island(id, kind)))
}

fn track_prose(draft: &mut Draft, directive: &Directive) -> Option<Piece> {
    let Some(id) = &directive.argument else {
        let known: Vec<&str> = draft
            .mission
            .tracks
            .iter()
            .map(|track| track.id.as_str())
            .collect();
        let help = format!("write `mission track ID`; the tracks are {}", list(&known));
        draft.sink.report(
            directive.head.clone(),
            "a `track` without a track",
            "which one?",
            help,
        );
        return None;
    };
    let track = draft.track(id)?;
    let text = Text::verbatim(directive.body.text, directive.body.offset);
    let markdown = draft.expand(
        Scope {
            directive: None,
            only: &Only(vec![track]),
        },
        &text,
    );
    Some(Piece::TrackProse(track, markdown))
}

/// Reads the directive's id, unique in the chapter.
fn id(draft: &Draft, reader: &mut Reader) -> Option<Text> {
    let id = EveryKeys::read(reader).id?;
    check_id(draft, &id)?;
    if let Some(first) = draft.island_of(&id.value) {
        let help = "ids are unique in a chapter: ledgers and expressions find the directive by it";
        draft.sink.report_pair(
            id.span,
            format!("the id `{}` is taken", id.value),
            "used again",
            help.to_owned(),
            (draft.places[first].clone(), "used here first"),
        );
        return None;
    }
    Some(id)
}

/// A small letter first, then small letters, digits and `_`.
pub fn is_word(id: &str) -> bool {
    let mut characters = id.chars();
    characters.next().is_some_and(|c| c.is_ascii_lowercase())
        && characters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// An id can be used in expressions, so it is a word.
fn check_id(draft: &Draft, id: &Text) -> Option<()> {
    let fits = is_word(&id.value);
    if !fits {
        let better: String = id
            .value
            .to_lowercase()
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .skip_while(|c| !c.is_ascii_lowercase())
            .collect();
        let help = format!(
            "write `{}`",
            if better.is_empty() { "a_name" } else { &better }
        );
        let message = format!(
            "`{}` can't be an id: a small letter first, then small letters, digits and `_`",
            id.value
        );
        draft.sink.report(id.span.clone(), message, "", help);
    }
    fits.then_some(())
}

/// What stands in `[track.ID]` for every track of the chapter; reports those that are missing, with what such a
/// table holds.
fn by_each_track<K: Keys>(
    draft: &Draft,
    spot: &Spot,
    tables: Option<Vec<(Text, K)>>,
) -> Vec<(Only, K)> {
    let tables = tables.unwrap_or_default();
    let ids = draft.mission.tracks.iter().map(|track| track.id.as_str());
    let missing: Vec<&str> = ids
        .filter(|id| !tables.iter().any(|(name, _)| name.value == *id))
        .collect();
    let all_known = tables
        .iter()
        .all(|(id, _)| draft.mission.track(&id.value).is_some());
    if let (Some(first), true) = (missing.first(), all_known) {
        let message = format!("{} says nothing of track {}", spot.what, list(&missing));
        let shape = K::shape();
        let holds: Vec<&str> = shape.needed().map(|key| key.name).collect();
        let help = format!("add `[track.{first}]` with {}", list(&holds));
        draft.sink.report(spot.head.clone(), message, "", help);
    }
    let known = |(id, keys): (Text, K)| Some((Only(vec![draft.track(&id)?]), keys));
    tables.into_iter().filter_map(known).collect()
}

/// The tracks that `tracks = ["…"]` names, or else those of the scope.
fn only(draft: &Draft, tracks: Option<Placed<Vec<Text>>>, scope: Scope) -> Only {
    match tracks {
        Some(tracks) if !tracks.value.is_empty() => draft.only(&tracks.value),
        _ => scope.only.clone(),
    }
}

/// A text that may differ by track, as HTML.
fn by_track(draft: &mut Draft, scope: Scope, text: Option<ByTrack>) -> Option<PerTrack<Html>> {
    by_track_as(draft, scope, text, &|draft, scope, text| {
        Some(draft.html(scope, text))
    })
}

/// The same, where `make` makes something else of a text, or refuses and reports it.
fn by_track_as<T: Clone>(
    draft: &mut Draft,
    scope: Scope,
    text: Option<ByTrack>,
    make: &dyn Fn(&mut Draft, Scope, &Text) -> Option<T>,
) -> Option<PerTrack<T>> {
    let ByTrack { key, span, texts } = text?;
    let texts = match texts? {
        TextsByTrack::All(text) => return Some(PerTrack::all(make(draft, scope, &text)?)),
        TextsByTrack::Each(texts) => texts,
    };
    // What was refused is there all the same.
    let mut by_index: Vec<Option<Option<T>>> = vec![None; draft.mission.tracks.len()];
    let mut unknown = false;
    for (track, text) in &texts {
        let Some(index) = draft.track(track) else {
            unknown = true;
            continue;
        };
        let only = Only(vec![index]);
        let scope = Scope {
            only: &only,
            ..scope
        };
        by_index[index] = Some(make(draft, scope, text));
    }
    if unknown {
        return None;
    }
    let missing = missing(draft, &by_index);
    if !missing.is_empty() {
        let missing = list(&missing);
        let help = format!("add a text for {missing}, or give one text for all: `{key} = \"…\"`");
        let message = format!("`{key}` has no text for {missing}");
        draft.sink.report(span, message, "", help);
        return None;
    }
    PerTrack::each(by_index.into_iter().flatten().collect::<Option<_>>()?)
}

/// The tracks for which nothing was written.
fn missing<'d, T>(draft: &'d Draft, by_index: &[Option<T>]) -> Vec<&'d str> {
    let tracks = draft.mission.tracks.iter().zip(by_index);
    let missing = tracks.filter(|(_, written)| written.is_none());
    missing.map(|(track, _)| track.id.as_str()).collect()
}

/// An instrument that a ready-made bench declares.
fn made_instrument(id: String, title: &str, only: &Only, kind: InstrumentKind) -> Instrument {
    Instrument {
        id,
        title: title.to_owned(),
        only: only.clone(),
        note: None,
        controls: Vec::new(),
        shown_if: None,
        wide: false,
        kind,
    }
}
