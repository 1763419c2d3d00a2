//! The kinds of directive: what each reads from its TOML, and what it declares.

mod beyond;
mod challenge;
pub mod chapter;
mod control;
mod cost_curve;
mod drift_radar;
pub mod expect;
mod fail;
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
use crate::reader::{Body, Reader, Text, parse};
use crate::scan::Fence;
use mission_model::mission::{Html, Island, Kind, Only, PerTrack};
use std::ops::Range;

/// What stands in the chapter in place of a directive.
#[derive(Debug, PartialEq)]
pub enum Piece {
    /// An island, by index.
    Island(usize),
    /// The prose of a track: its index, and its Markdown.
    TrackProse(usize, String),
    /// The ledgers of these chapters, or of all.
    BookLedgers(Vec<Text>),
    /// Nothing: what was said concerns the build.
    Nothing,
}

/// All kinds, by the name an author writes.
pub const KINDS: [&str; 13] = [
    "chapter",
    "track",
    "lock",
    "drift-radar",
    "cost-curve",
    "slice-card",
    "workbench",
    "reveal",
    "math",
    "reflect",
    "challenge",
    "ledger",
    "expect",
];

/// A directive about to be read.
pub struct Directive<'t> {
    /// Its kind, as written.
    pub kind: &'static str,
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
    let Some(kind) = KINDS.into_iter().find(|kind| *kind == name) else {
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
    if let Some(argument) = argument.as_ref().filter(|_| kind != "track") {
        let help =
            format!("write `mission {kind}` alone; everything else goes into the lines below");
        sink.report(
            argument.span.clone(),
            format!("`{kind}` takes nothing after its name"),
            "",
            help,
        );
    }
    let body = Body {
        text: &content[fence.body.clone()],
        offset: fence.body.start,
        sink,
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
        kind,
        argument,
        head: line,
        body,
        range: fence.range.clone(),
    })
}

/// Reads a directive into the draft.
pub fn read(draft: &mut Draft, directive: &Directive) -> Option<Piece> {
    if directive.kind == "track" {
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
    if directive.kind == "expect" {
        expect::read(draft, &mut reader);
        reader.close();
        return Some(Piece::Nothing);
    }
    let before = draft.sink.count();
    let Some(id) = id(draft, &mut reader) else {
        draft.refused.directive_without_id();
        return None;
    };
    let scope = Scope {
        directive: Some(&id.value),
        only: &Only::default(),
    };
    let kind = match directive.kind {
        "chapter" => chapter::read(draft, &mut reader, &id),
        "lock" => lock::read(draft, &mut reader, scope),
        "drift-radar" => drift_radar::read(draft, &mut reader, scope),
        "cost-curve" => cost_curve::read(draft, &mut reader, scope),
        "slice-card" => slice_card::read(draft, &mut reader, scope),
        "workbench" => workbench::read(draft, &mut reader, scope),
        "challenge" => challenge::read(draft, &mut reader, scope),
        "ledger" => match ledger::read(&mut reader) {
            Some(ledger::Ledger::OfBook(chapters)) => {
                reader.close();
                return Some(Piece::BookLedgers(chapters));
            }
            Some(ledger::Ledger::Own(view)) => Some(Kind::Ledger(view)),
            None => None,
        },
        "reveal" => reveal::read(draft, &mut reader, scope),
        "math" => math::read(draft, &mut reader, scope),
        _ => reflect::read(draft, &mut reader, scope),
    };
    let read = draft.sink.count();
    reader.close();
    // In a bench each name is known by itself; what stands under a key that there is not is not read, and the
    // ready-made benches make their values of all that they are given.
    let partly = match directive.kind {
        "workbench" => kind.is_none() || draft.sink.count() > read,
        _ => draft.sink.count() > before,
    };
    if partly {
        draft.refused.directive(&id.value);
    }
    let kind = kind.map(|mut kind| {
        if let Kind::Bench(bench) = &mut kind {
            // Tracks may share a control under one name.
            let mut seen = Vec::new();
            bench.controls.retain(|name| {
                !seen.contains(name) && {
                    seen.push(name.clone());
                    true
                }
            });
        }
        kind
    });
    // Nothing to choose, and nothing to say.
    if kind == Some(Kind::Chapter)
        && draft
            .mission
            .tracks
            .iter()
            .all(|track| track.name.is_empty())
        && draft.mission.invariant.is_empty()
    {
        return Some(Piece::Nothing);
    }
    draft.mission.islands.push(Island {
        id: id.value,
        kind: kind?,
    });
    draft.places.push(id.span);
    Some(Piece::Island(draft.mission.islands.len() - 1))
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
    let id = reader.text("id")?;
    check_id(reader, &id)?;
    let mut islands = draft.mission.islands.iter();
    if let Some(first) = islands.position(|island| island.id == id.value) {
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

/// An id can be used in expressions, so it is a word.
fn check_id(reader: &Reader, id: &Text) -> Option<()> {
    let mut characters = id.value.chars();
    let fits = characters.next().is_some_and(|c| c.is_ascii_lowercase())
        && characters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
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
        reader.sink().report(id.span.clone(), message, "", help);
    }
    fits.then_some(())
}

/// Reads `[track.ID]` for every track of the chapter; reports those that are missing, with what such a table
/// holds.
fn track_tables<'t>(
    draft: &Draft,
    reader: &mut Reader<'t>,
    holds: &str,
) -> Vec<(Only, Reader<'t>)> {
    let tables = reader.named_tables("track");
    let ids = draft.mission.tracks.iter().map(|track| track.id.as_str());
    let missing: Vec<&str> = ids
        .filter(|id| !tables.iter().any(|(name, _)| name.value == *id))
        .collect();
    let all_known = tables
        .iter()
        .all(|(id, _)| draft.mission.track(&id.value).is_some());
    if let (Some(first), true) = (missing.first(), all_known) {
        let message = format!("{} says nothing of track {}", reader.what(), list(&missing));
        let help = format!("add `[track.{first}]` with {holds}");
        draft.sink.report(reader.head(), message, "", help);
    }
    let known = |(id, table): (Text, Reader<'t>)| Some((Only(vec![draft.track(&id)?]), table));
    tables.into_iter().filter_map(known).collect()
}

/// The tracks that `tracks = ["…"]` names, or else those of the scope.
fn only(draft: &Draft, reader: &mut Reader, scope: Scope) -> Only {
    let tracks = reader.texts("tracks");
    if tracks.is_empty() {
        scope.only.clone()
    } else {
        draft.only(&tracks)
    }
}

/// Reads a text that may differ by track: `key = "…"`, or `[key]` with a text for each track.
fn by_track(
    draft: &mut Draft,
    reader: &mut Reader,
    key: &'static str,
    scope: Scope,
) -> Option<PerTrack<Html>> {
    if !reader.has(key) {
        reader.text(key);
        return None;
    }
    by_track_if(draft, reader, key, scope)
}

/// The same, where it may be missing.
fn by_track_if(
    draft: &mut Draft,
    reader: &mut Reader,
    key: &'static str,
    scope: Scope,
) -> Option<PerTrack<Html>> {
    let html = |draft: &mut Draft, scope: Scope, text: &Text| Some(draft.html(scope, text));
    by_track_as(draft, reader, key, scope, &html)
}

/// The same, where `make` makes something else of a text, or refuses and reports it.
fn by_track_as<T: Clone>(
    draft: &mut Draft,
    reader: &mut Reader,
    key: &'static str,
    scope: Scope,
    make: &dyn Fn(&mut Draft, Scope, &Text) -> Option<T>,
) -> Option<PerTrack<T>> {
    match reader.raw(key)? {
        (toml::de::DeValue::Table(_), span) => {
            let before = draft.sink.count();
            let texts = reader.named_texts(key);
            // What was refused is there all the same.
            let mut by_index: Vec<Option<Option<T>>> = vec![None; draft.mission.tracks.len()];
            let mut unknown = draft.sink.count() > before;
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
            let missing: Vec<&str> = draft
                .mission
                .tracks
                .iter()
                .zip(&by_index)
                .filter(|(_, made)| made.is_none())
                .map(|(track, _)| track.id.as_str())
                .collect();
            if !missing.is_empty() {
                let help = format!(
                    "add a text for {}, or give one text for all: `{key} = \"…\"`",
                    list(&missing)
                );
                draft.sink.report(
                    span,
                    format!("`{key}` has no text for {}", list(&missing)),
                    "",
                    help,
                );
                return None;
            }
            PerTrack::each(by_index.into_iter().flatten().collect::<Option<_>>()?)
        }
        _ => {
            let text = reader.text(key)?;
            Some(PerTrack::all(make(draft, scope, &text)?))
        }
    }
}
