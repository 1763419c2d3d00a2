//! Charts: data goes in, an `<svg role="img">` with its data as a table comes out, natively and in the
//! browser alike.
//!
//! ```text
//! properties ──layout──▶ Canvas, Panel ──plotters──▶ Recorder ──▶ Scene ──svg──▶ Html
//!  (radar, histogram,     (canvas.rs)    areas and    (backend.rs) (scene.rs)
//!   plot, bars)                          elements
//! ```
//!
//! A layout is a pure function. It draws through plotters into our own drawing backend, which collects
//! paths and texts with classes instead of colours: one scene serves every theme, forced colours and print
//! (`theme/charts.css`). For data of the same structure a scene has the same primitives in the same order, so that a step of a slider changes
//! attributes and texts only.
//!
//! Every number that reaches a scene comes from plain arithmetic, `sqrt` or `libm`, and is rounded to a
//! tenth of a user unit: the build and the browser write the same bytes. That is why there are no ticks and
//! no logarithmic scales of plotters here, which take their logarithms from the standard library.

mod axes;
mod backend;
mod canvas;
mod clip;
mod labels;
mod legend;
mod marker;
mod plot_layout;
pub(crate) mod scale;
mod text;

pub mod bars;
pub mod gauge;
pub mod heatmap;
pub mod histogram;
pub mod intervals;
pub mod plot;
pub mod radar;
pub mod sample;
pub mod scene;
pub mod svg;
pub mod table;
pub mod waterfall;

pub use bars::{Bar, BarProps};
pub use gauge::{GaugeProps, GaugeZone};
pub use heatmap::HeatmapProps;
pub use histogram::HistogramProps;
pub use plot::{Band, Line, Mark, PlotProps, Reference, Stroke};
pub use radar::RadarProps;
pub use sample::SampleProps;
pub use waterfall::WaterfallProps;

#[cfg(test)]
mod tests;
