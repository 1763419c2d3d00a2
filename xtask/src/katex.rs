//! KaTeX's style sheet and fonts, from npm, at the version whose JavaScript typesets the mathematics.

use crate::process::{on_path, output, run};
use crate::progress;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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
    let version = &workspace.katex_version;
    let package = workspace.target.join(format!("katex-{version}"));
    if !package.is_dir() {
        download(version, &workspace.target, &package)?;
    }
    read(&package, version).with_context(|| {
        format!(
            "KaTeX {version} in {} (delete it to try again)",
            package.display()
        )
    })
}

/// Downloads the npm package into a folder, which comes into being only when it is whole.
fn download(version: &str, target: &Path, package: &Path) -> Result<()> {
    let Some(npm) = on_path(&["npm", "npm.cmd"]) else {
        bail!(
            "KaTeX's style sheet and fonts come from the npm package `katex`, and there is no `npm`: install Node.js"
        );
    };
    progress(&format!("KaTeX {version}"));
    let scratch = target.join(format!("katex-{version}.part"));
    if scratch.exists() {
        fs::remove_dir_all(&scratch)?;
    }
    fs::create_dir_all(&scratch)?;
    let archive = output(
        Command::new(npm)
            .args(["pack", "--silent", &format!("katex@{version}")])
            .current_dir(&scratch),
    )?;
    run(Command::new("tar")
        .args(["-xzf", archive.trim()])
        .current_dir(&scratch))?;
    fs::rename(scratch.join("package"), package)?;
    fs::remove_dir_all(&scratch)?;
    Ok(())
}

fn read(package: &Path, version: &str) -> Result<Katex> {
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(package.join("package.json"))?)?;
    ensure!(
        manifest["version"] == version,
        "it says that it is version {}",
        manifest["version"]
    );
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
