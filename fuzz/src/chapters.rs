//! Markdown goes in; it is built as it is, and with a directive in its middle that the author's text stands around.

use crate::build::{build, mission};
use crate::page::work;
use crate::seeds;

/// Leaves nothing of its own above or below it: no gate, no mark.
const DIRECTIVE: &str = "```mission reflect\nid = \"between\"\nprompt = \"Why?\"\n```";

/// What the preprocessor changes in a chapter with a directive.
const OURS: [&str; 4] = ["mission", "{{=", "$`", "math"];

/// Builds the chapter, and holds the result against the text.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Some(page) = build(&text) {
        if !text.contains("mission") {
            assert_eq!(page, text, "a text without directives was changed");
        } else if let Some(mission) = mission(&page) {
            work(mission);
        }
    }
    if OURS.iter().any(|ours| text.contains(ours)) {
        return;
    }
    let (above, below) = halves(&text);
    let whole = format!("{above}\n{DIRECTIVE}\n\n{below}");
    let Some(page) = build(&whole) else { return };
    // Where the text has swallowed the directive, nothing is to be done.
    if page != whole {
        let rest = page
            .strip_prefix(&above)
            .and_then(|rest| rest.strip_suffix(&below));
        let Some(rest) = rest else {
            panic!("the text around a directive was changed:\n{whole:?}\n{page:?}");
        };
        assert!(
            rest.starts_with("\n<style") && rest.trim_end().ends_with("</script>"),
            "more than the directive was replaced: {:?}",
            &rest[rest.len().saturating_sub(200)..]
        );
        work(mission(&page).expect("a chapter with directives has a mission"));
    }
}

/// A text before and after its middle line, each ending with its lines.
fn halves(text: &str) -> (String, String) {
    let middle = text.len() / 2;
    let at = text
        .match_indices('\n')
        .map(|(at, _)| at + 1)
        .find(|at| *at >= middle)
        .unwrap_or(text.len());
    let (above, below) = text.split_at(at);
    (format!("{above}\n"), below.to_owned())
}

/// The chapters of the author's guide and of the tests' books.
pub fn seeds() -> Vec<Vec<u8>> {
    seeds::texts().into_iter().map(String::into_bytes).collect()
}
