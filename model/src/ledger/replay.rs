//! Re-executes a ledger, and names what the model does not confirm.

use super::moment::recorded;
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
    /// A reveal or a goal that was reached without its condition, or a failure that was none, by index.
    Unmet(usize),
    /// What was found of an act, by index, is not what the model finds: whether it met what was asked for, and what its
    /// texts print.
    Outcome(usize),
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
        follow(mission, fresh, &mut engine);
        engines.push(engine);
    }
    let mut found = Vec::new();
    if ledger.edition != mission.edition {
        found.push(Discrepancy::Edition {
            recorded: ledger.edition.clone(),
        });
    }
    found.extend(ledger.broken_seal().map(Discrepancy::Seal));
    let same_edition = ledger.edition == mission.edition;
    for (index, entry) in ledger.entries.iter().enumerate() {
        let otherwise = mission
            .track(&entry.track)
            .zip(entry.outcome.as_ref().filter(|_| same_edition))
            .is_some_and(|(track, outcome)| {
                recorded(mission, &state, &mut engines[track], entry) != *outcome
            });
        if !state.apply(mission, entry) {
            found.push(Discrepancy::Unfit(index));
            continue;
        }
        if otherwise {
            found.push(Discrepancy::Outcome(index));
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
                compare(engine, (index, same_edition), readings, &mut found);
            }
            Act::Reach { bench, readings } => {
                if let Some(Kind::Bench(bench)) = mission.island(bench).map(|island| &island.kind)
                    && let Some(goal) = &bench.goal
                    && !goal.is_met(track, |name| engine.truth(name))
                {
                    found.push(Discrepancy::Unmet(index));
                }
                compare(engine, (index, same_edition), readings, &mut found);
            }
            Act::Break { bench, readings } => {
                if let Some(bench) = mission.bench(bench)
                    && bench
                        .broken(track, |name| engine.truth(name))
                        .next()
                        .is_none()
                {
                    found.push(Discrepancy::Unmet(index));
                }
                compare(engine, (index, same_edition), readings, &mut found);
            }
            Act::Commit { readings, .. }
            | Act::Try { readings, .. }
            | Act::Attach { readings, .. } => {
                compare(engine, (index, same_edition), readings, &mut found);
            }
            Act::Reset { .. } => *engine = restored(mission, track, &state)?,
            Act::Choose
            | Act::Predict { .. }
            | Act::Write { .. }
            | Act::Assess { .. }
            | Act::Again { .. }
            | Act::Peek { .. } => {}
        }
        follow(mission, &state.tracks[track], engine);
    }
    Ok((State::of(mission, ledger), found))
}

/// An engine with a track's settings.
fn restored(mission: &Mission, track: usize, state: &State) -> Result<Engine, EngineError> {
    let mut engine = Engine::new(mission, track)?;
    for (name, value) in &state.tracks[track].settings {
        engine.set(name, value.clone());
    }
    Ok(engine)
}

/// Compares what was read. The conditions of another edition, which have the names of what they say, are not judged.
fn compare(
    engine: &Engine,
    (entry, same_edition): (usize, bool),
    readings: &Readings,
    found: &mut Vec<Discrepancy>,
) {
    for (name, recorded) in readings {
        let computed = engine.get(name);
        let other_edition = computed.is_none() && !same_edition && name.contains("._");
        if computed != Some(recorded) && !other_edition {
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
