//! A formula of a heading: KaTeX's markup goes in; the same to look at, with one text that can be read without being
//! set, comes out.
//!
//! What KaTeX sets it sets twice, and once more as LaTeX. mdBook would put all of it into the heading's id, the
//! sidebar and the search. So the characters that are set become attributes, which the style sheet shows.

use crate::linear;
use mission_model::mission::Html;

/// Stands before what is set, and hidden.
const SET: &str = "<span class=\"katex-html\" aria-hidden=\"true\">";

/// The formula as a heading has it.
pub fn formula(katex: &str) -> Html {
    let (Some(text), Some(start)) = (linear::text(katex), katex.find(SET)) else {
        return katex.to_owned();
    };
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let set = silent(&katex[start..]);
    format!("<span class=\"m-hidden\">{text}</span><span class=\"katex\">{set}")
}

/// Markup with each text as the attribute `data-m` of the element that it is alone in, or of one of its own.
fn silent(html: &str) -> Html {
    let mut out = Html::with_capacity(html.len() * 2);
    let mut rest = html;
    while let Some(end) = rest.find('>') {
        let (tag, after) = rest.split_at(end);
        let text = &after[1..after.find('<').unwrap_or(after.len())];
        rest = &after[1 + text.len()..];
        out.push_str(tag);
        let text = text.replace('"', "&quot;");
        if text.is_empty() {
            out.push('>');
        } else if tag.starts_with("<span") && rest.starts_with("</span") {
            out.push_str(&format!(" data-m=\"{text}\">"));
        } else {
            out.push_str(&format!("><span data-m=\"{text}\"></span>"));
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::Typesetter;
    use mission_model::plain;

    #[test]
    fn texts_become_attributes() {
        assert_eq!(
            silent("<span class=\"a\"><b>x</b><span>&lt;\"</span></span>"),
            "<span class=\"a\"><b><span data-m=\"x\"></span></b><span data-m=\"&lt;&quot;\"></span></span>"
        );
    }

    #[test]
    fn there_is_one_text() {
        let set = Typesetter::default()
            .set("\\frac{q_1}{b} < 2", false)
            .unwrap();
        let heading = formula(&set);
        let end = heading.find("</span>").unwrap();
        assert_eq!(plain::text(&heading[..end]), "q₁/b < 2");
        let set: Vec<char> = heading[end..]
            .split("data-m=\"")
            .skip(1)
            .flat_map(|part| part.chars().next())
            .collect();
        assert_eq!(set, ['b', 'q', '1', '\u{200b}', '\u{200b}', '&', '2']);
    }
}
