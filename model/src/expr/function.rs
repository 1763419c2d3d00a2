//! What a function of the expression language is: how it may be called, and what computes it.

use super::Env;
use crate::value::{Type, Value};

/// A function of the language.
#[derive(Debug)]
pub struct Function {
    /// What it is called by.
    pub name: &'static str,
    /// The types of its parameters, in order.
    pub parameters: &'static [Type],
    /// How many of them must be given.
    pub required: usize,
    /// Whether the last may be given any number of times.
    pub repeats: bool,
    /// The type of what it gives.
    pub result: Type,
    /// What it takes for one of its parameters. Outside it gives what is not a number.
    pub bounds: Option<Bounds>,
    /// The names of its parameters, for the author's guide. The guide is not made in the browser.
    #[cfg(not(target_arch = "wasm32"))]
    pub parameter_names: &'static str,
    /// What it gives, in a line of Markdown.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
    body: Body,
}

/// The numbers that a parameter takes, once rounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The index of the parameter.
    pub parameter: usize,
    /// The least number.
    pub low: f64,
    /// The greatest.
    pub high: f64,
}

impl Bounds {
    /// Whether a number is out of range. What is not a number is not.
    pub fn exclude(&self, number: f64) -> bool {
        let number = number.round();
        number < self.low || number > self.high
    }
}

#[derive(Debug)]
enum Body {
    /// Of one number, or of each of a series.
    Real(fn(f64) -> f64),
    /// Of some numbers, or of the numbers at each place of some series.
    Reals(fn(&[f64]) -> f64),
    /// Of anything; `None` if an argument has another type than its parameter.
    Any(fn(&Arguments) -> Option<Value>),
}

impl Function {
    /// Whether it can be called with so many arguments.
    pub fn takes(&self, count: usize) -> bool {
        count >= self.required && (self.repeats || count <= self.parameters.len())
    }

    /// The type of the parameter at an index from 0.
    pub fn parameter(&self, index: usize) -> Option<Type> {
        let repeated = self.parameters.last().filter(|_| self.repeats);
        self.parameters.get(index).or(repeated).copied()
    }

    /// Whether a series may stand in place of each number, so that the result is a series.
    pub fn maps(&self) -> bool {
        matches!(self.body, Body::Real(_) | Body::Reals(_))
    }

    /// `None` if the arguments don't fit the parameters.
    pub(super) fn call(&self, arguments: &Arguments) -> Option<Value> {
        let values = arguments.values;
        let fits = |(index, value): (usize, &Value)| {
            self.parameter(index) == Some(value.kind())
                || self.maps() && value.kind() == Type::Series
        };
        if !self.takes(values.len()) || !values.iter().enumerate().all(fits) {
            return None;
        }
        match self.body {
            Body::Real(function) => Some(map(values, &|numbers| function(numbers[0]))),
            Body::Reals(function) => Some(map(values, &function)),
            Body::Any(function) => function(arguments),
        }
    }

    /// A function of one number `x`.
    pub(super) const fn real(
        name: &'static str,
        function: fn(f64) -> f64,
        doc: &'static str,
    ) -> Self {
        let form = Self::any(name, "x", &[Type::Number], Type::Number, |_| None, doc);
        Self {
            body: Body::Real(function),
            ..form
        }
    }

    /// A function of two or more numbers, as many as there are parameters.
    pub(super) const fn reals(
        name: &'static str,
        parameter_names: &'static str,
        parameters: &'static [Type],
        function: fn(&[f64]) -> f64,
        doc: &'static str,
    ) -> Self {
        let form = Self::any(
            name,
            parameter_names,
            parameters,
            Type::Number,
            |_| None,
            doc,
        );
        Self {
            body: Body::Reals(function),
            ..form
        }
    }

    /// A function of so many arguments as there are parameters.
    pub(super) const fn any(
        name: &'static str,
        parameter_names: &'static str,
        parameters: &'static [Type],
        result: Type,
        function: fn(&Arguments) -> Option<Value>,
        doc: &'static str,
    ) -> Self {
        // Nothing holds these in WebAssembly, so that they stay out of the module.
        let _ = (parameter_names, doc);
        Self {
            name,
            parameters,
            required: parameters.len(),
            repeats: false,
            result,
            bounds: None,
            #[cfg(not(target_arch = "wasm32"))]
            parameter_names,
            #[cfg(not(target_arch = "wasm32"))]
            doc,
            body: Body::Any(function),
        }
    }

    /// The same, with the last parameter any number of times.
    pub(super) const fn repeating(self) -> Self {
        Self {
            repeats: true,
            ..self
        }
    }

    /// The same, with bounds for a parameter.
    pub(super) const fn within(self, parameter: usize, low: f64, high: f64) -> Self {
        let bounds = Some(Bounds {
            parameter,
            low,
            high,
        });
        Self { bounds, ..self }
    }

    /// The same, with the parameters after the first few optional.
    pub(super) const fn requiring(self, required: usize) -> Self {
        Self { required, ..self }
    }
}

/// A function of numbers, at each place of the series among its arguments. Of different lengths, no item of the
/// one belongs to an item of the other.
fn map(values: &[Value], function: &dyn Fn(&[f64]) -> f64) -> Value {
    let lengths = || values.iter().filter_map(Value::series).map(<[f64]>::len);
    let at = |place: usize| {
        let number = |value: &Value| match value {
            Value::Series(series) => series[place],
            value => value.number().unwrap_or(f64::NAN),
        };
        function(&values.iter().map(number).collect::<Vec<_>>())
    };
    match lengths().min() {
        None => Value::Number(at(0)),
        Some(least) if lengths().all(|length| length == least) => {
            Value::Series((0..least).map(at).collect())
        }
        Some(least) => Value::Series(vec![f64::NAN; least].into()),
    }
}

/// The arguments of one call, and what it computes with.
pub(super) struct Arguments<'a> {
    pub values: &'a [Value],
    pub bounds: Option<Bounds>,
    pub env: &'a Env<'a>,
}

impl<'a> Arguments<'a> {
    /// A number; NaN if it is out of the function's range.
    pub fn number(&self, index: usize) -> Option<f64> {
        let number = self.values.get(index)?.number()?;
        let excluded = |bounds: Bounds| bounds.parameter == index && bounds.exclude(number);
        Some(match self.bounds.is_some_and(excluded) {
            true => f64::NAN,
            false => number,
        })
    }

    pub fn category(&self, index: usize) -> Option<&'a str> {
        self.values.get(index)?.category()
    }

    pub fn series(&self, index: usize) -> Option<&'a [f64]> {
        self.values.get(index)?.series()
    }
}
