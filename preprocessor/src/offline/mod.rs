//! Reading offline: an expanded book goes in, and the service worker comes out that keeps its site in a reader's
//! browser.
//!
//! The worker is one file at the site's root, since it can keep only what is below it. It names the files of the
//! site as far as they are known before mdBook has written it, and their content's version: a browser takes a
//! worker whose bytes differ for a new one, so the same book must give the same bytes.

use crate::assets::{Assets, digest};
use mdbook_preprocessor::PreprocessorContext;
use mdbook_preprocessor::book::{Book, BookItem};
use mdbook_preprocessor::config::{Config, HtmlConfig};
use serde_json::Value;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The worker's file, in the book's source and in the site.
pub const FILE: &str = "mission-worker.js";

/// The worker of a book that is not kept: it undoes what an earlier one did.
pub const LEAVE: &str = include_str!("leave.js");

const WORKER: &str = include_str!("worker.js");

/// Larger files, in bytes, are left to the network; so the worker has it, too.
const LIMIT: u64 = 2_000_000;

/// Whether the book is kept. The preview of `mdbook serve` is not: it changes with every key, and its address is
/// that of every other book's preview.
pub fn wanted(config: &Config) -> bool {
    let set = |key: &str| config.get::<Value>(key).ok().flatten();
    set("preprocessor.mission.offline") != Some(Value::Bool(false))
        && set("output.html.live-reload-endpoint").is_none()
}

/// The worker of a book whose chapters have been expanded.
///
/// # Errors
/// The file that can't be read, and why.
pub fn worker(
    context: &PreprocessorContext,
    book: &Book,
    assets: &Assets,
    fonts: &[&str],
) -> io::Result<String> {
    let config = &context.config;
    let html = config.html_config().unwrap_or_default();
    let source = context.root.join(&config.book.src);
    let mut version = Version::default();
    version.add("mdbook", context.mdbook_version.as_bytes());
    version.add("worker", WORKER.as_bytes());
    version.add("book", &serde_json::to_vec(book)?);
    version.add("config", configuration(config).as_bytes());

    let missing = html.get_404_output_file();
    let mut files = vec!["index.html".to_owned(), missing.clone()];
    // A book may have no page for what is missing.
    files.retain(|file| !file.is_empty());
    files.extend(book.iter().filter_map(page));
    // Pages that lead on to others.
    let leading = html.redirect.keys().filter(|from| !from.contains('#'));
    files.extend(leading.map(|from| address(from.trim_start_matches('/'))));
    files.extend(assets.files(fonts));
    let build = context.root.join(&config.build.build_dir);
    for (name, path) in walk(&source)? {
        let copied = path.extension().is_none_or(|extension| extension != "md");
        let made = name == FILE || name.starts_with("mission/") || path.starts_with(&build);
        if copied && !made && version.add_file(&name, &path)? {
            files.push(address(&name));
        }
    }
    for path in unlisted(&context.root, &source, &html)? {
        let name = path.strip_prefix(&context.root).unwrap_or(&path);
        version.add_file(&name.to_string_lossy(), &path)?;
    }
    files.sort();
    files.dedup();
    for file in &files {
        version.add(file, b"");
    }

    let folders = folders(&files, &html);
    for folder in &folders {
        version.add(folder, b"");
    }
    let [version, files, folders, missing] = [
        serde_json::json!(version.to_string()),
        serde_json::json!(files),
        serde_json::json!(folders),
        serde_json::json!(missing),
    ];
    Ok(format!(
        "const VERSION = {version};\nconst FILES = {files:#};\nconst FOLDERS = {folders};\nconst MISSING = {missing};\n\n{WORKER}"
    ))
}

/// The folders at the site's root: those of the book's files, and those of what mdBook adds.
fn folders(files: &[String], html: &HtmlConfig) -> Vec<String> {
    let own = html.additional_css.iter().chain(&html.additional_js);
    let own = own.map(|path| address(&path.to_string_lossy().replace('\\', "/")));
    let first = |name: &str| {
        Some(format!(
            "{}/",
            name.trim_start_matches("./").split_once('/')?.0
        ))
    };
    let all = files.iter().cloned().chain(own);
    let mut folders: Vec<String> = all.filter_map(|name| first(&name)).collect();
    folders.extend(["css/", "fonts/"].map(str::to_owned));
    folders.sort();
    folders.dedup();
    folders
}

/// The address of a chapter's page.
fn page(item: &BookItem) -> Option<String> {
    let BookItem::Chapter(chapter) = item else {
        return None;
    };
    let file = chapter.path.as_ref()?.with_extension("html");
    Some(address(&file.to_string_lossy().replace('\\', "/")))
}

/// A file's name as an address; what remains to be escaped the browser escapes.
fn address(name: &str) -> String {
    name.replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23")
}

/// What `book.toml` says of the site: not where it is built, nor by which program.
fn configuration(config: &Config) -> String {
    let mut said = serde_json::to_value(config).unwrap_or_default();
    if let Some(said) = said.as_object_mut() {
        said.remove("build");
    }
    let mission = said.pointer_mut("/preprocessor/mission");
    if let Some(mission) = mission.and_then(Value::as_object_mut) {
        mission.remove("command");
    }
    said.to_string()
}

/// Files that go into the site under names that mdBook gives them, or into its pages.
fn unlisted(root: &Path, source: &Path, html: &HtmlConfig) -> io::Result<Vec<PathBuf>> {
    let own = html.additional_css.iter().chain(&html.additional_js);
    let mut paths: Vec<PathBuf> = own.map(|path| root.join(path)).collect();
    paths.push(source.join(html.input_404.as_deref().unwrap_or("404.md")));
    let theme = html.theme_dir(root);
    if theme.is_dir() {
        paths.extend(walk(&theme)?.into_iter().map(|(_, path)| path));
    }
    paths.retain(|path| path.is_file());
    Ok(paths)
}

/// The files of a folder, hidden ones excepted, by their names in it, in order.
fn walk(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(name) = name.filter(|name| !name.starts_with('.')) else {
            continue;
        };
        if path.is_dir() {
            let inside = walk(&path)?.into_iter();
            found.extend(inside.map(|(inner, path)| (format!("{name}/{inner}"), path)));
        } else {
            found.push((name.to_owned(), path));
        }
    }
    found.sort();
    Ok(found)
}

/// A hash over named contents.
#[derive(Default)]
struct Version(u64);

impl Version {
    fn add(&mut self, name: &str, content: &[u8]) {
        let length = content.len().to_string();
        self.0 = digest(
            self.0 ^ mission_model::seed::seed(&[name, &length]),
            content,
        );
    }

    /// Whether the file is small enough to be kept.
    fn add_file(&mut self, name: &str, path: &Path) -> io::Result<bool> {
        let wrap =
            |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        let small = fs::metadata(path).map_err(wrap)?.len() <= LIMIT;
        if small {
            self.add(name, &fs::read(path).map_err(wrap)?);
        }
        Ok(small)
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
