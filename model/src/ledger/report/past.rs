//! What a report tells of the way there: first predictions, what was begun anew, the charts of each moment.

use super::Charts;
use crate::ledger::moment::walk;
use crate::ledger::{Act, Answer, Entry, Ledger, Moment, Readings, State, TrackState};
use crate::mission::{Kind, Mission};
use crate::names::Names;

/// See the [module](self).
pub struct Past<'l> {
    /// Where it has led.
    pub state: State,
    /// By track.
    pub tracks: Vec<TrackPast>,
    /// The entries that do not fit the chapter.
    pub unfit: Vec<&'l Entry>,
}

/// What a report tells of the way of one track.
#[derive(Clone, Default)]
pub struct TrackPast {
    /// By lock: the first answer.
    pub first: Names<First>,
    /// By island: when it was begun anew.
    pub anew: Names<Vec<u64>>,
    /// By moment (a reveal, `bench.reached`, `bench.won`, `bench.broken`, `challenge.passed`): the charts.
    pub charts: Names<String>,
}

/// The first answer to a lock.
#[derive(Clone, Debug, PartialEq)]
pub struct First {
    pub answer: Answer,
    pub moment: Moment,
    /// Whether it was right, as far as that was told before it was given anew.
    pub right: Option<bool>,
}

impl<'l> Past<'l> {
    pub fn of(mission: &Mission, ledger: &'l Ledger, charts: Charts) -> Self {
        let mut tracks = vec![TrackPast::default(); mission.tracks.len()];
        let (state, unfit) = walk(mission, ledger, &mut |state, entry| {
            if let Some(track) = mission.track(&entry.track) {
                tracks[track].add(mission, state, track, entry, charts);
            }
        });
        Self {
            state,
            tracks,
            unfit,
        }
    }
}

impl TrackPast {
    /// Adds an act that has led to a state.
    fn add(
        &mut self,
        mission: &Mission,
        state: &State,
        track: usize,
        entry: &Entry,
        charts: Charts,
    ) {
        let done = &state.tracks[track];
        let shown = match &entry.act {
            Act::Predict { lock, .. } => {
                self.judge(mission, done, lock);
                None
            }
            Act::Reset { islands } => {
                for id in islands {
                    self.anew.or_default(id).push(entry.at);
                    self.charts.remove(id);
                    self.charts.remove_prefixed(&format!("{id}."));
                }
                None
            }
            Act::Reveal { reveal, readings } => {
                if let Some(Kind::Reveal(of)) = mission.island(reveal).map(|of| &of.kind) {
                    self.judge(mission, done, &of.lock);
                }
                Some((reveal.clone(), benches(mission, readings)))
            }
            Act::Reach { bench, .. } => Some((format!("{bench}.reached"), vec![bench.clone()])),
            Act::Break { bench, .. } => Some((format!("{bench}.broken"), vec![bench.clone()])),
            Act::Try { bench, .. } => {
                let last = done.rounds.get(bench).and_then(|rounds| rounds.last());
                let won = last.and_then(|round| round.last()).is_some_and(Moment::met);
                won.then(|| (format!("{bench}.won"), vec![bench.clone()]))
            }
            Act::Attach {
                challenge,
                readings,
            } => {
                let shown = || (format!("{challenge}.passed"), benches(mission, readings));
                done.has_passed(challenge).then(shown)
            }
            _ => None,
        };
        if let Some((moment, benches)) = shown
            && !self.charts.contains_key(&moment)
        {
            let drawn = benches.iter().map(|bench| charts(state, track, bench));
            self.charts.insert(moment, drawn.collect());
        }
    }
}

impl TrackPast {
    /// Keeps the answer to a lock, if it is the first, with what is known of it by now.
    fn judge(&mut self, mission: &Mission, done: &TrackState, lock: &str) {
        let moments = done.answered.get(lock).map(Vec::as_slice);
        let (Some(answer), Some([moment])) = (done.predictions.get(lock), moments) else {
            return;
        };
        let right = done.verdict(mission, lock);
        match self.first.get_mut(lock) {
            Some(first) if first.moment == *moment => first.right = right,
            Some(_) => {}
            None => {
                let first = First {
                    answer: answer.clone(),
                    moment: moment.clone(),
                    right,
                };
                self.first.insert(lock.to_owned(), first);
            }
        }
    }
}

/// The benches whose values were read.
fn benches(mission: &Mission, readings: &Readings) -> Vec<String> {
    let owners = readings
        .iter()
        .filter_map(|(name, _)| name.split('.').next());
    let mut benches: Vec<String> = owners
        .filter(|id| mission.bench(id).is_some())
        .map(str::to_owned)
        .collect();
    benches.dedup();
    benches
}
