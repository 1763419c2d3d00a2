//! `histogram`: how a sample is distributed.

use super::{axis, number, series};
use crate::draft::{Draft, Scope};
use crate::reader::Reader;
use mission_model::mission::{InstrumentKind, Sample, SampleMark};

/// Reads `[[histogram]]` with its `[[histogram.mark]]`.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<InstrumentKind> {
    let sample = series(draft, reader, scope, "sample");
    let bins = reader.whole("bins", 2..101, 20) as usize;
    let x_axis = axis(draft, reader, ["x_label", "x_format"], None);
    let mut marks = Vec::new();
    for mut table in reader.tables("mark") {
        let (label, x) = (table.text("label"), number(draft, &mut table, scope, "x"));
        marks.extend(label.zip(x).map(|(label, x)| SampleMark {
            label: label.value,
            x,
        }));
        table.close();
    }
    Some(InstrumentKind::Sample(Box::new(Sample {
        sample: sample?,
        bins,
        x_axis: x_axis?,
        marks,
    })))
}
