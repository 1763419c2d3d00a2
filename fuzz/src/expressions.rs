//! The source of an expression goes in, and a format for its value in a second line. Whatever parses prints as what
//! parses to the same, has a type or mistakes at places in the source, and computes to something of its type.

use crate::seeds;
use mission_model::expr::check::infer;
use mission_model::expr::{Env, Expr, Slot};
use mission_model::format::Format;
use mission_model::mission::Table;
use mission_model::seed::Draws;
use mission_model::value::{Type, Value};
use std::cell::RefCell;

const NAMES: [(&str, Type); 6] = [
    ("x", Type::Number),
    ("drift.psi", Type::Number),
    ("on", Type::Truth),
    ("track", Type::Category),
    ("live", Type::Series),
    ("none", Type::Number),
];

fn values() -> [Value; 6] {
    [
        Value::Number(3.0),
        Value::Number(0.25),
        Value::Truth(true),
        Value::Category("edge".into()),
        Value::Series([0.4, 0.3, 0.2, 0.1].into()),
        Value::Number(f64::NAN),
    ]
}

/// Takes a source through the whole language.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (source, format) = text.split_once('\n').unwrap_or((&text, ""));
    let expr = match Expr::parse(source) {
        Ok(expr) => expr,
        Err(error) => {
            assert!(source.get(error.span.clone()).is_some(), "{error:?}");
            return;
        }
    };
    travels(&expr);
    let type_of = |name: &str| {
        let known = NAMES.iter().find(|(known, _)| *known == name);
        known.map(|(_, kind)| *kind)
    };
    let kind = infer(&expr, &type_of, &|name| name == "table");
    for error in kind.as_ref().err().into_iter().flatten() {
        assert!(source.get(error.span.clone()).is_some(), "{error:?}");
    }
    let mut resolve = |name: &str| match name {
        "table" => Some(Slot::Table(0)),
        name => {
            let slot = NAMES.iter().position(|(known, _)| *known == name);
            slot.map(Slot::Value)
        }
    };
    let Ok(program) = expr.compile(&mut resolve) else {
        assert!(kind.is_err(), "it checks, and doesn't compile: {source}");
        return;
    };
    let values = values();
    let tables = [Table {
        name: "table".to_owned(),
        rows: vec![("edge".to_owned(), 0.5), (String::new(), 2.0)],
    }];
    let env = Env {
        values: &values,
        tables: &tables,
        seed: 7,
        draws: &RefCell::new(Draws::default()),
    };
    let value = program.eval(&env);
    if let Ok(kind) = kind {
        assert_eq!(value.kind(), kind, "{source}");
    }
    assert!(value.identical(&program.eval(&env)), "{source}");
    if let Ok(trace) = expr.trace(&mut resolve) {
        trace.origins(&env);
        trace.compared(&env);
    }
    // Of whatever is missing, or of another type.
    program.eval(&Env {
        values: &[],
        tables: &[],
        ..env
    });
    let mut turned = values.clone();
    turned.reverse();
    program.eval(&Env {
        values: &turned,
        ..env
    });
    if let (Ok(format), Some(number)) = (Format::parse(format), value.number()) {
        assert!(!format.print(number).is_empty());
    }
}

/// An expression prints as a source of itself, and so it gets to the page.
fn travels(expr: &Expr) {
    let json = serde_json::to_string(expr).expect("a source is a text");
    let read: Expr = match serde_json::from_str(&json) {
        Ok(read) => read,
        Err(error) => panic!("what was printed can't be read ({error}): {json}"),
    };
    assert_eq!(read, *expr, "{json}");
    assert_eq!(read.to_string(), expr.to_string());
}

/// Every text in quotes that is an expression, in the directives of the guide and of the tests' books.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = Vec::new();
    for text in seeds::texts() {
        for quoted in text.lines().filter_map(|line| {
            let (_, value) = line.split_once(" = ")?;
            value.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])
        }) {
            let source = quoted.replace("\\\"", "\"");
            if source.contains([' ', '(']) && Expr::parse(&source).is_ok() {
                found.push(source.into_bytes());
            }
        }
    }
    found
}
