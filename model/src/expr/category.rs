//! Which categories an expression can be worth, and where categories are looked up and compared. Types alone don't
//! tell a misspelt category from a right one.
//!
//! Only a build asks. Nothing of it is in WebAssembly.

use super::{Expr, Kind, Node, Operator};
use indexmap::IndexSet;
use std::ops::Range;
use std::rc::Rc;

/// Categories, each once, in the order in which they were met. Values that are worth the same share them.
pub type Categories = Rc<IndexSet<String>>;

/// The categories that a name can be worth; `None` where that can't be said.
pub type Known<'a> = &'a dyn Fn(&str) -> Option<Categories>;

/// Of a choice between more than these nothing is said.
const MOST: usize = 1000;

/// A look-up in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup<'e> {
    /// The table's name.
    pub table: &'e str,
    /// The bytes of the source that the key stands in.
    pub key: Range<usize>,
    /// The key is written out: `price["small"]`.
    pub literal: bool,
    /// What the key can be worth; `None` where that can't be said.
    pub categories: Option<Categories>,
}

/// A category that is compared with something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison<'e> {
    /// The category as it is written.
    pub category: &'e str,
    /// The bytes of the source that it stands in.
    pub place: Range<usize>,
    /// The bytes of what it is compared with.
    pub other: Range<usize>,
    /// What that can be worth; `None` where that can't be said.
    pub categories: Option<Categories>,
}

impl Expr {
    /// The categories that it can be worth; `None` where that can't be said.
    pub fn categories(&self, known: Known) -> Option<Categories> {
        self.root.categories(known)
    }

    /// Calls `visit` with every look-up.
    pub fn visit_lookups<'e>(&'e self, known: Known, visit: &mut dyn FnMut(Lookup<'e>)) {
        self.root.each(&mut |node| {
            if let Kind::Lookup(table, key) = &node.kind {
                visit(Lookup {
                    table: &table.text,
                    key: key.span.range(),
                    literal: matches!(key.kind, Kind::Category(_)),
                    categories: key.categories(known),
                });
            }
        });
    }

    /// Calls `visit` with every category that is compared for equality with something else.
    pub fn visit_comparisons<'e>(&'e self, known: Known, visit: &mut dyn FnMut(Comparison<'e>)) {
        self.root.each(&mut |node| {
            let Kind::Binary(Operator::Equal | Operator::Unequal, operands) = &node.kind else {
                return;
            };
            let [left, right] = &**operands;
            for (written, other) in [(left, right), (right, left)] {
                if let Kind::Category(category) = &written.kind {
                    visit(Comparison {
                        category,
                        place: written.span.range(),
                        other: other.span.range(),
                        categories: other.categories(known),
                    });
                }
            }
        });
    }
}

impl Node {
    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        visit(self);
        self.each_child(&mut |child| child.each(visit));
    }

    fn categories(&self, known: Known) -> Option<Categories> {
        match &self.kind {
            Kind::Category(category) => Some(Rc::new([category.to_string()].into())),
            Kind::Name(name) => known(name),
            Kind::If(parts) => {
                let [_, then, otherwise] = &**parts;
                let (then, otherwise) = (then.categories(known)?, otherwise.categories(known)?);
                if Rc::ptr_eq(&then, &otherwise) {
                    return Some(then);
                }
                let few = then.len() + otherwise.len() <= MOST;
                few.then(|| Rc::new(then.union(&*otherwise).cloned().collect()))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> Option<Categories> {
        let all: &[&str] = match name {
            "track" => &["sea", "land"],
            "d.size" => &["small", "large"],
            _ => return None,
        };
        Some(Rc::new(
            all.iter().map(|&category| category.to_owned()).collect(),
        ))
    }

    #[test]
    fn look_ups_are_found_with_what_their_keys_can_be() {
        let check = |source: &str, expect: Option<&[&str]>, key: &str| {
            let expr = Expr::parse(source).unwrap();
            let mut found = Vec::new();
            expr.visit_lookups(&known, &mut |lookup| found.push(lookup));
            let [lookup] = &found[..] else {
                panic!("{source}: {found:?}");
            };
            assert_eq!(lookup.table, "d.t");
            assert_eq!(&source[lookup.key.clone()], key);
            assert_eq!(lookup.literal, key.starts_with('"'));
            let categories = lookup.categories.as_ref();
            let categories: Option<Vec<&str>> =
                categories.map(|all| all.iter().map(String::as_str).collect());
            assert_eq!(categories.as_deref(), expect, "{source}");
        };
        check("1 + d.t[track] * 2", Some(&["sea", "land"]), "track");
        check("sqrt(d.t[\"small\"])", Some(&["small"]), "\"small\"");
        check(
            "d.t[if d.on then d.size else \"huge\"]",
            Some(&["small", "large", "huge"]),
            "if d.on then d.size else \"huge\"",
        );
        check("d.t[d.unknown]", None, "d.unknown");
    }

    #[test]
    fn comparisons_are_found_on_either_side() {
        let source = "if d.size == \"smal\" or \"sea\" != track then 1 else 2";
        let expr = Expr::parse(source).unwrap();
        let mut found = Vec::new();
        expr.visit_comparisons(&known, &mut |comparison| {
            found.push((
                comparison.category.to_owned(),
                &source[comparison.place],
                &source[comparison.other],
                comparison.categories.map_or(0, |all| all.len()),
            ));
        });
        assert_eq!(
            found,
            [
                ("smal".to_owned(), "\"smal\"", "d.size", 2),
                ("sea".to_owned(), "\"sea\"", "track", 2)
            ]
        );
    }
}
