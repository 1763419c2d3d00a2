//! Whether every name is one and every value of the type that is wanted, in every track.

use super::refused::Found;
use super::{Draft, Reference, Source};
use crate::diagnostic::{list, nearest, suggest};
use mission_model::engine::{Engine, EngineError};
use mission_model::expr::Expr;
use mission_model::expr::check::{self, CheckError};
use mission_model::mission::{ControlKind, Derived, Only, ValueName};
use mission_model::value::Type;
use std::ops::Range;

impl Draft<'_> {
    /// Checks names, types and cycles in every track.
    pub fn check(&self) {
        for track in 0..self.mission.tracks.len() {
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
            self.check_categories();
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
                        let help = suggest(function, mission_model::expr::functions::names());
                        self.sink.report(
                            span,
                            format!("there is no function `{function}`"),
                            "unknown function",
                            help,
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
        let inputs: Vec<ValueName> = self.mission.inputs().map(|(name, _)| name).collect();
        let known: Vec<&str> = self
            .mission
            .controls
            .iter()
            .map(|control| control.name.as_str())
            .chain(inputs.iter().map(String::as_str))
            .chain(self.mission.values.iter().map(|value| value.name.as_str()))
            .chain(self.mission.tables.iter().map(|table| table.name.as_str()))
            .filter(|known| !known.contains("._"))
            .collect();
        let help = match name.contains('.') {
            true => suggest_value(name, &known),
            false => "outside its directive a value is written `directive.value`".to_owned(),
        };
        self.sink.report(
            span,
            format!("nothing is called `{name}`"),
            "unknown name",
            help,
        );
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

    fn find_type(&self, name: &str, track: usize) -> Found {
        if name == "track" {
            return Found::Known(Type::Category);
        }
        if let Some(control) = self.mission.control(name, track) {
            return Found::Known(of_control(&control.kind));
        }
        if let Some((_, value)) = self.mission.inputs().find(|(input, _)| input == name) {
            return Found::Known(value.kind());
        }
        let mut values = self.mission.values.iter().zip(&self.sources);
        let found = values.find(|(value, _)| value.name == name && value.only.admits(track));
        let Some((value, source)) = found else {
            return match self.is_refused(name) {
                true => Found::Open,
                false => Found::Nothing,
            };
        };
        if let Some(expected) = source.expected {
            return Found::Known(expected);
        }
        // A mistake inside it is reported where it stands.
        self.infer(&value.expr, track)
            .map_or(Found::Open, Found::Known)
    }

    /// The type of an expression in a track, or what in it does not fit.
    fn infer(&self, expr: &Expr, track: usize) -> Result<Type, Vec<CheckError>> {
        let type_of = |name: &str| self.type_of(name, track).known();
        let is_table = |name: &str| self.mission.tables.iter().any(|table| table.name == name);
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
