//! The one module that touches the browser's storage.
//!
//! | key | what |
//! | --- | --- |
//! | `mission:BOOK:1:CHAPTER` | the chapter's ledger, as exported |
//! | `mission:BOOK:1:CHAPTER:aside` | a ledger that could not be read, as it was |
//! | `mission:BOOK:head` | what the boot script needs before the first paint |

use mission_model::json::{Json, named};
use mission_model::ledger::{FORMAT, Ledger, VERSION};
use mission_model::mission::Mission;
use web_sys::{Storage, Window};

/// Storage of one chapter.
pub struct Chest {
    storage: Option<Storage>,
    ledger_key: String,
    head_key: String,
    chapter: String,
}

/// What was found in the storage.
pub enum Found {
    /// No ledger yet.
    Nothing,
    /// A ledger of this book and chapter.
    Ledger(Box<Ledger>),
    /// Something that can't be read; it was put aside. The reason in words.
    Unreadable(String),
    /// The browser refuses its storage.
    Refused,
}

impl Chest {
    /// The storage of a chapter; the browser may refuse it.
    pub fn new(window: &Window, mission: &Mission) -> Self {
        Self {
            storage: window.local_storage().ok().flatten(),
            ledger_key: format!("mission:{}:{VERSION}:{}", mission.book, mission.id),
            head_key: format!("mission:{}:head", mission.book),
            chapter: mission.id.clone(),
        }
    }

    /// Reads the ledger. One that can't be read is put aside, never overwritten.
    pub fn load(&self) -> Found {
        let Some(storage) = &self.storage else {
            return Found::Refused;
        };
        let text = match storage.get_item(&self.ledger_key) {
            Ok(Some(text)) => text,
            Ok(None) => return Found::Nothing,
            Err(_) => return Found::Refused,
        };
        let ledger = Json::parse(&text).map_err(|malformed| malformed.to_string());
        let ledger = ledger
            .and_then(|json| named::from::<Ledger>(json).map_err(|mismatch| mismatch.to_string()));
        let reason = match ledger {
            Ok(ledger) if ledger.format == FORMAT && ledger.version == VERSION => {
                return Found::Ledger(Box::new(ledger));
            }
            Ok(ledger) => format!("it is of version {}", ledger.version),
            Err(reason) => reason,
        };
        let _ = storage.set_item(&format!("{}:aside", self.ledger_key), &text);
        Found::Unreadable(reason)
    }

    /// Stores the ledger.
    ///
    /// # Errors
    /// The reason in words.
    pub fn save(&self, ledger: &Ledger) -> Result<(), String> {
        let storage = self
            .storage
            .as_ref()
            .ok_or("the browser refuses its storage to this page")?;
        let text = named::to(ledger).map_err(|mismatch| mismatch.to_string())?;
        storage
            .set_item(&self.ledger_key, &text.to_string())
            .map_err(|_| "the browser's storage is full".to_owned())
    }

    /// Stores what the boot script needs: the track, the answered locks of each track, the islands' heights.
    pub fn save_head(
        &self,
        track: &str,
        open: &[(String, Vec<String>)],
        width: i32,
        heights: &[(String, i32)],
    ) {
        let Some(storage) = &self.storage else { return };
        let texts = |texts: &[String]| Json::Array(texts.iter().cloned().map(Json::Text).collect());
        let open = open
            .iter()
            .map(|(track, locks)| (track.clone(), texts(locks)));
        let heights = heights
            .iter()
            .map(|(id, height)| (id.clone(), Json::Number((*height).into())));
        let mut boxes = Json::Object(Vec::new());
        boxes.set("width", Json::Number(width.into()));
        boxes.set("heights", Json::Object(heights.collect()));
        let mut chapter = Json::Object(Vec::new());
        chapter.set("open", Json::Object(open.collect()));
        chapter.set("boxes", boxes);

        let mut head = self.head().unwrap_or(Json::Null);
        let mut chapters = head.get("chapters").cloned().unwrap_or(Json::Null);
        chapters.set(&self.chapter, chapter);
        head.set("track", Json::Text(track.to_owned()));
        head.set("chapters", chapters);
        // What is lost here costs a jump at the next visit, no work.
        let _ = storage.set_item(&self.head_key, &head.to_string());
    }

    /// The track that was chosen last in this book.
    pub fn track(&self) -> Option<String> {
        self.head()?.get("track")?.text().map(str::to_owned)
    }

    fn head(&self) -> Option<Json> {
        let text = self.storage.as_ref()?.get_item(&self.head_key).ok()??;
        Json::parse(&text).ok()
    }
}
