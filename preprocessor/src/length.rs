//! How much there is to read in a chapter, against the minutes that it promises.

use crate::scan::{Fence, scan};
use mdbook_markdown::MarkdownOptions;
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

/// A chapter that is longer than it says, if it is. One that says nothing is as long as it is.
pub fn check(file: &str, content: &str, options: &MarkdownOptions) -> Option<Long> {
    let found = scan(content, options);
    let body = |fence: &Fence| DeTable::parse(&content[fence.body.clone()]).ok();
    let info = |fence: &Fence| content[fence.info.clone()].trim().to_owned();
    let head = found
        .directives
        .iter()
        .find(|fence| info(fence) == "chapter")?;
    let head = body(head)?.into_inner();
    let minutes = head
        .get("minutes")?
        .get_ref()
        .as_integer()?
        .as_str()
        .parse()
        .ok()?;
    let ids = head
        .get("track")
        .and_then(|tracks| tracks.get_ref().as_array());
    let ids = ids.into_iter().flatten().filter_map(|track| {
        let id = track.get_ref().as_table()?.get("id")?;
        Some(id.get_ref().as_str()?.to_owned())
    });
    let mut tracks: Vec<String> = ids.collect();
    if tracks.is_empty() {
        tracks.push("all".to_owned());
    }

    let mut prose = content.as_bytes().to_vec();
    let mut blank = |range: Range<usize>, with: u8| prose[range].fill(with);
    for fence in &found.directives {
        blank(fence.range.clone(), b' ');
    }
    // A formula and a readout are a word each.
    for inline in &found.inlines {
        blank(inline.range.clone(), b'x');
    }
    let prose = String::from_utf8(prose).ok()?;
    let mut rest = prose.as_str();
    let mut shared = 0;
    while let Some((before, after)) = rest.split_once("<details") {
        shared += words(before);
        rest = after
            .split_once("</details>")
            .map_or("", |(_, after)| after);
    }
    shared += words(rest);
    let folded = |at: usize| {
        let open = content[..at].rfind("<details");
        open.is_some_and(|open| !content[open..at].contains("</details>"))
    };

    let of_track = |track: &String| {
        let own = found
            .directives
            .iter()
            .filter(|fence| !folded(fence.range.start));
        let own = own.map(|fence| match info(fence).split_once(char::is_whitespace) {
            Some(("track", of)) if of.trim() == track => words(&content[fence.body.clone()]),
            Some(("track", _)) => 0,
            _ if ["math", "expect"].contains(&info(fence).as_str()) => 0,
            _ => body(fence).map_or(0, |table| shown(table.get_ref(), "", track, &tracks)),
        });
        shared + own.sum::<usize>()
    };
    let lengths = tracks.iter().map(|track| (of_track(track), track.clone()));
    let (words, track) = lengths.max_by_key(|(words, _)| *words)?;
    (words > minutes * WORDS_A_MINUTE).then(|| Long {
        file: file.to_owned(),
        track,
        words,
        minutes,
    })
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

    const CHAPTER: &str = "# A title here\n\n```mission chapter\nid = \"a\"\ntitle = \"A\"\nminutes = 1\n[[track]]\nid = \"one\"\n\
        [[track]]\nid = \"two\"\n```\n\nFour words, and {{= x : .1 points}}.\n\n```mission track two\nTwo more words.\n```\n\n\
        <details>\n<summary>Folded</summary>\n\nNot counted.\n\n```mission track two\nNor this.\n```\n\n</details>\n\n\
        ```mission lock\nid = \"l\"\noptions = [\"Yes it is.\", \"No.\"]\nhint = \"Not counted.\"\n[prompt]\none = \"Is it?\"\ntwo = \"And this one?\"\n```\n";

    #[test]
    fn a_track_has_its_own_words() {
        let options = MarkdownOptions::default();
        assert_eq!(check("a.md", CHAPTER, &options), None);
        let long = format!("{CHAPTER}\n{}", "word ".repeat(90));
        let found = check("a.md", &long, &options).unwrap();
        // Three of the title, four of the sentence, three of the track, four of the options, three of the prompt.
        assert_eq!((found.track.as_str(), found.words), ("two", 17 + 90));
        assert!(
            found.to_string().ends_with("or write `minutes = 2`"),
            "{found}"
        );
    }
}
