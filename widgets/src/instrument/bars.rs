//! Values side by side, each with its zone.

use super::{At, Picture};
use crate::chart::{Bar, BarProps, bars};
use mission_model::mission::{self, Bars};
use yew::prelude::*;

impl Picture for Bars {
    type Shown = Vec<Bar>;

    fn read(&self, at: &At) -> Vec<Bar> {
        let bar = |bar: &mission::Bar| {
            let value = at.store.number(&bar.value);
            let zone = at.store.zone(&bar.zones, value);
            let zone = zone.map(|zone| &bar.zones[zone]);
            Bar {
                label: bar.label.clone(),
                name: super::bare(&bar.value),
                value,
                level: zone.map(|zone| zone.level),
                word: zone.map_or(String::new(), |zone| zone.word.clone()),
            }
        };
        self.bars.iter().map(bar).collect()
    }

    fn draw(&self, at: &At, bars: &Vec<Bar>) -> Html {
        let said = bars.iter().map(|bar| {
            let value = self.format.print(bar.value);
            match bar.word.as_str() {
                "" => format!("{}: {value}", bar.label),
                word => format!("{}: {value}, {word}", bar.label),
            }
        });
        bars::chart(&BarProps {
            id: at.id(),
            title: at.title(),
            description: said.collect::<Vec<_>>().join("; ").into(),
            bars: bars.clone(),
            format: self.format.clone(),
            ..BarProps::default()
        })
    }
}
