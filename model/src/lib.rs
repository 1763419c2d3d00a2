//! What a mission is: types, expressions, mathematics and the ledger.
//!
//! ```text
//! Mission                      one chapter: what all its islands share
//! ├─ tracks      Track         the personas, in the order of the chapter
//! ├─ controls    Control       what a student sets       ┐
//! ├─ tables      Table         constants by category     │ names of one scope: `directive.name`
//! ├─ values      Derived       expressions over these    ┘
//! ├─ readouts    Readout       values printed in prose and in formulas
//! └─ islands     Island        what stands on the page, in order
//!    └─ Kind                   chapter | lock | bench | reveal | math | reflect | ledger
//!       └─ Instrument          (of a bench) cards, plot, gauge, heatmap, …
//! ```
//!
//! A [`Mission`] is resolved by the preprocessor and travels to the browser as JSON
//! ([`page`]).
//! An [`Engine`](engine::Engine) evaluates its values for one track; a [`Ledger`](ledger::Ledger) records
//! what a student did, and replaying it gives the [`State`](ledger::State) back.
//!
//! There is no I/O, no DOM, no clock and no entropy here, and every number is the same to the bit
//! natively and in WebAssembly: transcendental functions come from `libm`, randomness from a seeded
//! ChaCha8.

pub mod curve;
pub mod decimal;
pub mod drift;
pub mod engine;
pub mod expr;
pub mod format;
pub mod front;
pub mod json;
pub mod ledger;
pub mod mission;
pub mod names;
pub mod page;
pub mod plain;
pub mod sample;
pub mod seed;
pub mod slices;
pub mod value;
pub mod words;

pub use mission::Mission;
