//! What a chapter has declared, by name: a chapter of thousands of values looks each up in no time.

use mission_model::Mission;
use mission_model::mission::{Control, Derived, Only, Table, ValueName};
use std::collections::HashMap;

/// Names with what they name: indices into the lists of the mission, in the order of declaration.
#[derive(Default)]
pub(super) struct Declared(HashMap<ValueName, Vec<Named>>);

#[derive(Clone, Copy)]
enum Named {
    Control(usize),
    Value(usize),
    Table,
}

impl Declared {
    /// Takes note of the control that comes next.
    pub fn control(&mut self, mission: &Mission, control: &Control) {
        self.add(&control.name, Named::Control(mission.controls.len()));
    }

    /// Takes note of the value that comes next.
    pub fn value(&mut self, mission: &Mission, name: &str) {
        self.add(name, Named::Value(mission.values.len()));
    }

    /// Takes note of a table.
    pub fn table(&mut self, table: &Table) {
        self.add(&table.name, Named::Table);
    }

    fn add(&mut self, name: &str, named: Named) {
        self.0.entry(name.to_owned()).or_default().push(named);
    }

    fn of(&self, name: &str) -> impl Iterator<Item = Named> {
        self.0.get(name).into_iter().flatten().copied()
    }

    /// Whether something of this name exists in some of these tracks.
    pub fn is_taken(&self, mission: &Mission, name: &str, only: &Only) -> bool {
        self.of(name).any(|named| match named {
            Named::Control(index) => mission.controls[index].only.overlaps(only),
            Named::Value(index) => mission.values[index].only.overlaps(only),
            Named::Table => true,
        })
    }

    /// Whether a name is that of a table.
    pub fn is_table(&self, name: &str) -> bool {
        self.of(name).any(|named| matches!(named, Named::Table))
    }

    /// The first control of a name that a track admits, or one of any track.
    pub fn control_of<'m>(
        &self,
        mission: &'m Mission,
        name: &str,
        track: Option<usize>,
    ) -> Option<&'m Control> {
        self.of(name).find_map(|named| match named {
            Named::Control(index) => {
                let control = &mission.controls[index];
                let admits = track.is_none_or(|track| control.only.admits(track));
                admits.then_some(control)
            }
            _ => None,
        })
    }

    /// The first value of a name in some tracks, with its index.
    pub fn value_of<'m>(
        &self,
        mission: &'m Mission,
        name: &str,
        admits: impl Fn(&Only) -> bool,
    ) -> Option<(usize, &'m Derived)> {
        self.of(name).find_map(|named| match named {
            Named::Value(index) => {
                let value = &mission.values[index];
                admits(&value.only).then_some((index, value))
            }
            _ => None,
        })
    }

    /// The values, by index, so that each comes after those that it reads, as far as they don't go in a circle.
    pub fn in_order(&self, mission: &Mission) -> Vec<usize> {
        let count = mission.values.len();
        let (mut seen, mut order) = (vec![false; count], Vec::with_capacity(count));
        for first in 0..count {
            // A value is met twice: on the way down, and when what it reads is in order.
            let mut pending = vec![(first, false)];
            while let Some((index, is_read)) = pending.pop() {
                if is_read {
                    order.push(index);
                } else if !std::mem::replace(&mut seen[index], true) {
                    pending.push((index, true));
                    let names = mission.values[index].expr.names().into_iter();
                    let reads =
                        names
                            .flat_map(|name| self.of(name))
                            .filter_map(|named| match named {
                                Named::Value(read) => Some((read, false)),
                                _ => None,
                            });
                    pending.extend(reads.filter(|(read, _)| !seen[*read]));
                }
            }
        }
        order
    }
}
