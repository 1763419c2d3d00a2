//! `gauge`: one value on a scale with its zones.

use super::Instrument;
use crate::directive::reading::{self, BoundKeys};
use crate::draft::{Draft, Scope};
use crate::reader::{Text, Written};
use crate::vocabulary::keys;
use crate::vocabulary::types::{Expression, NumberFormat, NumberOrExpression};
use mission_model::mission::{Bound, Gauge, InstrumentKind};
use mission_model::value::Type;

keys! {
    /// One value on a scale.
    pub struct GaugeKeys of "`[[gauge]]`" {
        /// A number.
        need value: Expression,
        /// How it is printed.
        may format: NumberFormat,
        /// Where the scale begins; at 0 if you don't say.
        may min: NumberOrExpression,
        /// Where it ends. A value beyond an end is drawn there, and said to be beyond.
        need max: NumberOrExpression,
        flat bounds: BoundKeys,
    }
}

impl Instrument for GaugeKeys {
    const NAME: &'static str = "gauge";

    fn resolve(self, draft: &mut Draft, scope: Scope, _: Option<&Text>) -> Option<InstrumentKind> {
        let value = self
            .value
            .map(|value| draft.value(scope, &value, Type::Number));
        let format = reading::format(draft, self.format);
        let low = match &self.min {
            Some(Written::Number(min)) => Some(min.value),
            Some(Written::Expression(_)) => None,
            None => Some(0.0),
        };
        if let (Some(low), Some(Written::Number(high))) = (low, &self.max)
            && low >= high.value
        {
            let message = format!("the scale ends at {}, which is not above {low}", high.value);
            let help = format!("write a `max` above {low}, or a `min` below {}", high.value);
            draft.sink.report(high.span.clone(), message, "", help);
            return None;
        }
        let min = self
            .min
            .map_or(Bound::Number(0.0), |min| reading::bound(draft, scope, min));
        let max = self.max.map(|max| reading::bound(draft, scope, max));
        let zones = reading::zones(draft, scope, self.bounds);
        Some(InstrumentKind::Gauge(Box::new(Gauge {
            value: value?,
            format,
            min,
            max: max?,
            zones,
        })))
    }
}
