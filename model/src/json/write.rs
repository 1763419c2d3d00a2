//! [`Json`] from serde's derived code, and its text.

use super::{Json, Mismatch};
use crate::decimal;
use serde::ser::{
    Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, Serializer,
};
use std::fmt::{Display, Write};

/// Makes a tree; see [`super::packed`] for what `PACKED` means.
pub struct Writer<const PACKED: bool>;

type Made<T> = Result<T, Mismatch>;

impl serde::ser::Error for Mismatch {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// A variant by its name or its number.
struct Tag {
    name: &'static str,
    number: u32,
}

impl Tag {
    fn alone<const PACKED: bool>(self) -> Json {
        if PACKED {
            Json::Number(self.number.into())
        } else {
            Json::Text(self.name.to_owned())
        }
    }

    fn with<const PACKED: bool>(self, content: Json) -> Json {
        if PACKED {
            Json::Array(vec![Json::Number(self.number.into()), content])
        } else {
            Json::Object(vec![(self.name.to_owned(), content)])
        }
    }
}

macro_rules! numbers {
    ($($method:ident $type:ty)*) => {$(
        fn $method(self, number: $type) -> Made<Json> {
            self.serialize_f64(number as f64)
        }
    )*};
}

impl<const PACKED: bool> Serializer for Writer<PACKED> {
    type Ok = Json;
    type Error = Mismatch;
    type SerializeSeq = Items<PACKED>;
    type SerializeTuple = Items<PACKED>;
    type SerializeTupleStruct = Items<PACKED>;
    type SerializeTupleVariant = Impossible<Json, Mismatch>;
    type SerializeMap = Fields<PACKED>;
    type SerializeStruct = Fields<PACKED>;
    type SerializeStructVariant = Fields<PACKED>;

    fn serialize_bool(self, truth: bool) -> Made<Json> {
        Ok(Json::Truth(truth))
    }

    numbers!(serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64);
    numbers!(serialize_u8 u8 serialize_u16 u16 serialize_u32 u32 serialize_u64 u64 serialize_f32 f32);

    fn serialize_f64(self, number: f64) -> Made<Json> {
        Ok(if number.is_finite() {
            Json::Number(number)
        } else {
            Json::Null
        })
    }

    fn serialize_char(self, c: char) -> Made<Json> {
        Ok(Json::Text(c.to_string()))
    }

    fn serialize_str(self, text: &str) -> Made<Json> {
        Ok(Json::Text(text.to_owned()))
    }

    fn serialize_bytes(self, _: &[u8]) -> Made<Json> {
        Err(Mismatch)
    }

    fn serialize_none(self) -> Made<Json> {
        Ok(Json::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Made<Json> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Made<Json> {
        Ok(Json::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made<Json> {
        Ok(Json::Null)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        number: u32,
        name: &'static str,
    ) -> Made<Json> {
        Ok(Tag { name, number }.alone::<PACKED>())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Made<Json> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        number: u32,
        name: &'static str,
        value: &T,
    ) -> Made<Json> {
        Ok(Tag { name, number }.with::<PACKED>(value.serialize(self)?))
    }

    fn serialize_seq(self, _: Option<usize>) -> Made<Items<PACKED>> {
        Ok(Items(Vec::new()))
    }

    fn serialize_tuple(self, _: usize) -> Made<Items<PACKED>> {
        Ok(Items(Vec::new()))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Made<Items<PACKED>> {
        Ok(Items(Vec::new()))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Made<Self::SerializeTupleVariant> {
        // No mission and no ledger has one.
        Err(Mismatch)
    }

    fn serialize_map(self, _: Option<usize>) -> Made<Fields<PACKED>> {
        Ok(Fields::new(None))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Made<Fields<PACKED>> {
        Ok(Fields::new(None))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        number: u32,
        name: &'static str,
        _: usize,
    ) -> Made<Fields<PACKED>> {
        Ok(Fields::new(Some(Tag { name, number })))
    }
}

/// A list that is being made.
pub struct Items<const PACKED: bool>(Vec<Json>);

impl<const PACKED: bool> SerializeSeq for Items<PACKED> {
    type Ok = Json;
    type Error = Mismatch;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Made<()> {
        self.0.push(item.serialize(Writer::<PACKED>)?);
        Ok(())
    }

    fn end(self) -> Made<Json> {
        Ok(Json::Array(self.0))
    }
}

impl<const PACKED: bool> SerializeTuple for Items<PACKED> {
    type Ok = Json;
    type Error = Mismatch;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Made<()> {
        SerializeSeq::serialize_element(self, item)
    }

    fn end(self) -> Made<Json> {
        SerializeSeq::end(self)
    }
}

impl<const PACKED: bool> SerializeTupleStruct for Items<PACKED> {
    type Ok = Json;
    type Error = Mismatch;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, item: &T) -> Made<()> {
        SerializeSeq::serialize_element(self, item)
    }

    fn end(self) -> Made<Json> {
        SerializeSeq::end(self)
    }
}

/// A structure or a map that is being made.
pub struct Fields<const PACKED: bool> {
    /// Of a variant.
    tag: Option<Tag>,
    members: Vec<(String, Json)>,
    /// How many there are up to the last one that isn't skipped.
    kept: usize,
}

impl<const PACKED: bool> Fields<PACKED> {
    fn new(tag: Option<Tag>) -> Self {
        Self {
            tag,
            members: Vec::new(),
            kept: 0,
        }
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Made<()> {
        let value = value.serialize(Writer::<PACKED>)?;
        self.members.push((name.to_owned(), value));
        self.kept = self.members.len();
        Ok(())
    }

    fn skip(&mut self) {
        if PACKED {
            self.members.push((String::new(), Json::Null));
        }
    }

    fn structure(mut self) -> Json {
        let content = if PACKED {
            self.members.truncate(self.kept);
            Json::Array(self.members.into_iter().map(|(_, value)| value).collect())
        } else {
            Json::Object(self.members)
        };
        match self.tag {
            Some(tag) => tag.with::<PACKED>(content),
            None => content,
        }
    }
}

impl<const PACKED: bool> SerializeStruct for Fields<PACKED> {
    type Ok = Json;
    type Error = Mismatch;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Made<()> {
        self.field(name, value)
    }

    fn skip_field(&mut self, _: &'static str) -> Made<()> {
        self.skip();
        Ok(())
    }

    fn end(self) -> Made<Json> {
        Ok(self.structure())
    }
}

impl<const PACKED: bool> SerializeStructVariant for Fields<PACKED> {
    type Ok = Json;
    type Error = Mismatch;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Made<()> {
        self.field(name, value)
    }

    fn skip_field(&mut self, _: &'static str) -> Made<()> {
        self.skip();
        Ok(())
    }

    fn end(self) -> Made<Json> {
        Ok(self.structure())
    }
}

impl<const PACKED: bool> SerializeMap for Fields<PACKED> {
    type Ok = Json;
    type Error = Mismatch;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Made<()> {
        match key.serialize(Writer::<PACKED>)? {
            Json::Text(name) => {
                self.members.push((name, Json::Null));
                Ok(())
            }
            _ => Err(Mismatch),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Made<()> {
        let value = value.serialize(Writer::<PACKED>)?;
        if let Some(last) = self.members.last_mut() {
            last.1 = value;
        }
        Ok(())
    }

    fn end(self) -> Made<Json> {
        Ok(Json::Object(self.members))
    }
}

/// Writes the text of a tree, on one line or, at an indentation, on lines.
pub fn print(json: &Json, out: &mut String, indent: Option<usize>) {
    match json {
        Json::Null => out.push_str("null"),
        Json::Truth(true) => out.push_str("true"),
        Json::Truth(false) => out.push_str("false"),
        Json::Number(number) => out.push_str(&decimal::shortest(*number)),
        Json::Text(text) => print_text(text, out),
        Json::Array(items) => print_list(out, ['[', ']'], items, indent, &|item, out, indent| {
            print(item, out, indent);
        }),
        Json::Object(members) => print_list(
            out,
            ['{', '}'],
            members,
            indent,
            &|(name, value), out, indent| {
                print_text(name, out);
                out.push_str(if indent.is_some() { ": " } else { ":" });
                print(value, out, indent);
            },
        ),
    }
}

fn print_list<T>(
    out: &mut String,
    [open, close]: [char; 2],
    items: &[T],
    indent: Option<usize>,
    item: &dyn Fn(&T, &mut String, Option<usize>),
) {
    let line = |out: &mut String, indent: usize| {
        out.push('\n');
        (0..indent).for_each(|_| out.push_str("  "));
    };
    out.push(open);
    for (index, each) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        let inner = indent.map(|indent| indent + 1);
        if let Some(inner) = inner {
            line(out, inner);
        }
        item(each, out, inner);
    }
    if let Some(indent) = indent.filter(|_| !items.is_empty()) {
        line(out, indent);
    }
    out.push(close);
}

/// `<` is escaped too, so that no text can end the script element that holds it.
fn print_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\0'..=' ' | '<' if c != ' ' => drop(write!(out, "\\u{:04x}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('"');
}
