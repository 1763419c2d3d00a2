//! What a store needs of the browser: the clock, the storage, the rest of the page.

use crate::page::Page;
use crate::storage::{Chest, Found};
use mission_model::json::named;
use mission_model::mission::Kind;
use mission_widgets::{Rim, Saving, Store};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// The browser around one chapter. Cheap to clone.
#[derive(Clone)]
pub struct Browser(Rc<Inner>);

struct Inner {
    page: Page,
    chest: Chest,
    /// What each readout shows.
    printed: RefCell<Vec<String>>,
}

impl Browser {
    /// The browser of a page, for a chapter.
    pub fn new(page: Page, store: &Store) -> Self {
        let chest = Chest::new(page.window(), store.mission());
        let browser = Self(Rc::new(Inner {
            page,
            chest,
            printed: RefCell::default(),
        }));
        let (leaving, left) = (browser.clone(), store.clone());
        Page::on(browser.0.page.window(), "pagehide", move || {
            leaving.save_head(&left)
        });
        browser
    }

    /// Restores what was stored, and lets go of the boot script's reservations.
    pub fn restore(&self, store: &Store) {
        match self.0.chest.load() {
            Found::Ledger(ledger) => {
                store.restore(*ledger);
                store.set_saving(Saving::Saved);
            }
            Found::Nothing => {}
            Found::Unreadable(reason) => {
                store.set_saving(Saving::Failed(format!(
                    "The stored ledger can't be read ({reason}). It was put aside."
                )));
            }
            Found::Refused => {}
        }
        // The track is chosen once for the book.
        if store.chosen().is_none()
            && let Some(track) = self
                .0
                .chest
                .track()
                .and_then(|track| store.mission().track(&track))
        {
            store.choose(track);
        }
        self.print(store, true);
        let (browser, store) = (self.clone(), store.clone());
        self.0.page.soon(move || browser.0.page.mark(&store));
    }

    /// Brings the readouts up to date: those that changed, or all if new text is on the page.
    fn print(&self, store: &Store, all: bool) {
        let mission = store.mission();
        let texts: Vec<String> = mission
            .readouts
            .iter()
            .map(|readout| mission_widgets::print_readout(store, readout))
            .collect();
        let changed: Vec<bool> = {
            let before = self.0.printed.borrow();
            texts
                .iter()
                .enumerate()
                .map(|(index, text)| all || before.get(index) != Some(text))
                .collect()
        };
        if changed.contains(&true) {
            self.0.page.print(store, &texts, &changed);
            *self.0.printed.borrow_mut() = texts;
        }
    }

    fn save_head(&self, store: &Store) {
        let Some(track) = store.chosen() else { return };
        let mission = store.mission();
        let open: Vec<(String, Vec<String>)> = mission
            .tracks
            .iter()
            .enumerate()
            .map(|(index, track)| {
                let answered = mission
                    .islands
                    .iter()
                    .filter(|island| {
                        matches!(island.kind, Kind::Lock(_)) && store.is_answered(index, &island.id)
                    })
                    .map(|island| island.id.clone());
                (track.id.clone(), answered.collect())
            })
            .collect();
        let page = &self.0.page;
        self.0.chest.save_head(
            &mission.tracks[track].id,
            &open,
            page.width(),
            &page.heights(mission),
        );
    }
}

impl Rim for Browser {
    fn now(&self) -> u64 {
        js_sys::Date::now() as u64
    }

    fn acted(&self, store: &Store) {
        let saved = self.0.chest.save(&store.ledger());
        self.save_head(store);
        self.0.page.mark(store);
        self.print(store, false);
        store.set_saving(match saved {
            Ok(()) => Saving::Saved,
            Err(reason) => Saving::Failed(reason),
        });
    }

    fn printed(&self, store: &Store) {
        self.print(store, true);
    }

    fn export(&self, store: &Store) {
        let _ = self.download(store);
    }
}

impl Browser {
    /// Hands the ledger over as a file; `None` if the browser does not let it.
    fn download(&self, store: &Store) -> Option<()> {
        let text = named::to(&*store.ledger()).ok()?.pretty();
        let options = BlobPropertyBag::new();
        options.set_type("application/json");
        let blob =
            Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&text.into()), &options)
                .ok()?;
        let url = Url::create_object_url_with_blob(&blob).ok()?;
        let link: HtmlAnchorElement = self
            .0
            .page
            .document()
            .create_element("a")
            .ok()?
            .dyn_into()
            .ok()?;
        link.set_href(&url);
        link.set_download(&format!(
            "{}-{}.ledger.json",
            store.mission().book,
            store.mission().id
        ));
        link.click();
        Url::revoke_object_url(&url).ok()
    }
}
