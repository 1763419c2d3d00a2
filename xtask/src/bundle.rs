//! `preprocessor/bundle/`: everything that a book ships, for the preprocessor to embed.
//!
//! ```text
//! mission.js         wasm-bindgen's glue, the loader, and what needs no widgets: one classic script
//! mission.wasm       the widgets
//! mission_wasm.js    the same bytes in base64, for pages opened from a file
//! boot.js            the script that each chapter's page runs before first paint
//! course.js          the script beside the cards of a course
//! mission.css        the look
//! katex/             katex.css, fonts/*.woff2, LICENSE
//! ```
//!
//! A file is written only if its bytes changed, so that cargo doesn't rebuild what embeds it.

use crate::katex::Katex;
use crate::workspace::Workspace;
use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// Where the bundle is.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join("preprocessor/bundle")
}

/// Fills the bundle from the compiled module, the theme and KaTeX.
///
/// # Errors
/// If the module can't be bound, a source file is missing, or a file can't be written.
pub fn fill(workspace: &Workspace, module: &Path, katex: &Katex) -> Result<()> {
    let source = |path: &str| {
        fs::read_to_string(workspace.root.join(path)).with_context(|| format!("can't read {path}"))
    };
    let (glue, wasm) = bind(module, &workspace.target.join("bindgen"))?;
    let glue = guard(&glue)?;
    let own = [
        "loader.js",
        "dom.js",
        "hand.js",
        "gates.js",
        "assist.js",
        "play.js",
        "share.js",
        "touch.js",
    ]
    .map(|name| source(&format!("widgets/web/{name}")))
    .into_iter()
    .collect::<Result<String>>()?;
    let style = ["theme/mission.css", "theme/charts.css"]
        .map(source)
        .into_iter()
        .collect::<Result<Vec<_>>>()?;

    let mut bundle = Bundle {
        folder: folder(workspace),
        written: BTreeSet::new(),
    };
    // Inside one function, so that the page gets none of the glue's names.
    bundle.put(
        "mission.js",
        format!("(() => {{\n{}}})();\n", compact(&(glue + &own))).as_bytes(),
    )?;
    bundle.put("mission.wasm", &wasm)?;
    bundle.put(
        "mission_wasm.js",
        format!("__mission.wasm = \"{}\";\n", BASE64.encode(&wasm)).as_bytes(),
    )?;
    for name in ["boot.js", "course.js"] {
        bundle.put(name, source(&format!("widgets/web/{name}"))?.as_bytes())?;
    }
    bundle.put("mission.css", style.join("\n").as_bytes())?;
    bundle.put("katex/katex.css", katex.css.as_bytes())?;
    bundle.put("katex/LICENSE", &katex.license)?;
    for (name, bytes) in &katex.fonts {
        bundle.put(&format!("katex/fonts/{name}"), bytes)?;
    }
    bundle.remove_the_rest()
}

/// Makes the JavaScript glue of a module; returns it and the module without its custom sections.
///
/// # Errors
/// If wasm-bindgen can't, or gives what isn't expected of it.
pub fn bind(module: &Path, scratch: &Path) -> Result<(String, Vec<u8>)> {
    let mut output = Bindgen::new()
        .input_path(module)
        .out_name("mission")
        .no_modules(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    let snippets = output.snippets().values().flatten().count() + output.local_modules().len();
    ensure!(
        snippets == 0,
        "a dependency brings JavaScript of its own, which a classic script can't import"
    );
    // wasm-bindgen reads this section, so it can't be stripped any earlier.
    output.wasm_mut().customs.remove_raw("target_features");
    let mut short = Names::default();
    for import in output.wasm_mut().imports.iter_mut() {
        import.name = short.of(&import.name);
    }
    for export in output.wasm_mut().exports.iter_mut() {
        // The others are called by name from the loader, or are part of wasm-bindgen's own glue.
        if export.name.starts_with("wasm_bindgen_") {
            export.name = short.of(&export.name);
        }
    }
    output.emit(scratch)?;
    let glue = short.put_into(&fs::read_to_string(scratch.join("mission.js"))?);
    Ok((glue, fs::read(scratch.join("mission_bg.wasm"))?))
}

/// Short names for what glue and module call each other by: wasm-bindgen's end in hashes, which don't
/// compress.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    /// The short name of a long one, the same each time.
    fn of(&mut self, long: &str) -> String {
        let known = self.0.iter().position(|name| name == long);
        let index = known.unwrap_or_else(|| {
            self.0.push(long.to_owned());
            self.0.len() - 1
        });
        format!("_{index}")
    }

    /// A script with the short names. A name is a whole word, never a part of one.
    fn put_into(&mut self, script: &str) -> String {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        let mut out = String::new();
        for part in script.split_inclusive(|c| !is_word(c)) {
            let word = part.trim_end_matches(|c| !is_word(c));
            if self.0.iter().any(|name| name == word) {
                out += &self.of(word);
                out += &part[word.len()..];
            } else {
                out += part;
            }
        }
        out
    }
}

/// Makes a function of the glue, so that the module can be started more than once, and puts our own functions
/// where the module is entered (`loader.js`) and where it changes the page's nodes (`dom.js`).
fn guard(glue: &str) -> Result<String> {
    let replaced = [
        (
            "wasm = instance.exports;",
            "wasm = guarded(instance.exports, life);",
        ),
        ("arg0.insertBefore(arg1, arg2)", "place(arg0, arg1, arg2)"),
        ("arg0.removeChild(arg1)", "remove(arg0, arg1)"),
        (
            "arg0.nodeValue = arg1 === 0 ? undefined : getStringFromWasm0(arg1, arg2);",
            "write(arg0, getStringFromWasm0(arg1, arg2));",
        ),
    ];
    let mut glue = glue.to_owned();
    for (theirs, ours) in replaced {
        ensure!(
            glue.matches(theirs).count() == 1,
            "wasm-bindgen's glue has no `{theirs}`, or has it twice"
        );
        glue = glue.replace(theirs, ours);
    }
    Ok(format!(
        "function bindgen(life) {{\n{glue}\nreturn wasm_bindgen;\n}}\n"
    ))
}

/// Drops indentation and comment lines, a twentieth of the compressed bytes. There are no literals of
/// several lines, neither in the glue nor in the loader.
fn compact(script: &str) -> String {
    let lines = script
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

struct Bundle {
    folder: PathBuf,
    written: BTreeSet<PathBuf>,
}

impl Bundle {
    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.folder.join(name);
        if !fs::read(&path).is_ok_and(|present| present == bytes) {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, bytes).with_context(|| format!("can't write {}", path.display()))?;
        }
        self.written.insert(path);
        Ok(())
    }

    /// Removes what an earlier build left, a font of another version for instance.
    fn remove_the_rest(&self) -> Result<()> {
        for path in files(&self.folder)? {
            if !self.written.contains(&path) {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }
}

/// All the files of a folder and of its folders; none if it isn't there.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                found.extend(files(&path)?)
            } else {
                found.push(path)
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compacts() {
        assert_eq!(
            compact("  // why\n\n  let a = 1; // b\n\tc()\n"),
            "let a = 1; // b\nc()\n"
        );
    }

    #[test]
    fn shortens_whole_words() {
        let mut names = Names::default();
        let (call, new) = (names.of("__wbg_call_1f"), names.of("__wbg_new_1f"));
        assert_eq!([call.as_str(), &new], ["_0", "_1"]);
        assert_eq!(names.of("__wbg_call_1f"), call);
        assert_eq!(
            names.put_into("{__wbg_call_1f: __wbg_call_1f0, a.__wbg_new_1f(x__wbg_new_1f)}"),
            "{_0: __wbg_call_1f0, a._1(x__wbg_new_1f)}"
        );
    }

    #[test]
    fn guards_what_goes_in_and_out() {
        let glue = "wasm = instance.exports;
            const ret = arg0.insertBefore(arg1, arg2);
            const ret = arg0.removeChild(arg1);
            arg0.nodeValue = arg1 === 0 ? undefined : getStringFromWasm0(arg1, arg2);";
        let guarded = guard(glue).unwrap();
        for ours in [
            "guarded(instance.exports, life)",
            "ret = place(arg0, arg1, arg2)",
            "ret = remove(arg0, arg1)",
            "write(arg0, getStringFromWasm0(arg1, arg2))",
        ] {
            assert!(guarded.contains(ours), "{guarded}");
        }
        assert!(guard("wasm = instance.exports.all;").is_err());
        assert!(guard(&format!("{glue}{glue}")).is_err());
    }

    #[test]
    fn writes_only_what_changed_and_removes_what_is_stale() {
        let folder = std::env::temp_dir().join(format!("mission-bundle-{}", std::process::id()));
        let fill = |names: &[&str]| {
            let mut bundle = Bundle {
                folder: folder.clone(),
                written: BTreeSet::new(),
            };
            for name in names {
                bundle.put(name, name.as_bytes()).unwrap();
            }
            bundle.remove_the_rest().unwrap();
        };
        let modified = |name: &str| fs::metadata(folder.join(name)).unwrap().modified().unwrap();

        fill(&["a", "fonts/old"]);
        let before = modified("a");
        fill(&["a", "fonts/new"]);
        assert_eq!(modified("a"), before);
        assert_eq!(
            files(&folder).unwrap(),
            [folder.join("a"), folder.join("fonts/new")]
        );
        fs::remove_dir_all(&folder).unwrap();
    }
}
