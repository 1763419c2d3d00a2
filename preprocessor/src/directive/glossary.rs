//! `glossary`: the terms of the book, explained once.

use super::{Read, check_id};
use crate::chapter::Escaped;
use crate::draft::{Draft, Scope};
use crate::glossary;
use crate::reader::Reader;
use crate::vocabulary::types::{Line, PlainText, Tables, TermWord};
use crate::vocabulary::{Keys, keys};

keys! {
    /// A list of terms.
    pub struct GlossaryKeys of "`glossary`" {
        /// The terms, in the order of the page.
        need term: Tables<TermKeys>,
    }
}

keys! {
    /// A term.
    pub struct TermKeys of "`[[term]]`" {
        /// Names it in links: `[PSI](term:psi)`.
        need id: TermWord,
        /// What it is called.
        need name: PlainText,
        /// What it means. It has no readouts: other chapters show it, too.
        need text: Line,
    }
}

/// Reads a glossary.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Read> {
    let keys = GlossaryKeys::read(reader);
    let mut terms: Vec<(String, String, String)> = Vec::new();
    for keys in keys.term? {
        let (Some(id), Some(name), Some(text)) = (keys.id, keys.name, keys.text) else {
            continue;
        };
        check_id(draft, &id)?;
        if terms.iter().any(|(other, ..)| *other == id.value) {
            let help = "give each term an id of its own".to_owned();
            let message = format!("the term `{}` is there already", id.value);
            draft.sink.report(id.span.clone(), message, "again", help);
        }
        let html = draft.line(scope, &text);
        terms.push((id.value, Escaped(&name.value).to_string(), html));
    }
    Some(Read::Html(glossary::list(&terms)))
}
