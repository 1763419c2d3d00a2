//! Why a value is not a number: an expression goes in with what it computes with; the parts that leave their
//! domain come out.
//!
//! Only a build asks. Nothing of it is in WebAssembly.

use super::eval::{Env, Program, Slot};
use super::{Expr, Kind, Node, Operator, Span, functions, level};
use crate::value::{Type, Value};
use std::ops::Range;

/// Where something that is not finite comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// This part of the source gives it, though everything that it reads is finite.
    Here(Range<usize>),
    /// A value that is read, by slot.
    Value(usize),
    /// `0 / 0` is written there: there is nothing to show, and the author says so.
    Meant,
}

/// An expression that can be asked for the origin of what is not finite in it.
#[derive(Debug)]
pub struct Trace {
    root: Part,
    compares: bool,
    is_long: bool,
}

#[derive(Debug)]
struct Part {
    span: Span,
    program: Program,
    what: What,
    children: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    Meant,
    Name(usize),
    If,
    Comparison,
    Other,
}

impl Expr {
    /// Resolves names as [`Expr::compile`] does, for every part of the expression.
    ///
    /// # Errors
    /// As [`Expr::compile`].
    pub fn trace(&self, resolve: &mut dyn FnMut(&str) -> Option<Slot>) -> Result<Trace, String> {
        let root = Part::new(&self.root, resolve)?;
        let compares = root.any(What::Comparison);
        let mut is_long = false;
        self.root.each_call(&mut |function| {
            if let Some(known) = functions::find(function) {
                let long = [Type::Category, Type::Series];
                is_long |= long.contains(&known.result)
                    || known.parameters.iter().any(|kind| long.contains(kind));
            }
        });
        Ok(Trace {
            root,
            compares,
            is_long,
        })
    }
}

impl Expr {
    /// The numbers that are written in it.
    pub fn numbers(&self) -> Vec<f64> {
        fn collect(node: &Node, found: &mut Vec<f64>) {
            if let Kind::Number(number) = node.kind {
                found.push(number);
            }
            node.each_child(&mut |child| collect(child, found));
        }
        let mut found = Vec::new();
        collect(&self.root, &mut found);
        found
    }
}

impl Trace {
    /// Whether numbers are compared somewhere in it.
    pub fn compares(&self) -> bool {
        self.compares
    }

    /// Whether computing it goes through a series, or draws: it takes longer than a few sums.
    pub fn is_long(&self) -> bool {
        self.is_long
    }

    /// The origins of a value that is not finite; none if it is finite.
    pub fn origins(&self, env: &Env) -> Vec<Origin> {
        let mut found = Vec::new();
        if !finite(&self.root.program.eval(env)) {
            self.root.blame(env, &mut found);
        }
        found
    }

    /// The origins of what is compared though it is not a number: such a comparison is false, whatever it asks.
    /// An infinity may be compared.
    pub fn compared(&self, env: &Env) -> Vec<Origin> {
        let mut found = Vec::new();
        if self.compares {
            self.root.compared(env, &mut found);
        }
        found
    }
}

impl Node {
    fn each_call(&self, visit: &mut dyn FnMut(&str)) {
        if let Kind::Call(function, _) = &self.kind {
            visit(&function.text);
        }
        self.each_child(&mut |child| child.each_call(visit));
    }
}

impl Part {
    fn new(node: &Node, resolve: &mut dyn FnMut(&str) -> Option<Slot>) -> Result<Self, String> {
        let program = Program::new(node, resolve)?;
        let zero = |node: &Node| node.kind == Kind::Number(0.0);
        let what = match &node.kind {
            Kind::Name(_) => program
                .slots()
                .first()
                .map_or(What::Other, |slot| What::Name(*slot)),
            Kind::If(_) => What::If,
            Kind::Binary(Operator::Divide, operands) if operands.iter().all(zero) => What::Meant,
            Kind::Binary(operator, _) if operator.level() == level::COMPARISON => What::Comparison,
            _ => What::Other,
        };
        let (mut children, mut failed) = (Vec::new(), None);
        node.each_child(&mut |child| match Self::new(child, resolve) {
            Ok(child) => children.push(child),
            Err(name) => failed = Some(name),
        });
        match failed {
            Some(name) => Err(name),
            None => Ok(Self {
                span: node.span,
                program,
                what,
                children,
            }),
        }
    }

    fn any(&self, what: What) -> bool {
        self.what == what || self.children.iter().any(|child| child.any(what))
    }

    /// The children that its value is made of: of a choice, the branch that is taken.
    fn parts(&self, env: &Env) -> &[Part] {
        match (self.what, &self.children[..]) {
            (What::If, [condition, then, otherwise]) => match condition.program.eval(env).truth() {
                Some(true) => std::slice::from_ref(then),
                Some(false) => std::slice::from_ref(otherwise),
                None => &[],
            },
            (_, children) => children,
        }
    }

    fn blame(&self, env: &Env, found: &mut Vec<Origin>) {
        let origin = match self.what {
            What::Meant => Origin::Meant,
            What::Name(slot) => Origin::Value(slot),
            _ => {
                let before = found.len();
                for part in self.parts(env) {
                    if !finite(&part.program.eval(env)) {
                        part.blame(env, found);
                    }
                }
                if found.len() > before {
                    return;
                }
                Origin::Here(self.span.range())
            }
        };
        found.push(origin);
    }

    fn compared(&self, env: &Env, found: &mut Vec<Origin>) {
        if self.what == What::Comparison {
            for operand in &self.children {
                if operand.program.eval(env).number().is_some_and(f64::is_nan) {
                    operand.blame(env, found);
                }
            }
        }
        if let (What::If, Some(condition)) = (self.what, self.children.first()) {
            condition.compared(env, found);
        }
        for part in self.parts(env) {
            part.compared(env, found);
        }
    }
}

fn finite(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_finite(),
        Value::Series(series) => series.iter().all(|item| item.is_finite()),
        Value::Truth(_) | Value::Category(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    /// What is said of a source where `x` is 0 and `y` is not a number.
    fn check(source: &str, value: &[&str], compared: &[&str]) {
        let values = [Value::Number(0.0), Value::Number(f64::NAN)];
        let draws = RefCell::default();
        let env = Env {
            values: &values,
            tables: &[],
            seed: 1,
            draws: &draws,
        };
        let mut resolve = |name: &str| {
            ["x", "y"]
                .iter()
                .position(|known| *known == name)
                .map(Slot::Value)
        };
        let trace = Expr::parse(source).unwrap().trace(&mut resolve).unwrap();
        let say = |origins: Vec<Origin>| -> Vec<String> {
            let say = |origin| match origin {
                Origin::Here(span) => source[span].to_owned(),
                Origin::Value(slot) => format!("value {slot}"),
                Origin::Meant => "meant".to_owned(),
            };
            origins.into_iter().map(say).collect()
        };
        assert_eq!(say(trace.origins(&env)), value, "{source}");
        assert_eq!(say(trace.compared(&env)), compared, "{source}");
    }

    #[test]
    fn the_innermost_part_is_blamed() {
        check("1 + 2", &[], &[]);
        check("2 * (1 / x) + 3", &["1 / x"], &[]);
        check("ln(x) + y", &["ln(x)", "value 1"], &[]);
        check("sum([1, x / x])", &["x / x"], &[]);
        check("-[1, sqrt(x - 1)]", &["sqrt(x - 1)"], &[]);
        check("at([1, 2], 2)", &["at([1, 2], 2)"], &[]);
    }

    #[test]
    fn what_is_not_reached_is_not_blamed() {
        check("if x > 0 then 1 / x else 0", &[], &[]);
        check("if x > 0 then 1 else 1 / x", &["1 / x"], &[]);
        check("min(1 / x, 5)", &[], &[]);
    }

    #[test]
    fn nothing_may_be_meant() {
        check("if x > 0 then 1 / x else 0 / 0", &["meant"], &[]);
        check("1 + (0 / 0)", &["meant"], &[]);
    }

    #[test]
    fn comparing_what_is_no_number() {
        check("1 / x > 2", &[], &[]);
        check("x / x > 2 and x < 1", &[], &["x / x"]);
        check("if y < 1 then 1 else 2", &[], &["value 1"]);
        check("count(x == 0, ln(x - 1) == 0)", &[], &["ln(x - 1)"]);
        check("if x > 0 then y > 1 else x < 2", &[], &[]);
    }
}
