//! The book that is written in these tests: two chapters that share a bench, one with tracks, and a ledger.

use anyhow::Result;
use mission_tests::TempBook;

pub const QUEUES: &str = r#"# Queues 😀

```mission chapter
id = "queues"
title = "Queues"
```

```mission lock
id = "guess"
prompt = "How many?"
answer = "3 + 4"
within = 0.5
explain = "Count them."
```

{{#include shared.md}}

For 😀 it is {{= server.half : .1 }}, after a guess of {{= guess.predicted : .0 }}.
"#;

pub const SHARED: &str = r#"```mission workbench
id = "server"
title = "A server"

[[control]]
id = "cards"
label = "Cards"
kind = "range"
min = 1
max = 10
step = 1
preset = 5

[let]
half = "min(9, cards / 2)"

[[cards]]
id = "shown"
title = "Shown"

[[cards.reading]]
label = "Half"
value = "half"
format = ".1"
```
"#;

pub const AGAIN: &str = r#"# Once more

{{#include shared.md}}

Here {{= server.half * 2 : .1 }} is all of it.
"#;

pub const TRACKS: &str = r#"# Tracks

```mission chapter
id = "tracks"
title = "Tracks"

[[track]]
id = "rack"
name = "The Rack"
persona = "Planner"
north_star = "Serve."
crisis = "It is full."

[[track]]
id = "phone"
name = "The Pocket"
persona = "Developer"
north_star = "Be small."
crisis = "It is large."
```

```mission workbench
id = "bits"
title = "Fewer bits"

[[control]]
id = "width"
label = "Bits"
kind = "stops"
values = [2, 4, 8]
preset = { rack = 8, phone = 4 }

[let]
weights = { rack = "1000", phone = "10" }
bytes = "weights * width / 8"

[[cards]]
id = "size"
title = "Size"

[[cards.reading]]
label = "The model"
value = "bytes"
format = ".0 B"
```

It has {{= bits.bytes : .0 }} bytes.
"#;

pub const LEDGER: &str = r#"# Ledger

```mission ledger
id = "work"
chapters = ["queues", "tracks"]
```
"#;

pub fn book() -> Result<TempBook> {
    TempBook::new(&[
        (
            "book.toml",
            "[book]\ntitle = \"A Book\"\n\n[preprocessor.mission]\nbook-id = \"a-book\"\nafter = [\"links\"]\n",
        ),
        (
            "src/SUMMARY.md",
            "- [Queues](queues.md)\n- [Again](again.md)\n- [Tracks](tracks.md)\n- [Ledger](ledger.md)\n",
        ),
        ("src/queues.md", QUEUES),
        ("src/shared.md", SHARED),
        ("src/again.md", AGAIN),
        ("src/tracks.md", TRACKS),
        ("src/ledger.md", LEDGER),
    ])
}
