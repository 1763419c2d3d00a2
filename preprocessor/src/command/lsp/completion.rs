//! Completions as the protocol has them.

use super::position;
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, InsertTextFormat,
    MarkupContent, MarkupKind, TextEdit,
};
use mdbook_mission::editor::{Completion, CompletionKind};

/// What may be written, in order. An editor that knows no snippets gets plain texts.
pub fn items(text: &str, found: Vec<Completion>, snippets: bool) -> Vec<CompletionItem> {
    let item = |(index, one): (usize, Completion)| {
        let (new_text, format) = match snippets {
            true => (one.insert, InsertTextFormat::SNIPPET),
            false => (plain(&one.insert), InsertTextFormat::PLAIN_TEXT),
        };
        let edit = TextEdit::new(position::range(text, &one.replace), new_text);
        // A head is found by its name, too.
        let begun = text[one.replace.clone()].starts_with('[');
        let filter = match begun {
            true => one.label.clone(),
            false => one.label.trim_matches(['[', ']']).to_owned(),
        };
        CompletionItem {
            kind: Some(kind(one.kind)),
            detail: (!one.detail.is_empty()).then_some(one.detail),
            documentation: (!one.doc.is_empty()).then(|| markdown(one.doc)),
            filter_text: (filter != one.label).then_some(filter),
            sort_text: Some(format!("{index:04}")),
            insert_text_format: Some(format),
            text_edit: Some(CompletionTextEdit::Edit(edit)),
            label: one.label,
            ..CompletionItem::default()
        }
    };
    found.into_iter().enumerate().map(item).collect()
}

fn markdown(value: String) -> Documentation {
    let kind = MarkupKind::Markdown;
    Documentation::MarkupContent(MarkupContent { kind, value })
}

fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Directive => CompletionItemKind::CLASS,
        CompletionKind::Key => CompletionItemKind::PROPERTY,
        CompletionKind::Table => CompletionItemKind::STRUCT,
        CompletionKind::Choice => CompletionItemKind::ENUM_MEMBER,
        CompletionKind::Id => CompletionItemKind::REFERENCE,
        CompletionKind::Value => CompletionItemKind::VARIABLE,
        CompletionKind::Function => CompletionItemKind::FUNCTION,
    }
}

/// A snippet without its stops: `${1:0.5}` is `0.5`, `${1|a,b|}` is `a`.
fn plain(snippet: &str) -> String {
    let mut out = String::new();
    let mut signs = snippet.chars().peekable();
    // Whether a stop's text is being taken, and whether the rest of its choices is passed over.
    let (mut inside, mut passing) = (false, false);
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => out.extend(signs.next()),
            '$' if signs.next_if_eq(&'{').is_some() => {
                while signs.next_if(char::is_ascii_digit).is_some() {}
                signs.next_if(|sign| [':', '|'].contains(sign));
                inside = true;
            }
            '$' => while signs.next_if(char::is_ascii_digit).is_some() {},
            '}' if inside => (inside, passing) = (false, false),
            ',' | '|' if inside => passing = true,
            sign if !passing => out.push(sign),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_snippet_is_a_text() {
        for (snippet, expect) in [
            ("kind = \"${1|range,stops|}\"", "kind = \"range\""),
            ("min = ${1:1.5}", "min = 1.5"),
            ("options = [\"$1\", \"$2\"]", "options = [\"\", \"\"]"),
            ("{ a = \"$1\" \\}", "{ a = \"\" }"),
            ("min($1)", "min()"),
        ] {
            assert_eq!(plain(snippet), expect, "{snippet}");
        }
    }
}
