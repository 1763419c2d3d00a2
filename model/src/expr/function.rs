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
    /// The names of its parameters, for the author's guide. The guide is not made in the browser.
    #[cfg(not(target_arch = "wasm32"))]
    pub parameter_names: &'static str,
    /// What it gives, in a line of Markdown.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
    body: Body,
}

#[derive(Debug)]
enum Body {
    /// Of one number.
    Real(fn(f64) -> f64),
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

    /// `None` if the arguments don't fit the parameters.
    pub(super) fn call(&self, arguments: &Arguments) -> Option<Value> {
        let values = arguments.values;
        let fits = |(index, value): (usize, &Value)| self.parameter(index) == Some(value.kind());
        if !self.takes(values.len()) || !values.iter().enumerate().all(fits) {
            return None;
        }
        match self.body {
            Body::Real(function) => Some(Value::Number(function(arguments.number(0)?))),
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

    /// The same, with the parameters after the first few optional.
    pub(super) const fn requiring(self, required: usize) -> Self {
        Self { required, ..self }
    }
}

/// The arguments of one call, and what it computes with.
pub(super) struct Arguments<'a> {
    pub values: &'a [Value],
    pub env: &'a Env<'a>,
}

impl<'a> Arguments<'a> {
    pub fn number(&self, index: usize) -> Option<f64> {
        self.values.get(index)?.number()
    }

    pub fn category(&self, index: usize) -> Option<&'a str> {
        self.values.get(index)?.category()
    }

    pub fn series(&self, index: usize) -> Option<&'a [f64]> {
        self.values.get(index)?.series()
    }

    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        self.values.iter().filter_map(Value::number)
    }
}
