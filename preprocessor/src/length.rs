//! How much there is to read in a chapter, against the minutes that it promises.

use crate::scan::{Fence, Scan};
use std::fmt;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Words that are read, and worked with, in a minute: a lesson of 45 minutes has some 4300.
const WORDS_A_MINUTE: usize = 96;
/// The keys whose texts are read in passing. What is folded, or said only when something happens, isn't counted.
const SHOWN: [&str; 6] = ["intro", "prompt", "options", "explain", "text", "objection"];

/// A chapter that is longer than it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Long {
    /// The chapter's file.
    pub file: String,
    /// The longest track.
    pub track: String,
    /// How many words are on the way through it.
    pub words: usize,
    /// How long the chapter is meant to take.
    pub minutes: usize,
}

impl fmt::Display for Long {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self {
            file,
            track,
            words,
            minutes,
        } = self;
        write!(
            f,
            "note: {file}: {words} words in track `{track}`, and {minutes} minutes are enough for {}: shorten it, put what \
             not everybody needs into `<details>`, or write `minutes = {}`",
            minutes * WORDS_A_MINUTE,
            words.div_ceil(WORDS_A_MINUTE)
        )
    }
}

/// What a directive gives to read.
enum Read<'t> {
    /// The prose of a track, and its words.
    Prose(&'t str, usize),
    /// A table, of which some is shown.
    Table(DeTable<'t>),
}

/// A chapter that is longer than it says, if it is. One that says nothing is as long as it is.
pub fn check(file: &str, content: &str, found: &Scan) -> Option<Long> {
    let body = |fence: &Fence| &content[fence.body.clone()];
    let info = |fence: &Fence| content[fence.info.clone()].trim();
    let head = found
        .directives
        .iter()
        .find(|fence| info(fence) == "chapter")?;
    let head = DeTable::parse(body(head)).ok()?.into_inner();
    let minutes = head.get("minutes")?.get_ref().as_integer()?.as_str();
    let minutes: usize = minutes.parse().ok()?;
    let tracks = head
        .get("track")
        .and_then(|tracks| tracks.get_ref().as_array());
    let id = |track: &'_ toml::Spanned<DeValue>| {
        let id = track.get_ref().as_table()?.get("id")?;
        Some(id.get_ref().as_str()?.to_owned())
    };
    let mut tracks: Vec<String> = tracks.into_iter().flatten().filter_map(id).collect();
    if tracks.is_empty() {
        tracks.push("all".to_owned());
    }

    let folds = folds(content);
    let mut prose = content.as_bytes().to_vec();
    let directives = found.directives.iter().map(|fence| &fence.range);
    for range in directives.chain(&folds) {
        prose[range.clone()].fill(b' ');
    }
    // A formula and a readout are a word each.
    for inline in &found.inlines {
        if !folds.iter().any(|fold| fold.contains(&inline.range.start)) {
            prose[inline.range.clone()].fill(b'x');
        }
    }
    let shared = words(std::str::from_utf8(&prose).ok()?);
    let open = found.directives.iter().filter(|fence| {
        let mut folds = folds.iter();
        !folds.any(|fold| fold.contains(&fence.range.start))
    });
    let read = open.filter_map(|fence| match info(fence).split_once(char::is_whitespace) {
        Some(("track", of)) => Some(Read::Prose(of.trim(), words(body(fence)))),
        _ if ["math", "expect"].contains(&info(fence)) => None,
        _ => Some(Read::Table(DeTable::parse(body(fence)).ok()?.into_inner())),
    });
    let read: Vec<Read> = read.collect();

    let of_track = |track: &String| {
        let own = read.iter().map(|read| match read {
            Read::Prose(of, words) if of == track => *words,
            Read::Prose(..) => 0,
            Read::Table(table) => shown(table, "", track, &tracks),
        });
        (shared + own.sum::<usize>(), track.clone())
    };
    let (words, track) = tracks
        .iter()
        .map(of_track)
        .max_by_key(|(words, _)| *words)?;
    (words > minutes * WORDS_A_MINUTE).then(|| Long {
        file: file.to_owned(),
        track,
        words,
        minutes,
    })
}

/// What an author has folded.
fn folds(content: &str) -> Vec<Range<usize>> {
    const END: &str = "</details>";
    let mut folds: Vec<Range<usize>> = Vec::new();
    for (start, _) in content.match_indices("<details") {
        if folds.last().is_none_or(|last| last.end <= start) {
            let end = content[start..].find(END);
            folds.push(start..end.map_or(content.len(), |end| start + end + END.len()));
        }
    }
    folds
}

fn words(text: &str) -> usize {
    let words = text.split_whitespace();
    words
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

/// The words of a table that are read in a track.
fn shown(table: &DeTable, key: &str, track: &str, tracks: &[String]) -> usize {
    let of = |(name, value): (&str, &DeValue)| {
        let is_track = tracks.iter().any(|other| other == name);
        match is_track {
            true if name != track => 0,
            true => shown_value(value, key, track, tracks),
            false => shown_value(value, name, track, tracks),
        }
    };
    table
        .iter()
        .map(|(name, value)| of((name.get_ref(), value.get_ref())))
        .sum()
}

fn shown_value(value: &DeValue, key: &str, track: &str, tracks: &[String]) -> usize {
    match value {
        DeValue::String(text) if SHOWN.contains(&key) => words(text),
        DeValue::Array(items) => items
            .iter()
            .map(|item| shown_value(item.get_ref(), key, track, tracks))
            .sum(),
        DeValue::Table(table) => shown(table, key, track, tracks),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::scan;
    use mdbook_markdown::MarkdownOptions;

    const CHAPTER: &str = "# A title here\n\n```mission chapter\nid = \"a\"\ntitle = \"A\"\nminutes = 1\n[[track]]\nid = \"one\"\n\
        [[track]]\nid = \"two\"\n```\n\nFour words, and {{= x : .1 points}}.\n\n```mission track two\nTwo more words.\n```\n\n\
        <details>\n<summary>Folded</summary>\n\nNot counted.\n\n```mission track two\nNor this.\n```\n\n</details>\n\n\
        ```mission lock\nid = \"l\"\noptions = [\"Yes it is.\", \"No.\"]\nhint = \"Not counted.\"\n[prompt]\none = \"Is it?\"\ntwo = \"And this one?\"\n```\n";

    #[test]
    fn a_track_has_its_own_words() {
        let check = |text: &str| check("a.md", text, &scan(text, &MarkdownOptions::default()));
        assert_eq!(check(CHAPTER), None);
        let long = format!("{CHAPTER}\n{}", "word ".repeat(90));
        let found = check(&long).unwrap();
        // Three of the title, four of the sentence, three of the track, four of the options, three of the prompt.
        assert_eq!((found.track.as_str(), found.words), ("two", 17 + 90));
        assert!(
            found.to_string().ends_with("or write `minutes = 2`"),
            "{found}"
        );
    }
}
