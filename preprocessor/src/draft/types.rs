//! Whether every name is one and every value of the type that is wanted, in every track.

use super::refused::Found;
use super::{Draft, Reference, Source};
use crate::diagnostic::{list, nearest, suggest};
use mission_model::engine::{Engine, EngineError};
use mission_model::expr::Expr;
use mission_model::expr::check::{self, CheckError};
use mission_model::mission::{ControlKind, Derived, Only, ValueName};
use mission_model::value::Type;
use std::collections::HashMap;
use std::ops::Range;

impl Draft<'_> {
    /// Checks names, types and cycles in every track.
    pub fn check(&self) {
        // From what is read to what reads it, so that no long way has to be gone down at once.
        let order = self.declared.in_order(&self.mission);
        for track in 0..self.mission.tracks.len() {
            for value in order.iter().map(|index| &self.mission.values[*index]) {
                if value.only.admits(track) {
                    self.type_of(&value.name, track);
                }
            }
            for (value, only, source) in self.written() {
                if only.admits(track) {
                    self.check_value(value, source, track);
                }
            }
            for reference in &self.references {
                if reference.only.admits(track) {
                    self.check_reference(reference, track);
                }
            }
        }
        if self.sink.is_empty() {
            self.check_categories(&order);
            for track in 0..self.mission.tracks.len() {
                if let Err(error) = Engine::new(&self.mission, track) {
                    self.report_engine(&error);
                }
            }
        }
    }

    fn check_value(&self, value: &Derived, source: &Source, track: usize) {
        match self.infer(&value.expr, track) {
            Ok(found) => {
                if let Some(expected) = source.expected
                    && expected != found
                {
                    self.sink.report(
                        source.text.span.clone(),
                        format!("a {} is wanted here", expected.noun()),
                        format!("this is a {}", found.noun()),
                        None,
                    );
                }
            }
            Err(errors) => {
                for error in errors {
                    let span = source.text.at(error.span.clone());
                    if let Some(name) = &error.unknown_name {
                        if self.type_of(name, track) == Found::Open {
                            continue;
                        }
                        self.report_unknown(name, span, &value.only, track);
                    } else if let Some(function) = &error.unknown_function {
                        self.sink.report_seeking(
                            span,
                            format!("there is no function `{function}`"),
                            "unknown function",
                            || suggest(function, mission_model::expr::functions::names()),
                        );
                    } else {
                        self.sink.report(
                            span,
                            "this expression does not fit together",
                            error.message,
                            None,
                        );
                    }
                }
            }
        }
    }

    fn check_reference(&self, reference: &Reference, track: usize) {
        match self.type_of(&reference.name, track) {
            Found::Nothing => self.report_unknown(
                &reference.name,
                reference.span.clone(),
                &reference.only,
                track,
            ),
            Found::Known(found) if found != reference.expected => self.sink.report(
                reference.span.clone(),
                format!("a {} is wanted here", reference.expected.noun()),
                format!("`{}` is a {}", reference.name, found.noun()),
                None,
            ),
            Found::Known(_) | Found::Open => {}
        }
    }

    fn report_unknown(&self, name: &str, span: Range<usize>, only: &Only, track: usize) {
        let elsewhere: Vec<&str> = (0..self.mission.tracks.len())
            .filter(|other| self.type_of(name, *other) != Found::Nothing)
            .map(|other| self.mission.tracks[other].id.as_str())
            .collect();
        if !elsewhere.is_empty() {
            if self.refused.any_track() {
                return;
            }
            let track_id = &self.mission.tracks[track].id;
            let help = if only.is_all() {
                "give the text or the value by track, or"
            } else {
                "use another name, or"
            };
            self.sink.report(
                span,
                format!("`{name}` exists only in track {}", list(&elsewhere)),
                format!("missing in track `{track_id}`"),
                format!("{help} declare `{name}` in every track"),
            );
            return;
        }
        self.sink.report_seeking(
            span,
            format!("nothing is called `{name}`"),
            "unknown name",
            || match name.contains('.') {
                true => suggest_value(name, &self.names()),
                false => "outside its directive a value is written `directive.value`".to_owned(),
            },
        );
    }

    /// The names that an author can write, in the order in which they are suggested.
    fn names(&self) -> Vec<&str> {
        let mission = &self.mission;
        let controls = mission.controls.iter().map(|control| control.name.as_str());
        // In the order of the islands, and not of a map.
        let inputs = mission.inputs().filter_map(|(name, _)| {
            let (name, _) = self.inputs().get_key_value(&name)?;
            Some(name.as_str())
        });
        let values = mission.values.iter().map(|value| value.name.as_str());
        let tables = mission.tables.iter().map(|table| table.name.as_str());
        let all = controls.chain(inputs).chain(values).chain(tables);
        all.filter(|name| !name.contains("._")).collect()
    }

    /// The type of a name in a track. It is asked for once the chapter is read; each is inferred once, since
    /// values that read others twice would double the work at every step.
    fn type_of(&self, name: &str, track: usize) -> Found {
        let key = (track, name.to_owned());
        if let Some(known) = self.types.borrow().get(&key) {
            return *known;
        }
        // Of values that go in a circle, which is reported as such.
        let meanwhile = Found::Known(Type::Number);
        self.types.borrow_mut().insert(key.clone(), meanwhile);
        let found = self.find_type(name, track);
        self.types.borrow_mut().insert(key, found);
        found
    }

    fn inputs(&self) -> &HashMap<ValueName, Type> {
        self.inputs.get_or_init(|| {
            let inputs = self.mission.inputs();
            inputs.map(|(name, value)| (name, value.kind())).collect()
        })
    }

    fn find_type(&self, name: &str, track: usize) -> Found {
        if name == "track" {
            return Found::Known(Type::Category);
        }
        let mission = &self.mission;
        if let Some(control) = self.declared.control_of(mission, name, Some(track)) {
            return Found::Known(of_control(&control.kind));
        }
        if let Some(kind) = self.inputs().get(name) {
            return Found::Known(*kind);
        }
        let found = self
            .declared
            .value_of(mission, name, |only| only.admits(track));
        let Some((index, value)) = found else {
            return match self.is_refused(name) {
                true => Found::Open,
                false => Found::Nothing,
            };
        };
        if let Some(expected) = self.sources[index].expected {
            return Found::Known(expected);
        }
        // A mistake inside it is reported where it stands.
        self.infer(&value.expr, track)
            .map_or(Found::Open, Found::Known)
    }

    /// The type of an expression in a track, or what in it does not fit.
    fn infer(&self, expr: &Expr, track: usize) -> Result<Type, Vec<CheckError>> {
        let type_of = |name: &str| self.type_of(name, track).known();
        let is_table = |name: &str| self.declared.is_table(name);
        check::infer(expr, &type_of, &is_table)
    }

    fn report_engine(&self, error: &EngineError) {
        match error {
            EngineError::Cycle(names) => {
                let first = names.first().map(String::as_str).unwrap_or_default();
                let at = self
                    .mission
                    .values
                    .iter()
                    .position(|value| value.name == first);
                let span = at.map_or(0..0, |at| self.sources[at].text.span.clone());
                let help = "break the circle: one of them must not read the others";
                self.sink.report(
                    span,
                    error.to_string(),
                    "this is where the circle begins",
                    help.to_owned(),
                );
            }
            EngineError::Unknown { .. } => self.sink.report(0..0, error.to_string(), "", None),
        }
    }
}

pub(super) fn of_control(kind: &ControlKind) -> Type {
    match kind {
        ControlKind::Range { .. } | ControlKind::Stops { .. } => Type::Number,
        ControlKind::Select { .. } => Type::Category,
        ControlKind::Toggle => Type::Truth,
    }
}

/// A suggestion for a full name: the nearest of its directive's, or of all.
fn suggest_value(name: &str, known: &[&str]) -> String {
    let (directive, bare) = name.split_once('.').unwrap_or(("", name));
    let own = known
        .iter()
        .filter_map(|known| known.strip_prefix(directive)?.strip_prefix('.'));
    match nearest(bare, own) {
        Some(near) => format!("did you mean `{directive}.{near}`?"),
        None => suggest(name, known.iter().copied()),
    }
}
