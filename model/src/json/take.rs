//! Values from a [`Json`], taken apart by code that stays small: nothing is said about what is wrong, and
//! nothing has to be cleared away when something is.
//!
//! Where a tree doesn't fit, [`Take::take`] marks it as `bad`, gives a stand-in and goes on; so every tree
//! is taken apart to the end, and there is one place that refuses it ([`Json::into`]).

use super::{Json, Mismatch};
use crate::names::Names;
use crate::value::Value;
use std::vec::IntoIter;

/// Can be taken from a tree.
pub trait Take: Sized {
    /// The value of a tree. `bad` is set if the tree isn't of this type, and left as it is otherwise.
    ///
    /// `null` stands for what was skipped: the empty text, the empty list, no names, `false`, nothing.
    fn take(json: Json, bad: &mut bool) -> Self;
}

impl Json {
    /// The value of a tree.
    ///
    /// # Errors
    /// If the tree isn't of this type.
    pub fn into<T: Take>(self) -> Result<T, Mismatch> {
        let mut bad = false;
        let value = T::take(self, &mut bad);
        if bad { Err(Mismatch) } else { Ok(value) }
    }
}

/// Structures as objects, and variants by name, as serde writes them; see [`super::named`]. Fields after a
/// semicolon may be missing. A variant of another name is bad, with a stand-in (`else`), or kept as it is (`keep`).
macro_rules! named {
    (@variant $variant:ident $content:ident $bad:ident) => {
        Self::$variant
    };
    (@variant $variant:ident $content:ident $bad:ident ($new:tt)) => {
        Self::$variant($crate::json::Take::take($content, $bad))
    };
    (@variant $variant:ident $content:ident $bad:ident { $($field:ident)* }) => {{
        let mut members = $crate::json::Members::of($content, $bad);
        Self::$variant { $($field: members.get(stringify!($field))),* }
    }};
    ($(struct $type:ident { $($field:ident)*; $($optional:ident)* })*) => {$(
        impl $crate::json::Take for $type {
            fn take(json: $crate::json::Json, bad: &mut bool) -> Self {
                let mut members = $crate::json::Members::of(json, bad);
                Self {
                    $($field: members.get(stringify!($field)),)*
                    $($optional: members.find(stringify!($optional)),)*
                }
            }
        }
    )*};
    (@other $bad:ident $name:ident $content:ident else $other:expr) => {{
        *$bad = true;
        $other
    }};
    (@other $bad:ident $name:ident $content:ident keep $variant:ident) => {
        Self::$variant($crate::json::untagged($name, $content))
    };
    ($(enum $type:ident { $($name:literal $variant:ident $(($new:tt))? $({ $($field:ident)* })?),*; $($other:tt)* })*) => {$(
        impl $crate::json::Take for $type {
            fn take(json: $crate::json::Json, bad: &mut bool) -> Self {
                let (name, content) = $crate::json::tagged(json, bad);
                match name.as_str() {
                    $($name => $crate::json::named!(@variant $variant content bad $(($new))? $({ $($field)* })?),)*
                    _ => $crate::json::named!(@other bad name content $($other)*),
                }
            }
        }
    )*};
}

pub(crate) use named;

/// What stands in a list, and then `null`s.
pub(crate) struct Items<'a> {
    items: IntoIter<Json>,
    bad: &'a mut bool,
}

impl<'a> Items<'a> {
    pub fn of(json: Json, bad: &'a mut bool) -> Self {
        let items = list(json, bad).into_iter();
        Self { items, bad }
    }

    pub fn next<T: Take>(&mut self) -> T {
        T::take(self.items.next().unwrap_or(Json::Null), self.bad)
    }
}

/// The members of an object.
pub(crate) struct Members<'a> {
    members: Vec<(String, Json)>,
    bad: &'a mut bool,
}

impl<'a> Members<'a> {
    pub fn of(json: Json, bad: &'a mut bool) -> Self {
        let members = object(json, bad);
        Self { members, bad }
    }

    /// A member that has to be there.
    pub fn get<T: Take>(&mut self, name: &str) -> T {
        *self.bad |= !self.members.iter().any(|(own, _)| own == name);
        self.find(name)
    }

    /// A member that may be missing.
    pub fn find<T: Take>(&mut self, name: &str) -> T {
        let member = self.members.iter_mut().find(|(own, _)| own == name);
        let json = member.map_or(Json::Null, |(_, json)| std::mem::replace(json, Json::Null));
        T::take(json, self.bad)
    }
}

fn list(json: Json, bad: &mut bool) -> Vec<Json> {
    match json {
        Json::Array(items) => items,
        other => {
            *bad |= other != Json::Null;
            Vec::new()
        }
    }
}

fn object(json: Json, bad: &mut bool) -> Vec<(String, Json)> {
    match json {
        Json::Object(members) => members,
        _ => {
            *bad = true;
            Vec::new()
        }
    }
}

/// A variant's number, and its content.
pub(crate) fn numbered(json: Json, bad: &mut bool) -> (u32, Json) {
    match json {
        Json::Array(items) => match <[Json; 2]>::try_from(items) {
            Ok([number, content]) => (Take::take(number, bad), content),
            Err(_) => {
                *bad = true;
                (0, Json::Null)
            }
        },
        Json::Null => (0, Json::Null),
        number => (Take::take(number, bad), Json::Null),
    }
}

/// A variant's name, and its content.
pub(crate) fn tagged(json: Json, bad: &mut bool) -> (String, Json) {
    match json {
        Json::Text(name) => (name, Json::Null),
        json => {
            let mut members = object(json, bad);
            let tagged = members.pop().unwrap_or((String::new(), Json::Null));
            *bad |= !members.is_empty();
            tagged
        }
    }
}

/// The tree that [`tagged`] has taken apart.
pub(crate) fn untagged(name: String, content: Json) -> Json {
    match content {
        Json::Null => Json::Text(name),
        content => Json::Object(vec![(name, content)]),
    }
}

/// A whole number from zero up to a largest one.
fn whole(json: &Json, largest: f64, bad: &mut bool) -> f64 {
    match json {
        Json::Number(number)
            if *number >= 0.0 && *number <= largest && libm::floor(*number) == *number =>
        {
            *number
        }
        _ => {
            *bad = true;
            0.0
        }
    }
}

macro_rules! whole {
    ($($type:ident $largest:expr;)*) => {$(
        impl Take for $type {
            fn take(json: Json, bad: &mut bool) -> Self {
                whole(&json, $largest, bad) as Self
            }
        }
    )*};
}

whole! {
    u8 255.0;
    u32 4_294_967_295.0;
    // As on the browser's side.
    usize 4_294_967_295.0;
    // All of these have a double of their own.
    u64 9_007_199_254_740_992.0;
}

impl Take for f64 {
    fn take(json: Json, bad: &mut bool) -> Self {
        match json {
            Json::Number(number) => number,
            _ => {
                *bad = true;
                f64::NAN
            }
        }
    }
}

impl Take for bool {
    fn take(json: Json, bad: &mut bool) -> Self {
        match json {
            Json::Truth(truth) => truth,
            other => {
                *bad |= other != Json::Null;
                false
            }
        }
    }
}

impl Take for String {
    fn take(json: Json, bad: &mut bool) -> Self {
        match json {
            Json::Text(text) => text,
            other => {
                *bad |= other != Json::Null;
                String::new()
            }
        }
    }
}

impl Take for Value {
    fn take(json: Json, bad: &mut bool) -> Self {
        match json {
            Json::Null => Self::Number(f64::NAN),
            Json::Truth(truth) => Self::Truth(truth),
            Json::Number(number) => Self::Number(number),
            Json::Text(text) => Self::Category(text.into()),
            list => {
                let series: Vec<Option<f64>> = Take::take(list, bad);
                Self::Series(
                    series
                        .into_iter()
                        .map(|item| item.unwrap_or(f64::NAN))
                        .collect(),
                )
            }
        }
    }
}

impl<T: Take> Take for Option<T> {
    fn take(json: Json, bad: &mut bool) -> Self {
        match json {
            Json::Null => None,
            json => Some(T::take(json, bad)),
        }
    }
}

impl<T: Take> Take for Box<T> {
    fn take(json: Json, bad: &mut bool) -> Self {
        Box::new(T::take(json, bad))
    }
}

impl<T: Take> Take for Vec<T> {
    fn take(json: Json, bad: &mut bool) -> Self {
        let items = list(json, bad).into_iter();
        items.map(|item| T::take(item, bad)).collect()
    }
}

impl<A: Take, B: Take> Take for (A, B) {
    fn take(json: Json, bad: &mut bool) -> Self {
        let mut items = Items::of(json, bad);
        (items.next(), items.next())
    }
}

impl<T: Take> Take for Names<T> {
    fn take(json: Json, bad: &mut bool) -> Self {
        let members = match json {
            Json::Null => Vec::new(),
            json => object(json, bad),
        };
        members
            .into_iter()
            .map(|(name, json)| (name, T::take(json, bad)))
            .collect()
    }
}
