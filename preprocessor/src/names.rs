//! What other places of a book say of its chapters: their titles in `SUMMARY.md`, and the pages that lead to them.

use crate::chapter::default_id;
use crate::diagnostic::{Diagnostic, Sink};
use crate::linear;
use crate::scan::{InlineKind, scan};
use crate::typeset::Typesetter;
use mdbook_markdown::MarkdownOptions;
use mdbook_preprocessor::book::{Book, BookItem};
use mdbook_summary::parse_summary;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Formulas of titles as plain text: mdBook shows titles in the sidebar and the search as they are. Gives what is
/// wrong with `SUMMARY.md`.
pub fn titles(
    (root, source): (&Path, &Path),
    book: &mut Book,
    typesetter: &Typesetter,
    options: &MarkdownOptions,
) -> Vec<Diagnostic> {
    let shown = source.join("SUMMARY.md");
    // mdBook has read it, if there is one.
    let text = fs::read_to_string(root.join(&shown)).unwrap_or_default();
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
}
