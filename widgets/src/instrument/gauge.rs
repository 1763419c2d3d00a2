//! One value on a scale with its zones.

use super::said::{self, Said};
use super::{At, Number, Picture};
use crate::chart::{GaugeProps, GaugeZone, gauge};
use mission_model::mission::{Gauge, pieces};
use yew::prelude::*;

/// What a gauge shows now.
#[derive(PartialEq)]
pub struct Dial {
    value: Number,
    zone: Option<usize>,
    ends: (Number, Number),
    /// See [`pieces`].
    pieces: Vec<(f64, f64, usize)>,
}

impl Picture for Gauge {
    type Shown = Dial;

    fn read(&self, at: &At) -> Dial {
        let (gauge, store) = (self, at.store);
        let number_of = |name: &str| store.number(name);
        let ends = (gauge.min.number(&number_of), gauge.max.number(&number_of));
        let value = store.number(&gauge.value);
        Dial {
            value: Number(value),
            zone: store.zone(&gauge.zones, value),
            ends: (Number(ends.0), Number(ends.1)),
            pieces: pieces(&gauge.zones, ends, &number_of),
        }
    }

    fn draw(&self, at: &At, dial: &Dial) -> Html {
        let (gauge, store, id, title) = (self, at.store, at.id(), at.title());
        let zone = dial.zone.map(|zone| &gauge.zones[zone]);
        // Zones of one word are one: an alarm may be high or low.
        let mut zones: Vec<GaugeZone> = Vec::new();
        for (index, zone) in gauge.zones.iter().enumerate() {
            let own = dial.pieces.iter().filter(|piece| piece.2 == index);
            let own = own.map(|&(from, to, _)| (from, to));
            match zones.iter_mut().find(|known| known.word == zone.word) {
                Some(known) => known.pieces.extend(own),
                None => zones.push(GaugeZone {
                    word: zone.word.clone(),
                    level: zone.level,
                    pieces: own.collect(),
                }),
            }
        }
        zones.sort_by_key(|zone| zone.level);
        for zone in &mut zones {
            zone.pieces.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        let props = GaugeProps {
            id,
            title,
            value: dial.value.0,
            level: zone.map(|zone| zone.level),
            word: zone.map_or(String::new(), |zone| zone.word.clone()),
            ends: (dial.ends.0.0, dial.ends.1.0),
            zones,
            format: gauge.format.clone(),
        };
        let said = Said::new("", &gauge.value, dial.value.0, &gauge.format, zone);
        html! {
            <>
                { said::line("", &[said]) }
                if let Some(beyond) = gauge::beyond(&props) {
                    <p class="m-note">{ beyond }</p>
                }
                { gauge::chart(store, props) }
            </>
        }
    }
}
