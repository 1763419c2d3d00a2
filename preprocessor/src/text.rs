//! Texts of authors: Markdown with readouts and mathematics, to Markdown without, or to HTML.
//!
//! A readout's number is known only when the whole chapter is read. Until then a mark stands for it
//! ([`print_marks`] replaces it at the end).

use crate::draft::{Draft, Scope};
use crate::heading;
use crate::reader::Text;
use crate::scan::{Inline, InlineKind, scan, tags};
use crate::typeset::stand_in;
use mdbook_markdown::new_cmark_parser;
use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd, html};
use mission_model::format::Format;
use mission_model::mission::{Html, Only, Readout};
use mission_model::value::Type;
use std::ops::Range;

const MARK_START: char = '\u{e0f0}';
const MARK_END: char = '\u{e0f1}';

/// No text of a directive may hold one of these.
pub const MARKS: [char; 2] = [MARK_START, MARK_END];

impl Draft<'_> {
    /// Renders a text of one or more paragraphs.
    pub fn html(&mut self, scope: Scope, text: &Text) -> Html {
        let markdown = self.expand(scope, text);
        let mut out = String::new();
        html::push_html(&mut out, new_cmark_parser(&markdown, &self.markdown));
        self.balanced(text, one_line(&out))
    }

    /// Renders a text of one line, without a paragraph around it.
    pub fn line(&mut self, scope: Scope, text: &Text) -> Html {
        let markdown = self.expand(scope, text);
        let inner = new_cmark_parser(&markdown, &self.markdown).filter(|event| {
            !matches!(
                event,
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)
            )
        });
        let mut out = String::new();
        html::push_html(&mut out, inner);
        self.balanced(text, one_line(&out))
    }

    /// Reports a text whose raw HTML would take what follows it along.
    fn balanced(&self, text: &Text, html: Html) -> Html {
        if let Some(tag) = unbalanced(&html) {
            let help = format!(
                "close it with `</{tag}>` in the same text, or write `&lt;{tag}` for the characters"
            );
            self.sink.report(
                text.span.clone(),
                format!("`<{tag}>` does not fit together here"),
                "in this text",
                help,
            );
        }
        html
    }

    /// Replaces readouts and mathematics, and leaves the rest byte for byte.
    pub fn expand(&mut self, scope: Scope, text: &Text) -> String {
        let mut found = scan(&text.value, &self.markdown);
        if let Some(fence) = found.directives.first() {
            self.sink.report(
                text.at(fence.range.start..fence.body.start.max(fence.range.start + 3)),
                "a directive inside a directive",
                "this would not come alive",
                "put it before or after the outer one".to_owned(),
            );
        }
        for image in &found.images {
            crate::check::image(self.sink, text.at(image.clone()));
        }
        found.inlines.sort_by_key(|inline| inline.range.start);
        let mut out = String::with_capacity(text.value.len());
        let mut at = 0;
        for inline in &found.inlines {
            out.push_str(&text.value[at..inline.range.start]);
            out.push_str(&self.inline(scope, text, inline));
            at = inline.range.end;
        }
        out.push_str(&text.value[at..]);
        out
    }

    /// What stands for one inline.
    pub fn inline(&mut self, scope: Scope, text: &Text, inline: &Inline) -> String {
        let inner = text.slice(inline.inner.clone());
        match inline.kind {
            InlineKind::Readout => match self.readout(scope, &inner) {
                Some(readout) => {
                    let chapter = &self.mission.id;
                    format!(
                        "<span class=\"mission-value\" translate=\"no\" data-readout=\"{chapter}:{readout}\">{}</span>",
                        mark(readout)
                    )
                }
                None => String::new(),
            },
            InlineKind::Unclosed => {
                let help = "end it with `}}` in the same paragraph, or write `\\{{=` for the characters themselves";
                self.sink.report(
                    text.at(inline.range.clone()),
                    "a readout without its end",
                    "begins here",
                    help.to_owned(),
                );
                String::new()
            }
            // What is in a heading goes into ids and the sidebar.
            InlineKind::TermBegins | InlineKind::TermEnds if inline.in_heading => String::new(),
            InlineKind::TermBegins => self.term_begins(&inner),
            InlineKind::TermEnds => self.term_ends(&inner),
            InlineKind::Math if inline.in_heading => guard(&self.heading_formula(&inner)),
            InlineKind::Math => guard(&self.formula(scope, &inner, false)),
            InlineKind::DisplayMath => {
                format!(
                    "<div class=\"m-display\">{}</div>\n",
                    guard(&self.formula(scope, &inner, true))
                )
            }
        }
    }

    /// Declares what `expr : format` prints, or `expr @ moment : format`.
    fn readout(&mut self, scope: Scope, text: &Text) -> Option<usize> {
        let (expr, format) = match last_outside_quotes(&text.value, ':') {
            Some(colon) => (
                text.slice(0..colon),
                text.slice(colon + 1..text.value.len()),
            ),
            None => (text.clone(), Text::verbatim("", text.span.end)),
        };
        let (expr, moment) = match last_outside_quotes(&expr.value, '@') {
            Some(at) => {
                let named = &expr.value[at + 1..];
                let start = at + 1 + named.len() - named.trim_start().len();
                let moment = expr.slice(start..start + named.trim().len());
                (expr.slice(0..at), Some(moment))
            }
            None => (expr, None),
        };
        let format = self.format(&format)?;
        let value = self.value(scope, &expr, Type::Number);
        if value.is_empty() {
            return None;
        }
        let readout = self.mission.readouts.len();
        self.mission.readouts.push(Readout {
            value,
            format,
            at: None,
        });
        self.moments.extend(moment.map(|moment| (readout, moment)));
        self.readout_tracks.push(scope.only.clone());
        self.readout_places.push(text.span.clone());
        Some(readout)
    }

    /// A number format; a wrong one is reported.
    pub fn format(&self, text: &Text) -> Option<Format> {
        let error = match Format::parse(&text.value) {
            Ok(format) => return Some(format),
            Err(error) => error,
        };
        let written = text.value.trim();
        let lead = text.value.len() - text.value.trim_start().len();
        let help = format!(
            "write `{}`; a format is `[$][.N][%|s][ unit]`, as in `.2`, `.1%`, `$.1s` or `.1 ms`",
            error.meant
        );
        self.sink.report(
            text.at(lead..lead + written.len()),
            format!("`{written}` is not a number format"),
            error.why,
            help,
        );
        None
    }

    /// Sets a formula; `\val{…}` in it becomes a readout.
    fn formula(&mut self, scope: Scope, text: &Text, display: bool) -> Html {
        if self.has_controls(text) {
            return String::new();
        }
        let tex = &text.value;
        let mut set = String::new();
        let mut readouts = Vec::new();
        let mut at = 0;
        while let Some(start) = tex[at..].find("\\val{").map(|offset| at + offset) {
            let Some(end) = tex[start..].find('}').map(|offset| start + offset) else {
                break;
            };
            set.push_str(&tex[at..start]);
            if let Some(readout) = self.readout(scope, &text.slice(start + 5..end)) {
                set.push_str(&format!("{{{}}}", stand_in(readout)));
                readouts.push(readout);
            }
            at = end + 1;
        }
        set.push_str(&tex[at..]);
        match self.typesetter.set(set.trim(), display) {
            Ok(mut html) => {
                for readout in readouts {
                    html = self.replace_stand_in(&html, readout);
                }
                html
            }
            Err(error) => {
                // Places agree with the source only where no readout was put in.
                let lead = set.len() - set.trim_start().len();
                let whole = 0..tex.trim_end().len();
                let span = error.span.filter(|_| readouts.is_empty());
                let span = span.map_or(whole, |span| span.start + lead..span.end + lead);
                let help = "formulas are LaTeX as KaTeX knows it: https://katex.org/docs/supported";
                self.sink.report(
                    text.at(span),
                    "this formula can't be set",
                    error.message,
                    help.to_owned(),
                );
                String::new()
            }
        }
    }

    /// Sets a formula of a heading. Its only text is what can be read without being set, since mdBook makes an id, an
    /// entry of the sidebar and a title for the search of all the text that is in a heading.
    fn heading_formula(&mut self, tex: &Text) -> Html {
        if let Some(at) = tex.value.find("\\val{") {
            let end = tex.value[at..]
                .find('}')
                .map_or(tex.value.len(), |end| at + end + 1);
            self.sink.report(
                tex.at(at..end),
                "a readout in the formula of a heading",
                "would not follow its value in the sidebar and the search",
                "write it beside the formula, `{{= … }}`, or put the formula below the heading"
                    .to_owned(),
            );
            return String::new();
        }
        let scope = Scope {
            directive: None,
            only: &Only::default(),
        };
        heading::formula(&self.formula(scope, tex, false))
    }

    /// Reports what was meant for a command of LaTeX and is an escape of TOML: `\t` of `\text`. Whether there is any.
    fn has_controls(&self, formula: &Text) -> bool {
        let mut any = false;
        for (at, found) in formula.escaped_controls() {
            any = true;
            let noun = match found {
                '\t' => "a tab",
                '\n' => "a line break",
                '\r' => "a carriage return",
                '\u{8}' => "a backspace",
                '\u{c}' => "a form feed",
                _ => "a control character",
            };
            let rest = &formula.value[at + 1..];
            let word = rest.len()
                - rest
                    .trim_start_matches(|c: char| c.is_ascii_alphabetic())
                    .len();
            let place = formula.at(at..at + 1);
            let command = formula.at(at..at + 1 + word);
            let (escape, written) = (self.source(&place), self.source(&command));
            let help = format!("write the text in single quotes, `'…'`, or here `\\{written}`");
            self.sink.report(
                command,
                format!("{noun} stands inside this formula"),
                format!("in TOML's double quotes `{escape}` is {noun}"),
                help,
            );
        }
        any
    }

    /// Marks the HTML number and its MathML twin; the source annotation gets the plain number.
    fn replace_stand_in(&self, html: &str, readout: usize) -> Html {
        let chapter = &self.mission.id;
        let number = stand_in(readout);
        let twin = format!(" data-readout=\"{chapter}:{readout}\">{}<", mark(readout));
        html.replace(&format!(">{number}<"), &twin)
            .replace(&number, &mark(readout))
    }
}

/// Where a mark stands last outside quotes: the colon before a format, the `@` before a moment.
pub fn last_outside_quotes(text: &str, mark: char) -> Option<usize> {
    let mut quoted = false;
    text.char_indices()
        .filter(|(_, c)| {
            quoted ^= *c == '"';
            *c == mark && !quoted
        })
        .last()
        .map(|(at, _)| at)
}

fn mark(readout: usize) -> String {
    format!("{MARK_START}{readout}{MARK_END}")
}

/// Replaces each mark by what `print` gives for it.
pub fn print_marks(text: &str, print: &dyn Fn(usize) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split(MARK_START);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.split_once(MARK_END) {
            Some((readout, rest)) => {
                out.push_str(&readout.parse().map(print).unwrap_or_default());
                out.push_str(rest);
            }
            None => out.push_str(part),
        }
    }
    out
}

/// The first tag that is not closed, or closed without having been opened.
pub fn unbalanced(html: &str) -> Option<&str> {
    let mut open: Vec<&str> = Vec::new();
    for (_, name, closes) in tags(html) {
        if !closes {
            open.push(name);
        } else if open.pop() != Some(name) {
            return Some(name);
        }
    }
    open.pop()
}

/// Keeps Markdown from reading KaTeX's text: inline HTML protects its tags, not what is between them.
fn guard(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ => {}
        }
        match c {
            // KaTeX quotes the attributes of its drawings with either mark.
            '\'' if in_tag => out.push('"'),
            '*' | '_' | '`' | '\\' | '[' | ']' | '~' | '|' | '$' | '{' | '}' | '\'' if !in_tag => {
                out.push_str(&format!("&#{};", u32::from(c)));
            }
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Markup without line breaks between blocks, so that it survives Markdown and hydration.
fn one_line(html: &str) -> Html {
    let mut out = String::with_capacity(html.len());
    let mut rest = html.trim();
    // A line break inside `pre` is content.
    while let Some(start) = rest.find("<pre") {
        let end = rest[start..]
            .find("</pre>")
            .map_or(rest.len(), |offset| start + offset);
        out.push_str(&join_lines(&rest[..start]));
        out.push_str(&rest[start..end].replace('\n', "&#10;"));
        rest = &rest[end..];
    }
    out.push_str(&join_lines(rest));
    out
}

fn join_lines(html: &str) -> String {
    let lines: Vec<&str> = html.split('\n').collect();
    let mut out = String::with_capacity(html.len());
    for (index, line) in lines.iter().enumerate() {
        out.push_str(line);
        let between_words = !line.ends_with('>')
            && lines
                .get(index + 1)
                .is_some_and(|next| !next.starts_with("</"));
        if index + 1 < lines.len()
            && (between_words
                || !line.is_empty() && lines[index + 1].starts_with(|c: char| c != '<'))
        {
            out.push(' ');
        }
    }
    out
}

/// A range of a chapter as a text.
pub fn of_chapter(content: &str, range: Range<usize>) -> Text {
    Text::verbatim(&content[range.clone()], range.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_printed() {
        let text = format!("a {} b {}", mark(2), mark(10));
        assert_eq!(
            print_marks(&text, &|readout| format!("<{readout}>")),
            "a <2> b <10>"
        );
    }

    #[test]
    fn the_last_colon_outside_quotes_begins_the_format() {
        assert_eq!(last_outside_quotes("a.b : .2", ':'), Some(4));
        assert_eq!(last_outside_quotes("f(\"x:y\")", ':'), None);
        assert_eq!(last_outside_quotes("f(\"x:y\") : .1%", ':'), Some(9));
    }

    #[test]
    fn open_tags_are_found() {
        for (html, expect) in [
            ("<p>a<br>b</p>", None),
            ("<p><svg><path d=\"M0\"/></svg></p>", None),
            ("a < b", None),
            ("<div> open", Some("div")),
            ("<p><em>a</p></em>", Some("p")),
            ("a</b>", Some("b")),
        ] {
            assert_eq!(unbalanced(html), expect, "{html}");
        }
    }

    #[test]
    fn lines_are_joined() {
        assert_eq!(
            one_line("<p>a\nb</p>\n<ul>\n<li>c</li>\n</ul>\n"),
            "<p>a b</p><ul><li>c</li></ul>"
        );
        assert_eq!(
            one_line("<pre><code>a\nb\n</code></pre>"),
            "<pre><code>a&#10;b&#10;</code></pre>"
        );
    }
}
