//! An expression goes in with what is known of its names; its type comes out, or every mistake in it.

use super::functions::{self, Function};
use super::{Expr, Kind, Node, Operator, Span, level};
use crate::value::Type;
use std::ops::Range;

/// A mistake in an expression that parses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckError {
    /// The bytes of the source that are wrong.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// The name, if it is unknown: the caller knows what it might have meant.
    pub unknown_name: Option<String>,
    /// The function, if it is unknown: one of [`functions::names`] might have been meant.
    pub unknown_function: Option<String>,
}

/// The type of an expression. `type_of` knows the values, `is_table` the tables.
///
/// # Errors
/// Every mistake, in the order of the source; what follows from a mistake alone is not reported.
pub fn infer(
    expr: &Expr,
    type_of: &dyn Fn(&str) -> Option<Type>,
    is_table: &dyn Fn(&str) -> bool,
) -> Result<Type, Vec<CheckError>> {
    let mut check = Check {
        type_of,
        is_table,
        errors: Vec::new(),
    };
    match check.infer(&expr.root) {
        Some(kind) if check.errors.is_empty() => Ok(kind),
        _ => {
            check.errors.sort_by_key(|error| error.span.start);
            Err(check.errors)
        }
    }
}

struct Check<'a> {
    type_of: &'a dyn Fn(&str) -> Option<Type>,
    is_table: &'a dyn Fn(&str) -> bool,
    errors: Vec<CheckError>,
}

impl Check<'_> {
    /// The type of a node; `None` if a mistake, already noted, leaves it open.
    fn infer(&mut self, node: &Node) -> Option<Type> {
        match &node.kind {
            Kind::Number(_) => Some(Type::Number),
            Kind::Truth(_) => Some(Type::Truth),
            Kind::Category(_) => Some(Type::Category),
            Kind::Series(items) => {
                for item in items {
                    self.demand(item, Type::Number, "an item of a series");
                }
                Some(Type::Series)
            }
            Kind::Name(name) => self.name(name, node.span),
            Kind::Lookup(table, key) => {
                if !(self.is_table)(&table.text) {
                    if (self.type_of)(&table.text).is_some() {
                        self.note(table.span, format!("`{}` is not a table", table.text));
                    } else {
                        self.unknown_name(&table.text, table.span);
                    }
                }
                self.demand(key, Type::Category, "the key of a table");
                Some(Type::Number)
            }
            Kind::Call(function, arguments) => {
                if let Some(known) = functions::find(&function.text) {
                    return Some(self.arguments(known, node, arguments));
                }
                for argument in arguments {
                    self.infer(argument);
                }
                let message = format!("there is no function `{}`", function.text);
                self.note(function.span, message).unknown_function = Some(function.text.clone());
                None
            }
            Kind::Negate(operand) => self.number_or_series(operand, "an operand of `-`"),
            Kind::Not(operand) => {
                self.demand(operand, Type::Truth, "the operand of `not`");
                Some(Type::Truth)
            }
            Kind::Binary(operator, operands) => self.binary(*operator, operands),
            Kind::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                self.demand(condition, Type::Truth, "a condition");
                let (then, otherwise) = (self.infer(then), self.infer(otherwise));
                self.same(then, otherwise, node.span, "the branches of `if`")
            }
        }
    }

    fn name(&mut self, name: &str, span: Span) -> Option<Type> {
        let kind = (self.type_of)(name);
        if kind.is_none() {
            if (self.is_table)(name) {
                self.note(
                    span,
                    format!("`{name}` is a table: look it up, as in `{name}[track]`"),
                );
            } else {
                self.unknown_name(name, span);
            }
        }
        kind
    }

    fn binary(&mut self, operator: Operator, operands: &[Node; 2]) -> Option<Type> {
        let symbol = operator.symbol();
        let [left, right] = operands;
        match operator {
            Operator::Or | Operator::And => {
                for operand in operands {
                    self.demand(operand, Type::Truth, &format!("an operand of `{symbol}`"));
                }
                Some(Type::Truth)
            }
            Operator::Equal | Operator::Unequal => {
                let (a, b) = (self.infer(left), self.infer(right));
                let span = Span {
                    start: left.span.start,
                    end: right.span.end,
                };
                if self.same(a, b, span, &format!("the operands of `{symbol}`"))
                    == Some(Type::Series)
                {
                    self.note(span, format!("`{symbol}` doesn't compare series"));
                }
                Some(Type::Truth)
            }
            _ if operator.level() == level::COMPARISON => {
                for operand in operands {
                    self.demand(operand, Type::Number, &format!("an operand of `{symbol}`"));
                }
                Some(Type::Truth)
            }
            _ => {
                let role = format!("an operand of `{symbol}`");
                let (a, b) = (
                    self.number_or_series(left, &role),
                    self.number_or_series(right, &role),
                );
                if a? == Type::Series { a } else { b }
            }
        }
    }

    /// The type of what is worked with number by number.
    fn number_or_series(&mut self, node: &Node, role: &str) -> Option<Type> {
        let kind = self.infer(node)?;
        if matches!(kind, Type::Number | Type::Series) {
            return Some(kind);
        }
        let noun = kind.noun();
        self.note(
            node.span,
            format!("{role} is a number or a series, not a {noun}"),
        );
        None
    }

    /// The type of what a call gives.
    fn arguments(&mut self, function: &Function, call: &Node, arguments: &[Node]) -> Type {
        let name = function.name;
        if !function.takes(arguments.len()) {
            let wanted = match (function.required, function.parameters.len()) {
                (required, _) if function.repeats => format!("at least {required}"),
                (required, all) if required < all => format!("{required} to {all}"),
                (required, _) => required.to_string(),
            };
            let given = arguments.len();
            let noun = if wanted == "1" {
                "argument"
            } else {
                "arguments"
            };
            self.note(
                call.span,
                format!("`{name}` takes {wanted} {noun}, not {given}"),
            );
        }
        let mut result = function.result;
        for (index, argument) in arguments.iter().enumerate() {
            let role = format!("argument {} of `{name}`", index + 1);
            match function.parameter(index) {
                Some(_) if function.maps() => {
                    if self.number_or_series(argument, &role) == Some(Type::Series) {
                        result = Type::Series;
                    }
                }
                Some(kind) => self.demand(argument, kind, &role),
                None => {
                    self.infer(argument);
                }
            }
        }
        result
    }

    fn demand(&mut self, node: &Node, wanted: Type, role: &str) {
        if let Some(kind) = self.infer(node)
            && kind != wanted
        {
            let message = format!("{role} is a {}, not a {}", wanted.noun(), kind.noun());
            self.note(node.span, message);
        }
    }

    /// The one type of two parts, if it is one.
    fn same(&mut self, a: Option<Type>, b: Option<Type>, span: Span, parts: &str) -> Option<Type> {
        let (a, b) = (a?, b?);
        if a == b {
            return Some(a);
        }
        let message = format!(
            "{parts} have one type, not a {} and a {}",
            a.noun(),
            b.noun()
        );
        self.note(span, message);
        None
    }

    fn unknown_name(&mut self, name: &str, span: Span) {
        self.note(span, format!("there is no `{name}`"))
            .unknown_name = Some(name.to_owned());
    }

    fn note(&mut self, span: Span, message: String) -> &mut CheckError {
        let error = CheckError {
            span: span.range(),
            message,
            unknown_name: None,
            unknown_function: None,
        };
        self.errors.push_mut(error)
    }
}
