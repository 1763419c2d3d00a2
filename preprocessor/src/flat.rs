//! A chapter for outputs that are no pages (an e-book, a manual, Markdown): everything that can be read on paper, as
//! Markdown without markup of ours, and nothing that would give an answer away.
//!
//! Numbers stand as the presets give them. A formula is LaTeX between dollars, as most of these outputs take it.

use crate::directive::Piece;
use mission_model::Mission;
use mission_model::mission::{
    Bench, Challenge, Kind, Lock, PerTrack, Question, Reading, Reflect, Shows,
};
use mission_model::{plain, words};
use mission_widgets::Store;
use std::ops::Range;

/// The chapter, of its Markdown, what stands for its readouts and formulas, and its directives. `print` gives a
/// readout's number.
pub fn chapter(
    content: &str,
    inlines: &[(Range<usize>, String)],
    pieces: &[(Range<usize>, Piece)],
    store: &Store,
    print: &dyn Fn(usize) -> String,
) -> String {
    let inlines = inlines
        .iter()
        .map(|(range, html)| (range.clone(), unset(html)));
    let pieces = pieces
        .iter()
        .map(|(range, piece)| (range.clone(), of_piece(store, piece)));
    let mut edits: Vec<_> = inlines.chain(pieces).collect();
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = content.to_owned();
    for (range, text) in edits.into_iter().rev() {
        out.replace_range(range, &crate::text::print_marks(&text, print));
    }
    out
}

fn of_piece(store: &Store, piece: &Piece) -> String {
    let mission = store.mission();
    match piece {
        Piece::Island(index) => mission
            .islands
            .get(*index)
            .map_or(String::new(), |island| of_kind(store, &island.kind)),
        Piece::TrackProse(track, markdown) => {
            let name = &mission.tracks[*track].name;
            format!("**{}**\n\n{}", words::track_is(name), unset(markdown))
        }
        Piece::Html(html) => unset(html),
        Piece::Overview(_) | Piece::Nothing => String::new(),
    }
}

fn of_kind(store: &Store, kind: &Kind) -> String {
    let mission = store.mission();
    match kind {
        Kind::Chapter => tracks(mission),
        Kind::Lock(lock) => of_lock(mission, lock),
        Kind::Bench(bench) => of_bench(store, bench),
        Kind::Math(math) => {
            let body = by_track(mission, &math.body, unset);
            format!("**{}**\n\n{body}", math.title)
        }
        Kind::Reflect(reflect) => of_reflect(mission, reflect),
        Kind::Challenge(challenge) => of_challenge(mission, challenge),
        // What was measured, and what was done, is nobody's yet.
        Kind::Reveal(_) | Kind::Ledger(_) => String::new(),
    }
}

fn tracks(mission: &Mission) -> String {
    let mut paragraphs = Vec::new();
    if !mission.invariant.is_empty() {
        paragraphs.push(text(&mission.invariant));
    }
    let named = mission.tracks.iter().filter(|track| !track.name.is_empty());
    paragraphs.extend(named.map(|track| {
        format!(
            "- **{}**, {}. {}: {} {}: {}",
            track.name,
            track.persona,
            words::NORTH_STAR,
            text(&track.north_star),
            words::CRISIS,
            text(&track.crisis)
        )
    }));
    paragraphs.join("\n\n")
}

fn of_lock(mission: &Mission, lock: &Lock) -> String {
    let prompt = by_track(mission, &lock.prompt, text);
    let mut out = quoted(&format!("**{}.** {prompt}", words::PREDICT));
    if let Question::Choice { options, .. } = &lock.question {
        let options: Vec<String> = options
            .iter()
            .map(|option| format!("- {}", text(option)))
            .collect();
        out += &format!("\n>\n{}", quoted(&options.join("\n")));
    }
    out
}

fn of_bench(store: &Store, bench: &Bench) -> String {
    let mission = store.mission();
    let mut paragraphs = vec![format!("**{}**", bench.title)];
    if let Some(intro) = &bench.intro {
        paragraphs.push(by_track(mission, intro, text));
    }
    let cards = bench
        .instruments
        .iter()
        .filter(|shown| shown.only.admits(0));
    let readings = cards.flat_map(|shown| shown.kind.readings());
    let rows: Vec<String> = readings
        .filter(|reading| reading.only.admits(0))
        .map(|reading| row(store, reading))
        .collect();
    if !rows.is_empty() {
        paragraphs.push(format!("| | |\n| --- | ---: |\n{}", rows.join("\n")));
    }
    paragraphs.join("\n\n")
}

fn row(store: &Store, reading: &Reading) -> String {
    let number = reading.format.print(store.number(&reading.value));
    format!(
        "| {} | {number} |",
        escaped(&reading.label).replace('|', "\\|")
    )
}

fn of_reflect(mission: &Mission, reflect: &Reflect) -> String {
    let prompt = by_track(mission, &reflect.prompt, text);
    let asks = match reflect.asker.is_empty() {
        true => words::REFLECT.to_owned(),
        false => words::asks(&reflect.asker),
    };
    quoted(&format!("**{asks}.** {prompt}"))
}

fn of_challenge(mission: &Mission, challenge: &Challenge) -> String {
    let each = (0..mission.tracks.len()).map(|track| {
        let (who, objection) = (challenge.who.get(track), challenge.objection.get(track));
        quoted(&format!("**{who}:** {}", text(objection)))
    });
    let mut each: Vec<String> = each.collect();
    each.dedup();
    each.join("\n\n")
}

/// A text, or the text of each track under the track's name.
fn by_track(mission: &Mission, texts: &PerTrack<String>, read: impl Fn(&str) -> String) -> String {
    let mut each = texts.iter().enumerate();
    if let (Some((_, only)), None) = (each.next(), each.next()) {
        return read(only);
    }
    let named = |(track, html): (usize, &String)| {
        let name = mission.tracks.get(track).map_or("", |track| &track.name);
        format!("*{name}:* {}", read(html))
    };
    texts
        .iter()
        .enumerate()
        .map(named)
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn quoted(markdown: &str) -> String {
    let lines = markdown.lines().map(|line| match line {
        "" => ">".to_owned(),
        line => format!("> {line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Rendered Markdown as a line that Markdown reads as the same words.
fn text(html: &str) -> String {
    // What is between dollars is LaTeX.
    let text = plain::text(html);
    let parts = text.split('$').enumerate();
    let parts: Vec<String> = parts
        .map(|(index, part)| match index % 2 {
            0 => escaped(part),
            _ => part.to_owned(),
        })
        .collect();
    parts.join("$")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '`' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Markdown in which readouts are numbers and formulas are LaTeX again. Everything else stays.
fn unset(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(start) = [
        "<span class=\"katex",
        "<span class=\"mission-value",
        HEADING,
    ]
    .iter()
    .filter_map(|mark| rest.find(mark))
    .min()
    {
        out.push_str(&rest[..start]);
        let (span, after) = rest[start..].split_at(plain::span_length(&rest[start..]));
        rest = after;
        if span.starts_with("<span class=\"katex-display") {
            out.push_str(&format!("${}$", plain::text(span)));
        } else if span.starts_with(HEADING) {
            // What is set follows.
            out.push_str(&escaped(&plain::text(span)));
            rest = &rest[plain::span_length(rest)..];
        } else {
            out.push_str(&plain::text(span));
        }
    }
    out.push_str(rest);
    out.replace("<div class=\"m-display\">", "")
        .replace("$$</div>", "$$")
}

/// A formula of a heading begins with its words.
const HEADING: &str = "<span class=\"m-hidden";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::Typesetter;

    #[test]
    fn what_was_set_is_written_again() {
        let typesetter = Typesetter::default();
        let formula = typesetter.set("x_1^2", false).unwrap();
        let display = typesetter.set("\\frac{a}{b}", true).unwrap();
        let heading = crate::heading::formula(&typesetter.set("q_1", false).unwrap());
        let markdown = format!(
            "*It* is {formula}, <b>now</b> <span class=\"mission-value\" data-readout=\"c:0\">5</span>.\n\n\
             <div class=\"m-display\">{display}</div>\n\n## Of {heading}, later\n"
        );
        assert_eq!(
            unset(&markdown),
            "*It* is $x_1^2$, <b>now</b> 5.\n\n$$\\frac{a}{b}$$\n\n## Of q₁, later\n"
        );
    }
}
