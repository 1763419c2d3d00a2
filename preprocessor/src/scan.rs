//! Finds directives, readouts, mathematics and headings in Markdown.
//!
//! The text is read by mdBook's own parser with mdBook's own options, so that what stands in a code block
//! or in raw HTML is never taken for one of ours. Everything is given as byte ranges of the source; what is
//! outside them is never touched.

use crate::glossary;
use crate::near::{self, Near, What};
use mdbook_markdown::MarkdownOptions;
use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// What stands in a text, in the order of the source.
#[derive(Debug, Default)]
pub struct Scan {
    /// Fences whose info string begins with `mission`.
    pub directives: Vec<Fence>,
    /// Readouts and mathematics.
    pub inlines: Vec<Inline>,
    /// Headings outside lists and quotes.
    pub headings: Vec<Heading>,
    /// Images without a text alternative.
    pub images: Vec<Range<usize>>,
    /// Rust code that mdBook may give a button to run it: its opening line, and whether it does so always.
    pub rust: Vec<(Range<usize>, bool)>,
    /// Tags of raw HTML between blocks.
    pub tags: Vec<HtmlTag>,
    /// What is nearly one of ours.
    pub near: Vec<Near>,
}

/// A tag of raw HTML that begins or ends an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HtmlTag {
    /// Where it begins.
    pub at: usize,
    /// Whether it ends its element.
    pub closes: bool,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Where it begins.
    pub at: usize,
    /// Where it ends.
    pub end: usize,
    /// From 1 to 6.
    pub level: u8,
    /// Its text, without markup.
    pub text: String,
}

/// A directive as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// From the opening fence to the end of the closing one.
    pub range: Range<usize>,
    /// The info string after `mission`.
    pub info: Range<usize>,
    /// What is between the fences.
    pub body: Range<usize>,
    /// Whether the closing fence is there.
    pub closed: bool,
    /// What it stands in, if not in the chapter itself: "a list item".
    pub inside: Option<&'static str>,
}

/// Something to be replaced in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// All of it.
    pub range: Range<usize>,
    /// What is between the marks.
    pub inner: Range<usize>,
    /// What it is.
    pub kind: InlineKind,
    /// Whether it stands in a heading, whose text mdBook puts into ids, the sidebar and the search.
    pub in_heading: bool,
}

/// See [`Inline`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// `{{= … }}`
    Readout,
    /// A readout without its end.
    Unclosed,
    /// Dollar, backtick, formula, backtick, dollar.
    Math,
    /// A fence with the info string `math`.
    DisplayMath,
    /// What stands before the word of a link to `term:ID`; the id is what is inside.
    TermBegins,
    /// What stands behind it.
    TermEnds,
}

/// Whether there can be a directive in a text, or what is nearly one. Most chapters of most books have none, and need no
/// parsing.
pub fn may_hold_directives(text: &str) -> bool {
    let opens = |at: usize| {
        let line = text[at..].lines().next().unwrap_or_default();
        let info = line.trim_start_matches(['`', '~']).trim();
        !info.is_empty()
            && (info.starts_with("mission")
                || near::fence(info, &text[at + line.len()..]).is_some())
    };
    let mut marks = text.match_indices("```").chain(text.match_indices("~~~"));
    marks.any(|(at, _)| opens(at)) || text.contains("{{#include")
}

/// The directives in a text, of which nothing else is asked.
pub fn directives(text: &str, options: &MarkdownOptions) -> Vec<Fence> {
    match may_hold_directives(text) {
        true => scan(text, options).directives,
        false => Vec::new(),
    }
}

/// Finds everything of ours in a text.
pub fn scan(text: &str, options: &MarkdownOptions) -> Scan {
    let mut found = Scan::default();
    let mut containers: Vec<&'static str> = Vec::new();
    // A heading of a list or a quote is none of the chapter's sections.
    let (mut in_code, mut in_section, mut in_heading) = (false, false, false);
    let (mut past_readout, mut paragraph, mut endless) = (0, 0, 0);
    let mut image: Option<(Range<usize>, bool)> = None;
    for (event, range) in mdbook_markdown::new_cmark_parser(text, options).into_offset_iter() {
        if let (true, Event::Text(text) | Event::Code(text), Some(heading)) =
            (in_section, &event, found.headings.last_mut())
        {
            heading.text.push_str(text);
        }
        match &event {
            Event::Start(Tag::Image { .. }) => image = Some((range.clone(), false)),
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, described)) = &mut image {
                    *described |= !words.trim().is_empty();
                }
            }
            Event::End(TagEnd::Image) => {
                found.images.extend(
                    image
                        .take()
                        .filter(|(_, described)| !described)
                        .map(|(image, _)| image),
                );
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                found.images.extend(undescribed(text, range.clone()));
            }
            _ => {}
        }
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                if let CodeBlockKind::Fenced(info) = &kind {
                    if let Some(always) = runnable(info) {
                        found.rust.push((opening(text, &range), always));
                    }
                    let mut words = info.split_whitespace();
                    match words.next() {
                        Some("mission") => {
                            found
                                .directives
                                .push(fence(text, range, containers.last().copied()))
                        }
                        Some("math") if words.next().is_none() => {
                            let fence = fence(text, range, None);
                            let kind = InlineKind::DisplayMath;
                            found.inlines.push(Inline {
                                range: fence.range,
                                inner: fence.body,
                                kind,
                                in_heading: false,
                            });
                        }
                        _ => {
                            let line = opening(text, &range);
                            let body = &text[fence(text, range, None).body];
                            found.near.extend(near::fence(info, body).map(|meant| Near {
                                range: line,
                                what: What::Fence(meant),
                            }));
                        }
                    }
                } else if near::opens(&text[range.clone()]) {
                    found.near.push(Near {
                        range: opening(text, &range),
                        what: What::Indented,
                    });
                }
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Heading { level, .. }) => {
                in_heading = true;
                in_section = containers.is_empty();
                if in_section {
                    found.headings.push(Heading {
                        at: range.start,
                        end: range.end,
                        level: level as u8,
                        text: String::new(),
                    });
                }
            }
            Event::End(TagEnd::Heading(_)) => (in_heading, in_section) = (false, false),
            Event::Start(Tag::HtmlBlock) => {
                let block = tags(&text[range.clone()]).map(|(at, _, closes)| HtmlTag {
                    at: range.start + at,
                    closes,
                });
                found.tags.extend(block);
                found.near.extend(in_html(text, range));
            }
            Event::Start(Tag::Link {
                link_type: LinkType::Inline,
                dest_url,
                ..
            }) if dest_url.starts_with(glossary::SCHEME) => {
                found.inlines.extend(term(text, range).map(|inline| Inline {
                    in_heading,
                    ..inline
                }));
            }
            Event::Start(tag) => {
                if let Some(container) = container(&tag) {
                    containers.push(container);
                }
            }
            Event::End(tag) if is_container(tag) => {
                containers.pop();
            }
            Event::Code(_) if range.start >= past_readout => {
                if let Some(inline) = inline_math(text, range) {
                    found.inlines.push(Inline {
                        in_heading,
                        ..inline
                    });
                }
            }
            Event::Text(_) if !in_code => {
                found.near.extend(braces(text, range.clone()));
                let mut at = range.start.max(past_readout);
                while let Some(start) = text
                    .get(at..range.end)
                    .and_then(|rest| rest.find("{{="))
                    .map(|offset| at + offset)
                {
                    at = start + 3;
                    if !text[..start].ends_with('\\') {
                        // A readout ends in its own paragraph.
                        if start >= paragraph {
                            paragraph = text[start..]
                                .find("\n\n")
                                .map_or(text.len(), |offset| start + offset);
                        }
                        // Behind one without an end there is none for the next.
                        let end = if start < endless {
                            start + 3
                        } else {
                            paragraph
                        };
                        let inline = readout(&text[..end], start);
                        if inline.kind == InlineKind::Unclosed {
                            endless = paragraph;
                        }
                        past_readout = inline.range.end;
                        at = at.max(past_readout);
                        found.inlines.push(Inline {
                            in_heading,
                            ..inline
                        });
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// The two ends of a link to a term.
fn term(text: &str, link: Range<usize>) -> [Inline; 2] {
    const MIDDLE: usize = "](".len() + glossary::SCHEME.len();
    let link_text = &text[link.clone()];
    let at = link_text.rfind("](").unwrap_or_default();
    let id = link.start + (at + MIDDLE).min(link_text.len())..link.end;
    // A title may follow the id.
    let length = text[id.clone()].find([' ', ')']).unwrap_or_default();
    let inline = |kind, range| Inline {
        range,
        inner: id.start..id.start + length,
        kind,
        in_heading: false,
    };
    [
        inline(InlineKind::TermBegins, link.start..link.start + 1),
        inline(InlineKind::TermEnds, link.start + at..link.end),
    ]
}

/// The first line of a block.
fn opening(text: &str, block: &Range<usize>) -> Range<usize> {
    let line = text[block.clone()].lines().next().unwrap_or_default();
    block.start..block.start + line.len()
}

/// A directive in a block of HTML that may hold Markdown.
fn in_html(text: &str, block: Range<usize>) -> Option<Near> {
    const RAW: [&str; 5] = ["<pre", "<script", "<style", "<textarea", "<!--"];
    let html = &text[block.clone()];
    let opening = html.trim_start().to_ascii_lowercase();
    if RAW.iter().any(|tag| opening.starts_with(tag)) {
        return None;
    }
    let mut at = block.start;
    for line in html.split_inclusive('\n') {
        if near::opens(line) {
            return Some(Near {
                range: at..at + line.trim_end().len(),
                what: What::InHtml,
            });
        }
        at += line.len();
    }
    None
}

/// Braces in running text that are no readout: an include that is still there, or a name.
fn braces(text: &str, running: Range<usize>) -> Vec<Near> {
    let words = &text[running.clone()];
    let found = words.match_indices("{{").filter_map(|(at, _)| {
        let start = running.start + at;
        // Up to the next brace: a line of braces is read once.
        let rest = &text[start + 2..];
        let inner = &rest[..rest.find(['{', '}', '\n'])?];
        if text[..start].ends_with('\\') || !rest[inner.len()..].starts_with("}}") {
            return None;
        }
        let what = match inner.strip_prefix("#include") {
            Some(file) => What::Include(file.trim().split(':').next()?.to_owned()),
            None => {
                let name = inner.trim();
                let is_name = |sign: char| sign.is_ascii_alphanumeric() || "._".contains(sign);
                let starts = name.starts_with(|sign: char| sign.is_ascii_lowercase());
                (starts && name.chars().all(is_name)).then(|| What::Readout(name.to_owned()))?
            }
        };
        Some(Near {
            range: start..start + inner.len() + 4,
            what,
        })
    });
    found.collect()
}

/// The `<img>` tags of raw HTML that have no `alt`. An empty one says that the image is decoration.
fn undescribed(text: &str, html: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = html.start;
    while let Some(start) = text[at..html.end].find("<img").map(|offset| at + offset) {
        let end = text[start..html.end]
            .find('>')
            .map_or(html.end, |offset| start + offset + 1);
        let mut attributes = text[start..end].split_ascii_whitespace().skip(1);
        if !attributes.any(|attribute| attribute.starts_with("alt=")) {
            found.push(start..end);
        }
        at = end;
    }
    found
}

/// Whether mdBook makes code of this info string runnable: not at all, as `book.toml` says, or always.
fn runnable(info: &str) -> Option<bool> {
    let mut words = info.split([',', ' ', '\t']).map(str::trim);
    if words.next() != Some("rust") {
        return None;
    }
    let words: Vec<&str> = words.collect();
    let always = words.contains(&"mdbook-runnable");
    let never = ["ignore", "noplayground", "noplaypen"];
    (always || !words.iter().any(|word| never.contains(word))).then_some(always)
}

/// The tags of a piece of HTML that begin or end an element: place, name, whether it ends.
pub fn tags(html: &str) -> impl Iterator<Item = (usize, &str, bool)> {
    const VOID: [&str; 9] = [
        "br", "hr", "img", "input", "wbr", "source", "col", "area", "embed",
    ];
    let mut comment_end = 0;
    html.match_indices('<').filter_map(move |(at, _)| {
        let tag = &html[at + 1..];
        if at < comment_end {
            return None;
        }
        if tag.starts_with("!--") {
            comment_end = tag.find("-->").map_or(html.len(), |end| at + end);
            return None;
        }
        let (closes, tag) = tag
            .strip_prefix('/')
            .map_or((false, tag), |tag| (true, tag));
        let name_end = tag
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(tag.len());
        let name = &tag[..name_end];
        let closes_itself = tag.find('>').is_some_and(|end| tag[..end].ends_with('/'));
        let counts = !name.is_empty() && !VOID.contains(&name) && (closes || !closes_itself);
        counts.then_some((at, name, closes))
    })
}

/// A tag inside which a directive would not be at the top level of the page.
fn container(tag: &Tag) -> Option<&'static str> {
    Some(match tag {
        Tag::List(_) | Tag::Item => "a list item",
        Tag::BlockQuote(_) => "a block quote",
        Tag::FootnoteDefinition(_) => "a footnote",
        Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
            "a definition list"
        }
        _ => return None,
    })
}

fn is_container(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
    )
}

fn fence(text: &str, range: Range<usize>, inside: Option<&'static str>) -> Fence {
    let block = text[range.clone()].trim_end_matches(['\n', '\r']);
    let range = range.start..range.start + block.len();
    let first_line = block.find('\n').unwrap_or(block.len());
    let opening = block[..first_line].trim_end();
    let marks = opening.len() - opening.trim_start_matches(['`', '~', ' ']).len();
    let info = opening[marks..].trim_start();
    let info = info.strip_prefix("mission").unwrap_or(info).trim_start();
    let info_start = range.start + opening.len() - info.len();

    let last_line = block.rfind('\n').map_or(0, |newline| newline + 1);
    let mark = opening.trim_start().chars().next().unwrap_or('`');
    let closing = block[last_line..].trim_matches([' ', '\t', '>']);
    let closed = last_line > first_line && closing.len() >= 3 && closing.chars().all(|c| c == mark);
    let body_start = range.start + (first_line + 1).min(block.len());
    let body_end = if closed {
        range.start + last_line
    } else {
        range.end
    };
    Fence {
        info: info_start..info_start + info.len(),
        body: body_start..body_end.max(body_start),
        range,
        closed,
        inside,
    }
}

/// A readout in a text that ends with its paragraph.
fn readout(text: &str, start: usize) -> Inline {
    match text[start..].find("}}") {
        Some(offset) => Inline {
            range: start..start + offset + 2,
            inner: start + 3..start + offset,
            kind: InlineKind::Readout,
            in_heading: false,
        },
        None => Inline {
            range: start..start + 3,
            inner: start + 3..start + 3,
            kind: InlineKind::Unclosed,
            in_heading: false,
        },
    }
}

fn inline_math(text: &str, code: Range<usize>) -> Option<Inline> {
    let before = text[..code.start].strip_suffix('$')?;
    if before.ends_with('\\') || !text[code.end..].starts_with('$') {
        return None;
    }
    let marks = text[code.clone()]
        .bytes()
        .take_while(|byte| *byte == b'`')
        .count();
    Some(Inline {
        range: code.start - 1..code.end + 1,
        inner: code.start + marks..code.end - marks,
        kind: InlineKind::Math,
        in_heading: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let scan = scan(text, &MarkdownOptions::default());
        let mut found: Vec<_> = scan
            .directives
            .iter()
            .map(|fence| {
                let inside = fence
                    .inside
                    .map(|inside| format!(" in {inside}"))
                    .unwrap_or_default();
                (
                    fence.range.start,
                    format!(
                        "{}[{}]{inside}",
                        &text[fence.info.clone()],
                        &text[fence.body.clone()]
                    ),
                )
            })
            .chain(scan.inlines.iter().map(|inline| {
                (
                    inline.range.start,
                    format!("{:?}({})", inline.kind, text[inline.inner.clone()].trim()),
                )
            }))
            .collect();
        found.sort();
        found.into_iter().map(|(_, text)| text).collect()
    }

    fn check(text: &str, expect: &[&str]) {
        assert_eq!(found(text), expect, "in {text:?}");
    }

    #[test]
    fn directives() {
        check("a\n\n```mission lock\nid = 1\n```\nb", &["lock[id = 1\n]"]);
        check(
            "~~~~mission  track edge\n```\nx\n```\n~~~~",
            &["track edge[```\nx\n```\n]"],
        );
        check("```mission\n```", &["[]"]);
        check(
            "```mission lock\r\nid = 1\r\n```\r\n",
            &["lock[id = 1\r\n]"],
        );
        check(
            "- item\n\n  ```mission lock\n  id = 1\n  ```\n",
            &["lock[  id = 1\n] in a list item"],
        );
        check("> ```mission lock\n> ```\n", &["lock[] in a block quote"]);
    }

    #[test]
    fn not_directives() {
        check("````markdown\n```mission lock\n```\n````", &[]);
        check("```missionary lock\n```", &[]);
        check("    ```mission lock\n    ```", &[]);
        check("<pre>\n```mission lock\n```\n</pre>", &[]);
    }

    #[test]
    fn readouts() {
        check(
            "It is {{= a.b : .2 }} now, {{=c}}.",
            &["Readout(a.b : .2)", "Readout(c)"],
        );
        check("{{= a.b * 2 * 3 < 4 }}", &["Readout(a.b * 2 * 3 < 4)"]);
        check("{{= a.b", &["Unclosed()"]);
        check("{{= a\n\nb }}", &["Unclosed()"]);
        check(
            "`{{= a }}` and \\{{= b }} and\n\n```\n{{= c }}\n```\n\n<b title=\"{{= d }}\">",
            &[],
        );
    }

    #[test]
    fn mathematics_is_never_money() {
        check("$`x^2`$ costs $5, or $`y`, or `z`$.", &["Math(x^2)"]);
        check("It costs $2M and $3M.", &[]);
        check("```math\nx\n```\n", &["DisplayMath(x)"]);
        check("\\$`x`$", &[]);
    }

    #[test]
    fn tags_between_blocks() {
        let text =
            "<div class=\"a\">\n\n**b** <b>c</b>\n\n<!-- <p> -->\n\n<img src=\"d\">\n</div>\n";
        let scan = scan(text, &MarkdownOptions::default());
        let found: Vec<_> = scan.tags.iter().map(|tag| (tag.at, tag.closes)).collect();
        assert_eq!(found, [(0, false), (text.len() - 7, true)]);
    }

    #[test]
    fn headings() {
        let scan = scan("# A\n\n- # B\n\nC\n---\n", &MarkdownOptions::default());
        let found: Vec<_> = scan
            .headings
            .iter()
            .map(|h| (h.at, h.level, h.text.as_str()))
            .collect();
        assert_eq!(found, [(0, 1, "A"), (12, 2, "C")]);
    }
}
