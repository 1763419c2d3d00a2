//! The same book gives the same site, to the byte: whichever process builds it, and wherever it stands.

use anyhow::{Result, ensure};
use mission_tests::site::copy;
use mission_tests::{TempBook, repo_root, run_preprocessor};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[test]
fn the_course_book() -> Result<()> {
    let folder = TempBook::new(&[])?;
    let built = |name: &str| -> Result<BTreeMap<String, Vec<u8>>> {
        let root = folder.path(name);
        for part in ["src", "theme"] {
            copy(&repo_root().join(part), &root.join(part))?;
        }
        fs::copy(repo_root().join("book.toml"), root.join("book.toml"))?;
        build(&root)
    };
    same(&built("here")?, &built("or/somewhere-else/further-down")?)
}

#[test]
fn chapters_in_nested_folders() -> Result<()> {
    let folder = TempBook::new(&[])?;
    let built = |name: &str| -> Result<BTreeMap<String, Vec<u8>>> {
        copy(
            &repo_root().join("tests/fixtures/nested"),
            &folder.path(name),
        )?;
        build(&folder.path(name))
    };
    same(&built("here")?, &built("or/somewhere-else/further-down")?)
}

/// Builds a book in a process of its own, where every hash table has another order; gives the files of the site.
fn build(root: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let outcome = run_preprocessor(root, &["build"], "")?;
    ensure!(outcome.status.success(), "{}", outcome.stderr);
    let mut files = BTreeMap::new();
    collect(&root.join("book"), "", &mut files)?;
    Ok(files)
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

fn same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    ensure!(one.contains_key("mission/mission.wasm"), "no widgets");
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        other.keys().collect::<Vec<_>>()
    );
    let differ: Vec<_> = one
        .iter()
        .filter(|(name, bytes)| other.get(*name) != Some(bytes))
        .collect();
    ensure!(
        differ.is_empty(),
        "these differ: {:?}",
        differ.iter().map(|(name, _)| name).collect::<Vec<_>>()
    );
    Ok(())
}
