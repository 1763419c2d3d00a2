//! Damaged directives: whatever an author gets wrong, the build says where, or still shows all that is declared.
//!
//! Each directive of the book is an example, with the directives that it reads from. It is damaged in one place,
//! by a seed, many times over: a key misspelt, a line lost, a number blown up, a bracket dropped. A damaged
//! directive is either refused, at a place inside it, or built with every part that its text declares.

mod damage;

use damage::{Choices, damaged};
use mdbook_driver::config::Config;
use mdbook_mission::{Failure, expand};
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mission_model::Mission;
use mission_model::mission::{Kind, Question};
use mission_model::page;
use mission_tests::repo_root;
use serde_json::Value as Json;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// How often each directive is damaged.
const TIMES: usize = 100;

/// A directive in a text.
#[derive(Clone)]
struct Fence {
    kind: String,
    id: String,
    /// The whole of it.
    range: Range<usize>,
    body: Range<usize>,
}

/// A chapter of which one directive is damaged.
struct Example {
    name: String,
    before: String,
    /// From the opening to the closing fence.
    head: String,
    body: String,
    after: String,
    /// Whether the rest of the chapter reads from the damaged directive, and may be blamed.
    shared: bool,
    directives: usize,
}

#[test]
fn a_damaged_directive_is_refused_or_complete() {
    let examples = examples();
    assert!(examples.len() >= 15, "only {} examples", examples.len());
    // Panics are counted, not printed one by one.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let next = AtomicUsize::new(0);
    let take = || examples.get(next.fetch_add(1, Ordering::Relaxed));
    let failed: Vec<String> = std::thread::scope(|scope| {
        let task = || {
            std::iter::from_fn(take)
                .flat_map(try_all)
                .collect::<Vec<String>>()
        };
        let tasks = [scope.spawn(task), scope.spawn(task)];
        tasks
            .into_iter()
            .flat_map(|task| task.join().unwrap_or_default())
            .collect()
    });
    std::panic::set_hook(hook);
    assert!(
        failed.is_empty(),
        "{} cases:\n\n{}",
        failed.len(),
        failed[..failed.len().min(6)].join("\n\n")
    );
}

/// Tries an example as it is, and damaged.
fn try_all(example: &Example) -> Vec<String> {
    let mut failed: Vec<String> = Vec::new();
    let mut refused = 0;
    if let Err(wrong) = try_one(example, &example.body).and_then(|built| match built {
        true => Ok(()),
        false => Err("is refused as it is".to_owned()),
    }) {
        return vec![format!("{}: {wrong}", example.name)];
    }
    let mut choices = Choices::new(&example.name);
    for number in 0..TIMES {
        let (damage, body) = damaged(&example.body, &mut choices);
        match catch_unwind(AssertUnwindSafe(|| try_one(example, &body))) {
            Ok(Ok(built)) => refused += usize::from(!built),
            Ok(Err(wrong)) => failed.push(format!("{} {number}, {damage}: {wrong}", example.name)),
            Err(_) => failed.push(format!(
                "{} {number}, {damage}: a panic on\n{body}",
                example.name
            )),
        }
    }
    // The damage must be such that it is noticed, most of the time.
    if failed.is_empty() && refused < TIMES / 4 {
        failed.push(format!("{}: only {refused} were refused", example.name));
    }
    failed
}

/// Whether a chapter is built; an error if it is neither built nor refused as it should be.
fn try_one(example: &Example, body: &str) -> Result<bool, String> {
    let text = format!("{}{}{body}{}", example.before, example.head, example.after);
    let directive = example.before.len()..text.len() - example.after.len() + "```".len();
    let config: Config = "[book]\ntitle = \"T\"\n[preprocessor.mission]\nbook-id = \"t\"\n"
        .parse()
        .map_err(|error| format!("{error}"))?;
    let mut book = Book::default();
    book.items.push(BookItem::Chapter(Chapter::new(
        "A",
        text.clone(),
        "a.md",
        Vec::new(),
    )));
    match expand(Path::new("nowhere"), &config, &mut book) {
        Err(Failure::Mistakes(found)) => {
            for mistake in found {
                let span = &mistake.place.span;
                let inside = directive.start <= span.start && span.end <= directive.end;
                if !inside && !example.shared {
                    let said = mistake.render(false);
                    return Err(format!("the place is outside:\n{said}\n{body}"));
                }
                if mistake.message.is_empty() {
                    return Err("nothing is said".to_owned());
                }
            }
            Ok(false)
        }
        Err(other) => Err(other.to_string()),
        Ok(()) => match &book.items[0] {
            BookItem::Chapter(chapter) => complete(example, body, &chapter.content).map(|()| true),
            _ => Err("the chapter is gone".to_owned()),
        },
    }
}

/// Whether everything that a body declares is in the built page.
fn complete(example: &Example, body: &str, page: &str) -> Result<(), String> {
    let mission = mission_of(page).ok_or("no mission in the page")?;
    if mission.islands.len() != example.directives {
        return Err(format!(
            "{} islands of {}",
            mission.islands.len(),
            example.directives
        ));
    }
    // Nothing of `expect` is to be on the page.
    if example.head.contains("mission expect") {
        return Ok(());
    }
    let table =
        DeTable::parse(body).map_err(|error| format!("built, but no TOML: {error}\n{body}"))?;
    let mut declared = Vec::new();
    labels(table.get_ref(), &mut declared);
    let mut shown = Vec::new();
    strings(
        &serde_json::to_value(&mission).map_err(|error| error.to_string())?,
        &mut shown,
    );
    for label in &declared {
        let count = |list: &[String]| list.iter().filter(|other| *other == label).count();
        if count(&shown) < count(&declared) {
            return Err(format!(
                "“{label}” is declared {} times and shown {} times\n{body}",
                count(&declared),
                count(&shown)
            ));
        }
    }
    let mut said = Vec::new();
    phrases(table.get_ref(), &mut said);
    if let Some(lost) = said
        .iter()
        // The body of a Math Peek stands on the page alone.
        .find(|phrase| !shown.iter().any(|text| text.contains(*phrase)) && !page.contains(*phrase))
    {
        return Err(format!("“{lost}” is written and not shown\n{body}"));
    }
    // Parts without a label are counted.
    let island = mission.islands.iter().find(|island| {
        table
            .get_ref()
            .get("id")
            .and_then(|id| id.get_ref().as_str())
            == Some(&island.id)
    });
    let count = |key: &str| items(table.get_ref(), key);
    let parts = match island.map(|island| &island.kind) {
        Some(Kind::Challenge(challenge)) => vec![
            ("need", count("need"), challenge.needs.len()),
            ("evidence", count("evidence"), challenge.evidence.len()),
        ],
        Some(Kind::Reflect(reflect)) => vec![
            ("criteria", count("criteria"), reflect.criteria.len()),
            ("terms", count("terms"), reflect.terms.len()),
            ("readings", count("readings"), reflect.readings.len()),
        ],
        Some(Kind::Reveal(reveal)) => vec![("readings", count("readings"), reveal.readings.len())],
        Some(Kind::Lock(lock)) => match &lock.question {
            Question::Choice { options, .. } => vec![("options", count("options"), options.len())],
            _ => vec![("options", count("options"), 0)],
        },
        Some(_) => Vec::new(),
        None => vec![("id", 1, 0)],
    };
    match parts
        .into_iter()
        .find(|(_, declared, built)| declared != built)
    {
        Some((key, declared, built)) => Err(format!(
            "{declared} of `{key}` are declared, {built} are built\n{body}"
        )),
        None => Ok(()),
    }
}

/// How many items the lists of a key have, in all tables together.
fn items(table: &DeTable, key: &str) -> usize {
    let count = |(name, value): (&Spanned<DeString>, &Spanned<DeValue>)| match value.get_ref() {
        DeValue::Array(list) if name.get_ref() == key => list.len(),
        DeValue::Table(inner) => items(inner, key),
        _ => 0,
    };
    table.iter().map(count).sum()
}

fn mission_of(content: &str) -> Option<Mission> {
    page::read(&content[mission_tests::mission_data(content)?]).ok()
}

/// The words by which the parts of a directive are known on the page: each label and title, and who objects.
fn labels(table: &DeTable, found: &mut Vec<String>) {
    for (key, value) in table {
        let plain = [
            "label", "title", "who", "attach", "asker", "x_label", "y_label",
        ];
        match value.get_ref() {
            DeValue::String(text) if plain.contains(&key.get_ref().as_ref()) => {
                found.push(text.to_string());
            }
            DeValue::Table(table) => labels(table, found),
            DeValue::Array(items) => {
                for table in items.iter().filter_map(|item| item.get_ref().as_table()) {
                    labels(table, found);
                }
            }
            _ => {}
        }
    }
}

/// Of each text that is several words, the longest run that no markup can change.
fn phrases(table: &DeTable, found: &mut Vec<String>) {
    let mut of = |text: &str| {
        let runs = text.split(|c: char| !(c.is_ascii_alphabetic() || c == ' ' || c == ','));
        let longest = runs.map(str::trim).max_by_key(|run| run.len());
        found.extend(
            longest
                .filter(|run| run.matches(' ').count() >= 3)
                .map(str::to_owned),
        );
    };
    for (_, value) in table {
        match value.get_ref() {
            DeValue::String(text) => of(text),
            DeValue::Array(items) => {
                items
                    .iter()
                    .filter_map(|item| item.get_ref().as_str())
                    .for_each(&mut of);
            }
            _ => {}
        }
    }
    for (name, value) in table {
        // These are expressions, which read alike and are shown as what they are worth.
        if name.get_ref() == "let" {
            continue;
        }
        match value.get_ref() {
            DeValue::Table(inner) => phrases(inner, found),
            DeValue::Array(items) => {
                let tables = items.iter().filter_map(|item| item.get_ref().as_table());
                tables.for_each(|inner| phrases(inner, found));
            }
            _ => {}
        }
    }
}

fn strings(json: &Json, found: &mut Vec<String>) {
    match json {
        Json::String(text) => found.push(text.clone()),
        Json::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Json::Object(fields) => fields.values().for_each(|field| strings(field, found)),
        _ => {}
    }
}

/// Every directive of the mission chapter, and of the guide's examples where there are any.
fn examples() -> Vec<Example> {
    let source = repo_root().join("src");
    let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
    // Fewer draws: what is drawn does not matter here, and there are thousands of chapters to build.
    let chapter = read(&source.join("ml_ops.md"))
        .replace("max = 20000, preset = 2000", "max = 500, preset = 200")
        .replace("max = 200000, preset = 400", "max = 10000, preset = 400");
    let mut examples = of_chapter(&chapter);
    let guide = std::fs::read_dir(source.join("guide/examples"));
    let mut files: Vec<_> = guide
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    for path in files
        .iter()
        .filter(|path| path.extension().is_some_and(|ext| ext == "md"))
    {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        examples.extend(of_file(&name, &read(path)));
    }
    examples
}

/// The directives of a long chapter, each with its `chapter` directive and with those it reads from.
fn of_chapter(text: &str) -> Vec<Example> {
    let fences = fences(text);
    let Some((chapter, rest)) = fences.split_first() else {
        return Vec::new();
    };
    // Claims have no id, and read from all over the chapter: the guide's own are damaged.
    let apart = ["track", "expect"];
    let rest = rest.iter();
    let rest: Vec<&Fence> = rest
        .filter(|fence| !apart.contains(&fence.kind.as_str()))
        .collect();
    let whole = |fence: &Fence| format!("{}\n\nAfter.\n\n", &text[fence.range.clone()]);
    let mut examples = vec![Example {
        name: "chapter".to_owned(),
        before: "# T\n\n".to_owned(),
        head: text[chapter.range.start..chapter.body.start].to_owned(),
        body: text[chapter.body.clone()].to_owned(),
        after: "```\n".to_owned(),
        shared: false,
        directives: 1,
    }];
    for fence in &rest {
        let mut needed: Vec<&str> = vec![&fence.id];
        let mut at = 0;
        while let Some(id) = needed.get(at).copied() {
            let body = rest
                .iter()
                .find(|other| other.id == id)
                .map_or("", |other| &text[other.body.clone()]);
            for other in &rest {
                let (value, lock) = (format!("{}.", other.id), format!("lock = \"{}\"", other.id));
                if !needed.contains(&other.id.as_str())
                    && (body.contains(&value) || body.contains(&lock))
                {
                    needed.push(&other.id);
                }
            }
            at += 1;
        }
        let others = rest
            .iter()
            .filter(|other| other.id != fence.id && needed.contains(&other.id.as_str()));
        // What is read may stand below, but a reveal stands below its lock.
        let before: String = others.clone().map(|other| whole(other)).collect();
        examples.push(Example {
            name: format!("{} {}", fence.kind, fence.id),
            before: format!("# T\n\n{}{before}", whole(chapter)),
            head: text[fence.range.start..fence.body.start].to_owned(),
            body: text[fence.body.clone()].to_owned(),
            after: "```\n\nAfter.\n".to_owned(),
            shared: false,
            directives: others.count() + 2,
        });
    }
    examples
}

/// The directives of a small file, each damaged where it stands.
fn of_file(name: &str, text: &str) -> Vec<Example> {
    let fences = fences(text);
    let directives = fences
        .iter()
        .filter(|fence| !["track", "expect"].contains(&fence.kind.as_str()))
        .count();
    let damaged = fences.iter().filter(|fence| fence.kind != "track");
    damaged
        .map(|fence| Example {
            name: format!("{name} {} {}", fence.kind, fence.id),
            before: format!("# T\n\n{}", &text[..fence.range.start]),
            head: text[fence.range.start..fence.body.start].to_owned(),
            body: text[fence.body.clone()].to_owned(),
            after: text[fence.body.end..].to_owned(),
            shared: true,
            directives,
        })
        .collect()
}

fn fences(text: &str) -> Vec<Fence> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("```mission ").map(|offset| at + offset) {
        let line = text[start..]
            .find('\n')
            .map_or(text.len(), |end| start + end + 1);
        let end = text[line..]
            .find("\n```")
            .map_or(text.len(), |end| line + end + 1);
        let id = text[line..end]
            .lines()
            .find_map(|line| line.strip_prefix("id = \"")?.split('"').next());
        found.push(Fence {
            kind: text[start + "```mission ".len()..line]
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned(),
            id: id.unwrap_or_default().to_owned(),
            range: start..(end + 3).min(text.len()),
            body: line..end,
        });
        at = end;
    }
    found
}
