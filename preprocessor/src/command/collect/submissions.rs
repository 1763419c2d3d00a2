//! The files that were handed in: by themselves, in folders, and in archives.

use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// A ledger of weeks is smaller than this; a file that only claims to be one need not fill the memory.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A file that was handed in.
pub struct Submission {
    /// Where it is, with the archive that it is in: who handed it in is told by it.
    pub path: String,
    source: Source,
}

enum Source {
    File(PathBuf),
    /// An archive, and the index of the file in it.
    Archive(PathBuf, usize),
}

/// All ledgers among files, folders and archives, by path.
///
/// # Errors
/// If something isn't there, or an archive can't be read.
pub fn find(files: &[PathBuf]) -> Result<Vec<Submission>> {
    let mut found = Vec::new();
    for file in files {
        if !file.exists() {
            bail!("{} isn't there", file.display());
        }
        look(file, true, &mut found)?;
    }
    found.sort_by(|a: &Submission, b| a.path.cmp(&b.path));
    found.dedup_by(|a, b| a.path == b.path);
    Ok(found)
}

fn look(path: &Path, named: bool, found: &mut Vec<Submission>) -> Result<()> {
    let shown = path.display().to_string();
    if path.is_dir() {
        let entries = fs::read_dir(path).with_context(|| format!("{shown} can't be read"))?;
        for entry in entries {
            look(&entry?.path(), false, found)?;
        }
    } else if ends_in(&shown, ".zip") {
        let mut archive = open(path)?;
        for index in 0..archive.len() {
            let broken = || format!("{shown} can't be read");
            let file = archive.by_index_raw(index).with_context(broken)?;
            let name = file.name().with_context(broken)?;
            // macOS packs its own notes along.
            if file.is_file() && ends_in(&name, ".json") && !name.starts_with("__MACOSX/") {
                found.push(Submission {
                    path: format!("{shown}/{name}"),
                    source: Source::Archive(path.to_owned(), index),
                });
            }
        }
    } else if named || ends_in(&shown, ".json") {
        found.push(Submission {
            path: shown,
            source: Source::File(path.to_owned()),
        });
    }
    Ok(())
}

fn ends_in(path: &str, kind: &str) -> bool {
    path.to_ascii_lowercase().ends_with(kind)
}

fn open(path: &Path) -> Result<ZipArchive<File>> {
    let file = File::open(path).with_context(|| format!("{} can't be read", path.display()))?;
    ZipArchive::new(file).with_context(|| format!("{} is no archive", path.display()))
}

/// Reads submissions in order, an archive opened once for what follows in it.
pub fn read(submissions: &[Submission], mut each: impl FnMut(usize, Result<String>)) {
    let mut opened: Option<(&Path, ZipArchive<File>)> = None;
    for (index, submission) in submissions.iter().enumerate() {
        let text = match &submission.source {
            Source::File(path) => File::open(path).context("can't be read").and_then(text_of),
            Source::Archive(path, at) => {
                if opened.as_ref().is_none_or(|(open, _)| open != path) {
                    opened = open(path).ok().map(|archive| (path.as_path(), archive));
                }
                match &mut opened {
                    Some((_, archive)) => archive
                        .by_index(*at)
                        .context("can't be unpacked")
                        .and_then(text_of),
                    None => Err(anyhow::anyhow!("the archive is gone")),
                }
            }
        };
        each(index, text);
    }
}

fn text_of(file: impl Read) -> Result<String> {
    let mut text = String::new();
    let mut file = file.take(LARGEST + 1);
    file.read_to_string(&mut text).context("is no text")?;
    if text.len() as u64 > LARGEST {
        bail!("is larger than {} MB", LARGEST / 1024 / 1024);
    }
    Ok(text)
}
