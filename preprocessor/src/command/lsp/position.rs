//! Places as the protocol has them: lines from 0, columns in UTF-16 units, files as URIs.

use lsp_types::{Position, Range as LspRange, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What stands in a path as it is.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A place in bytes. One behind the end of its line is that end.
pub fn offset(text: &str, position: Position) -> usize {
    let mut start = 0;
    for _ in 0..position.line {
        match text[start..].find('\n') {
            Some(newline) => start += newline + 1,
            None => return text.len(),
        }
    }
    let line = text[start..].split('\n').next().unwrap_or_default();
    let mut left = position.character as usize;
    let line = line.strip_suffix('\r').unwrap_or(line);
    for (at, sign) in line.char_indices() {
        if left < sign.len_utf16() {
            return start + at;
        }
        left -= sign.len_utf16();
    }
    start + line.len()
}

/// A place of the protocol.
pub fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before[line_start..].encode_utf16().count();
    let line = before.matches('\n').count();
    Position::new(line as u32, column as u32)
}

/// A range of the protocol.
pub fn range(text: &str, range: &Range<usize>) -> LspRange {
    LspRange::new(position(text, range.start), position(text, range.end))
}

/// The path of a `file:` URI.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let path = uri.as_str().strip_prefix("file://")?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    // `/c:/book` on Windows.
    let path = match path.as_bytes() {
        [b'/', drive, b':', ..] if drive.is_ascii_alphabetic() => &path[1..],
        _ => &path,
    };
    Some(PathBuf::from(path))
}

/// The URI of an absolute path.
pub fn uri(path: &Path) -> Option<Uri> {
    let path = path.to_str()?.replace('\\', "/");
    let lead = if path.starts_with('/') { "" } else { "/" };
    let path = utf8_percent_encode(&path, KEPT);
    Uri::from_str(&format!("file://{lead}{path}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_in_utf_16() {
        let text = "a\nüß😀x\r\nlast";
        for (place, line, column) in [
            (0, 0, 0),
            (2, 1, 0),
            (4, 1, 1),
            (6, 1, 2),
            (10, 1, 4),
            (11, 1, 5),
            (13, 2, 0),
            (17, 2, 4),
        ] {
            assert_eq!(
                position(text, place),
                Position::new(line, column),
                "{place}"
            );
            assert_eq!(offset(text, Position::new(line, column)), place, "{place}");
        }
        assert_eq!(
            offset(text, Position::new(1, 3)),
            6,
            "in the middle of a sign"
        );
        assert_eq!(offset(text, Position::new(1, 99)), 11, "behind the line");
        assert_eq!(offset(text, Position::new(9, 0)), text.len());
    }

    #[test]
    fn paths_are_uris() {
        let path_of = |text: &str| path(&Uri::from_str(text).expect("a URI"));
        let strange = Path::new("/a b/ü#%.md");
        let written = uri(strange).expect("a URI");
        assert_eq!(written.as_str(), "file:///a%20b/%C3%BC%23%25.md");
        assert_eq!(path(&written).as_deref(), Some(strange));
        assert_eq!(path_of("file:///c%3A/book"), Some(PathBuf::from("c:/book")));
        assert_eq!(path_of("untitled:one"), None);
    }
}
