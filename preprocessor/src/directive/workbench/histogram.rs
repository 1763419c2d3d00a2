//! `histogram`: how a sample is distributed.

use super::{Instrument, axis};
use crate::draft::{Draft, Scope};
use crate::reader::Text;
use crate::vocabulary::keys;
use crate::vocabulary::types::{Expression, NumberFormat, PlainText, Series, Tables, Whole};
use mission_model::mission::{InstrumentKind, Sample, SampleMark};
use mission_model::value::Type;

keys! {
    /// How a sample is distributed.
    pub struct HistogramKeys of "`[[histogram]]`" {
        /// The sample.
        need sample: Series,
        /// How many, of equal width, from the least to the greatest.
        may bins: Whole<2, 100> = 20,
        /// What is distributed.
        need x_label: PlainText,
        /// How the ticks are printed.
        may x_format: NumberFormat,
        /// Labelled lines.
        may mark: Tables<MarkKeys>,
    }
}

keys! {
    /// A labelled line.
    pub struct MarkKeys of "`[[histogram.mark]]`" {
        /// What it is.
        need label: PlainText,
        /// Where it is, a number.
        need x: Expression,
    }
}

impl Instrument for HistogramKeys {
    const NAME: &'static str = "histogram";

    fn resolve(self, draft: &mut Draft, scope: Scope, _: Option<&Text>) -> Option<InstrumentKind> {
        let sample = self
            .sample
            .map(|sample| draft.value(scope, &sample, Type::Series));
        let x_axis = axis(draft, self.x_label, self.x_format);
        let mut marks = Vec::new();
        for keys in self.mark.unwrap_or_default() {
            let x = keys.x.map(|x| draft.value(scope, &x, Type::Number));
            marks.extend(keys.label.zip(x).map(|(label, x)| SampleMark {
                label: label.value,
                x,
            }));
        }
        Some(InstrumentKind::Sample(Box::new(Sample {
            sample: sample?,
            bins: self.bins as usize,
            x_axis: x_axis?,
            marks,
        })))
    }
}
