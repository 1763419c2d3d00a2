//! What `book.toml` says of missions, and what mdBook would overlook in it.

use crate::book_id::suggested;
use crate::diagnostic::{Diagnostic, Place, suggest};
use mdbook_preprocessor::config::{Config, HtmlConfig};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// `book-id` under `[preprocessor.mission]`.
pub fn book_id(root: &Path, config: &Config) -> Result<String, Box<Diagnostic>> {
    if !config.contains_key("preprocessor.mission") {
        let help = "add the table `[preprocessor.mission]` with `book-id = \"my-book\"`".to_owned();
        let message = "book.toml has no `[preprocessor.mission]`".to_owned();
        return Err(Box::new(in_book_toml(root, "[book]", message, "", help)));
    }
    if let Ok(Some(other)) = config.get::<Value>("preprocessor.mission.book-id")
        && !other.is_string()
    {
        let help = "write it in quotes: `book-id = \"my-book\"`".to_owned();
        let message = format!("`book-id` must be a text, and this is {other}");
        return Err(Box::new(in_book_toml(root, "book-id", message, "", help)));
    }
    let id = config
        .get::<String>("preprocessor.mission.book-id")
        .ok()
        .flatten()
        .unwrap_or_default();
    let fits = !id.is_empty()
        && id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if fits {
        return Ok(id);
    }
    let example = suggested(config.book.title.as_deref().unwrap_or("my book"));
    let (message, label) = match id.is_empty() {
        true => (
            "the book has no `book-id`".to_owned(),
            "`book-id` is missing",
        ),
        false => (
            format!("`{id}` can't be a book-id: small letters, digits and `-`"),
            "",
        ),
    };
    let help = format!(
        "write `book-id = \"{}\"`: students' work is stored under it, so choose it once",
        example
    );
    Err(Box::new(in_book_toml(
        root,
        if id.is_empty() {
            "[preprocessor.mission]"
        } else {
            "book-id"
        },
        message,
        label,
        help,
    )))
}

/// Mistakes in `book.toml` that mdBook itself would only log, or not notice.
pub fn configuration(root: &Path, config: &Config) -> Vec<Diagnostic> {
    // What mdBook knows of every preprocessor, and what we add.
    const KEYS: [&str; 7] = [
        "book-id",
        "offline",
        "command",
        "before",
        "after",
        "renderers",
        "optional",
    ];
    let table = config
        .get::<BTreeMap<String, Value>>("preprocessor.mission")
        .ok()
        .flatten();
    let table = table.unwrap_or_default();
    let unknown = table.keys().filter(|key| !KEYS.contains(&key.as_str()));
    let mut found: Vec<Diagnostic> = unknown
        .map(|key| {
            let message = format!("`[preprocessor.mission]` has no key `{key}`");
            in_book_toml(root, key, message, "unknown key", suggest(key, KEYS))
        })
        .collect();
    if let Some(other) = table.get("offline").filter(|value| !value.is_boolean()) {
        let message = format!("`offline` must be true or false, and this is {other}");
        let help = "write `offline = false` if no reader's browser is to keep the book".to_owned();
        found.push(in_book_toml(root, "offline", message, "", help));
    }
    if let Err(error) = config.get::<HtmlConfig>("output.html") {
        let reason = error
            .chain()
            .last()
            .map(ToString::to_string)
            .unwrap_or_default();
        found.push(output_html(root, reason.trim()));
    }
    found
}

/// mdBook would log this, and go on without the whole table.
fn output_html(root: &Path, reason: &str) -> Diagnostic {
    // "unknown field `x`, expected one of `a`, `b`": the odd parts are names.
    let names: Vec<&str> = reason.split('`').skip(1).step_by(2).collect();
    match names.split_first() {
        Some((key, known)) if reason.contains("unknown field") => {
            let message = format!("`[output.html]` has no key `{key}`");
            in_book_toml(
                root,
                key,
                message,
                "unknown key",
                suggest(key, known.iter().copied()),
            )
        }
        _ => {
            let message = format!(
                "`[output.html]` can't be read: {}",
                reason.replace('\n', " ")
            );
            let help =
                "mdBook would go on without this table, and drop everything in it".to_owned();
            in_book_toml(root, "[output.html]", message, "", help)
        }
    }
}

fn in_book_toml(root: &Path, line: &str, message: String, label: &str, help: String) -> Diagnostic {
    let source = fs::read_to_string(root.join("book.toml")).unwrap_or_default();
    let span: Range<usize> = source.find(line).map_or(0..0, |at| at..at + line.len());
    Diagnostic {
        place: Place {
            path: PathBuf::from("book.toml"),
            source: source.into(),
            span,
        },
        message,
        label: label.to_owned(),
        help: Some(help),
        also: None,
        more: 0,
    }
}
