//! The one module that touches the browser's storage.
//!
//! | key | what |
//! | --- | --- |
//! | `mission:BOOK:1:CHAPTER` | the chapter's ledger, as in a file, without seals |
//! | `mission:BOOK:1:CHAPTER:aside:TIME` | a ledger that could not be read, as it was, until the student has a copy |
//! | `mission:BOOK:head` | what the boot script needs before the first paint |
//! | `mission:BOOK:left:CHAPTER` | see [`elsewhere`](crate::elsewhere) |
//!
//! Another tab may write at the same time. What it wrote is read before anything is written over it.

use mission_model::json::{Json, named};
use mission_model::ledger::{Ledger, Refusal, VERSION};
use mission_model::mission::Mission;
use mission_model::words;
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use web_sys::{Storage, Window};

/// Storage of one chapter.
pub struct Chest {
    storage: Option<Storage>,
    book: String,
    chapter: String,
    /// What this tab has last read or written.
    known: RefCell<Option<String>>,
}

/// What was found in the storage.
pub enum Found {
    /// Nothing that this tab does not know.
    Nothing,
    /// A ledger of this book and chapter.
    Ledger(Box<Ledger>),
    /// Something that can't be read: why, and what it is.
    Unreadable(Refusal, String),
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
            known: RefCell::default(),
        }
    }

    /// The key of the chapter's ledger.
    pub fn key(&self) -> String {
        format!("mission:{}:{VERSION}:{}", self.book, self.chapter)
    }

    fn head_key(&self) -> String {
        format!("mission:{}:head", self.book)
    }

    /// What is stored and this tab has neither read nor written.
    pub fn news(&self) -> Found {
        let stored = self
            .storage
            .as_ref()
            .and_then(|storage| storage.get_item(&self.key()).ok().flatten());
        let Some(text) = stored.filter(|text| self.known.borrow().as_ref() != Some(text)) else {
            return Found::Nothing;
        };
        match Ledger::read(&text, &self.book, &self.chapter) {
            Ok(ledger) => {
                *self.known.borrow_mut() = Some(text);
                Found::Ledger(Box::new(ledger))
            }
            Err(refusal) => Found::Unreadable(refusal, text),
        }
    }

    /// Puts aside what can't be read, so that the place is free.
    ///
    /// # Errors
    /// The reason in words; then it stays where it is.
    pub fn put_aside(&self, text: &str, now: u64) -> Result<(), String> {
        let storage = self.storage.as_ref().ok_or(words::STORAGE_REFUSED)?;
        storage
            .set_item(&format!("{}:aside:{now}", self.key()), text)
            .map_err(|error| refusal(&error))?;
        storage
            .remove_item(&self.key())
            .map_err(|_| words::STORAGE_REFUSED.to_owned())
    }

    fn aside_key(&self) -> Option<String> {
        let storage = self.storage.as_ref()?;
        let prefix = format!("{}:aside:", self.key());
        let mut keys = (0..storage.length().ok()?).filter_map(|at| storage.key(at).ok().flatten());
        keys.find(|key| key.starts_with(&prefix))
    }

    /// What was put aside and not yet taken.
    pub fn aside(&self) -> Option<String> {
        self.storage
            .as_ref()?
            .get_item(&self.aside_key()?)
            .ok()
            .flatten()
    }

    /// The student has what was put aside.
    pub fn aside_taken(&self) {
        if let (Some(storage), Some(key)) = (&self.storage, self.aside_key()) {
            let _ = storage.remove_item(&key);
        }
    }

    /// Stores the ledger.
    ///
    /// # Errors
    /// The reason in words.
    pub fn save(&self, ledger: &Ledger) -> Result<(), String> {
        let storage = self.storage.as_ref().ok_or(words::STORAGE_REFUSED)?;
        let text = named::to(ledger)
            .map_err(|mismatch| mismatch.to_string())?
            .to_string();
        storage
            .set_item(&self.key(), &text)
            .map_err(|error| refusal(&error))?;
        *self.known.borrow_mut() = Some(text);
        Ok(())
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

/// What the boot script needs.
#[derive(Default, PartialEq)]
pub struct Head {
    /// The chosen track; none if the chapter has but one, which says nothing about the others.
    pub track: Option<String>,
    /// The answered locks of each track.
    pub open: Vec<(String, Vec<String>)>,
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
