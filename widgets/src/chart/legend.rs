//! A legend inside the drawing: swatches with their names, flowing from left to right.

use super::canvas::Canvas;
use super::marker::Marker;
use super::scene::{Anchor, Class, Part};
use super::text;

const ROW: f64 = 17.0;
const SWATCH: f64 = 18.0;
const GAP: f64 = 12.0;
/// The size of its letters, relative to those of labels.
const SMALL: f64 = 11.0 / 12.0;

/// A name with what it stands for.
pub struct Entry {
    /// What is drawn before it.
    pub swatch: Swatch,
    /// The name.
    pub label: String,
}

/// What is drawn before a name.
#[derive(Clone, Copy)]
pub enum Swatch {
    /// Nothing.
    None,
    /// A piece of line.
    Line(Class),
    /// A box.
    Box(Class),
    /// Two dots.
    Dots(Class),
    /// A marker.
    Marker(Class, Marker),
}

impl Swatch {
    fn width(self) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Line(_) | Self::Dots(_) => SWATCH + 5.0,
            Self::Box(_) | Self::Marker(..) => 15.0,
        }
    }
}

/// Entries with their places.
pub struct Legend {
    /// The left edge of each, and its row.
    places: Vec<(f64, f64)>,
    entries: Vec<Entry>,
    /// How high it is, in user units.
    pub height: f64,
}

impl Legend {
    /// Lays entries out between two edges, in user units.
    pub fn new(entries: Vec<Entry>, left: f64, right: f64) -> Self {
        let (mut x, mut row) = (left, 0.0);
        let mut places = Vec::new();
        for entry in &entries {
            let width = entry.swatch.width() + SMALL * text::width(&entry.label);
            if x > left && x + width > right {
                (x, row) = (left, row + 1.0);
            }
            places.push((x, row));
            x += width + GAP;
        }
        let height = if entries.is_empty() {
            0.0
        } else {
            (row + 1.0) * ROW
        };
        Self {
            places,
            entries,
            height,
        }
    }

    /// Draws it with its upper edge at `top`.
    pub fn draw(&self, canvas: &Canvas, top: f64) {
        let page = &canvas.page;
        for (entry, &(x, row)) in self.entries.iter().zip(&self.places) {
            let middle = top + (row + 0.5) * ROW;
            match entry.swatch {
                Swatch::None => {}
                Swatch::Line(class) => {
                    page.lines(class, &[vec![(x, middle), (x + SWATCH, middle)]])
                }
                Swatch::Box(class) => {
                    page.rectangles(class, &[[(x, middle - 5.0), (x + 10.0, middle + 5.0)]])
                }
                Swatch::Dots(class) => {
                    page.circles(class, 2.5, &[(x + 4.0, middle), (x + 13.0, middle)])
                }
                Swatch::Marker(class, marker) => {
                    page.marker(class, marker, Some((x + 5.0, middle)))
                }
            }
            canvas.text(
                Part::Legend,
                Anchor::Start,
                (x + entry.swatch.width(), middle + 4.0),
                &entry.label,
            );
        }
    }
}
