//! The numbers of a chart that are said beside it: where things stand now.

use super::level_name;
use mission_model::decimal;
use mission_model::format::Format;
use mission_model::mission::{Level, Zone};
use yew::prelude::*;

/// One of them.
pub struct Said {
    /// What it is.
    pub label: String,
    /// The full name of its value.
    pub value: String,
    /// The number itself.
    pub number: f64,
    /// How it is printed.
    pub format: Format,
    /// How good it is.
    pub level: Option<Level>,
    /// What else is to be said of it.
    pub word: String,
}

impl Said {
    /// A number with the zone that it is in, if it is in one.
    pub fn new(
        label: &str,
        value: &str,
        number: f64,
        format: &Format,
        zone: Option<&Zone>,
    ) -> Self {
        Self {
            label: label.to_owned(),
            value: value.to_owned(),
            number,
            format: format.clone(),
            level: zone.map(|zone| zone.level),
            word: zone.map_or(String::new(), |zone| zone.word.clone()),
        }
    }
}

/// A line of them, after what they have in common.
pub fn line(head: &str, all: &[Said]) -> Html {
    html! {
        <p class="m-said">
            if !head.is_empty() {
                <span class="m-head">{ head }</span>
            }
            { for all.iter().map(|said| html! {
                <span data-level={level_name(said.level)}>
                    if !said.label.is_empty() {
                        <span>{ format!("{} ", said.label) }</span>
                    }
                    { super::output(&super::bare(&said.value), decimal::shortest(said.number), said.format.print(said.number)) }
                    if !said.word.is_empty() {
                        <span class="m-zone">{ &said.word }</span>
                    }
                </span>
            }) }
        </p>
    }
}
