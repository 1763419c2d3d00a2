//! `bars`: values side by side.

use super::Instrument;
use crate::directive::reading::{self, BoundKeys};
use crate::draft::{Draft, Scope};
use crate::reader::Text;
use crate::vocabulary::keys;
use crate::vocabulary::types::{Expression, NumberFormat, PlainText, Tables};
use mission_model::mission::{Bar, Bars, InstrumentKind};
use mission_model::value::Type;

keys! {
    /// Values side by side.
    pub struct BarsKeys of "`[[bars]]`" {
        /// The bars, from left to right.
        need bar: Tables<BarKeys>,
        /// How the numbers are printed.
        may format: NumberFormat,
    }
}

keys! {
    /// A bar.
    pub struct BarKeys of "`[[bars.bar]]`" {
        /// What it is.
        need label: PlainText,
        /// A number.
        need value: Expression,
        flat bounds: BoundKeys,
    }
}

impl Instrument for BarsKeys {
    const NAME: &'static str = "bars";

    fn resolve(self, draft: &mut Draft, scope: Scope, _: Option<&Text>) -> Option<InstrumentKind> {
        let format = reading::format(draft, self.format);
        let mut bars = Vec::new();
        for keys in self.bar? {
            let zones = reading::zones(draft, scope, keys.bounds);
            bars.extend(bar(draft, scope, keys.label, keys.value).map(|bar| Bar { zones, ..bar }));
        }
        (!bars.is_empty()).then_some(InstrumentKind::Bars(Bars { bars, format }))
    }
}

/// A labelled value that is neither good nor bad.
pub fn bar(
    draft: &mut Draft,
    scope: Scope,
    label: Option<Text>,
    value: Option<Text>,
) -> Option<Bar> {
    let value = value.map(|value| draft.value(scope, &value, Type::Number));
    Some(Bar {
        label: label?.value,
        value: value?,
        zones: Vec::new(),
    })
}
