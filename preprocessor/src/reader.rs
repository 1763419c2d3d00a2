//! Reads a directive's TOML: asks for keys by name and type, and reports whatever does not fit.
//!
//! A [`Reader`] never stops at the first mistake. It hands out `None` for what was reported, and
//! [`Reader::close`] reports the keys that nobody asked for.

mod tables;
mod text;
mod written;

pub use text::Text;
pub use written::{ByTrack, NamedTexts, Placed, Spot, TextsByTrack, Written};

use crate::advice;
use crate::diagnostic::{Sink, suggest};
use crate::vocabulary::Shape;
use std::ops::{Range, RangeInclusive};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table of a directive's body.
pub struct Reader<'t> {
    table: &'t DeTable<'t>,
    /// What is being read: "`lock`", "a `track` of `chapter`".
    what: String,
    /// Its path in the directive: `plot.line`; empty for all of it.
    path: String,
    /// Where to point if something is missing.
    head: Range<usize>,
    asked: Vec<&'static str>,
    /// What it is can't be told, so neither can its keys.
    excused: bool,
    body: Body<'t>,
}

/// Where a body stands in its chapter.
#[derive(Clone, Copy)]
pub struct Body<'t> {
    /// The body's text.
    pub text: &'t str,
    /// Its offset in the chapter.
    pub offset: usize,
    /// Where mistakes go.
    pub sink: &'t Sink,
    /// The keys of the directive itself; `None` if its body is Markdown.
    pub shape: Option<fn() -> Shape>,
}

/// Parses a body; reports every mistake of syntax, and gives the `id` then, if there is one to be read.
pub fn parse<'t>(body: Body<'t>) -> Result<DeTable<'t>, Option<String>> {
    let (table, errors) = DeTable::parse_recoverable(body.text);
    for error in &errors {
        let span = error.span().unwrap_or(0..body.text.len());
        // An escape that TOML doesn't know is most often a command of LaTeX.
        let help = if error.message().contains("missing escaped value") {
            "in double quotes a backslash begins an escape: write the text in single quotes, `'…'`, or the backslash twice"
        } else {
            advice::in_toml(body.text, span.start).unwrap_or(
                "a directive's body is TOML: `key = value`, a line each; texts in quotes, long ones in ''' … '''",
            )
        };
        body.sink.report(
            body.place(span),
            format!("this is not TOML: {}", error.message()),
            "",
            help.to_owned(),
        );
    }
    let table = table.into_inner();
    if errors.is_empty() {
        return Ok(table);
    }
    let id = table.get("id").and_then(|id| id.get_ref().as_str());
    Err(id.map(str::to_owned))
}

impl Body<'_> {
    fn place(&self, span: Range<usize>) -> Range<usize> {
        self.offset + span.start..self.offset + span.end
    }

    fn literal(&self, value: &str, span: Range<usize>) -> Text {
        let written = self.text.get(span.clone()).unwrap_or_default();
        Text::of_toml(value, written, self.place(span))
    }
}

impl<'t> Reader<'t> {
    /// Reads a table. `what` names it in messages; `head` is blamed for what is missing.
    pub fn new(
        table: &'t DeTable<'t>,
        what: impl Into<String>,
        head: Range<usize>,
        body: Body<'t>,
    ) -> Self {
        Self {
            table,
            what: what.into(),
            path: String::new(),
            head,
            asked: Vec::new(),
            excused: false,
            body,
        }
    }

    /// Reads a table of this one.
    fn below(
        &self,
        table: &'t DeTable<'t>,
        path: String,
        what: String,
        head: Range<usize>,
    ) -> Self {
        Self {
            path,
            ..Self::new(table, what, head, self.body)
        }
    }

    /// The path of a key in the directive: `plot.line`.
    pub fn path(&self, key: &str) -> String {
        match self.path.as_str() {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        }
    }

    /// Lets the other keys be what they are: after a mistake nobody asks for them.
    pub fn excuse(&mut self) {
        self.excused = true;
    }

    /// Where it is, and what.
    pub fn spot(&self) -> Spot {
        Spot {
            head: self.head(),
            what: self.what.clone(),
            keys: self
                .table
                .keys()
                .map(|key| (key.get_ref().to_string(), self.body.place(key.span())))
                .collect(),
        }
    }

    /// A key's value with its place.
    pub fn placed<T>(&self, key: &str, value: T) -> Placed<T> {
        let span = self.place(key);
        Placed { value, span }
    }

    /// Reports that a key is missing; `None` if it is.
    pub fn demand(&mut self, key: &'static str, example: &str) -> Option<()> {
        self.find(key);
        if self.lacks(key) {
            written::missing(self.sink(), self.head(), &self.what, key, example);
            return None;
        }
        Some(())
    }

    /// True if a key is missing, or holds an empty list.
    pub fn lacks(&self, key: &str) -> bool {
        let value = self.table.get(key);
        value.is_none_or(|value| {
            value
                .get_ref()
                .as_array()
                .is_some_and(|items| items.is_empty())
        })
    }

    /// Where to point for what concerns the whole table.
    pub fn head(&self) -> Range<usize> {
        self.head.clone()
    }

    /// What is being read, for messages.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Where mistakes go.
    pub fn sink(&self) -> &'t Sink {
        self.body.sink
    }

    /// The place of a key's value, or the head if it is not there.
    pub fn place(&self, key: &str) -> Range<usize> {
        self.table
            .get(key)
            .map_or(self.head(), |value| self.body.place(value.span()))
    }

    fn find(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.table.get(key)
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue>, expected: &str, example: &str) {
        self.body.sink.report(
            self.body.place(value.span()),
            format!("`{key}` of {} must be {expected}", self.what),
            format!("this is {}", article(value.get_ref().type_str())),
            format!("write `{key} = {example}`"),
        );
    }

    /// True if the key is there.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// A text that may be missing.
    pub fn text_if(&mut self, key: &'static str) -> Option<Text> {
        let value = self.find(key)?;
        let text = self.as_text(value);
        if text.is_none() {
            self.wrong(key, value, "a text", "\"…\"");
        }
        text
    }

    /// A text.
    pub fn text(&mut self, key: &'static str) -> Option<Text> {
        self.demand(key, "\"…\"")?;
        let text = self.text_if(key)?;
        if text.value.trim().is_empty() {
            let help = format!("write `{key} = \"…\"`");
            self.body.sink.report(
                text.span.clone(),
                format!("`{key}` of {} says nothing", self.what),
                "empty",
                help,
            );
            return None;
        }
        Some(text)
    }

    fn as_text(&self, value: &Spanned<DeValue>) -> Option<Text> {
        value
            .get_ref()
            .as_str()
            .map(|text| self.body.literal(text, value.span()))
    }

    /// A number that may be missing.
    pub fn number_if(&mut self, key: &'static str) -> Option<f64> {
        let value = self.find(key)?;
        let number = as_number(value.get_ref()).filter(|number| number.is_finite());
        if number.is_none() {
            self.wrong(key, value, "a number", "1.5");
        }
        number
    }

    /// A number, or an expression that computes it, that may be missing.
    pub fn written_if(&mut self, key: &'static str) -> Option<Written> {
        let value = self.find(key)?;
        let number = as_number(value.get_ref()).filter(|number| number.is_finite());
        let written = number
            .map(|number| Written::Number(self.placed(key, number)))
            .or_else(|| self.as_text(value).map(Written::Expression));
        if written.is_none() {
            self.wrong(key, value, "a number or an expression", "\"2 * budget\"");
        }
        written
    }

    /// A whole number within bounds that may be missing.
    pub fn whole_if(&mut self, key: &'static str, bounds: RangeInclusive<u32>) -> Option<u32> {
        let value = self.find(key)?;
        let number = as_number(value.get_ref())
            .filter(|number| number.fract() == 0.0 && *number >= 0.0 && *number <= u32::MAX.into())
            .map(|number| number as u32)
            .filter(|number| bounds.contains(number));
        if number.is_none() {
            let (least, most) = (bounds.start(), bounds.end());
            let expected = format!("a whole number from {least} to {most}");
            self.wrong(key, value, &expected, &least.to_string());
        }
        number
    }

    /// A truth that may be missing.
    pub fn truth_if(&mut self, key: &'static str) -> Option<bool> {
        let value = self.find(key)?;
        let truth = value.get_ref().as_bool();
        if truth.is_none() {
            self.wrong(key, value, "true or false", "true");
        }
        truth
    }

    /// A text that may be missing and may differ by track.
    pub fn by_track(&mut self, key: &'static str) -> Option<ByTrack> {
        let (value, span) = self.raw(key)?;
        let texts = match value {
            DeValue::Table(_) => self.named_texts_if(key).map(TextsByTrack::Each),
            _ => self.text(key).map(TextsByTrack::All),
        };
        Some(ByTrack { key, span, texts })
    }

    /// A value of any type, for the caller to look into.
    pub fn raw(&mut self, key: &'static str) -> Option<(&'t DeValue<'t>, Range<usize>)> {
        let value = self.find(key)?;
        Some((value.get_ref(), self.body.place(value.span())))
    }

    /// A list of texts that may be missing.
    pub fn texts_if(&mut self, key: &'static str) -> Option<Vec<Text>> {
        let value = self.find(key)?;
        let items = value.get_ref().as_array().map(|items| {
            items
                .iter()
                .map(|item| self.as_text(item))
                .collect::<Option<Vec<_>>>()
        });
        let texts = items.flatten();
        if texts.is_none() {
            let mut items = value.get_ref().as_array().into_iter().flatten();
            let wrong = items.find(|item| item.get_ref().as_str().is_none());
            let example = "[\"…\", \"…\"]";
            self.wrong(key, wrong.unwrap_or(value), "a list of texts", example);
        }
        texts
    }

    /// A list of numbers that may be missing.
    pub fn numbers_if(&mut self, key: &'static str) -> Option<Vec<f64>> {
        let value = self.find(key)?;
        let items = value.get_ref().as_array().map(|items| {
            items
                .iter()
                .map(|item| as_number(item.get_ref()))
                .collect::<Option<Vec<_>>>()
        });
        let numbers = items.flatten();
        if numbers.is_none() {
            self.wrong(key, value, "a list of numbers", "[1, 2, 4]");
        }
        numbers
    }

    /// Named texts in the order of the source; the table may be missing.
    pub fn named_texts_if(&mut self, key: &'static str) -> Option<Vec<(Text, Text)>> {
        let value = self.find(key)?;
        let items = value.get_ref().as_table().map(|items| {
            items
                .iter()
                .map(|(name, item)| {
                    Some((
                        self.body.literal(name.get_ref(), name.span()),
                        self.as_text(item)?,
                    ))
                })
                .collect::<Option<Vec<_>>>()
        });
        let texts = items.flatten();
        if texts.is_none() {
            let items = value.get_ref().as_table().into_iter().flatten();
            let mut items = items.map(|(_, item)| item);
            let wrong = items.find(|item| item.get_ref().as_str().is_none());
            let wrong = wrong.unwrap_or(value);
            self.wrong(key, wrong, "a table of texts", "{ name = \"…\" }");
        }
        texts
    }

    /// Reports the keys that nobody asked for.
    pub fn close(&self) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !self.excused && !self.asked.contains(&name) {
                let help = match self.belongs_above(name) {
                    true => format!(
                        "if `{name}` is of the directive itself, move it above the first head in brackets: what \
                         follows `[…]` or `[[…]]` belongs to that"
                    ),
                    false => suggest(name, self.asked.iter().copied()),
                };
                self.body.sink.report(
                    self.body.place(key.span()),
                    format!("{} has no key `{name}`", self.what),
                    "unknown key",
                    help,
                );
            }
        }
    }

    /// Whether the directive itself has a key that this table of it has not.
    fn belongs_above(&self, name: &str) -> bool {
        let Some(shape) = self.body.shape.filter(|_| !self.path.is_empty()) else {
            return false;
        };
        name == "id" || shape().all().any(|key| key.name == name)
    }
}

/// The number of a TOML integer or float.
pub fn as_number(value: &DeValue) -> Option<f64> {
    match value {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .ok()
            .map(|number| number as f64),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

fn article(kind: &str) -> String {
    let kind = match kind {
        "string" => "text",
        "integer" | "float" => "number",
        "boolean" => "truth",
        "array" => "list",
        other => other,
    };
    format!("a {kind}")
}
