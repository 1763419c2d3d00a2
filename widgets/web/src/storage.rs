//! The one module that touches the browser's storage.
//!
//! | key | what |
//! | --- | --- |
//! | `mission:BOOK:1:CHAPTER` | the chapter's ledger, as exported |
//! | `mission:BOOK:1:CHAPTER:aside` | a ledger that could not be read, as it was |
//! | `mission:BOOK:head` | what the boot script needs before the first paint |

use mission_model::ledger::{FORMAT, Ledger, VERSION};
use mission_model::mission::Mission;
use serde_json::{Value, json};
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
        let reason = match serde_json::from_str::<Ledger>(&text) {
            Ok(ledger) if ledger.format == FORMAT && ledger.version == VERSION => {
                return Found::Ledger(Box::new(ledger));
            }
            Ok(ledger) => format!("it is of version {}", ledger.version),
            Err(error) => error.to_string(),
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
        let text = serde_json::to_string(ledger).map_err(|error| error.to_string())?;
        storage
            .set_item(&self.ledger_key, &text)
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
        let text = storage
            .get_item(&self.head_key)
            .ok()
            .flatten()
            .unwrap_or_default();
        let mut head = serde_json::from_str::<Value>(&text)
            .ok()
            .filter(Value::is_object)
            .unwrap_or_else(|| json!({}));
        head["track"] = json!(track);
        if !head["chapters"].is_object() {
            head["chapters"] = json!({});
        }
        let open: Value = open
            .iter()
            .map(|(track, locks)| (track.clone(), json!(locks)))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let heights: Value = heights
            .iter()
            .map(|(id, height)| (id.clone(), json!(height)))
            .collect::<serde_json::Map<_, _>>()
            .into();
        head["chapters"][&self.chapter] =
            json!({ "open": open, "boxes": { "width": width, "heights": heights } });
        // What is lost here costs a jump at the next visit, no work.
        let _ = storage.set_item(&self.head_key, &head.to_string());
    }

    /// The track that was chosen last in this book.
    pub fn track(&self) -> Option<String> {
        let text = self.storage.as_ref()?.get_item(&self.head_key).ok()??;
        serde_json::from_str::<Value>(&text).ok()?["track"]
            .as_str()
            .map(str::to_owned)
    }
}
