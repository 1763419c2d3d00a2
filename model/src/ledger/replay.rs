//! Re-executes a ledger, and names what the model does not confirm.

use super::{Act, Ledger, Readings, State, follow};
use crate::engine::{Engine, EngineError};
use crate::mission::{Kind, Mission, ValueName};
use crate::value::Value;

/// What a replay found that the model does not bear out.
#[derive(Clone, Debug, PartialEq)]
pub enum Discrepancy {
    /// The ledger was written in another edition of the chapter.
    Edition {
        /// That edition.
        recorded: String,
    },
    /// From this entry on, by index, the file is not as it was written: something was edited, added or
    /// removed here.
    Seal(usize),
    /// An entry that does not fit the chapter, by index.
    Unfit(usize),
    /// A reading that the model does not give.
    Reading {
        /// The index of the entry.
        entry: usize,
        /// The value's name.
        name: ValueName,
        /// What the ledger says.
        recorded: Value,
        /// What the model gives; `None` if the chapter has no such value.
        computed: Option<Value>,
    },
    /// A reveal or a goal that was reached without its condition, by index.
    Unmet(usize),
}

/// Re-executes a ledger: the state it amounts to, and all that the model does not confirm to the bit.
///
/// # Errors
/// [`EngineError`], if the mission itself can't be evaluated.
pub fn replay(
    mission: &Mission,
    ledger: &Ledger,
) -> Result<(State, Vec<Discrepancy>), EngineError> {
    let mut state = State::new(mission);
    let mut engines = Vec::with_capacity(mission.tracks.len());
    for (track, fresh) in state.tracks.iter().enumerate() {
        let mut engine = Engine::new(mission, track)?;
        follow(mission, track, fresh, &mut engine);
        engines.push(engine);
    }
    let mut found = Vec::new();
    if ledger.edition != mission.edition {
        found.push(Discrepancy::Edition {
            recorded: ledger.edition.clone(),
        });
    }
    found.extend(ledger.broken_seal().map(Discrepancy::Seal));
    for (index, entry) in ledger.entries.iter().enumerate() {
        if !state.apply(mission, entry) {
            found.push(Discrepancy::Unfit(index));
            continue;
        }
        let Some(track) = mission.track(&entry.track) else {
            continue;
        };
        let engine = &mut engines[track];
        match &entry.act {
            Act::Set { control, .. } => {
                if let Some(value) = state.tracks[track].settings.get(control) {
                    engine.set(control, value.clone());
                }
            }
            Act::Reveal { reveal, readings } => {
                if let Some(Kind::Reveal(reveal)) =
                    mission.island(reveal).map(|island| &island.kind)
                    && reveal.when.as_ref().is_some_and(|when| !engine.truth(when))
                {
                    found.push(Discrepancy::Unmet(index));
                }
                compare(engine, index, readings, &mut found);
            }
            Act::Reach { bench, readings } => {
                if let Some(Kind::Bench(bench)) = mission.island(bench).map(|island| &island.kind)
                    && let Some(goal) = &bench.goal
                    && !goal.is_met(track, |name| engine.truth(name))
                {
                    found.push(Discrepancy::Unmet(index));
                }
                compare(engine, index, readings, &mut found);
            }
            Act::Commit { readings, .. }
            | Act::Try { readings, .. }
            | Act::Attach { readings, .. } => {
                compare(engine, index, readings, &mut found);
            }
            Act::Reset { .. } => *engine = restored(mission, track, &state)?,
            Act::Choose
            | Act::Predict { .. }
            | Act::Write { .. }
            | Act::Again { .. }
            | Act::Peek { .. } => {}
        }
        follow(mission, track, &state.tracks[track], engine);
    }
    Ok((state, found))
}

/// An engine with a track's settings.
fn restored(mission: &Mission, track: usize, state: &State) -> Result<Engine, EngineError> {
    let mut engine = Engine::new(mission, track)?;
    for (name, value) in &state.tracks[track].settings {
        engine.set(name, value.clone());
    }
    Ok(engine)
}

fn compare(engine: &Engine, entry: usize, readings: &Readings, found: &mut Vec<Discrepancy>) {
    for (name, recorded) in readings {
        let computed = engine.get(name);
        if computed != Some(recorded) {
            let (name, recorded, computed) = (name.clone(), recorded.clone(), computed.cloned());
            found.push(Discrepancy::Reading {
                entry,
                name,
                recorded,
                computed,
            });
        }
    }
}
