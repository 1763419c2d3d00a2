//! What comes with the widgets: the bundle that the binary carries, and how a page refers to it.
//!
//! The styles stand in the page itself, so that they need no request, hold on `print.html` (where a
//! relative link of a nested chapter would point elsewhere), and come before the first paint. Scripts and
//! fonts are files in `mission/`.

use mission_model::Mission;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

/// KaTeX's style sheet in the bundle.
const KATEX_CSS: &str = "katex/katex.css";

/// A hash of the bundle, computed when the first page asks for it.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = mission_model::seed::seed(&[]);
    for (name, bytes) in BUNDLE {
        hash ^= digest(hash, bytes) ^ mission_model::seed::seed(&[name]);
    }
    format!("{:010x}", hash & 0xff_ffff_ffff)
});

/// The bundle, as the pages of one book need it.
pub struct Assets {
    offline: bool,
}

impl Assets {
    /// The bundle of this binary, for a book that is kept for reading offline or not; `None` if it was built
    /// without one.
    pub fn new(offline: bool) -> Option<Self> {
        file("mission.wasm")?;
        Some(Self { offline })
    }

    /// The addresses of what a page with missions loads, as the boot script and the loader ask for it.
    pub fn files(&self, fonts: &[&str]) -> Vec<String> {
        let versioned = ["mission.js", "mission.wasm"];
        let versioned = versioned.map(|name| format!("mission/{name}?v={}", *VERSION));
        let fonts = fonts
            .iter()
            .map(|font| format!("mission/katex/fonts/KaTeX_{font}.woff2"));
        versioned.into_iter().chain(fonts).collect()
    }

    /// Style elements for a page this deep below the root.
    pub fn styles(&self, depth: usize) -> String {
        let css = text("mission.css");
        let (katex, faces) = split_faces(text(KATEX_CSS));
        // Without a script the fonts are found from the page's own depth; with one, from the site's root.
        let faces = faces.replace(
            "url(fonts/",
            &format!("url({}mission/katex/fonts/", "../".repeat(depth)),
        );
        format!(
            "<style class=\"mission-style\">{css}{katex}</style>\n\n<noscript><style>{faces}</style></noscript>"
        )
    }

    /// The script that runs before the first paint, for a page this deep below the root, and the fonts that
    /// are needed for it.
    pub fn boot(&self, mission: &Mission, fonts: &[&str], depth: usize) -> String {
        let (_, faces) = split_faces(text(KATEX_CSS));
        let tracks: Vec<&str> = mission
            .tracks
            .iter()
            .map(|track| track.id.as_str())
            .collect();
        let options = serde_json::json!({
            "book": mission.book,
            "chapter": mission.id,
            "tracks": tracks,
            "root": "../".repeat(depth),
            "version": *VERSION,
            "offline": self.offline,
            "faces": faces,
            "fonts": fonts,
            "failed": mission_model::words::FAILED,
        });
        let options = options.to_string().replace('<', "\\u003c");
        format!(
            "<script>({})({options});</script>",
            text("boot.js").trim().trim_end_matches(';')
        )
    }

    /// The script that says, beside a book's chapters, how far the student is.
    pub fn course(&self, book: &str) -> String {
        format!(
            "<script>({})(\"{book}\");</script>",
            text("course.js").trim().trim_end_matches(';')
        )
    }

    /// Writes the files into `mission/` of the book's source, where mdBook takes them from.
    ///
    /// # Errors
    /// The file that can't be written, and why.
    pub fn write(&self, source: &Path, fonts: &[&str]) -> io::Result<()> {
        let folder = source.join("mission");
        for (name, bytes) in BUNDLE {
            let wanted = match name.strip_prefix("katex/fonts/KaTeX_") {
                Some(font) => fonts
                    .iter()
                    .any(|wanted| font.strip_suffix(".woff2") == Some(wanted)),
                None => !matches!(*name, "mission.css" | "boot.js" | "course.js" | KATEX_CSS),
            };
            if wanted {
                write(&folder.join(name), bytes)?;
            }
        }
        Ok(())
    }
}

/// Writes a file into the book's source if it has other bytes, since writing makes a watching mdBook build again.
///
/// # Errors
/// The file that can't be written, and why.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::read(path).ok().as_deref() == Some(bytes) {
        return Ok(());
    }
    let written = match path.parent() {
        Some(folder) => fs::create_dir_all(folder).and_then(|()| fs::write(path, bytes)),
        None => fs::write(path, bytes),
    };
    written.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

/// A hash of bytes after a hash.
pub fn digest(hash: u64, bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(hash, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        (hash ^ u64::from_le_bytes(word))
            .wrapping_mul(0x0000_0100_0000_01b3)
            .rotate_left(23)
    })
}

fn file(name: &str) -> Option<&'static [u8]> {
    BUNDLE
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, bytes)| *bytes)
}

fn text(name: &str) -> &'static str {
    file(name)
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .unwrap_or_default()
}

/// Rules without `@font-face`, and the `@font-face` rules, with the woff2 files alone.
fn split_faces(css: &str) -> (String, String) {
    let (mut rules, mut faces) = (String::new(), String::new());
    let mut rest = css;
    while let Some(start) = rest.find("@font-face") {
        let end = rest[start..]
            .find('}')
            .map_or(rest.len(), |offset| start + offset + 1);
        rules.push_str(&rest[..start]);
        let face = &rest[start..end];
        match face.find(",url(") {
            Some(other) => {
                faces.push_str(&face[..other]);
                faces.push('}');
            }
            None => faces.push_str(face),
        }
        rest = &rest[end..];
    }
    rules.push_str(rest);
    (rules, faces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_are_set_apart() {
        let css = "a{b:c}@font-face{font-family:X;src:url(fonts/X.woff2) format(\"woff2\"),url(fonts/X.woff) format(\"woff\")}d{e:f}";
        let (rules, faces) = split_faces(css);
        assert_eq!(rules, "a{b:c}d{e:f}");
        assert_eq!(
            faces,
            "@font-face{font-family:X;src:url(fonts/X.woff2) format(\"woff2\")}"
        );
    }
}
