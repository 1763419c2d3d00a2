//! What a run starts from: the repository's own Markdown, inputs that once broke something (`regressions/`, by name), and
//! inputs that reach something (`corpus.tar.gz`).

use flate2::read::GzDecoder;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Folders of Markdown, from the repository's root. The long chapters of the course stay out: they draw a million
/// samples.
const FOLDERS: [&str; 5] = [
    "src/guide/examples",
    "src/guide/mistakes",
    "tests/fixtures/nested/src/part",
    "tests/fixtures/pedagogy/src",
    "tests/fixtures/workbench/src",
];

/// The inputs kept for a target, by name.
pub fn kept(target: &str) -> Vec<(String, Vec<u8>)> {
    let regressions = files(&here().join("regressions").join(target));
    let regressions = regressions.into_iter().filter_map(|path| {
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some((name, fs::read(&path).ok()?))
    });
    let corpus = corpus(target).expect("fuzz/corpus.tar.gz can be read");
    regressions.chain(corpus).collect()
}

/// What `cargo xtask fuzz --keep` has kept of a target.
fn corpus(target: &str) -> io::Result<Vec<(String, Vec<u8>)>> {
    let archive = fs::File::open(here().join("corpus.tar.gz"))?;
    let folder = Path::new("corpus").join(target);
    let mut found = Vec::new();
    for entry in tar::Archive::new(GzDecoder::new(archive)).entries()? {
        let mut entry = entry?;
        let name = match entry.path()?.strip_prefix(&folder) {
            Ok(name) => name.to_string_lossy().into_owned(),
            Err(_) => continue,
        };
        let mut input = Vec::new();
        entry.read_to_end(&mut input)?;
        found.push((name, input));
    }
    Ok(found)
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The words that are put into a target's inputs, one a line as libFuzzer writes them: `"…"`, with `\xAB` for bytes.
pub fn words(target: &str) -> Vec<Vec<u8>> {
    let file = here().join("words").join(target).with_extension("dict");
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines()
        .filter_map(|line| unquoted(line.strip_prefix('"')?.strip_suffix('"')?))
        .collect()
}

fn unquoted(word: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut bytes = word.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'\\' => match bytes.next()? {
                b'x' => {
                    let digits = [bytes.next()?, bytes.next()?];
                    u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
                }
                quoted => quoted,
            },
            byte => byte,
        });
    }
    Some(out)
}

/// The Markdown of the author's guide and of the tests' books.
pub fn texts() -> Vec<String> {
    let root = here().join("..");
    FOLDERS
        .iter()
        .flat_map(|folder| files(&root.join(folder)))
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect()
}

/// The directives in a text: kind and body.
pub fn directives(text: &str) -> Vec<(&str, &str)> {
    text.split("```mission ")
        .skip(1)
        .filter_map(|rest| {
            let (head, rest) = rest.split_once('\n')?;
            let (body, _) = rest.split_once("```")?;
            Some((head.split_whitespace().next()?, body))
        })
        .collect()
}

/// The files of a folder, in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    found
}
