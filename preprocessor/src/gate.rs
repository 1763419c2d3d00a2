//! Gates: what a lock hides until it is answered.
//!
//! A gate reaches from its lock to the next lock, to the next heading of the lock's own section's level or
//! higher, or to the end of the HTML element that the lock stands in. It is ordinary HTML around ordinary
//! Markdown.

use crate::directive::{Directive, Piece};
use crate::draft::Draft;
use crate::scan::{Heading, HtmlTag};
use mission_model::mission::Kind;
use mission_model::{plain, words};
use std::ops::Range;

/// Adds the edits that open and close the gates.
pub fn gates(
    draft: &Draft,
    content: &str,
    (headings, tags): (&[Heading], &[HtmlTag]),
    directives: &[Directive],
    pieces: &[(Range<usize>, Piece)],
    edits: &mut Vec<(Range<usize>, String)>,
) {
    let locks: Vec<(usize, usize)> = pieces
        .iter()
        .filter_map(|(range, piece)| match piece {
            Piece::Island(index) if matches!(draft.mission.islands[*index].kind, Kind::Lock(_)) => {
                Some((range.end, *index))
            }
            _ => None,
        })
        .collect();
    for (number, (start, index)) in locks.iter().enumerate() {
        let level = headings
            .iter()
            .rev()
            .find(|heading| heading.at < *start)
            .map_or(0, |heading| heading.level);
        let next_heading = headings
            .iter()
            .find(|heading| heading.at > *start && heading.level <= level)
            .map(|heading| heading.at);
        let next_lock = locks.get(number + 1).and_then(|(next, _)| {
            directives
                .iter()
                .find(|directive| directive.range.end == *next)
                .map(|directive| directive.range.start)
        });
        let end = [next_heading, next_lock, enclosing_end(tags, *start)]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(content.len());
        if content[*start..end].trim().is_empty() {
            let help = "put what it opens after it, before the next heading or lock".to_owned();
            draft.sink.report(
                draft.places[*index].clone(),
                "this lock opens nothing",
                "",
                help,
            );
        }
        let (chapter, id) = (&draft.mission.id, &draft.mission.islands[*index].id);
        edits.push((
            *start..*start,
            format!(
                "\n\n<div class=\"mission-gate\" data-lock=\"{chapter}-{id}\" data-closed=\"{}\">\n\n",
                plain::html(words::PART_CLOSED).replace('"', "&quot;")
            ),
        ));
        edits.push((end..end, "\n\n</div>\n\n".to_owned()));
    }
}

/// Where the innermost HTML element around a place ends.
fn enclosing_end(tags: &[HtmlTag], place: usize) -> Option<usize> {
    let mut depth = 0;
    let mut after = tags.iter().filter(|tag| tag.at >= place);
    after.find_map(|tag| {
        if !tag.closes {
            depth += 1;
        } else if depth == 0 {
            return Some(tag.at);
        } else {
            depth -= 1;
        }
        None
    })
}
