//! The numbers that instruments show from the start.

use mission_model::format::Format;
use mission_model::mission::{InstrumentKind, Kind};

/// A number that an instrument shows.
pub struct Shown<'m> {
    pub instrument: &'m str,
    pub label: &'m str,
    pub value: &'m str,
    pub format: &'m Format,
}

/// The numbers that an island shows from the start.
pub fn readings(kind: &Kind, track: usize) -> Vec<Shown<'_>> {
    let Kind::Bench(bench) = kind else {
        return Vec::new();
    };
    let open = bench
        .instruments
        .iter()
        .filter(|instrument| instrument.shown_if.is_none() && instrument.only.admits(track));
    let mut found = Vec::new();
    for instrument in open {
        let mut show = |label, value, format| {
            found.push(Shown {
                instrument: &instrument.id,
                label,
                value,
                format,
            });
        };
        match &instrument.kind {
            InstrumentKind::Cards { readings, .. } => {
                let readings = readings.iter().filter(|reading| reading.only.admits(track));
                readings.for_each(|reading| show(&reading.label, &reading.value, &reading.format));
            }
            InstrumentKind::Gauge(gauge) => show(&instrument.title, &gauge.value, &gauge.format),
            InstrumentKind::Bars { bars, format } => {
                bars.iter()
                    .for_each(|bar| show(&bar.label, &bar.value, format));
            }
            InstrumentKind::Waterfall(waterfall) => {
                let steps = waterfall.steps.iter();
                steps.for_each(|step| show(&step.label, &step.value, &waterfall.format));
            }
            _ => {}
        }
    }
    found
}
