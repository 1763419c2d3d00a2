//! `waterfall`: what a total is made of.

use super::{Instrument, bars};
use crate::directive::reading;
use crate::draft::{Draft, Scope};
use crate::reader::Text;
use crate::vocabulary::keys;
use crate::vocabulary::types::{Expression, NumberFormat, PlainText, Tables};
use mission_model::mission::{Bar, InstrumentKind, Waterfall};
use mission_model::value::Type;
use mission_model::words;
use std::ops::Range;

keys! {
    /// What a total is made of.
    pub struct WaterfallKeys of "`[[waterfall]]`" {
        /// The steps, in order.
        need step: Tables<StepKeys>,
        /// The label of the total; “Total” if you don't say.
        may total: PlainText,
        /// How the numbers are printed.
        may format: NumberFormat,
    }
}

keys! {
    /// A step.
    pub struct StepKeys of "`[[waterfall.step]]`" {
        /// What it is.
        need label: PlainText,
        /// What it adds; negative, what it takes away.
        need value: Expression,
    }
}

impl Instrument for WaterfallKeys {
    const NAME: &'static str = "waterfall";

    fn resolve(self, draft: &mut Draft, scope: Scope, id: Option<&Text>) -> Option<InstrumentKind> {
        let format = reading::format(draft, self.format);
        let total = self
            .total
            .map_or(words::TOTAL.to_owned(), |text| text.value);
        let mut steps = Vec::new();
        for keys in self.step? {
            steps.extend(bars::bar(draft, scope, keys.label, keys.value));
        }
        if let Some(id) = id {
            sum(draft, scope, id, self.spot.head, &steps);
        }
        (!steps.is_empty()).then_some(InstrumentKind::Waterfall(Waterfall {
            steps,
            total,
            format,
        }))
    }
}

/// Declares the total as a value, `ID_total`: it is shown, so it can be read in expressions too.
fn sum(draft: &mut Draft, scope: Scope, id: &Text, head: Range<usize>, steps: &[Bar]) {
    let values: Vec<&str> = steps.iter().map(|step| step.value.as_str()).collect();
    if !values.is_empty() && !values.contains(&"") {
        let sum = Text::made(values.join(" + "), head);
        let name = format!("{}_total", id.value);
        draft.define(scope, &name, &sum, Some(Type::Number));
    }
}
