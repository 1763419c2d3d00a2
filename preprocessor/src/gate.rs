//! Gates: what a lock hides until it is answered.
//!
//! A gate reaches from its lock to the next lock, to the next heading of the lock's own section's level or
//! higher, or to the end of the HTML element that the lock stands in. It is ordinary HTML around ordinary
//! Markdown.

use crate::directive::Piece;
use crate::draft::Draft;
use crate::scan::{Heading, HtmlTag};
use mission_model::mission::Kind;
use mission_model::{plain, words};
use std::ops::Range;

/// Adds the edits that open and close the gates, and notes which islands are behind them.
pub fn gates(
    draft: &mut Draft,
    content: &str,
    (headings, tags): (&[Heading], &[HtmlTag]),
    pieces: &[(Range<usize>, Piece)],
    edits: &mut Vec<(Range<usize>, String)>,
) {
    let locks: Vec<(&Range<usize>, usize)> = pieces
        .iter()
        .filter_map(|(range, piece)| match piece {
            Piece::Island(index) if matches!(draft.mission.islands[*index].kind, Kind::Lock(_)) => {
                Some((range, *index))
            }
            _ => None,
        })
        .collect();
    let ends = section_ends(headings);
    let elements = element_ends(tags);
    let enclosing_end = |place| elements[tags.partition_point(|tag| tag.at < place)];
    for (number, (lock, index)) in locks.iter().enumerate() {
        let start = &lock.end;
        let above = headings.partition_point(|heading| heading.at < *start);
        // Before the first heading, none is of the level of no section.
        let next_heading = above.checked_sub(1).and_then(|above| ends[above]);
        let next_lock = locks.get(number + 1).map(|(next, _)| next.start);
        let end = [next_heading, next_lock, enclosing_end(*start)]
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
        let islands = &mut draft.mission.islands;
        let lock_id = islands[*index].id.clone();
        for (range, piece) in pieces {
            if let Piece::Island(index) = piece
                && (*start..end).contains(&range.start)
            {
                islands[*index].behind = Some(lock_id.clone());
            }
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

/// For each heading, where the next one of its level or a higher one stands.
fn section_ends(headings: &[Heading]) -> Vec<Option<usize>> {
    let mut ends = vec![None; headings.len()];
    let mut open: Vec<usize> = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        while let Some(last) = open.pop_if(|last| headings[*last].level >= heading.level) {
            ends[last] = Some(heading.at);
        }
        open.push(index);
    }
    ends
}

/// For each tag, and for the end of the text, where the element ends that what begins there stands in.
fn element_ends(tags: &[HtmlTag]) -> Vec<Option<usize>> {
    // By index of the tag that ends it.
    let mut ends: Vec<Option<usize>> = vec![None; tags.len() + 1];
    for (index, tag) in tags.iter().enumerate().rev() {
        ends[index] = match tag.closes {
            true => Some(index),
            // Behind the end of the element that begins here.
            false => ends[index + 1].and_then(|end| ends[end + 1]),
        };
    }
    let place = |end: Option<usize>| end.map(|end| tags[end].at);
    ends.into_iter().map(place).collect()
}
