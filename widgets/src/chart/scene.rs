//! A drawn chart as data: a short list of paths and texts, each with a class and no colour.
//!
//! Coordinates are whole tenths of a user unit, so that path data is written by integer arithmetic: the
//! same bytes natively and in WebAssembly, and no float formatting in the bundle.

use mission_model::mission::Level;

/// Tenths in a user unit: what the backend calls a pixel.
pub const TENTHS: i32 = 10;

/// A drawn chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// In user units.
    pub width: u32,
    /// In user units.
    pub height: u32,
    /// From the back to the front.
    pub primitives: Vec<Primitive>,
}

/// What a scene is made of. Rectangles, circles and markers are paths too: one that changes its shape
/// changes an attribute, not the element.
#[derive(Clone, Debug, PartialEq)]
pub enum Primitive {
    /// Lines and outlines.
    Path {
        /// What it stands for.
        class: Class,
        /// SVG path data; empty draws nothing.
        d: String,
    },
    /// One line of text; its reference point lies on the baseline.
    Text {
        /// What it stands for.
        class: Class,
        /// In tenths of a user unit.
        x: i32,
        /// In tenths of a user unit.
        y: i32,
        /// The side of the text that the reference point is on.
        anchor: Anchor,
        /// Plain text; empty draws nothing.
        content: String,
    },
}

/// The side of a text that its reference point is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// The left.
    #[default]
    Start,
    /// The middle.
    Middle,
    /// The right.
    End,
}

impl Anchor {
    /// The value of `text-anchor`.
    pub fn css(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// What a primitive stands for. The style sheet says how that looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    /// The kind of thing.
    pub part: Part,
    /// Tells series, groups and marks apart, from 1; 0 for things that aren't counted. At most 15.
    pub number: u8,
    /// What is special about it.
    pub shade: Shade,
}

/// The kinds of things on a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Part {
    /// Lines at the ticks.
    Grid,
    /// The line that values stand on.
    Axis,
    /// The text of a tick.
    Tick,
    /// The name of an axis, a category or a line.
    Label,
    /// A printed value.
    Value,
    /// The line of a series, numbered.
    Series,
    /// The filled area of a series, numbered.
    Fill,
    /// The dots of a series, numbered.
    Dots,
    /// A circle of a radar.
    Ring,
    /// A radial line of a radar.
    Spoke,
    /// The marker of one value.
    Point,
    /// A band of values.
    Zone,
    /// A labelled point, numbered.
    Mark,
    /// A reference line.
    Ref,
    /// The text of a legend.
    Legend,
    /// What hides a curve.
    Cover,
}

/// What is special about a primitive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Shade {
    /// Nothing.
    #[default]
    Plain,
    /// It stands for a good value.
    Good,
    /// It stands for a value to be watched.
    Watch,
    /// It stands for a value to act upon.
    Act,
    /// Dashed, to tell it from another series.
    Dashed,
    /// Highlighted.
    Strong,
}

/// In the order of the discriminants, which [`Class::from_rgb`] relies on.
const PARTS: [(Part, &str); 16] = [
    (Part::Grid, "m-grid"),
    (Part::Axis, "m-axis"),
    (Part::Tick, "m-tick"),
    (Part::Label, "m-label"),
    (Part::Value, "m-value"),
    (Part::Series, "m-series"),
    (Part::Fill, "m-fill"),
    (Part::Dots, "m-dots"),
    (Part::Ring, "m-ring"),
    (Part::Spoke, "m-spoke"),
    (Part::Point, "m-point"),
    (Part::Zone, "m-zone"),
    (Part::Mark, "m-mark"),
    (Part::Ref, "m-ref"),
    (Part::Legend, "m-legend"),
    (Part::Cover, "m-cover"),
];

/// In the order of the discriminants, which [`Class::from_rgb`] relies on.
const SHADES: [(Shade, &str); 6] = [
    (Shade::Plain, ""),
    (Shade::Good, " m-good"),
    (Shade::Watch, " m-watch"),
    (Shade::Act, " m-act"),
    (Shade::Dashed, " m-dashed"),
    (Shade::Strong, " m-strong"),
];

impl From<Part> for Class {
    fn from(part: Part) -> Self {
        Self {
            part,
            number: 0,
            shade: Shade::Plain,
        }
    }
}

impl Part {
    /// One of several of the same kind, from 1.
    pub fn number(self, number: u8) -> Class {
        Class {
            part: self,
            number: number.min(15),
            shade: Shade::Plain,
        }
    }

    /// One that is special.
    pub fn shade(self, shade: Shade) -> Class {
        Class {
            part: self,
            number: 0,
            shade,
        }
    }

    /// One that stands for a value of a level, if it has one.
    pub fn level(self, level: Option<Level>) -> Class {
        self.shade(match level {
            None => Shade::Plain,
            Some(Level::Good) => Shade::Good,
            Some(Level::Watch) => Shade::Watch,
            Some(Level::Act) => Shade::Act,
        })
    }
}

impl Class {
    /// The value of `class`: `m-series-2 m-dashed`.
    pub fn css(self) -> String {
        let mut css = PARTS[self.part as usize].1.to_owned();
        if self.number > 0 {
            css.push('-');
            push_number(&mut css, u32::from(self.number));
        }
        css.push_str(SHADES[self.shade as usize].1);
        css
    }

    /// The colour under which plotters carries this class: the part in red, number and shade in green.
    /// Blue is free: the canvas counts there, so that neighbours of one class stay two primitives.
    pub fn to_rgb(self, blue: u8) -> (u8, u8, u8) {
        (self.part as u8, self.number << 4 | self.shade as u8, blue)
    }

    /// The class that a colour carries. A colour that carries none, which the canvas never uses, is grid.
    pub fn from_rgb((red, green, _): (u8, u8, u8)) -> Self {
        let part = PARTS
            .get(usize::from(red))
            .map_or(Part::Grid, |part| part.0);
        let shade = SHADES
            .get(usize::from(green & 15))
            .map_or(Shade::Plain, |shade| shade.0);
        Self {
            part,
            number: green >> 4,
            shade,
        }
    }
}

/// Writes tenths as a decimal number: 1234 as `123.4`.
pub fn push_tenths(out: &mut String, tenths: i32) {
    if tenths < 0 {
        out.push('-');
    }
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    push_number(out, whole);
    if rest > 0 {
        out.push('.');
        push_number(out, rest);
    }
}

fn push_number(out: &mut String, number: u32) {
    if number > 9 {
        push_number(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths() {
        for (tenths, expect) in [
            (0, "0"),
            (5, "0.5"),
            (-5, "-0.5"),
            (10, "1"),
            (1234, "123.4"),
            (-3600, "-360"),
            (i32::MIN, "-214748364.8"),
        ] {
            let mut out = String::new();
            push_tenths(&mut out, tenths);
            assert_eq!(out, expect);
        }
    }

    #[test]
    fn a_class_survives_its_colour() {
        for (at, (part, _)) in PARTS.into_iter().enumerate() {
            assert_eq!(part as usize, at);
            for (shade, _) in SHADES {
                for number in 0..=15 {
                    let class = Class {
                        part,
                        number,
                        shade,
                    };
                    assert_eq!(Class::from_rgb(class.to_rgb(7)), class);
                }
            }
        }
    }

    #[test]
    fn css() {
        for (class, expect) in [
            (Part::Grid.into(), "m-grid"),
            (Part::Series.number(2), "m-series-2"),
            (
                Class {
                    shade: Shade::Dashed,
                    ..Part::Series.number(12)
                },
                "m-series-12 m-dashed",
            ),
            (Part::Point.level(Some(Level::Watch)), "m-point m-watch"),
        ] {
            assert_eq!(Class::css(class), expect);
        }
    }
}
