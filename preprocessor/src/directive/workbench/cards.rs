//! `cards`: readings, each with its label and how good it is.

use super::Instrument;
use crate::directive::reading::{self, ReadingKeys};
use crate::draft::{Draft, Scope};
use crate::reader::Text;
use crate::vocabulary::keys;
use crate::vocabulary::types::Tables;
use mission_model::mission::{Cards, InstrumentKind};

keys! {
    /// Readings, each on a card.
    pub struct CardsKeys of "`[[cards]]`" {
        /// The cards, in the order of the page.
        need reading: Tables<ReadingKeys>,
    }
}

impl Instrument for CardsKeys {
    const NAME: &'static str = "cards";

    fn resolve(self, draft: &mut Draft, scope: Scope, _: Option<&Text>) -> Option<InstrumentKind> {
        let mut readings = Vec::new();
        for keys in self.reading? {
            readings.extend(reading::read(draft, scope, keys));
        }
        (!readings.is_empty()).then_some(InstrumentKind::Cards(Cards {
            readings,
            summary: None,
        }))
    }
}
