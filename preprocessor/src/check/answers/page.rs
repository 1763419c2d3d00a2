//! All that a student can read of a chapter, to be asked for what says an answer: by the first words of a phrase, by
//! the size of a number.

use super::prose::{texts, words};
use super::readings::readings;
use crate::check::printed::{Number, numbers};
use crate::check::values::Values;
use crate::directive::{Directive, Piece};
use crate::draft::Draft;
use mission_model::format::{Format, Scale};
use std::collections::HashMap;
use std::ops::Range;

/// A phrase of fewer words may occur anywhere.
pub const WORDS: usize = 3;
/// So many places are looked at that may say an answer.
const MOST: usize = 1000;
/// And so many that do are told.
pub const FEW: usize = 8;

/// See the [module](self).
pub struct Page<'d> {
    blocks: Vec<Block>,
    /// By its first words, where a phrase may begin: the block, and the word in it.
    phrases: HashMap<[String; WORDS], Vec<(usize, usize)>>,
    /// By size, with the block that each stands in.
    numbers: Vec<(f64, usize, Number)>,
    /// By track and by size.
    shown: Vec<Vec<(f64, Shown<'d>)>>,
}

/// A block of running text.
pub struct Block {
    /// The track that it is for; `None` is for all.
    track: Option<usize>,
    /// Where it stands.
    pub place: Range<usize>,
    words: Vec<String>,
}

/// A number that is computed and printed.
pub struct Shown<'d> {
    /// Where its island begins, or it itself.
    at: usize,
    /// Where to blame it.
    pub place: Range<usize>,
    /// Whose number it is.
    pub value: &'d str,
    /// How it is printed.
    pub format: &'d Format,
    /// What an instrument calls it; `None` in prose.
    pub label: Option<&'d str>,
}

impl<'d> Page<'d> {
    /// Reads a chapter.
    pub fn new(
        draft: &'d Draft,
        tracks: &[Values],
        content: &str,
        directives: &[Directive],
        pieces: &[(Range<usize>, Piece)],
    ) -> Self {
        let mut page = Self {
            blocks: Vec::new(),
            phrases: HashMap::new(),
            numbers: Vec::new(),
            shown: Vec::new(),
        };
        page.read(None, texts(draft, content, 0));
        for directive in directives
            .iter()
            .filter(|directive| directive.kind == "track")
        {
            let track = directive.argument.as_ref().map(|id| id.value.as_str());
            let track = track.and_then(|id| draft.mission.track(id));
            let body = &directive.body;
            page.read(track, texts(draft, body.text, body.offset));
        }
        page.numbers.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
        let own = draft.own_instruments.iter();
        let own: HashMap<(&str, &str), &Range<usize>> = own
            .map(|(directive, id, place)| ((directive.as_str(), id.as_str()), place))
            .collect();
        let open = open_readouts(draft, directives);
        for values in tracks {
            let mut shown = printed(draft, values, &open);
            shown.extend(read_off(draft, values, pieces, &own));
            let sized = shown.into_iter().filter_map(|shown| {
                let number = values.get(values.presets(), shown.value)?.number()?;
                number.is_finite().then_some((number, shown))
            });
            let mut sized: Vec<(f64, Shown)> = sized.collect();
            sized.sort_by(|(a, _), (b, _)| a.total_cmp(b));
            page.shown.push(sized);
        }
        page
    }

    fn read(&mut self, track: Option<usize>, texts: Vec<(Range<usize>, String)>) {
        for (place, text) in texts {
            let block = self.blocks.len();
            let said = numbers(&text).into_iter().filter_map(|number| {
                let size: f64 = number.digits.parse().ok()?;
                Some((size, block, number))
            });
            self.numbers.extend(said);
            let words = words(&text);
            for (at, first) in words.windows(WORDS).enumerate() {
                if let Ok(first) = first.to_vec().try_into() {
                    self.phrases.entry(first).or_default().push((block, at));
                }
            }
            self.blocks.push(Block {
                track,
                place,
                words,
            });
        }
    }

    /// The blocks above a place that hold a phrase.
    pub fn says_words(&self, above: usize, phrase: &[String]) -> Vec<&Block> {
        let first = phrase.first_chunk::<WORDS>();
        let places = first.and_then(|first| self.phrases.get(first));
        let mut found: Vec<usize> = places
            .into_iter()
            .flatten()
            .take(MOST)
            .filter(|(block, at)| {
                let block = &self.blocks[*block];
                block.place.start < above && block.words[*at..].starts_with(phrase)
            })
            .map(|(block, _)| *block)
            .collect();
        found.dedup();
        found.into_iter().map(|block| &self.blocks[block]).collect()
    }

    /// The blocks above a place, in a track, that print a number which `says` it.
    pub fn says_number(
        &self,
        above: usize,
        track: usize,
        (answer, format): (f64, &Format),
        says: impl Fn(&Number) -> bool,
    ) -> Vec<&Block> {
        let powers = match format.scale {
            Scale::Si => -30..=30,
            scale => scale.power()..=scale.power(),
        };
        let mut found: Vec<usize> = Vec::new();
        for power in powers.step_by(3) {
            let factor = libm::pow(10.0, f64::from(power));
            let near = sized(
                &self.numbers,
                |(size, ..)| *size,
                around(answer, format, factor),
            );
            let near = near.filter(|(_, block, number)| {
                let block = &self.blocks[*block];
                let in_track = block.track.is_none_or(|other| other == track);
                block.place.start < above && in_track && says(number)
            });
            found.extend(near.map(|(_, block, _)| *block).take(FEW));
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|block| &self.blocks[block]).collect()
    }

    /// The numbers of about an answer's size that are computed and printed above a place; `track` is an index
    /// into the values that the page was read with.
    pub fn shows(
        &self,
        above: usize,
        track: usize,
        (answer, format): (f64, &Format),
    ) -> impl Iterator<Item = (f64, &Shown<'d>)> {
        let near = sized(
            &self.shown[track],
            |(size, _)| *size,
            around(answer, format, 1.0),
        );
        let near = near.map(|(size, shown)| (*size, shown));
        near.filter(move |(_, shown)| shown.at < above)
    }
}

/// The numbers that may print as an answer, or lie as near as gives it away, times a factor.
fn around(answer: f64, format: &Format, factor: f64) -> Range<f64> {
    let last = match (format.decimals, format.scale) {
        (None, _) => 0.0,
        (Some(decimals), Scale::Si) => answer.abs() * libm::pow(0.1, f64::from(decimals)),
        (Some(decimals), scale) => libm::pow(0.1, f64::from(decimals) + f64::from(scale.power())),
    };
    let off = 0.02 * answer.abs() + last;
    (answer - off) * factor..(answer + off) * factor
}

/// What lies in a range, of what is in order.
fn sized<T>(all: &[T], size: impl Fn(&T) -> f64, range: Range<f64>) -> impl Iterator<Item = &T> {
    let from = all.partition_point(|item| size(item) < range.start);
    let to = all.partition_point(|item| size(item) <= range.end);
    all[from..to.max(from)].iter().take(MOST)
}

/// For each readout, whether it can be read before anything is answered: not in a directive that keeps its texts back.
fn open_readouts(draft: &Draft, directives: &[Directive]) -> Vec<bool> {
    let kinds = ["lock", "reveal", "reflect", "math", "challenge"];
    let closed = directives
        .iter()
        .filter(|directive| kinds.contains(&directive.kind));
    let mut closed: Vec<&Range<usize>> = closed.map(|directive| &directive.range).collect();
    closed.sort_by_key(|range| range.start);
    let places = draft.readout_places.iter();
    let open = places.map(|place| {
        let before = closed.partition_point(|closed| closed.start <= place.start);
        let last = before.checked_sub(1).map(|last| closed[last]);
        !last.is_some_and(|last| last.contains(&place.start))
    });
    open.collect()
}

/// The readouts of a track.
fn printed<'d>(draft: &'d Draft, values: &Values, open: &[bool]) -> Vec<Shown<'d>> {
    let readouts = draft.mission.readouts.iter().zip(&draft.readout_tracks);
    let readouts = readouts.zip(&draft.readout_places).zip(open);
    // What is printed of a moment isn't there before it.
    let shown = readouts.filter(|(((readout, only), _), open)| {
        **open && readout.at.is_none() && only.admits(values.track)
    });
    let shown = shown.map(|(((readout, _), place), _)| Shown {
        at: place.start,
        place: place.clone(),
        value: &readout.value,
        format: &readout.format,
        label: None,
    });
    shown.collect()
}

/// The numbers on the instruments of a track.
fn read_off<'d>(
    draft: &'d Draft,
    values: &Values,
    pieces: &[(Range<usize>, Piece)],
    own: &HashMap<(&str, &str), &Range<usize>>,
) -> Vec<Shown<'d>> {
    let mut found = Vec::new();
    for (range, piece) in pieces {
        let Piece::Island(index) = piece else {
            continue;
        };
        let island = &draft.mission.islands[*index];
        for (instrument, shown) in readings(&island.kind, values.track) {
            let place = own.get(&(island.id.as_str(), instrument));
            found.push(Shown {
                at: range.start,
                place: place.map_or_else(|| draft.places[*index].clone(), |place| (*place).clone()),
                value: shown.value,
                format: shown.format,
                label: Some(shown.label),
            });
        }
    }
    found
}
