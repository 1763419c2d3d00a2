//! A directive to begin with: what must be there, and, as comments, what may be.

use super::{Holds, Key, Shape};

/// A directive of a kind with these keys, in its fence.
pub fn skeleton(kind: &str, shape: &Shape) -> String {
    let mut out = format!("```mission {kind}\n");
    let whole = [&shape.variants[..], std::slice::from_ref(shape)].concat();
    let keys: Vec<&Key> = whole.iter().flat_map(|shape| &shape.keys).collect();
    table(&mut out, &keys, "");
    out + "```\n"
}

/// The keys of a table below this path.
fn table(out: &mut String, keys: &[&Key], path: &str) {
    let (tables, values): (Vec<&Key>, Vec<&Key>) =
        keys.iter().partition(|key| header(key, path).is_some());
    for key in &values {
        let off = if is_wanted(key) { "" } else { "# " };
        let value = value(key);
        let line = format!("{off}{} = {value}  # {}: {}", key.name, key.noun, told(key));
        out.push_str(line.trim_end_matches([':', ' ']));
        out.push('\n');
    }
    for key in tables {
        let Some((header, below)) = header(key, path) else {
            continue;
        };
        let mark = if key.needed { "\n" } else { "# " };
        let line = format!("{mark}{header}  # {}", told(key));
        out.push_str(line.trim_end_matches(['#', ' ']));
        out.push('\n');
        if key.needed {
            let shape = key.below.map(|below| below());
            let keys: Vec<&Key> = shape.iter().flat_map(|shape| &shape.keys).collect();
            table(out, &keys, &below);
        }
    }
}

/// Whether it must be there, always or often.
fn is_wanted(key: &Key) -> bool {
    key.needed || !key.when.is_empty()
}

/// A value, as an author may write it: of a table in a line, what it needs.
fn value(key: &Key) -> String {
    match (key.holds, key.below) {
        (Holds::Gives(_), _) => "\"a_name\"".to_owned(),
        (_, Some(below)) => {
            let shape = below();
            let needed = shape.keys.iter().filter(|key| is_wanted(key));
            let each: Vec<String> = needed
                .map(|key| format!("{} = {}", key.name, value(key)))
                .collect();
            format!("{{ {} }}", each.join(", "))
        }
        _ => key.example.clone(),
    }
}

/// The first sentence of what a key does, without links of the guide.
fn told(key: &Key) -> String {
    let doc = key.doc.trim();
    let first = doc.find(". ").map_or(doc, |end| &doc[..=end]);
    let mut told = String::new();
    let mut rest = first;
    while let Some((before, link)) = rest.split_once('[') {
        told += before;
        rest = match link.split_once("](") {
            Some((word, target)) => {
                told += word;
                target.split_once(')').map_or("", |(_, after)| after)
            }
            None => link,
        };
    }
    told + rest
}

/// The header of a table below a path, and the path that it makes; `None` of a key that is no table.
fn header(key: &Key, path: &str) -> Option<(String, String)> {
    let below = format!("{path}{}", key.name);
    Some(match key.noun.as_str() {
        "tables" if key.schema["type"] == "array" => (format!("[[{below}]]"), below + "."),
        "tables" => (format!("[{below}.ID]"), below + ".ID."),
        "table" if key.below.is_some() => (format!("[{below}]"), below + "."),
        "table of expressions" => (format!("[{below}]"), below + "."),
        _ => return None,
    })
}
