//! Estimates with their intervals, against a margin.

use super::{At, Number, Picture};
use crate::chart::intervals::{self, IntervalsProps, Row};
use mission_model::mission::{Bound, Interval, Intervals};
use yew::prelude::*;

/// What a forest plot shows now.
#[derive(PartialEq)]
pub struct Forest {
    rows: Vec<Row>,
    reference: Option<Number>,
    margin: Option<Number>,
}

impl Picture for Intervals {
    type Shown = Forest;

    fn read(&self, at: &At) -> Forest {
        let (store, track) = (at.store, at.store.track());
        let number = |bound: &Bound| Number(bound.number(&|name| store.number(name)));
        let margin = self.margin.as_ref().map(number);
        let row = |row: &Interval| {
            let ends = (store.number(&row.low), store.number(&row.high));
            let level = self.verdict(ends, margin.map(|margin| margin.0));
            Row {
                label: row.label.clone(),
                name: super::bare(&row.middle),
                ends,
                middle: store.number(&row.middle),
                level,
                word: Self::word(level),
            }
        };
        let own = self.rows.iter().filter(|row| row.only.admits(track));
        Forest {
            rows: own.map(row).collect(),
            reference: self.reference.as_ref().map(number),
            margin,
        }
    }

    fn draw(&self, at: &At, forest: &Forest) -> Html {
        let props = IntervalsProps {
            id: at.id(),
            title: at.title(),
            rows: forest.rows.clone(),
            x_label: self.axis.label.clone(),
            format: self.axis.format.clone(),
            reference: forest.reference.map(|reference| reference.0),
            margin: forest.margin.map(|margin| margin.0),
            low: self.low,
        };
        intervals::chart(&props)
    }
}
