//! The words of the interface stand in one catalogue, each of them is used, and another language is another file.

#[path = "../../model/build/catalogue.rs"]
mod catalogue;

use anyhow::{Context, Result, ensure};
use catalogue::Catalogue;
use mission_tests::repo_root;
use std::fs;
use std::path::{Path, PathBuf};

/// Where words would reach a page, or what a student takes along.
const FACING: [&str; 3] = ["widgets/src", "widgets/web/src", "model/src/ledger"];

/// Literals that look like words and are none of the interface's.
const OTHER: [&str; 8] = [
    // Names of errors, as browsers have them.
    "QuotaExceededError",
    "NS_ERROR_DOM_QUOTA_REACHED",
    // For the console: what only we could have done wrong.
    "there is no document",
    "the page has no mission",
    // A date in a report, in the international order.
    "{year:04}-{month:02}-{day:02} {:02}:{:02} UTC",
    // CSS.
    "display:block",
    ":is(input, select):enabled",
    "label, input, select",
];

#[test]
fn no_word_stands_beside_the_catalogue() -> Result<()> {
    let mut found = Vec::new();
    for file in FACING.iter().flat_map(|folder| sources(folder)) {
        let text = fs::read_to_string(&file)?;
        // Tests stand at the end.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let words = literals(code).into_iter().filter(|text| is_said(text));
        found.extend(words.map(|words| format!("{}: “{words}”", file.display())));
    }
    found.retain(|found| {
        !OTHER
            .iter()
            .any(|other| found.ends_with(&format!("“{other}”")))
    });
    ensure!(
        found.is_empty(),
        "these belong into model/words/en.ftl:\n{}",
        found.join("\n")
    );
    Ok(())
}

#[test]
fn what_counts_as_a_word() {
    let check = |code: &str, expect: &[&str]| {
        let found: Vec<String> = literals(code)
            .into_iter()
            .filter(|text| is_said(text))
            .collect();
        assert_eq!(found, expect, "{code}");
    };
    check("html! { <summary>{ \"Data\" }</summary> }", &["Data"]);
    check("format!(\"{n} trials left\")", &["{n} trials left"]);
    check("\"it is \\\"too\\\" large\"", &["it is \\\"too\\\" large"]);
    check("out.push('\"'); \"Add them\"", &["Add them"]);
    check("class=\"m-verdict m-right\" type=\"button\"", &[]);
    check("// “Not a literal”: \"at all\"", &[]);
    check("let a: &'a str = words::DATA;", &[]);
}

/// Scripts have no words of their own: what they say, they are given.
#[test]
fn no_word_stands_in_a_script() -> Result<()> {
    for file in [
        "widgets/web/boot.js",
        "widgets/web/loader.js",
        "theme/menu.js",
        "preprocessor/src/offline/worker.js",
        "preprocessor/src/offline/leave.js",
    ] {
        let text = fs::read_to_string(repo_root().join(file))?;
        for place in [
            "textContent",
            "innerText",
            "title",
            "ariaLabel",
            "placeholder",
            "alt",
        ] {
            for quote in ['"', '\'', '`'] {
                let written = format!(".{place} = {quote}");
                ensure!(!text.contains(&written), "{file} has {written}");
            }
        }
        for call in [
            "alert(",
            "confirm(",
            "prompt(",
            "innerHTML",
            "document.write",
        ] {
            ensure!(!text.contains(call), "{file} has {call}");
        }
    }
    Ok(())
}

#[test]
fn every_message_is_used() -> Result<()> {
    let folders = [
        "model/src",
        "widgets/src",
        "widgets/web/src",
        "preprocessor/src",
    ];
    let code: String = folders
        .iter()
        .flat_map(|folder| sources(folder))
        .filter_map(|file| fs::read_to_string(file).ok())
        .collect();
    for (id, words) in &read("en")?.messages {
        let name = id.replace('-', "_");
        let used = match words.variables.is_empty() {
            true => format!("words::{}", name.to_uppercase()),
            false => format!("words::{name}("),
        };
        let mut places = code.match_indices(&used).map(|(at, _)| at + used.len());
        let ends = |at: usize| !code[at..].starts_with(|c: char| c == '_' || c.is_alphanumeric());
        ensure!(
            !words.variables.is_empty() && places.next().is_some() || places.any(ends),
            "nothing says `{id}`"
        );
    }
    Ok(())
}

#[test]
fn catalogues_agree() -> Result<()> {
    let signatures = |catalogue: &Catalogue| -> Vec<(String, Vec<(String, bool)>)> {
        let messages = catalogue.messages.iter();
        let signature = messages.map(|(id, words)| {
            let mut variables = words.variables.clone();
            variables.sort();
            (id.clone(), variables)
        });
        signature.collect()
    };
    let english = read("en")?;
    ensure!(english.messages.len() > 200);
    for entry in fs::read_dir(repo_root().join("model/words"))? {
        let path = entry?.path();
        let language = path
            .file_stem()
            .context("no name")?
            .to_string_lossy()
            .into_owned();
        assert_eq!(
            signatures(&read(&language)?),
            signatures(&english),
            "{language}"
        );
    }
    Ok(())
}

/// Every sentence in other letters, as long as some languages are: what is compiled against it is the same.
#[test]
fn another_language_is_another_file() -> Result<()> {
    let english = fs::read_to_string(repo_root().join("model/words/en.ftl"))?;
    let other: String = english.lines().map(|line| disguised(line) + "\n").collect();
    let [english, other] = [("en", english), ("de", other)]
        .map(|(language, text)| Catalogue::read(language, &text).map(|catalogue| catalogue.rust()));
    let [english, other] = [english, other].map(|rust| rust.map_err(anyhow::Error::msg));
    let (english, other) = (english?, other?);
    let heads = |rust: &str| -> Vec<String> {
        let lines = rust.lines().filter(|line| line.starts_with("pub "));
        let heads = lines.map(|line| line.split(" = ").next().unwrap_or_default().to_owned());
        heads.collect()
    };
    assert_eq!(heads(&other), heads(&english));
    ensure!(
        other.contains("pub const PREDICT: &str = \"Predíct ….\";"),
        "{other}"
    );
    ensure!(
        other.contains("1 => joined(&[&trials.to_string(), \" tríal left ín thís round ….\"])"),
        "{other}"
    );
    Ok(())
}

#[test]
fn what_is_not_understood_is_said() {
    let check = |text: &str, expect: &str| {
        let refused = Catalogue::read("en", text).err().unwrap_or_default();
        assert!(refused.contains(expect), "{text}: {refused}");
    };
    check("a = A\na = B\n", "`a` is there twice");
    check(
        "a = { $n ->\n    [one] A\n   *[other] B\n}\n",
        "doesn't say `$n (Number)`",
    );
    check(
        "# $n (Number)\na = { $n ->\n    [few] A\n   *[other] B\n}\n",
        "`few` is not known",
    );
    check(
        "# $n (Number)\na = { $n ->\n    [one] A\n   *[two] B\n}\n",
        "`two` is not known",
    );
    check("a = { FORMAT($n) }\n", "more than text");
    check("-brand = A\n", "a term");
    check("a = A\n    .title = B\n", "an attribute");
    check("# A\n\na = A\n}\n", "line 4");
}

/// The text of a line of a catalogue in other letters; what is in braces, ids and comments as they are.
fn disguised(line: &str) -> String {
    let text = match line.trim_start() {
        start if start.starts_with(['#', '}']) || line.ends_with("->") || start.is_empty() => {
            return line.to_owned();
        }
        start if start.starts_with(['[', '*']) => line.find("] ").map(|at| at + 2),
        _ => line.find(" = ").map(|at| at + 3),
    };
    let (head, text) = line.split_at(text.unwrap_or(0));
    let mut depth = 0;
    let letters = text.chars().map(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if c == 'i' && depth == 0 { 'í' } else { c }
    });
    format!("{head}{} ….", letters.collect::<String>())
}

fn read(language: &str) -> Result<Catalogue> {
    let file = repo_root()
        .join("model/words")
        .join(language)
        .with_extension("ftl");
    Catalogue::read(language, &fs::read_to_string(file)?).map_err(anyhow::Error::msg)
}

/// The Rust files of a folder, tests left out.
fn sources(folder: &str) -> Vec<PathBuf> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for path in fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
        {
            let is_test = path.file_stem().is_some_and(|stem| stem == "tests");
            if path.is_dir() && !is_test {
                collect(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    collect(&repo_root().join(folder), &mut found);
    found.sort();
    found
}

/// Whether a literal would be read by someone: several words, or one with a capital letter.
fn is_said(text: &str) -> bool {
    // Names of elements, their attributes and classes.
    let is_name = |word: &str| word.starts_with("m-") || word.starts_with("mission-");
    let bare = text.split(['{', '}']).step_by(2).collect::<String>();
    let words: Vec<&str> = bare
        .split_whitespace()
        .filter(|word| !is_name(word))
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 2)
        .filter(|word| {
            word.chars()
                .all(|c| c.is_alphabetic() || "’'.,:;!?()“”".contains(c))
        })
        .collect();
    words.len() >= 2
        || words.iter().any(|word| {
            let mut letters = word.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
        })
}

/// The string literals of Rust code.
fn literals(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in code.lines() {
        let mut rest = line;
        while let Some(at) = rest.find(['"', '/', '\'']) {
            let mark = &rest[at..];
            if mark.starts_with("//") {
                break;
            }
            // A character in quotes, not a lifetime.
            if mark.starts_with("'\"'") || mark.starts_with("'\\\"'") {
                rest = &mark[mark[1..].find('\'').map_or(1, |end| end + 2)..];
                continue;
            }
            if !mark.starts_with('"') {
                rest = &mark[1..];
                continue;
            }
            let mut escaped = false;
            let end = mark[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            // A literal of several lines goes on to the end of each.
            let end = end.map_or(mark.len() - 1, |end| end);
            found.push(mark[1..=end].to_owned());
            rest = mark.get(end + 2..).unwrap_or_default();
        }
    }
    found
}
