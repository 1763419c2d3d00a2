//! A value over two controls.

use super::over;
use super::said::{self, Said};
use super::{At, Number, Picture};
use crate::chart::HeatmapProps;
use crate::chart::heatmap::{self, Cell};
use crate::chart::scale::with_unit;
use crate::store::Store;
use crate::sweeps::Swept;
use crate::words;
use mission_model::mission::{Control, Heatmap, Level, Zone, zone};
use mission_model::value::Value;
use yew::prelude::*;

/// What a heatmap shows now.
#[derive(PartialEq)]
pub struct Field {
    /// Column by column: at each setting the value, and the bounds that are values.
    swept: Swept,
    now: [Option<Value>; 2],
    value: Number,
    zone: Option<usize>,
}

impl Picture for Heatmap {
    type Shown = Field;

    fn read(&self, at: &At) -> Field {
        let (heatmap, store) = (self, at.store);
        let sides = sides(store, heatmap);
        let over = sides
            .iter()
            .map(|side| (side.control.name.as_str(), side.values.clone()));
        let names = std::iter::once(heatmap.value.as_str()).chain(bounds(heatmap));
        let value = store.number(&heatmap.value);
        Field {
            swept: store.sweep(&at.key(), over.collect(), names.collect()),
            now: [&heatmap.x, &heatmap.y].map(|name| store.value(name)),
            value: Number(value),
            zone: store.zone(&heatmap.zones, value),
        }
    }

    fn draw(&self, at: &At, field: &Field) -> Html {
        let (heatmap, store, id, title) = (self, at.store, at.id(), at.title());
        let sides = sides(store, heatmap);
        let [x, y] = &sides[..] else {
            return Html::default();
        };
        let kinds = kinds(&heatmap.zones);
        let names: Vec<&str> = bounds(heatmap).collect();
        let cell = |numbers: &Vec<f64>| {
            let number_of = |name: &str| {
                let at = names.iter().position(|own| *own == name);
                at.and_then(|at| numbers.get(at + 1))
                    .copied()
                    .unwrap_or(f64::NAN)
            };
            let own = zone(&heatmap.zones, numbers[0], &number_of);
            let kind = own.and_then(|own| {
                kinds
                    .iter()
                    .position(|(_, word)| *word == heatmap.zones[own].word)
            });
            Cell {
                value: numbers[0],
                zone: kind,
            }
        };
        // Swept column by column, drawn row by row.
        let swept = field.swept.numbers();
        let rows = y.values.len();
        let row = |row: usize| swept.iter().skip(row).step_by(rows).map(cell).collect();
        let place = |side: &Side, now: &Option<Value>| {
            over::place(side.control, &side.values, now.as_ref()?).map(|at| at + 0.5)
        };
        let printed = |side: &Side| -> Vec<String> {
            let print = |value| side.control.print(value);
            side.values.iter().map(print).collect()
        };
        let own = field.zone.map(|zone| &heatmap.zones[zone]);
        let at: Vec<String> = sides
            .iter()
            .zip(&field.now)
            .filter_map(|(side, now)| {
                let control = side.control;
                let value = control.print(now.as_ref()?);
                Some(format!("{} {value}", control.label))
            })
            .collect();
        let head = words::now_at(&at.join(", "));
        let value = heatmap.format.print(field.value.0);
        let word = own.map_or(String::new(), |zone| format!(", {}", zone.word));
        let label = |side: &Side| with_unit(&side.control.label, &over::format(side.control));
        let said = Said::new("", &heatmap.value, field.value.0, &heatmap.format, own);
        html! {
            <>
                { said::line(&head, &[said]) }
                { heatmap::chart(store, HeatmapProps {
                    id,
                    title,
                    x_label: label(x).into(),
                    y_label: label(y).into(),
                    columns: printed(x),
                    rows: printed(y),
                    cells: (0..rows).map(row).collect(),
                    zones: kinds.clone(),
                    now: place(x, &field.now[0]).zip(place(y, &field.now[1])),
                    now_said: format!("{head} {value}{word}."),
                    format: heatmap.format.clone(),
                }) }
            </>
        }
    }
}

/// The values that bounds read.
fn bounds(heatmap: &Heatmap) -> impl Iterator<Item = &str> {
    let names = heatmap.zones.iter().flat_map(Zone::names);
    names.map(String::as_str)
}

struct Side<'s> {
    control: &'s Control,
    values: Vec<Value>,
}

/// Both sides; none where the track lacks a control.
fn sides<'s>(store: &'s Store, heatmap: &Heatmap) -> Vec<Side<'s>> {
    let side = |(name, count): (&String, usize)| {
        let control = over::control(store, name)?;
        let values = control.kind.settings(count);
        Some(Side { control, values })
    };
    let both = [(&heatmap.x, heatmap.columns), (&heatmap.y, heatmap.rows)];
    both.into_iter().filter_map(side).collect()
}

/// Zones of one word are one, and the best comes first.
fn kinds(zones: &[Zone]) -> Vec<(Level, String)> {
    let mut kinds: Vec<(Level, String)> = Vec::new();
    for zone in zones {
        if !kinds.iter().any(|(_, word)| *word == zone.word) {
            kinds.push((zone.level, zone.word.clone()));
        }
    }
    kinds.sort_by_key(|(level, _)| *level);
    kinds
}
