//! A box for numbers. It is a box for text to the browser: what it can't read, a box for numbers hides from
//! scripts, so that nobody could say what is wrong with it.

use crate::words;
use mission_model::format::{Format, Scale, Unread};

/// The number that was typed; or what is wrong with it, in words. Nothing is wrong with an empty box.
pub(crate) fn read(format: &Format, typed: &str) -> Result<f64, String> {
    format.read(typed).map_err(|unread| {
        let example = format.print(match format.scale {
            Scale::Percent | Scale::Points => 0.5,
            _ => 12.5,
        });
        let typed = typed.trim();
        match unread {
            Unread::Empty => String::new(),
            Unread::NoNumber => words::no_number(typed, &example),
            Unread::OtherUnit => words::other_unit(typed, &example),
            Unread::TwoWays(one, other) => words::two_ways(typed, &one, &other),
        }
    })
}

/// Which keys a telephone shows. Those for decimals have no minus.
pub(crate) fn keys(least: Option<f64>) -> Option<&'static str> {
    least.filter(|least| *least >= 0.0).map(|_| "decimal")
}
