//! Where names are given and read in a chapter: ids of chapters, tracks, directives, instruments and parts, and the
//! names of controls, values and tables.

use super::body::{self, Item, What, Word};
use super::walk::{Found, walk};
use crate::directive::keys_of;
use crate::reader::Text;
use crate::scan::{Fence, Inline, InlineKind, scan};
use crate::text::last_outside_quotes;
use crate::vocabulary::{Holds, Sort};
use mdbook_markdown::MarkdownOptions;
use mission_model::expr::words::words;
use std::collections::HashSet;
use std::ops::Range;

/// A name with all that it needs to be unique in its chapter, or in its book if it is a chapter's.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// What it is the name of. A control's is that of its value.
    pub sort: Sort,
    /// `server`, or `server.busy`.
    pub full: String,
}

/// How a name is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is given here.
    Gives,
    /// It is given here by the vocabulary, and has no other name.
    Fixed,
    /// It is read here.
    Reads,
}

/// A name at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    pub name: Name,
    pub role: Role,
    /// Where, without quotes.
    pub span: Range<usize>,
}

impl Name {
    /// A name of this sort.
    pub fn new(sort: Sort, full: impl Into<String>) -> Self {
        let sort = match sort {
            Sort::Control => Sort::Value,
            sort => sort,
        };
        let full = full.into();
        Self { sort, full }
    }

    /// Its last word.
    pub fn bare(&self) -> &str {
        self.full
            .rsplit_once('.')
            .map_or(&self.full, |(_, bare)| bare)
    }
}

/// A directive of a chapter, as far as it can be read.
pub struct Directive<'t> {
    pub fence: Fence,
    pub kind: &'t str,
    /// Empty if it can't be told.
    pub id: String,
    /// Nothing if its body is Markdown.
    pub items: Vec<Item>,
}

/// The directives and the inlines of a chapter.
pub fn directives<'t>(
    text: &'t str,
    options: &MarkdownOptions,
) -> (Vec<Directive<'t>>, Vec<Inline>) {
    let found = scan(text, options);
    let read = |fence: Fence| {
        let kind = text[fence.info.clone()].split_whitespace().next();
        let kind = kind.unwrap_or_default();
        let items = match kind {
            "track" => Vec::new(),
            _ => body::read(&text[fence.body.clone()], fence.body.start),
        };
        let id = items.iter().find_map(id).unwrap_or_default();
        Directive {
            fence,
            kind,
            id,
            items,
        }
    };
    (
        found.directives.into_iter().map(read).collect(),
        found.inlines,
    )
}

fn id(item: &Item) -> Option<String> {
    let Item::Entry(entry) = item else {
        return None;
    };
    match (&entry.key[..], &entry.value.as_ref()?.what) {
        ([key], What::Text(text)) if key.text == "id" => Some(text.value.clone()),
        _ => None,
    }
}

/// All names in a chapter, in the order of their places.
pub fn occurrences(text: &str, options: &MarkdownOptions) -> Vec<Occurrence> {
    let mut all = Names {
        options,
        found: Vec::new(),
        directive: None,
    };
    let (directives, inlines) = directives(text, options);
    for inline in &inlines {
        all.inline(&Text::verbatim(text, 0), inline);
    }
    for directive in directives {
        all.directive(text, &directive);
    }
    let mut found = all.found;
    found.sort_by_key(|one| (one.span.start, one.span.end));
    of_parts(&mut found);
    found
}

struct Names<'o> {
    options: &'o MarkdownOptions,
    found: Vec<Occurrence>,
    /// The directive to which bare names belong.
    directive: Option<String>,
}

impl Names<'_> {
    fn directive(&mut self, text: &str, directive: &Directive) {
        let body = directive.fence.body.clone();
        self.directive = None;
        let Some(shape) = keys_of(directive.kind) else {
            let info = &text[directive.fence.info.clone()];
            if let Some(track) = info.split_whitespace().nth(1) {
                let at = directive.fence.info.start + info.len() - track.len();
                if info.ends_with(track) {
                    self.add(Sort::Track, track, Role::Reads, at..at + track.len());
                }
            }
            self.prose(&Text::verbatim(&text[body.clone()], body.start));
            return;
        };
        if !matches!(directive.kind, "chapter" | "expect") {
            self.directive = Some(directive.id.clone());
        }
        walk(&directive.items, shape, &mut |found| match found {
            Found::Key(word, key, _) if key.holds == Holds::Slider => {
                self.own(Sort::Control, &word.text, Role::Fixed, word.span.clone());
            }
            Found::Key(..) => {}
            Found::Name(word, holds, depth) => self.under(word, holds, depth),
            Found::Text(text, holds) => self.text(text, holds),
        });
    }

    fn add(&mut self, sort: Sort, full: impl Into<String>, role: Role, span: Range<usize>) {
        let name = Name::new(sort, full);
        self.found.push(Occurrence { name, role, span });
    }

    /// A name of the directive's own.
    fn own(&mut self, sort: Sort, bare: &str, role: Role, span: Range<usize>) {
        let directive = self.directive.clone().unwrap_or_default();
        self.add(sort, format!("{directive}.{bare}"), role, span);
    }

    fn under(&mut self, word: &Word, holds: Holds, depth: usize) {
        let quoted = word.span.len() - word.text.len();
        let span = word.span.start + quoted / 2..word.span.end - quoted / 2;
        match (holds, depth) {
            (Holds::Values | Holds::Constants, 0) => {
                self.own(Sort::Value, &word.text, Role::Gives, span)
            }
            (Holds::Values, 1) | (Holds::Prose | Holds::ByTrack, 0) => {
                self.add(Sort::Track, word.text.as_str(), Role::Reads, span);
            }
            (Holds::Settings, 0) => {
                self.reads(&word.text, &|at| span.start + at.start..span.start + at.end)
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &Text, holds: Holds) {
        let whole = text.at(0..text.value.len());
        let fits = whole.len() == text.value.len();
        match holds {
            Holds::Prose => self.prose(text),
            Holds::Expression | Holds::Values => self.expression(text),
            Holds::Gives(sort @ (Sort::Chapter | Sort::Track | Sort::Directive)) if fits => {
                self.add(sort, text.value.as_str(), Role::Gives, whole);
            }
            Holds::Gives(sort) if fits => self.own(sort, &text.value, Role::Gives, whole),
            Holds::Names(Sort::Value | Sort::Control) => {
                self.reads(&text.value, &|at| text.at(at));
            }
            Holds::Names(sort @ Sort::Part) if fits => {
                self.own(sort, &text.value, Role::Reads, whole);
            }
            Holds::Names(sort) if fits => {
                self.add(sort, text.value.as_str(), Role::Reads, whole);
            }
            _ => {}
        }
    }

    fn prose(&mut self, text: &Text) {
        if text.value.contains("{{=") || text.value.contains("\\val{") {
            for inline in &scan(&text.value, self.options).inlines {
                self.inline(text, inline);
            }
        }
    }

    fn inline(&mut self, text: &Text, inline: &Inline) {
        let inner = text.slice(inline.inner.clone());
        match inline.kind {
            InlineKind::Readout => self.readout(&inner),
            InlineKind::Math | InlineKind::DisplayMath => {
                for (at, start) in inner.value.match_indices("\\val{") {
                    let from = at + start.len();
                    if let Some(end) = inner.value[from..].find('}') {
                        self.readout(&inner.slice(from..from + end));
                    }
                }
            }
            InlineKind::Unclosed => {}
        }
    }

    /// `expression @ moment : format`.
    fn readout(&mut self, text: &Text) {
        let end = last_outside_quotes(&text.value, ':').unwrap_or(text.value.len());
        let text = text.slice(0..end);
        let Some(at) = last_outside_quotes(&text.value, '@') else {
            return self.expression(&text);
        };
        self.expression(&text.slice(0..at));
        let moment = &text.value[at + 1..];
        let start = at + 1 + moment.len() - moment.trim_start().len();
        let id = moment.trim().split('.').next().unwrap_or_default();
        if !id.is_empty() {
            let span = text.at(start..start + id.len());
            self.add(Sort::Directive, id, Role::Reads, span);
        }
    }

    fn expression(&mut self, text: &Text) {
        for word in words(&text.value) {
            if !word.called {
                let from = word.span.start;
                self.reads(&text.value[word.span], &|at| {
                    text.at(from + at.start..from + at.end)
                });
            }
        }
    }

    /// The name of a value: `busy`, `server.busy`.
    fn reads(&mut self, name: &str, place: &dyn Fn(Range<usize>) -> Range<usize>) {
        match name.split_once('.') {
            Some((directive, _)) => {
                let (end, all) = (directive.len(), name.len());
                self.add(Sort::Directive, directive, Role::Reads, place(0..end));
                self.add(Sort::Value, name, Role::Reads, place(end + 1..all));
            }
            None if name == "track" => {}
            None if self.directive.is_some() => {
                self.own(Sort::Value, name, Role::Reads, place(0..name.len()));
            }
            None => {}
        }
    }
}

/// A ready-made bench names values after its parts: in `psi_age` the part `age` is read, if nothing else gives it.
fn of_parts(found: &mut [Occurrence]) {
    let given = |sort: Sort| -> HashSet<String> {
        let own = found.iter().filter(|one| one.role != Role::Reads);
        own.filter(|one| one.name.sort == sort)
            .map(|one| one.name.full.clone())
            .collect()
    };
    let (values, parts) = (given(Sort::Value), given(Sort::Part));
    if parts.is_empty() {
        return;
    }
    for one in found.iter_mut().filter(|one| one.role == Role::Reads) {
        if one.name.sort != Sort::Value || values.contains(&one.name.full) {
            continue;
        }
        let Some((directive, bare)) = one.name.full.split_once('.') else {
            continue;
        };
        let part = bare.match_indices('_').find_map(|(at, _)| {
            let part = format!("{directive}.{}", &bare[at + 1..]);
            parts.contains(&part).then_some((part, bare.len() - at - 1))
        });
        if let Some((part, long)) = part {
            one.name = Name::new(Sort::Part, part);
            one.span.start = one.span.end.saturating_sub(long);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAPTER: &str = r#"# A {{= server.busy * 2 : .1% }} and {{= server.cards @ guess : .0 }}

```mission chapter
id = "serving"
title = "S"
[[track]]
id = "edge"
```

```mission lock
id = "guess"
prompt = { edge = "How *busy* is {{= server.cards }}?" }
answer = "server.busy"
```

```mission workbench
id = "server"
title = "T"
[[control]]
id = "cards"
tracks = ["edge"]
[let]
busy = "min(1, load / cards)"
load = { edge = "price[track] + guess.predicted" }
[table.price]
edge = 2
[[plot]]
id = "curve"
x = "cards"
```

```mission drift-radar
id = "drift"
window = { label = "W" }
[[track.edge.feature]]
id = "age"
mean = "window / 2"
[[track.edge.reading]]
id = "worst"
value = "max(psi_age, 2)"
```

$`x = \val{server.load : .2}`$

```mission track edge
Only {{= drift.worst }}.
```
"#;

    #[test]
    fn names_are_found_where_they_are() {
        let found = occurrences(CHAPTER, &MarkdownOptions::default());
        let shown: Vec<String> = found
            .iter()
            .map(|one| {
                let written = &CHAPTER[one.span.clone()];
                assert!(one.name.bare().ends_with(written), "{one:?}: {written}");
                format!("{:?} {:?} {}", one.role, one.name.sort, one.name.full)
            })
            .collect();
        for (count, expect) in [
            (1, "Gives Chapter serving"),
            (1, "Gives Track edge"),
            (1, "Gives Directive server"),
            (5, "Reads Directive server"),
            (1, "Gives Value server.busy"),
            (2, "Reads Value server.busy"),
            (1, "Gives Value server.cards"),
            (4, "Reads Value server.cards"),
            (1, "Reads Value guess.predicted"),
            (2, "Reads Directive guess"),
            (1, "Gives Value server.price"),
            (1, "Reads Value server.price"),
            (1, "Gives Instrument server.curve"),
            (1, "Fixed Value drift.window"),
            (1, "Reads Value drift.window"),
            (1, "Gives Part drift.age"),
            (1, "Reads Part drift.age"),
            (2, "Reads Value server.load"),
            (1, "Reads Value drift.worst"),
            (6, "Reads Track edge"),
        ] {
            let times = shown.iter().filter(|one| *one == expect).count();
            assert_eq!(times, count, "{expect} in {shown:#?}");
        }
    }
}
