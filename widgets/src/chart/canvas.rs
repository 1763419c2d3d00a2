//! Where the charts draw: plotters' drawing areas over our backend, one call one primitive.
//!
//! Points go in as pairs of numbers in the panel's own scales (logarithms are taken before, see
//! [`super::scale`]); plotters maps them to tenths of a user unit by plain arithmetic.

use super::backend::{Lettering, Recorder};
use super::marker::Marker;
use super::scene::{Anchor, Class, Scene, TENTHS};
use super::text;
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle};
use plotters::style::{RGBColor, ShapeStyle};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};
use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

/// A point in the scales of a panel.
pub type Point = (f64, f64);

/// A page to draw on, in user units with the origin at the top left.
pub struct Canvas {
    width: u32,
    height: u32,
    recorder: Rc<RefCell<Recorder>>,
    root: DrawingArea<Recorder, Shift>,
    /// The whole page as a panel: for what has a place rather than a value.
    pub page: Panel,
}

/// A rectangle of the page with its own scales.
pub struct Panel {
    plane: DrawingArea<Recorder, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    x: Range<f64>,
    y: Range<f64>,
    drawn: Rc<Cell<u8>>,
}

/// A rectangle of the page, in user units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Its left edge.
    pub left: f64,
    /// Its upper edge.
    pub top: f64,
    /// Its right edge.
    pub right: f64,
    /// Its lower edge.
    pub bottom: f64,
}

impl Canvas {
    /// An empty page, in user units.
    pub fn new(width: u32, height: u32) -> Self {
        let tenths = TENTHS.unsigned_abs();
        let recorder = Rc::new(RefCell::new(Recorder::new((
            width * tenths,
            height * tenths,
        ))));
        let root = DrawingArea::from(&recorder);
        let whole = Frame {
            left: 0.0,
            top: 0.0,
            right: f64::from(width),
            bottom: f64::from(height),
        };
        // Downwards, as SVG counts.
        let page = Panel::new(
            &root,
            whole,
            0.0..whole.right,
            whole.bottom..0.0,
            Rc::default(),
        );
        Self {
            width,
            height,
            recorder,
            root,
            page,
        }
    }

    /// A panel in a frame. Ranges run from left to right and from the bottom to the top.
    pub fn panel(&self, frame: Frame, x: Range<f64>, y: Range<f64>) -> Panel {
        Panel::new(&self.root, frame, x, y, Rc::clone(&self.page.drawn))
    }

    /// One line of text on a baseline, moved sideways if it would leave the page.
    pub fn text(&self, class: impl Into<Class>, anchor: Anchor, (x, y): Point, content: &str) {
        let (width, page) = (text::width(content), f64::from(self.width));
        let (before, after) = match anchor {
            Anchor::Start => (0.0, width),
            Anchor::Middle => (width / 2.0, width / 2.0),
            Anchor::End => (width, 0.0),
        };
        let x = x.min(page - after).max(before);
        let lettering = Lettering {
            class: class.into(),
            anchor,
        };
        self.page.draw(&Text {
            at: self.page.inside((x, y)),
            lettering,
            content,
        });
    }

    /// What was drawn.
    pub fn finish(self) -> Scene {
        let primitives = std::mem::take(&mut self.recorder.borrow_mut().primitives);
        Scene {
            width: self.width,
            height: self.height,
            primitives,
        }
    }
}

impl Panel {
    fn new(
        root: &DrawingArea<Recorder, Shift>,
        frame: Frame,
        x: Range<f64>,
        y: Range<f64>,
        drawn: Rc<Cell<u8>>,
    ) -> Self {
        let tenths = |units: f64| (units * f64::from(TENTHS)) as i32;
        let place = (
            tenths(frame.left)..tenths(frame.right),
            tenths(frame.bottom)..tenths(frame.top),
        );
        let plane = root.apply_coord_spec(Cartesian2d::new(x.clone(), y.clone(), place));
        Self { plane, x, y, drawn }
    }

    /// The place on the page, in user units.
    pub fn place(&self, point: Point) -> Point {
        let (x, y) = self.plane.map_coordinate(&self.inside(point));
        (
            f64::from(x) / f64::from(TENTHS),
            f64::from(y) / f64::from(TENTHS),
        )
    }

    /// Polylines, as one path.
    pub fn lines(&self, class: impl Into<Class>, lines: &[Vec<Point>]) {
        let style = self.open(class.into());
        for line in lines {
            self.draw(&PathElement::new(self.all_inside(line), style));
        }
    }

    /// A closed polygon.
    pub fn polygon(&self, class: impl Into<Class>, corners: &[Point]) {
        self.polygons(class, &[corners.to_vec()]);
    }

    /// Closed polygons, as one path.
    pub fn polygons(&self, class: impl Into<Class>, polygons: &[Vec<Point>]) {
        let style = self.open(class.into());
        for corners in polygons.iter().filter(|corners| !corners.is_empty()) {
            self.draw(&Polygon::new(self.all_inside(corners), style));
        }
    }

    /// Rectangles, each given by two opposite corners, as one path.
    pub fn rectangles(&self, class: impl Into<Class>, rectangles: &[[Point; 2]]) {
        let style = self.open(class.into());
        for &[from, to] in rectangles {
            self.draw(&Rectangle::new([self.inside(from), self.inside(to)], style));
        }
    }

    /// Circles, as one path; the radius is in user units.
    pub fn circles(&self, class: impl Into<Class>, radius: f64, centres: &[Point]) {
        let style = self.open(class.into());
        let radius = (radius * f64::from(TENTHS)) as i32;
        for &centre in centres {
            self.draw(&Circle::new(self.inside(centre), radius, style));
        }
    }

    /// A marker; without a place it is an empty path, so that it can come and go as an attribute.
    pub fn marker(&self, class: impl Into<Class>, marker: Marker, at: Option<Point>) {
        let class = class.into();
        match (at, marker.corners()) {
            (None, _) => self.polygon(class, &[]),
            (Some(at), None) => self.circles(class, Marker::SIZE, &[at]),
            (Some((x, y)), Some(corners)) => {
                let corners: Vec<_> = corners
                    .into_iter()
                    .map(|(right, down)| (x + right, y + down))
                    .collect();
                self.polygon(class, &corners);
            }
        }
    }

    /// Begins a path of its own, which the shapes drawn in the style given back go on with.
    fn open(&self, class: Class) -> ShapeStyle {
        let blue = self.drawn.get().wrapping_add(1);
        self.drawn.set(blue);
        let (red, green, blue) = class.to_rgb(blue);
        let style = ShapeStyle::from(RGBColor(red, green, blue)).filled();
        self.draw(&PathElement::new(Vec::new(), style));
        style
    }

    fn draw<'a, E>(&self, element: &'a E)
    where
        &'a E: PointCollection<'a, Point>,
        E: Drawable<Recorder>,
    {
        // The recorder can't fail, and is borrowed for the time of this call alone.
        let _ = self.plane.draw(element);
    }

    fn all_inside(&self, points: &[Point]) -> Vec<Point> {
        points.iter().map(|&point| self.inside(point)).collect()
    }

    /// The nearest point of the panel. Charts cut at the edge what lies beyond it; this holds whatever
    /// they are given, and what isn't a number goes to the start of the scale.
    fn inside(&self, (x, y): Point) -> Point {
        let hold = |value: f64, range: &Range<f64>| {
            let (low, high) = (range.start.min(range.end), range.start.max(range.end));
            if value.is_nan() {
                range.start
            } else {
                value.max(low).min(high)
            }
        };
        (hold(x, &self.x), hold(y, &self.y))
    }
}

/// A text as plotters draws it.
struct Text<'a> {
    at: Point,
    lettering: Lettering,
    content: &'a str,
}

impl<'a> PointCollection<'a, Point> for &'a Text<'_> {
    type Point = &'a Point;
    type IntoIter = std::iter::Once<&'a Point>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.at)
    }
}

impl Drawable<Recorder> for Text<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        backend: &mut Recorder,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<<Recorder as DrawingBackend>::ErrorType>> {
        match points.next() {
            Some(at) => backend.draw_text(self.content, &self.lettering, at),
            None => Ok(()),
        }
    }
}
