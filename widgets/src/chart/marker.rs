//! The shapes that mark a value. Levels differ in shape, so that colour is never the only sign.

use mission_model::mission::Level;

/// A shape around a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Marker {
    /// Good, or without a level.
    Circle,
    /// To be watched.
    Diamond,
    /// To act upon.
    Square,
    /// The value lies beyond the edge, in the direction of this unit vector (right, down).
    Beyond(f64, f64),
}

impl Marker {
    /// Half its width, in user units.
    pub const SIZE: f64 = 4.0;

    /// The shape of a level.
    pub fn of_level(level: Option<Level>) -> Self {
        match level {
            None | Some(Level::Good) => Self::Circle,
            Some(Level::Watch) => Self::Diamond,
            Some(Level::Act) => Self::Square,
        }
    }

    /// The shape of a numbered mark, from 1.
    pub fn of_number(number: u8) -> Self {
        [
            Self::Circle,
            Self::Diamond,
            Self::Square,
            Self::Beyond(0.0, -1.0),
        ][usize::from(number.saturating_sub(1) % 4)]
    }

    /// Its corners relative to the point (right, down), in user units; none for a circle. The shapes have
    /// about the area of the circle, so that none looks like more.
    pub fn corners(self) -> Option<Vec<(f64, f64)>> {
        match self {
            Self::Circle => None,
            Self::Diamond => Some(vec![(0.0, -5.2), (5.2, 0.0), (0.0, 5.2), (-5.2, 0.0)]),
            Self::Square => Some(vec![(-3.7, -3.7), (3.7, -3.7), (3.7, 3.7), (-3.7, 3.7)]),
            Self::Beyond(right, down) => Some(
                // The tip, then the two ends of the base.
                [(5.6, 0.0), (-3.4, 5.2), (-3.4, -5.2)]
                    .map(|(along, across)| {
                        (along * right - across * down, along * down + across * right)
                    })
                    .to_vec(),
            ),
        }
    }
}
