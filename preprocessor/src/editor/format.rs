//! The form of a directive: spaces around `=`, one empty line before a table, no blanks at the ends of lines. Values,
//! comments and the order stay as they are.

use super::body::{events, range};
use crate::directive::keys_of;
use crate::scan::scan;
use mdbook_markdown::MarkdownOptions;
use std::ops::Range;
use toml::de::{DeTable, DeValue};
use toml_parser::parser::{Event, EventKind};

/// What is to be put in place of what, in a chapter; nothing outside the bodies of directives. A body that is no TOML
/// stays as it is.
#[must_use]
pub fn format(text: &str) -> Vec<(Range<usize>, String)> {
    let directives = scan(text, &MarkdownOptions::default()).directives;
    let edit = |fence: crate::scan::Fence| {
        let kind = text[fence.info.clone()].split_whitespace().next()?;
        keys_of(kind)?;
        let body = &text[fence.body.clone()];
        let formatted = (fence.closed && fence.inside.is_none()).then(|| formatted(body))??;
        (formatted != body).then_some((fence.body, formatted))
    };
    directives.into_iter().filter_map(edit).collect()
}

/// A body in its form; `None` if it is no TOML.
fn formatted(body: &str) -> Option<String> {
    let (events, whole) = events(body);
    if !whole {
        return None;
    }
    let newline = if body.contains("\r\n") { "\r\n" } else { "\n" };
    let lines: Vec<String> = lines(body, &events);
    let mut out = String::with_capacity(body.len());
    // Comments that stand right above the head of a table belong to it.
    let mut above = 0;
    let mut written: Vec<&str> = Vec::new();
    for line in &lines {
        let blank = line.is_empty();
        if line.starts_with('[') {
            let at = written.len() - above;
            if at > 0 && !written[at - 1].is_empty() {
                written.insert(at, "");
            }
        }
        above = if line.starts_with('#') { above + 1 } else { 0 };
        if !(blank && written.last().is_none_or(|last| last.is_empty())) {
            written.push(line);
        }
    }
    while written.last().is_some_and(|last| last.is_empty()) {
        written.pop();
    }
    for line in written {
        out += line;
        out += newline;
    }
    same(body, &out).then_some(out)
}

/// The lines of a body, each in its form. A value may have line breaks of its own.
fn lines(body: &str, events: &[Event]) -> Vec<String> {
    let mut lines = vec![String::new()];
    // How deep in lists and tables of more than one line.
    let mut depth = 0_usize;
    for (index, event) in events.iter().enumerate() {
        let written = &body[range(event)];
        let line = lines.last_mut();
        let Some(line) = line else { continue };
        match event.kind() {
            EventKind::Whitespace => continue,
            EventKind::Newline => {
                lines.push(String::new());
                continue;
            }
            EventKind::ArrayClose | EventKind::InlineTableClose => depth = depth.saturating_sub(1),
            _ => {}
        }
        if line.is_empty() {
            *line += &"  ".repeat(depth);
        } else if is_apart(events, index) {
            line.push(' ');
        }
        *line += written;
        if let EventKind::ArrayOpen | EventKind::InlineTableOpen = event.kind() {
            depth += 1;
        }
    }
    lines
}

/// Whether a space stands before an event, in a line that has begun.
fn is_apart(events: &[Event], index: usize) -> bool {
    use EventKind::{
        ArrayClose, ArrayOpen, Comment, InlineTableClose, InlineTableOpen, KeyValSep, Scalar,
        SimpleKey, ValueSep, Whitespace,
    };
    let before = events[..index]
        .iter()
        .rfind(|event| event.kind() != Whitespace)
        .map(Event::kind);
    match (before, events[index].kind()) {
        (Some(InlineTableOpen), InlineTableClose) => false,
        (_, KeyValSep | Comment | InlineTableClose) => true,
        (Some(KeyValSep | ValueSep), Scalar | SimpleKey | ArrayOpen | InlineTableOpen) => true,
        (Some(InlineTableOpen), _) => true,
        (Some(ValueSep), ArrayClose) => false,
        _ => false,
    }
}

/// Whether two bodies say the same.
fn same(one: &str, other: &str) -> bool {
    let (one, other) = (DeTable::parse(one), DeTable::parse(other));
    let (Ok(one), Ok(other)) = (one, other) else {
        return false;
    };
    same_tables(one.get_ref(), other.get_ref())
}

fn same_tables(one: &DeTable, other: &DeTable) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other.iter())
            .all(|((key, value), (other_key, other))| {
                key.get_ref() == other_key.get_ref()
                    && same_values(value.get_ref(), other.get_ref())
            })
}

fn same_values(one: &DeValue, other: &DeValue) -> bool {
    match (one, other) {
        (DeValue::Table(one), DeValue::Table(other)) => same_tables(one, other),
        (DeValue::Array(one), DeValue::Array(other)) => {
            let mut pairs = one.iter().zip(other.iter());
            one.len() == other.len()
                && pairs.all(|(one, other)| same_values(one.get_ref(), other.get_ref()))
        }
        (DeValue::String(one), DeValue::String(other)) => one == other,
        (DeValue::Integer(one), DeValue::Integer(other)) => {
            (one.radix(), one.as_str()) == (other.radix(), other.as_str())
        }
        (DeValue::Float(one), DeValue::Float(other)) => one.as_str() == other.as_str(),
        (DeValue::Boolean(one), DeValue::Boolean(other)) => one == other,
        (DeValue::Datetime(one), DeValue::Datetime(other)) => one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{format, formatted, same};

    fn check(body: &str, expect: &str) {
        let once = formatted(body);
        assert_eq!(once.as_deref(), Some(expect), "{body}");
        assert_eq!(
            formatted(expect).as_deref(),
            Some(expect),
            "a second time: {body}"
        );
    }

    #[test]
    fn a_body_has_one_form() {
        check(
            "id=\"x\"  \n\n\ntitle   =  'T'# note\n",
            "id = \"x\"\n\ntitle = 'T' # note\n",
        );
        check(
            "id = 1\n# of the control\n[[ control ]]\nid=2\n\n\n\n[let]\n  a.b= \"c\"\n\n",
            "id = 1\n\n# of the control\n[[control]]\nid = 2\n\n[let]\na.b = \"c\"\n",
        );
        check(
            "a = {b=1,c = [ 1,2 , 3]}\nd = {}\ne = []\n",
            "a = { b = 1, c = [1, 2, 3] }\nd = {}\ne = []\n",
        );
        check(
            "a = [\n\"b\",  # one\n      \"c\"\n]\nt = '''\n  x = 1   \n\n\n[y]\n'''\n",
            "a = [\n  \"b\", # one\n  \"c\"\n]\nt = '''\n  x = 1   \n\n\n[y]\n'''\n",
        );
        check("a=1\r\n\r\n\r\nb=2\r\n", "a = 1\r\n\r\nb = 2\r\n");
        check("\n\n# only a comment\n", "# only a comment\n");
    }

    #[test]
    fn what_is_no_toml_stays() {
        assert_eq!(formatted("a = \n"), None);
        assert_eq!(formatted("a = 1\na=2\n"), None);
        assert!(!same("a = 1\n", "a = 2\n"));
        assert!(!same("a = '1'\n", "b = '1'\n"));
    }

    #[test]
    fn nothing_else_is_touched() {
        let text = "a  =1\n\n```toml\na  =1\n```\n\n```mission lock\nid=\"x\"\n```\n\n```mission track a\nb  =1\n```\n";
        let edits = format(text);
        assert_eq!(edits.len(), 1);
        assert_eq!(&text[edits[0].0.clone()], "id=\"x\"\n");
        assert_eq!(edits[0].1, "id = \"x\"\n");
    }
}
