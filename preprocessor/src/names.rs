//! Names of chapters: ids from files' names, the ids that a chapter had, titles in `SUMMARY.md`.

use crate::chapter::Setting;
use crate::diagnostic::{Diagnostic, Sink};
use crate::linear;
use crate::reader::Text;
use crate::scan::{InlineKind, scan};
use crate::sources::Sources;
use crate::typeset::Typesetter;
use mdbook_markdown::MarkdownOptions;
use mdbook_preprocessor::book::{Book, BookItem};
use mdbook_summary::parse_summary;
use mission_model::seed::seed;
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Formulas of titles as plain text: mdBook shows titles in the sidebar and the search as they are. Gives what is
/// wrong with `SUMMARY.md`.
pub fn titles(
    (sources, folder): (Sources, &Path),
    book: &mut Book,
    typesetter: &Typesetter,
    options: &MarkdownOptions,
) -> Vec<Diagnostic> {
    let shown = folder.join("SUMMARY.md");
    // mdBook has read it, if there is one.
    let text = sources.read(&shown).unwrap_or_default();
    let sink = Sink::new(shown, text.as_str().into());
    marked(&text, &sink);
    let mut formulas = Vec::new();
    if text.contains("$`") {
        let inlines = scan(&text, options).inlines.into_iter();
        for inline in inlines.filter(|inline| inline.kind == InlineKind::Math) {
            let tex = &text[inline.inner.clone()];
            match typesetter.set(tex.trim(), false) {
                Ok(set) => {
                    formulas.extend(linear::text(&set).map(|text| (format!("${tex}$"), text)))
                }
                Err(error) => sink.report(
                    inline.inner.clone(),
                    "this formula can't be set",
                    error.message,
                    "formulas are LaTeX as KaTeX knows it: https://katex.org/docs/supported"
                        .to_owned(),
                ),
            }
        }
    }
    if !formulas.is_empty() {
        let plain = |title: &mut String| {
            for (formula, text) in &formulas {
                *title = title.replace(formula, text);
            }
        };
        book.for_each_mut(|item| match item {
            BookItem::Chapter(chapter) => {
                plain(&mut chapter.name);
                chapter.parent_names.iter_mut().for_each(plain);
            }
            BookItem::PartTitle(title) => plain(title),
            BookItem::Separator => {}
        });
    }
    sink.into_diagnostics()
}

/// A byte-order mark is a character to mdBook here: what stands in the first line may be lost by it.
fn marked(text: &str, sink: &Sink) {
    let items = |text: &str| {
        let summary = parse_summary(text).ok()?;
        Some((
            summary.prefix_chapters,
            summary.numbered_chapters,
            summary.suffix_chapters,
        ))
    };
    if let Some(rest) = text.strip_prefix('\u{feff}')
        && items(text) != items(rest)
    {
        let line = rest.lines().next().unwrap_or_default().len();
        sink.report(
            0..text.len() - rest.len() + line,
            "SUMMARY.md begins with a byte-order mark, and mdBook reads its first line as something else",
            "",
            "save the file as UTF-8 without a byte-order mark".to_owned(),
        );
    }
}

/// A text without byte-order marks. mdBook drops that of a chapter, and leaves those of the files that it includes,
/// where no directive and no heading is known behind them.
pub fn without_marks(text: &str) -> Cow<'_, str> {
    match text.contains('\u{feff}') {
        true => text.replace('\u{feff}', "").into(),
        false => text.into(),
    }
}

/// The ids of the pages that a book leads on to each of its pages. An id that a chapter has is not among them.
pub fn redirected(
    redirects: &HashMap<String, String>,
    taken: &[String],
) -> HashMap<PathBuf, Vec<String>> {
    let mut found: HashMap<PathBuf, Vec<String>> = HashMap::new();
    for (from, to) in redirects {
        // Of a part of a page, or to another site.
        if from.contains('#') || to.contains("://") {
            continue;
        }
        let from = Path::new(from.trim_start_matches('/'));
        let to = to.split('#').next().unwrap_or_default();
        let page = match to.strip_prefix('/') {
            Some(absolute) => PathBuf::from(absolute),
            None => crate::includes::tidy(&from.parent().unwrap_or(Path::new("")).join(to)),
        };
        let id = from
            .file_stem()
            .and_then(|stem| stem.to_str())
            .map(default_id);
        if let Some(id) = id.filter(|id| !taken.contains(id)) {
            found.entry(page).or_default().push(id);
        }
    }
    // A map has no order of its own, and the same book gives the same bytes.
    found.values_mut().for_each(|ids| ids.sort());
    found
}

/// An id from a file's name. Letters of other scripts have no place in it, so a hash of the name stands for them:
/// two names make two ids, and one name makes the same id for ever.
pub fn default_id(stem: &str) -> String {
    let id: String = stem
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let id = match stem.chars().all(|c| c.is_ascii() || !c.is_alphanumeric()) {
        true => id,
        false => format!("{}_{:08x}", id.trim_matches('_'), seed(&[stem]) as u32),
    };
    if id.starts_with(|c: char| c.is_ascii_lowercase()) {
        id
    } else {
        format!("chapter_{}", id.trim_start_matches('_'))
    }
}

/// Where students' work of this chapter may be kept besides: `BOOK/CHAPTER` for each name that either had, with
/// spaces between.
pub fn former_places(
    setting: &Setting,
    id: &str,
    formerly: &[Text],
    redirected: &[String],
) -> String {
    let former = formerly
        .iter()
        .map(|former| &former.value)
        .chain(redirected);
    let mut chapters: Vec<&str> = former.map(String::as_str).collect();
    let books = setting.former_books.iter().map(String::as_str);
    let own = chapters
        .iter()
        .map(|chapter| format!("{}/{chapter}", setting.book));
    let mut places: Vec<String> = own.collect();
    chapters.insert(0, id);
    for book in books {
        places.extend(chapters.iter().map(|chapter| format!("{book}/{chapter}")));
    }
    places.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_name_what_a_page_was() {
        let redirects = [
            ("/old.html", "new.html"),
            ("/older.html", "/new.html#there"),
            ("part/a.html", "../new.html"),
            ("/part/b.html", "c.html"),
            ("/taken.html", "new.html"),
            ("/new.html#x", "other.html"),
            ("/gone.html", "https://elsewhere.test/new.html"),
        ];
        let redirects = redirects
            .map(|(from, to)| (from.to_owned(), to.to_owned()))
            .into();
        let found = redirected(&redirects, &["taken".to_owned()]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[Path::new("new.html")], ["a", "old", "older"]);
        assert_eq!(found[Path::new("part/c.html")], ["b"]);
    }

    #[test]
    fn names_of_files_make_ids() {
        for (stem, expect) in [
            ("ml_ops", "ml_ops"),
            ("Part-1 a", "part_1_a"),
            ("01-queues", "chapter_01_queues"),
            ("a–b", "a_b"),
        ] {
            assert_eq!(default_id(stem), expect);
        }
        let others = [
            "第一章",
            "第二章",
            "الفصل",
            "über",
            "öber",
            "1-集合",
            "1-函数",
        ]
        .map(default_id);
        for (at, id) in others.iter().enumerate() {
            assert!(!others[..at].contains(id), "{id} is there twice");
            assert!(id.starts_with(|c: char| c.is_ascii_lowercase()), "{id}");
            assert!(
                id.chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'),
                "{id}"
            );
        }
        // For ever: work is kept under it.
        assert_eq!(others[0], "chapter_a8c69dcd");
    }
}
