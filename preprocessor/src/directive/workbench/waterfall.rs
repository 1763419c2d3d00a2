//! `waterfall`: what a total is made of.

use super::{bars, reading, some};
use crate::draft::{Draft, Scope};
use crate::reader::{Reader, Text};
use mission_model::mission::{Bar, InstrumentKind, Waterfall};
use mission_model::value::Type;
use mission_model::words;

/// Reads `[[waterfall]]` with its `[[waterfall.step]]`.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<InstrumentKind> {
    let format = reading::format_if(draft, reader);
    let total = reader
        .text_if("total")
        .map_or(words::TOTAL.to_owned(), |text| text.value);
    let mut steps = Vec::new();
    for mut table in reader.tables("step") {
        steps.extend(bars::bar(draft, &mut table, scope));
        table.close();
    }
    sum(draft, reader, scope, &steps);
    let example = "`[[waterfall.step]]` with `label = \"…\"` and `value = \"…\"`";
    Some(InstrumentKind::Waterfall(Waterfall {
        steps: some(reader, steps, "step", example)?,
        total,
        format,
    }))
}

/// Declares the total as a value, `ID_total`: it is shown, so it can be read in expressions too.
fn sum(draft: &mut Draft, reader: &mut Reader, scope: Scope, steps: &[Bar]) {
    let values: Vec<&str> = steps.iter().map(|step| step.value.as_str()).collect();
    if let Some(id) = reader.text_if("id")
        && !values.is_empty()
        && !values.contains(&"")
    {
        let sum = Text::made(values.join(" + "), reader.head());
        draft.define(
            scope,
            &format!("{}_total", id.value),
            &sum,
            Some(Type::Number),
        );
    }
}
