//! What must hold whatever comes in: a target takes any bytes, and panics where something doesn't hold.
//!
//! ```text
//! directives   the body of one directive in a small chapter
//! expressions  parse, print, type, evaluate, trace
//! chapters     any Markdown
//! ledgers      read, merge, replay, report, draw
//! ├─ build     a chapter through the preprocessor, and what holds of every result
//! ├─ page      a built chapter, worked with: its islands drawn at many settings
//! seeds        what a run starts from
//! mutate       one input from others, for the test that every build runs
//! ```
//!
//! `cargo xtask fuzz` runs them under libFuzzer, which is led by what an input reaches; `tests/smoke.rs` runs
//! every seed and a fixed number of mutations in seconds.

mod build;
pub mod chapters;
pub mod directives;
pub mod expressions;
pub mod ledgers;
pub mod mutate;
mod page;
pub mod seeds;

/// Something that takes any bytes.
pub struct Target {
    /// As it is asked for, and as its folder of seeds is called.
    pub name: &'static str,
    /// Panics where something doesn't hold.
    pub run: fn(&[u8]),
    /// What the repository's own texts are to it.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All of them.
pub const TARGETS: [Target; 4] = [
    Target {
        name: "directives",
        run: directives::run,
        seeds: directives::seeds,
    },
    Target {
        name: "expressions",
        run: expressions::run,
        seeds: expressions::seeds,
    },
    Target {
        name: "chapters",
        run: chapters::run,
        seeds: chapters::seeds,
    },
    Target {
        name: "ledgers",
        run: ledgers::run,
        seeds: ledgers::seeds,
    },
];
