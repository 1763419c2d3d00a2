//! Running text as a student reads it.

use crate::draft::Draft;
use mdbook_markdown::new_cmark_parser;
use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// The blocks of running text in Markdown, with the place of each, code and readouts left out.
pub fn texts(draft: &Draft, markdown: &str, offset: usize) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let mut close = |block: Option<(Range<usize>, String)>| {
        if let Some((range, text)) = block {
            let start = offset + range.start;
            let place = start..start + markdown[range].trim_end().len();
            found.push((place, without_readouts(&text)));
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
pub fn words(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
        .filter(|word| !word.is_empty())
        .collect()
}
