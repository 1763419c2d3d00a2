//! `heatmap`: a value over two controls.

use super::Instrument;
use crate::directive::reading::{self, BoundKeys};
use crate::draft::{Draft, Scope};
use crate::reader::Text;
use crate::vocabulary::keys;
use crate::vocabulary::types::{ControlId, Expression, NumberFormat, Whole};
use mission_model::mission::{Control, ControlKind, Heatmap, InstrumentKind};
use mission_model::value::Type;

keys! {
    /// A value over two controls.
    pub struct HeatmapKeys of "`[[heatmap]]`" {
        /// `range`, `stops` or `select`.
        need x: ControlId,
        need y: ControlId,
        /// A number that depends on them.
        need value: Expression,
        /// How it is printed.
        may format: NumberFormat,
        /// How many values of a `range` are taken for `x`.
        may columns: Whole<2, 40> = 16,
        /// The same for `y`.
        may rows: Whole<2, 30> = 10,
        flat bounds: BoundKeys,
    }
}

impl Instrument for HeatmapKeys {
    const NAME: &'static str = "heatmap";

    fn resolve(self, draft: &mut Draft, scope: Scope, _: Option<&Text>) -> Option<InstrumentKind> {
        let second = self.y.as_ref().map(|y| y.span.clone());
        let x = self.x.and_then(|x| side(draft, scope, x));
        let y = self.y.and_then(|y| side(draft, scope, y));
        let value = self
            .value
            .map(|value| draft.value(scope, &value, Type::Number));
        let format = reading::format(draft, self.format);
        let zones = reading::zones(draft, scope, self.bounds);
        let (x, y) = (x?, y?);
        if x.name == y.name {
            let help = "a heatmap has two sides: name another control".to_owned();
            let message = "`x` and `y` are one control";
            draft.sink.report(second?, message, "", help);
            return None;
        }
        Some(InstrumentKind::Heatmap(Box::new(Heatmap {
            x: x.name,
            y: y.name,
            columns: self.columns as usize,
            rows: self.rows as usize,
            value: value?,
            format,
            zones,
        })))
    }
}

/// The control of a side.
fn side(draft: &mut Draft, scope: Scope, text: Text) -> Option<Control> {
    let control = draft.control_of(scope, &text)?;
    if control.kind == ControlKind::Toggle {
        let help = "a side of a heatmap is a control of kind range, stops or select".to_owned();
        let message = format!("`{}` is a toggle", text.value);
        draft
            .sink
            .report(text.span, message, "it has but two values", help);
        return None;
    }
    Some(control)
}
