//! `SUMMARY.md`: made, or given a line for the first mission.

use super::plan::{Step, line_end, with_lines};
use anyhow::{Context, bail};
use mdbook_summary::{Summary, SummaryItem, parse_summary};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use std::fs;
use std::path::{Path, PathBuf};

const TEMPLATE: &str = include_str!("SUMMARY.md");
const TITLE: &str = "Your First Mission";

/// What becomes of `SUMMARY.md`.
pub fn plan(text: Option<String>, file: &str) -> anyhow::Result<Step> {
    let link = format!("[{TITLE}]({file})");
    let Some(text) = text else {
        return Ok(Step::Make(format!("{TEMPLATE}- {link}\n")));
    };
    let before = parse_summary(&text).context("mdBook can't read SUMMARY.md")?;
    if chapters(&before).iter().any(|path| path == Path::new(file)) {
        return Ok(Step::Leave("it names the chapter already".to_owned()));
    }
    let added = with_item(&text, &link);
    // mdBook must find what it found before, and one numbered chapter more.
    let fits = parse_summary(&added).is_ok_and(|after| {
        let numbered = after.numbered_chapters.iter().filter(|item| is_link(item));
        let numbered_before = before.numbered_chapters.iter().filter(|item| is_link(item));
        numbered.count() == numbered_before.count() + 1
            && chapters(&after).len() == chapters(&before).len() + 1
            && after.suffix_chapters == before.suffix_chapters
    });
    if !fits {
        bail!(
            "SUMMARY.md has no place for a line that mdBook would take. Write `- {link}` into it yourself"
        );
    }
    Ok(Step::Add {
        text: added,
        what: format!("`- {link}`"),
    })
}

/// The first chapter of a book that has a mission directive.
pub fn first_with_missions(summary: Option<&str>, source: &Path) -> Option<PathBuf> {
    let summary = parse_summary(summary?).ok()?;
    chapters(&summary).into_iter().find(|path| {
        let text = fs::read_to_string(source.join(path)).unwrap_or_default();
        Parser::new(&text).any(|event| match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                info.split_whitespace().next() == Some("mission")
            }
            _ => false,
        })
    })
}

/// A summary with an item more at the end of its last list: what follows the numbered chapters may not be
/// followed by a list.
fn with_item(text: &str, link: &str) -> String {
    let mut depth = 0;
    let mut last_list = None;
    let mut last_item = None;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::List(_)) => {
                if depth == 0 {
                    last_list = Some(range);
                }
                depth += 1;
            }
            Event::End(TagEnd::List(_)) => depth -= 1,
            Event::Start(Tag::Item) if depth == 1 => last_item = Some(range),
            _ => {}
        }
    }
    let (Some(list), Some(item)) = (last_list, last_item) else {
        return with_lines(text, &[format!("- {link}")], true);
    };
    let end = list.start + text[list.clone()].trim_end().len();
    let line = text[..item.start].rfind('\n').map_or(0, |at| at + 1);
    // Indented and marked as the item before it.
    let indent = &text[line..item.start];
    let marked = &text[item];
    let mark = marked.split_whitespace().next().unwrap_or("-");
    let (above, below) = text.split_at(end);
    format!("{above}{}{indent}{mark} {link}{below}", line_end(text))
}

/// The files of all chapters, in order.
fn chapters(summary: &Summary) -> Vec<PathBuf> {
    fn collect(items: &[SummaryItem], into: &mut Vec<PathBuf>) {
        for item in items {
            if let SummaryItem::Link(link) = item {
                into.extend(link.location.clone());
                collect(&link.nested_items, into);
            }
        }
    }
    let mut found = Vec::new();
    for part in [
        &summary.prefix_chapters,
        &summary.numbered_chapters,
        &summary.suffix_chapters,
    ] {
        collect(part, &mut found);
    }
    found
}

fn is_link(item: &SummaryItem) -> bool {
    matches!(item, SummaryItem::Link(_))
}
