//! `gauge`: one value on a scale with its zones.

use super::{number, reading};
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::mission::{Bound, Gauge, InstrumentKind};

/// Reads `[[gauge]]`.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<InstrumentKind> {
    let value = number(draft, reader, scope, "value");
    let format = reading::format_if(draft, reader);
    let min = reading::bound_if(draft, reader, scope, "min").unwrap_or(Bound::Number(0.0));
    let max = reader.written("max");
    let max = max.map(|max| reading::bound(draft, scope, max));
    let zones = reading::zones(draft, reader, scope);
    if let (Some(low), Some(high)) = (reading::fixed(Some(&min)), reading::fixed(max.as_ref()))
        && low >= high
    {
        let message = format!("the scale ends at {high}, which is not above {low}");
        let help = format!("write a `max` above {low}, or a `min` below {high}");
        draft.sink.report(reader.place("max"), message, "", help);
        return None;
    }
    Some(InstrumentKind::Gauge(Box::new(Gauge {
        value: value?,
        format,
        min,
        max: max?,
        zones,
    })))
}
