//! What the student takes along, and brings back.

use super::{Saving, Store};
use mission_model::json::named;
use mission_model::ledger::{Author, markdown};
use web_sys::File;
use yew::Callback;

impl Store {
    /// Hands the student a copy of the ledger.
    pub fn export(&self) {
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

    /// Hands the student what was put aside, and lets the matter rest when it is sure to have arrived.
    pub fn export_aside(&self) {
        if let (Saving::Aside(_, text), Some(rim)) = (self.saving(), self.rim()) {
            let name = format!("{}-{}.aside.txt", self.0.mission.book, self.0.mission.id);
            if rim.download(&name, "text/plain", &text) {
                rim.aside_taken();
                self.set_saving(Saving::Untouched);
            }
        }
    }

    /// Hands the student a report for the instructor.
    pub fn report(&self, name: &str) {
        if let Some(rim) = self.rim() {
            let author = Author {
                name: name.to_owned(),
                now: rim.now(),
            };
            let text = markdown(&self.0.mission, &self.ledger(), &author);
            rim.download(
                &format!("{}-{}.report.md", self.0.mission.book, self.0.mission.id),
                "text/markdown",
                &text,
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
