//! The one module that touches the browser's storage.
//!
//! | key | what |
//! | --- | --- |
//! | `mission:BOOK:2:CHAPTER:STREAM:NUMBER` | a [`chunk`] of what a tab has added to the chapter's ledger |
//! | `mission:BOOK:2:CHAPTER:lasting` | a chunk of those acts of a long ledger that nothing has replaced, to come alive with |
//! | `mission:BOOK:2:CHAPTER` | the highest logical clock that some tab has stored: whoever knows a lower one has something to read |
//! | `mission:BOOK:1:CHAPTER` | the ledger as version 1 has left it |
//! | `mission:BOOK:1:CHAPTER:aside:TIME` | what version 1 could not read |
//! | `mission:BOOK:head` | what the boot script needs before the first paint |
//! | `mission:BOOK:left:CHAPTER` | see [`elsewhere`](crate::elsewhere) |
//!
//! Each tab writes chunks under its own stream's id, and nothing else: no tab can write over what another has written,
//! and no lock is needed. What can't be read stays where it is.

use mission_model::json::Json;
use mission_model::ledger::{Entry, Ledger, Refusal, VERSION, chunk};
use mission_model::mission::Mission;
use mission_model::names::Names;
use mission_model::words;
use mission_widgets::Unread;
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use web_sys::{Storage, Window};

/// See the [module](self).
const LASTING: &str = "lasting";
/// So many acts take longer to read than a reader should wait for.
const LONG: usize = 5000;

/// Storage of one chapter.
pub struct Chest {
    storage: Option<Storage>,
    book: String,
    chapter: String,
    /// The keys of what was read, or can't be.
    read: RefCell<Names<()>>,
    /// The ledger of version 1 as it was read.
    early: RefCell<Option<String>>,
}

/// What was found in the storage.
pub struct Found {
    /// What this tab has not yet read.
    pub ledger: Ledger,
    /// What it can't read.
    pub unread: Vec<Unread>,
}

impl Chest {
    /// The storage of a chapter; the browser may refuse it.
    pub fn new(window: &Window, mission: &Mission) -> Self {
        Self::of(window, &mission.book, &mission.id)
    }

    /// The storage of a chapter under names that it or its book had.
    pub fn of(window: &Window, book: &str, chapter: &str) -> Self {
        Self {
            storage: window.local_storage().ok().flatten(),
            book: book.to_owned(),
            chapter: chapter.to_owned(),
            read: RefCell::default(),
            early: RefCell::default(),
        }
    }

    fn key(&self, version: u32) -> String {
        format!("mission:{}:{version}:{}", self.book, self.chapter)
    }

    fn head_key(&self) -> String {
        format!("mission:{}:head", self.book)
    }

    fn get(&self, key: &str) -> Option<String> {
        self.storage.as_ref()?.get_item(key).ok().flatten()
    }

    /// Whether a change at a key, of whatever storage, is one of this chapter.
    pub fn holds(&self, key: &str) -> bool {
        let own = key.strip_prefix(&format!("{}:", self.key(VERSION)));
        key == self.key(1) || own.is_some_and(|own| own != LASTING)
    }

    /// What a long ledger amounts to, as it was stored last; nothing of one that is read in no time.
    pub fn lasting(&self) -> Option<Ledger> {
        let text = self.get(&format!("{}:{LASTING}", self.key(VERSION)))?;
        let mut ledger = Ledger::empty(&self.book, &self.chapter);
        chunk::read("", &text, &mut ledger.entries).ok()?;
        Some(ledger)
    }

    /// Stores what a long ledger amounts to. If it is lost, the next visit takes a little longer.
    pub fn save_lasting(&self, ledger: &Ledger) {
        if ledger.entries.len() < LONG {
            return;
        }
        if let (Some(storage), Ok(text)) = (&self.storage, chunk::write("", &ledger.lasting())) {
            let _ = storage.set_item(&format!("{}:{LASTING}", self.key(VERSION)), &text);
        }
    }

    /// What is stored and this tab doesn't know: chunks that it has not read, or that may have changed since.
    pub fn news(&self, own: &str) -> Found {
        let mut found = Found {
            ledger: Ledger::empty(&self.book, &self.chapter),
            unread: Vec::new(),
        };
        let Some(storage) = &self.storage else {
            return found;
        };
        let keys = 0..storage.length().unwrap_or(0);
        let keys: Vec<String> = keys
            .filter_map(|at| storage.key(at).ok().flatten())
            .collect();
        self.read_early(&keys, &mut found);
        let prefix = format!("{}:", self.key(VERSION));
        let mut chunks: Vec<(&str, usize, &String)> = keys
            .iter()
            .filter_map(|key| {
                let (stream, number) = key.strip_prefix(&prefix)?.split_once(':')?;
                Some((stream, number.parse().ok()?, key))
            })
            .collect();
        // In their order, so that there is little to be sorted.
        chunks.sort_unstable();
        let mut chunks = chunks.iter().peekable();
        let mut new: Vec<(&str, &String)> = Vec::new();
        while let Some((stream, _, key)) = chunks.next() {
            // The last chunk of a stream may grow.
            let last = chunks.peek().is_none_or(|next| next.0 != *stream);
            if *stream != own && (last || !self.read.borrow().contains_key(key)) {
                new.push((stream, key));
            }
        }
        let mut entries = Vec::with_capacity(new.len() * chunk::LENGTH);
        for (stream, key) in new {
            let Some(text) = self.get(key) else { continue };
            if let Err(mismatch) = chunk::read(stream, &text, &mut entries) {
                found.unread.push(unread(key, text, &mismatch.to_string()));
            }
            self.read.borrow_mut().insert_new(key.clone(), ());
        }
        found.ledger.add(entries);
        found
    }

    /// The ledger of version 1, and what it has put aside.
    fn read_early(&self, keys: &[String], found: &mut Found) {
        let key = self.key(1);
        if let Some(text) = self.get(&key)
            && self.early.borrow().as_ref() != Some(&text)
        {
            match Ledger::read(&text, &self.book, &self.chapter) {
                Ok(ledger) => found.ledger = ledger,
                Err(refusal) => found.unread.push(Unread {
                    newer: matches!(refusal, Refusal::Newer(_)),
                    ..unread(&key, text.clone(), &refusal.to_string())
                }),
            }
            *self.early.borrow_mut() = Some(text);
        }
        let aside = format!("{key}:aside:");
        for key in keys.iter().filter(|key| key.starts_with(&aside)) {
            if let Some(text) = self
                .get(key)
                .filter(|_| !self.read.borrow().contains_key(key))
            {
                found.unread.push(unread(key, text, words::ASIDE_BEFORE));
                self.read.borrow_mut().insert_new(key.clone(), ());
            }
        }
    }

    /// The highest logical clock that is stored.
    pub fn clock(&self) -> u64 {
        let clock = self.get(&self.key(VERSION));
        clock.and_then(|clock| clock.parse().ok()).unwrap_or(0)
    }

    /// Stores a chunk.
    ///
    /// # Errors
    /// The reason in words.
    pub fn save(&self, stream: &str, number: usize, entries: &[Entry]) -> Result<(), String> {
        let storage = self.storage.as_ref().ok_or(words::STORAGE_REFUSED)?;
        let text = chunk::write(stream, entries).map_err(|mismatch| mismatch.to_string())?;
        storage
            .set_item(&format!("{}:{stream}:{number}", self.key(VERSION)), &text)
            .map_err(|error| refusal(&error))
    }

    /// Says up to which logical clock acts are stored. If it is lost, others hear of them a little later.
    pub fn save_clock(&self, clock: u64) {
        if let Some(storage) = &self.storage {
            let _ = storage.set_item(&self.key(VERSION), &clock.to_string());
        }
    }

    /// Removes what can't be read.
    pub fn discard(&self, key: &str) {
        if let Some(storage) = &self.storage {
            let _ = storage.remove_item(key);
        }
    }

    fn head(&self) -> Json {
        let stored = self
            .storage
            .as_ref()
            .and_then(|storage| storage.get_item(&self.head_key()).ok().flatten());
        stored
            .and_then(|text| Json::parse(&text).ok())
            .unwrap_or(Json::Null)
    }

    /// Stores what the boot script needs: the track, the answered locks of each track, and the heights of
    /// the islands at a width. What is lost here costs a jump at the next visit, no work.
    pub fn save_head(&self, head: &Head) {
        let Some(storage) = &self.storage else { return };
        let texts = |texts: &[String]| Json::Array(texts.iter().cloned().map(Json::Text).collect());
        let open = head
            .open
            .iter()
            .map(|(track, locks)| (track.clone(), texts(locks)));
        let mut stored = self.head();
        let known = stored
            .get("chapters")
            .and_then(|chapters| chapters.get(&self.chapter)?.get("boxes"));
        let width = Json::Number(head.width.into());
        // Islands of the chapter on another page keep theirs, if they were measured at the same width.
        let known = known
            .filter(|boxes| head.heights.is_empty() || boxes.get("width") == Some(&width))
            .cloned();
        let mut boxes = known.unwrap_or(Json::Null);
        if !head.heights.is_empty() {
            let mut heights = boxes.get("heights").cloned().unwrap_or(Json::Null);
            for (id, height) in &head.heights {
                heights.set(id, Json::Number((*height).into()));
            }
            boxes.set("width", width);
            boxes.set("heights", heights);
        }
        let mut chapter = Json::Null;
        chapter.set("open", Json::Object(open.collect()));
        chapter.set("boxes", boxes);
        let (done, of) = head.steps;
        for (name, count) in [("done", done), ("of", of)] {
            chapter.set(name, Json::Number((count as u32).into()));
        }
        if let Some(next) = &head.next {
            chapter.set("next", Json::Text(next.clone()));
        }
        let mut chapters = stored.get("chapters").cloned().unwrap_or(Json::Null);
        chapters.set(&self.chapter, chapter);
        if let Some(track) = &head.track {
            stored.set("track", Json::Text(track.clone()));
        }
        stored.set("chapters", chapters);
        let _ = storage.set_item(&self.head_key(), &stored.to_string());
    }

    /// The track that was chosen last in this book.
    pub fn track(&self) -> Option<String> {
        self.head().get("track")?.text().map(str::to_owned)
    }
}

fn unread(key: &str, text: String, reason: &str) -> Unread {
    Unread {
        key: key.to_owned(),
        text,
        reason: reason.to_owned(),
        newer: false,
        handed: false,
    }
}

/// What the boot script needs.
#[derive(Default, PartialEq)]
pub struct Head {
    /// The chosen track; none if the chapter has but one, which says nothing about the others.
    pub track: Option<String>,
    /// The answered locks of each track.
    pub open: Vec<(String, Vec<String>)>,
    /// How many steps are done in the chosen track, and how many there are.
    pub steps: (usize, usize),
    /// The element id of the island of the next step.
    pub next: Option<String>,
    /// The width of the text.
    pub width: i32,
    /// Element ids of the islands, with their heights at this width.
    pub heights: Vec<(String, i32)>,
}

/// Why the browser did not store something.
fn refusal(error: &JsValue) -> String {
    let name = js_sys::Reflect::get(error, &"name".into())
        .ok()
        .and_then(|name| name.as_string());
    match name.as_deref() {
        Some("QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED") => words::STORAGE_FULL.to_owned(),
        _ => words::STORAGE_REFUSED.to_owned(),
    }
}
