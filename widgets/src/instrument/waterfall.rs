//! What a total is made of.

use super::said::{self, Said};
use crate::chart::WaterfallProps;
use crate::chart::waterfall::{self, Step};
use crate::store::Store;
use mission_model::mission::Waterfall;
use yew::prelude::*;

/// The steps as they are now.
pub fn read(store: &Store, all: &Waterfall) -> Vec<Step> {
    let step = |bar: &mission_model::mission::Bar| Step {
        label: bar.label.clone(),
        name: super::bare(&bar.value),
        value: store.number(&bar.value),
    };
    all.steps.iter().map(step).collect()
}

pub fn draw(id: AttrValue, title: AttrValue, name: &str, of: &Waterfall, steps: &[Step]) -> Html {
    // Declared as a value of the model by this name.
    let total = waterfall::total(steps);
    let said = Said::new("", &format!("{name}_total"), total, &of.format, None);
    html! {
        <>
            { said::line(&of.total, &[said]) }
            { waterfall::chart(&WaterfallProps {
                id,
                title,
                steps: steps.to_vec(),
                total: of.total.clone(),
                format: of.format.clone(),
            }) }
        </>
    }
}
