//! KaTeX's style sheet and fonts, from npm, at the version whose JavaScript typesets the mathematics.

use crate::npm;
use crate::workspace::Workspace;
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// What a book needs of KaTeX.
pub struct Katex {
    /// The style sheet, naming its fonts as `fonts/NAME.woff2`.
    pub css: String,
    /// The fonts: name and bytes.
    pub fonts: Vec<(String, Vec<u8>)>,
    /// The licence, which goes where the fonts go.
    pub license: Vec<u8>,
}

/// Reads the assets, downloading them if they aren't there yet.
///
/// # Errors
/// If they can't be downloaded, or aren't what was asked for.
pub fn provision(workspace: &Workspace) -> Result<Katex> {
    let what = "KaTeX's style sheet, with its fonts,";
    let package = npm::package(workspace, "katex", &workspace.katex_version, what)?;
    read(&package).with_context(|| format!("{} (delete it to try again)", package.display()))
}

fn read(package: &Path) -> Result<Katex> {
    let css = woff2_only(&fs::read_to_string(package.join("dist/katex.min.css"))?);
    let mut fonts = Vec::new();
    for entry in fs::read_dir(package.join("dist/fonts"))? {
        let path: PathBuf = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        if name.ends_with(".woff2") {
            ensure!(
                css.contains(&format!("fonts/{name}")),
                "its style sheet doesn't name {name}"
            );
            fonts.push((name.to_owned(), fs::read(&path)?));
        }
    }
    ensure!(!fonts.is_empty(), "it has no fonts");
    ensure!(
        css.matches("@font-face").count() == fonts.len(),
        "its style sheet names other fonts than it has"
    );
    fonts.sort();
    Ok(Katex {
        css,
        fonts,
        license: fs::read(package.join("LICENSE"))?,
    })
}

/// Drops the font formats that only browsers without WebAssembly would ask for.
fn woff2_only(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    for (index, source) in css.split(",url(fonts/").enumerate() {
        if index == 0 {
            kept.push_str(source);
        } else if let Some(end) = source.find(['}', ';']) {
            kept.push_str(&source[end..]);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::woff2_only;

    #[test]
    fn keeps_the_first_source_of_a_font() {
        let face = |sources: &str| {
            format!(
                "@font-face{{font-style:normal;src:url(fonts/A.woff2) format(\"woff2\"){sources}}}.a,.b{{color:red}}"
            )
        };
        let all = face(",url(fonts/A.woff) format(\"woff\"),url(fonts/A.ttf) format(\"truetype\")");
        assert_eq!(woff2_only(&all), face(""));
        assert_eq!(woff2_only(&all.repeat(2)), face("").repeat(2));
        assert_eq!(woff2_only(&face("")), face(""));
    }
}
