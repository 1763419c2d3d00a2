//! What a chapter declares, read from its model: for completion and hover. It is there for a chapter with mistakes,
//! too, as far as that could be read.

use crate::draft::Draft;
use mission_model::engine::Engine;
use mission_model::format::Format;
use mission_model::mission::{ControlKind, Kind, Mission, Only};
use mission_model::value::{Type, Value};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The outlines of a book's chapters, by file.
#[derive(Default)]
pub struct Outlines(Mutex<HashMap<PathBuf, Arc<Outline>>>);

/// What a chapter declares.
#[derive(Debug, Default)]
pub struct Outline {
    /// The chapter's id.
    pub id: String,
    /// The ids of the tracks, with their names.
    pub tracks: Vec<(String, String)>,
    /// The ids of the directives, with their kinds.
    pub directives: Vec<(String, &'static str)>,
    /// What expressions read, by full name.
    pub names: BTreeMap<String, Named>,
}

/// Something that expressions read.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// "a slider from 0 to 10", "a value".
    pub what: String,
    /// Whether it is a control.
    pub is_control: bool,
    /// Its expression in some tracks; in all, if none is named.
    pub expressions: Vec<(Vec<String>, String)>,
    /// What it is worth at the presets, by track. Nothing while the chapter doesn't fit together.
    pub presets: Vec<(String, String)>,
}

impl Outlines {
    /// Notes what a chapter declares.
    pub fn note(&self, shown: &Path, draft: &Draft) {
        let outline = Arc::new(Outline::new(&draft.mission, draft.sink.is_empty()));
        self.lock().insert(shown.to_owned(), outline);
    }

    /// The outline of a chapter.
    pub fn of(&self, shown: &Path) -> Option<Arc<Outline>> {
        self.lock().get(shown).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Arc<Outline>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Outline {
    fn new(mission: &Mission, sound: bool) -> Self {
        let mut outline = Self {
            id: mission.id.clone(),
            ..Self::default()
        };
        let tracks = mission.tracks.iter();
        outline.tracks = tracks
            .map(|track| (track.id.clone(), track.name.clone()))
            .collect();
        let islands = mission.islands.iter();
        let named = islands.filter(|island| island.kind != Kind::Chapter);
        outline.directives = named
            .map(|island| (island.id.clone(), island.kind.name()))
            .collect();
        outline.declare(mission);
        if sound {
            outline.compute(mission);
        }
        outline.names.retain(|name, _| !name.contains("._"));
        outline
    }

    fn declare(&mut self, mission: &Mission) {
        for control in &mission.controls {
            let named = self.names.entry(control.name.clone()).or_default();
            named.what = of_control(&control.kind);
            named.is_control = true;
        }
        for value in &mission.values {
            let named = self.names.entry(value.name.clone()).or_default();
            named.what = "a value".to_owned();
            let expression = (tracks(mission, &value.only), value.expr.to_string());
            named.expressions.push(expression);
        }
        for table in &mission.tables {
            let named = self.names.entry(table.name.clone()).or_default();
            let rows = table.rows.iter();
            let rows: Vec<String> = rows
                .map(|(row, number)| format!("{row} {number}"))
                .collect();
            named.what = format!("a table: {}", rows.join(", "));
        }
        for (name, value) in mission.inputs() {
            let named = self.names.entry(name).or_default();
            named.what = format!(
                "a {} that follows from what a student did",
                value.kind().noun()
            );
        }
    }

    fn compute(&mut self, mission: &Mission) {
        for (index, track) in mission.tracks.iter().enumerate() {
            let Ok(engine) = Engine::new(mission, index) else {
                continue;
            };
            for (name, named) in &mut self.names {
                if let Some(value) = engine.get(name) {
                    let printed = printed(value, &format(mission, name, index));
                    named.presets.push((track.id.clone(), printed));
                    if named.what == "a value" && value.kind() != Type::Number {
                        named.what = format!("a value, a {}", value.kind().noun());
                    }
                }
            }
        }
    }
}

fn tracks(mission: &Mission, only: &Only) -> Vec<String> {
    let ids = only.0.iter().filter_map(|index| mission.tracks.get(*index));
    ids.map(|track| track.id.clone()).collect()
}

fn of_control(kind: &ControlKind) -> String {
    match kind {
        ControlKind::Range {
            min, max, format, ..
        } => format!(
            "a slider from {} to {}",
            format.print(*min),
            format.print(*max)
        ),
        ControlKind::Stops { values, format, .. } => {
            let values: Vec<String> = values.iter().map(|value| format.print(*value)).collect();
            format!("a slider over {}", values.join(", "))
        }
        ControlKind::Select { options } => {
            let ids: Vec<String> = options.iter().map(|(id, _)| format!("`{id}`")).collect();
            format!("a select of {}", ids.join(", "))
        }
        ControlKind::Toggle => "a toggle".to_owned(),
    }
}

/// How a value is printed where the chapter shows it.
fn format(mission: &Mission, name: &str, track: usize) -> Format {
    let control = mission.control(name, track).map(|control| &control.kind);
    match control {
        Some(ControlKind::Range { format, .. } | ControlKind::Stops { format, .. }) => {
            format.clone()
        }
        _ => mission
            .reading(name, track)
            .map_or_else(Format::default, |reading| reading.format.clone()),
    }
}

/// A longer series says no more.
const MOST_NUMBERS: usize = 8;

fn printed(value: &Value, format: &Format) -> String {
    match value {
        Value::Number(number) => format.print(*number),
        Value::Truth(truth) => truth.to_string(),
        Value::Category(category) => format!("\"{category}\""),
        Value::Series(series) => {
            let shown = series.iter().take(MOST_NUMBERS);
            let mut shown: Vec<String> = shown.map(|number| format.print(*number)).collect();
            if series.len() > MOST_NUMBERS {
                shown.push(format!("… {} numbers", series.len()));
            }
            format!("[{}]", shown.join(", "))
        }
    }
}
