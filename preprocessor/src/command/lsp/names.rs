//! Where a name is given, and where it is read, over the chapters of a book.

use super::position;
use lsp_types::Location;
use mdbook_mission::editor::{ChapterNames, Name, Placed, Role, Sort};
use std::collections::HashSet;
use std::path::Path;

/// A name with all its places.
pub struct Everywhere {
    pub name: Name,
    /// The place that was asked about.
    pub asked: Placed,
    /// Each once, in the order of the book.
    pub places: Vec<Placed>,
}

/// The name at a place of a file, by its path in the book.
pub fn at(chapters: &[ChapterNames], file: &Path, offset: usize) -> Option<Everywhere> {
    let is_at = |one: &&Placed| {
        let span = &one.place.span;
        one.place.path == file && span.start <= offset && offset <= span.end
    };
    let all = || chapters.iter().flat_map(|chapter| &chapter.found);
    // Between two names, as after a dot, the second one.
    let asked = all()
        .filter(is_at)
        .max_by_key(|one| one.place.span.start)?
        .clone();
    let places = of(chapters, &asked);
    Some(Everywhere {
        name: asked.name.clone(),
        asked,
        places,
    })
}

/// All places of a name: in the chapters that share one of its places, and in all if it is a chapter's.
fn of(chapters: &[ChapterNames], asked: &Placed) -> Vec<Placed> {
    let mut seen = HashSet::from([key(asked)]);
    let whole_book = asked.name.sort.is_of_book();
    loop {
        let before = seen.len();
        for chapter in chapters {
            let own = chapter.found.iter().filter(|one| one.name == asked.name);
            let own: HashSet<_> = own.map(key).collect();
            if whole_book || !own.is_disjoint(&seen) {
                seen.extend(own);
            }
        }
        if seen.len() == before {
            break;
        }
    }
    let all = chapters.iter().flat_map(|chapter| &chapter.found);
    let mut places: Vec<Placed> = Vec::new();
    for one in all.filter(|one| one.name == asked.name) {
        if seen.remove(&key(one)) {
            places.push(one.clone());
        }
    }
    places
}

fn key(one: &Placed) -> (std::path::PathBuf, usize, usize) {
    let place = &one.place;
    (place.path.clone(), place.span.start, place.span.end)
}

/// Where a name is given. A value that the vocabulary makes is given by its directive.
pub fn definition(
    root: &Path,
    chapters: &[ChapterNames],
    file: &Path,
    offset: usize,
) -> Vec<Location> {
    let Some(everywhere) = at(chapters, file, offset) else {
        return Vec::new();
    };
    let given = given(&everywhere.places);
    if !given.is_empty() {
        return locations(root, &given);
    }
    let Some((directive, _)) = everywhere.name.full.split_once('.') else {
        return Vec::new();
    };
    let directive = Placed {
        name: Name::new(Sort::Directive, directive),
        ..everywhere.asked
    };
    let mut places = Vec::new();
    for chapter in chapters
        .iter()
        .filter(|chapter| chapter.files.contains(file))
    {
        let own = chapter
            .found
            .iter()
            .filter(|one| one.name == directive.name);
        places.extend(own.cloned());
    }
    locations(root, &self::given(&places))
}

fn given(places: &[Placed]) -> Vec<Placed> {
    let given = places.iter().filter(|one| one.role != Role::Reads);
    given.cloned().collect()
}

/// Places as the protocol has them.
pub fn locations(root: &Path, places: &[Placed]) -> Vec<Location> {
    let location = |one: &Placed| {
        let uri = position::uri(&root.join(&one.place.path))?;
        Some(Location::new(
            uri,
            position::range(&one.place.source, &one.place.span),
        ))
    };
    let mut found: Vec<Location> = places.iter().filter_map(location).collect();
    found.dedup();
    found
}
