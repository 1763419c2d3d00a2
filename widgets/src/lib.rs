//! The islands of a mission.
//!
//! One source, two targets. Natively (feature `ssr`) the preprocessor renders each [`island`] to a string
//! at build time; in the browser (feature `hydration`) the same function takes that markup over. Both
//! start from the mission alone: stored state, the clock and the URL come later, through the [`Store`].
//!
//! ```text
//! Store       the mission, the ledger and the values of each track; islands subscribe to it
//! live        the one Yew component: what draws a piece of an island, and when
//! island/     one function a kind of island
//! sweeps      values at other settings, kept for the instruments that run over controls
//! control     a slider, a select, a toggle
//! number_box  what is typed into the box of a slider or of a lock
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
mod status;
mod store;
mod sweeps;

pub use island::{island, ledger};
pub use live::{Live, LiveProps};
use mission_model::words;
pub use status::status;
pub use store::{IslandState, Rim, Saving, Store};

/// The id of a chapter's ledger on the book's ledger page.
pub const BOOK_LEDGER: &str = "book_ledger";

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
    futures::executor::block_on(yew::LocalServerRenderer::<Live>::with_props(props).render())
}
