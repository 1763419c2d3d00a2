//! What is said of a place: of a kind, a key, a name, a function.

use super::expression::signature;
use super::known::Known;
use super::names::{Name, Role, directives, occurrences};
use super::outline::Named;
use super::walk::{Found, walk};
use crate::directive::{doc, keys_of};
use crate::vocabulary::{Holds, Key, Shape, Sort};
use mdbook_markdown::MarkdownOptions;
use mission_model::expr::functions;
use mission_model::expr::words::{WordKind, words};
use std::ops::Range;

/// What is said of a place, as Markdown.
#[derive(Clone, Debug, PartialEq)]
pub struct Hover {
    /// What it is said of.
    pub span: Range<usize>,
    pub markdown: String,
}

/// What is said of a place of a chapter.
#[must_use]
pub fn hover(text: &str, place: usize, known: &Known) -> Option<Hover> {
    let options = MarkdownOptions::default();
    let (directives, inlines) = directives(text, &options);
    let is_at = |span: &Range<usize>| span.start <= place && place < span.end;
    let mut found = None;
    for directive in &directives {
        let kind = directive.fence.info.start..directive.fence.info.start + directive.kind.len();
        if is_at(&kind) {
            let markdown = format!("`{}`: {}", directive.kind, doc(directive.kind)?);
            return Some(Hover {
                span: kind,
                markdown,
            });
        }
        if !is_at(&directive.fence.body) {
            continue;
        }
        let shape = keys_of(directive.kind)?;
        walk(&directive.items, shape, &mut |part| match part {
            Found::Key(word, key, doc) if is_at(&word.span) => {
                found = Some(Hover {
                    span: word.span.clone(),
                    markdown: of_key(key, doc),
                });
            }
            Found::Text(literal, Holds::Expression | Holds::Values | Holds::Prose)
                if is_at(&literal.span) =>
            {
                found = of_function(text, literal.span.clone(), place);
            }
            _ => {}
        });
    }
    let inline = inlines.iter().find(|inline| is_at(&inline.inner));
    if let Some(inline) = inline {
        found = of_function(text, inline.inner.clone(), place);
    }
    found.or_else(|| of_name(text, place, known))
}

fn of_function(text: &str, source: Range<usize>, place: usize) -> Option<Hover> {
    let is_at =
        |span: &Range<usize>| source.start + span.start <= place && place < source.start + span.end;
    let written = &text[source.clone()];
    // A name is part of a call only where it is called.
    let word = words(written.trim_start_matches('"'))
        .into_iter()
        .find(|word| {
            word.kind == WordKind::Function && {
                let shift = written.len() - written.trim_start_matches('"').len();
                is_at(&(word.span.start + shift..word.span.end + shift))
            }
        })?;
    let shift = source.start + written.len() - written.trim_start_matches('"').len();
    let span = word.span.start + shift..word.span.end + shift;
    let function = functions::find(&text[span.clone()])?;
    let markdown = format!("`{}`\n\n{}", signature(function), function.doc);
    Some(Hover { span, markdown })
}

fn of_name(text: &str, place: usize, known: &Known) -> Option<Hover> {
    let options = MarkdownOptions::default();
    let all = occurrences(text, &options);
    let found = all
        .iter()
        .find(|one| one.span.start <= place && place < one.span.end)?;
    let markdown = named(&found.name, known).or_else(|| {
        let given = all
            .iter()
            .any(|one| one.name == found.name && one.role != Role::Reads);
        given.then(|| format!("`{}`", found.name.full))
    })?;
    Some(Hover {
        span: found.span.clone(),
        markdown,
    })
}

/// What is known of a name.
fn named(name: &Name, known: &Known) -> Option<String> {
    let full = &name.full;
    let mut outlines = known.outlines.iter();
    match name.sort {
        Sort::Value => outlines
            .find_map(|outline| outline.names.get(full))
            .map(|named| described(full, named)),
        Sort::Directive => outlines.find_map(|outline| {
            let (_, kind) = outline.directives.iter().find(|(id, _)| id == full)?;
            Some(format!("`{full}`: a `{kind}`"))
        }),
        Sort::Track => outlines.find_map(|outline| {
            let (_, title) = outline.tracks.iter().find(|(id, _)| id == full)?;
            Some(format!("`{full}`: the track “{title}”"))
        }),
        _ => None,
    }
}

/// What a name is, its expression, and what it is worth at the presets.
pub fn described(name: &str, named: &Named) -> String {
    let mut told = format!("`{name}`: {}", named.what);
    for (tracks, expression) in &named.expressions {
        let tracks = match tracks.is_empty() {
            true => String::new(),
            false => format!("In {}:\n", tracks.join(", ")),
        };
        told += &format!("\n\n{tracks}```text\n{expression}\n```");
    }
    let Some((_, first)) = named.presets.first() else {
        return told;
    };
    let same = named.presets.iter().all(|(_, value)| value == first);
    let each: Vec<String> = named
        .presets
        .iter()
        .map(|(track, value)| format!("{value} in {track}"))
        .collect();
    let values = if same { first.clone() } else { each.join(", ") };
    told + &format!("\n\nAt the presets: {values}")
}

fn of_key(key: &Key, doc: &str) -> String {
    let needed = match key.needed_when() {
        "yes" => "needed".to_owned(),
        "no" => "not needed".to_owned(),
        when => format!("needed {when}"),
    };
    let default = match &key.default {
        Some(default) => format!("\n\n{default} if you don't say."),
        None => String::new(),
    };
    format!(
        "`{}`: {}; {needed}\n\n{}{default}",
        key.name,
        key.noun,
        plain_links(doc)
    )
}

/// The same of a key of a table, by its name.
pub fn key_doc(shape: &Shape, name: &str) -> String {
    let found = shape.find(name);
    found.map_or_else(String::new, |(key, doc)| of_key(key, doc))
}

/// Words of the guide without their links, which lead to its pages.
pub fn plain_links(doc: &str) -> String {
    let mut out = String::with_capacity(doc.len());
    let mut rest = doc;
    while let Some((before, after)) = rest.split_once("](") {
        let Some((_, behind)) = after.split_once(')') else {
            break;
        };
        match before.rsplit_once('[') {
            Some((lead, text)) => {
                out += lead;
                out += text;
            }
            None => out += before,
        }
        rest = behind;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::plain_links;

    #[test]
    fn links_are_their_texts() {
        assert_eq!(plain_links("[Bounds](a.md#b)."), "Bounds.");
        assert_eq!(plain_links("A [b](c) d [e](f)"), "A b d e");
        assert_eq!(plain_links("`[0, 1]` (x)"), "`[0, 1]` (x)");
    }
}
