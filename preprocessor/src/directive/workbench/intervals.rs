//! `intervals`: estimates with their intervals, against a margin.

use super::pareto::Better;
use super::{Instrument, axis};
use crate::directive::{only, reading};
use crate::draft::{Draft, Scope};
use crate::reader::Text;
use crate::vocabulary::keys;
use crate::vocabulary::types::{
    Expression, NumberFormat, NumberOrExpression, OneOf, PlainText, Tables, Tracks,
};
use mission_model::mission::{InstrumentKind, Interval, Intervals};
use mission_model::value::Type;

keys! {
    /// Estimates with their intervals.
    pub struct IntervalsKeys of "`[[intervals]]`" {
        /// The estimates, from top to bottom.
        need row: Tables<RowKeys>,
        /// What is estimated.
        need x_label: PlainText,
        /// How the numbers are printed.
        may x_format: NumberFormat,
        /// Where a line is drawn to compare with: 0 for a difference.
        may reference: NumberOrExpression,
        /// How bad it may be. Each row says whether its interval keeps it.
        may margin: NumberOrExpression,
        /// Which way is better.
        may best: OneOf<Better> = Better::High,
    }
}

keys! {
    /// An estimate with its interval.
    pub struct RowKeys of "`[[intervals.row]]`" {
        /// What it is of.
        need label: PlainText,
        /// The ends of the interval, and the estimate between them: numbers.
        need low: Expression,
        need middle: Expression,
        need high: Expression,
        /// Where it is; everywhere if you don't say.
        may tracks: Tracks,
    }
}

impl Instrument for IntervalsKeys {
    const NAME: &'static str = "intervals";

    fn resolve(self, draft: &mut Draft, scope: Scope, _: Option<&Text>) -> Option<InstrumentKind> {
        let axis = axis(draft, self.x_label, self.x_format);
        let [reference, margin] =
            [self.reference, self.margin].map(|at| at.map(|at| reading::bound(draft, scope, at)));
        let mut rows = Vec::new();
        for keys in self.row? {
            let only = only(draft, keys.tracks, scope);
            let scope = Scope {
                only: &only,
                ..scope
            };
            let [low, middle, high] = [keys.low, keys.middle, keys.high]
                .map(|text| text.map(|text| draft.value(scope, &text, Type::Number)));
            rows.push(Interval {
                label: keys.label?.value,
                low: low?,
                middle: middle?,
                high: high?,
                only: only.clone(),
            });
        }
        Some(InstrumentKind::Intervals(Box::new(Intervals {
            rows,
            axis: axis?,
            reference,
            margin,
            low: self.best == Better::Low,
        })))
    }
}
