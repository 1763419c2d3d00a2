//! What a run starts from: the repository's own Markdown, inputs that once broke something (`regressions/`, by name), and
//! inputs that reach something (`corpus.tar.gz`).

use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use std::collections::BTreeMap;
use std::fs;
use std::io;
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

/// Inputs that are larger are not kept.
const LARGEST: usize = 512;

/// The inputs kept for a target, by name.
pub fn kept(target: &str) -> Vec<(String, Vec<u8>)> {
    let regressions = files(&here().join("regressions").join(target));
    let regressions = regressions.into_iter().filter_map(|path| {
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some((name, fs::read(&path).ok()?))
    });
    let corpus = corpus().expect("fuzz/corpus.tar.gz can be read");
    let corpus = corpus.into_iter().filter_map(|(path, input)| {
        let name = path.strip_prefix(target)?.strip_prefix('/')?;
        Some((name.to_owned(), input))
    });
    regressions.chain(corpus).collect()
}

/// Adds the small files of a folder to the corpus of a target, but for those that are there or are not libFuzzer's.
///
/// # Errors
/// If the folder or the corpus can't be read, or the corpus can't be written.
pub fn add(target: &str, folder: &Path) -> io::Result<()> {
    let mut corpus = corpus()?;
    for path in files(folder) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let input = fs::read(&path)?;
        let by_hash = name.len() == 40 && name.bytes().all(|letter| letter.is_ascii_hexdigit());
        if by_hash && input.len() <= LARGEST {
            corpus.insert(format!("{target}/{name}"), input);
        }
    }
    // Neither times nor owners: the same inputs make the same file.
    let gzip = GzBuilder::new().write(fs::File::create(archive())?, Compression::best());
    let mut tar = tar::Builder::new(gzip);
    for (path, input) in corpus {
        let mut header = tar::Header::new_ustar();
        header.set_mode(0o644);
        header.set_size(input.len() as u64);
        tar.append_data(&mut header, path, &input[..])?;
    }
    tar.into_inner()?.finish()?;
    Ok(())
}

/// `TARGET/NAME` and bytes.
fn corpus() -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut tar = tar::Archive::new(GzDecoder::new(fs::File::open(archive())?));
    let mut found = BTreeMap::new();
    for entry in tar.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        let mut input = Vec::new();
        io::copy(&mut entry, &mut input)?;
        found.insert(path, input);
    }
    Ok(found)
}

fn archive() -> PathBuf {
    here().join("corpus.tar.gz")
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
