//! The expression language: source text goes in, a checked and compiled [`Program`] comes out.
//!
//! ```text
//! if traffic > 0.9 then "late" else "on time"     a choice; both branches have one type
//! drift.psi * lambda[track] + jitter("cpu") / 50  names, table look-up, calls
//! 0.5 * shares(0, 1, 10) + 0.5 * deciles(-1.2, 1) series, element by element
//! ```
//!
//! The steps: [`Expr::parse`] reads text (`lex`, `parse`); [`check::infer`] finds every mistake that an
//! author can make; [`Expr::compile`] resolves names to slots; [`Program::eval`] computes. An [`Expr`]
//! prints as source that parses to the same expression (`print`), and travels in JSON as that source.
//!
//! From loosest to tightest: `if`, `or`, `and`, `not`, comparison (which doesn't chain), `+ -`, `* /`,
//! unary `-`, `^` (which groups to the right, so that `-2^2` is −4 and `2^-1` is one half). `if` and `not`
//! need parentheses as operands of what binds tighter.
//!
//! Names are in lower case with at most one dot, categories in double quotes without escapes. Numbers may
//! have underscores between digits (`10_000`).
//!
//! The language is total. There are no loops, sources and trees are bounded
//! ([`MAX_LENGTH`], [`MAX_DEPTH`]), and an operation outside its domain gives an infinity or NaN.

#[cfg(not(target_arch = "wasm32"))]
pub mod category;
pub mod check;
mod eval;
mod function;
pub mod functions;
mod lex;
mod parse;
mod print;
#[cfg(not(target_arch = "wasm32"))]
pub mod trace;
#[cfg(not(target_arch = "wasm32"))]
pub mod words;

pub use eval::{Env, Program, Slot};
pub use parse::ParseError;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ops::Range;
use std::rc::Rc;
use std::str::FromStr;

/// The longest source of an expression that an author writes, in bytes.
pub const MAX_LENGTH: usize = 4096;

/// The deepest tree: a chain of operators counts one level for each. Recursion over a tree is bounded by it.
pub const MAX_DEPTH: u16 = 256;

/// A parsed expression. Equality is of structure: spans don't count, nor do redundant parentheses.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    root: Node,
}

/// A part of an expression, with the place in the source that it came from.
#[derive(Clone, Debug)]
struct Node {
    span: Span,
    /// One more than the deepest child's.
    depth: u16,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    /// Finite and not negative.
    Number(f64),
    Truth(bool),
    Category(Rc<str>),
    Series(Vec<Node>),
    Name(String),
    Lookup(Name, Box<Node>),
    Call(Name, Vec<Node>),
    Negate(Box<Node>),
    Not(Box<Node>),
    Binary(Operator, Box<[Node; 2]>),
    /// Condition, then, else.
    If(Box<[Node; 3]>),
}

/// The name of a table or of a function, inside a longer node.
#[derive(Clone, Debug)]
struct Name {
    span: Span,
    text: String,
}

/// Bytes of the source; 32 bits each, because there is one in every node.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    end: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Equal,
    Unequal,
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

/// How tightly something binds: operands that bind less need parentheses.
mod level {
    pub const IF: u8 = 0;
    pub const OR: u8 = 1;
    pub const AND: u8 = 2;
    pub const NOT: u8 = 3;
    pub const COMPARISON: u8 = 4;
    pub const SUM: u8 = 5;
    pub const PRODUCT: u8 = 6;
    pub const NEGATE: u8 = 7;
    pub const POWER: u8 = 8;
    pub const PRIMARY: u8 = 9;
}

impl Expr {
    /// Reads the source of an expression.
    ///
    /// # Errors
    /// [`ParseError`], for the first mistake.
    pub fn parse(source: &str) -> Result<Self, ParseError> {
        parse::parse(source, MAX_LENGTH).map(|root| Self { root })
    }

    /// Reads what was printed. That may be longer than what an author wrote: with spaces between, names in full,
    /// and numbers digit by digit.
    ///
    /// # Errors
    /// [`ParseError`], if it was not printed from an expression.
    pub(crate) fn read(printed: &str) -> Result<Self, ParseError> {
        parse::parse(printed, u32::MAX as usize).map(|root| Self { root })
    }

    /// Stands where there is no expression: not a number.
    pub(crate) fn nothing() -> Self {
        Self {
            root: Node {
                span: Span { start: 0, end: 0 },
                depth: 1,
                kind: Kind::Number(f64::NAN),
            },
        }
    }

    /// The names of the values and tables that it reads, each once, in the order of the source.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.root.each_name(&mut |name, _| {
            if !names.contains(&name) {
                names.push(name);
            }
        });
        names
    }

    /// Calls `visit` with every reading of a value or table, and with its place in the source.
    pub fn visit_names(&self, visit: &mut dyn FnMut(&str, Range<usize>)) {
        self.root
            .each_name(&mut |name, span| visit(name, span.range()));
    }

    /// Puts another name wherever `rename` gives one. Spans remain those of the source.
    pub fn rename(&mut self, rename: &mut dyn FnMut(&str) -> Option<String>) {
        self.root.rename(rename);
    }

    /// Resolves names and functions, so that evaluating looks nothing up.
    ///
    /// # Errors
    /// The first name that `resolve` doesn't know (or knows as a table where a value is read, or the
    /// reverse), or the first unknown function.
    pub fn compile(
        &self,
        resolve: &mut dyn FnMut(&str) -> Option<Slot>,
    ) -> Result<Program, String> {
        Program::new(&self.root, resolve)
    }
}

impl FromStr for Expr {
    type Err = ParseError;

    fn from_str(source: &str) -> Result<Self, ParseError> {
        Self::parse(source)
    }
}

impl Serialize for Expr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Expr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl Node {
    fn each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        match &self.kind {
            Kind::Number(_) | Kind::Truth(_) | Kind::Category(_) | Kind::Name(_) => {}
            Kind::Series(children) | Kind::Call(_, children) => children.iter().for_each(visit),
            Kind::Lookup(_, child) | Kind::Negate(child) | Kind::Not(child) => visit(child),
            Kind::Binary(_, children) => children.iter().for_each(visit),
            Kind::If(children) => children.iter().for_each(visit),
        }
    }

    fn each_name<'a>(&'a self, visit: &mut dyn FnMut(&'a str, Span)) {
        match &self.kind {
            Kind::Name(name) => visit(name, self.span),
            Kind::Lookup(table, _) => visit(&table.text, table.span),
            _ => {}
        }
        self.each_child(&mut |child| child.each_name(visit));
    }

    fn rename(&mut self, rename: &mut dyn FnMut(&str) -> Option<String>) {
        match &mut self.kind {
            Kind::Number(_) | Kind::Truth(_) | Kind::Category(_) => {}
            Kind::Name(name) => {
                if let Some(new) = rename(name) {
                    *name = new;
                }
            }
            Kind::Lookup(table, key) => {
                if let Some(new) = rename(&table.text) {
                    table.text = new;
                }
                key.rename(rename);
            }
            Kind::Series(children) | Kind::Call(_, children) => {
                children.iter_mut().for_each(|child| child.rename(rename));
            }
            Kind::Negate(child) | Kind::Not(child) => child.rename(rename),
            Kind::Binary(_, children) => children.iter_mut().for_each(|child| child.rename(rename)),
            Kind::If(children) => children.iter_mut().for_each(|child| child.rename(rename)),
        }
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Span {
    /// Sources are no longer than 32 bits can say, so that nothing is cut off.
    fn new(start: usize, end: usize) -> Self {
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Operator {
    const ALL: [Self; 13] = [
        Self::Or,
        Self::And,
        Self::Less,
        Self::AtMost,
        Self::Greater,
        Self::AtLeast,
        Self::Equal,
        Self::Unequal,
        Self::Add,
        Self::Subtract,
        Self::Multiply,
        Self::Divide,
        Self::Power,
    ];

    fn symbol(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::Equal => "==",
            Self::Unequal => "!=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Power => "^",
        }
    }

    fn level(self) -> u8 {
        match self {
            Self::Or => level::OR,
            Self::And => level::AND,
            Self::Add | Self::Subtract => level::SUM,
            Self::Multiply | Self::Divide => level::PRODUCT,
            Self::Power => level::POWER,
            _ => level::COMPARISON,
        }
    }

    /// The least level of an operand to the left and to the right that needs no parentheses.
    fn operand_levels(self) -> (u8, u8) {
        let own = self.level();
        match own {
            level::COMPARISON => (own + 1, own + 1),
            level::POWER => (level::PRIMARY, level::NEGATE),
            _ => (own, own + 1),
        }
    }
}

#[cfg(test)]
mod tests;
