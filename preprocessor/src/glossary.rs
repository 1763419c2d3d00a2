//! Terms: what a book's `glossary` directive explains, and links to `term:ID` show beside the word.
//!
//! A chapter may use a term that another one declares, and chapters are expanded side by side. So the glossary is read
//! beforehand; what is wrong with it is told when its own chapter is expanded.

use crate::diagnostic::{Sink, suggest};
use crate::directive::glossary::{GlossaryKeys, TermKeys};
use crate::draft::{Draft, Scope};
use crate::expansion;
use crate::reader::{Body, Reader, Text, parse};
use crate::scan::directives;
use crate::vocabulary::Keys;
use mdbook_markdown::MarkdownOptions;
use mission_model::mission::Only;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

/// The scheme of a link that names a term.
pub const SCHEME: &str = "term:";

/// The terms of a book, by id.
#[derive(Debug, Default)]
pub struct Terms(BTreeMap<String, Term>);

/// A term as written.
#[derive(Debug)]
struct Term {
    name: String,
    text: String,
}

impl Terms {
    /// Reads the glossaries of all chapters.
    pub fn of(texts: &[expansion::Text], markdown: &MarkdownOptions) -> Self {
        let mut terms = BTreeMap::new();
        for text in texts {
            let content = text.content.as_ref();
            if !content.contains("mission glossary") {
                continue;
            }
            for fence in directives(content, markdown) {
                if content[fence.info.clone()].trim() == "glossary" {
                    let read = read(&content[fence.body]);
                    terms.extend(read.into_iter().filter_map(term));
                }
            }
        }
        Self(terms)
    }

    /// What a change of them changes.
    pub fn key(&self) -> String {
        format!("{self:?}")
    }
}

fn read(body: &str) -> Vec<TermKeys> {
    let sink = Sink::new(PathBuf::new(), String::new().into());
    let body = Body {
        text: body,
        offset: 0,
        sink: &sink,
        shape: None,
    };
    let Ok(table) = parse(body) else {
        return Vec::new();
    };
    let mut reader = Reader::new(&table, String::new(), 0..0, body);
    GlossaryKeys::read(&mut reader).term.unwrap_or_default()
}

fn term(keys: TermKeys) -> Option<(String, Term)> {
    let (name, text) = (keys.name?.value, keys.text?.value);
    Some((keys.id?.value, Term { name, text }))
}

impl Draft<'_> {
    /// What stands before the word of a link to a term.
    pub fn term_begins(&mut self, id: &Text) -> String {
        let number = self.terms_used.len();
        self.terms_used.push(id.value.clone());
        format!(
            "<dfn class=\"mission-term\" tabindex=\"0\" aria-describedby=\"{}-term-{number}\">",
            self.mission.id
        )
    }

    /// What stands behind it: the card.
    pub fn term_ends(&mut self, id: &Text) -> String {
        // Links don't nest, so this is the one that began last.
        let number = self.terms_used.len().saturating_sub(1);
        let card = match self.terms.0.get(&id.value) {
            Some(term) => {
                let text = Text::made(&term.text, id.span.clone());
                let name = term.name.clone();
                let scope = Scope {
                    directive: None,
                    only: &Only::default(),
                };
                format!("<b>{name}</b> {}", self.line(scope, &text))
            }
            None => {
                let known = self.terms.0.keys().map(String::as_str);
                let help = match self.terms.0.is_empty() {
                    true => "declare it in a `mission glossary` of the book".to_owned(),
                    false => suggest(&id.value, known),
                };
                let message = format!("no glossary has the term `{}`", id.value);
                self.sink
                    .report(id.span.clone(), message, "unknown term", help);
                String::new()
            }
        };
        format!(
            "<span class=\"mission-card\" id=\"{}-term-{number}\">{card}</span></dfn>",
            self.mission.id
        )
    }
}

/// A glossary as it stands on its page: terms with their explanations as HTML.
pub fn list(terms: &[(String, String, String)]) -> String {
    let mut out = "<dl class=\"mission-glossary\">".to_owned();
    for (id, name, html) in terms {
        // A text that isn't written can't fail.
        let _ = write!(out, "<dt id=\"term-{id}\">{name}</dt><dd>{html}</dd>");
    }
    out + "</dl>"
}
