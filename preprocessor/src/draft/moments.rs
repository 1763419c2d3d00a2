//! Values as they were at a moment: `{{= drift.psi_live @ monitoring_reveal : .2}}`.
//!
//! A moment is named after what was reached then: a lock that was answered, a reveal that was opened, a goal, a trial
//! that won, a stakeholder who was convinced. It may be declared after the text that names it, so names are looked up
//! when the chapter is read.

use super::Draft;
use crate::diagnostic::suggest;
use crate::reader::Text;
use mission_model::mission::{Bench, Kind};

/// A readout, by index, and the moment that it names.
pub type Wanted = (usize, Text);

impl Draft<'_> {
    /// Gives each readout of a moment the name by which the ledger finds it; reports moments that there are not.
    pub fn resolve_moments(&mut self) {
        for (readout, text) in std::mem::take(&mut self.moments) {
            match self.moment(&text.value) {
                Ok(name) => self.mission.readouts[readout].at = name,
                Err((message, help)) => {
                    self.sink.report(text.span, message, "which moment?", help);
                }
            }
        }
    }

    /// The moment's full name; `None` if what it is of was refused.
    fn moment(&self, text: &str) -> Result<Option<String>, (String, Option<String>)> {
        let (id, what) = match text.split_once('.') {
            Some((id, what)) => (id, Some(what)),
            None => (text, None),
        };
        let Some(island) = self.mission.island(id) else {
            if self.refused.has_directive(id) {
                return Ok(None);
            }
            let islands = self.mission.islands.iter();
            let known: Vec<&str> = islands
                .filter(|island| !moments(&island.kind).is_empty())
                .map(|island| island.id.as_str())
                .collect();
            return Err((
                format!("nothing is called `{id}`"),
                suggest(id, known).into(),
            ));
        };
        let known = moments(&island.kind);
        let full = |moment: &str| match moment {
            "" => id.to_owned(),
            moment => format!("{id}.{moment}"),
        };
        match (what, known.as_slice()) {
            (None, [only]) => Ok(Some(full(only))),
            (Some(what), _) if known.contains(&what) => Ok(Some(full(what))),
            (_, []) => Err((
                format!("`{id}` has no moment of its own"),
                Some(
                    "name a lock, a reveal or a challenge, or a bench with a goal or trials"
                        .to_owned(),
                ),
            )),
            (_, known) => {
                let known: Vec<String> = known
                    .iter()
                    .map(|moment| format!("`{}`", full(moment)))
                    .collect();
                let message = match what {
                    None => format!("`{id}` has more than one moment"),
                    Some(what) => format!("`{id}` has no moment `{what}`"),
                };
                Err((message, Some(format!("write {}", known.join(" or ")))))
            }
        }
    }
}

/// What the moments of an island are called after its id.
fn moments(kind: &Kind) -> Vec<&'static str> {
    match kind {
        Kind::Lock(_) | Kind::Reveal(_) => vec![""],
        Kind::Challenge(_) => vec!["passed"],
        Kind::Bench(Bench { goal, trials, .. }) => {
            let reached = goal.as_ref().map(|_| "reached");
            reached
                .into_iter()
                .chain(trials.as_ref().map(|_| "won"))
                .collect()
        }
        Kind::Chapter | Kind::Math(_) | Kind::Reflect(_) | Kind::Ledger(_) => Vec::new(),
    }
}
