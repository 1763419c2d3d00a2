//! Against serde_json, which reads and writes the same texts.

use super::{Json, Malformed, Mismatch, Take, named, packed};
use crate::names::Names;
use crate::value::Value;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fmt::Debug;

/// Every way of writing that missions use.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Take)]
struct Sample {
    version: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    choices: Vec<Choice>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    wide: bool,
    readings: Names<Value>,
    at: u64,
    index: Option<usize>,
    #[serde(default)]
    inner: Inner,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pairs: Vec<(String, f64)>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Take)]
#[serde(default)]
struct Inner {
    #[serde(skip_serializing_if = "Option::is_none")]
    decimals: Option<u8>,
    #[serde(skip_serializing_if = "String::is_empty")]
    unit: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Take)]
#[serde(rename_all = "snake_case")]
enum Choice {
    Nothing,
    OneThing(Inner),
    Several {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ends: Option<(String, String)>,
        log: bool,
        low: f64,
    },
}

/// Every way of writing that ledgers use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Record {
    at: u64,
    act: Act,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seal: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Act {
    Choose,
    SetTo {
        value: Value,
        readings: Names<Value>,
    },
    Answer(usize),
}

super::named! {
    struct Record { at act; seal }
}

super::named! {
    enum Act {
        "choose" Choose,
        "set_to" SetTo { value readings },
        "answer" Answer(_);
        else Self::Choose
    }
}

fn sample() -> Sample {
    let inner = Inner {
        decimals: Some(3),
        unit: "ms".to_owned(),
    };
    Sample {
        version: 1,
        text: "a \"quoted\" <b>\n\t\u{1}é \u{1f980} \\".to_owned(),
        choices: vec![
            Choice::Nothing,
            Choice::OneThing(Inner::default()),
            Choice::OneThing(inner.clone()),
            Choice::Several {
                ends: None,
                log: true,
                low: -7.5,
            },
            Choice::Several {
                ends: Some(("a".to_owned(), String::new())),
                log: false,
                low: 0.0,
            },
        ],
        readings: Names::from([
            ("a.number".to_owned(), Value::Number(0.1 + 0.2)),
            ("a.truth".to_owned(), Value::Truth(false)),
            ("a.category".to_owned(), Value::Category("fog".into())),
            (
                "a.series".to_owned(),
                Value::Series([1.0, -0.0, 5e-324].into()),
            ),
        ]),
        at: 1_700_000_000_123,
        index: Some(2),
        inner,
        ..Sample::default()
    }
}

fn check_named<T: Serialize + DeserializeOwned + Take + PartialEq + Debug>(value: &T) {
    let json = named::to(value).unwrap();
    let theirs = serde_json::to_string(value).unwrap();
    for text in [json.to_string(), json.pretty(), theirs] {
        assert_eq!(
            &Json::parse(&text).unwrap().into::<T>().unwrap(),
            value,
            "{text}"
        );
        assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
    }
}

fn check_packed(value: &Sample) {
    let text = packed::to(value).unwrap().to_string();
    assert_eq!(
        &Json::parse(&text).unwrap().into::<Sample>().unwrap(),
        value,
        "{text}"
    );
    assert!(!text.contains("version") && !text.contains('<'), "{text}");
}

#[test]
fn reads_what_it_writes_and_so_does_serde_json() {
    for value in [sample(), Sample::default()] {
        check_packed(&value);
    }
    let readings = sample().readings;
    for (act, seal) in [
        (Act::Choose, None),
        (Act::Answer(3), Some("seal".to_owned())),
        (
            Act::SetTo {
                value: Value::Number(0.1 + 0.2),
                readings,
            },
            None,
        ),
    ] {
        check_named(&Record {
            at: 1_700_000_000_123,
            act,
            seal,
        });
    }
}

#[test]
fn what_is_skipped_at_the_end_is_left_out() {
    assert_eq!(packed::to(&Inner::default()).unwrap().to_string(), "[]");
    let unit = Inner {
        unit: "W".to_owned(),
        ..Inner::default()
    };
    assert_eq!(packed::to(&unit).unwrap().to_string(), r#"[null,"W"]"#);
    assert_eq!(packed::to(&Choice::Nothing).unwrap().to_string(), "0");
    assert_eq!(
        packed::to(&Choice::OneThing(unit)).unwrap().to_string(),
        r#"[1,[null,"W"]]"#
    );
}

#[test]
fn floats_survive_to_the_bit() {
    let mut draws = crate::seed::uniforms(crate::seed::seed(&["floats"]));
    let mut bits = || (draws.next().unwrap_or_default() * 9_007_199_254_740_992.0) as u64;
    let random = (0..20_000).map(|_| f64::from_bits(bits() << 32 ^ bits()));
    let edges = [
        0.0,
        -0.0,
        0.1,
        1e21,
        1e22,
        1.5e300,
        f64::MAX,
        f64::MIN_POSITIVE,
        5e-324,
        123_456_789_012_345_680.0,
    ];
    for number in edges
        .into_iter()
        .chain(random)
        .filter(|number| number.is_finite())
    {
        let text = Json::Number(number).to_string();
        let same = |read: f64| assert_eq!(read.to_bits(), number.to_bits(), "{text}");
        same(Json::parse(&text).unwrap().into().unwrap());
        same(serde_json::from_str(&text).unwrap());
        let theirs = serde_json::to_string(&number).unwrap();
        same(Json::parse(&theirs).unwrap().into().unwrap());
    }
    assert_eq!(named::to(&f64::NAN).unwrap(), Json::Null);
    assert_eq!(named::to(&f64::INFINITY).unwrap(), Json::Null);
}

/// Whatever is cut or changed in a text, what serde_json refuses is refused, and the rest reads the same.
#[test]
fn agrees_with_serde_json_on_what_is_json() {
    let texts = [
        "",
        " ",
        "nul",
        "nullx",
        "true false",
        "[",
        "[1",
        "[1,]",
        "[,]",
        "{",
        "{}",
        " [ ] ",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u00e9\\n\\/\"",
        "\"\\ud83e\\udd80\"",
        "\"\\ud83e\"",
        "\"\\udd80\"",
        "\"\\ud83e\\u0041\"",
        "\"\\u00g0\"",
        "\"\\u+123\"",
        "\"a\nb\"",
        "\"\u{7f}é\"",
        "-",
        "-0",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "1e+",
        "1E-2",
        "1e400",
        "-1e400",
        "0x1",
        "NaN",
        "Infinity",
        "1_0",
        "'a'",
        "\u{feff}1",
        "1\u{a0}",
        "[1 2]",
        "{\"a\" 1}",
        "[[[[]]]]",
    ];
    let whole = named::to(&sample()).unwrap().to_string();
    let cut = whole.char_indices().map(|(at, _)| whole[..at].to_owned());
    let changed = whole.char_indices().flat_map(|(at, c)| {
        ["", "\"", ",", "}", "\\", "0", "-"]
            .map(|new| [&whole[..at], new, &whole[at + c.len_utf8()..]].concat())
    });
    for text in texts
        .map(str::to_owned)
        .into_iter()
        .chain(cut)
        .chain(changed)
    {
        let (ours, theirs) = (
            Json::parse(&text),
            serde_json::from_str::<serde_json::Value>(&text),
        );
        assert_eq!(ours.is_ok(), theirs.is_ok(), "{text}");
        if let (Ok(ours), Ok(theirs)) = (ours, theirs) {
            // Of two members of one name serde_json's tree keeps but the last.
            if !has_twice(&ours) {
                let again: serde_json::Value = serde_json::from_str(&ours.to_string()).unwrap();
                assert!(same(&again, &theirs), "{text}");
            }
        }
    }
}

fn has_twice(json: &Json) -> bool {
    match json {
        Json::Array(items) => items.iter().any(has_twice),
        Json::Object(members) => members.iter().enumerate().any(|(at, (name, value))| {
            has_twice(value) || members[..at].iter().any(|(other, _)| other == name)
        }),
        _ => false,
    }
}

/// serde_json tells whole numbers from others.
fn same(a: &serde_json::Value, b: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Number, Object};
    match (a, b) {
        (Number(a), Number(b)) => a.as_f64() == b.as_f64(),
        (Array(a), Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Object(a), Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

#[test]
fn what_is_of_another_type_is_refused() {
    for text in [
        "null",
        "[]",
        "{}",
        "7",
        "[1]",
        "[-1]",
        "[1.5]",
        "[4294967296]",
        "[\"1\"]",
        "[1,2]",
        "[1,null,null,[3]]",
        "[1,null,null,[[9,[]]]]",
        "[1,null,null,[[0,[]]]]",
        "[1,null,null,[1]]",
        "[1,null,null,[[1,[300]]]]",
        "[1,null,null,[[1,[],0]]]",
        "[1,null,null,[],0]",
    ] {
        assert_eq!(
            Json::parse(text).unwrap().into::<Sample>(),
            Err(Mismatch),
            "{text}"
        );
    }
    for text in [
        r#"{}"#,
        r#"[]"#,
        r#"null"#,
        r#"{"at":1}"#,
        r#"{"act":"choose"}"#,
        r#"{"at":-1,"act":"choose"}"#,
        r#"{"at":1e300,"act":"choose"}"#,
        r#"{"at":1.5,"act":"choose"}"#,
        r#"{"at":1,"act":"other"}"#,
        r#"{"at":1,"act":{}}"#,
        r#"{"at":1,"act":{"choose":1,"answer":2}}"#,
        r#"{"at":1,"act":{"answer":-1}}"#,
        r#"{"at":1,"act":{"set_to":{}}}"#,
        r#"{"at":1,"act":{"set_to":{"value":1}}}"#,
        r#"{"at":1,"act":{"set_to":{"value":["a"],"readings":{}}}}"#,
        r#"{"at":1,"act":{"set_to":{"value":1,"readings":[]}}}"#,
        r#"{"at":1,"act":"choose","seal":1}"#,
    ] {
        assert_eq!(
            Json::parse(text).unwrap().into::<Record>(),
            Err(Mismatch),
            "{text}"
        );
        assert!(serde_json::from_str::<Record>(text).is_err(), "{text}");
    }
}

/// What a later version may add is passed over.
#[test]
fn unknown_members_are_passed_over() {
    let text = r#"{"new":[1],"act":"choose","at":1}"#;
    assert_eq!(
        Json::parse(text).unwrap().into(),
        serde_json::from_str::<Record>(text).map_err(|_| Mismatch)
    );
}

/// Whatever stands in place of whatever part, taking it apart comes to an end.
#[test]
fn hostile_trees_are_refused() {
    let parts = [
        "null", "[]", "{}", "-1", "1e300", "\"\"", "[[[]]]", "true", "[9,9]",
    ];
    let whole = packed::to(&sample()).unwrap().to_string();
    for (at, c) in whole.char_indices() {
        for part in parts {
            if let Ok(json) =
                Json::parse(&[&whole[..at], part, &whole[at + c.len_utf8()..]].concat())
            {
                let _: Result<Sample, Mismatch> = json.into();
            }
        }
    }
    for part in parts {
        let _: Result<Sample, Mismatch> = Json::parse(part).unwrap().into();
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
    assert!(Json::parse(&nested(64)).is_ok());
    assert_eq!(Json::parse(&nested(1_000_000)), Err(Malformed { at: 65 }));
}

#[test]
fn members() {
    let mut json = Json::Null;
    json.set("a", Json::Text("b".to_owned()));
    json.set("c", Json::Truth(true));
    json.set("a", Json::Number(1.0));
    assert_eq!(json.to_string(), r#"{"c":true,"a":1}"#);
    assert_eq!(json.get("a"), Some(&Json::Number(1.0)));
    assert_eq!(json.get("b").and_then(Json::text), None);
    assert_eq!(json.pretty(), "{\n  \"c\": true,\n  \"a\": 1\n}");
}
