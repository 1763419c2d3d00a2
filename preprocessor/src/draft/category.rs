//! Categories that nothing can ever be: in look-ups, in the rows of tables, in comparisons.

use super::Draft;
use crate::diagnostic::{list, nearest, suggest};
use mission_model::mission::{ControlKind, Table};
use std::ops::Range;

/// How far values are followed that are worth what another value is.
const DEEPEST: usize = 64;

impl Draft<'_> {
    /// Reports look-ups without a row, rows that no look-up finds, and comparisons that never hold.
    pub(super) fn check_categories(&self) {
        let tables = self.mission.tables.iter();
        for (table, (place, rows)) in tables.zip(&self.table_places) {
            let ever = self.looked_up(table);
            let unknown = table.rows.iter().zip(rows).filter(|((row, _), _)| {
                ever.as_ref()
                    .is_some_and(|ever| !ever.is_empty() && !ever.contains(row))
            });
            // A row that is misspelt is reported once: there, and not where it is missed.
            let mut meant: Vec<&str> = Vec::new();
            for ((row, _), place) in unknown {
                let known = || ever.iter().flatten().map(String::as_str);
                meant.extend(nearest(row, known()));
                self.sink.report(
                    place.clone(),
                    format!("`{}` is never looked up for `{row}`", bare(&table.name)),
                    "unknown category",
                    suggest(row, known()),
                );
            }
            self.check_lookups(table, place, &meant);
        }
        self.check_comparisons();
    }

    /// All that a table is ever looked up for; `None` where that can't be said.
    fn looked_up(&self, table: &Table) -> Option<Vec<String>> {
        let mut all = Some(Vec::new());
        for value in &self.mission.values {
            value
                .expr
                .visit_lookups(&|name| self.ever(name), &mut |lookup| {
                    if lookup.table == table.name {
                        let found = lookup.categories.filter(|_| !lookup.literal);
                        match (&mut all, found) {
                            (Some(all), Some(found)) => all.extend(found),
                            _ if lookup.literal => {}
                            _ => all = None,
                        }
                    }
                });
        }
        all
    }

    /// Reports the rows that a table lacks, once: at the table, and the first look-up that needs one.
    fn check_lookups(&self, table: &Table, place: &Range<usize>, meant: &[&str]) {
        let rows = || table.rows.iter().map(|(row, _)| row.as_str());
        let mut lacking: Vec<String> = Vec::new();
        let mut first = None;
        for track in 0..self.mission.tracks.len() {
            for (value, only, source) in self.written() {
                if !only.admits(track) {
                    continue;
                }
                let known = |name: &str| self.categories(name, track, 0);
                value.expr.visit_lookups(&known, &mut |lookup| {
                    let asked = lookup.categories.iter().flatten().map(String::as_str);
                    let missing: Vec<&str> = asked
                        .filter(|asked| !rows().any(|row| row == *asked) && !meant.contains(asked))
                        .collect();
                    if lookup.table != table.name || missing.is_empty() {
                        return;
                    }
                    let at = source.text.at(lookup.key);
                    if lookup.literal {
                        self.sink.report(
                            at,
                            format!("`{}` has no row for {}", bare(&table.name), list(&missing)),
                            "unknown category",
                            suggest(missing[0], rows()),
                        );
                        return;
                    }
                    first.get_or_insert(at);
                    for category in missing {
                        if !lacking.iter().any(|known| known == category) {
                            lacking.push(category.to_owned());
                        }
                    }
                });
            }
        }
        let Some(first) = first else { return };
        let lacking: Vec<&str> = lacking.iter().map(String::as_str).collect();
        let (name, rows) = (bare(&table.name), lacking.join(" = …`, `"));
        self.sink.report_pair(
            place.clone(),
            format!("`{name}` has no row for {}", list(&lacking)),
            "a row is missing",
            format!("add `{rows} = …` below `[table.{name}]`"),
            (first, "looked up here"),
        );
    }

    fn check_comparisons(&self) {
        for (value, _, source) in self.written() {
            let known = |name: &str| self.ever(name);
            value.expr.visit_comparisons(&known, &mut |comparison| {
                let Some(categories) = comparison.categories else {
                    return;
                };
                if categories.iter().any(|known| known == comparison.category) {
                    return;
                }
                let other = &source.text.value[comparison.other];
                self.sink.report(
                    source.text.at(comparison.place),
                    format!("`{other}` is never `{}`", comparison.category),
                    "unknown category",
                    suggest(comparison.category, categories.iter().map(String::as_str)),
                );
            });
        }
    }

    /// The categories that a name is worth in some track.
    fn ever(&self, name: &str) -> Option<Vec<String>> {
        let mut all: Option<Vec<String>> = None;
        for track in 0..self.mission.tracks.len() {
            for category in self.categories(name, track, 0).into_iter().flatten() {
                let all = all.get_or_insert_default();
                if !all.contains(&category) {
                    all.push(category);
                }
            }
        }
        all
    }

    /// The categories that a name can be worth in a track; `None` where that can't be said.
    fn categories(&self, name: &str, track: usize, depth: usize) -> Option<Vec<String>> {
        if name == "track" {
            return Some(vec![self.mission.tracks.get(track)?.id.clone()]);
        }
        if let Some(control) = self.mission.control(name, track) {
            return match &control.kind {
                ControlKind::Select { options } => {
                    Some(options.iter().map(|(id, _)| id.clone()).collect())
                }
                _ => None,
            };
        }
        let value = self
            .mission
            .values
            .iter()
            .find(|value| value.name == name && value.only.admits(track))
            .filter(|_| depth < DEEPEST)?;
        value
            .expr
            .categories(&|name| self.categories(name, track, depth + 1))
    }
}

/// A table as its directive calls it.
fn bare(name: &str) -> &str {
    name.split_once('.').map_or(name, |(_, bare)| bare)
}
