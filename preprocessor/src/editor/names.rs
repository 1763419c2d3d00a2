//! Where names are given and read in a chapter: ids of chapters, tracks, directives, instruments and parts, and the
//! names of controls, values and tables.

use super::body::{self, Item, What};
use super::collect;
use crate::scan::{Fence, Inline, scan};
use crate::vocabulary::Sort;
use mdbook_markdown::MarkdownOptions;
use std::ops::Range;

/// A name with all that it needs to be unique in its chapter, or in its book if it is a chapter's.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// What it is the name of. A control's is that of its value.
    pub sort: Sort,
    /// `server`, or `server.busy`.
    pub full: String,
}

/// How a name is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is given here.
    Gives,
    /// It is given here by the vocabulary, and has no other name.
    Fixed,
    /// It is read here.
    Reads,
}

/// A name at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    pub name: Name,
    pub role: Role,
    /// Where, without quotes.
    pub span: Range<usize>,
}

impl Name {
    /// A name of this sort.
    pub fn new(sort: Sort, full: impl Into<String>) -> Self {
        let sort = match sort {
            Sort::Control => Sort::Value,
            sort => sort,
        };
        let full = full.into();
        Self { sort, full }
    }

    /// Its last word.
    pub fn bare(&self) -> &str {
        self.full
            .rsplit_once('.')
            .map_or(&self.full, |(_, bare)| bare)
    }
}

/// A directive of a chapter, as far as it can be read.
pub struct Directive<'t> {
    pub fence: Fence,
    pub kind: &'t str,
    /// Empty if it can't be told.
    pub id: String,
    /// Nothing if its body is Markdown.
    pub items: Vec<Item>,
}

/// The directives and the inlines of a chapter.
pub fn directives<'t>(
    text: &'t str,
    options: &MarkdownOptions,
) -> (Vec<Directive<'t>>, Vec<Inline>) {
    let found = scan(text, options);
    let read = |fence: Fence| {
        let kind = text[fence.info.clone()].split_whitespace().next();
        let kind = kind.unwrap_or_default();
        let items = match kind {
            "track" => Vec::new(),
            _ => body::read(&text[fence.body.clone()], fence.body.start),
        };
        let id = items.iter().find_map(id).unwrap_or_default();
        Directive {
            fence,
            kind,
            id,
            items,
        }
    };
    (
        found.directives.into_iter().map(read).collect(),
        found.inlines,
    )
}

fn id(item: &Item) -> Option<String> {
    let Item::Entry(entry) = item else {
        return None;
    };
    match (&entry.key[..], &entry.value.as_ref()?.what) {
        ([key], What::Text(text)) if key.text == "id" => Some(text.value.clone()),
        _ => None,
    }
}

/// All names in a chapter, in the order of their places.
pub fn occurrences(text: &str, options: &MarkdownOptions) -> Vec<Occurrence> {
    let mut found = collect::collect(text, options);
    found.sort_by_key(|one| (one.span.start, one.span.end));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAPTER: &str = r#"# A {{= server.busy * 2 : .1% }} and {{= server.cards @ guess : .0 }}

```mission chapter
id = "serving"
title = "S"
[[track]]
id = "edge"
```

```mission lock
id = "guess"
prompt = { edge = "How *busy* is {{= server.cards }}?" }
answer = "server.busy"
```

```mission workbench
id = "server"
title = "T"
[[control]]
id = "cards"
tracks = ["edge"]
[let]
busy = "if track == \"edge\" then min(1, load / cards) else 1"
load = { edge = "price[track] + guess.predicted" }
[table.price]
edge = 2
[[plot]]
id = "curve"
x = "cards"
```

```mission drift-radar
id = "drift"
window = { label = "W" }
[[track.edge.feature]]
id = "age"
mean = "window / 2"
[[track.edge.reading]]
id = "worst"
value = "max(psi_age, 2)"
```

$`x = \val{server.load : .2}`$

```mission track edge
Only {{= drift.worst }}, by [PSI](term:psi).
```

```mission glossary
id = "words"
[[term]]
id = "psi"
```
"#;

    #[test]
    fn names_are_found_where_they_are() {
        let found = occurrences(CHAPTER, &MarkdownOptions::default());
        let shown: Vec<String> = found
            .iter()
            .map(|one| {
                let written = &CHAPTER[one.span.clone()];
                assert!(one.name.bare().ends_with(written), "{one:?}: {written}");
                format!("{:?} {:?} {}", one.role, one.name.sort, one.name.full)
            })
            .collect();
        for (count, expect) in [
            (1, "Gives Chapter serving"),
            (1, "Gives Track edge"),
            (1, "Gives Directive server"),
            (5, "Reads Directive server"),
            (1, "Gives Value server.busy"),
            (2, "Reads Value server.busy"),
            (1, "Gives Value server.cards"),
            (4, "Reads Value server.cards"),
            (1, "Reads Value guess.predicted"),
            (2, "Reads Directive guess"),
            (1, "Gives Value server.price"),
            (1, "Reads Value server.price"),
            (1, "Gives Instrument server.curve"),
            (1, "Fixed Value drift.window"),
            (1, "Reads Value drift.window"),
            (1, "Gives Part drift.age"),
            (1, "Reads Part drift.age"),
            (2, "Reads Value server.load"),
            (1, "Reads Value drift.worst"),
            (8, "Reads Track edge"),
            (1, "Gives Term psi"),
            (1, "Reads Term psi"),
        ] {
            let times = shown.iter().filter(|one| *one == expect).count();
            assert_eq!(times, count, "{expect} in {shown:#?}");
        }
    }
}
