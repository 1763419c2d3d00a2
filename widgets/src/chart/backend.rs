//! Our drawing backend for plotters: it collects primitives instead of painting.
//!
//! In come plotters' calls in tenths of a user unit, with colours that carry classes (see
//! [`Class::to_rgb`]); out goes the list of primitives. A shape in the very colour of the path drawn just
//! before continues that path: so a grid is one path, and all bars of a group are one path.

use super::scene::{Anchor, Class, Primitive, push_tenths};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontFamily,
};
use std::convert::Infallible;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Collects primitives. Nothing here can fail.
#[derive(Debug, Default)]
pub struct Recorder {
    size: (u32, u32),
    /// The colour of the last primitive, if that is a path.
    colour: Option<(u8, u8, u8)>,
    /// From the back to the front.
    pub primitives: Vec<Primitive>,
}

impl Recorder {
    /// An empty page. Width and height are in tenths of a user unit.
    pub fn new(size: (u32, u32)) -> Self {
        Self {
            size,
            ..Self::default()
        }
    }

    /// Goes on with the path of a colour if that is the last primitive, else begins one.
    fn append(&mut self, colour: BackendColor, data: String) {
        if self.colour == Some(colour.rgb)
            && let Some(Primitive::Path { d, .. }) = self.primitives.last_mut()
        {
            d.push_str(&data);
        } else {
            self.colour = Some(colour.rgb);
            self.primitives.push(Primitive::Path {
                class: Class::from_rgb(colour.rgb),
                d: data,
            });
        }
    }
}

fn polyline(points: impl IntoIterator<Item = BackendCoord>) -> String {
    let mut d = String::new();
    for point in points {
        d.push(if d.is_empty() { 'M' } else { ' ' });
        push_point(&mut d, point);
    }
    d
}

fn push_point(d: &mut String, (x, y): BackendCoord) {
    push_tenths(d, x);
    d.push(' ');
    push_tenths(d, y);
}

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    /// A scene has no pixels; nothing that is drawn here falls back to them.
    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.append(style.color(), polyline([from, to]));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.append(style.color(), polyline(path));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let mut d = polyline(path);
        d.push('Z');
        self.append(style.color(), d);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        let mut d = polyline([(left, top)]);
        for (command, to) in [('H', right), ('V', bottom), ('H', left)] {
            d.push(command);
            push_tenths(&mut d, to);
        }
        d.push('Z');
        self.append(style.color(), d);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        let radius = radius as i32;
        let mut d = polyline([(x - radius, y)]);
        // Two half circles: an arc can't end where it begins.
        for width in [2 * radius, -2 * radius] {
            d.push('a');
            push_point(&mut d, (radius, radius));
            d.push_str(" 0 1 0 ");
            push_point(&mut d, (width, 0));
        }
        d.push('Z');
        self.append(style.color(), d);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        self.colour = None;
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let class = Class::from_rgb(style.color().rgb);
        self.primitives.push(Primitive::Text {
            class,
            x,
            y,
            anchor,
            content: text.to_owned(),
        });
        Ok(())
    }
}

/// How a text reaches the backend. plotters' own text style would bring its font code along.
pub struct Lettering {
    /// What the text stands for.
    pub class: Class,
    /// The side that its reference point is on.
    pub anchor: Anchor,
}

impl BackendTextStyle for Lettering {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        BackendColor {
            alpha: 1.0,
            rgb: self.class.to_rgb(0),
        }
    }

    fn anchor(&self) -> Pos {
        let horizontal = match self.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        Pos::new(horizontal, VPos::Bottom)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::SansSerif
    }

    fn layout_box(&self, _: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), (0, 0)))
    }

    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: F,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::scene::Part;

    fn ink(part: Part, blue: u8) -> BackendColor {
        BackendColor {
            alpha: 1.0,
            rgb: Class::from(part).to_rgb(blue),
        }
    }

    #[test]
    fn shapes_of_one_colour_are_one_path() {
        let mut recorder = Recorder::new((3600, 2600));
        recorder
            .draw_line((0, 5), (100, 5), &ink(Part::Grid, 0))
            .unwrap();
        recorder
            .draw_path([(0, 15), (100, 15), (120, 20)], &ink(Part::Grid, 0))
            .unwrap();
        recorder
            .draw_rect((10, 20), (31, 45), &ink(Part::Grid, 1), true)
            .unwrap();
        recorder
            .draw_circle((100, 100), 25, &ink(Part::Ring, 1), false)
            .unwrap();
        let lettering = Lettering {
            class: Part::Tick.into(),
            anchor: Anchor::End,
        };
        recorder.draw_text("5 < 6", &lettering, (7, 8)).unwrap();
        recorder
            .fill_polygon([(0, 0), (10, 0), (5, 5)], &ink(Part::Ring, 1))
            .unwrap();
        let path = |part: Part, d: &str| Primitive::Path {
            class: part.into(),
            d: d.to_owned(),
        };
        assert_eq!(
            recorder.primitives,
            [
                path(Part::Grid, "M0 0.5 10 0.5M0 1.5 10 1.5 12 2"),
                path(Part::Grid, "M1 2H3.1V4.5H1Z"),
                path(Part::Ring, "M7.5 10a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0Z"),
                Primitive::Text {
                    class: Part::Tick.into(),
                    x: 7,
                    y: 8,
                    anchor: Anchor::End,
                    content: "5 < 6".to_owned()
                },
                path(Part::Ring, "M0 0 1 0 0.5 0.5Z"),
            ]
        );
    }
}
