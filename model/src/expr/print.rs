//! A tree goes in, source comes out that parses to the same tree, with no parentheses to spare.

use super::{Expr, Kind, Node, Operator, level};
use std::fmt::{self, Display, Formatter};

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        print(&self.root, level::IF, f)
    }
}

/// Prints a node as an operand of something that takes only what binds at least as tightly as `least`.
fn print(node: &Node, least: u8, f: &mut Formatter) -> fmt::Result {
    if own_level(node) < least {
        f.write_str("(")?;
        print(node, level::IF, f)?;
        return f.write_str(")");
    }
    match &node.kind {
        // Beyond these bounds the plain notation is a long row of zeros.
        Kind::Number(number) if *number != 0.0 && !(1e-6..1e16).contains(number) => {
            write!(f, "{number:e}")
        }
        Kind::Number(number) => write!(f, "{number}"),
        Kind::Truth(truth) => write!(f, "{truth}"),
        Kind::Category(category) => write!(f, "\"{category}\""),
        Kind::Series(items) => {
            f.write_str("[")?;
            print_list(items, f)?;
            f.write_str("]")
        }
        Kind::Name(name) => f.write_str(name),
        Kind::Lookup(table, key) => {
            write!(f, "{}[", table.text)?;
            print(key, level::IF, f)?;
            f.write_str("]")
        }
        Kind::Call(function, arguments) => {
            write!(f, "{}(", function.text)?;
            print_list(arguments, f)?;
            f.write_str(")")
        }
        Kind::Negate(operand) => {
            f.write_str("-")?;
            print(operand, level::NEGATE, f)
        }
        Kind::Not(operand) => {
            f.write_str("not ")?;
            print(operand, level::NOT, f)
        }
        Kind::Binary(operator, operands) => {
            let [left, right] = &**operands;
            let (least_left, least_right) = operator.operand_levels();
            print(left, least_left, f)?;
            match operator {
                Operator::Power => f.write_str("^")?,
                _ => write!(f, " {} ", operator.symbol())?,
            }
            print(right, least_right, f)
        }
        Kind::If(parts) => {
            let [condition, then, otherwise] = &**parts;
            f.write_str("if ")?;
            print(condition, level::IF, f)?;
            f.write_str(" then ")?;
            print(then, level::IF, f)?;
            f.write_str(" else ")?;
            print(otherwise, level::IF, f)
        }
    }
}

fn print_list(items: &[Node], f: &mut Formatter) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        print(item, level::IF, f)?;
    }
    Ok(())
}

fn own_level(node: &Node) -> u8 {
    match &node.kind {
        Kind::If(_) => level::IF,
        Kind::Not(_) => level::NOT,
        Kind::Negate(_) => level::NEGATE,
        Kind::Binary(operator, _) => operator.level(),
        _ => level::PRIMARY,
    }
}
