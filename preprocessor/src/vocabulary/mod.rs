//! The vocabulary as data: every key that an author may write is declared once, with its type, its default and
//! its documentation, by the macro [`keys!`].
//!
//! From a declaration come the reading with all its mistakes ([`Keys::read`]), the names that a misspelt key is
//! compared with, the tables of the author's guide ([`guide`]) and the JSON Schema ([`schema`]). A declared key
//! that nobody uses is a field that is never read: the compiler warns of it.

pub mod guide;
pub mod holds;
pub mod schema;
pub mod skeleton;
pub mod types;

use crate::reader::Reader;
pub use holds::{Holds, Sort};

use serde_json::Value as Json;

/// A table that an author writes: its keys, as the guide and the schema tell of them.
#[derive(Clone)]
pub struct Shape {
    /// What it is called in the guide: "`[[plot.line]]`".
    pub title: &'static str,
    /// Its keys, in the order of the guide.
    pub keys: Vec<Key>,
    /// Further keys that depend on what it is, such as those of each kind of control.
    pub variants: Vec<Shape>,
}

/// A key of a table.
#[derive(Clone)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it does. Empty if that is said together with the key before it.
    pub doc: &'static str,
    /// Whether it must always be there.
    pub needed: bool,
    /// When it must be there, in the words of the guide, if "yes" or "no" doesn't tell.
    pub when: &'static str,
    /// What is there if it is left out, where that needs a word.
    pub default: Option<Json>,
    /// The guide's name of its type.
    pub noun: String,
    /// The JSON Schema of its value, without what is below it.
    pub schema: Json,
    /// A value, as an author may write it.
    pub example: String,
    /// What an editor finds in its value.
    pub holds: Holds,
    /// The table that it holds, or of which it holds many.
    pub below: Option<fn() -> Shape>,
}

/// A table whose keys are declared by [`keys!`], or made of such tables.
pub trait Keys: Sized {
    /// Its declaration.
    fn shape() -> Shape;
    /// Reads it; reports every mistake in it but unknown keys, of which [`Reader::close`] knows.
    fn read(reader: &mut Reader) -> Self;
}

/// A type of value.
pub trait Takes {
    /// What is known of it when it is read.
    type Written;
    /// What the guide calls it.
    fn noun() -> String;
    /// Its JSON Schema.
    fn schema() -> Json;
    /// The table below it.
    fn below() -> Option<fn() -> Shape> {
        None
    }
    /// What an editor finds in it.
    fn holds() -> Holds {
        Holds::Plain
    }
    /// Reads a value that may be missing; reports one that doesn't fit.
    fn read(reader: &mut Reader, key: &'static str) -> Option<Self::Written>;
    /// A value, for the remedy where it is missing.
    fn example() -> String {
        "{ … }".to_owned()
    }
    /// Reads a value; reports that it is missing, too.
    fn need(reader: &mut Reader, key: &'static str) -> Option<Self::Written> {
        reader.demand(key, &Self::example())?;
        Self::read(reader, key)
    }
    /// A default, as an author would write it; `None` if that needs no word.
    fn shown(_: &Self::Written) -> Option<Json> {
        None
    }
}

/// Declares the keys of a table. Each line is `MODE NAME: TYPE`, with the guide's words above it; a key without
/// words of its own shares those of the key before it.
///
/// - `need` is a key that must be there: an `Option` that is `None` after a reported mistake;
/// - `may` is a key that may be missing: an `Option`, or its default if one is given (`= …`);
/// - `flat` is a set of keys that several tables have.
///
/// After the name, `as "…"` gives a key that is no name in Rust, and `("…")` says when it is needed, where that
/// depends on others.
macro_rules! keys {
    (
        $(#[doc = $about:literal])*
        $vis:vis struct $Keys:ident of $title:literal {
            $(
                $(#[doc = $doc:literal])*
                $mode:ident $field:ident $(as $key:literal)? $(($when:literal))? : $Takes:ty $(= $default:expr)?,
            )*
        }
    ) => {
        $(#[doc = $about])*
        $vis struct $Keys {
            /// Where it is written, and what it is.
            #[allow(dead_code)]
            pub spot: $crate::reader::Spot,
            $(
                $(#[doc = $doc])*
                pub $field: $crate::vocabulary::keys!(@written $mode $Takes $(, $default)?),
            )*
        }

        impl $crate::vocabulary::Keys for $Keys {
            fn shape() -> $crate::vocabulary::Shape {
                #[allow(unused_mut)]
                let mut shape = $crate::vocabulary::Shape {
                    title: $title,
                    keys: Vec::new(),
                    variants: Vec::new(),
                };
                $(
                    $crate::vocabulary::keys!(
                        @declare shape $mode $Takes,
                        $crate::vocabulary::keys!(@name $field $($key)?),
                        concat!("" $(, $doc)*),
                        ($($when)?) ($($default)?)
                    );
                )*
                shape
            }

            fn read(reader: &mut $crate::reader::Reader) -> Self {
                Self {
                    spot: reader.spot(),
                    $(
                        $field: $crate::vocabulary::keys!(
                            @read reader $mode $Takes,
                            $crate::vocabulary::keys!(@name $field $($key)?)
                            $(, $default)?
                        ),
                    )*
                }
            }
        }
    };

    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $key:literal) => { $key };

    (@written flat $Keys:ty) => { $Keys };
    (@written may $Takes:ty, $default:expr) => { <$Takes as $crate::vocabulary::Takes>::Written };
    (@written $mode:ident $Takes:ty) => { Option<<$Takes as $crate::vocabulary::Takes>::Written> };

    (@read $reader:ident flat $Keys:ty, $key:expr) => {
        <$Keys as $crate::vocabulary::Keys>::read($reader)
    };
    (@read $reader:ident need $Takes:ty, $key:expr) => {
        <$Takes as $crate::vocabulary::Takes>::need($reader, $key)
    };
    (@read $reader:ident may $Takes:ty, $key:expr) => {
        <$Takes as $crate::vocabulary::Takes>::read($reader, $key)
    };
    (@read $reader:ident may $Takes:ty, $key:expr, $default:expr) => {
        <$Takes as $crate::vocabulary::Takes>::read($reader, $key).unwrap_or($default)
    };

    (@declare $shape:ident flat $Keys:ty, $key:expr, $doc:expr, () ()) => {
        $shape.keys.extend(<$Keys as $crate::vocabulary::Keys>::shape().keys)
    };
    (@declare $shape:ident $mode:ident $Takes:ty, $key:expr, $doc:expr, ($($when:literal)?) ($($default:expr)?)) => {
        $shape.keys.push($crate::vocabulary::Key {
            name: $key,
            doc: $doc,
            needed: matches!(stringify!($mode), "need"),
            when: concat!("" $(, $when)?),
            default: $crate::vocabulary::keys!(@shown $Takes $(, $default)?),
            noun: <$Takes as $crate::vocabulary::Takes>::noun(),
            schema: <$Takes as $crate::vocabulary::Takes>::schema(),
            example: <$Takes as $crate::vocabulary::Takes>::example(),
            holds: <$Takes as $crate::vocabulary::Takes>::holds(),
            below: <$Takes as $crate::vocabulary::Takes>::below(),
        })
    };

    (@shown $Takes:ty) => { None };
    (@shown $Takes:ty, $default:expr) => { <$Takes as $crate::vocabulary::Takes>::shown(&$default) };
}

pub(crate) use keys;

impl Shape {
    /// A key with its words, which it may share with the one before it.
    pub fn find(&self, name: &str) -> Option<(&Key, &'static str)> {
        let mut doc = "";
        self.all().find_map(|key| {
            if !key.doc.is_empty() {
                doc = key.doc.trim();
            }
            (key.name == name).then_some((key, doc))
        })
    }

    /// The keys that must be there.
    pub fn needed(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(|key| key.needed)
    }

    /// All keys, those of its variants too.
    pub fn all(&self) -> impl Iterator<Item = &Key> {
        self.keys
            .iter()
            .chain(self.variants.iter().flat_map(|variant| &variant.keys))
    }
}

#[cfg(test)]
#[expect(dead_code, reason = "the fixture is declared, and never read")]
mod tests {
    use super::types::{Condition, PlainText, Tables, Whole};
    use super::{Keys, guide, schema};
    use serde_json::json;

    keys! {
        /// A vocabulary of two keys.
        struct FixtureKeys of "`fixture`" {
            /// What it is called.
            need name: PlainText,
            /// How many there are.
            may count: Whole<1, 9> = 3,
            /// Its parts.
            may part: Tables<PartKeys>,
        }
    }

    keys! {
        /// A part.
        struct PartKeys of "`[[part]]`" {
            /// When it is there.
            may as_of as "when" ("after dark"): Condition,
        }
    }

    #[test]
    fn a_declared_key_is_in_the_guide_and_in_the_schema() {
        let tables = guide::tables([FixtureKeys::shape()]);
        let texts: Vec<&str> = tables.iter().map(|table| table.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "| key of `fixture` | type | needed | what it does |\n\
                 | --- | --- | --- | --- |\n\
                 | `name` | plain text | yes | What it is called. |\n\
                 | `count` | whole number, 1 to 9 | no | How many there are. 3 if you don't say. |\n\
                 | `[[part]]` | tables | no | Its parts. |",
                "| key of `[[part]]` | type | needed | what it does |\n\
                 | --- | --- | --- | --- |\n\
                 | `when` | condition | after dark | When it is there. |",
            ]
        );
        let schema = schema::schema([("fixture", FixtureKeys::shape())]);
        assert_eq!(
            schema["$defs"]["fixture"],
            json!({
                "type": "object",
                "properties": {
                    "name": { "type": "string", "description": "What it is called." },
                    "count": {
                        "type": "integer",
                        "minimum": 1,
                        "maximum": 9,
                        "default": 3,
                        "description": "How many there are.",
                    },
                    "part": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {
                                "when": { "type": "string", "description": "When it is there." },
                            },
                            "required": [],
                            "additionalProperties": false,
                        },
                        "description": "Its parts.",
                    },
                },
                "required": ["name"],
                "additionalProperties": false,
            })
        );
    }
}
