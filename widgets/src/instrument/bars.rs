//! Values side by side, each with its zone.

use crate::chart::{Bar, BarProps, bars};
use crate::store::Store;
use mission_model::format::Format;
use mission_model::mission;
use yew::prelude::*;

/// The bars as they are now.
pub fn read(store: &Store, all: &[mission::Bar]) -> Vec<Bar> {
    let bar = |bar: &mission::Bar| {
        let value = store.number(&bar.value);
        let zone = store.zone(&bar.zones, value).map(|zone| &bar.zones[zone]);
        Bar {
            label: bar.label.clone(),
            name: super::bare(&bar.value),
            value,
            level: zone.map(|zone| zone.level),
            word: zone.map_or(String::new(), |zone| zone.word.clone()),
        }
    };
    all.iter().map(bar).collect()
}

pub fn draw(id: AttrValue, title: AttrValue, format: &Format, bars: &[Bar]) -> Html {
    let said = bars.iter().map(|bar| {
        let value = format.print(bar.value);
        match bar.word.as_str() {
            "" => format!("{}: {value}", bar.label),
            word => format!("{}: {value}, {word}", bar.label),
        }
    });
    bars::chart(&BarProps {
        id,
        title,
        description: said.collect::<Vec<_>>().join("; ").into(),
        bars: bars.to_vec(),
        format: format.clone(),
        ..BarProps::default()
    })
}
