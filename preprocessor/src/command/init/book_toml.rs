//! `book.toml`: made, or given the table `[preprocessor.mission]`.
//!
//! Lines are added to the author's text, never written anew from what was read, so that comments and
//! layout stay. Whether the lines mean what they are to mean is asked of mdBook's own parser afterwards: TOML
//! has many ways to write a table, and a file that can't take ours is refused with what to write.

use super::fill;
use super::plan::{Step, line_end, with_lines};
use anyhow::{Context, bail};
use mdbook_driver::config::Config;
use std::collections::BTreeMap;
use std::str::FromStr;
use toml::Value;

const TEMPLATE: &str = include_str!("book.toml");
const TABLE: &str = "[preprocessor.mission]";
const ORDER: &str = "after = [\"links\", \"index\"]";
const COMMENT: &str =
    "# Names the storage of your students' work: choose it once, before the first of them begins.";

/// What becomes of `book.toml`, and what it then says.
pub fn plan(text: Option<String>, folder_title: &str) -> anyhow::Result<(Step, Config)> {
    let Some(text) = text else {
        let id = mdbook_mission::suggested_book_id(folder_title);
        let title = Value::from(folder_title).to_string();
        let text = fill(TEMPLATE, &[("@TITLE@", &title), ("@BOOK_ID@", &id)])?;
        let config = Config::from_str(&text)?;
        return Ok((Step::Make(text), config));
    };
    let config = Config::from_str(&text).context("mdBook 0.5 can't read book.toml")?;
    let present = mission(&config);
    let has = |key: &str| {
        present
            .as_ref()
            .is_some_and(|table| table.contains_key(key))
    };
    if has("book-id") && has("after") {
        let why = "it has `[preprocessor.mission]` already".to_owned();
        return Ok((Step::Leave(why), config));
    }
    let title = config.book.title.as_deref().unwrap_or(folder_title);
    let id = format!("book-id = \"{}\"", mdbook_mission::suggested_book_id(title));
    let mut lines = Vec::new();
    let mut what = Vec::new();
    if !has("book-id") {
        lines.extend([COMMENT.to_owned(), id.clone()]);
        what.push(format!("`{id}`"));
    }
    if !has("after") {
        lines.push(ORDER.to_owned());
        what.push(format!("`{ORDER}`"));
    }
    let added = match present {
        Some(_) => below_head(&text, &lines),
        None => {
            lines.insert(0, TABLE.to_owned());
            Some(with_lines(&text, &lines, true))
        }
    };
    let Some((text, config)) = added.and_then(|added| checked(&config, added)) else {
        bail!(
            "`preprocessor` is written in a way that no line can be added to. Write this yourself:\n\n\
             {TABLE}\n{id}\n{ORDER}\n"
        );
    };
    let what = format!("{} to `{TABLE}`", what.join(" and "));
    Ok((Step::Add { text, what }, config))
}

/// What the author should know of settings that are theirs.
pub fn notes(config: &Config) -> Vec<String> {
    let html = config.html_config().unwrap_or_default();
    let mut notes = Vec::new();
    if html.playground.runnable {
        notes.push(
            "blocks of Rust code have a button that sends the code to play.rust-lang.org. To send \
             nothing, write `runnable = false` under `[output.html.playground]` in book.toml."
                .to_owned(),
        );
    }
    if html.mathjax_support {
        notes.push(
            "`mathjax-support = true` loads a script from another host. Missions bring their own \
             mathematics, $`…`$, and don't need it."
                .to_owned(),
        );
    }
    notes
}

/// The keys of `[preprocessor.mission]`, if it is there.
fn mission(config: &Config) -> Option<BTreeMap<String, Value>> {
    config.get("preprocessor.mission").ok().flatten()
}

/// The text with lines put right below the head of our table, if there is such a line.
fn below_head(text: &str, lines: &[String]) -> Option<String> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        let bare = line.split('#').next().unwrap_or_default();
        if bare.split_whitespace().collect::<String>() == TABLE {
            let (above, below) = text.split_at(at);
            let above = with_lines(above, lines, false);
            // Lines below the head of a last line without an end.
            let end = line_end(text);
            return Some(match below.is_empty() {
                true => above,
                false if above.ends_with(end) => above + below,
                false => above + end + below,
            });
        }
    }
    None
}

/// The text and its meaning, if it says all that it said before, and what our table needs.
fn checked(before: &Config, text: String) -> Option<(String, Config)> {
    let config = Config::from_str(&text).ok()?;
    let table = mission(&config)?;
    let complete = table.contains_key("book-id") && table.contains_key("after");
    let kept = mission(before)
        .unwrap_or_default()
        .into_iter()
        .all(|(key, value)| table.get(&key) == Some(&value));
    let same_tables = |config: &Config| {
        let mut tables = config.preprocessors::<Value>().unwrap_or_default();
        tables.remove("mission");
        (tables, config.outputs::<Value>().unwrap_or_default())
    };
    let same = config.book == before.book
        && config.build == before.build
        && same_tables(&config) == same_tables(before);
    (complete && kept && same).then_some((text, config))
}
