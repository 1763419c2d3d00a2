//! `reflect`: a question answered in the student's own words, freely or by completing a sentence.

use super::{Read, by_track, by_track_as, reading};
use crate::draft::{Draft, Scope};
use crate::reader::{Reader, Text};
use crate::text::unbalanced;
use crate::vocabulary::types::{PlainText, PlainTexts, RichTexts, TextByTrack, ValueNames, Whole};
use crate::vocabulary::{Keys, keys};
use mission_model::mission::{Html, Kind, Reflect};

keys! {
    /// A question that is answered in words.
    pub struct ReflectKeys of "`reflect`" {
        /// The question.
        need prompt: TextByTrack,
        /// Who asks: "Patterson" becomes *Patterson asks*.
        may asker: PlainText,
        /// A sentence to be completed, with `___` for each blank, in place of a free answer.
        may sentence: TextByTrack,
        /// Words that the answer should use.
        may terms: PlainTexts,
        /// How long it has to be to count as written. 20 if you don't say; of a sentence 1.
        may min_words: Whole<1, 1000>,
        /// What a good answer holds: a box each.
        may criteria: RichTexts,
        /// A good answer. Without criteria it can be opened as soon as the own one is committed.
        may model_answer: TextByTrack,
        /// Values that the ledger keeps of the moment of the commit.
        may readings: ValueNames,
    }
}

/// Stands for a blank while a sentence is rendered; as long as three underscores, so that places remain.
const BLANK: &str = "\u{e0f2}";

/// Reads a reflection.
pub fn read(draft: &mut Draft, reader: &mut Reader, scope: Scope) -> Option<Read> {
    let keys = ReflectKeys::read(reader);
    let prompt = by_track(draft, scope, keys.prompt);
    // Of a sentence it is enough that nothing is left empty.
    let min_words = keys
        .min_words
        .unwrap_or(if keys.sentence.is_some() { 1 } else { 20 });
    let sentence = by_track_as(draft, scope, keys.sentence, &sentence);
    let terms = keys.terms.map(|terms| terms.value).unwrap_or_default();
    let criteria = keys.criteria.map(|criteria| criteria.value);
    let criteria = criteria.unwrap_or_default();
    let criteria = criteria
        .iter()
        .map(|criterion| draft.line(scope, criterion))
        .collect();
    let model_answer = by_track(draft, scope, keys.model_answer);
    let readings = reading::names(draft, scope, keys.readings);
    Some(Read::island(Kind::Reflect(Reflect {
        asker: keys.asker.map(|asker| asker.value).unwrap_or_default(),
        prompt: prompt?,
        sentence,
        terms: terms.into_iter().map(|term| term.value).collect(),
        min_words,
        criteria,
        model_answer,
        readings,
    })))
}

/// The parts of a sentence around its blanks.
fn sentence(draft: &mut Draft, scope: Scope, text: &Text) -> Option<Vec<Html>> {
    let blanked = blanked(&text.value);
    let marked = if blanked.len() == text.value.len() {
        let mut marked = text.clone();
        marked.value = blanked;
        marked
    } else {
        // A longer blank shifts what follows it.
        Text::made(blanked, text.span.clone())
    };
    let html = draft.line(scope, &marked);
    let parts: Vec<Html> = html.split(BLANK).map(str::to_owned).collect();
    if parts.len() < 2 {
        let help = "write `___` where something is to be put in".to_owned();
        draft
            .sink
            .report(text.span.clone(), "a sentence without a blank", "", help);
        return None;
    }
    if let Some(tag) = parts.iter().find_map(|part| unbalanced(part)) {
        let help = "end the emphasis or the link before the blank, and begin it again after it";
        draft.sink.report(
            text.span.clone(),
            format!("a blank can't stand inside `<{tag}>`"),
            "",
            help.to_owned(),
        );
        return None;
    }
    Some(parts)
}

/// A text with [`BLANK`] for each run of three underscores or more.
fn blanked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("___") {
        out.push_str(&rest[..start]);
        out.push_str(BLANK);
        rest = rest[start..].trim_start_matches('_');
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_underscores_are_blanks() {
        for (text, expect) in [
            ("Above ___ it is ___.", "Above \u{e0f2} it is \u{e0f2}."),
            ("______ of a_b __", "\u{e0f2} of a_b __"),
            ("none", "none"),
        ] {
            assert_eq!(blanked(text), expect);
        }
    }
}
