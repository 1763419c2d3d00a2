//! Rendered Markdown back to plain text, for reports and labels, and plain text as rendered Markdown has it.

/// The text of rendered Markdown. A formula of KaTeX gives its LaTeX source, between dollars.
pub fn text(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        push_decoded(&mut out, &rest[..start]);
        rest = &rest[start..];
        if rest.starts_with("<span class=\"katex") {
            let (tex, after) = formula(rest);
            out.push('$');
            push_decoded(&mut out, tex);
            out.push('$');
            rest = after;
            continue;
        }
        let end = rest.find('>').map_or(rest.len(), |at| at + 1);
        let block = [
            "<p", "</p", "<li", "<br", "<ul", "<ol", "<div", "</div", "<h",
        ];
        if block.iter().any(|tag| rest.starts_with(tag))
            && !out.is_empty()
            && !out.ends_with([' ', '\n'])
        {
            out.push(' ');
        }
        rest = &rest[end..];
    }
    push_decoded(&mut out, rest);
    out.trim().to_owned()
}

/// Plain text as rendered Markdown has it: nothing of it can become markup.
pub fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The LaTeX of a formula's span, and what follows the span.
fn formula(html: &str) -> (&str, &str) {
    let source = "<annotation encoding=\"application/x-tex\">";
    let tex = html.find(source).map_or("", |at| {
        let rest = &html[at + source.len()..];
        rest.find("</annotation>").map_or(rest, |end| &rest[..end])
    });
    (tex, &html[span_length(html)..])
}

/// The length of the span that a text begins with, in bytes.
pub fn span_length(html: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while let Some(open) = html[at..].find('<').map(|offset| at + offset) {
        if html[open..].starts_with("<span") {
            depth += 1;
        } else if html[open..].starts_with("</span") {
            depth -= 1;
        }
        at = html[open..]
            .find('>')
            .map_or(html.len(), |offset| open + offset + 1);
        if depth == 0 {
            return at;
        }
    }
    at
}

fn push_decoded(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let Some(end) = rest.find(';').filter(|end| *end < 12) else {
            break;
        };
        let name = &rest[1..end];
        let decoded = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "nbsp" => Some('\u{a0}'),
            _ => {
                let code =
                    name.strip_prefix('#')
                        .and_then(|code| match code.strip_prefix(['x', 'X']) {
                            Some(hex) => u32::from_str_radix(hex, 16).ok(),
                            None => code.parse().ok(),
                        });
                code.and_then(char::from_u32)
            }
        };
        match decoded {
            Some(c) => out.push(c),
            None => out.push_str(&rest[..=end]),
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_entities_are_read() {
        assert_eq!(
            text("<p>a &amp; <em>b</em></p><ul><li>c &lt; d</li></ul>"),
            "a & b c < d"
        );
        assert_eq!(
            text("1&#8239;%, &#x2212;2, &unknown; & so on"),
            "1\u{202f}%, \u{2212}2, &unknown; & so on"
        );
        assert_eq!(text("a < b"), "a");
        assert_eq!(text(""), "");
    }

    #[test]
    fn a_formula_gives_its_source() {
        let html = "T is <span class=\"katex\"><span class=\"katex-mathml\"><math><annotation encoding=\"application/x-tex\">\\sqrt{2C&#47;K}</annotation></math></span><span class=\"katex-html\"><span>x</span></span></span>, so";
        assert_eq!(text(html), "T is $\\sqrt{2C/K}$, so");
    }
}
