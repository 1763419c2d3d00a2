//! Puts texts where they cover least: each has a few places to choose from.

use super::canvas::{Frame, Point};
use super::scene::Anchor;
use super::text::{self, LINE};

/// Between the points at which a line is felt for, in user units.
const FEELER: f64 = 4.0;

/// What is in the way. All in user units.
pub struct Labels {
    room: Frame,
    taken: Vec<Frame>,
    line: Vec<Point>,
}

impl Labels {
    /// Nothing is in the way yet, but texts are to stay in a frame.
    pub fn new(room: Frame) -> Self {
        Self {
            room,
            taken: Vec::new(),
            line: Vec::new(),
        }
    }

    /// Keeps later texts off a rectangle.
    pub fn avoid(&mut self, frame: Frame) {
        self.taken.push(frame);
    }

    /// Keeps later texts off a polyline, where they can.
    pub fn avoid_line(&mut self, points: &[Point]) {
        self.line.extend(points.first());
        for pair in points.windows(2) {
            let (across, down) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
            let pieces = (across.abs().max(down.abs()) / FEELER).ceil().max(1.0);
            self.line.extend((1..=pieces as usize).map(|at| {
                let share = at as f64 / pieces;
                (pair[0].0 + across * share, pair[0].1 + down * share)
            }));
        }
    }

    /// The best of some places for a text, the first of equals. Later texts keep off it.
    pub fn place(&mut self, choices: &[(Point, Anchor)], content: &str) -> (Point, Anchor) {
        let best = choices
            .iter()
            .min_by_key(|choice| self.harm(bounds(**choice, content)));
        let choice = best.copied().unwrap_or_default();
        if !content.is_empty() {
            self.taken.push(bounds(choice, content));
        }
        choice
    }

    /// Leaving the room is worst, then covering a text or a marker, then covering a line.
    fn harm(&self, bounds: Frame) -> usize {
        let leaves = bounds.left < self.room.left
            || bounds.right > self.room.right
            || bounds.top < self.room.top
            || bounds.bottom > self.room.bottom;
        let covered = self.taken.iter().filter(|taken| {
            bounds.left < taken.right
                && taken.left < bounds.right
                && bounds.top < taken.bottom
                && taken.top < bounds.bottom
        });
        let crossed = self.line.iter().filter(|(x, y)| {
            (bounds.left..bounds.right).contains(x) && (bounds.top..bounds.bottom).contains(y)
        });
        usize::from(leaves) * 100_000 + covered.count() * 1000 + crossed.count()
    }
}

fn bounds(((x, y), anchor): (Point, Anchor), content: &str) -> Frame {
    let width = text::width(content);
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    Frame {
        left,
        right: left + width,
        top: y - LINE + 2.0,
        bottom: y + 4.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evades() {
        let mut labels = Labels::new(Frame {
            left: 0.0,
            top: 0.0,
            right: 100.0,
            bottom: 100.0,
        });
        let above = ((50.0, 40.0), Anchor::Middle);
        let below = ((50.0, 60.0), Anchor::Middle);
        assert_eq!(labels.place(&[above, below], "first"), above);
        assert_eq!(labels.place(&[above, below], "second"), below);
        let edge = ((95.0, 20.0), Anchor::Start);
        let inside = ((95.0, 20.0), Anchor::End);
        assert_eq!(labels.place(&[edge, inside], "third"), inside);
        labels.avoid_line(&[(0.0, 78.0), (100.0, 78.0)]);
        let [on, off] = [
            ((50.0, 80.0), Anchor::Middle),
            ((50.0, 95.0), Anchor::Middle),
        ];
        assert_eq!(labels.place(&[on, off], "fourth"), off);
        assert_eq!(labels.place(&[], "nowhere").0, (0.0, 0.0));
    }
}
