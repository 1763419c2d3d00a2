//! What a screen reader is given of a part of a page: an element goes in; its accessibility tree comes out, a line a
//! thing, with role, name, value and state.

use crate::browser::Browser;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Boxes that are not told: what is in them is.
const SILENT: [&str; 5] = ["none", "generic", "InlineTextBox", "form", "LineBreak"];
/// What is told of a thing besides its role and name, if it is so.
const STATES: [&str; 7] = [
    "disabled", "checked", "expanded", "selected", "live", "level", "hidden",
];

impl Browser {
    /// The accessibility tree of an element.
    ///
    /// # Errors
    /// If there is no such element, or the browser gives no tree.
    pub fn spoken(&self, css: &str) -> Result<String> {
        let document = self.cdp_answer("DOM.getDocument", json!({ "depth": 0 }))?;
        let root = &document["root"]["nodeId"];
        let query = json!({ "nodeId": root, "selector": css });
        let node = self.cdp_answer("DOM.querySelector", query)?;
        let node = json!({ "nodeId": node["nodeId"] });
        let node = self
            .cdp_answer("DOM.describeNode", node)
            .context(css.to_owned())?;
        let tree = self.cdp_answer("Accessibility.getFullAXTree", json!({}))?;
        let nodes = tree["nodes"].as_array().context("no tree")?;
        let by_id: BTreeMap<&str, &Value> = nodes
            .iter()
            .filter_map(|node| Some((node["nodeId"].as_str()?, node)))
            .collect();
        let start = nodes
            .iter()
            .find(|other| other["backendDOMNodeId"] == node["node"]["backendNodeId"])
            .with_context(|| format!("{css} isn't in the tree"))?;
        let mut out = String::new();
        tell(start, &by_id, 0, "", &mut out);
        // Chrome hands the words of a slider's value to screen readers, and not to its own tree.
        let worded = self.run(
            "return [...document.querySelector(arguments[0]).querySelectorAll('[aria-valuetext]')]
                .map((slider) => slider.getAttribute('aria-valuetext'))",
            &[css.into()],
        )?;
        let worded: Vec<String> = serde_json::from_value(worded)?;
        let mut worded = worded.into_iter();
        let line = |line: &str| match line.split_once("= ") {
            Some((slider, value)) if slider.trim_start().starts_with("slider ") => {
                let rest = value.find(',').map_or("", |at| &value[at..]);
                format!("{slider}= {}{rest}", worded.next().unwrap_or_default())
            }
            _ => line.to_owned(),
        };
        let out: Vec<String> = out.lines().map(line).collect();
        let out = out.join("\n") + "\n";
        Ok(out)
    }
}

/// Writes a thing and what is in it. A text that only repeats the name of what it is in is left out.
fn tell(node: &Value, all: &BTreeMap<&str, &Value>, depth: usize, above: &str, out: &mut String) {
    let text = |value: &Value| {
        value["value"]
            .as_str()
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let (role, name) = (text(&node["role"]), text(&node["name"]));
    let silent = node["ignored"] == true || SILENT.contains(&role.as_str()) && name.is_empty();
    let repeats = role == "StaticText" && (above.contains(&name) || name.is_empty());
    let inside = if silent { depth } else { depth + 1 };
    if !silent && !repeats {
        let mut line = if role == "StaticText" {
            format!("“{name}”")
        } else if name.is_empty() {
            role.clone()
        } else {
            format!("{role} “{name}”")
        };
        if role == "MathMLMath" {
            line = format!("formula “{}”", formula(node, all));
        }
        let said = said(node);
        if !said.is_empty() {
            let _ = write!(line, " {said}");
        }
        let _ = writeln!(out, "{}{line}", "  ".repeat(depth));
    }
    // A text is one, however its lines break.
    if role == "StaticText" {
        return;
    }
    if role == "MathMLMath" {
        return;
    }
    let above = if silent { above } else { &name };
    for child in node["childIds"].as_array().into_iter().flatten() {
        if let Some(child) = child.as_str().and_then(|id| all.get(id)) {
            tell(child, all, inside, above, out);
        }
    }
}

/// The letters of a formula, in order.
fn formula(node: &Value, all: &BTreeMap<&str, &Value>) -> String {
    let own = node["name"]["value"].as_str().unwrap_or_default();
    if node["role"]["value"] == "StaticText" {
        return own.to_owned();
    }
    let children = node["childIds"].as_array().into_iter().flatten();
    let children = children.filter_map(|id| all.get(id.as_str()?));
    children.map(|child| formula(child, all)).collect()
}

/// Value, description and states.
fn said(node: &Value) -> String {
    let mut said = Vec::new();
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let value = &node["value"]["value"];
    let state = |name: &str| {
        let properties = node["properties"].as_array().into_iter().flatten();
        let found = properties.filter(|property| property["name"] == name);
        let value = found.map(|property| &property["value"]["value"]).next();
        value.map(plain).filter(|value| !value.is_empty())
    };
    if !value.is_null() {
        said.push(format!("= {}", plain(value)));
    }
    for name in STATES {
        match state(name).as_deref() {
            None | Some("false" | "off") => {}
            Some("true") => said.push(name.to_owned()),
            Some(value) => said.push(format!("{name} {value}")),
        }
    }
    match node["description"]["value"].as_str() {
        Some("") | None => {}
        Some(description) => said.push(format!("({description})")),
    }
    said.join(", ")
}
