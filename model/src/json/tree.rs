//! A [`Json`] as serde's derived code takes it apart.

use super::{Json, Mismatch};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use std::fmt::Display;
use std::vec::IntoIter;

/// A tree to be taken apart; see [`super::packed`] for what `PACKED` means.
pub struct Tree<const PACKED: bool>(pub Json);

type Taken<T> = Result<T, Mismatch>;

// The messages are never composed, so that nothing of them is in the program.
impl Error for Mismatch {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: Unexpected, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_value(_: Unexpected, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

impl<const PACKED: bool> Tree<PACKED> {
    /// What stands in a list; nothing, if that was skipped.
    fn items(self) -> Taken<Items<PACKED>> {
        match self.0 {
            Json::Array(items) => Ok(Items(items.into_iter())),
            Json::Null if PACKED => Ok(Items(Vec::new().into_iter())),
            _ => Err(Mismatch),
        }
    }

    fn text(self) -> Taken<String> {
        match self.0 {
            Json::Text(text) => Ok(text),
            Json::Null if PACKED => Ok(String::new()),
            _ => Err(Mismatch),
        }
    }

    /// A whole number; serde's derived code sees to the bounds.
    fn whole(self) -> Taken<i64> {
        match self.0 {
            // All of these have an `i64` of their own.
            Json::Number(number)
                if number.abs() <= 9_007_199_254_740_992.0 && number == number.trunc() =>
            {
                Ok(number as i64)
            }
            _ => Err(Mismatch),
        }
    }

    fn list<'de, V: Visitor<'de>>(self, visitor: V) -> Taken<V::Value> {
        visitor.visit_seq(self.items()?)
    }
}

macro_rules! whole {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Taken<V::Value> {
            match self.whole()? {
                negative @ ..0 => visitor.visit_i64(negative),
                other => visitor.visit_u64(other as u64),
            }
        }
    )*};
}

impl<'de, const PACKED: bool> Deserializer<'de> for Tree<PACKED> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Taken<V::Value> {
        match self.0 {
            Json::Null => visitor.visit_unit(),
            Json::Truth(truth) => visitor.visit_bool(truth),
            Json::Number(number) => visitor.visit_f64(number),
            Json::Text(text) => visitor.visit_string(text),
            Json::Array(_) => self.list(visitor),
            Json::Object(members) => visitor.visit_map(Members::<PACKED>::new(members)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Taken<V::Value> {
        match self.0 {
            Json::Truth(truth) => visitor.visit_bool(truth),
            Json::Null if PACKED => visitor.visit_bool(false),
            _ => Err(Mismatch),
        }
    }

    whole!(deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64);
    whole!(deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64);

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Taken<V::Value> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Taken<V::Value> {
        match self.0 {
            Json::Number(number) => visitor.visit_f64(number),
            _ => Err(Mismatch),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Taken<V::Value> {
        self.deserialize_string(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Taken<V::Value> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Taken<V::Value> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, _: V) -> Taken<V::Value> {
        Err(Mismatch)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, _: V) -> Taken<V::Value> {
        Err(Mismatch)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Taken<V::Value> {
        match self.0 {
            Json::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Taken<V::Value> {
        match self.0 {
            Json::Null => visitor.visit_unit(),
            _ => Err(Mismatch),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Taken<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Taken<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Taken<V::Value> {
        self.list(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Taken<V::Value> {
        self.list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Taken<V::Value> {
        self.list(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Taken<V::Value> {
        match self.0 {
            Json::Object(members) => visitor.visit_map(Members::<PACKED>::new(members)),
            _ => Err(Mismatch),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Taken<V::Value> {
        if PACKED {
            self.list(visitor)
        } else {
            self.deserialize_map(visitor)
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Taken<V::Value> {
        let (tag, content) = match self.0 {
            Json::Array(items) if PACKED => match <[Json; 2]>::try_from(items) {
                Ok([tag, content]) => (tag, Some(content)),
                Err(_) => return Err(Mismatch),
            },
            Json::Object(mut members) if !PACKED => match (members.pop(), members.is_empty()) {
                (Some((tag, content)), true) => (Json::Text(tag), Some(content)),
                _ => return Err(Mismatch),
            },
            tag => (tag, None),
        };
        visitor.visit_enum(Choice::<PACKED> { tag, content })
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Taken<V::Value> {
        if PACKED {
            self.deserialize_u64(visitor)
        } else {
            self.deserialize_string(visitor)
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Taken<V::Value> {
        visitor.visit_unit()
    }
}

struct Items<const PACKED: bool>(IntoIter<Json>);

impl<'de, const PACKED: bool> SeqAccess<'de> for Items<PACKED> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Taken<Option<T::Value>> {
        match self.0.next() {
            Some(item) => seed.deserialize(Tree::<PACKED>(item)).map(Some),
            None => Ok(None),
        }
    }
}

struct Members<const PACKED: bool> {
    rest: IntoIter<(String, Json)>,
    value: Json,
}

impl<const PACKED: bool> Members<PACKED> {
    fn new(members: Vec<(String, Json)>) -> Self {
        Self {
            rest: members.into_iter(),
            value: Json::Null,
        }
    }
}

impl<'de, const PACKED: bool> MapAccess<'de> for Members<PACKED> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Taken<Option<K::Value>> {
        match self.rest.next() {
            Some((name, value)) => {
                self.value = value;
                seed.deserialize(name.into_deserializer()).map(Some)
            }
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Taken<V::Value> {
        seed.deserialize(Tree::<PACKED>(std::mem::replace(
            &mut self.value,
            Json::Null,
        )))
    }
}

struct Choice<const PACKED: bool> {
    tag: Json,
    content: Option<Json>,
}

impl<'de, const PACKED: bool> EnumAccess<'de> for Choice<PACKED> {
    type Error = Mismatch;
    type Variant = Content<PACKED>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Taken<(V::Value, Content<PACKED>)> {
        Ok((
            seed.deserialize(Tree::<PACKED>(self.tag))?,
            Content(self.content),
        ))
    }
}

struct Content<const PACKED: bool>(Option<Json>);

impl<const PACKED: bool> Content<PACKED> {
    fn tree(self) -> Taken<Tree<PACKED>> {
        self.0.map(Tree).ok_or(Mismatch)
    }
}

impl<'de, const PACKED: bool> VariantAccess<'de> for Content<PACKED> {
    type Error = Mismatch;

    fn unit_variant(self) -> Taken<()> {
        match self.0 {
            None => Ok(()),
            Some(_) => Err(Mismatch),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Taken<T::Value> {
        seed.deserialize(self.tree()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Taken<V::Value> {
        self.tree()?.list(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Taken<V::Value> {
        if PACKED {
            self.tree()?.list(visitor)
        } else {
            self.tree()?.deserialize_map(visitor)
        }
    }
}
