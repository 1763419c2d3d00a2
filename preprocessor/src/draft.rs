//! A chapter's mission while it is read.
//!
//! Directives add what they declare; names may be used before they are declared. When all are read,
//! [`Draft::check`] checks every name and type in every track.

mod category;
mod declared;
mod made;
mod moments;
mod refused;
mod types;

use crate::advice;
use crate::diagnostic::{Sink, suggest};
use crate::directive::expect::Claim;
use crate::glossary::Terms;
use crate::reader::Text;
use crate::typeset::Typesetter;
use declared::Declared;
use mdbook_markdown::MarkdownOptions;
use mission_model::expr::Expr;
use mission_model::mission::{
    Control, Derived, Island, Kind, Mission, Only, Table, Track, ValueName,
};
use mission_model::value::Type;
use refused::{Found, Refused};
use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// See the [module](self).
pub struct Draft<'a> {
    /// The mission so far.
    pub mission: Mission,
    /// Where mistakes go.
    pub sink: &'a Sink,
    /// Sets formulas.
    pub typesetter: &'a Typesetter,
    /// What the book's glossary explains.
    pub terms: &'a Terms,
    /// The ids of the terms that the chapter has linked to so far.
    pub terms_used: Vec<String>,
    /// mdBook's own for this book.
    pub markdown: MarkdownOptions,
    /// The islands by id: indices into `mission.islands`.
    island_ids: HashMap<String, usize>,
    /// Where the chapter's id is declared.
    pub id_place: Range<usize>,
    /// The ids that the chapter had.
    pub formerly: Vec<Text>,
    /// Where each island's directive stands, in the order of `mission.islands`.
    pub places: Vec<Range<usize>>,
    /// For each of `mission.values`, what it was read from and what it must be.
    sources: Vec<Source>,
    /// Where an expression is written that was written before: by the index of its value, in which tracks.
    again: Vec<(usize, Only, Source)>,
    /// The values whose names were made, by index in `mission.values`.
    made: HashMap<ValueName, usize>,
    references: Vec<Reference>,
    /// What was declared in vain.
    pub refused: Refused,
    /// Where each of `mission.readouts` is printed: in the tracks that it exists in.
    pub readout_tracks: Vec<Only>,
    /// The moments that some of them name.
    pub moments: Vec<moments::Wanted>,
    /// And its place.
    pub readout_places: Vec<Range<usize>>,
    /// The controls that an author has declared, not the product: name, tracks, place.
    pub own_controls: Vec<(ValueName, Only, Range<usize>)>,
    /// The instruments that an author has declared: directive, id, place.
    pub own_instruments: Vec<(String, String, Range<usize>)>,
    /// What the prose claims of the model.
    pub claims: Vec<Claim>,
    /// Values that the build alone asks for.
    build_only: Vec<ValueName>,
    /// For each of `mission.tables`, where its name and its rows stand.
    table_places: Vec<(Range<usize>, Vec<Range<usize>>)>,
    declared: Declared,
    /// What a student does, by name. It is asked for once the chapter is read.
    inputs: OnceCell<HashMap<ValueName, Type>>,
    /// By track and name, what was inferred so far.
    types: RefCell<HashMap<(usize, String), Found>>,
}

struct Source {
    text: Text,
    expected: Option<Type>,
}

struct Reference {
    name: ValueName,
    span: Range<usize>,
    only: Only,
    expected: Type,
}

/// Where an expression stands: bare names belong to this directive, and are read in these tracks.
#[derive(Clone, Copy)]
pub struct Scope<'s> {
    /// The directive's id; `None` in prose.
    pub directive: Option<&'s str>,
    /// See [`Only`].
    pub only: &'s Only,
}

impl<'a> Draft<'a> {
    /// An empty chapter.
    pub fn new(
        book: &str,
        id: &str,
        title: &str,
        sink: &'a Sink,
        (typesetter, terms): (&'a Typesetter, &'a Terms),
        markdown: MarkdownOptions,
    ) -> Self {
        let mission = Mission {
            version: mission_model::mission::FORMAT_VERSION,
            book: book.to_owned(),
            id: id.to_owned(),
            edition: String::new(),
            title: title.to_owned(),
            invariant: String::new(),
            minutes: 0,
            grade: None,
            tracks: Vec::new(),
            controls: Vec::new(),
            tables: Vec::new(),
            values: Vec::new(),
            readouts: Vec::new(),
            islands: Vec::new(),
            parts: Vec::new(),
        };
        Self {
            mission,
            sink,
            typesetter,
            terms,
            terms_used: Vec::new(),
            markdown,
            island_ids: HashMap::new(),
            id_place: 0..0,
            formerly: Vec::new(),
            places: Vec::new(),
            sources: Vec::new(),
            again: Vec::new(),
            made: HashMap::new(),
            references: Vec::new(),
            refused: Refused::default(),
            readout_tracks: Vec::new(),
            moments: Vec::new(),
            readout_places: Vec::new(),
            own_controls: Vec::new(),
            own_instruments: Vec::new(),
            claims: Vec::new(),
            build_only: Vec::new(),
            table_places: Vec::new(),
            declared: Declared::default(),
            inputs: OnceCell::new(),
            types: RefCell::default(),
        }
    }

    /// The tracks of a list of ids; reports the unknown.
    pub fn only(&self, ids: &[Text]) -> Only {
        Only(ids.iter().filter_map(|id| self.track(id)).collect())
    }

    /// The index of a track; reports an unknown one.
    pub fn track(&self, id: &Text) -> Option<usize> {
        let index = self.mission.track(&id.value);
        if index.is_none() {
            self.refused.track();
        }
        if index.is_none() && !self.refused.has_track() {
            let known = self
                .mission
                .tracks
                .iter()
                .map(|track: &Track| track.id.as_str());
            self.sink.report(
                id.span.clone(),
                format!("this chapter has no track `{}`", id.value),
                "unknown track",
                suggest(&id.value, known),
            );
        }
        index
    }

    /// Adds an island; gives its index.
    pub fn island(&mut self, id: Text, kind: Kind) -> usize {
        let index = self.mission.islands.len();
        self.island_ids.insert(id.value.clone(), index);
        self.mission.islands.push(Island {
            id: id.value,
            kind,
            behind: None,
        });
        self.places.push(id.span);
        index
    }

    /// The index of an island.
    pub fn island_of(&self, id: &str) -> Option<usize> {
        self.island_ids.get(id).copied()
    }

    /// Where the expression of a value stands, by its index in `mission.values`.
    pub fn value_place(&self, value: usize) -> Range<usize> {
        self.sources[value].text.span.clone()
    }

    /// Where a part of it stands.
    pub fn part_place(&self, value: usize, part: Range<usize>) -> Range<usize> {
        self.sources[value].text.at(part)
    }

    /// Each value wherever it is written, with the tracks that it is read in there.
    fn written(&self) -> impl Iterator<Item = (&Derived, &Only, &Source)> {
        let values = &self.mission.values;
        let first = values.iter().zip(&self.sources);
        let again = self.again.iter();
        first
            .map(|(value, source)| (value, &value.only, source))
            .chain(again.map(|(value, only, source)| (&values[*value], only, source)))
    }

    /// The expression of a value in a track.
    pub fn expression(&self, name: &str, track: usize) -> Option<&Expr> {
        let found = self
            .declared
            .value_of(&self.mission, name, |only| only.admits(track));
        found.map(|(_, value)| &value.expr)
    }

    /// The author's words at a place.
    pub fn source(&self, span: &Range<usize>) -> String {
        self.sink.text(span).to_owned()
    }

    /// Declares a control; reports a name that is taken.
    pub fn control(&mut self, control: Control, span: Range<usize>) {
        self.claim(&control.name, &control.only, span);
        self.declared.control(&self.mission, &control);
        self.mission.controls.push(control);
    }

    /// Declares a table, with the places of its rows; reports a name that is taken.
    pub fn table(&mut self, table: Table, rows: Vec<Range<usize>>, span: Range<usize>) {
        self.claim(&table.name, &Only::default(), span.clone());
        self.declared.table(&table);
        self.mission.tables.push(table);
        self.table_places.push((span, rows));
    }

    /// Reports names of a directive that are taken, and that it gives to what a student does.
    pub fn reserve(&self, scope: Scope, names: &[&str], span: Range<usize>) {
        for name in names {
            let full = format!("{}.{name}", scope.directive.unwrap_or_default());
            if self.is_taken(&full, scope.only) {
                let message = format!("something else is called `{name}` already");
                let label = format!("this gives a `{name}`");
                let help = "give the other one another name".to_owned();
                self.sink.report(span.clone(), message, label, help);
            }
        }
    }

    fn is_taken(&self, name: &str, only: &Only) -> bool {
        self.declared.is_taken(&self.mission, name, only)
    }

    fn claim(&self, name: &str, only: &Only, span: Range<usize>) {
        if !self.is_taken(name, only) {
            return;
        }
        let mut controls = self.own_controls.iter();
        let by_control = controls.find(|(other, in_, _)| other == name && in_.overlaps(only));
        let by_value = self
            .declared
            .value_of(&self.mission, name, |other| other.overlaps(only));
        let (_, bare) = name.split_once('.').unwrap_or(("", name));
        let first = by_control
            .map(|(_, _, place)| place.clone())
            .or_else(|| Some(self.sources[by_value?.0].text.span.clone()));
        self.declared_twice(bare, span, first);
    }

    /// Reports a word that was declared before.
    pub fn declared_twice(&self, word: &str, span: Range<usize>, first: Option<Range<usize>>) {
        let message = format!("`{word}` is declared twice");
        let help = "give one of them another name".to_owned();
        match first {
            Some(first) => {
                let first = (first, "first here");
                self.sink.report_pair(span, message, "again", help, first);
            }
            None => self.sink.report(span, message, "again", help),
        }
    }

    /// Declares a named value that the product makes; its expression is blamed.
    pub fn define(
        &mut self,
        scope: Scope,
        name: &str,
        text: &Text,
        expected: Option<Type>,
    ) -> ValueName {
        self.define_at(scope, &Text::made(name, text.span.clone()), text, expected)
    }

    /// Declares a value that the author has named.
    pub fn define_at(
        &mut self,
        scope: Scope,
        name: &Text,
        text: &Text,
        expected: Option<Type>,
    ) -> ValueName {
        let full = format!("{}.{}", scope.directive.unwrap_or("prose"), name.value);
        self.claim(&full, scope.only, name.span.clone());
        if let Some(expr) = self.parse(scope, text) {
            self.declared.value(&self.mission, &full);
            self.mission.values.push(Derived {
                name: full.clone(),
                only: scope.only.clone(),
                expr,
            });
            self.sources.push(Source {
                text: text.clone(),
                expected,
            });
        } else {
            self.refused.name(full.clone());
        }
        full
    }

    /// The name of an expression's value: its own where it is a name, else one that is made for it.
    pub fn value(&mut self, scope: Scope, text: &Text, expected: Type) -> ValueName {
        self.value_as(scope, "", text, expected)
    }

    /// The same, with the role that it has in its directive. Names that are made travel in ledgers, so they follow from
    /// what they name alone: the directive, the role and the expression. Whatever else is edited, a name stays; and
    /// the same name is the same condition.
    pub fn value_as(&mut self, scope: Scope, role: &str, text: &Text, expected: Type) -> ValueName {
        let name = self.make(scope, role, text, expected);
        self.build_only.retain(|other| *other != name);
        name
    }

    /// The same, of a value that is asked for while the book is built and never after.
    pub fn value_for_build(&mut self, scope: Scope, text: &Text, expected: Type) -> ValueName {
        let before = self.mission.values.len();
        let name = self.make(scope, "", text, expected);
        if self.mission.values.len() > before {
            self.build_only.push(name.clone());
        }
        name
    }

    fn make(&mut self, scope: Scope, role: &str, text: &Text, expected: Type) -> ValueName {
        let Some(expr) = self.parse(scope, text) else {
            return ValueName::new();
        };
        if let [name] = expr.names()[..]
            && expr.to_string() == name
        {
            let name = name.to_owned();
            self.reference(scope, &name, text.span.clone(), expected);
            return name;
        }
        let source = Source {
            text: text.clone(),
            expected: Some(expected),
        };
        let directive = scope.directive.unwrap_or("prose");
        let mut salt = 0;
        loop {
            let name = made::name(directive, role, &expr, salt);
            let Some(&known) = self.made.get(&name) else {
                self.made.insert(name.clone(), self.mission.values.len());
                self.declared.value(&self.mission, &name);
                self.mission.values.push(Derived {
                    name: name.clone(),
                    only: scope.only.clone(),
                    expr,
                });
                self.sources.push(source);
                return name;
            };
            let value = &mut self.mission.values[known];
            if value.expr == expr {
                let only = &mut value.only;
                *only = only.union(scope.only);
                self.again.push((known, scope.only.clone(), source));
                return name;
            }
            salt += 1;
        }
    }

    /// Lets go of what the build alone has asked for.
    pub fn drop_build_only(&mut self) {
        let build_only: HashSet<ValueName> = self.build_only.drain(..).collect();
        self.mission
            .values
            .retain(|value| !build_only.contains(&value.name));
    }

    /// A name that is read as it is: full, or of the scope's directive.
    pub fn name(&mut self, scope: Scope, text: &Text, expected: Type) -> ValueName {
        let name = qualify(scope, &text.value).unwrap_or_else(|| text.value.clone());
        self.reference(scope, &name, text.span.clone(), expected);
        name
    }

    /// A control that has been declared, by its full name or that in its directive; reports what is none.
    pub fn control_of(&mut self, scope: Scope, text: &Text) -> Option<Control> {
        let name = qualify(scope, &text.value).unwrap_or_else(|| text.value.clone());
        let controls = &self.mission.controls;
        if let Some(control) = self.declared.control_of(&self.mission, &name, None) {
            let control = control.clone();
            let kind = types::of_control(&control.kind);
            self.reference(scope, &name, text.span.clone(), kind);
            return Some(control);
        }
        if !self.is_refused(&name) {
            let prefix = format!("{}.", scope.directive.unwrap_or_default());
            let own = controls
                .iter()
                .map(|control| control.name.strip_prefix(&prefix).unwrap_or(&control.name));
            let mut own: Vec<&str> = own.collect();
            own.dedup();
            self.sink.report(
                text.span.clone(),
                format!("there is no control `{}`", text.value),
                "a control is wanted here",
                suggest(&text.value, own),
            );
        }
        None
    }

    /// Whether a text is the name of a control that has been declared.
    pub fn is_control(&self, scope: Scope, text: &Text) -> bool {
        let name = qualify(scope, &text.value).unwrap_or_else(|| text.value.clone());
        let control = self.declared.control_of(&self.mission, &name, None);
        control.is_some() || self.is_refused(&name)
    }

    /// Whether a name that is unknown may have been refused where it was declared.
    pub fn is_refused(&self, name: &str) -> bool {
        self.refused
            .has(name, &|id| self.island_ids.contains_key(id))
    }

    fn reference(&mut self, scope: Scope, name: &str, span: Range<usize>, expected: Type) {
        self.references.push(Reference {
            name: name.to_owned(),
            span,
            only: scope.only.clone(),
            expected,
        });
    }

    fn parse(&self, scope: Scope, text: &Text) -> Option<Expr> {
        match Expr::parse(&text.value) {
            Ok(mut expr) => {
                expr.rename(&mut |name| qualify(scope, name));
                Some(expr)
            }
            Err(error) => {
                let example =
                    "an expression is written as in `min(a, b) * 2` or `if a > 1 then b else c`";
                let advice = advice::in_expression(&text.value, error.span.start);
                let told = error.message.split_once(": ");
                let (label, help) = told.unwrap_or((&error.message, example));
                let help = advice.unwrap_or(help);
                self.sink.report(
                    text.at(error.span),
                    "this is not an expression",
                    label,
                    help.to_owned(),
                );
                None
            }
        }
    }
}

/// The full name of a bare one; `None` leaves it as it is.
fn qualify(scope: Scope, name: &str) -> Option<String> {
    match scope.directive {
        Some(directive) if name != "track" && !name.contains('.') => {
            Some(format!("{directive}.{name}"))
        }
        _ => None,
    }
}
