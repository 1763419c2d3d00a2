//! The whole book: configuration in, every chapter expanded, assets written.

use crate::assets::{self, Assets};
use crate::chapter::{Done, Setting};
use crate::configuration::{self, book_id, configuration, former_books};
use crate::diagnostic::{Diagnostic, Sink, counted};
use crate::expansion::{self, Expanded, Memory, Text};
use crate::glossary::Terms;
use crate::ids::{self, Ids};
use crate::includes::Origins;
use crate::length::{self, Long};
use crate::names::{self, default_id};
use crate::offline;
use crate::overview::{self, Other};
use crate::scan::{directives, may_hold_directives, scan};
use crate::sources::Sources;
use mdbook_markdown::MarkdownOptions;
use mdbook_preprocessor::PreprocessorContext;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::config::{Config, HtmlConfig};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The mdBook versions whose book and pages this crate knows.
const MDBOOK: &str = "^0.5";

/// Why a book was not built.
#[derive(Debug)]
pub enum Failure {
    /// The author's mistakes, in the order of the book.
    Mistakes(Vec<Diagnostic>),
    /// Something around the book.
    Setup(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Mistakes(found) => {
                for diagnostic in found {
                    writeln!(f, "{}\n", diagnostic.render(false))?;
                }
                f.write_str(&counted(found))
            }
            Self::Setup(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Failure {}

/// Expands every chapter of a book in place, and writes the assets into its source folder.
///
/// # Errors
/// [`Failure`]: then the book is not to be used.
pub fn preprocess(context: &PreprocessorContext, book: &mut Book) -> Result<(), Failure> {
    preprocess_again(context, book, &Memory::default())
}

/// [`preprocess`] for a book that is built again and again.
///
/// # Errors
/// [`Failure`]: then the book is not to be used.
pub fn preprocess_again(
    context: &PreprocessorContext,
    book: &mut Book,
    memory: &Memory,
) -> Result<(), Failure> {
    fits(&context.mdbook_version)?;
    // An output that is none of ours; whatever runs us for it would else call the book sound.
    if let (false, Some(missing)) = (
        context.renderer == "html",
        configuration::pages(&context.root, &context.config),
    ) {
        let help = missing.help.unwrap_or_default();
        eprintln!("warning: {}: {help}", missing.message);
    }
    let kept = offline::wanted(&context.config);
    let assets = Assets::new(kept).ok_or_else(|| {
        Failure::Setup(
            "this mdbook-mission was built without its widgets: build it with `cargo xtask build`"
                .to_owned(),
        )
    })?;
    let source = context.root.join(&context.config.book.src);
    let whole = Whole {
        sources: Sources::saved(&context.root),
        config: &context.config,
        pages: context.renderer == "html",
    };
    let fonts = expand_all(whole, book, &assets, memory)?;
    if let (Some(fonts), true) = (fonts, whole.pages) {
        let worker = match kept {
            true => offline::worker(context, book, &assets, &fonts)
                .map_err(|error| Failure::Setup(format!("can't read the book's files: {error}")))?,
            false => offline::LEAVE.to_owned(),
        };
        assets
            .write(&source, &fonts)
            .and_then(|()| assets::write(&source.join(offline::FILE), worker.as_bytes()))
            .map_err(|error| Failure::Setup(unwritten(&error)))?;
    }
    Ok(())
}

/// Sources that can't be written.
fn unwritten(error: &io::Error) -> String {
    format!(
        "can't write the widgets' files: {error}\n\
         mdBook takes them from the book's sources, and files that are there and the same are not written. So build \
         the book once where its sources can be written, and keep `mission/` and `{}` with them; or build a copy of \
         the book",
        offline::FILE
    )
}

/// What a check has looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// Chapters with a file.
    pub chapters: usize,
    /// Directives in them.
    pub directives: usize,
    /// Chapters that are longer than they say.
    pub long: Vec<Long>,
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let count = |number: usize, noun: &str| match number {
            1 => format!("1 {noun}"),
            number => format!("{number} {noun}s"),
        };
        let (chapters, directives) = (
            count(self.chapters, "chapter"),
            count(self.directives, "directive"),
        );
        write!(f, "checked {chapters}, {directives}: no mistakes")?;
        self.long.iter().try_for_each(|long| write!(f, "\n{long}"))
    }
}

/// Finds the mistakes of a book, and changes nothing.
///
/// # Errors
/// [`Failure`], as [`preprocess`] would give it.
pub fn check(root: &Path, config: &Config, book: &Book) -> Result<Checked, Failure> {
    let mut found = Vec::from_iter(configuration::pages(root, config));
    match expand(root, config, &mut book.clone()) {
        Err(Failure::Mistakes(more)) => found.extend(more),
        done => done?,
    }
    match found.is_empty() {
        true => Ok(checked(config, book)),
        false => Err(Failure::Mistakes(found)),
    }
}

/// Whether a book makes the pages that missions need.
///
/// # Errors
/// [`Failure`], if it has other outputs alone.
pub fn makes_pages(root: &Path, config: &Config) -> Result<(), Failure> {
    match configuration::pages(root, config) {
        Some(missing) => Err(Failure::Mistakes(vec![missing])),
        None => Ok(()),
    }
}

/// Whether a renderer gets anything from us. The one of `mdbook test` gets the chapters as they are.
pub fn supports(renderer: &str) -> bool {
    renderer != "test"
}

/// What there is to look at in a book, before it is expanded.
pub fn checked(config: &Config, book: &Book) -> Checked {
    let options = markdown(&config.html_config().unwrap_or_default());
    let chapters = book.iter().filter_map(|item| match item {
        BookItem::Chapter(chapter) => Some((chapter, chapter.path.as_ref()?)),
        _ => None,
    });
    let mut found = Checked {
        chapters: 0,
        directives: 0,
        long: Vec::new(),
    };
    for (chapter, path) in chapters {
        found.chapters += 1;
        let text = names::without_marks(&chapter.content);
        if may_hold_directives(&text) {
            let scan = scan(&text, &options);
            found.directives += scan.directives.len();
            let file = shown(config, chapter, path).display().to_string();
            found.long.extend(length::check(&file, &text, &scan));
        }
    }
    found
}

/// mdBook's own options for this book.
pub fn markdown(html: &HtmlConfig) -> MarkdownOptions {
    let mut options = MarkdownOptions::default();
    options.smart_punctuation = html.smart_punctuation;
    options.definition_lists = html.definition_lists;
    options.admonitions = html.admonitions;
    options
}

/// Expands every chapter of a book in place, and writes nothing.
///
/// # Errors
/// [`Failure`]: then the book is not to be used.
pub fn expand(root: &Path, config: &Config, book: &mut Book) -> Result<(), Failure> {
    let assets =
        Assets::new(false).ok_or_else(|| Failure::Setup("built without its widgets".to_owned()))?;
    let sources = Sources::saved(root);
    let whole = Whole {
        sources,
        config,
        pages: true,
    };
    expand_all(whole, book, &assets, &Memory::default()).map(|_| ())
}

/// The mistakes that [`check`] finds, in a book whose files an editor may not have saved yet. `memory` is that of the
/// last time.
///
/// # Errors
/// [`Failure::Setup`].
pub fn check_unsaved(
    sources: Sources,
    config: &Config,
    book: &Book,
    memory: &Memory,
) -> Result<Vec<Diagnostic>, Failure> {
    let assets =
        Assets::new(false).ok_or_else(|| Failure::Setup("built without its widgets".to_owned()))?;
    let whole = Whole {
        sources,
        config,
        pages: true,
    };
    let mut found = Vec::from_iter(configuration::pages(sources.root, config));
    match expand_all(whole, &mut book.clone(), &assets, memory) {
        Err(Failure::Mistakes(more)) => found.extend(more),
        done => drop(done?),
    }
    Ok(found)
}

/// The missions of a book's chapters as their pages have them, in the order of the book: see
/// [`mission_model::page::read`].
///
/// # Errors
/// [`Failure`], as [`expand`] gives it.
pub fn missions(root: &Path, config: &Config, book: &Book) -> Result<Vec<String>, Failure> {
    const DATA: &str = "<script type=\"application/json\" class=\"mission-data\"";
    let mut book = book.clone();
    expand(root, config, &mut book)?;
    let chapters = book.iter().filter_map(|item| match item {
        BookItem::Chapter(chapter) => Some(chapter),
        _ => None,
    });
    let data = chapters.flat_map(|chapter| chapter.content.split(DATA).skip(1));
    let json = data.filter_map(|data| Some(data.split_once('>')?.1.split_once("</script>")?.0));
    Ok(json.map(str::to_owned).collect())
}

/// What is said of a book as a whole.
#[derive(Clone, Copy)]
struct Whole<'a> {
    sources: Sources<'a>,
    config: &'a Config,
    /// Whether HTML pages are made of it now.
    pages: bool,
}

fn fits(version: &str) -> Result<(), Failure> {
    let fits = semver::VersionReq::parse(MDBOOK)
        .ok()
        .zip(semver::Version::parse(version).ok());
    match fits {
        Some((wanted, found)) if wanted.matches(&found) => Ok(()),
        _ => Err(Failure::Setup(format!(
            "this is mdBook {version}, and mdbook-mission {} needs {}: install one that fits with `cargo install mdbook --version {MDBOOK}`",
            env!("CARGO_PKG_VERSION"),
            MDBOOK.trim_start_matches('^'),
        ))),
    }
}

/// Expands all chapters; gives the fonts that they need, or `None` if no chapter has a directive.
fn expand_all(
    Whole {
        sources,
        config,
        pages,
    }: Whole,
    book: &mut Book,
    assets: &Assets,
    memory: &Memory,
) -> Result<Option<Vec<&'static str>>, Failure> {
    let root = sources.root;
    let mut found = configuration(root, config);
    let id = match book_id(root, config) {
        Ok(id) => id,
        Err(diagnostic) => {
            found.push(*diagnostic);
            String::new()
        }
    };
    let html = config.html_config().unwrap_or_default();
    let runnable = html.playground.runnable;
    let redirects = html.redirect.clone();
    let markdown = move || markdown(&html);
    let former_books = former_books(config);
    found.extend(names::titles(
        (sources, &config.book.src),
        book,
        &memory.typesetter,
        &markdown(),
    ));
    book.for_each_chapter_mut(|chapter| {
        if may_hold_directives(&chapter.content)
            && let Cow::Owned(text) = names::without_marks(&chapter.content)
        {
            chapter.content = text;
        }
    });
    let texts = texts(config, book, &redirects);
    let terms = Terms::of(&texts, &markdown());
    let setting = Setting {
        book: &id,
        terms: &terms,
        typesetter: &memory.typesetter,
        known: &memory.known,
        outlines: memory.outlines.as_ref(),
        assets,
        markdown: &markdown,
        runnable,
        includes: config.build.use_default_preprocessors
            || config.contains_key("preprocessor.links"),
        former_books: &former_books,
        other_outputs: config
            .outputs::<Value>()
            .is_ok_and(|outputs| outputs.keys().any(|name| name != "html")),
    };
    let mut expanded: HashMap<PathBuf, Arc<Done>> = HashMap::new();
    let mut ids: Ids = Ids::new();
    let mut told: HashSet<(PathBuf, Range<usize>, String)> = HashSet::new();
    let mut all_read = true;
    // The offline mark of the assets is in the configuration, too.
    let configuration = serde_json::to_string(config).unwrap_or_default() + &terms.key();
    let all = expansion::expand_all(&setting, memory, &configuration, texts);
    let mut all = all.into_iter();
    // In the order of the book, so that mistakes stand in it.
    for item in book.iter() {
        let BookItem::Chapter(chapter) = item else {
            continue;
        };
        let Some(path) = &chapter.path else {
            found.extend(in_draft(chapter, &markdown()));
            continue;
        };
        let Some(Expanded { done, mut mistakes }) = all.next() else {
            continue;
        };
        let shown = shown(config, chapter, path);
        if let Some(done) = done {
            match ids.get(&done.id) {
                Some((_, other)) => {
                    let sink = Sink::new(shown.clone(), chapter.content.as_str().into());
                    let message = format!(
                        "the chapter id `{}` is taken by {}",
                        done.id,
                        other.display()
                    );
                    let help = "ids of chapters are unique in a book, since ledgers are kept by them: give this one its own in a `chapter` directive";
                    sink.report(done.id_place.clone(), message, "", help.to_owned());
                    mistakes.extend(sink.into_diagnostics());
                }
                None => {
                    ids.insert(done.id.clone(), (ids.len(), shown.clone()));
                }
            }
            expanded.insert(path.clone(), done);
        }
        if !mistakes.is_empty() {
            all_read = false;
            let origins = Origins::new(sources, &shown, &chapter.content);
            for mistake in mistakes.into_iter().map(|mistake| origins.on_disk(mistake)) {
                // A file may be included twice.
                let key = (
                    mistake.place.path.clone(),
                    mistake.place.span.clone(),
                    mistake.message.clone(),
                );
                if told.insert(key) {
                    found.push(mistake);
                }
            }
        }
    }
    // The id of a chapter with mistakes is not known.
    if all_read {
        found.extend(ids::mistakes((sources, config), book, &expanded, &ids));
    }
    if !found.is_empty() {
        return Err(Failure::Mistakes(found));
    }
    if expanded.is_empty() {
        return Ok(None);
    }
    let order = |id: &str| ids.get(id).map(|(order, _)| *order);
    // Only a page that shows others needs their missions.
    let all: Vec<(PathBuf, Arc<Done>)> = expanded
        .iter()
        .map(|(path, done)| (path.clone(), done.clone()))
        .collect();
    let mut others: Vec<Other> = Vec::new();
    if all.iter().any(|(_, done)| !done.overviews.is_empty()) {
        for (path, done) in &all {
            let mission = serde_json::from_str(&done.mission);
            others.push(Other {
                mission: mission
                    .map_err(|error| Failure::Setup(format!("{}: {error}", path.display())))?,
                former_places: &done.former_places,
                path,
            });
        }
        others.sort_by_key(|other| order(&other.mission.id));
    }
    let mut fonts: Vec<&str> = expanded
        .values()
        .flat_map(|done| done.fonts.iter().copied())
        .collect();
    fonts.sort_unstable();
    fonts.dedup();
    book.for_each_chapter_mut(|chapter| {
        if let Some((path, done)) = chapter
            .path
            .as_ref()
            .and_then(|path| expanded.remove_entry(path))
        {
            chapter.content = match pages {
                true => overview::fill(&setting, &done, &others, depth_of(&path)),
                false => done.flat.clone(),
            };
        }
    });
    Ok(Some(fonts))
}

/// The chapters that have pages, in the order of the book.
fn texts(config: &Config, book: &Book, redirects: &HashMap<String, String>) -> Vec<Text> {
    let stem_of = |path: &Path| {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        stem.unwrap_or("chapter").to_owned()
    };
    let files = book.iter().filter_map(|item| match item {
        BookItem::Chapter(chapter) => chapter.source_path.as_ref(),
        _ => None,
    });
    let redirected = match redirects.is_empty() {
        true => HashMap::new(),
        false => {
            let ids: Vec<String> = files.map(|file| default_id(&stem_of(file))).collect();
            names::redirected(redirects, &ids)
        }
    };
    let chapters = book.iter().filter_map(|item| match item {
        BookItem::Chapter(chapter) => Some((chapter, chapter.path.as_ref()?)),
        _ => None,
    });
    chapters
        .map(|(chapter, path)| {
            let file = chapter.source_path.as_ref().unwrap_or(path);
            let redirected = redirected.get(&path.with_extension("html"));
            Text {
                shown: shown(config, chapter, path),
                stem: stem_of(file),
                depth: depth_of(path),
                content: chapter.content.as_str().into(),
                redirected: redirected.cloned().unwrap_or_default(),
            }
        })
        .collect()
}

/// A chapter's file, as the author knows it.
pub fn shown(config: &Config, chapter: &Chapter, path: &Path) -> PathBuf {
    config
        .book
        .src
        .join(chapter.source_path.as_deref().unwrap_or(path))
}

/// How many folders a page is below the root.
fn depth_of(page: &Path) -> usize {
    page.components().count().saturating_sub(1)
}

/// A draft has no file and no page; another preprocessor may still have given it a text.
fn in_draft(chapter: &Chapter, markdown: &MarkdownOptions) -> Vec<Diagnostic> {
    let sink = Sink::new(PathBuf::from("SUMMARY.md"), chapter.content.as_str().into());
    if let Some(fence) = directives(&chapter.content, markdown).first() {
        let message = format!("the draft chapter “{}” has a directive", chapter.name);
        let help =
            "mdBook makes no page of a draft: give the chapter a file in SUMMARY.md".to_owned();
        sink.report(fence.range.clone(), message, "would be dropped", help);
    }
    sink.into_diagnostics()
}
