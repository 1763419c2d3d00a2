//! Collects the names of a chapter.

use super::body::Word;
use super::names::{Directive, Name, Occurrence, Role, directives};
use super::walk::{Found, walk};
use crate::directive::keys_of;
use crate::glossary;
use crate::reader::Text;
use crate::scan::{Inline, InlineKind, scan};
use crate::text::last_outside_quotes;
use crate::vocabulary::{Holds, Sort};
use mdbook_markdown::MarkdownOptions;
use mission_model::expr::words::{WordKind, words};
use std::collections::HashSet;
use std::ops::Range;

/// All names in a chapter.
pub fn collect(text: &str, options: &MarkdownOptions) -> Vec<Occurrence> {
    let mut all = Names {
        options,
        found: Vec::new(),
        directive: None,
        table: String::new(),
        rows: Vec::new(),
        by_track: HashSet::new(),
    };
    let (directives, inlines) = directives(text, options);
    for inline in &inlines {
        all.inline(&Text::verbatim(text, 0), inline);
    }
    for directive in directives {
        all.directive(text, &directive);
    }
    let rows = all.rows.into_iter();
    let mut found = all.found;
    found.extend(rows.filter_map(|(table, row)| all.by_track.contains(&table).then_some(row)));
    of_parts(&mut found);
    found
}

struct Names<'o> {
    options: &'o MarkdownOptions,
    found: Vec<Occurrence>,
    /// The directive to which bare names belong.
    directive: Option<String>,
    /// The table of constants that is being read.
    table: String,
    /// The rows of tables, as if they were ids of tracks, each with its table.
    rows: Vec<(String, Occurrence)>,
    /// The tables that are looked up by track.
    by_track: HashSet<String>,
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
                self.table = self.full(&word.text);
                self.own(Sort::Value, &word.text, Role::Gives, span)
            }
            (Holds::Constants, 1) => {
                let name = Name::new(Sort::Track, word.text.as_str());
                let role = Role::Reads;
                let row = Occurrence { name, role, span };
                self.rows.push((self.table.clone(), row));
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
            Holds::Gives(sort @ (Sort::Chapter | Sort::Track | Sort::Directive | Sort::Term))
                if fits =>
            {
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
        if ["{{=", "\\val{", glossary::SCHEME]
            .iter()
            .any(|sign| text.value.contains(sign))
        {
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
            InlineKind::TermBegins => {
                self.add(Sort::Term, inner.value.as_str(), Role::Reads, inner.span);
            }
            InlineKind::TermEnds | InlineKind::Unclosed => {}
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
        let words = words(&text.value);
        for word in words.iter().filter(|word| word.kind == WordKind::Name) {
            let from = word.span.start;
            self.reads(&text.value[word.span.clone()], &|at| {
                text.at(from + at.start..from + at.end)
            });
        }
        for pair in words.windows(2) {
            let [one, other] = pair else { continue };
            let written = |word: &Range<usize>| &text.value[word.clone()];
            let between = text.value[one.span.end..other.span.start].trim();
            match (one.kind, other.kind) {
                (WordKind::Name, WordKind::Name)
                    if between == "[" && written(&other.span) == "track" =>
                {
                    let table = self.full(written(&one.span));
                    self.by_track.insert(table);
                }
                (WordKind::Name, WordKind::Category) if written(&one.span) == "track" => {
                    self.compared(text, between, &other.span);
                }
                (WordKind::Category, WordKind::Name) if written(&other.span) == "track" => {
                    self.compared(text, between, &one.span);
                }
                _ => {}
            }
        }
    }

    /// A category that `track` is compared with.
    fn compared(&mut self, text: &Text, sign: &str, category: &Range<usize>) {
        let inner = category.start + 1..category.end - 1;
        if matches!(sign, "==" | "!=") && !inner.is_empty() {
            let id = text.value[inner.clone()].to_owned();
            self.add(Sort::Track, id, Role::Reads, text.at(inner));
        }
    }

    /// The full name of one that may be bare.
    fn full(&self, name: &str) -> String {
        match &self.directive {
            Some(directive) if !name.contains('.') => format!("{directive}.{name}"),
            _ => name.to_owned(),
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
