//! Whole ways through the language: source to value, source to print and back, and what must never panic.

use super::check::{CheckError, infer};
use super::*;
use crate::format::Format;
use crate::mission::Table;
use crate::seed::{Draws, keyed};
use crate::value::{Type, Value};
use std::cell::RefCell;

const NAMES: [(&str, Type); 6] = [
    ("x", Type::Number),
    ("drift.psi", Type::Number),
    ("on", Type::Truth),
    ("track", Type::Category),
    ("live", Type::Series),
    ("then_some", Type::Number),
];

fn values() -> Vec<Value> {
    vec![
        Value::Number(3.0),
        Value::Number(0.25),
        Value::Truth(true),
        Value::Category("edge".into()),
        Value::Series([0.4, 0.3, 0.2, 0.1].into()),
        Value::Number(7.0),
    ]
}

fn resolve(name: &str) -> Option<Slot> {
    if name == "lambda" {
        return Some(Slot::Table(0));
    }
    NAMES
        .iter()
        .position(|(known, _)| *known == name)
        .map(Slot::Value)
}

fn infer_type(source: &str) -> Result<Type, Vec<CheckError>> {
    let type_of = |name: &str| {
        NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, kind)| *kind)
    };
    infer(&source.parse().unwrap(), &type_of, &|name| name == "lambda")
}

fn eval_with(values: &[Value], source: &str) -> Value {
    let table = Table {
        name: "lambda".into(),
        rows: vec![("cloud".into(), 0.4), ("edge".into(), 0.13)],
    };
    let env = Env {
        values,
        tables: &[table],
        seed: 42,
        draws: &RefCell::new(Draws::default()),
    };
    let expr: Expr = source
        .parse()
        .unwrap_or_else(|error| panic!("{source}: {error}"));
    expr.compile(&mut resolve).unwrap().eval(&env)
}

/// The value of a source that checks, and is of the type that the check says.
fn eval(source: &str) -> Value {
    let value = eval_with(&values(), source);
    assert_eq!(infer_type(source).as_ref(), Ok(&value.kind()), "{source}");
    value
}

fn check(source: &str, expect: f64) {
    let number = eval(source)
        .number()
        .unwrap_or_else(|| panic!("{source} is no number"));
    let same = number == expect || (number.is_nan() && expect.is_nan());
    assert!(
        same || (number - expect).abs() < 1e-12,
        "{source} is {number}, not {expect}"
    );
}

fn check_truth(source: &str, expect: bool) {
    assert_eq!(eval(source), Value::Truth(expect), "{source}");
}

fn check_series(source: &str, expect: &[f64]) {
    assert!(
        eval(source).same_bits(&Value::Series(expect.into())),
        "{source} is {:?}",
        eval(source)
    );
}

#[test]
fn literals() {
    check("1", 1.0);
    check(".5", 0.5);
    check("1e-3", 0.001);
    check("2.5E+2", 250.0);
    check("10_000.000_1", 10_000.000_1);
    check_truth("true", true);
    check_series("[1, 2 + 3, -x]", &[1.0, 5.0, -3.0]);
    check_series("[]", &[]);
    assert_eq!(eval(r#""edge""#), Value::Category("edge".into()));
    assert_eq!(
        eval(r#""Straße (1)""#),
        Value::Category("Straße (1)".into())
    );
}

#[test]
fn names_and_tables() {
    check("x", 3.0);
    check("drift.psi", 0.25);
    check("then_some", 7.0);
    check("lambda[track]", 0.13);
    check(r#"lambda[if on then "cloud" else track]"#, 0.4);
    check(r#"lambda["sea"]"#, f64::NAN);
}

#[test]
fn precedence() {
    check("1 + 2 * 3", 7.0);
    check("(1 + 2) * 3", 9.0);
    check("8 - 4 - 2", 2.0);
    check("8 / 4 / 2", 1.0);
    check("2 ^ 3 ^ 2", 512.0);
    check("-2 ^ 2", -4.0);
    check("(-2) ^ 2", 4.0);
    check("2 ^ -1", 0.5);
    check("2 ^ -1 ^ 2", 0.5);
    check("2 * -x", -6.0);
    check("--x - -x", 6.0);
    check_truth("1 + 1 == 2", true);
    check_truth("not 1 > 2 and true", true);
    check_truth("not (true and false)", true);
    check_truth("true or false and false", true);
    check_truth("(true or false) and false", false);
    check_truth("not not on", true);
    check("if x > 2 then 1 else 2 + 10", 1.0);
    check("if x < 2 then 1 else if on then 2 else 3", 2.0);
    check("(if on then 1 else 2) + 10", 11.0);
}

#[test]
fn comparisons() {
    check_truth("1 < 2", true);
    check_truth("2 <= 2", true);
    check_truth("2 > 2", false);
    check_truth("2 >= 2", true);
    check_truth("0.1 + 0.2 == 0.3", false);
    check_truth("0 / 0 != 0 / 0", true);
    check_truth("on == true", true);
    check_truth(r#"track == "edge""#, true);
    check_truth(r#"track != "edge""#, false);
}

#[test]
fn outside_the_domain() {
    check("1 / 0", f64::INFINITY);
    check("-1 / 0", f64::NEG_INFINITY);
    check("ln(0)", f64::NEG_INFINITY);
    check("ln(-1)", f64::NAN);
    check("sqrt(-1)", f64::NAN);
    check("(-8) ^ (1 / 3)", f64::NAN);
    check("10 ^ 309", f64::INFINITY);
    // One NaN for all platforms.
    for source in ["0 / 0", "-(0 / 0)", "-sqrt(-1)", "[-(0 / 0)]"] {
        let bits = match eval(source) {
            Value::Series(series) => series[0].to_bits(),
            value => value.number().unwrap().to_bits(),
        };
        assert_eq!(bits, f64::NAN.to_bits(), "{source}");
    }
}

#[test]
fn series_arithmetic() {
    check_series("[1, 2] + [10, 20]", &[11.0, 22.0]);
    check_series("[1, 2] * 3", &[3.0, 6.0]);
    check_series("3 - [1, 2]", &[2.0, 1.0]);
    check_series("-[1, 2] ^ 2", &[-1.0, -4.0]);
    check_series("[1, 2, 3] + [10, 20]", &[f64::NAN, f64::NAN]);
}

#[test]
fn functions_of_numbers() {
    check("abs(-2)", 2.0);
    check("floor(-1.5) + ceil(-1.5)", -3.0);
    check("round(2.5)", 3.0);
    check("sqrt(2)", std::f64::consts::SQRT_2);
    check("exp(1)", std::f64::consts::E);
    check("ln(2)", std::f64::consts::LN_2);
    check("log10(1000) + log2(8)", 6.0);
    check("pow(2, 10)", 1024.0);
    check("min(3, 1, 2)", 1.0);
    check("max(3, 1, 2, 5)", 5.0);
    check("min(1, 0 / 0)", f64::NAN);
    check("max(0 / 0, 1)", f64::NAN);
    check("clamp(5, 0, 1)", 1.0);
    check("clamp(-5, 0, 1)", 0.0);
    check("clamp(5, 2, 1)", 2.0);
    check("clamp(0 / 0, 0, 1)", f64::NAN);
    check("count(x > 1, x > 2, x > 3)", 2.0);
    // Abramowitz and Stegun, table 7.1.
    check("round(1e9 * erf(1)) / 1e9", 0.842700793);
    check("normal_cdf(0)", 0.5);
}

#[test]
fn functions_of_series() {
    check("sum(live)", 1.0);
    check("mean([1, 2, 6])", 3.0);
    check("largest(live) - smallest(live)", 0.3);
    check("len(live)", 4.0);
    check("at(live, 1)", 0.3);
    check("at(live, 4)", f64::NAN);
    check("at(live, -1)", f64::NAN);
    check("at(live, 0.5)", f64::NAN);
    check("1 / sum([])", f64::INFINITY);
    check("mean([])", f64::NAN);
    check("largest([])", f64::NAN);
    check("largest([1, 0 / 0, 2])", f64::NAN);
}

#[test]
fn functions_of_numbers_map_over_series() {
    check_series("sqrt([4, 9, 2 - 3])", &[2.0, 3.0, f64::NAN]);
    check_series("min([1, 5, 3], 2)", &[1.0, 2.0, 2.0]);
    check_series("max(2, [1, 5], [3, 4])", &[3.0, 5.0]);
    check_series("clamp([-1, 0.5, 2], 0, 1)", &[0.0, 0.5, 1.0]);
    check_series(
        "pow(2, [1, 2, 3]) + floor([0.5, 1.5, 2.5])",
        &[2.0, 5.0, 10.0],
    );
    check_series("abs([])", &[]);
    // No item of the one belongs to an item of the other.
    check_series("max([1, 2], [1, 2, 3])", &[f64::NAN, f64::NAN]);
}

#[test]
fn quantiles() {
    check("quantile(live, 0.5)", 0.25);
    check("quantile([15, 20, 35, 40, 50], 0.4)", 29.0);
    check("quantile([], 0.5)", f64::NAN);
    check("quantile(live, 2)", f64::NAN);
}

/// The uniform draws were made by a second implementation of the generator, in another language, and turned
/// by the formulas of the distributions with 30 digits (mpmath).
#[test]
fn draws_are_those_of_their_distribution() {
    let check = |source: &str, expect: [f64; 4]| {
        let value = eval(source);
        let series = value.series().unwrap();
        assert_eq!(series.len(), 4, "{source}");
        for (found, expect) in series.iter().zip(expect) {
            assert!(
                (found / expect - 1.0).abs() < 1e-14,
                "{source}: {found} is not {expect}"
            );
        }
    };
    // −5 ln(1 − u) of u = 0.44795261526689620, 0.18099397828237918, 0.23513279525609532, 0.40205468514615494.
    check(
        r#"exponential(5, 4, "a")"#,
        [
            2.970606972407254,
            0.9983192131576488,
            1.3402652439695004,
            2.5712798797285664,
        ],
    );
    // 3 + 2 Φ⁻¹(u), and 20 exp(Φ⁻¹(u) / 2).
    check(
        r#"normal(3, 2, 4, "a")"#,
        [
            2.7383284718820755,
            1.1768327913755417,
            1.555906028689108,
            2.5039352826251506,
        ],
    );
    check(
        r#"lognormal(20, 0.5, 4, "a")"#,
        [
            18.73351923061074,
            12.678916190211336,
            13.939252493033392,
            17.667310969845955,
        ],
    );
    // Of a large sample what the formulas say of the whole, within four standard errors.
    let near = |source: &str, expect: f64, within: f64| {
        let found = eval(source).number().unwrap();
        assert!(
            (found - expect).abs() < within,
            "{source} is {found}, not {expect}"
        );
    };
    near(
        r#"mean(exponential(5, 20000, "b"))"#,
        5.0,
        4.0 * 5.0 / 141.4,
    );
    near(
        r#"quantile(exponential(5, 20000, "b"), 0.99)"#,
        5.0 * 4.605_170_185_988_092,
        1.5,
    );
    near(r#"mean(normal(3, 2, 20000, "b"))"#, 3.0, 4.0 * 2.0 / 141.4);
    near(
        r#"quantile(lognormal(20, 0.5, 20000, "b"), 0.5)"#,
        20.0,
        0.4,
    );
    check_truth(
        r#"len(exponential(1, 1, "a")) == 1 and len(normal(0, 1, 20000, "a")) == 20000"#,
        true,
    );
    check_series(r#"exponential(1, 0 / 0, "a")"#, &[f64::NAN]);
    // Different keys are independent, place by place: the mean of the product is the product of the means.
    near(
        r#"mean(normal(0, 1, 20000, "a") * normal(0, 1, 20000, "b"))"#,
        0.0,
        4.0 / 141.4,
    );
}

#[test]
fn functions_of_drift() {
    check("psi([.25, .25, .25, .25], live)", 0.228217409573392);
    check(
        "round(1e12 * psi(deciles(0, 1), deciles(0.25, 1))) / 1e12",
        0.059815581829,
    );
    check("total_variation([.25, .25, .25, .25], live)", 0.2);
    check("changed([.25, .25, .25, .25], live)", 0.5);
    check("noise_floor(10, 1000, 500)", 0.027);
    check(
        "len(shares(0, 1, 2)) + len(shares(0, 1, 100)) + len(shares(0, 1, 0 / 0))",
        103.0,
    );
    check("psi([1, 0], [.5, .5]) - psi([1, 0.0001], [.5, .5])", 0.0);
    check("psi([1, 0], [.5, .5], 50) - psi([1, 0.01], [.5, .5])", 0.0);
    check(r#"sum(sampled(deciles(1, 1), 100, "a"))"#, 1.0);
    check(r#"at(sampled([.5, .5], 0 / 0, "a"), 1)"#, f64::NAN);
    check_truth(
        r#"abs(jitter("a")) <= 1 and jitter("a") != jitter("b")"#,
        true,
    );
    assert!(eval(r#"sampled(live, 99, "a")"#).same_bits(&eval(r#"sampled(live, 99, "a")"#)));
    assert!(!eval(r#"sampled(live, 99, "a")"#).same_bits(&eval(r#"sampled(live, 99, "b")"#)));
}

#[test]
fn draws_belong_to_the_seed_and_the_key() {
    let draws = Draws::default().sorted(keyed(42, "a"), 500);
    let expect = crate::seed::observed_shares(&[0.4, 0.3, 0.2, 0.1], &draws);
    check_series(r#"sampled(live, 500.2, "a")"#, &expect);
}

#[test]
fn every_function_is_documented() {
    for function in functions::ALL {
        let names = function
            .parameter_names
            .split(", ")
            .filter(|name| *name != "…");
        assert_eq!(
            names.count(),
            function.parameters.len(),
            "{}",
            function.name
        );
        assert_eq!(
            function.parameter_names.contains('…'),
            function.repeats,
            "{}",
            function.name
        );
        assert!(!function.doc.is_empty(), "{}", function.name);
        assert!(std::ptr::eq(
            functions::find(function.name).unwrap(),
            function
        ));
    }
}

fn check_parse_error(source: &str, span: Range<usize>, message: &str) {
    let error = Expr::parse(source).expect_err(source);
    assert_eq!(
        (error.span, error.message.as_str()),
        (span, message),
        "{source}"
    );
}

#[test]
fn parse_errors() {
    check_parse_error("", 0..0, "expected a value, found the end");
    check_parse_error("1 +", 3..3, "expected a value, found the end");
    check_parse_error("1 + * 2", 4..5, "expected a value, found `*`");
    check_parse_error("1 2", 2..3, "expected an operator or the end, found `2`");
    check_parse_error("psi.", 3..4, "expected an operator or the end, found `.`");
    check_parse_error("a.b.c", 3..4, "expected an operator or the end, found `.`");
    check_parse_error("1__0", 1..2, "unexpected `_`");
    check_parse_error("2x", 1..2, "expected an operator or the end, found `x`");
    check_parse_error("(1", 2..2, "expected `)`, found the end");
    check_parse_error("f(1 2)", 4..5, "expected `,` or `)`, found `2`");
    check_parse_error("f(1,)", 4..5, "expected a value, found `)`");
    check_parse_error("[1, 2", 5..5, "expected `,` or `]`, found the end");
    check_parse_error("t[track", 7..7, "expected `]`, found the end");
    check_parse_error("if a else b", 5..9, "expected `then`, found `else`");
    check_parse_error("if a then b", 11..11, "expected `else`, found the end");
    check_parse_error(
        "1 + if a then b else c",
        4..6,
        "put this `if` in parentheses",
    );
    check_parse_error("a == not b", 5..8, "put this `not` in parentheses");
    check_parse_error(
        "a < b < c",
        6..7,
        "comparisons don't chain: write `a < b and b < c`",
    );
    check_parse_error("x = 1", 2..3, "unexpected `=`: write `==` to compare");
    check_parse_error("a && b", 2..3, "unexpected `&`: write `and`");
    check_parse_error("!a", 0..1, "unexpected `!`: write `not`");
    check_parse_error("5 %", 2..3, "unexpected `%`: write `0.05` for five percent");
    check_parse_error(
        "'edge'",
        0..1,
        "unexpected `'`: write categories in double quotes",
    );
    check_parse_error("aB", 1..2, "unexpected `B`: names are in lower case");
    check_parse_error(
        "2 − 1",
        2..5,
        "unexpected `−`: write the minus of the keyboard, `-`",
    );
    check_parse_error("\"edge", 0..5, "expected a closing `\"` on the same line");
    check_parse_error("1 + 1e999", 4..9, "this number is too large");
    check_parse_error(&"(".repeat(100), 65..66, "nested more than 64 deep");
    check_parse_error(&"-".repeat(100), 65..66, "nested more than 64 deep");
    check_parse_error(&"not ".repeat(100), 260..263, "nested more than 64 deep");
    check_parse_error(&"2^".repeat(100), 130..131, "nested more than 64 deep");
    check_parse_error(&"if ".repeat(100), 195..197, "nested more than 64 deep");
    let sum = format!("1{}", "+1".repeat(256));
    check_parse_error(
        &sum,
        0..513,
        "more than 256 operations deep: name a part of it",
    );
    check_parse_error(
        &" ".repeat(4097),
        0..4097,
        "an expression has at most 4096 bytes",
    );
    assert_eq!(
        Expr::parse("1 2")
            .unwrap_err()
            .to_string()
            .split(" (")
            .last(),
        Some("at byte 2)")
    );
}

fn check_mistakes(source: &str, expect: &[(Range<usize>, &str)]) {
    let errors = infer_type(source).expect_err(source);
    let found: Vec<_> = errors
        .iter()
        .map(|error| (error.span.clone(), error.message.as_str()))
        .collect();
    assert_eq!(found, expect, "{source}");
}

#[test]
fn check_errors() {
    check_mistakes(
        "1 + psy * y",
        &[(4..7, "there is no `psy`"), (10..11, "there is no `y`")],
    );
    check_mistakes(
        "mim(1, y)",
        &[
            (0..3, "there is no function `mim`"),
            (7..8, "there is no `y`"),
        ],
    );
    check_mistakes(
        "drift.min(1)",
        &[(0..9, "there is no function `drift.min`")],
    );
    check_mistakes(
        "lambda + 1",
        &[(
            0..6,
            "`lambda` is a table: look it up, as in `lambda[track]`",
        )],
    );
    check_mistakes("x[track]", &[(0..1, "`x` is not a table")]);
    check_mistakes("y[track]", &[(0..1, "there is no `y`")]);
    check_mistakes(
        "lambda[1]",
        &[(7..8, "the key of a table is a category, not a number")],
    );
    check_mistakes(
        "on + 1",
        &[(
            0..2,
            "an operand of `+` is a number or a series, not a truth",
        )],
    );
    check_mistakes(
        "-track",
        &[(
            1..6,
            "an operand of `-` is a number or a series, not a category",
        )],
    );
    check_mistakes(
        "not x",
        &[(4..5, "the operand of `not` is a truth, not a number")],
    );
    check_mistakes(
        "x and on",
        &[(0..1, "an operand of `and` is a truth, not a number")],
    );
    check_mistakes(
        "live < 1",
        &[(0..4, "an operand of `<` is a number, not a series")],
    );
    check_mistakes(
        "x == on",
        &[(
            0..7,
            "the operands of `==` have one type, not a number and a truth",
        )],
    );
    check_mistakes("live == live", &[(0..12, "`==` doesn't compare series")]);
    check_mistakes(
        "if x then 1 else 2",
        &[(3..4, "a condition is a truth, not a number")],
    );
    check_mistakes(
        "if on then 1 else on",
        &[(
            0..20,
            "the branches of `if` have one type, not a number and a truth",
        )],
    );
    check_mistakes(
        "[1, on]",
        &[(4..6, "an item of a series is a number, not a truth")],
    );
    check_mistakes(
        "clamp(1, 2)",
        &[(0..11, "`clamp` takes 3 arguments, not 2")],
    );
    check_mistakes(
        "min(1)",
        &[(0..6, "`min` takes at least 2 arguments, not 1")],
    );
    check_mistakes(
        "psi(live)",
        &[(0..9, "`psi` takes 2 to 3 arguments, not 1")],
    );
    check_mistakes("abs()", &[(0..5, "`abs` takes 1 argument, not 0")]);
    check_mistakes(
        "abs(on)",
        &[(
            4..6,
            "argument 1 of `abs` is a number or a series, not a truth",
        )],
    );
    check_mistakes(
        "min(1, 2, on)",
        &[(
            10..12,
            "argument 3 of `min` is a number or a series, not a truth",
        )],
    );
    check_mistakes(
        "at(live, live)",
        &[(9..13, "argument 2 of `at` is a number, not a series")],
    );
    check_mistakes(
        "min(x, live) < 1",
        &[(0..12, "an operand of `<` is a number, not a series")],
    );

    let errors = infer_type("psy + mim(1)").unwrap_err();
    assert_eq!(errors[0].unknown_name.as_deref(), Some("psy"));
    assert_eq!(errors[1].unknown_function.as_deref(), Some("mim"));
    assert!(functions::names().any(|name| name == "min"));
}

#[test]
fn compile_errors_name_what_is_missing() {
    for (source, missing) in [
        ("x + y", "y"),
        ("lambda", "lambda"),
        ("x[track]", "x"),
        ("f(1)", "f"),
    ] {
        assert_eq!(
            Expr::parse(source)
                .unwrap()
                .compile(&mut resolve)
                .unwrap_err(),
            missing
        );
    }
}

#[test]
fn names_are_visited_and_renamed() {
    let mut expr: Expr = "a + drift.psi * t[a] - min(b, a)".parse().unwrap();
    assert_eq!(expr.names(), ["a", "drift.psi", "t", "b"]);
    let mut places = Vec::new();
    expr.visit_names(&mut |name, span| places.push((name.to_owned(), span)));
    let expect = [
        ("a", 0..1),
        ("drift.psi", 4..13),
        ("t", 16..17),
        ("a", 18..19),
        ("b", 27..28),
        ("a", 30..31),
    ];
    assert_eq!(places, expect.map(|(name, span)| (name.to_owned(), span)));
    expr.rename(&mut |name| (!name.contains('.')).then(|| format!("here.{name}")));
    assert_eq!(
        expr.to_string(),
        "here.a + drift.psi * here.t[here.a] - min(here.b, here.a)"
    );
    assert_eq!(expr.names().len(), 4);
}

#[test]
fn slots_are_those_read() {
    let program = Expr::parse("if on then x + x else lambda[track]")
        .unwrap()
        .compile(&mut resolve)
        .unwrap();
    assert_eq!(program.slots(), [2, 0, 3]);
}

fn check_print(source: &str, expect: &str) {
    let expr: Expr = source
        .parse()
        .unwrap_or_else(|error| panic!("{source}: {error}"));
    assert_eq!(expr.to_string(), expect, "{source}");
    assert_eq!(expect.parse(), Ok(expr), "{source}");
}

#[test]
fn prints() {
    check_print("((1)) + (2*3)", "1 + 2 * 3");
    check_print("(1+2)*3", "(1 + 2) * 3");
    check_print("1-(2-3)", "1 - (2 - 3)");
    check_print("(1-2)-3", "1 - 2 - 3");
    check_print("(2^3)^4", "(2^3)^4");
    check_print("2^(3^4)", "2^3^4");
    check_print("(-2)^(-2)", "(-2)^-2");
    check_print("-(2^2)", "-2^2");
    check_print("-(2*3)", "-(2 * 3)");
    check_print("(-2)*3 - (-3)", "-2 * 3 - -3");
    check_print("(a<b)==(c<d)", "(a < b) == (c < d)");
    check_print(
        "not (a and b) or (not c) and d",
        "not (a and b) or not c and d",
    );
    check_print("(not a) == b", "(not a) == b");
    check_print("a or (b or c)", "a or (b or c)");
    check_print(
        "1 + (if a then b else (c + d))",
        "1 + (if a then b else c + d)",
    );
    check_print(
        "if (if a then b else c) then d else if e then f else g",
        "if if a then b else c then d else if e then f else g",
    );
    check_print("f((1), [2,(3)] , t[ (a) ])", "f(1, [2, 3], t[a])");
    check_print("f()+[]", "f() + []");
    check_print(
        "1_000.50 + 1e30 + 1.5e-9 + 0 + 1e15",
        "1000.5 + 1e30 + 1.5e-9 + 0 + 1000000000000000",
    );
    check_print("\"a b\" != track", "\"a b\" != track");
    check_print("true\n and\tfalse", "true and false");
    // A value that a directive has made for an expression.
    check_print("drift._12>=0.5", "drift._12 >= 0.5");
}

#[test]
fn json_is_the_source() {
    let expr: Expr = "1+x".parse().unwrap();
    assert_eq!(serde_json::to_string(&expr).unwrap(), r#""1 + x""#);
    assert_eq!(serde_json::from_str::<Expr>(r#""(1 + x)""#).unwrap(), expr);
    assert!(
        serde_json::from_str::<Expr>(r#""1 +""#)
            .unwrap_err()
            .to_string()
            .contains("found the end")
    );
}

#[test]
fn what_prints_longer_than_it_was_written_gets_to_the_page() {
    // 5 bytes each, and 18 when printed.
    let source = format!("[{}]", ["1e15"; 800].join(","));
    let expr: Expr = source.parse().unwrap();
    assert!(source.len() <= MAX_LENGTH && expr.to_string().len() > MAX_LENGTH);
    let json = serde_json::to_string(&expr).unwrap();
    assert_eq!(serde_json::from_str::<Expr>(&json).unwrap(), expr);
    let json = crate::json::packed::to(&expr).unwrap();
    assert_eq!(json.into::<Expr>(), Ok(expr));
}

/// A source of choices that are the same in every run.
struct Choices(u64);

impl Choices {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = keyed(self.0, "next");
        (self.0 >> 16) as usize % bound
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// A tree of any types, of at most so many levels.
    fn node(&mut self, levels: usize) -> Node {
        let kind = match self.below(if levels == 0 { 5 } else { 12 }) {
            0 => Kind::Number(self.literal()),
            1 => Kind::Truth(self.below(2) == 0),
            2 => Kind::Category(self.pick(&["edge", "", "a b"]).into()),
            3 | 4 => Kind::Name(self.pick(&NAMES).0.to_owned()),
            5 => Kind::Series(self.nodes(levels)),
            6 => Kind::Lookup(self.name("lambda"), Box::new(self.node(levels - 1))),
            7 => {
                let function = self
                    .pick(functions::ALL.iter().collect::<Vec<_>>().as_slice())
                    .name;
                Kind::Call(self.name(function), self.nodes(levels))
            }
            8 => Kind::Negate(Box::new(self.node(levels - 1))),
            9 => Kind::Not(Box::new(self.node(levels - 1))),
            10 => Kind::If(Box::new(std::array::from_fn(|_| self.node(levels - 1)))),
            _ => {
                let operator = self.pick(&Operator::ALL);
                Kind::Binary(
                    operator,
                    Box::new(std::array::from_fn(|_| self.node(levels - 1))),
                )
            }
        };
        Node {
            span: Span::new(0, 0),
            depth: 0,
            kind,
        }
    }

    /// A number that can be written: of any magnitude, with any digits.
    fn literal(&mut self) -> f64 {
        let known = [
            0.0,
            0.1,
            7.0,
            1e21,
            2.5e-7,
            1e38,
            1.0 / 3.0,
            f64::MAX,
            5e-324,
        ];
        match self.below(2) {
            0 => self.pick(&known),
            _ => {
                let digits =
                    self.below(1 << 26) as f64 * (1 << 26) as f64 + self.below(1 << 26) as f64;
                digits * libm::exp2(self.below(1000) as f64 - 520.0)
            }
        }
    }

    fn nodes(&mut self, levels: usize) -> Vec<Node> {
        (0..self.below(4)).map(|_| self.node(levels - 1)).collect()
    }

    fn name(&self, text: &str) -> Name {
        Name {
            span: Span::new(0, 0),
            text: text.to_owned(),
        }
    }
}

#[test]
fn random_trees_print_and_parse_to_themselves() {
    let mut choices = Choices(1);
    let mut parsed = 0;
    for _ in 0..5000 {
        let levels = choices.below(6);
        let expr = Expr {
            root: choices.node(levels),
        };
        let source = expr.to_string();
        if source.len() <= MAX_LENGTH {
            assert_eq!(source.parse().as_ref(), Ok(&expr), "{source}");
            // And as it travels in a page.
            let json = serde_json::to_string(&expr).unwrap();
            assert_eq!(serde_json::from_str::<Expr>(&json).unwrap(), expr, "{json}");
            // Of whatever types: it evaluates to something.
            let values = values();
            let checked = infer_type(&source);
            let value = eval_with(&values, &source);
            if let Ok(kind) = checked {
                assert_eq!(value.kind(), kind, "{source}");
            }
            parsed += 1;
        }
    }
    assert!(parsed > 4000);
}

#[test]
fn random_tokens_never_panic() {
    const TOKENS: [&str; 40] = [
        "1",
        "2.5",
        "1e9",
        "x",
        "on",
        "track",
        "live",
        "drift.psi",
        "lambda",
        "lambda[",
        "min(",
        "psi(",
        "sampled(",
        "\"edge\"",
        "\"",
        "true",
        "false",
        "not",
        "and",
        "or",
        "if",
        "then",
        "else",
        "+",
        "-",
        "*",
        "/",
        "^",
        "<",
        "==",
        "!=",
        "(",
        ")",
        "[",
        "]",
        ",",
        ".",
        "é",
        "=",
        "\n",
    ];
    let mut choices = Choices(2);
    let mut parsed = 0;
    for _ in 0..50_000 {
        let length = 1 + choices.below(8);
        let spaces = choices.pick(&["", " "]);
        let soup: Vec<_> = (0..length).map(|_| choices.pick(&TOKENS)).collect();
        let soup = soup.join(spaces);
        match Expr::parse(&soup) {
            Err(error) => assert!(soup.get(error.span.clone()).is_some(), "{soup}: {error:?}"),
            Ok(expr) => {
                parsed += 1;
                assert_eq!(expr.to_string().parse().as_ref(), Ok(&expr), "{soup}");
                let _ = infer_type(&soup);
                if expr.compile(&mut resolve).is_ok() {
                    eval_with(&values(), &soup);
                    eval_with(&[], &soup);
                }
            }
        }
    }
    assert!(parsed > 1000, "{parsed}");
}

#[test]
fn the_deepest_trees_are_safe() {
    let chain = format!("1{}", "+1".repeat(usize::from(MAX_DEPTH) - 1));
    check(&chain, f64::from(MAX_DEPTH));
    let nested = format!("{}x{}", "(-".repeat(32), ")".repeat(32));
    check(&nested, 3.0);
}

/// Nothing is moved into the range of a function unseen: what is out of it is not a number, at once and for all.
#[test]
fn out_of_range_is_not_a_number() {
    let call = |source: &str, n: f64| source.replace('#', &n.to_string());
    for source in [
        "shares(0, 1, #)",
        "sampled([0.5, 0.5], #, \"k\")",
        "exponential(1, #, \"k\")",
        "normal(0, 1, #, \"k\")",
        "lognormal(1, 1, #, \"k\")",
        "linspace(0, 1, #)",
        "logspace(1, 10, #)",
    ] {
        let name = source.split('(').next().unwrap();
        let function = functions::find(name).unwrap();
        let bounds = function.bounds.unwrap();
        let said = |number: f64| {
            Format::parse(".0")
                .unwrap()
                .print(number)
                .replace('\u{202f}', " ")
        };
        assert!(
            matches!(name, "normal" | "lognormal")
                || function
                    .doc
                    .contains(&format!("{} to {}", bounds.low, said(bounds.high))),
            "{name}: {}",
            function.doc
        );
        for (n, inside) in [
            (bounds.low - 1.0, false),
            (bounds.low - 0.4, true),
            (bounds.low, true),
            (bounds.high, true),
            (bounds.high + 0.4, true),
            (bounds.high + 1.0, false),
            (-1e300, false),
            (1e300, false),
        ] {
            // Days are not counted: a part of one is a part of one.
            if name.ends_with("policy") && n.fract() != 0.0 {
                continue;
            }
            let value = eval(&call(source, n).replace("-", "0 - "));
            let series = value.series().unwrap();
            let numbers = series.iter().all(|item| item.is_finite());
            let nothing = series.iter().all(|item| item.is_nan());
            assert!(
                if inside { numbers } else { nothing },
                "{} is {series:?}",
                call(source, n)
            );
        }
    }
}
