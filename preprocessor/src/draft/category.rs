//! Categories that nothing can ever be: in look-ups, in the rows of tables, in comparisons.

use super::Draft;
use crate::diagnostic::{MOST_TOLD, list, nearest, suggest};
use indexmap::IndexSet;
use mission_model::expr::category::Categories;
use mission_model::mission::{ControlKind, Table};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

/// By name, what it can be worth; `None` where that can't be said.
type Worth<'d> = HashMap<&'d str, Option<Categories>>;

/// What is looked up in one table.
#[derive(Default)]
struct Asked {
    /// What its keys can be worth in some track, each set once; `None` where that can't be said.
    ever: Vec<Option<Categories>>,
    /// These sets, by where they are kept.
    seen: HashSet<Option<*const IndexSet<String>>>,
    /// Look-ups: what the key can be worth in a track, where it stands, and whether it is written out.
    lookups: Vec<(Categories, Range<usize>, bool)>,
}

impl Draft<'_> {
    /// Reports look-ups without a row, rows that no look-up finds, and comparisons that never hold.
    pub(super) fn check_categories(&self, order: &[usize]) {
        let tracks = 0..self.mission.tracks.len();
        let by_track: Vec<Worth> = tracks.map(|track| self.worth(track, order)).collect();
        let ever = ever(&by_track);
        let asked = self.asked(&by_track, &ever);
        let tables = self.mission.tables.iter();
        for (table, (place, rows)) in tables.zip(&self.table_places) {
            if let Some(asked) = asked.get(table.name.as_str()) {
                let meant = self.unknown_rows(table, rows, asked);
                self.check_lookups(table, place, asked, &meant);
            }
        }
        self.check_comparisons(&ever);
    }

    /// What every name of a track can be worth.
    fn worth(&self, track: usize, order: &[usize]) -> Worth<'_> {
        let mission = &self.mission;
        let mut worth = Worth::new();
        if let Some(track) = mission.tracks.get(track) {
            worth.insert("track", Some(Rc::new([track.id.clone()].into())));
        }
        let controls = mission.controls.iter();
        for control in controls.filter(|control| control.only.admits(track)) {
            if let ControlKind::Select { options } = &control.kind {
                let options = options.iter().map(|(id, _)| id.clone());
                worth
                    .entry(&control.name)
                    .or_insert_with(|| Some(Rc::new(options.collect())));
            }
        }
        for value in order.iter().map(|index| &mission.values[*index]) {
            if value.only.admits(track) && !worth.contains_key(value.name.as_str()) {
                let found = value
                    .expr
                    .categories(&|name| worth.get(name).cloned().flatten());
                worth.insert(&value.name, found);
            }
        }
        worth
    }

    /// All look-ups, by table.
    fn asked(&self, by_track: &[Worth], ever: &Worth) -> HashMap<&str, Asked> {
        let mut asked: HashMap<&str, Asked> = HashMap::new();
        for (value, only, source) in self.written() {
            let known = |name: &str| ever.get(name).cloned().flatten();
            value.expr.visit_lookups(&known, &mut |lookup| {
                let asked = asked.entry(lookup.table).or_default();
                let set = lookup.categories.as_ref().map(Rc::as_ptr);
                if !lookup.literal && asked.seen.insert(set) {
                    asked.ever.push(lookup.categories);
                }
            });
            let tracks = by_track.iter().enumerate();
            for (_, worth) in tracks.filter(|(track, _)| only.admits(*track)) {
                let known = |name: &str| worth.get(name).cloned().flatten();
                value.expr.visit_lookups(&known, &mut |lookup| {
                    let place = source.text.at(lookup.key);
                    let asked = asked.entry(lookup.table).or_default();
                    if let Some(categories) = lookup.categories {
                        asked.lookups.push((categories, place, lookup.literal));
                    }
                });
            }
        }
        asked
    }

    /// Reports the rows of a table that are never looked up; gives the categories that are missed for them.
    fn unknown_rows(&self, table: &Table, places: &[Range<usize>], asked: &Asked) -> Vec<String> {
        let mut ever: HashSet<&str> = HashSet::new();
        for categories in &asked.ever {
            let Some(categories) = categories else {
                return Vec::new();
            };
            ever.extend(categories.iter().map(String::as_str));
        }
        if ever.is_empty() {
            return Vec::new();
        }
        let known = || {
            let sets = asked.ever.iter().flatten();
            sets.flat_map(|set| set.iter().map(String::as_str))
        };
        let rows = table.rows.iter().zip(places);
        let unknown = rows.filter(|((row, _), _)| !ever.contains(row.as_str()));
        // A row that is misspelt is reported once: there, and not where it is missed.
        let mut meant: Vec<String> = Vec::new();
        for (count, ((row, _), place)) in unknown.enumerate() {
            if count < MOST_TOLD {
                meant.extend(nearest(row, known()).map(str::to_owned));
            }
            self.sink.report_seeking(
                place.clone(),
                format!("`{}` is never looked up for `{row}`", bare(&table.name)),
                "unknown category",
                || suggest(row, known()),
            );
        }
        meant
    }

    /// Reports the rows that a table lacks, once: at the table, and the first look-up that needs one.
    fn check_lookups(&self, table: &Table, place: &Range<usize>, asked: &Asked, meant: &[String]) {
        let known: HashSet<&str> = table.rows.iter().map(|(row, _)| row.as_str()).collect();
        let is_missing =
            |asked: &&str| !known.contains(*asked) && !meant.iter().any(|meant| meant == asked);
        let mut lacking: IndexSet<&str> = IndexSet::new();
        let mut first = None;
        // Of each set of categories, by where it is kept, whether all have a row.
        let mut complete: HashMap<*const IndexSet<String>, bool> = HashMap::new();
        for (categories, at, literal) in &asked.lookups {
            let missing = || categories.iter().map(String::as_str).filter(is_missing);
            let complete = complete.entry(Rc::as_ptr(categories));
            if *complete.or_insert_with(|| missing().next().is_none()) {
                continue;
            }
            if *literal {
                let missing: Vec<&str> = missing().collect();
                self.sink.report_seeking(
                    at.clone(),
                    format!("`{}` has no row for {}", bare(&table.name), list(&missing)),
                    "unknown category",
                    || suggest(missing[0], table.rows.iter().map(|(row, _)| row.as_str())),
                );
                continue;
            }
            if first.is_none() || lacking.len() < MOST_TOLD {
                lacking.extend(missing());
            }
            first.get_or_insert(at.clone());
        }
        let Some(first) = first else { return };
        let lacking: Vec<&str> = lacking.into_iter().collect();
        let (name, rows) = (bare(&table.name), lacking.join(" = …`, `"));
        self.sink.report_pair(
            place.clone(),
            format!("`{name}` has no row for {}", list(&lacking)),
            "a row is missing",
            format!("add `{rows} = …` below `[table.{name}]`"),
            (first, "looked up here"),
        );
    }

    fn check_comparisons(&self, ever: &Worth) {
        for (value, _, source) in self.written() {
            let known = |name: &str| ever.get(name).cloned().flatten();
            value.expr.visit_comparisons(&known, &mut |comparison| {
                let Some(categories) = comparison.categories else {
                    return;
                };
                if categories.contains(comparison.category) {
                    return;
                }
                let other = &source.text.value[comparison.other];
                self.sink.report_seeking(
                    source.text.at(comparison.place),
                    format!("`{other}` is never `{}`", comparison.category),
                    "unknown category",
                    || suggest(comparison.category, categories.iter().map(String::as_str)),
                );
            });
        }
    }
}

/// What a name is worth in some track.
fn ever<'d>(by_track: &[Worth<'d>]) -> Worth<'d> {
    let mut ever = Worth::new();
    for worth in by_track {
        for (name, found) in worth {
            let Some(found) = found else { continue };
            let all = ever.entry(*name).or_insert_with(|| Some(found.clone()));
            if let Some(all) = all
                && !Rc::ptr_eq(all, found)
                && !found.is_subset(all)
            {
                *all = Rc::new(all.union(found).cloned().collect());
            }
        }
    }
    ever
}

/// A table as its directive calls it.
fn bare(name: &str) -> &str {
    name.split_once('.').map_or(name, |(_, bare)| bare)
}
