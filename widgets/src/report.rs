//! The charts of a report: those of a bench as they were in a state, as HTML without script.

use crate::instrument;
use crate::store::Store;
use mission_model::ledger::{Author, Report, State};
use mission_model::mission::InstrumentKind;
use mission_model::plain;
use std::fmt::Write;
use yew::virtual_dom::{VNode, VTag};

/// What a report looks like.
const STYLE: &str = concat!(
    include_str!("../../theme/report.css"),
    include_str!("../../theme/charts.css")
);

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A page of its own, with charts.
    Html,
    /// Text, without.
    Markdown,
}

impl Format {
    /// The ending of its files, and their type.
    pub fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Html => ("html", "text/html"),
            Self::Markdown => ("md", "text/markdown"),
        }
    }
}

/// The report of the ledger of a store.
pub fn report(store: &Store, author: &Author, format: Format) -> String {
    let drawing = store.another();
    let mut draw = |state: &State, track, bench: &str| match format {
        Format::Html => charts(&drawing, state, track, bench),
        Format::Markdown => String::new(),
    };
    let report = Report::new(store.mission(), &store.ledger(), author, &mut draw);
    match format {
        Format::Html => report.html(STYLE),
        Format::Markdown => report.markdown(),
    }
}

/// All charts of a bench that are shown in a state.
fn charts(store: &Store, state: &State, track: usize, bench: &str) -> String {
    store.show(state, track);
    let mut out = String::new();
    let mission = store.mission();
    let Some(island) = mission.islands.iter().position(|island| island.id == bench) else {
        return out;
    };
    let instruments = mission.bench(bench).into_iter();
    let instruments = instruments.flat_map(|bench| &bench.instruments);
    for (index, instrument) in instruments.enumerate() {
        let is_chart = !matches!(
            instrument.kind,
            InstrumentKind::Cards(_) | InstrumentKind::Grid(_)
        );
        if is_chart && instrument.only.admits(track) {
            let Some(drawn) = instrument::at_once(store, island, index) else {
                continue;
            };
            let title = plain::html(&instrument.title);
            let _ = write!(out, "<section><h5>{title}</h5>");
            write_node(&mut out, &drawn);
            out.push_str("</section>");
        }
    }
    out
}

/// Writes what is drawn, without the pieces that come alive.
fn write_node(out: &mut String, node: &VNode) {
    match node {
        VNode::VTag(tag) => write_tag(out, tag),
        VNode::VText(text) => out.push_str(&plain::html(&text.text)),
        VNode::VList(list) => list.iter().for_each(|node| write_node(out, node)),
        VNode::VRaw(raw) => out.push_str(&raw.html),
        _ => {}
    }
}

fn write_tag(out: &mut String, tag: &VTag) {
    let name = tag.tag();
    let _ = write!(out, "<{name}");
    for (key, value) in tag.attributes.iter() {
        // Many charts of one bench are in a report, and an id is there once.
        if !matches!(key, "id" | "aria-labelledby" | "aria-describedby") {
            let value = plain::html(value).replace('"', "&quot;");
            let _ = write!(out, " {key}=\"{value}\"");
        }
    }
    out.push('>');
    if let Some(children) = tag.children() {
        write_node(out, children);
    }
    let _ = write!(out, "</{name}>");
}
