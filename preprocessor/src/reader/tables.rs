//! Tables in a table: by name, in a list, under names that the author gives.

use super::{NamedTexts, Placed, Reader, Text, article, as_number};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeString, DeValue};

impl<'t> Reader<'t> {
    /// Named values of any type, in the order of the source; empty if it is missing.
    pub fn named_raw(&mut self, key: &'static str) -> Vec<(Text, &'t DeValue<'t>, Range<usize>)> {
        let items = self.find(key).and_then(|value| value.get_ref().as_table());
        let item = |(name, item): (&'t Spanned<DeString<'t>>, &'t Spanned<DeValue<'t>>)| {
            let name = self.body.literal(name.get_ref(), name.span());
            (name, item.get_ref(), self.body.place(item.span()))
        };
        items.into_iter().flatten().map(item).collect()
    }

    /// Named texts, each one for all tracks (`None`) or by track; empty if it is missing. `None` stands for what
    /// was refused.
    pub fn named_texts_by(&mut self, key: &'static str) -> NamedTexts {
        let mut read = Vec::new();
        for (name, value, span) in self.named_raw(key) {
            let texts = match value {
                DeValue::Table(tracks) => tracks
                    .iter()
                    .map(|(track, text)| {
                        let track = self.body.literal(track.get_ref(), track.span());
                        let text =
                            self.expression(&name, &track.value, text.get_ref(), text.span());
                        Some((Some(track), text?))
                    })
                    .collect::<Vec<Option<_>>>()
                    .into_iter()
                    .collect::<Option<Vec<_>>>(),
                value => {
                    let span = span.start - self.body.offset..span.end - self.body.offset;
                    let text = self.expression(&name, &name.value, value, span);
                    text.map(|text| vec![(None, text)])
                }
            };
            read.push((name, texts));
        }
        read
    }

    /// A text, under its key; of anything else it says how to write it.
    fn expression(
        &self,
        name: &Text,
        key: &str,
        value: &DeValue,
        span: Range<usize>,
    ) -> Option<Text> {
        if let Some(text) = value.as_str() {
            return Some(self.body.literal(text, span));
        }
        let written = self.body.text.get(span.clone()).unwrap_or_default();
        let help = match value {
            DeValue::Table(_) | DeValue::Array(_) => {
                format!("write `{key} = \"…\"`")
            }
            _ => format!("write `{key} = \"{written}\"`"),
        };
        self.body.sink.report(
            self.body.place(span),
            format!("`{}` must be an expression, in quotes", name.value),
            format!("this is {}", article(value.type_str())),
            help,
        );
        None
    }

    /// A table that may be missing.
    pub fn table_if(&mut self, key: &'static str) -> Option<Reader<'t>> {
        let value = self.find(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(self.below(
                table,
                self.path(key),
                format!("`{key}` of {}", self.what),
                self.body.place(value.span()),
            )),
            None => {
                self.wrong(key, value, "a table", "{ … }");
                None
            }
        }
    }

    /// Named tables in the order of the source: `[track.edge]`, `[track.tiny]`.
    pub fn named_tables(&mut self, key: &'static str) -> Vec<(Text, Reader<'t>)> {
        let Some(value) = self.find(key) else {
            return Vec::new();
        };
        let Some(tables) = value.get_ref().as_table() else {
            self.wrong(key, value, "a table of tables", "{ name = { … } }");
            return Vec::new();
        };
        let mut readers = Vec::new();
        for (name, table) in tables {
            let place = self.body.place(name.span());
            let what = format!("`{key}.{}` of {}", name.get_ref(), self.what);
            match table.get_ref().as_table() {
                Some(table) => {
                    let name = self.body.literal(name.get_ref(), name.span());
                    let path = format!("{}.{}", self.path(key), name.value);
                    readers.push((name, self.below(table, path, what, place)));
                }
                None => self.body.sink.report(
                    self.body.place(table.span()),
                    format!("{what} must be a table"),
                    "",
                    None,
                ),
            }
        }
        readers
    }

    /// All of this table: numbers under names that the author gives. `None` if one of them is no number.
    pub fn into_numbers(self) -> Option<Vec<(Text, Placed<f64>)>> {
        let mut read = Some(Vec::new());
        for (name, value) in self.table {
            let text = self.body.literal(name.get_ref(), name.span());
            let number = as_number(value.get_ref()).filter(|number| number.is_finite());
            if number.is_none() {
                self.wrong(&text.value, value, "a number", "1.5");
            }
            let span = self.body.place(value.span());
            read = read.zip(number).map(|(mut read, value)| {
                read.push((text, Placed { value, span }));
                read
            });
        }
        read
    }

    /// Tables in order: `[[track]]`.
    pub fn tables(&mut self, key: &'static str) -> Vec<Reader<'t>> {
        let Some(value) = self.find(key) else {
            return Vec::new();
        };
        let items = value.get_ref().as_array().map(|items| {
            items
                .iter()
                .map(|item| {
                    let table = item.get_ref().as_table()?;
                    let place = self.body.place(item.span());
                    let what = format!("a `{key}` of {}", self.what);
                    Some(self.below(table, self.path(key), what, place))
                })
                .collect::<Option<Vec<_>>>()
        });
        items.flatten().unwrap_or_else(|| {
            self.body.sink.report(
                self.body.place(value.span()),
                format!("`{key}` of {} must be a list of tables", self.what),
                format!("this is {}", article(value.get_ref().type_str())),
                format!("write `[[{}]]` above each of them", self.path(key)),
            );
            Vec::new()
        })
    }
}
