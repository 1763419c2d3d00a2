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
//! control     a slider, a select, a toggle
//! instrument  what shows values; draws with chart/
//! chart/      plotters -> retained scene -> SVG
//! notice      what is shown when the student's work is not safe
//! words       every word of the interface
//! ```

pub mod chart;
mod control;
mod instrument;
mod island;
mod live;
mod notice;
mod store;
mod words;

pub use island::island;
pub use live::{Live, LiveProps};
pub use notice::notice;
pub use store::{IslandState, Rim, Saving, Store};
pub use words::FAILED;

/// Renders an island as it stands before the first act.
#[cfg(feature = "ssr")]
pub fn render(store: &Store, index: usize) -> String {
    let live = yew::LocalServerRenderer::<Live>::with_props(island(store, index));
    futures::executor::block_on(live.render())
}

/// The text that a readout prints before the first act.
pub fn print_readout(store: &Store, readout: &mission_model::mission::Readout) -> String {
    readout.format.print(store.number(&readout.value))
}
