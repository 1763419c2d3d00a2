//! What is nearly one of ours, and would otherwise stay in the page as it is, without a word.

use crate::diagnostic::Sink;
use crate::directive::KINDS;
use std::ops::Range;

/// Something that was probably meant otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// Where it is.
    pub range: Range<usize>,
    /// What it is.
    pub what: What,
}

/// See [`Near`].
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A fence whose info string is to be this.
    Fence(String),
    /// A fence that is indented by four spaces or more.
    Indented,
    /// A fence in a block of raw HTML.
    InHtml,
    /// An include that mdBook could not put in, with its file.
    Include(String),
    /// `{{ name }}`: the name.
    Readout(String),
}

/// What an info string was probably meant to be: `mission-lock` to be `mission lock`. Where only the kind is there, its
/// body has to look like a directive.
pub fn fence(info: &str, body: &str) -> Option<String> {
    let separates = |sign: char| sign.is_whitespace() || ",;:{}.".contains(sign);
    let words: Vec<&str> = info
        .split(separates)
        .filter(|word| !word.is_empty())
        .collect();
    let meant = |kind: &str, rest: &[&str]| Some([&["mission", kind], rest].concat().join(" "));
    for (at, word) in words.iter().take(2).enumerate() {
        let (lower, rest) = (word.to_lowercase(), &words[at + 1..]);
        if let Some(kind) = lower.strip_prefix("mission") {
            let kind = kind.trim_start_matches(['-', '_']);
            return match (kind, rest) {
                ("", []) => (at == 0).then(|| "mission".to_owned()),
                ("", [kind, rest @ ..]) => {
                    let kind = kind.to_lowercase();
                    // A word of somebody else's before it, and none of our kinds behind: `rust,mission,ignore`.
                    let ours = at == 0 || KINDS.contains(&kind.as_str());
                    ours.then(|| meant(&kind, rest)).flatten()
                }
                _ => KINDS.contains(&kind).then(|| meant(kind, rest)).flatten(),
            };
        }
        if let (0, Some((kind, rest))) = (at, rest.split_first())
            && lower.starts_with('m')
            && strsim::osa_distance(&lower, "mission") <= 2
            && KINDS.contains(kind)
        {
            return meant(kind, rest);
        }
    }
    let (kind, rest) = words.split_first()?;
    let kind = kind.to_lowercase();
    let is_id = |line: &str| {
        let value = line.trim_start().strip_prefix("id");
        value.is_some_and(|value| value.trim_start().starts_with('='))
    };
    // The body is read last, and only for a word of ours: a chapter of code has hundreds of fences.
    (KINDS.contains(&kind.as_str()) && body.lines().any(is_id))
        .then(|| meant(&kind, rest))
        .flatten()
}

/// Whether a line opens a fence of ours.
pub fn opens(line: &str) -> bool {
    let line = line.trim_start();
    let info = line.trim_start_matches(['`', '~']);
    line.len() - info.len() >= 3 && info.trim_start().starts_with("mission ")
}

/// Reports what was found. `includes` says whether mdBook puts files in, `is_name` whether something in the chapter is
/// called so.
pub fn report(sink: &Sink, found: &[Near], includes: bool, is_name: impl Fn(&str) -> bool) {
    for Near { range, what } in found {
        let (message, label, help) = match what {
            What::Fence(meant) => (
                "this is no directive, and would be shown as code",
                "nearly one",
                format!("write ```{meant}"),
            ),
            What::Indented => (
                "this directive is indented, and would be shown as code",
                "four spaces or more make code",
                "move it to the beginning of the line".to_owned(),
            ),
            What::InHtml => (
                "this directive is inside HTML, and would be shown as it is",
                "Markdown begins after an empty line",
                "put an empty line before it".to_owned(),
            ),
            What::Include(file) if includes => (
                "the file to be included isn't there",
                "stays in the page as it is",
                format!("make `{file}`, or mend its path: it is looked for beside this file"),
            ),
            What::Readout(name) if is_name(name) => (
                "this is printed as it stands",
                "no readout",
                format!("write `{{{{= {name} }}}}`, with an equals sign"),
            ),
            What::Include(_) | What::Readout(_) => continue,
        };
        sink.report(range.clone(), message, label, help);
    }
}

#[cfg(test)]
mod tests {
    use super::fence;

    #[test]
    fn nearly_a_directive() {
        let body = "id = \"x\"\n";
        for (info, meant) in [
            ("mission-lock", "mission lock"),
            ("missionlock", "mission lock"),
            ("Mission lock", "mission lock"),
            ("MISSION Lock", "mission lock"),
            ("misson lock", "mission lock"),
            ("mision drift-radar", "mission drift-radar"),
            ("toml mission lock", "mission lock"),
            ("mission,lock", "mission lock"),
            ("mission: track edge", "mission track edge"),
            ("{mission} lock", "mission lock"),
            ("lock", "mission lock"),
            ("slice-card", "mission slice-card"),
        ] {
            assert_eq!(fence(info, body).as_deref(), Some(meant), "{info}");
        }
    }

    #[test]
    fn code_is_code() {
        for info in [
            "",
            "rust",
            "rust,ignore",
            "missionary lock",
            "missions",
            "toml",
            "session lock",
            "text",
            "rust,mission",
            "rust,mission,ignore",
        ] {
            assert_eq!(fence(info, "id = 1\n"), None, "{info}");
        }
        assert_eq!(
            fence("lock", "[[package]]\nname = \"a\"\n"),
            None,
            "of Cargo"
        );
    }
}
