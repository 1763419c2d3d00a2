//! What `book.toml` says of missions, and what mdBook would overlook in it.

use crate::book_id::suggested;
use crate::diagnostic::{Diagnostic, Place, suggest};
use mdbook_preprocessor::config::{Config, HtmlConfig};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

const KEY: &str = "preprocessor.mission.book-id";

/// `book-id` under `[preprocessor.mission]`.
pub fn book_id(root: &Path, config: &Config) -> Result<String, Box<Diagnostic>> {
    if !config.contains_key("preprocessor.mission") {
        let help = "add the table `[preprocessor.mission]` with `book-id = \"my-book\"`".to_owned();
        let message = "book.toml has no `[preprocessor.mission]`".to_owned();
        return Err(Box::new(in_book_toml(
            root,
            ("preprocessor", "[book]"),
            message,
            "",
            help,
        )));
    }
    if let Ok(Some(other)) = config.get::<Value>("preprocessor.mission.book-id")
        && !other.is_string()
    {
        let help = "write it in quotes: `book-id = \"my-book\"`".to_owned();
        let message = format!("`book-id` must be a text, and this is {other}");
        return Err(Box::new(in_book_toml(
            root,
            (KEY, "book-id"),
            message,
            "",
            help,
        )));
    }
    let id = config
        .get::<String>("preprocessor.mission.book-id")
        .ok()
        .flatten()
        .unwrap_or_default();
    if is_book_id(&id) {
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
        match id.is_empty() {
            true => (KEY, "[preprocessor.mission]"),
            false => (KEY, "book-id"),
        },
        message,
        label,
        help,
    )))
}

fn is_book_id(id: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !id.is_empty() && id.chars().all(fits)
}

/// `former-book-ids` under `[preprocessor.mission]`, those that are wrong left out.
pub fn former_books(config: &Config) -> Vec<String> {
    let ids = config.get::<Vec<String>>("preprocessor.mission.former-book-ids");
    let ids = ids.ok().flatten().unwrap_or_default();
    ids.into_iter().filter(|id| is_book_id(id)).collect()
}

/// Whether a book makes HTML pages, where alone missions come alive. mdBook makes them unasked only for a book that
/// names no output.
pub fn pages(root: &Path, config: &Config) -> Option<Diagnostic> {
    let outputs = config.outputs::<Value>().unwrap_or_default();
    let other = outputs.keys().next()?;
    if outputs.contains_key("html") {
        return None;
    }
    let message = "this book makes no HTML pages, and missions come alive nowhere else".to_owned();
    let help = format!(
        "add the table `[output.html]`. With two outputs the pages go into `{0}/html`, and the other output into \
         `{0}/{other}`",
        config.build.build_dir.display()
    );
    let (key, line) = (format!("output.{other}"), format!("[output.{other}"));
    Some(in_book_toml(
        root,
        (&key, &line),
        message,
        "the only output",
        help,
    ))
}

/// Mistakes in `book.toml` that mdBook itself would only log, or not notice.
pub fn configuration(root: &Path, config: &Config) -> Vec<Diagnostic> {
    // What mdBook knows of every preprocessor, and what we add.
    const KEYS: [&str; 8] = [
        "book-id",
        "former-book-ids",
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
            let whole = format!("preprocessor.mission.{key}");
            in_book_toml(
                root,
                (&whole, key),
                message,
                "unknown key",
                suggest(key, KEYS),
            )
        })
        .collect();
    if let Some(other) = table.get("offline").filter(|value| !value.is_boolean()) {
        let message = format!("`offline` must be true or false, and this is {other}");
        let help = "write `offline = false` if no reader's browser is to keep the book".to_owned();
        found.push(in_book_toml(
            root,
            ("preprocessor.mission.offline", "offline"),
            message,
            "",
            help,
        ));
    }
    if let Some(ids) = table.get("former-book-ids") {
        let is_id = |id: &Value| id.as_str().is_some_and(is_book_id);
        if !ids.as_array().is_some_and(|ids| ids.iter().all(is_id)) {
            let message =
                format!("`former-book-ids` must be a list of book-ids, and this is {ids}");
            let help = "write `former-book-ids = [\"my-book-2025\"]`".to_owned();
            let place = ("preprocessor.mission.former-book-ids", "former-book-ids");
            found.push(in_book_toml(root, place, message, "", help));
        }
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
                (&format!("output.html.{key}"), key),
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
            in_book_toml(root, ("output.html", "[output.html]"), message, "", help)
        }
    }
}

/// A mistake in what `book.toml` says under a key, or the environment variable that mdBook takes in its place.
fn in_book_toml(
    root: &Path,
    (key, line): (&str, &str),
    message: String,
    label: &str,
    help: String,
) -> Diagnostic {
    let place = of_environment(key, std::env::vars()).unwrap_or_else(|| {
        let source = fs::read_to_string(root.join("book.toml")).unwrap_or_default();
        let span: Range<usize> = source.find(line).map_or(0..0, |at| at..at + line.len());
        Place {
            path: PathBuf::from("book.toml"),
            source: source.into(),
            span,
        }
    });
    Diagnostic {
        place,
        message,
        label: label.to_owned(),
        help: Some(help),
        also: None,
        more: 0,
    }
}

/// The environment variable that sets a key, or a table that it is in: `MDBOOK_OUTPUT__HTML` for `output.html`.
fn of_environment(key: &str, variables: impl Iterator<Item = (String, String)>) -> Option<Place> {
    let sets = |name: &str| {
        let name = name.strip_prefix("MDBOOK_")?.to_lowercase();
        let rest = key.strip_prefix(&*name.replace("__", ".").replace('_', "-"))?;
        (rest.is_empty() || rest.starts_with('.')).then_some(())
    };
    let mut setting = variables.filter(|(name, _)| sets(name).is_some());
    setting.next().map(|(name, value)| Place {
        path: PathBuf::from(name),
        span: 0..value.len(),
        source: value.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_set_keys_and_tables() {
        let check = |name: &str, key: &str, expect: bool| {
            let variables = [(name.to_owned(), "v".to_owned())].into_iter();
            assert_eq!(
                of_environment(key, variables).is_some(),
                expect,
                "{name} {key}"
            );
        };
        check("MDBOOK_OUTPUT", "output.html", true);
        check("MDBOOK_OUTPUT__HTML", "output.html", true);
        check("MDBOOK_OUTPUT__HT", "output.html", false);
        check(
            "MDBOOK_PREPROCESSOR__MISSION__BOOK_ID",
            "preprocessor.mission.book-id",
            true,
        );
        check(
            "MDBOOK_preprocessor__mission__book-id",
            "preprocessor.mission.book-id",
            true,
        );
        check("BOOK_OUTPUT", "output.html", false);
    }
}
