//! The islands of a mission.
//!
//! One source, two targets. Natively (feature `ssr`) the preprocessor renders each [`Island`] to a string
//! at build time; in the browser (feature `hydration`) the same component takes that markup over. Both
//! start from the mission alone: stored state, the clock and the URL come later, through the [`Store`].
//!
//! ```text
//! Store       the mission, the ledger and the values of each track; islands subscribe to it
//! island/     one component a kind of island
//! control     a slider, a select, a toggle
//! instrument  what shows values; draws with chart/
//! chart/      plotters -> retained scene -> SVG
//! status      the bar at the foot of the page
//! rich        rendered Markdown with values printed in it
//! words       every word of the interface
//! ```

pub mod chart;
mod control;
mod instrument;
mod island;
mod rich;
mod status;
mod store;
mod words;

pub use island::{Island, IslandProps, Ledger, LedgerProps};
pub use status::{Status, StatusProps};
pub use store::{IslandState, Rim, Saving, Store};
pub use words::FAILED;

/// The id of a chapter's ledger on the book's ledger page.
pub const BOOK_LEDGER: &str = "book_ledger";

/// Renders a chapter's ledger for the book's ledger page.
#[cfg(feature = "ssr")]
pub fn render_ledger(store: &Store) -> String {
    let props = LedgerProps {
        store: store.clone(),
        title: store.mission().title.clone().into(),
    };
    futures::executor::block_on(yew::LocalServerRenderer::<Ledger>::with_props(props).render())
}

/// Renders an island as it stands before the first act.
#[cfg(feature = "ssr")]
pub fn render(store: &Store, index: usize) -> String {
    let props = IslandProps {
        store: store.clone(),
        index,
    };
    futures::executor::block_on(yew::LocalServerRenderer::<Island>::with_props(props).render())
}

/// The text that a readout prints before the first act.
pub fn print_readout(store: &Store, readout: &mission_model::mission::Readout) -> String {
    readout.format.print(store.number(&readout.value))
}
