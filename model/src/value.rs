//! What an expression can be worth.

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::{Serialize, Serializer};
use std::fmt;
use std::rc::Rc;

/// A value of a control or of an expression.
///
/// In JSON a number is a number, a truth `true` or `false`, a category a string and a series an array.
/// JSON has no number that is not finite: such a one is written as `null` and read back as NaN.
#[derive(Clone, Debug)]
pub enum Value {
    /// A number; not finite where an expression left its domain.
    Number(f64),
    /// The answer to a comparison, or the state of a toggle.
    Truth(bool),
    /// One of a select's options, or a track's id.
    Category(Rc<str>),
    /// Numbers in order: the shares of a histogram's bins, a curve.
    Series(Rc<[f64]>),
}

/// The type of a [`Value`], known before anything is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// See [`Value::Number`].
    Number,
    /// See [`Value::Truth`].
    Truth,
    /// See [`Value::Category`].
    Category,
    /// See [`Value::Series`].
    Series,
}

impl Value {
    /// The type of this value.
    pub fn kind(&self) -> Type {
        match self {
            Self::Number(_) => Type::Number,
            Self::Truth(_) => Type::Truth,
            Self::Category(_) => Type::Category,
            Self::Series(_) => Type::Series,
        }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The truth, if it is one.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Truth(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The category, if it is one.
    pub fn category(&self) -> Option<&str> {
        match self {
            Self::Category(category) => Some(category),
            _ => None,
        }
    }

    /// The series, if it is one.
    pub fn series(&self) -> Option<&[f64]> {
        match self {
            Self::Series(series) => Some(series),
            _ => None,
        }
    }

    /// Equality to the bit: what is computed from either is the same.
    pub fn identical(&self, other: &Self) -> bool {
        let bits = |series: &[f64], other: &[f64]| {
            let pairs = series.iter().zip(other);
            series.len() == other.len()
                && pairs.into_iter().all(|(a, b)| a.to_bits() == b.to_bits())
        };
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.to_bits() == b.to_bits(),
            (Self::Series(a), Self::Series(b)) => Rc::ptr_eq(a, b) || bits(a, b),
            _ => self.same_bits(other),
        }
    }

    /// Equality to the bit, as far as JSON can tell: all numbers that are not finite are one.
    pub fn same_bits(&self, other: &Self) -> bool {
        let same =
            |a: f64, b: f64| a.to_bits() == b.to_bits() || (!a.is_finite() && !b.is_finite());
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => same(*a, *b),
            (Self::Series(a), Self::Series(b)) => {
                a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(*a, *b))
            }
            (Self::Truth(a), Self::Truth(b)) => a == b,
            (Self::Category(a), Self::Category(b)) => a == b,
            _ => false,
        }
    }
}

/// To the bit, so that a reading that is no number equals itself.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.same_bits(other)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Truth(truth) => serializer.serialize_bool(*truth),
            Self::Category(category) => serializer.serialize_str(category),
            Self::Series(series) => serializer.collect_seq(series.iter()),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a number, true, false, a string, null or an array of numbers")
    }

    fn visit_bool<E: de::Error>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Truth(truth))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_str<E: de::Error>(self, category: &str) -> Result<Value, E> {
        Ok(Value::Category(category.into()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Number(f64::NAN))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut series = Vec::new();
        while let Some(item) = items.next_element::<Option<f64>>()? {
            series.push(item.unwrap_or(f64::NAN));
        }
        Ok(Value::Series(series.into()))
    }
}

impl Type {
    /// The word for it in messages to authors.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Truth => "truth",
            Self::Category => "category",
            Self::Series => "series",
        }
    }
}
