//! Where a value that is no number comes from: through the values that it reads, to the expression that gave it.

use super::Values;
use mission_model::expr::trace::{Beyond, Origin};
use mission_model::value::Value;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// Where a value that is no number comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The index in `mission.values` of the value whose expression it is.
    pub value: usize,
    /// The part of the expression.
    pub part: Range<usize>,
    /// The knobs that the value depends on.
    pub knobs: Rc<[usize]>,
    /// Whether it is compared, rather than shown.
    pub compared: bool,
    /// The argument that is out of range, if that is the reason.
    pub beyond: Option<Beyond>,
}

/// Why values are no numbers at one setting, by step, as far as that was asked. Each is found out once, however many
/// read it.
#[derive(Default)]
pub struct Followed(HashMap<usize, Option<Fault>>);

impl Values<'_> {
    /// Why a step is no number, if it is shown and that is not meant; or what it compares.
    pub fn fault(
        &self,
        values: &[Value],
        step: usize,
        shown: bool,
        followed: &mut Followed,
    ) -> Option<Fault> {
        let trace = &self.steps[step].trace;
        if shown && !is_finite(&values[self.steps[step].slot]) {
            return self.origin(values, step, followed);
        }
        if !trace.compares() {
            return None;
        }
        let origins = trace.compared(&self.env(values, &self.steps[step]));
        for read in self.reads(&origins) {
            self.origin(values, read, followed);
        }
        let first = self.first(step, &origins, followed);
        first.map(|first| Fault {
            compared: true,
            ..first
        })
    }

    /// Where a step that is not finite comes from: its origins, followed through the values that are read. However
    /// long the way is, it is no deeper than one step.
    fn origin(&self, values: &[Value], step: usize, followed: &mut Followed) -> Option<Fault> {
        let mut pending = vec![(step, None)];
        while let Some((at, found)) = pending.pop() {
            if followed.0.contains_key(&at) {
                continue;
            }
            let found = found.unwrap_or_else(|| {
                let step = &self.steps[at];
                step.trace.origins(&self.env(values, step))
            });
            let mut unknown = self.reads(&found);
            unknown.retain(|read| !followed.0.contains_key(read));
            if unknown.is_empty() {
                let fault = self.first(at, &found, followed);
                followed.0.insert(at, fault);
                continue;
            }
            pending.push((at, Some(found)));
            pending.extend(unknown.into_iter().map(|read| (read, None)));
        }
        followed.0.get(&step).cloned().flatten()
    }

    /// The steps that are among some origins.
    fn reads(&self, origins: &[Origin]) -> Vec<usize> {
        let read = |origin: &Origin| match origin {
            Origin::Value(slot) => self.step_of[*slot],
            _ => None,
        };
        let mut reads: Vec<usize> = origins.iter().filter_map(read).collect();
        reads.sort_unstable();
        reads.dedup();
        reads
    }

    /// The first of the origins of a step, once those that are read are known; `None` if one of them is meant, or
    /// follows from what a student has not done yet.
    fn first(&self, step: usize, origins: &[Origin], followed: &Followed) -> Option<Fault> {
        let here = |part: &Range<usize>, beyond: Option<&Beyond>| Fault {
            value: self.steps[step].value,
            part: part.clone(),
            knobs: self.steps[step].knobs.clone(),
            compared: false,
            beyond: beyond.cloned(),
        };
        let mut first = None;
        for origin in origins {
            let fault = match origin {
                Origin::Meant => return None,
                Origin::Here(part) => here(part, None),
                Origin::Beyond(beyond) => here(&beyond.argument, Some(beyond)),
                Origin::Value(slot) => followed.0.get(&self.step_of[*slot]?)?.clone()?,
            };
            first.get_or_insert(fault);
        }
        first
    }
}

fn is_finite(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_finite(),
        Value::Series(series) => series.iter().all(|item| item.is_finite()),
        Value::Truth(_) | Value::Category(_) => true,
    }
}
