//! A formula as plain text: KaTeX's MathML goes in, and what one would type where nothing is set comes out, as far as
//! Unicode has signs for it: `q₁`, `a⃗`, `√(a + b)/2`.

use roxmltree::{Document, Node};

/// Below and above the line, by the character on the line.
const SCRIPTS: [(char, char, char); 25] = [
    ('0', '₀', '⁰'),
    ('1', '₁', '¹'),
    ('2', '₂', '²'),
    ('3', '₃', '³'),
    ('4', '₄', '⁴'),
    ('5', '₅', '⁵'),
    ('6', '₆', '⁶'),
    ('7', '₇', '⁷'),
    ('8', '₈', '⁸'),
    ('9', '₉', '⁹'),
    ('+', '₊', '⁺'),
    ('−', '₋', '⁻'),
    ('=', '₌', '⁼'),
    ('(', '₍', '⁽'),
    (')', '₎', '⁾'),
    ('a', 'ₐ', 'ᵃ'),
    ('i', 'ᵢ', 'ⁱ'),
    ('j', 'ⱼ', 'ʲ'),
    ('k', 'ₖ', 'ᵏ'),
    ('m', 'ₘ', 'ᵐ'),
    ('n', 'ₙ', 'ⁿ'),
    ('p', 'ₚ', 'ᵖ'),
    ('t', 'ₜ', 'ᵗ'),
    ('x', 'ₓ', 'ˣ'),
    ('′', '′', '′'),
];

/// Accents as KaTeX writes them, and as they combine with a letter.
const ACCENTS: [(char, char); 12] = [
    ('\u{20d7}', '\u{20d7}'),
    ('→', '\u{20d7}'),
    ('^', '\u{302}'),
    ('ˆ', '\u{302}'),
    ('~', '\u{303}'),
    ('˜', '\u{303}'),
    ('¯', '\u{304}'),
    ('ˉ', '\u{304}'),
    ('‾', '\u{304}'),
    ('˙', '\u{307}'),
    ('¨', '\u{308}'),
    ('ˇ', '\u{30c}'),
];

/// Written with a space on either side.
const RELATIONS: &str = "=<>≤≥≠≈≡∼∝∈∉⊂⊆→⇒↦⟹⟺";

/// The text of a formula that KaTeX has set; `None` if there is no MathML in it.
pub fn text(html: &str) -> Option<String> {
    let start = html.find("<math")?;
    let end = html[start..].find("</math>")? + start + "</math>".len();
    let document = Document::parse(&html[start..end]).ok()?;
    let text = read(document.root_element());
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn read(node: Node) -> String {
    let children: Vec<Node> = node.children().filter(Node::is_element).collect();
    let child = |index: usize| {
        children
            .get(index)
            .map_or(String::new(), |node| read(*node))
    };
    match node.tag_name().name() {
        "mo" => operator(node.text().unwrap_or_default()),
        "mi" if node.text().is_some_and(|text| text.chars().count() > 1) => {
            format!(" {}", word(node.text().unwrap_or_default()))
        }
        "mi" | "mn" | "mtext" | "ms" => word(node.text().unwrap_or_default()),
        "mspace" => match width(node) >= 0.5 {
            true => " ".to_owned(),
            false => String::new(),
        },
        "semantics" => child(0),
        "mphantom" | "annotation" => String::new(),
        "msub" | "munder" => scripted(&child(0), below(&child(1))),
        "msup" => scripted(&child(0), above(&child(1))),
        "mover" if node.attribute("accent") == Some("true") => accented(child(0), &child(1)),
        "mover" => scripted(&child(0), above(&child(1))),
        "msubsup" | "munderover" => scripted(&child(0), below(&child(1)) + &above(&child(2))),
        "mfrac" => format!("{}/{}", grouped(child(0)), grouped(child(1))),
        "msqrt" => {
            let all: String = children.iter().map(|node| read(*node)).collect();
            format!("√{}", grouped(all))
        }
        "mroot" => format!(
            "{}√{}",
            above(&child(1)).trim_start_matches('^'),
            grouped(child(0))
        ),
        "mtable" => lines(&children, "; "),
        "mtr" => lines(&children, ", "),
        _ => children.iter().map(|node| read(*node)).collect(),
    }
}

fn lines(nodes: &[Node], between: &str) -> String {
    let each: Vec<String> = nodes.iter().map(|node| read(*node)).collect();
    each.join(between)
}

/// A token without what only guides typesetting: invisible times and the like. A function is set apart from what it
/// is applied to.
fn word(text: &str) -> String {
    let seen = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}' | '\u{2062}'..='\u{2064}'));
    seen.map(|c| {
        if matches!(c, '\u{a0}' | '\u{2061}') {
            ' '
        } else {
            c
        }
    })
    .collect()
}

fn operator(text: &str) -> String {
    let text = word(text);
    match text.chars().next() {
        Some(c) if RELATIONS.contains(c) => format!(" {text} "),
        _ => text,
    }
}

/// In em.
fn width(space: Node) -> f64 {
    let width = space
        .attribute("width")
        .and_then(|width| width.strip_suffix("em"));
    width.and_then(|width| width.parse().ok()).unwrap_or(0.0)
}

/// What stands below and above comes before the space behind a function.
fn scripted(base: &str, scripts: String) -> String {
    let bare = base.trim_end();
    format!("{bare}{scripts}{}", &base[bare.len()..])
}

fn below(text: &str) -> String {
    script(text, '_', |(_, low, _)| *low)
}

fn above(text: &str) -> String {
    script(text, '^', |(.., high)| *high)
}

/// A number or one letter as small signs; anything longer behind a mark.
fn script(text: &str, mark: char, sign: impl Fn(&(char, char, char)) -> char) -> String {
    let text = text.trim();
    let signs: Option<String> = text
        .chars()
        .map(|c| SCRIPTS.iter().find(|known| known.0 == c).map(&sign))
        .collect();
    let long = text.chars().filter(|c| c.is_alphabetic()).count() > 1;
    match signs {
        Some(signs) if !long => signs,
        _ => format!("{mark}{}", grouped(text.to_owned())),
    }
}

/// In brackets, unless it is one word.
fn grouped(text: String) -> String {
    let text = text.trim();
    match text.chars().all(|c| c.is_alphanumeric() || c == '.') {
        true => text.to_owned(),
        false => format!("({text})"),
    }
}

fn accented(base: String, accent: &str) -> String {
    let mark = accent.chars().next();
    let mark = mark.and_then(|c| ACCENTS.iter().find(|(written, _)| *written == c));
    match mark {
        // Over several letters it would stand over the last alone.
        Some((_, combining)) if base.chars().count() == 1 => format!("{base}{combining}"),
        _ => base,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::Typesetter;

    #[test]
    fn formulas_are_read_in_a_line() {
        for (tex, expect) in [
            ("q_1", "q₁"),
            ("\\vec a,\\vec b", "a\u{20d7},b\u{20d7}"),
            ("x^2 + y^{10}", "x²+y¹⁰"),
            ("x_{\\max}", "x_max"),
            ("e^{-i\\pi}", "e^(−iπ)"),
            ("a=b", "a = b"),
            ("\\frac{a+b}{2}", "(a+b)/2"),
            ("\\sqrt{2C/K}", "√(2C/K)"),
            ("\\sqrt[3]{x}", "³√x"),
            ("\\sum_{i=1}^n i", "∑_(i = 1)ⁿi"),
            ("\\alpha \\le \\beta", "α ≤ β"),
            ("\\text{PSI of } x", "PSI of x"),
            ("\\bar x", "x\u{304}"),
            ("f'(x)", "f′(x)"),
            ("\\log_2 n", "log₂ n"),
            ("a<b", "a < b"),
            ("O(n \\log n)", "O(n log n)"),
        ] {
            let set = Typesetter::default().set(tex, false).unwrap();
            assert_eq!(text(&set).as_deref(), Some(expect), "{tex}");
        }
    }
}
