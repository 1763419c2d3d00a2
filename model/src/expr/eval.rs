//! A tree goes in with what its names stand for; a program comes out that computes a [`Value`].

use super::function::{Arguments, Function};
use super::functions;
use super::{Kind, Node, Operator};
use crate::mission::Table;
use crate::seed::Draws;
use crate::value::Value;
use std::cell::RefCell;

/// What a name stands for: an index into [`Env::values`] or [`Env::tables`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A control or a derived value.
    Value(usize),
    /// A table.
    Table(usize),
}

/// What a program computes with.
#[derive(Clone, Copy, Debug)]
pub struct Env<'a> {
    /// By [`Slot::Value`].
    pub values: &'a [Value],
    /// By [`Slot::Table`].
    pub tables: &'a [Table],
    /// What all the randomness of the program starts from; see [`crate::seed`].
    pub seed: u64,
    /// Draws kept from one evaluation to the next. They change no result.
    pub draws: &'a RefCell<Draws>,
}

/// An expression with its names resolved.
#[derive(Clone, Debug)]
pub struct Program {
    pub(super) root: Step,
    slots: Vec<usize>,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Constant(Value),
    Value(usize),
    Series(Vec<Step>),
    Lookup(usize, Box<Step>),
    Call(&'static Function, Vec<Step>),
    Negate(Box<Step>),
    Not(Box<Step>),
    Binary(Operator, Box<[Step; 2]>),
    If(Box<[Step; 3]>),
}

const NAN: Value = Value::Number(f64::NAN);

impl Program {
    pub(super) fn new(
        root: &Node,
        resolve: &mut dyn FnMut(&str) -> Option<Slot>,
    ) -> Result<Self, String> {
        let mut slots = Vec::new();
        let root = Step::new(root, resolve, &mut slots)?;
        Ok(Self { root, slots })
    }

    /// The value slots that it reads, each once: it need run again only when one of these has changed.
    pub fn slots(&self) -> &[usize] {
        &self.slots
    }

    /// Computes. A type that doesn't fit, which [`super::check::infer`] rules out, gives a number that is
    /// NaN. Every NaN has the same bits, natively and in WebAssembly.
    pub fn eval(&self, env: &Env) -> Value {
        match self.root.eval(env) {
            Value::Number(number) if number.is_nan() => NAN,
            Value::Series(series) if series.iter().any(|item| item.is_nan()) => Value::Series(
                series
                    .iter()
                    .map(|&item| if item.is_nan() { f64::NAN } else { item })
                    .collect(),
            ),
            value => value,
        }
    }
}

impl Step {
    fn new(
        node: &Node,
        resolve: &mut dyn FnMut(&str) -> Option<Slot>,
        slots: &mut Vec<usize>,
    ) -> Result<Self, String> {
        let mut each = |nodes: &[Node]| {
            nodes
                .iter()
                .map(|node| Self::new(node, resolve, slots))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(match &node.kind {
            Kind::Number(number) => Self::Constant(Value::Number(*number)),
            Kind::Truth(truth) => Self::Constant(Value::Truth(*truth)),
            Kind::Category(category) => Self::Constant(Value::Category(category.clone())),
            Kind::Series(items) => Self::Series(each(items)?),
            Kind::Name(name) => match resolve(name) {
                Some(Slot::Value(slot)) => {
                    if !slots.contains(&slot) {
                        slots.push(slot);
                    }
                    Self::Value(slot)
                }
                _ => return Err(name.clone()),
            },
            Kind::Lookup(table, key) => match resolve(&table.text) {
                Some(Slot::Table(slot)) => {
                    Self::Lookup(slot, Box::new(Self::new(key, resolve, slots)?))
                }
                _ => return Err(table.text.clone()),
            },
            Kind::Call(function, arguments) => match functions::find(&function.text) {
                Some(known) => Self::Call(known, each(arguments)?),
                None => return Err(function.text.clone()),
            },
            Kind::Negate(operand) => Self::Negate(Box::new(Self::new(operand, resolve, slots)?)),
            Kind::Not(operand) => Self::Not(Box::new(Self::new(operand, resolve, slots)?)),
            Kind::Binary(operator, operands) => {
                let [left, right] = &**operands;
                let left = Self::new(left, resolve, slots)?;
                Self::Binary(
                    *operator,
                    Box::new([left, Self::new(right, resolve, slots)?]),
                )
            }
            Kind::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                let condition = Self::new(condition, resolve, slots)?;
                let then = Self::new(then, resolve, slots)?;
                let otherwise = Self::new(otherwise, resolve, slots)?;
                Self::If(Box::new([condition, then, otherwise]))
            }
        })
    }

    fn eval(&self, env: &Env) -> Value {
        self.eval_with(env, &mut |_, child| child.eval(env))
    }

    /// Computes with what its children give, by their index. Of a choice, only the branch that is taken is asked.
    #[inline]
    pub(super) fn eval_with(
        &self,
        env: &Env,
        child: &mut impl FnMut(usize, &Self) -> Value,
    ) -> Value {
        match self {
            Self::Constant(value) => value.clone(),
            Self::Value(slot) => env.values.get(*slot).cloned().unwrap_or(NAN),
            Self::Series(items) => Value::Series(
                items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| child(index, item).number().unwrap_or(f64::NAN))
                    .collect(),
            ),
            Self::Lookup(slot, key) => {
                let key = child(0, key);
                let rows = env.tables.get(*slot).map_or(&[][..], |table| &table.rows);
                let row = key.category().and_then(|key| {
                    let found = rows.binary_search_by(|(category, _)| (**category).cmp(key));
                    rows.get(found.ok()?)
                });
                row.map_or(NAN, |(_, number)| Value::Number(*number))
            }
            Self::Call(function, arguments) => {
                let arguments = arguments.iter().enumerate();
                let values: Vec<_> = arguments
                    .map(|(index, argument)| child(index, argument))
                    .collect();
                function
                    .call(&Arguments {
                        values: &values,
                        bounds: function.bounds,
                        env,
                    })
                    .unwrap_or(NAN)
            }
            Self::Negate(operand) => match child(0, operand) {
                Value::Number(number) => Value::Number(-number),
                Value::Series(series) => Value::Series(series.iter().map(|item| -item).collect()),
                _ => NAN,
            },
            Self::Not(operand) => child(0, operand)
                .truth()
                .map_or(NAN, |truth| Value::Truth(!truth)),
            Self::Binary(operator, operands) => {
                let [left, right] = &**operands;
                let left = child(0, left);
                binary(*operator, &left, &child(1, right))
            }
            Self::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                match child(0, condition) {
                    Value::Truth(true) => child(1, then),
                    Value::Truth(false) => child(2, otherwise),
                    _ => NAN,
                }
            }
        }
    }
}

fn binary(operator: Operator, left: &Value, right: &Value) -> Value {
    let truth = match (left, right) {
        (Value::Number(a), Value::Number(b)) => match operator {
            Operator::Less => a < b,
            Operator::AtMost => a <= b,
            Operator::Greater => a > b,
            Operator::AtLeast => a >= b,
            Operator::Equal => a == b,
            Operator::Unequal => a != b,
            _ => return Value::Number(arithmetic(operator, *a, *b)),
        },
        (Value::Truth(a), Value::Truth(b)) => match operator {
            Operator::And => *a && *b,
            Operator::Or => *a || *b,
            Operator::Equal => a == b,
            Operator::Unequal => a != b,
            _ => return NAN,
        },
        (Value::Category(a), Value::Category(b)) => match operator {
            Operator::Equal => a == b,
            Operator::Unequal => a != b,
            _ => return NAN,
        },
        (Value::Series(a), Value::Number(b)) => {
            return Value::Series(a.iter().map(|a| arithmetic(operator, *a, *b)).collect());
        }
        (Value::Number(a), Value::Series(b)) => {
            return Value::Series(b.iter().map(|b| arithmetic(operator, *a, *b)).collect());
        }
        // Of different lengths, no item of the one belongs to an item of the other.
        (Value::Series(a), Value::Series(b)) => {
            let pair = |(a, b): (&f64, &f64)| arithmetic(operator, *a, *b);
            let pairs = a.iter().zip(b.iter());
            return Value::Series(if a.len() == b.len() {
                pairs.map(pair).collect()
            } else {
                pairs.map(|_| f64::NAN).collect()
            });
        }
        _ => return NAN,
    };
    Value::Truth(truth)
}

fn arithmetic(operator: Operator, a: f64, b: f64) -> f64 {
    match operator {
        Operator::Add => a + b,
        Operator::Subtract => a - b,
        Operator::Multiply => a * b,
        Operator::Divide => a / b,
        Operator::Power => libm::pow(a, b),
        _ => f64::NAN,
    }
}
