//! What was built, and what it weighs.

use crate::bundle::{self, files};
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Prints the counts of the built book and the weights of what a reader downloads, in bytes.
///
/// # Errors
/// If the book or the bundle can't be read.
pub fn print(workspace: &Workspace) -> Result<()> {
    let book = workspace.root.join("book");
    let bundle = bundle::folder(workspace);
    let (pages, islands) =
        count(&book, &workspace.root.join("src")).context("counting the pages of book/")?;
    let fonts: Vec<PathBuf> = files(&book.join("mission"))?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "woff2"))
        .collect();

    let mut out = std::io::stdout().lock();
    writeln!(out, "pages: {pages}, islands: {islands}\n")?;
    writeln!(out, "{:<28}{:>10}{:>10}", "bytes", "raw", "gzip -9")?;
    for name in ["mission.wasm", "mission.js", "mission.css"] {
        let (raw, gzip) = weigh(&[bundle.join(name)])?;
        writeln!(out, "{name:<28}{raw:>10}{gzip:>10}")?;
    }
    let (raw, gzip) = weigh(&fonts)?;
    writeln!(
        out,
        "{:<28}{raw:>10}{gzip:>10}",
        format!("KaTeX fonts ({})", fonts.len())
    )?;
    Ok(())
}

/// The chapters of a built book, and the islands on them.
fn count(book: &Path, source: &Path) -> Result<(usize, usize)> {
    // Unless the author wrote one, mdBook's index is a copy of the first chapter.
    let has_index = ["index.md", "README.md"]
        .iter()
        .any(|name| source.join(name).is_file());
    let not_chapters = [
        Some("print.html"),
        Some("404.html"),
        (!has_index).then_some("index.html"),
    ];
    let (mut pages, mut islands) = (0, 0);
    for path in files(book)? {
        let name = path.strip_prefix(book)?.to_str();
        if path.extension().is_none_or(|extension| extension != "html")
            || not_chapters.contains(&name)
        {
            continue;
        }
        let page = fs::read_to_string(&path)?;
        // Redirections and the table of contents have no `<main>`.
        if page.contains("<main") {
            pages += 1;
            islands += page.matches("class=\"mission\"").count();
        }
    }
    Ok((pages, islands))
}

/// The sizes of files, raw and compressed one by one.
fn weigh(paths: &[PathBuf]) -> Result<(usize, usize)> {
    let (mut raw, mut gzip) = (0, 0);
    for path in paths {
        let bytes = fs::read(path).with_context(|| format!("can't read {}", path.display()))?;
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&bytes)?;
        raw += bytes.len();
        gzip += encoder.finish()?.len();
    }
    Ok((raw, gzip))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_chapters_and_islands_once() {
        let folder = std::env::temp_dir().join(format!("mission-report-{}", std::process::id()));
        let (book, source) = (folder.join("book"), folder.join("src"));
        fs::create_dir_all(book.join("part")).unwrap();
        fs::create_dir_all(&source).unwrap();
        let island = "<main><div class=\"mission\" id=\"a\"></div></main>";
        for name in ["index.html", "print.html", "part/one.html", "404.html"] {
            fs::write(book.join(name), island).unwrap();
        }
        fs::write(book.join("two.html"), "<main></main>").unwrap();
        fs::write(book.join("toc.html"), "<body></body>").unwrap();
        assert_eq!(count(&book, &source).unwrap(), (2, 1));
        fs::write(source.join("README.md"), "").unwrap();
        assert_eq!(count(&book, &source).unwrap(), (3, 2));
        fs::remove_dir_all(&folder).unwrap();
    }
}
