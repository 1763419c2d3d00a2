//! Where a mistake stands on the disk: a place in the text that mdBook handed over goes in; the file that an
//! author has to open, and the place in it, come out.
//!
//! mdBook's `links` has put included files in before a chapter reaches us. The same is done here once more,
//! with a note of where each piece came from. Where the result is another (a preprocessor of somebody else's
//! has been at work), the line is looked for in the chapter's file.

use crate::diagnostic::{Diagnostic, Place};
use crate::names::without_marks;
use crate::sources::Sources;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// mdBook's own limit.
const MAX_DEPTH: usize = 10;

/// A chapter as mdBook handed it over, and what it was put together from.
pub struct Origins {
    files: Vec<File>,
    /// In the order of the text; `None` if it can't be told.
    pieces: Option<Vec<Piece>>,
}

struct File {
    /// As it is shown.
    path: PathBuf,
    text: Arc<str>,
}

/// Bytes of the text that stand in a file as they are.
#[derive(Clone, Debug, PartialEq)]
struct Piece {
    /// In the text.
    at: usize,
    length: usize,
    file: usize,
    /// In the file.
    offset: usize,
}

/// A text under construction.
#[derive(Default)]
struct Built {
    text: String,
    pieces: Vec<Piece>,
}

impl Origins {
    /// Of a chapter whose file, relative to the book's root, is `shown`.
    pub fn new(sources: Sources, shown: &Path, handed: &str) -> Self {
        let mut origins = Self {
            files: Vec::new(),
            pieces: None,
        };
        if let Some(file) = origins.read(sources, shown) {
            let text = origins.files[file].text.clone();
            let mut whole = Built::default();
            whole.take(&text, 0..text.len(), file, 0);
            let folder = shown.parent().unwrap_or(Path::new(""));
            let built = origins.resolve(sources, folder, whole, 0);
            origins.pieces = built
                .filter(|built| built.text == handed)
                .map(|built| built.pieces);
        }
        origins
    }

    /// The text that mdBook would hand over of a chapter, if a file that it includes is not saved.
    pub fn handed_over(sources: Sources, shown: &Path) -> Option<String> {
        let mut origins = Self {
            files: Vec::new(),
            pieces: None,
        };
        let file = origins.read(sources, shown)?;
        let text = origins.files[file].text.clone();
        let mut whole = Built::default();
        whole.take(&text, 0..text.len(), file, 0);
        let folder = shown.parent().unwrap_or(Path::new(""));
        let built = origins.resolve(sources, folder, whole, 0)?;
        let mut included = origins.files[1..].iter();
        let unsaved = sources.unsaved?;
        let any = included.any(|file| unsaved.contains_key(&file.path));
        any.then_some(built.text)
    }

    /// The files that the chapter was put together from.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|file| file.path.as_path())
    }

    /// Moves a diagnostic from the text that was handed over to the file that its place came from.
    pub fn on_disk(&self, mut mistake: Diagnostic) -> Diagnostic {
        mistake.place = self.place(mistake.place);
        mistake.also = mistake
            .also
            .map(|(place, label)| (self.place(place), label));
        mistake
    }

    /// Moves a place from the text that was handed over to the file that it came from.
    pub fn place(&self, place: Place) -> Place {
        let Some(chapter) = self.files.first() else {
            return place;
        };
        let Some(pieces) = &self.pieces else {
            return same_lines(place, &chapter.text);
        };
        let Range { start, end } = place.span.clone();
        let found = pieces
            .iter()
            .rfind(|piece| piece.at <= start && start <= piece.at + piece.length);
        let Some(piece) = found else {
            return place;
        };
        let file = &self.files[piece.file];
        let offset = |at: usize| piece.offset + at - piece.at;
        // What goes on in another file is not shown: a place lies in one.
        let last = pieces
            .iter()
            .take_while(|other| other.at < end)
            .filter(|other| other.file == piece.file && other.at >= piece.at)
            .last();
        let end = last.map_or(offset(start), |last| {
            last.offset + end.min(last.at + last.length).saturating_sub(last.at)
        });
        Place {
            path: file.path.clone(),
            source: file.text.clone(),
            span: offset(start)..end.max(offset(start)),
        }
    }

    /// The index of a file, read if need be.
    fn read(&mut self, sources: Sources, shown: &Path) -> Option<usize> {
        let known = self.files.iter().position(|file| file.path == shown);
        known.or_else(|| {
            // No editor shows a byte-order mark, or counts it.
            let text = sources.read(shown).ok()?;
            self.files.push(File {
                path: shown.to_owned(),
                text: without_marks(&text).into(),
            });
            Some(self.files.len() - 1)
        })
    }

    /// Does what mdBook's `links` does with a text. `None` for what it could do and this can't.
    fn resolve(
        &mut self,
        sources: Sources,
        folder: &Path,
        from: Built,
        depth: usize,
    ) -> Option<Built> {
        let mut to = Built::default();
        let mut at = 0;
        for link in links(&from.text) {
            to.copy(&from, at..link.range.start);
            at = link.range.end;
            match link.kind {
                Link::Escaped => to.copy(&from, link.range.start + 1..link.range.end),
                Link::Title => {}
                Link::Other => return None,
                Link::Include(target) => {
                    let (path, lines) = target.split_once(':').unwrap_or((target, ""));
                    let shown = tidy(&folder.join(path));
                    let Some(file) = self.read(sources, &shown) else {
                        // As mdBook does, which logs it.
                        at = link.range.start;
                        continue;
                    };
                    if depth == MAX_DEPTH {
                        continue;
                    }
                    let text = self.files[file].text.clone();
                    let mut part = Built::default();
                    for (index, line) in chosen(&text, lines).into_iter().enumerate() {
                        if index > 0 {
                            part.text.push('\n');
                        }
                        part.take(&text, line.clone(), file, line.start);
                    }
                    let folder = shown.parent().unwrap_or(Path::new("")).to_owned();
                    let part = self.resolve(sources, &folder, part, depth + 1)?;
                    to.copy(&part, 0..part.text.len());
                }
            }
        }
        to.copy(&from, at..from.text.len());
        Some(to)
    }
}

impl Built {
    /// Appends bytes of a file.
    fn take(&mut self, text: &str, range: Range<usize>, file: usize, offset: usize) {
        self.pieces.push(Piece {
            at: self.text.len(),
            length: range.len(),
            file,
            offset,
        });
        self.text.push_str(&text[range]);
    }

    /// Appends a part of another text, with where it came from.
    fn copy(&mut self, from: &Self, range: Range<usize>) {
        for piece in &from.pieces {
            let start = piece.at.max(range.start);
            let end = (piece.at + piece.length).min(range.end);
            if start < end || (start == end && piece.length == 0) {
                self.pieces.push(Piece {
                    at: self.text.len() + start - range.start,
                    length: end - start,
                    file: piece.file,
                    offset: piece.offset + start - piece.at,
                });
            }
        }
        self.text.push_str(&from.text[range]);
    }
}

/// Something that `links` replaces.
struct Found<'t> {
    range: Range<usize>,
    kind: Link<'t>,
}

enum Link<'t> {
    Escaped,
    Title,
    /// A path, and after a colon what is taken of it.
    Include(&'t str),
    Other,
}

/// What `links` finds in a text: `{{#include path}}` and its like, `\{{#` to the last `}}` of a line.
fn links(text: &str) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("{{").map(|offset| at + offset) {
        at = start + 2;
        if start > 0 && text[..start].ends_with('\\') && text[start + 2..].starts_with('#') {
            let line = text[start..]
                .find('\n')
                .map_or(text.len(), |end| start + end);
            if let Some(end) = text[start + 3..line].rfind("}}") {
                at = start + 3 + end + 2;
                found.push(Found {
                    range: start - 1..at,
                    kind: Link::Escaped,
                });
                continue;
            }
        }
        let Some(inner) = text[start + 2..].trim_start().strip_prefix('#') else {
            continue;
        };
        let Some(close) = inner
            .find('}')
            .filter(|close| inner[*close..].starts_with("}}"))
        else {
            continue;
        };
        let inner = &inner[..close];
        let name = inner.trim_end_matches(|c| c != ' ' && c != '\t' && c != '\n');
        let (name, rest) = match inner.find(char::is_whitespace) {
            Some(space) => (&inner[..space], inner[space..].trim()),
            None => (name, ""),
        };
        let kind = match (name, rest.split_whitespace().next()) {
            (_, None) => continue,
            ("title", _) => Link::Title,
            ("include", Some(target)) => Link::Include(target),
            ("playground" | "playpen" | "rustdoc_include", _) => Link::Other,
            _ => continue,
        };
        let end = inner.as_ptr() as usize - text.as_ptr() as usize + inner.len() + 2;
        found.push(Found {
            range: start..end,
            kind,
        });
        at = end;
    }
    found
}

/// The lines of a file that an include takes: all, those of numbers, or those of an anchor.
fn chosen(text: &str, spec: &str) -> Vec<Range<usize>> {
    let lines = text.lines().map(|line| {
        let start = line.as_ptr() as usize - text.as_ptr() as usize;
        start..start + line.len()
    });
    let mut parts = spec.splitn(3, ':');
    let first = parts.next().unwrap_or_default();
    let from = first
        .parse::<usize>()
        .ok()
        .map(|line| line.saturating_sub(1));
    if from.is_none() && !first.is_empty() {
        return anchored(text, lines, first);
    }
    let count = match (from, parts.next().map(str::parse::<usize>)) {
        (Some(from), Some(Ok(to))) => to.saturating_sub(from),
        (Some(_), None) => 1,
        (None, Some(Ok(to))) => to,
        _ => usize::MAX,
    };
    lines.skip(from.unwrap_or(0)).take(count).collect()
}

fn anchored(
    text: &str,
    lines: impl Iterator<Item = Range<usize>>,
    anchor: &str,
) -> Vec<Range<usize>> {
    let named = |line: &str, mark: &str| {
        let rest = line.split_once(mark)?.1.trim_start();
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
            .unwrap_or(rest.len());
        (end > 0).then(|| rest[..end].to_owned())
    };
    let mut taken = Vec::new();
    let mut inside = false;
    for range in lines {
        let line = &text[range.clone()];
        let (begins, ends) = (named(line, "ANCHOR:"), named(line, "ANCHOR_END:"));
        match (inside, begins, ends) {
            (false, Some(name), _) => inside = name == anchor,
            (true, _, Some(name)) if name == anchor => break,
            (true, None, None) => taken.push(range),
            _ => {}
        }
    }
    taken
}

/// A path without `.` and with `..` resolved, as it is shown.
pub fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir if tidied.file_name().is_some() => {
                tidied.pop();
            }
            part => tidied.push(part),
        }
    }
    tidied
}

/// The same lines in the chapter's file, if they stand in it: the n-th occurrence there is the n-th here.
fn same_lines(mut place: Place, disk: &Arc<str>) -> Place {
    let handed = place.source.clone();
    let line_start = handed[..place.span.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let line_end = handed[place.span.end..]
        .find('\n')
        .map_or(handed.len(), |offset| place.span.end + offset);
    let lines = &handed[line_start..line_end];
    let nth = handed[..line_start].matches(lines).count();
    if let Some((at, _)) = disk.match_indices(lines).nth(nth) {
        let shift = |offset: usize| at + offset - line_start;
        place.span = shift(place.span.start)..shift(place.span.end);
        place.source = disk.clone();
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_those_of_mdbook() {
        let check = |text: &str, expect: &[&str]| {
            let found: Vec<&str> = links(text)
                .into_iter()
                .map(|link| &text[link.range])
                .collect();
            assert_eq!(found, expect, "{text}");
        };
        check(
            "a {{#include b.md}} c {{ #include  d.md:2:3 }}",
            &["{{#include b.md}}", "{{ #include  d.md:2:3 }}"],
        );
        check(
            "\\{{#include b.md}} {{#title T}} x}}\n{{#include c}}",
            &["\\{{#include b.md}} {{#title T}} x}}", "{{#include c}}"],
        );
        check(
            "{{= a.b }} {{#include}} {{# include x}} {{#unknown x}}",
            &[],
        );
    }

    #[test]
    fn lines_are_chosen_as_mdbook_does() {
        let text = "one\r\ntwo\nANCHOR: a\nthree\nANCHOR: b\nfour\nANCHOR_END: a\nfive\n";
        let check = |spec: &str, expect: &str| {
            let lines: Vec<&str> = chosen(text, spec)
                .into_iter()
                .map(|line| &text[line])
                .collect();
            assert_eq!(lines.join(" "), expect, "{spec}");
        };
        check("2", "two");
        check("1:2", "one two");
        check(":1", "one");
        check("7:", "ANCHOR_END: a five");
        check("a", "three four");
        check("b", "four five");
        check("c", "");
    }
}
