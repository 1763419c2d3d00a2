//! Another name for what an author has named, wherever it is written. It is done only if the book then fits together
//! as well as before.

use super::names::{self, Everywhere};
use super::position;
use super::workspace;
use anyhow::{Result, bail, ensure};
use lsp_types::{TextEdit, Uri, WorkspaceEdit};
use mdbook_mission::editor::{ChapterNames, Name, Role, Sort};
use mdbook_mission::{Diagnostic, Memory, Unsaved, is_word};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name at a place, if it can be another one.
///
/// # Errors
/// Why it can't be.
pub fn prepare(chapters: &[ChapterNames], file: &Path, offset: usize) -> Result<Everywhere> {
    let Some(everywhere) = names::at(chapters, file, offset) else {
        bail!("there is no name of yours here");
    };
    let name = &everywhere.name;
    let mut given = everywhere.places.iter();
    if given.any(|one| one.role == Role::Fixed) {
        bail!(
            "`{}` is a name of the vocabulary: a ready-made bench gives it",
            name.bare()
        );
    }
    let given = everywhere.places.iter().any(|one| one.role == Role::Gives);
    if !given && name.sort == Sort::Value {
        bail!(
            "`{}` is named by the directive that makes it, not by you",
            name.full
        );
    }
    ensure!(given, "nothing gives the name `{}`", name.full);
    Ok(everywhere)
}

/// The edits that give a name another form everywhere.
///
/// # Errors
/// If the new name is none, is taken, or the book would have more mistakes with it.
pub fn rename(
    root: &Path,
    unsaved: &Arc<Unsaved>,
    memory: &Arc<Memory>,
    (file, offset): (&Path, usize),
    new: &str,
) -> Result<WorkspaceEdit> {
    let chapters = workspace::names(root, unsaved)?;
    let everywhere = prepare(&chapters, file, offset)?;
    let old = everywhere.name.bare();
    if new == old {
        return Ok(WorkspaceEdit::default());
    }
    ensure!(
        is_word(new),
        "`{new}` can't be a name: a small letter first, then small letters, digits and `_`"
    );
    taken(&chapters, &everywhere, new)?;
    let edited = edited(&everywhere, new);
    let mut with_edits = Unsaved::clone(unsaved);
    with_edits.extend(edited.into_iter().map(|(path, text)| (path, text.into())));
    let before = workspace::check(root, unsaved, memory)?.mistakes;
    let after = workspace::check(root, &Arc::new(with_edits), memory)?.mistakes;
    if count(&after) > count(&before) {
        let known = |one: &&Diagnostic| !before.iter().any(|other| other.message == one.message);
        let new_one = after.iter().find(known).map(|one| one.message.as_str());
        let told = new_one.unwrap_or("the book would have more mistakes");
        bail!("`{old}` can't be `{new}`: {told}");
    }
    Ok(edits(root, &everywhere, new))
}

fn count(mistakes: &[Diagnostic]) -> usize {
    mistakes.iter().map(|one| one.more.max(1)).sum()
}

/// Reports a name that something else has.
fn taken(chapters: &[ChapterNames], everywhere: &Everywhere, new: &str) -> Result<()> {
    let name = &everywhere.name;
    let full = match name.full.rsplit_once('.') {
        Some((directive, _)) => format!("{directive}.{new}"),
        None => new.to_owned(),
    };
    let wanted = Name::new(name.sort, full);
    let shares = |chapter: &&ChapterNames| {
        name.sort.is_of_book() || chapter.found.iter().any(|one| one.name == *name)
    };
    let all = chapters
        .iter()
        .filter(shares)
        .flat_map(|chapter| &chapter.found);
    for one in all.filter(|one| one.role != Role::Reads) {
        if one.name == wanted {
            let [(line, _), _] = one.place.lines_and_columns();
            bail!(
                "`{new}` is taken: {}, line {line}",
                one.place.path.display()
            );
        }
    }
    Ok(())
}

/// The files with the new name.
fn edited(everywhere: &Everywhere, new: &str) -> BTreeMap<PathBuf, String> {
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    let mut places: Vec<_> = everywhere.places.iter().map(|one| &one.place).collect();
    // From back to front.
    places.sort_by_key(|place| std::cmp::Reverse(place.span.start));
    for place in places {
        let file = files.entry(place.path.clone());
        let text = file.or_insert_with(|| place.source.to_string());
        text.replace_range(place.span.clone(), new);
    }
    files
}

// A URI is hashed by its text, which never changes.
#[expect(clippy::mutable_key_type)]
fn edits(root: &Path, everywhere: &Everywhere, new: &str) -> WorkspaceEdit {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for one in &everywhere.places {
        let place = &one.place;
        if let Some(uri) = position::uri(&root.join(&place.path)) {
            let range = position::range(&place.source, &place.span);
            let edit = TextEdit::new(range, new.to_owned());
            changes.entry(uri).or_default().push(edit);
        }
    }
    WorkspaceEdit::new(changes)
}
