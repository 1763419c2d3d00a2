//! Bytes go in; acts of the chapter come out: of its islands, with values that fit, and some that don't.

use mission_model::Mission;
use mission_model::engine::Engine;
use mission_model::ledger::{Act, Answer, Entry, Outcome, Readings};
use mission_model::mission::ControlKind;
use mission_model::value::Value;

/// More entries reach nothing new, and take their time.
const MOST: usize = 40;

/// A file has no later moment.
const LATEST: u64 = 1 << 53;

/// Numbers that something may trip over.
const NUMBERS: [f64; 16] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    0.95,
    20.0,
    307.0,
    1e-300,
    5e-324,
    1e15,
    1e300,
    -1e300,
    f64::MAX,
    f64::NAN,
    f64::INFINITY,
];

const TEXTS: [&str; 8] = [
    "",
    " ",
    "the queue",
    "two\nlines\nof\nfour",
    "</script><b>",
    "`{{= x}}` | [a](b) \u{0}",
    "e\u{301}\u{202e}\u{e0f0}0\u{e0f1}",
    "# Heading\n\n- item",
];

/// The acts of a row of bytes.
pub fn entries(mission: &Mission, bytes: &[u8]) -> Vec<Entry> {
    let mut source = Source {
        mission,
        bytes: bytes.iter(),
        at: 1_790_000_000_000,
    };
    let mut entries = Vec::new();
    while entries.len() < MOST {
        let Some(entry) = source.entry() else { break };
        entries.push(entry);
    }
    entries
}

struct Source<'a> {
    mission: &'a Mission,
    bytes: std::slice::Iter<'a, u8>,
    at: u64,
}

impl Source<'_> {
    fn byte(&mut self) -> Option<usize> {
        self.bytes.next().map(|byte| usize::from(*byte))
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        let at = self.byte()?;
        of.get(at % of.len().max(1)).cloned()
    }

    fn entry(&mut self) -> Option<Entry> {
        let kind = self.byte()?;
        self.at = match kind >> 4 {
            0..=11 => (self.at + 1000 * kind as u64).min(LATEST),
            12 | 13 => self.at.saturating_sub(5000),
            14 => 0,
            _ => LATEST,
        };
        let tracks = self.mission.tracks.iter().map(|track| track.id.as_str());
        let tracks: Vec<&str> = tracks.chain(["nowhere"]).collect();
        let track = self.pick(&tracks)?.to_owned();
        let act = self.act(kind & 15)?;
        Some(Entry {
            outcome: self.outcome()?,
            ..Entry::new(self.at, track, act)
        })
    }

    fn act(&mut self, kind: usize) -> Option<Act> {
        Some(match kind {
            0 => Act::Choose,
            1 => Act::Predict {
                lock: self.island()?,
                answer: match self.byte()? % 3 {
                    0 => Answer::Choice(self.byte()? % 5),
                    // What is not finite can't be typed, and can't be written.
                    1 => Answer::Number(self.number().filter(|number| number.is_finite())?),
                    _ => Answer::Text(self.text()?),
                },
            },
            2 => Act::Reveal {
                reveal: self.island()?,
                readings: self.readings()?,
            },
            3 => Act::Reach {
                bench: self.island()?,
                readings: self.readings()?,
            },
            4 => Act::Write {
                reflect: self.island()?,
                text: self.text()?,
            },
            5 => Act::Commit {
                reflect: self.island()?,
                readings: self.readings()?,
            },
            6 => Act::Try {
                bench: self.island()?,
                readings: self.readings()?,
            },
            7 => Act::Again {
                bench: self.island()?,
            },
            8 => Act::Attach {
                challenge: self.island()?,
                readings: self.readings()?,
            },
            9 => Act::Reset {
                islands: vec![self.island()?, self.island()?],
            },
            10 => Act::Peek {
                island: self.island()?,
                open: self.byte()? % 2 == 0,
            },
            11 => Act::Break {
                bench: self.island()?,
                readings: self.readings()?,
            },
            12 => Act::Assess {
                reflect: self.island()?,
                criteria: vec![self.text()?],
            },
            _ => self.set()?,
        })
    }

    /// What an earlier version has recorded, or anything that a file may say.
    fn outcome(&mut self) -> Option<Option<Outcome>> {
        let kind = self.byte()?;
        if kind % 2 == 0 {
            return Some(None);
        }
        Some(Some(Outcome {
            met: [None, Some(false), Some(true)][kind / 2 % 3],
            over: kind & 64 != 0,
            words: if kind & 128 != 0 {
                self.text()?
            } else {
                String::new()
            },
            text: String::new(),
            shown: self.readings()?,
        }))
    }

    fn set(&mut self) -> Option<Act> {
        let control = self.pick(&self.mission.controls)?;
        let value = match (&control.kind, self.byte()? % 8) {
            (_, 0) => self.value()?,
            (ControlKind::Range { min, max, .. }, _) => {
                Value::Number(min + (max - min) * self.byte()? as f64 / 255.0)
            }
            (ControlKind::Stops { values, .. }, _) => Value::Number(self.pick(values)?),
            (ControlKind::Select { options }, _) => {
                Value::Category(self.pick(options)?.0.as_str().into())
            }
            (ControlKind::Toggle, _) => Value::Truth(self.byte()? % 2 == 0),
        };
        Some(Act::Set {
            control: control.name,
            value,
        })
    }

    fn island(&mut self) -> Option<String> {
        let islands = self.mission.islands.iter().map(|island| island.id.as_str());
        let islands: Vec<&str> = islands.chain(["nothing"]).collect();
        self.pick(&islands).map(str::to_owned)
    }

    fn text(&mut self) -> Option<String> {
        match self.byte()? {
            at @ 0..128 => Some(TEXTS[at % TEXTS.len()].to_owned()),
            length => {
                let bytes: Vec<u8> = self.bytes.by_ref().take(length - 128).copied().collect();
                Some(String::from_utf8_lossy(&bytes).into_owned())
            }
        }
    }

    fn number(&mut self) -> Option<f64> {
        match self.byte()? {
            at @ 0..192 => Some(NUMBERS[at % NUMBERS.len()]),
            _ => {
                let bytes: Vec<u8> = self.bytes.by_ref().take(8).copied().collect();
                Some(f64::from_le_bytes(bytes.try_into().ok()?))
            }
        }
    }

    fn value(&mut self) -> Option<Value> {
        Some(match self.byte()? % 4 {
            0 => Value::Number(self.number()?),
            1 => Value::Truth(self.byte()? % 2 == 0),
            2 => Value::Category(self.text()?.as_str().into()),
            _ => Value::Series([self.number()?, self.number()?].into()),
        })
    }

    /// Mostly what the model gives, under names of the chapter.
    fn readings(&mut self) -> Option<Readings> {
        let engine = Engine::new(self.mission, 0).ok()?;
        let mut readings = Readings::default();
        for _ in 0..self.byte()? % 6 {
            let derived = self.pick(&self.mission.values)?.name;
            let value = match (engine.get(&derived), self.byte()? % 4) {
                (Some(value), 1..) => value.clone(),
                _ => self.value()?,
            };
            readings.insert(derived, value);
        }
        Some(readings)
    }
}
