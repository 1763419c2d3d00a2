//! Shares of the same bins, group beside group.

use super::{At, Picture};
use crate::chart::{HistogramProps, histogram};
use mission_model::mission::{Group, Shares};
use yew::prelude::*;

impl Picture for Shares {
    /// The label and the shares of each group.
    type Shown = Vec<(String, Vec<f64>)>;

    fn read(&self, at: &At) -> Self::Shown {
        let read = |group: &Group| (group.label.clone(), at.store.series(&group.shares));
        self.groups.iter().map(read).collect()
    }

    fn draw(&self, at: &At, groups: &Self::Shown) -> Html {
        let props = HistogramProps {
            id: at.id(),
            title: at.title(),
            bins_label: self.bins.clone().into(),
            groups: groups.clone(),
            ..HistogramProps::default()
        };
        histogram::chart(at.store, props)
    }
}
