//! Why a value is not a number: an expression goes in with what it computes with; the parts that leave their
//! domain come out.
//!
//! An expression is computed once, and each part keeps what it gave: following it back takes no longer than that.
//!
//! Only a build asks. Nothing of it is in WebAssembly.

use super::eval::{Env, Program, Slot, Step};
use super::functions::{self, Bounds};
use super::{Expr, Kind, Node, Operator, Span, level};
use crate::value::{Type, Value};
use std::ops::Range;

/// Where something that is not finite comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// This part of the source gives it, though everything that it reads is finite.
    Here(Range<usize>),
    /// A value that is read, by slot.
    Value(usize),
    /// A function is asked for more than it takes.
    Beyond(Beyond),
    /// `0 / 0` is written there: there is nothing to show, and the author says so.
    Meant,
}

/// An argument out of the range of its function.
#[derive(Clone, Debug, PartialEq)]
pub struct Beyond {
    /// The argument, in the source.
    pub argument: Range<usize>,
    /// The function's name.
    pub function: &'static str,
    /// The parameter's name.
    pub parameter: &'static str,
    /// What it takes.
    pub bounds: Bounds,
    /// What it was given.
    pub given: f64,
}

/// An expression that can be asked for the origin of what is not finite in it.
#[derive(Debug)]
pub struct Trace {
    program: Program,
    root: Part,
    compares: bool,
    is_long: bool,
}

#[derive(Debug)]
struct Part {
    span: Span,
    what: What,
    children: Vec<Part>,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Meant,
    Name(usize),
    Comparison,
    Call(&'static functions::Function),
    Other,
}

/// A part that was computed: what it gave, and the parts that it was made of. Of a choice those are the condition
/// and the branch that was taken.
struct Seen<'t> {
    part: &'t Part,
    value: Value,
    children: Vec<(usize, Seen<'t>)>,
}

impl Expr {
    /// Resolves names as [`Expr::compile`] does, for every part of the expression.
    ///
    /// # Errors
    /// As [`Expr::compile`].
    pub fn trace(&self, resolve: &mut dyn FnMut(&str) -> Option<Slot>) -> Result<Trace, String> {
        let root = Part::new(&self.root, resolve)?;
        let program = Program::new(&self.root, resolve)?;
        let mut is_long = false;
        self.root.each_call(&mut |function| {
            if let Some(known) = functions::find(function) {
                let long = [Type::Category, Type::Series];
                is_long |= long.contains(&known.result)
                    || known.parameters.iter().any(|kind| long.contains(kind));
            }
        });
        Ok(Trace {
            compares: root.compares(),
            program,
            root,
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

    /// About how much there is to compute: the parts, the items of series, and what is drawn or simulated.
    pub fn work(&self, env: &Env) -> usize {
        self.root.see(&self.program.root, env).work()
    }

    /// The origins of a value that is not finite; none if it is finite.
    pub fn origins(&self, env: &Env) -> Vec<Origin> {
        let mut found = Vec::new();
        let seen = self.root.see(&self.program.root, env);
        if !finite(&seen.value) {
            seen.blame(&mut found);
        }
        found
    }

    /// The origins of what is compared though it is not a number: such a comparison is false, whatever it asks.
    /// An infinity may be compared.
    pub fn compared(&self, env: &Env) -> Vec<Origin> {
        let mut found = Vec::new();
        if self.compares {
            self.root.see(&self.program.root, env).compared(&mut found);
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
        let zero = |node: &Node| node.kind == Kind::Number(0.0);
        let what = match &node.kind {
            Kind::Name(name) => match resolve(name) {
                Some(Slot::Value(slot)) => What::Name(slot),
                _ => return Err(name.clone()),
            },
            Kind::Call(function, _) => {
                functions::find(&function.text).map_or(What::Other, What::Call)
            }
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
                what,
                children,
            }),
        }
    }

    fn compares(&self) -> bool {
        matches!(self.what, What::Comparison) || self.children.iter().any(Self::compares)
    }

    /// Computes it with all its parts. They are those of the step, in the same order.
    fn see(&self, step: &Step, env: &Env) -> Seen<'_> {
        let mut children = Vec::new();
        let value = step.eval_with(env, &mut |index, child| {
            let seen = self.children[index].see(child, env);
            let value = seen.value.clone();
            children.push((index, seen));
            value
        });
        Seen {
            part: self,
            value,
            children,
        }
    }
}

impl Seen<'_> {
    fn work(&self) -> usize {
        let items = self.value.series().map_or(0, <[f64]>::len);
        let counted = match self.part.what {
            What::Call(function) => function.bounds.and_then(|bounds| {
                let (_, argument) = self.children.get(bounds.parameter)?;
                let count = argument.value.number()?;
                (!bounds.exclude(count)).then_some(count as usize)
            }),
            _ => None,
        };
        let children = self.children.iter().map(|(_, child)| child.work());
        1 + items + counted.unwrap_or_default() + children.sum::<usize>()
    }

    fn blame(&self, found: &mut Vec<Origin>) {
        let origin = match self.part.what {
            What::Meant => Origin::Meant,
            What::Name(slot) => Origin::Value(slot),
            _ => {
                let before = found.len();
                for (_, child) in self
                    .children
                    .iter()
                    .filter(|(_, child)| !finite(&child.value))
                {
                    child.blame(found);
                }
                if found.len() > before {
                    return;
                }
                self.beyond()
                    .map_or_else(|| Origin::Here(self.part.span.range()), Origin::Beyond)
            }
        };
        found.push(origin);
    }

    /// The argument of a call that is out of range, if one is.
    fn beyond(&self) -> Option<Beyond> {
        let What::Call(function) = self.part.what else {
            return None;
        };
        let bounds = function.bounds?;
        let mut arguments = self.children.iter();
        let (_, argument) = arguments.find(|(index, _)| *index == bounds.parameter)?;
        let given = argument
            .value
            .number()
            .filter(|given| bounds.exclude(*given))?;
        Some(Beyond {
            argument: argument.part.span.range(),
            function: function.name,
            parameter: function.parameter_names.split(", ").nth(bounds.parameter)?,
            bounds,
            given,
        })
    }

    fn compared(&self, found: &mut Vec<Origin>) {
        if matches!(self.part.what, What::Comparison) {
            for (_, operand) in &self.children {
                if operand.value.number().is_some_and(f64::is_nan) {
                    operand.blame(found);
                }
            }
        }
        for (_, child) in &self.children {
            child.compared(found);
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
                Origin::Beyond(beyond) => format!(
                    "{} of {}: {}, not {} to {}",
                    beyond.parameter,
                    beyond.function,
                    &source[beyond.argument],
                    beyond.bounds.low,
                    beyond.bounds.high
                ),
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
        check(
            "2 * sum(linspace(0, 1, 1e9 + x))",
            &["n of linspace: 1e9 + x, not 2 to 1000"],
            &[],
        );
        check("sum(linspace(0, 1, 10 * y))", &["value 1"], &[]);
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
