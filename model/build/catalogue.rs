//! A Fluent catalogue goes in; Rust comes out, a constant or a function for each message, so that nothing of Fluent is
//! left at run time.
//!
//! Understood are messages of text, variables, string literals, and selectors over numbers: plural categories and
//! whole numbers. That is what an interface of a few hundred short sentences takes.

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Message, Pattern, PatternElement, Variant, VariantKey,
};
use fluent_syntax::parser::parse;
use std::collections::BTreeMap;
use std::fmt::Write;

/// When a number is of the plural category `one`, by language: what CLDR says of whole numbers, as a Rust pattern.
/// A language of which nothing is said has only `other`.
const ONE: [(&str, &str); 9] = [
    ("da", "1"),
    ("de", "1"),
    ("en", "1"),
    ("es", "1"),
    ("fr", "0 | 1"),
    ("it", "1"),
    ("nl", "1"),
    ("pt", "0 | 1"),
    ("sv", "1"),
];

/// A catalogue that was read.
pub struct Catalogue {
    /// By id.
    pub messages: BTreeMap<String, Words>,
}

/// A message.
#[derive(Debug)]
pub struct Words {
    /// Its variables, in the order of its text, and whether they are numbers.
    pub variables: Vec<(String, bool)>,
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Text(String),
    Variable(String),
    /// A number, and what is said of it: patterns of Rust with their parts, the last of them `_`.
    Select(String, Vec<(String, Vec<Part>)>),
}

impl Catalogue {
    /// Reads the catalogue of a language, `de` or `de-CH`.
    ///
    /// # Errors
    /// In words, if it is no Fluent or more than is understood.
    pub fn read(language: &str, text: &str) -> Result<Self, String> {
        let resource = parse(text).map_err(|(_, errors)| {
            let first = errors.first();
            let line = first.map_or(0, |error| text[..error.pos.start].matches('\n').count() + 1);
            format!(
                "line {line}: {}",
                first.map_or(String::new(), ToString::to_string)
            )
        })?;
        let mut messages = BTreeMap::new();
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let id = message.id.name.to_owned();
                    let words = Words::read(language, &message)
                        .map_err(|reason| format!("`{id}`: {reason}"))?;
                    if messages.insert(id.clone(), words).is_some() {
                        return Err(format!("`{id}` is there twice"));
                    }
                }
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
                Entry::Term(term) => return Err(format!("`-{}`: a term", term.id.name)),
                Entry::Junk { content } => return Err(format!("no Fluent: {content}")),
            }
        }
        Ok(Self { messages })
    }

    /// The Rust of it.
    pub fn rust(&self) -> String {
        let mut out = String::new();
        for (id, words) in &self.messages {
            let _ = writeln!(out, "\n/// “{}”", words.sample().trim());
            let name = id.replace('-', "_");
            if words.variables.is_empty() {
                let text = words.sample();
                let _ = writeln!(out, "pub const {}: &str = {text:?};", name.to_uppercase());
                continue;
            }
            let variables: Vec<String> = words
                .variables
                .iter()
                .map(|(name, number)| {
                    format!(
                        "{}: {}",
                        rusty(name),
                        if *number { "usize" } else { "&str" }
                    )
                })
                .collect();
            let _ = writeln!(
                out,
                "pub fn {name}({}) -> String {{\n    {}\n}}",
                variables.join(", "),
                words.joined(&words.parts)
            );
        }
        out
    }
}

impl Words {
    fn read(language: &str, message: &Message<&str>) -> Result<Self, String> {
        if let Some(attribute) = message.attributes.first() {
            return Err(format!("an attribute, `.{}`", attribute.id.name));
        }
        let pattern = message.value.as_ref().ok_or("it has no text")?;
        let comment: String = message
            .comment
            .iter()
            .flat_map(|comment| &comment.content)
            .copied()
            .collect();
        let mut words = Self {
            variables: Vec::new(),
            parts: Vec::new(),
        };
        words.parts = words.pattern(language, pattern, &comment)?;
        Ok(words)
    }

    fn pattern(
        &mut self,
        language: &str,
        pattern: &Pattern<&str>,
        comment: &str,
    ) -> Result<Vec<Part>, String> {
        let mut parts = Vec::new();
        for element in &pattern.elements {
            parts.push(match element {
                PatternElement::TextElement { value } => Part::Text((*value).to_owned()),
                PatternElement::Placeable { expression } => match expression {
                    Expression::Inline(InlineExpression::StringLiteral { value }) => Part::Text(
                        fluent_syntax::unicode::unescape_unicode_to_string(value).into_owned(),
                    ),
                    Expression::Inline(InlineExpression::VariableReference { id }) => {
                        self.variable(id.name, comment);
                        Part::Variable(id.name.to_owned())
                    }
                    Expression::Select {
                        selector: InlineExpression::VariableReference { id },
                        variants,
                    } => {
                        if !self.variable(id.name, comment) {
                            return Err(format!(
                                "`${}` selects, and the comment doesn't say `${} (Number)`",
                                id.name, id.name
                            ));
                        }
                        let arms = self.arms(language, variants, comment)?;
                        Part::Select(id.name.to_owned(), arms)
                    }
                    _ => {
                        return Err(
                            "more than text, variables and selectors over numbers".to_owned()
                        );
                    }
                },
            });
        }
        Ok(parts)
    }

    fn arms(
        &mut self,
        language: &str,
        variants: &[Variant<&str>],
        comment: &str,
    ) -> Result<Vec<(String, Vec<Part>)>, String> {
        let short = language.split('-').next().unwrap_or_default();
        let one = ONE.iter().find(|(known, _)| *known == short);
        let mut arms = Vec::new();
        for variant in variants {
            let pattern = match &variant.key {
                VariantKey::NumberLiteral { value } => (*value).to_owned(),
                VariantKey::Identifier { name: "one" } => match one {
                    Some((_, pattern)) => (*pattern).to_owned(),
                    None => return Err(format!("`one` is not known of the language `{language}`")),
                },
                VariantKey::Identifier { name: "other" } => "_".to_owned(),
                VariantKey::Identifier { name } => {
                    return Err(format!(
                        "`{name}` is not known of the language `{language}`"
                    ));
                }
            };
            arms.push((pattern, self.pattern(language, &variant.value, comment)?));
        }
        // An exact number is meant before its category, and all the rest comes last.
        arms.sort_by_key(|(pattern, _)| {
            (
                pattern == "_",
                !pattern.bytes().all(|byte| byte.is_ascii_digit()),
            )
        });
        match arms.last() {
            Some((pattern, _)) if pattern == "_" => Ok(arms),
            _ => Err("nothing is said of `other`".to_owned()),
        }
    }

    /// Notes a variable; says whether it is a number.
    fn variable(&mut self, name: &str, comment: &str) -> bool {
        let number = comment.contains(&format!("${name} (Number)"));
        if !self.variables.iter().any(|(known, _)| known == name) {
            self.variables.push((name.to_owned(), number));
        }
        number
    }

    /// What it says of any number, with the names of its variables.
    fn sample(&self) -> String {
        fn write(parts: &[Part], out: &mut String) {
            for part in parts {
                match part {
                    Part::Text(text) => out.push_str(text),
                    Part::Variable(name) => *out += &format!("{{{name}}}"),
                    Part::Select(_, arms) => arms
                        .last()
                        .into_iter()
                        .for_each(|(_, parts)| write(parts, out)),
                }
            }
        }
        let mut out = String::new();
        write(&self.parts, &mut out);
        out
    }

    fn joined(&self, parts: &[Part]) -> String {
        if let [Part::Select(name, arms)] = parts {
            let arms = arms.iter();
            let arms = arms.map(|(pattern, parts)| format!("{pattern} => {}", self.joined(parts)));
            let arms: Vec<String> = arms.collect();
            return format!("match {} {{ {} }}", rusty(name), arms.join(", "));
        }
        let is_number = |name: &str| {
            let mut variables = self.variables.iter();
            variables.any(|(known, number)| known == name && *number)
        };
        let parts: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => format!("{text:?}"),
                Part::Variable(name) if is_number(name) => format!("&{}.to_string()", rusty(name)),
                Part::Variable(name) => rusty(name),
                Part::Select(..) => format!("&{}", self.joined(std::slice::from_ref(part))),
            })
            .collect();
        format!("joined(&[{}])", parts.join(", "))
    }
}

fn rusty(name: &str) -> String {
    name.replace('-', "_")
}
