//! What may be written in an expression.

use super::complete::{Completion, CompletionKind};
use super::known::Here;
use crate::text::last_outside_quotes;
use crate::vocabulary::Sort;
use mission_model::expr::functions;

/// Where the readout begins that a text ends in, after its mark.
pub fn readout_at(text: &str) -> Option<usize> {
    let begins = |mark: &str, end: &str| {
        let at = text.rfind(mark)? + mark.len();
        let rest = &text[at..];
        (!rest.contains(end) && !rest.contains("\n\n")).then_some(at)
    };
    begins("{{=", "}}").max(begins("\\val{", "}"))
}

/// What may follow at the end of `written`, which ends at `place`.
pub fn complete(here: &Here, written: &str, place: usize, readout: bool) -> Vec<Completion> {
    let is_name = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '.';
    let begun = written.len() - written.trim_end_matches(is_name).len();
    let replace = place - begun..place;
    let before = &written[..written.len() - begun];
    if readout && last_outside_quotes(before, ':').is_some() {
        return Vec::new();
    }
    if readout && last_outside_quotes(before, '@').is_some() {
        return here.ids(Sort::Directive, &replace);
    }
    // In a category.
    if before.matches('"').count() % 2 == 1 {
        return Vec::new();
    }
    let mut found = here.ids(Sort::Value, &replace);
    found.extend(functions::ALL.iter().map(|function| Completion {
        label: function.name.to_owned(),
        kind: CompletionKind::Function,
        replace: replace.clone(),
        insert: format!("{}($1)", function.name),
        detail: signature(function),
        doc: function.doc.to_owned(),
    }));
    found
}

/// `clamp(x, low, high)`, and what it gives.
pub fn signature(function: &functions::Function) -> String {
    let (name, names) = (function.name, function.parameter_names);
    format!("{name}({names}): {}", function.result.noun())
}
