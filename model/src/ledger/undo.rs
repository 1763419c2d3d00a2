//! The way back from what is broken.

use super::{Ledger, State, follow};
use crate::engine::Engine;
use crate::mission::{Kind, Mission, ValueName};
use crate::value::Value;

/// The settings of a bench's controls at the last moment at which nothing on it was broken; the presets if there
/// was none. They are found in the ledger, so that they are the same after the page was loaded again.
pub fn last_working(
    mission: &Mission,
    ledger: &Ledger,
    track: usize,
    id: &str,
) -> Vec<(ValueName, Value)> {
    let Some(Kind::Bench(bench)) = mission.island(id).map(|island| &island.kind) else {
        return Vec::new();
    };
    let Ok(mut engine) = Engine::new(mission, track) else {
        return Vec::new();
    };
    let presets = settings(&engine, bench.all_controls());
    // From the latest moment back: neighbours differ by an act, so that little is computed again.
    for moment in (0..=ledger.entries.len()).rev() {
        let mut state = State::new(mission);
        for entry in &ledger.entries[..moment] {
            state.apply(mission, entry);
        }
        let done = &state.tracks[track];
        let own = mission
            .controls
            .iter()
            .filter(|control| control.only.admits(track));
        for control in own {
            let set = done.settings.get(&control.name);
            let value = set.unwrap_or_else(|| control.preset.get(track));
            engine.set(&control.name, value.clone());
        }
        follow(mission, track, done, &mut engine);
        if bench
            .broken(track, |name| engine.truth(name))
            .next()
            .is_none()
        {
            return settings(&engine, bench.all_controls());
        }
    }
    presets
}

fn settings<'a>(
    engine: &Engine,
    controls: impl Iterator<Item = &'a ValueName>,
) -> Vec<(ValueName, Value)> {
    controls
        .filter_map(|name| Some((name.clone(), engine.get(name)?.clone())))
        .collect()
}
