//! A report in Markdown.
//!
//! Text of ours is escaped; what a student typed stands in code, in which no dialect of Markdown finds anything.

use super::{Block, Fact, Mark, Report};
use std::fmt::Write;

/// The longest line that a student's text is broken into, in characters.
const WIDTH: usize = 96;

impl Report {
    /// The report in Markdown, without charts.
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n\n", escaped(&self.title));
        for Fact { label, text, typed } in &self.facts {
            let text = if *typed { code(text) } else { escaped(text) };
            let _ = writeln!(out, "- {label}: {text}");
        }
        for block in &self.blocks {
            out.push('\n');
            write_block(&mut out, block);
        }
        out
    }
}

fn write_block(out: &mut String, block: &Block) {
    let _ = match block {
        Block::Heading(level, text) => {
            writeln!(out, "{} {}", "#".repeat(*level as usize), escaped(text))
        }
        Block::Task(what, text) => writeln!(out, "**{}.** {}", escaped(what), escaped(text)),
        Block::Line(Mark::Note, text) => writeln!(out, "{}", escaped(text)),
        Block::Line(mark, text) => writeln!(out, "**{}:** {}", mark.word(), escaped(text)),
        Block::Typed(text) => {
            let fence = "`".repeat((longest_run(text) + 1).max(3));
            writeln!(out, "{fence}text\n{}{fence}", broken(text))
        }
        Block::Boxes(boxes) => boxes.iter().try_for_each(|(ticked, text)| {
            let mark = if *ticked { 'x' } else { ' ' };
            writeln!(out, "- [{mark}] {}", escaped(text))
        }),
        Block::Table(headings, rows) => {
            let rule = vec!["---".to_owned(); headings.len()];
            let cells = |cells: &[String]| cells.iter().map(|cell| escaped(cell)).collect();
            let mut lines: Vec<Vec<String>> = vec![cells(headings), rule];
            lines.extend(rows.iter().map(|row| cells(row)));
            lines
                .iter()
                .try_for_each(|line| writeln!(out, "| {} |", line.join(" | ")))
        }
        // They are in the other format.
        Block::Charts(_) => Ok(()),
    };
}

/// Plain text as a line of Markdown, after something of ours.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            // Entities are read by those dialects, too, in which a backslash leaves a tag a tag.
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '@' => out.extend(['\\', c]),
            // `https:` and `www.` become links by themselves.
            ':' if text[at..].starts_with("://") => out.push_str("\\:"),
            '.' if text[..at].to_ascii_lowercase().ends_with("www") => out.push_str("\\."),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A few words as code.
fn code(text: &str) -> String {
    let marks = "`".repeat(longest_run(text) + 1);
    match text {
        "" => "–".to_owned(),
        text if text.starts_with('`') || text.ends_with('`') => format!("{marks} {text} {marks}"),
        text => format!("{marks}{text}{marks}"),
    }
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or(0)
}

/// Lines of at most [`WIDTH`] characters, as far as there are spaces to break them at.
fn broken(text: &str) -> String {
    let mut out = String::new();
    for line in text.replace("\r\n", "\n").split(['\n', '\r']) {
        let mut length = 0;
        for word in line.split(' ') {
            let own = word.chars().count();
            if length > 0 && length + 1 + own > WIDTH {
                out.push('\n');
                length = 0;
            } else if length > 0 {
                out.push(' ');
                length += 1;
            }
            out.extend(word.chars().map(|c| if c.is_control() { ' ' } else { c }));
            length += own;
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        for (text, expect) in [
            ("P99 is 2.5 ms: good", "P99 is 2.5 ms: good"),
            ("a <b> & c", "a &lt;b> &amp; c"),
            ("see https://x.example/", "see https\\://x.example/"),
            ("see WWW.x.example", "see WWW\\.x.example"),
            ("[a](b) | c_d", "\\[a\\](b) \\| c\\_d"),
            ("one\ntwo", "one two"),
        ] {
            assert_eq!(escaped(text), expect);
        }
    }

    #[test]
    fn what_was_typed_stands_in_code() {
        assert_eq!(code("Ada"), "`Ada`");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("a`"), "`` a` ``");
        let mut out = String::new();
        write_block(&mut out, &Block::Typed("# a\r\n```` b".to_owned()));
        assert_eq!(out, "`````text\n# a\n```` b\n`````\n");
    }

    #[test]
    fn long_lines_are_broken_at_spaces() {
        let text = broken(&"word ".repeat(40));
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(text.split_whitespace().count(), 40);
        assert_eq!(broken(&"x".repeat(200)), "x".repeat(200) + "\n");
    }
}
