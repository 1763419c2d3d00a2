//! Mathematics: LaTeX in, KaTeX's HTML and MathML out.
//!
//! A readout inside a formula, `\val{expr : format}`, is set as a number that occurs nowhere else
//! ([`stand_in`]), so that it can be found again in both the HTML and the MathML.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Commands that load or link something. A formula has no need of them.
const REFUSED: [&str; 7] = [
    "\\href",
    "\\url",
    "\\includegraphics",
    "\\htmlClass",
    "\\htmlId",
    "\\htmlStyle",
    "\\htmlData",
];

/// Sets each distinct formula once, for all threads.
#[derive(Default)]
pub struct Typesetter {
    done: Mutex<Done>,
}

/// Formulas, in line or displayed, as they were set.
type Done = HashMap<(String, bool), Result<String, MathError>>;

/// Why a formula can't be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MathError {
    /// Where in the formula, if it is known.
    pub span: Option<Range<usize>>,
    /// What is wrong.
    pub message: String,
}

impl Typesetter {
    /// Sets a formula, in line or displayed.
    ///
    /// # Errors
    /// [`MathError`], if it is not LaTeX as KaTeX knows it.
    pub fn set(&self, tex: &str, display: bool) -> Result<String, MathError> {
        let key = (tex.to_owned(), display);
        if let Some(done) = self.done().get(&key) {
            return done.clone();
        }
        // Not under the lock: the others set theirs meanwhile.
        let done = set(tex, display);
        self.done().insert(key, done.clone());
        done
    }

    fn done(&self) -> MutexGuard<'_, Done> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn set(tex: &str, display: bool) -> Result<String, MathError> {
    for command in REFUSED {
        if let Some(at) = tex.find(command) {
            let message = format!("`{command}` is not allowed in a formula");
            return Err(MathError {
                span: Some(at..at + command.len()),
                message,
            });
        }
    }
    let failed = |message: String| MathError {
        span: None,
        message,
    };
    let options = katex::Opts::builder()
        .display_mode(display)
        .output_type(katex::OutputType::HtmlAndMathml)
        .throw_on_error(true)
        .build()
        .map_err(|error| failed(error.to_string()))?;
    katex::render_with_opts(tex, &options).map_err(|error| understand(tex, &error.to_string()))
}

/// KaTeX says `… KaTeX parse error: MESSAGE at position N: …`, counting from 1 in UTF-16.
fn understand(tex: &str, error: &str) -> MathError {
    let said = error
        .split_once("KaTeX parse error: ")
        .map_or(error, |(_, said)| said);
    // The message comes as a JavaScript string literal.
    let said = said
        .split("\\n")
        .next()
        .unwrap_or(said)
        .replace("\\\\", "\\");
    let said = said.as_str();
    let Some((message, place)) = said.split_once(" at position ") else {
        let message = said
            .split_once(" at end of input")
            .map_or(said, |(message, _)| message);
        return MathError {
            span: None,
            message: message.trim_end_matches([')', '"', '\n', ' ']).to_owned(),
        };
    };
    let digits: String = place.chars().take_while(char::is_ascii_digit).collect();
    let span = digits.parse::<usize>().ok().and_then(|position| {
        let (at, found) = tex.char_indices().nth(position.checked_sub(1)?)?;
        Some(at..at + found.len_utf8())
    });
    MathError {
        span,
        message: message.to_owned(),
    }
}

/// The number that stands for a readout in a formula.
pub fn stand_in(readout: usize) -> String {
    format!("{}", 907_100_000 + readout)
}

/// The families and styles of KaTeX's fonts that a page of this markup needs, by file name without `KaTeX_`
/// and suffix.
pub fn fonts(html: &str) -> Vec<&'static str> {
    const BY_CLASS: [(&str, &str); 20] = [
        ("katex", "Main-Regular"),
        ("mathnormal", "Math-Italic"),
        ("mathit", "Main-Italic"),
        ("textit", "Main-Italic"),
        ("mathbf", "Main-Bold"),
        ("textbf", "Main-Bold"),
        ("boldsymbol", "Math-BoldItalic"),
        ("amsrm", "AMS-Regular"),
        ("mathbb", "AMS-Regular"),
        ("mathcal", "Caligraphic-Regular"),
        ("mathfrak", "Fraktur-Regular"),
        ("mathscr", "Script-Regular"),
        ("mathtt", "Typewriter-Regular"),
        ("texttt", "Typewriter-Regular"),
        ("mathsf", "SansSerif-Regular"),
        ("textsf", "SansSerif-Regular"),
        ("size1", "Size1-Regular"),
        ("size2", "Size2-Regular"),
        ("size3", "Size3-Regular"),
        ("size4", "Size4-Regular"),
    ];
    let mut needed = Vec::new();
    let classes: Vec<&str> = html
        .split("class=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .flat_map(str::split_whitespace)
        .collect();
    for (class, font) in BY_CLASS {
        // `large-op` and `op-symbol` take Size1 and Size2, `delimsizing size3` and so on.
        let large =
            matches!(font, "Size1-Regular" | "Size2-Regular") && classes.contains(&"op-symbol");
        if (classes.contains(&class) || large) && !needed.contains(&font) {
            needed.push(font);
        }
    }
    needed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_html_and_mathml() {
        let html = Typesetter::default().set("\\frac{a}{b}", false).unwrap();
        assert!(
            html.contains("<math") && html.contains("katex-html"),
            "{html}"
        );
    }

    #[test]
    fn a_stand_in_is_found_in_both() {
        let html = Typesetter::default()
            .set(&format!("x = {}", stand_in(3)), true)
            .unwrap();
        assert_eq!(
            html.matches(&format!(">{}<", stand_in(3))).count(),
            2,
            "{html}"
        );
    }

    #[test]
    fn says_where_it_fails() {
        let check = |tex: &str, span: Option<Range<usize>>, message: &str| {
            let error = Typesetter::default().set(tex, false).unwrap_err();
            assert_eq!(
                error,
                MathError {
                    span,
                    message: message.to_owned()
                },
                "{tex}"
            );
        };
        check("a^b^c", Some(3..4), "Double superscript");
        check(
            "a + \\frc{1}{2}",
            Some(4..5),
            "Undefined control sequence: \\frc",
        );
        check(
            "\\href{x}{y}",
            Some(0..5),
            "`\\href` is not allowed in a formula",
        );
        check(
            "\\frac{1}{",
            None,
            "Unexpected end of input in a macro argument, expected '}'",
        );
    }
}
