//! A mission goes in; it is worked with as a student would, its controls taken to their ends, and every island drawn.

use mission_model::ledger::{Act, Ledger};
use mission_model::mission::{Control, ControlKind, Mission};
use mission_model::value::Value;
use mission_widgets::{Store, render};

/// Draws every island at the presets, and of each track at an end of all controls.
pub fn work(mission: Mission) {
    let tracks = mission.tracks.len();
    let store = Store::new(mission);
    draw(&store);
    store.start(Ledger::new(store.mission()), "fuzz".to_owned());
    for (track, end) in (0..tracks).zip([End::Least, End::Most].into_iter().cycle()) {
        store.choose(track);
        for control in store.mission().controls.clone() {
            store.act(Act::Set {
                value: end.of(&control),
                control: control.name,
            });
        }
        draw(&store);
    }
}

/// Draws every island as it stands.
pub fn draw(store: &Store) {
    for index in 0..store.mission().islands.len() {
        let html = render(store, index);
        assert!(!html.is_empty(), "island {index} is empty");
    }
}

/// An end of a control.
#[derive(Clone, Copy)]
enum End {
    Least,
    Most,
}

impl End {
    fn of(self, control: &Control) -> Value {
        let most = matches!(self, Self::Most);
        match &control.kind {
            ControlKind::Range { min, max, .. } => Value::Number(if most { *max } else { *min }),
            ControlKind::Stops { values, .. } => {
                let value = if most { values.last() } else { values.first() };
                Value::Number(value.copied().unwrap_or(f64::NAN))
            }
            ControlKind::Select { options } => {
                let option = if most {
                    options.last()
                } else {
                    options.first()
                };
                Value::Category(option.map_or("", |(id, _)| id).into())
            }
            ControlKind::Toggle => Value::Truth(most),
        }
    }
}
