//! The body of a directive goes in, after a letter for its kind; the small chapter around it is built, and what was
//! built is worked with.

use crate::build::{build, mission};
use crate::page::work;
use crate::seeds;
use mdbook_mission::KINDS;

const CHAPTER: &str = r#"```mission chapter
id = "small"
title = "Small"

[[track]]
id = "cloud"
name = "Cloud"
persona = "Operator"
north_star = "Few machines."
crisis = "A long queue."

[[track]]
id = "edge"
name = "Edge"
persona = "Engineer"
north_star = "No late frame."
crisis = "A late frame."
```
"#;

const BEFORE: &str = r#"
It stands before.

```mission lock
id = "guess"
prompt = "How long?"
answer = "20"
tolerance = 0.1
format = ".0 ms"
explain = "That long."
```

```mission workbench
id = "serving"
title = "Serving"

[[control]]
id = "rho"
label = "Utilisation"
kind = "range"
min = 0
max = 0.95
step = 0.05
preset = 0.5

[[control]]
id = "gpu"
label = "Machine"
kind = "select"
options = { small = "Small", large = "Large" }

[[control]]
id = "batching"
label = "Batching"
kind = "toggle"

[let]
p99 = "(if batching then 20 else 10) / (if gpu == \"large\" then 2 else 1) / (1 - rho)"

[[cards]]
id = "now"
title = "Now"
[[cards.reading]]
label = "P99"
value = "p99"
```

"#;

const AFTER: &str = "```\n\nIt stands after.\n";

/// Builds the chapter, and works with it.
pub fn run(data: &[u8]) {
    let Some((letter, body)) = data.split_first() else {
        return;
    };
    let kind = KINDS[usize::from(letter.wrapping_sub(b'a')) % KINDS.len()];
    let body = String::from_utf8_lossy(body);
    let end = if body.ends_with('\n') { "" } else { "\n" };
    let head = match kind {
        "track" => "```mission track cloud\n".to_owned(),
        kind => format!("```mission {kind}\n"),
    };
    let text = match kind {
        "chapter" => format!("{head}{body}{end}```\n{BEFORE}{AFTER}"),
        _ => format!("{CHAPTER}{BEFORE}{head}{body}{end}{AFTER}"),
    };
    let Some(page) = build(&text) else { return };
    for text in ["\nIt stands before.\n", "\nIt stands after.\n"] {
        assert!(page.contains(text), "the author's text is lost: {text}");
    }
    work(mission(&page).expect("a chapter with directives has a mission"));
}

/// Every directive of the author's guide and of the tests' books.
pub fn seeds() -> Vec<Vec<u8>> {
    let texts = seeds::texts();
    let directives = texts.iter().flat_map(|text| seeds::directives(text));
    directives
        .filter_map(|(kind, body)| {
            let index = KINDS.iter().position(|known| *known == kind)?;
            let letter = b'a' + u8::try_from(index).ok()?;
            Some([&[letter], body.as_bytes()].concat())
        })
        .collect()
}
