//! Files that are not in UTF-8, which mdBook refuses without saying where or why.

use mdbook_mission::{Diagnostic, Failure, Place};
use std::fs;
use std::path::{Path, PathBuf};

/// What is to be told if mdBook could not load a book: its own words, or those of its files that are not in UTF-8.
pub fn explained(root: &Path, source: &Path, error: anyhow::Error) -> anyhow::Error {
    if !format!("{error:#}").contains("valid UTF-8") {
        return error;
    }
    let mut files = Vec::new();
    markdown(&root.join(source), &mut files);
    files.sort();
    let found: Vec<Diagnostic> = files
        .iter()
        .filter_map(|file| {
            let bytes = fs::read(file).ok()?;
            let shown = file.strip_prefix(root).unwrap_or(file);
            diagnostic(shown, &bytes)
        })
        .collect();
    match found.is_empty() {
        true => error,
        false => Failure::Mistakes(found).into(),
    }
}

/// All Markdown below a folder. A folder that can't be read has none.
fn markdown(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            markdown(&path, files);
        } else if path.extension().is_some_and(|kind| kind == "md") {
            files.push(path);
        }
    }
}

/// What is wrong with the bytes of a file; `None` if they are UTF-8.
fn diagnostic(shown: &Path, bytes: &[u8]) -> Option<Diagnostic> {
    let at = std::str::from_utf8(bytes).err()?.valid_up_to();
    let (encoding, text, span) = match utf_16(bytes) {
        Some(text) => {
            let first = text.lines().next().map_or(0, str::len);
            ("this file is in UTF-16", text, 0..first)
        }
        // Up to the first wrong byte nothing is replaced; there a sign of three bytes stands for it.
        None => {
            let text = String::from_utf8_lossy(bytes).into_owned();
            ("here is a byte that is not UTF-8", text, at..at + 3)
        }
    };
    Some(Diagnostic {
        place: Place {
            path: shown.to_owned(),
            source: text.into(),
            span,
        },
        message: format!("{encoding}, and mdBook reads UTF-8 alone"),
        label: String::new(),
        help: Some("save the file as UTF-8: editors call it the encoding of a file".to_owned()),
        also: None,
        more: 0,
    })
}

/// The text of a file that begins with the byte-order mark of UTF-16.
fn utf_16(bytes: &[u8]) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes[2..]
        .chunks_exact(2)
        .map(|pair| unit([pair[0], pair[1]]));
    let decoded = char::decode_utf16(units).map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(decoded.collect())
}
