//! One axis a value, all from one centre.

use super::{At, Picture};
use crate::chart::{RadarProps, radar};
use mission_model::mission::Radar;
use yew::prelude::*;

/// The value of each axis, and which one is highlighted.
#[derive(PartialEq)]
pub struct Axes {
    values: Vec<(String, f64)>,
    highlighted: Option<usize>,
}

impl Picture for Radar {
    type Shown = Axes;

    fn read(&self, at: &At) -> Axes {
        let chosen = at.chosen(self.selected.as_ref());
        let chosen = chosen.as_ref().and_then(|chosen| chosen.category());
        let axes = self.axes.iter();
        Axes {
            highlighted: axes.clone().position(|axis| chosen == Some(&axis.id)),
            values: axes
                .map(|axis| (axis.label.clone(), at.store.number(&axis.value)))
                .collect(),
        }
    }

    fn draw(&self, at: &At, axes: &Axes) -> Html {
        let rings = self.rings.iter();
        let props = RadarProps {
            id: at.id(),
            title: at.title(),
            axes: axes.values.clone(),
            highlighted: axes.highlighted,
            rings: rings.map(|ring| (ring.at, ring.label.clone())).collect(),
            limit: self.limit,
            format: self.format.clone(),
            ..RadarProps::default()
        };
        radar::chart(at.store, props)
    }
}
