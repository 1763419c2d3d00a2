//! The vocabulary as JSON Schema, for editors.

use super::{Key, Shape};
use serde_json::{Map, Value as Json, json};

/// A schema for each kind of directive, under its name in `$defs`. The body of a `mission KIND` fence is TOML; read
/// as JSON it is described by `#/$defs/KIND`.
pub fn schema(kinds: impl IntoIterator<Item = (&'static str, Shape)>) -> Json {
    let definitions: Map<String, Json> = kinds
        .into_iter()
        .map(|(kind, shape)| (kind.to_owned(), object(&shape)))
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mdbook-mission",
        "$defs": definitions,
    })
}

fn object(shape: &Shape) -> Json {
    let mut properties = Map::new();
    let mut doc = "";
    for key in shape.all() {
        if !key.doc.is_empty() {
            doc = key.doc.trim();
        }
        let new = property(key, doc);
        match properties.get_mut(key.name) {
            // The same key means something else in another variant.
            Some(known) if *known != new => *known = json!({ "anyOf": [known.take(), new] }),
            _ => {
                properties.insert(key.name.to_owned(), new);
            }
        }
    }
    let required: Vec<&str> = shape.needed().map(|key| key.name).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn property(key: &Key, doc: &str) -> Json {
    let mut schema = match (key.below, key.schema["type"].as_str()) {
        (None, _) => key.schema.clone(),
        (Some(below), Some("array")) => json!({ "type": "array", "items": object(&below()) }),
        (Some(below), _) if key.noun == "tables" => {
            json!({ "type": "object", "additionalProperties": object(&below()) })
        }
        (Some(below), _) => object(&below()),
    };
    schema["description"] = json!(doc);
    if let Some(default) = &key.default {
        schema["default"] = default.clone();
    }
    schema
}
