//! The islands of a mission.
//!
//! One source, two targets. Natively (feature `ssr`) the preprocessor renders each `island` to a string
//! at build time, from the mission alone; in the browser (feature `csr`) the same function draws it with
//! what was stored, and what it has drawn takes the place of the string.
//!
//! ```text
//! Store       the mission, the ledger and the values of each track; islands subscribe to it
//! live        the one Yew component: what draws a piece of an island, and when
//! island/     one function a kind of island
//! sweeps      values at other settings, kept for the instruments that run over controls
//! control     a slider, a select, a toggle
//! number_box  what is typed into the box of a slider or of a lock
//! report      the charts of a report
//! instrument  what shows values; draws with chart/
//! chart/      plotters -> retained scene -> SVG
//! status      the bar at the foot of the page
//! ```

pub mod chart;
mod control;
mod instrument;
mod island;
mod live;
mod number_box;
pub mod report;
mod status;
mod store;
mod sweeps;

pub use island::{island, ledger};
pub use live::{Live, LiveProps, suspect};
use mission_model::words;
pub use status::status;
pub use store::{IslandState, Rim, Saving, Store, Unread};

/// The id of a chapter's ledger on the book's ledger page.
pub const BOOK_LEDGER: &str = "book_ledger";

/// The class of an island's root: a form of its own, so that its controls never mix with those of another.
pub const ISLAND: &str = "m-island";

/// Renders a chapter's ledger for the book's ledger page.
#[cfg(feature = "ssr")]
pub fn render_ledger(store: &Store) -> String {
    render_live(ledger(store))
}

/// Renders an island as it stands before the first act.
#[cfg(feature = "ssr")]
pub fn render(store: &Store, index: usize) -> String {
    render_live(island(store, index))
}

#[cfg(feature = "ssr")]
fn render_live(props: LiveProps) -> String {
    let renderer = yew::LocalServerRenderer::<Live>::with_props(props).hydratable(false);
    let html = futures::executor::block_on(renderer.render());
    format!("<form class=\"{ISLAND}\">{html}</form>")
}
