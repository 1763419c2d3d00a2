//! Archives that depend on nothing but what is in them: sorted, and without times, owners or umask.

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;

/// The time of every file, which cargo gives to the files of its packages too. Some tools take 0 for no time.
const TIME: u64 = 1_153_704_088;

/// Files in one folder.
pub struct Archive {
    folder: String,
    /// Path, mode and bytes.
    files: BTreeMap<String, (u32, Vec<u8>)>,
}

impl Archive {
    /// An archive whose files stand in this folder.
    pub fn new(folder: &str) -> Self {
        Self {
            folder: folder.to_owned(),
            files: BTreeMap::new(),
        }
    }

    /// Puts a file in.
    pub fn put(&mut self, path: &str, bytes: Vec<u8>) {
        self.files.insert(path.to_owned(), (0o644, bytes));
    }

    /// Puts a program in.
    pub fn put_program(&mut self, path: &str, bytes: Vec<u8>) {
        self.files.insert(path.to_owned(), (0o755, bytes));
    }

    /// Writes the folder onto the disk, below another.
    pub fn lay_out(&self, below: &Path) -> Result<()> {
        for (path, (_, bytes)) in &self.files {
            let path = below.join(&self.folder).join(path);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, bytes).with_context(|| format!("can't write {}", path.display()))?;
        }
        Ok(())
    }

    /// Writes the archive.
    pub fn write(&self, path: &Path) -> Result<()> {
        let bytes = self.bytes()?;
        fs::write(path, bytes).with_context(|| format!("can't write {}", path.display()))
    }

    fn bytes(&self) -> Result<Vec<u8>> {
        // Its header holds no time unless it is given one.
        let gzip = GzEncoder::new(Vec::new(), Compression::best());
        let mut tar = tar::Builder::new(gzip);
        for (path, (mode, bytes)) in &self.files {
            let mut header = tar::Header::new_ustar();
            header.set_entry_type(tar::EntryType::Regular);
            header.set_mode(*mode);
            header.set_mtime(TIME);
            header.set_uid(0);
            header.set_gid(0);
            header.set_size(bytes.len() as u64);
            tar.append_data(
                &mut header,
                format!("{}/{path}", self.folder),
                bytes.as_slice(),
            )?;
        }
        let mut gzip = tar.into_inner()?;
        gzip.flush()?;
        Ok(gzip.finish()?)
    }
}

/// The files of an archive: paths and bytes.
pub fn unpack(path: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let file = fs::File::open(path).with_context(|| format!("can't read {}", path.display()))?;
    let mut files = Vec::new();
    for entry in tar::Archive::new(GzDecoder::new(file)).entries()? {
        let mut entry = entry?;
        let name = entry.path()?.to_string_lossy().replace('\\', "/");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        files.push((name, bytes));
    }
    ensure!(!files.is_empty(), "{} is empty", path.display());
    Ok(files)
}

/// Unpacks an archive below a folder, as its receiver does.
pub fn unpack_into(path: &Path, folder: &Path) -> Result<()> {
    let file = fs::File::open(path).with_context(|| format!("can't read {}", path.display()))?;
    let mut archive = tar::Archive::new(GzDecoder::new(file));
    // Cargo takes a file for changed by its time, and all archives have the same.
    archive.set_preserve_mtime(false);
    Ok(archive.unpack(folder)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_make_the_same_archive_in_whatever_order_they_come() {
        let archive = |names: &[&str]| {
            let mut archive = Archive::new("a-1.0");
            for name in names {
                archive.put(name, name.as_bytes().to_vec());
            }
            archive.bytes().unwrap()
        };
        let one = archive(&["b/c", "a"]);
        assert_eq!(one, archive(&["a", "b/c"]));

        let mut names = Vec::new();
        for entry in tar::Archive::new(GzDecoder::new(one.as_slice()))
            .entries()
            .unwrap()
        {
            let entry = entry.unwrap();
            let header = entry.header();
            assert_eq!(header.mtime().unwrap(), TIME);
            assert_eq!((header.uid().unwrap(), header.gid().unwrap()), (0, 0));
            names.push(entry.path().unwrap().to_string_lossy().into_owned());
        }
        assert_eq!(names, ["a-1.0/a", "a-1.0/b/c"]);
    }
}
