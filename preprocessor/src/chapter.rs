//! One chapter: Markdown with directives in, Markdown with islands out.
//!
//! 1. [`scan`] finds directives, readouts and mathematics.
//! 2. The `chapter` directive is read first, since it names the tracks, then the others in order.
//! 3. The [`Draft`] is checked and becomes the mission.
//! 4. Islands are rendered, and everything is spliced into the text by source range.

use crate::assets::Assets;
use crate::check::{self, Known};
use crate::diagnostic::Sink;
use crate::directive::chapter::only_track;
use crate::directive::{self, Directive, Piece};
use crate::draft::{Draft, Scope};
use crate::editor::Outlines;
use crate::expansion;
use crate::flat;
use crate::gate::gates;
use crate::glossary::Terms;
use crate::names::{default_id, former_places};
use crate::near;
use crate::overview::{self, Overview};
use crate::reader::Text;
use crate::scan::{Heading, InlineKind, may_hold_directives, scan};
use crate::text::{of_chapter, print_marks};
use crate::typeset::{self, Typesetter};
use mdbook_markdown::MarkdownOptions;
use mission_model::Mission;
use mission_model::engine::Engine;
use mission_model::mission::{Kind, Only, Part};
use mission_model::page;
use mission_model::seed::seed;
use mission_widgets::{IslandState, Store};
use std::ops::Range;

/// What every chapter of a book needs to know.
pub struct Setting<'a> {
    /// `book-id` of `book.toml`.
    pub book: &'a str,
    /// What the book's glossary explains.
    pub terms: &'a Terms,
    /// Sets formulas, each once.
    pub typesetter: &'a Typesetter,
    /// Missions that need not be checked again.
    pub known: &'a Known,
    /// Where to note what the chapters declare, if anybody asks for it.
    pub outlines: Option<&'a Outlines>,
    /// Styles, scripts and fonts.
    pub assets: &'a Assets,
    /// Whether mdBook makes typographic quotes, and so on.
    pub markdown: &'a (dyn Fn() -> MarkdownOptions + Sync),
    /// Whether mdBook gives Rust code a button that sends it to another host.
    pub runnable: bool,
    /// Whether mdBook puts in files that are included.
    pub includes: bool,
    /// The `book-id`s that the book had.
    pub former_books: &'a [String],
    /// Whether the book is made into something else than pages, too.
    pub other_outputs: bool,
}

/// What became of a chapter.
pub struct Done {
    /// Where the chapter's id is declared.
    pub id_place: Range<usize>,
    /// The Markdown for mdBook's pages.
    pub content: String,
    /// The Markdown for other outputs, if there are any.
    pub flat: String,
    /// The ids that the chapter had, as its directive has them.
    pub formerly: Vec<Text>,
    /// Where its students' work may be kept, see [`crate::names::former_places`].
    pub former_places: String,
    /// Fonts of KaTeX that it needs.
    pub fonts: Vec<&'static str>,
    /// The chapter's id.
    pub id: String,
    /// The chapter's mission, as JSON: a mission itself stays in the thread that made it.
    pub mission: String,
    /// What it shows of other chapters, in the order of its places.
    pub overviews: Vec<Overview>,
}

/// Expands a chapter. `None` if it has no directive: then it is left as it is. With mistakes in the sink
/// the result is of no use.
pub fn expand(setting: &Setting, chapter: &expansion::Text, sink: &Sink) -> Option<Done> {
    let expansion::Text {
        content,
        stem,
        depth,
        redirected,
        ..
    } = chapter;
    let (content, depth) = (content.as_ref(), *depth);
    if !may_hold_directives(content) {
        return None;
    }
    let found = scan(content, &(setting.markdown)());
    if found.directives.is_empty() {
        near::report(sink, &found.near, setting.includes, |_| false);
        return None;
    }
    let mut draft = Draft::new(
        setting.book,
        &default_id(stem),
        "",
        sink,
        (setting.typesetter, setting.terms),
        (setting.markdown)(),
    );
    let mut directives: Vec<Directive> = found
        .directives
        .iter()
        .filter_map(|fence| directive::open(&draft, content, fence))
        .collect();
    let mut pieces: Vec<(Range<usize>, Piece)> = Vec::new();
    match directives
        .iter()
        .position(|directive| directive.kind == "chapter")
    {
        Some(0) => {}
        Some(at) => {
            let help = "move it before the others: it names the tracks".to_owned();
            sink.report(
                directives[at].head.clone(),
                "the `chapter` directive comes first",
                "",
                help,
            );
            directives.swap(0, at);
        }
        None => draft.mission.tracks.push(only_track()),
    }
    for directive in &directives {
        if directive.kind == "chapter" && !pieces.is_empty() {
            let help = "one file is one chapter: remove one of them".to_owned();
            sink.report(
                directive.head.clone(),
                "a second `chapter` directive",
                "",
                help,
            );
            continue;
        }
        if let Some(piece) = directive::read(&mut draft, directive) {
            pieces.push((directive.range.clone(), piece));
        } else if directive.kind == "chapter" {
            // Without its tracks everything else would be reported too.
            return None;
        }
    }
    // What mends itself from back to front: (range, replacement).
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let whole = of_chapter(content, 0..content.len());
    let prose = Scope {
        directive: None,
        only: &Only::default(),
    };
    for inline in &found.inlines {
        edits.push((inline.range.clone(), draft.inline(prose, &whole, inline)));
    }
    let headings = titled(content, &found.headings, &edits, &draft.markdown);
    if draft.id_place.is_empty() {
        draft.mission.title = headings
            .first()
            .map_or(stem, |title| &title.text)
            .to_owned();
    }
    draft.mission.parts = parts(&headings, &pieces);
    draft.resolve_moments();
    draft.check();
    if let Some(outlines) = setting.outlines {
        outlines.note(&chapter.shown, &draft);
    }
    let is_value = |name: &str| {
        let mission = &draft.mission;
        let mut controls = mission.controls.iter().map(|control| &control.name);
        let mut values = mission.values.iter().map(|value| &value.name);
        controls.any(|own| own == name) || values.any(|own| own == name)
    };
    near::report(sink, &found.near, setting.includes, is_value);
    if sink.is_empty() {
        check::sound(&draft, setting.known, content, &directives, &pieces);
        directive::expect::check(&draft);
        draft.drop_build_only();
    }
    let inlines = edits.len();
    check::code(sink, setting.runnable, &found);
    check::images(sink, &found);
    gates(
        &mut draft,
        content,
        (&found.headings, &found.tags),
        &pieces,
        &mut edits,
    );
    if !sink.is_empty() {
        return None;
    }

    let readout_tracks = std::mem::take(&mut draft.readout_tracks);
    let mut mission = printed(&draft.mission, &readout_tracks)?;
    // What a step is worth may change in a course that runs.
    let grade = mission.grade.take();
    mission.edition = format!(
        "{:016x}",
        seed(&[&serde_json::to_string(&mission).unwrap_or_default()])
    );
    mission.grade = grade;
    let print = readout_printer(&mission, &readout_tracks);
    let store = Store::new(mission.clone());
    let first = pieces.first().map_or(0, |(range, _)| range.start);
    let last = pieces.last().map_or(0, |(range, _)| range.end);
    let flat = match setting.other_outputs {
        true => {
            // A card belongs to a page.
            let of_text = edits[..inlines].iter().zip(&found.inlines);
            let of_text: Vec<_> = of_text
                .map(|((range, html), inline)| match inline.kind {
                    InlineKind::TermBegins | InlineKind::TermEnds => (range.clone(), String::new()),
                    _ => (range.clone(), html.clone()),
                })
                .collect();
            flat::chapter(content, &of_text, &pieces, &store, &print)
        }
        false => String::new(),
    };
    let former_places = former_places(setting, &mission.id, &draft.formerly, redirected);
    let mut overviews = Vec::new();
    for (range, piece) in pieces {
        let html = match piece {
            Piece::Island(index) => island(&store, index),
            Piece::TrackProse(track, markdown) => track_prose(&mission, track, &markdown),
            // What goes here is known when every chapter is read.
            Piece::Overview(overview) => {
                overviews.push(overview);
                overview::place(overviews.len() - 1)
            }
            Piece::Html(html) => html,
            Piece::Nothing => String::new(),
        };
        edits.push((range, html));
    }
    // Behind what a reader sees first: nothing needs it before the whole page is there.
    edits.push((
        last..last,
        format!("\n\n{}\n\n", data(&mission, &former_places)),
    ));
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    // What is seen first needs its fonts first.
    let before_gates = edits
        .iter()
        .take_while(|(_, html)| !html.contains("mission-gate"));
    let seen: String = before_gates.map(|(_, html)| html.as_str()).collect();
    let head = head(setting, &mission, &typeset::fonts(&seen), depth);
    let at = edits.partition_point(|(range, _)| range.start < first);
    edits.insert(at, (first..first, format!("{head}\n\n")));
    let out = edited(content, &edits, &print);
    let mut fonts = typeset::fonts(&out);
    let json = serde_json::to_string(&mission).ok()?;
    fonts.extend(typeset::fonts(&json.replace("\\\"", "\"")));
    Some(Done {
        id_place: draft.id_place,
        content: out,
        flat,
        formerly: draft.formerly,
        former_places,
        fonts,
        id: mission.id,
        mission: json,
        overviews,
    })
}

/// The headings with their texts as they are printed: formulas to be read, and marks of readouts.
fn titled(
    content: &str,
    headings: &[Heading],
    inlines: &[(Range<usize>, String)],
    markdown: &MarkdownOptions,
) -> Vec<Heading> {
    let mut headings = headings.to_vec();
    for heading in &mut headings {
        let place = heading.at..heading.end;
        let mut source = content[place.clone()].to_owned();
        let inside = |range: &Range<usize>| place.start <= range.start && range.end <= place.end;
        let mut own: Vec<_> = inlines.iter().filter(|(range, _)| inside(range)).collect();
        own.sort_by_key(|(range, _)| range.start);
        for (range, html) in own.iter().rev() {
            source.replace_range(range.start - place.start..range.end - place.start, html);
        }
        if let (false, Some(printed)) = (own.is_empty(), scan(&source, markdown).headings.pop()) {
            heading.text = printed.text;
        }
    }
    headings
}

/// A text with its edits, which are in order and don't overlap.
fn edited(
    content: &str,
    edits: &[(Range<usize>, String)],
    print: &dyn Fn(usize) -> String,
) -> String {
    let mut out = String::with_capacity(2 * content.len());
    let mut at = 0;
    for (range, replacement) in edits {
        out.push_str(&content[at..range.start]);
        out.push_str(&print_marks(replacement, print));
        at = range.end;
    }
    out.push_str(&content[at..]);
    out
}

/// The sections below the chapter's title that hold islands.
fn parts(headings: &[Heading], pieces: &[(Range<usize>, Piece)]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut coming = headings
        .iter()
        .filter(|heading| heading.level <= 2)
        .peekable();
    let mut section = None;
    for (range, piece) in pieces {
        let Piece::Island(index) = piece else {
            continue;
        };
        while let Some(heading) = coming.next_if(|heading| heading.at < range.start) {
            section = Some(heading);
        }
        if let Some(section) = section.filter(|section| section.level == 2)
            && parts.last().is_none_or(|last| last.title != section.text)
        {
            parts.push(Part {
                title: section.text.clone(),
                first: *index,
            });
        }
    }
    parts
}

/// The mission with each readout's value at the presets in its texts.
fn printed(mission: &Mission, readout_tracks: &[Only]) -> Option<Mission> {
    let print = readout_printer(mission, readout_tracks);
    let json = serde_json::to_string(mission).ok()?;
    serde_json::from_str(&print_marks(&json, &|readout| {
        let text = serde_json::to_string(&print(readout)).unwrap_or_default();
        text.trim_matches('"').to_owned()
    }))
    .ok()
}

/// Prints a readout as it is at the presets, in the first track that has it. No moment has come yet.
fn readout_printer(mission: &Mission, tracks: &[Only]) -> impl Fn(usize) -> String + use<> {
    let engines: Vec<Option<Engine>> = (0..mission.tracks.len())
        .map(|track| Engine::new(mission, track).ok())
        .collect();
    let printed: Vec<String> = mission
        .readouts
        .iter()
        .zip(tracks)
        .map(|(readout, only)| {
            let engine = engines
                .get(only.0.first().copied().unwrap_or(0))
                .and_then(Option::as_ref);
            let engine = engine.filter(|_| readout.at.is_none());
            let number = engine.map_or(f64::NAN, |engine| engine.number(&readout.value));
            Escaped(&readout.format.print(number)).to_string()
        })
        .collect();
    move |readout| printed.get(readout).cloned().unwrap_or_default()
}

fn island(store: &Store, index: usize) -> String {
    let mission = store.mission();
    let Some(island) = mission.islands.get(index) else {
        return String::new();
    };
    let state = match island.kind {
        Kind::Chapter | Kind::Ledger(_) => IslandState::Open,
        _ => IslandState::Locked,
    };
    boxed(
        mission,
        &island.id,
        island.kind.name(),
        state,
        &mission_widgets::render(store, index),
    )
}

/// An island's box, on one line.
pub fn boxed(mission: &Mission, id: &str, kind: &str, state: IslandState, html: &str) -> String {
    let (chapter, state, html) = (&mission.id, state.name(), html.replace('\n', "&#10;"));
    format!(
        "<div class=\"mission\" id=\"{chapter}-{id}\" data-mission=\"{kind}\" data-chapter=\"{chapter}\" data-state=\"{state}\">{html}</div>\n"
    )
}

fn track_prose(mission: &Mission, track: usize, markdown: &str) -> String {
    let track = &mission.tracks[track];
    let name = if track.name.is_empty() {
        String::new()
    } else {
        format!(
            "<p class=\"mission-track-name\">{}</p>\n\n",
            Escaped(&track.name)
        )
    };
    format!(
        "<div class=\"mission-track\" data-chapter=\"{}\" data-track=\"{}\">\n\n{name}{}\n\n</div>\n",
        mission.id,
        track.id,
        markdown.trim_end()
    )
}

/// What stands before the first island: styles, and the script that runs before the first paint.
fn head(setting: &Setting, mission: &Mission, fonts: &[&str], depth: usize) -> String {
    format!(
        "{}\n\n{}",
        setting.assets.styles(depth),
        setting.assets.boot(mission, fonts, depth)
    )
}

/// The mission itself, and where its students' work may be kept besides.
pub fn data(mission: &Mission, former_places: &str) -> String {
    let json = page::write(mission).unwrap_or_default();
    let former = match former_places {
        "" => String::new(),
        places => format!(" data-formerly=\"{places}\""),
    };
    format!(
        "<script type=\"application/json\" class=\"mission-data\" data-chapter=\"{}\"{former}>{json}</script>",
        mission.id
    )
}

/// Text as HTML has it.
pub struct Escaped<'a>(pub &'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                c => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}
