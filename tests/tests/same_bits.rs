//! Ten thousand random expressions at random settings are worth the same to the bit, natively and in the shipped
//! WebAssembly.
//!
//! A page is built whose chapter has a few controls and reflections; into its mission go the expressions. The
//! page computes them all, and a reflection that is committed keeps its share of them in the ledger.

use anyhow::{Context, Result, ensure};
use mission_model::Mission;
use mission_model::engine::Engine;
use mission_model::expr::{Expr, functions};
use mission_model::ledger::Act;
use mission_model::mission::{Derived, Kind, Only, Table};
use mission_model::page;
use mission_model::value::{Type, Value};
use mission_tests::{ChapterPage, Session, TempBook};
use std::fs;

const REFLECTIONS: usize = 5;
const EXPRESSIONS: usize = 10_000;

const BENCH: &str = r#"# Bits

```mission workbench
id = "b"
title = "Bits"
[[control]]
id = "x"
label = "X"
kind = "range"
min = -3
max = 3
step = 0.001
preset = 0.5
[[control]]
id = "n"
label = "N"
kind = "range"
min = 1
max = 1000
log = true
preset = 20
[[control]]
id = "kind"
label = "Kind"
kind = "select"
options = { one = "One", two = "Two" }
[let]
all = "x + n + (if kind == \"one\" then 1 else 2)"
[[cards]]
id = "c"
title = "C"
[[cards.reading]]
label = "All"
value = "all"
```
"#;

/// By reflection: what the controls are set to.
const SETTINGS: [(f64, f64, &str); REFLECTIONS] = [
    (0.5, 20.0, "one"),
    (-2.345, 3.5, "two"),
    (0.0, 1000.0, "one"),
    (1.001, 333.0, "two"),
    (3.0, 1.0, "one"),
];

#[test]
fn native_and_browser_agree_to_the_bit() -> Result<()> {
    let reflections: String = (0..REFLECTIONS)
        .map(|number| {
            format!(
                "\n```mission reflect\nid = \"r{number}\"\nprompt = \"Why?\"\nmin_words = 1\n```\n"
            )
        })
        .collect();
    let book = mission_tests::build_book(&[
        (
            "book.toml",
            "[book]\ntitle = \"Bits\"\n[preprocessor.mission]\nbook-id = \"bits\"\n",
        ),
        ("src/SUMMARY.md", "- [Bits](bits.md)\n"),
        ("src/bits.md", &format!("{BENCH}{reflections}")),
    ])?;
    let path = TempBook::site(&book).join("bits.html");
    let mission = exchange(&path)?;

    let browser = Session::new().open()?;
    browser.goto_file(&path)?;
    let page = ChapterPage::new(&browser, "bits")?;
    let mut engine = Engine::new(&mission, 0)?;
    for (number, (x, n, kind)) in SETTINGS.into_iter().enumerate() {
        page.type_exactly("b", "x", x)?;
        page.type_exactly("b", "n", n)?;
        page.select("b", "kind", kind)?;
        engine.set("b.x", Value::Number(x));
        engine.set("b.n", Value::Number(n));
        engine.set("b.kind", Value::Category(kind.into()));
        let reflection = format!("r{number}");
        page.write_reflection(&reflection, "Because of the bits.")?;
        page.commit(&reflection)?;
        compare(&page, &reflection, &engine)?;
    }
    assert_eq!(browser.console()?, []);
    Ok(())
}

/// Puts the random expressions into the mission of a page; gives the mission.
fn exchange(path: &std::path::Path) -> Result<Mission> {
    let html = fs::read_to_string(path)?;
    let data = mission_tests::mission_data(&html).context("no mission")?;
    let mut mission = page::read(&html[data.clone()])?;
    mission.tables.push(Table {
        name: "b.t".to_owned(),
        rows: vec![("one".to_owned(), 1.5), ("two".to_owned(), -0.1)],
    });
    let mut choices = Choices(0x9e37_79b9_7f4a_7c15);
    for number in 0..EXPRESSIONS {
        let source = choices.number(4);
        let mut expr = Expr::parse(&source).with_context(|| source.clone())?;
        expr.rename(&mut |name| {
            (!name.contains('.') && name != "track").then(|| format!("b.{name}"))
        });
        mission.values.push(Derived {
            name: format!("b.e{number}"),
            only: Only::default(),
            expr,
        });
    }
    for island in &mut mission.islands {
        if let (Kind::Reflect(reflect), Some(number)) =
            (&mut island.kind, island.id.strip_prefix('r'))
        {
            let number: usize = number.parse()?;
            let own = (number..EXPRESSIONS).step_by(REFLECTIONS);
            reflect.readings = own.map(|number| format!("b.e{number}")).collect();
        }
    }
    let json = page::write(&mission).context("the mission can't be written")?;
    fs::write(
        path,
        format!("{}{json}{}", &html[..data.start], &html[data.end..]),
    )?;
    Ok(mission)
}

/// Compares what a reflection has kept with the native values.
fn compare(page: &ChapterPage, reflection: &str, engine: &Engine) -> Result<()> {
    let ledger = page.ledger()?;
    let kept = ledger.entries.iter().find_map(|entry| match &entry.act {
        Act::Commit { reflect, readings } if reflect == reflection => Some(readings),
        _ => None,
    });
    let (mut finite, mut count) = (0, 0);
    for (name, shown) in kept.context("nothing was committed")?.iter() {
        let native = engine.get(name).with_context(|| format!("no {name}"))?;
        ensure!(
            shown.same_bits(native),
            "{name}: {shown:?} in the browser, {native:?} natively"
        );
        finite += usize::from(native.number().is_some_and(f64::is_finite));
        count += 1;
    }
    assert_eq!(count, EXPRESSIONS / REFLECTIONS);
    ensure!(finite > count / 2, "only {finite} of {count} are finite");
    Ok(())
}

/// Random expressions of each type.
struct Choices(u64);

impl Choices {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }

    fn pick(&mut self, of: &[&str]) -> String {
        of[self.below(of.len())].to_owned()
    }

    fn of(&mut self, kind: Type, levels: usize) -> String {
        match kind {
            Type::Number => self.number(levels),
            Type::Truth => self.truth(levels),
            Type::Category => self.pick(&["kind", "\"one\"", "\"two\"", "\"three\""]),
            Type::Series => self.series(levels),
        }
    }

    fn number(&mut self, levels: usize) -> String {
        if levels == 0 {
            let digits = self.below(1_000_000);
            return match self.below(6) {
                0 => format!("{}", digits as f64 / 1e3),
                1 => format!("{}", digits as f64 / 1e6),
                2 => self.pick(&["0", "1", "2", "10", "0.5", "0.1", "100"]),
                3 => self.pick(&["n", "all"]),
                _ => "x".to_owned(),
            };
        }
        let inner = levels - 1;
        match self.below(8) {
            0 => self.number(0),
            1 => format!("-({})", self.number(inner)),
            2 => format!(
                "(if {} then {} else {})",
                self.truth(inner),
                self.number(inner),
                self.number(inner)
            ),
            3 => format!("t[{}]", self.pick(&["kind", "\"one\"", "\"two\""])),
            4 | 5 => {
                let operator = self.pick(&["+", "-", "*", "/", "^"]);
                format!(
                    "({}) {operator} ({})",
                    self.number(inner),
                    self.number(inner)
                )
            }
            _ => self.call(Type::Number, inner),
        }
    }

    fn truth(&mut self, levels: usize) -> String {
        let inner = levels.saturating_sub(1);
        match self.below(if levels == 0 { 2 } else { 5 }) {
            0 => self.pick(&["true", "false", "kind == \"one\"", "kind != \"two\""]),
            1 | 2 => {
                let operator = self.pick(&["<", "<=", ">", ">=", "==", "!="]);
                format!(
                    "({}) {operator} ({})",
                    self.number(inner),
                    self.number(inner)
                )
            }
            3 => format!("(not {})", self.truth(inner)),
            _ => {
                let operator = self.pick(&["and", "or"]);
                format!("({} {operator} {})", self.truth(inner), self.truth(inner))
            }
        }
    }

    fn series(&mut self, levels: usize) -> String {
        let inner = levels.saturating_sub(1);
        match self.below(if levels == 0 { 1 } else { 4 }) {
            0 => {
                let items: Vec<String> = (0..3).map(|_| self.number(inner.min(1))).collect();
                format!("[{}]", items.join(", "))
            }
            1 => {
                let operator = self.pick(&["+", "-", "*", "/", "^"]);
                format!(
                    "({} {operator} ({}))",
                    self.series(inner),
                    self.number(inner)
                )
            }
            _ => self.call(Type::Series, inner),
        }
    }

    /// A call of any function that gives this type.
    fn call(&mut self, result: Type, levels: usize) -> String {
        let fitting: Vec<_> = functions::ALL
            .iter()
            .filter(|function| function.result == result)
            .collect();
        let function = fitting[self.below(fitting.len())];
        let count = match function.repeats {
            true => function.required + self.below(3),
            false => {
                function.required + self.below(function.parameters.len() - function.required + 1)
            }
        };
        let arguments: Vec<String> = (0..count)
            .filter_map(|index| function.parameter(index))
            .map(|kind| self.of(kind, levels))
            .collect();
        format!("{}({})", function.name, arguments.join(", "))
    }
}
