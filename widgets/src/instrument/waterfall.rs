//! What a total is made of.

use super::said::{self, Said};
use super::{At, Picture};
use crate::chart::WaterfallProps;
use crate::chart::waterfall::{self, Step};
use mission_model::mission::{Bar, Waterfall};
use yew::prelude::*;

impl Picture for Waterfall {
    type Shown = Vec<Step>;

    fn read(&self, at: &At) -> Vec<Step> {
        let step = |bar: &Bar| Step {
            label: bar.label.clone(),
            name: super::bare(&bar.value),
            value: at.store.number(&bar.value),
        };
        self.steps.iter().map(step).collect()
    }

    fn draw(&self, at: &At, steps: &Vec<Step>) -> Html {
        // Declared as a value of the model by this name.
        let total = waterfall::total(steps);
        let name = format!("{}_total", at.instrument.id);
        let said = Said::new("", &name, total, &self.format, None);
        html! {
            <>
                { said::line(&self.total, &[said]) }
                { waterfall::chart(&WaterfallProps {
                    id: at.id(),
                    title: at.title(),
                    steps: steps.clone(),
                    total: self.total.clone(),
                    format: self.format.clone(),
                }) }
            </>
        }
    }
}
