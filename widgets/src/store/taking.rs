//! What the student takes along, and brings back.

use super::{Store, Unread};
use crate::report::{Format, report};
use mission_model::json::named;
use mission_model::ledger::Author;
use web_sys::File;
use yew::Callback;

impl Store {
    /// Hands the student a copy of the ledger.
    pub fn export(&self) {
        self.know_all();
        if let Some(rim) = self.rim() {
            let text = named::to(&self.ledger().sealed())
                .map(|json| json.pretty())
                .unwrap_or_default();
            rim.download(
                &format!("{}-{}.ledger.json", self.0.mission.book, self.0.mission.id),
                "application/json",
                &text,
            );
        }
    }

    /// What is stored and can't be read.
    pub fn unread(&self) -> Vec<Unread> {
        self.0.unread.borrow().clone()
    }

    /// Lists something that can't be read.
    pub fn list_unread(&self, unread: Unread) {
        let mut all = self.0.unread.borrow_mut();
        all.retain(|other| other.key != unread.key);
        all.push(unread);
        drop(all);
        self.notify();
    }

    /// Hands the student a copy of something that can't be read.
    pub fn export_unread(&self, key: &str) {
        let Some(rim) = self.rim() else { return };
        let mut text = String::new();
        for unread in self.0.unread.borrow_mut().iter_mut() {
            if unread.key == key {
                unread.handed = true;
                text.clone_from(&unread.text);
            }
        }
        let name = format!("{}-{}.aside.txt", self.0.mission.book, self.0.mission.id);
        rim.download(&name, "text/plain", &text);
        self.notify();
    }

    /// Removes what can't be read, of which the student has a copy.
    pub fn discard_unread(&self, key: &str) {
        if let Some(rim) = self.rim() {
            rim.discard(key);
            self.0
                .unread
                .borrow_mut()
                .retain(|unread| unread.key != key);
            self.notify();
        }
    }

    /// Hands the student a report for the instructor.
    pub fn report(&self, name: &str, format: Format) {
        self.know_all();
        if let Some(rim) = self.rim() {
            let author = Author {
                name: name.to_owned(),
                now: rim.now(),
            };
            let mission = &self.0.mission;
            let (ending, kind) = format.file();
            rim.download(
                &format!("{}-{}.report.{ending}", mission.book, mission.id),
                kind,
                &report(self, &author, format),
            );
        }
    }

    /// Reads a file that the student has chosen.
    pub fn read_file(&self, file: &File, then: Callback<String>) {
        if let Some(rim) = self.rim() {
            rim.read_file(file, then);
        }
    }

    /// Prints the page.
    pub fn print_page(&self) {
        if let Some(rim) = self.rim() {
            rim.print_page();
        }
    }
}
