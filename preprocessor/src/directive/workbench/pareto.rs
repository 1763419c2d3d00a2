//! `pareto`: all settings of some controls by two of their outcomes.

use super::{Instrument, axis};
use crate::draft::{Draft, Scope};
use crate::reader::Text;
use crate::vocabulary::keys;
use crate::vocabulary::types::{
    ControlIds, Expression, NumberFormat, OneOf, PlainText, Table, Truth, Whole, Words,
};
use mission_model::mission::{InstrumentKind, Objective, Pareto, PlotAxis};
use mission_model::value::Type;

/// More points than these say nothing more, and take time at every step of a slider.
const MOST: usize = 2000;

keys! {
    /// All settings of some controls.
    pub struct ParetoKeys of "`[[pareto]]`" {
        /// Their values are combined; at most 2000 points in all.
        need over: ControlIds,
        /// How many values of a `range` are taken.
        may steps: Whole<2, 100> = 9,
        /// Numbers.
        need x: Expression,
        need y: Expression,
        /// What they are.
        need x_label: PlainText,
        need y_label: PlainText,
        /// How they are printed.
        may x_format: NumberFormat,
        may y_format: NumberFormat,
        /// A logarithmic axis.
        may x_log: Truth = false,
        may y_log: Truth = false,
        /// Which way is better.
        may best: Table<BestKeys>,
    }
}

keys! {
    /// Which way is better.
    pub struct BestKeys of "`[pareto.best]`" {
        /// Whether less or more of it is better.
        may x: OneOf<Better> = Better::Low,
        may y: OneOf<Better> = Better::Low,
    }
}

/// Whether less or more is better.
#[derive(Clone, Copy, PartialEq)]
pub enum Better {
    Low,
    High,
}

impl Words for Better {
    const ALL: &'static [(&'static str, Self)] = &[("low", Self::Low), ("high", Self::High)];
    fn unknown(_: &str) -> String {
        "better is either low or high".to_owned()
    }
}

impl Instrument for ParetoKeys {
    const NAME: &'static str = "pareto";

    fn resolve(self, draft: &mut Draft, scope: Scope, _: Option<&Text>) -> Option<InstrumentKind> {
        let steps = self.steps as usize;
        let high = |side: fn(&BestKeys) -> Better| {
            self.best
                .as_ref()
                .is_some_and(|best| side(best) == Better::High)
        };
        let (x_high, y_high) = (high(|best| best.x), high(|best| best.y));
        let mut objective = |value: Option<Text>, label, format, log, high| {
            let value = value.map(|value| draft.value(scope, &value, Type::Number));
            let axis = axis(draft, label, format);
            Some(Objective {
                value: value?,
                axis: PlotAxis { log, ..axis? },
                high,
            })
        };
        let x = objective(self.x, self.x_label, self.x_format, self.x_log, x_high);
        let y = objective(self.y, self.y_label, self.y_format, self.y_log, y_high);
        let over = self.over?;
        let controls = over
            .value
            .iter()
            .map(|name| draft.control_of(scope, name))
            .collect::<Option<Vec<_>>>()?;
        let counts = controls
            .iter()
            .map(|control| control.kind.settings(steps).len());
        let points: usize = counts.product();
        if points > MOST {
            let message = format!("{points} settings are too many: at most {MOST} are tried");
            let help = "write fewer `steps`, or name fewer controls".to_owned();
            draft.sink.report(over.span, message, "", help);
            return None;
        }
        Some(InstrumentKind::Pareto(Box::new(Pareto {
            over: controls.into_iter().map(|control| control.name).collect(),
            steps,
            x: x?,
            y: y?,
        })))
    }
}
