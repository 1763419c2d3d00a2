//! The document, as far as missions need it.

use mission_model::mission::Mission;
use mission_widgets::IslandState;
use wasm_bindgen::JsCast;
use wasm_bindgen::convert::FromWasmAbi;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, Window};

/// A document in a window.
#[derive(Clone)]
pub struct Page {
    window: Window,
    document: Document,
}

impl Page {
    /// The page that the module runs in.
    pub fn new() -> Option<Self> {
        let window = web_sys::window()?;
        let document = window.document()?;
        Some(Self { window, document })
    }

    /// The window.
    pub fn window(&self) -> &Window {
        &self.window
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    fn all(&self, selector: &str) -> Vec<Element> {
        let Ok(found) = self.document.query_selector_all(selector) else {
            return Vec::new();
        };
        (0..found.length())
            .filter_map(|at| found.item(at)?.dyn_into().ok())
            .collect()
    }

    /// The chapters on the page, each once, with its mission as JSON.
    pub fn missions(&self) -> Vec<(String, String)> {
        let mut seen = Vec::new();
        self.all("script.mission-data")
            .into_iter()
            .filter_map(|script| {
                Some((
                    script.get_attribute("data-chapter")?,
                    script.text_content()?,
                ))
            })
            .filter(|(chapter, _)| {
                let new = !seen.contains(chapter);
                seen.push(chapter.clone());
                new
            })
            .collect()
    }

    /// The box of an island.
    pub fn island(&self, chapter: &str, id: &str) -> Option<Element> {
        self.document.get_element_by_id(&format!("{chapter}-{id}"))
    }

    /// A new box at the end of the page, for notices.
    pub fn notices(&self) -> Option<Element> {
        let root = self.document.create_element("div").ok()?;
        self.document.body()?.append_child(&root).ok()?;
        Some(root)
    }

    /// Marks a chapter's islands as failed and has them say so, and shows all of its prose. Other chapters of the
    /// page go on.
    pub fn fail(&self, chapter: &str) {
        for island in self.all(&format!(".mission[data-chapter=\"{chapter}\"]")) {
            let _ = island.set_attribute("data-state", "failed");
            if let Ok(note) = self.document.create_element("p") {
                note.set_class_name("mission-failed");
                note.set_text_content(Some(mission_model::words::FAILED));
                let _ = island.append_child(&note);
            }
        }
        let prose = format!(".mission-track[data-chapter=\"{chapter}\"]");
        for part in self.all(&format!("{prose}, {prose} .mission-track-name")) {
            let _ = part.set_attribute("style", "display:block");
        }
        for gate in self.all(&format!(".mission-gate[data-lock^=\"{chapter}-\"]")) {
            let _ = gate.class_list().add_1("mission-open");
        }
    }

    /// Writes what CSS, tests and screen readers go by: the state of an island, and its gates.
    pub fn mark_island(&self, chapter: &str, island: &str, state: IslandState) {
        if let Some(root) = self.island(chapter, island) {
            set_attribute(&root, "data-state", state.name());
        }
        for gate in self.all(&format!(".mission-gate[data-lock=\"{chapter}-{island}\"]")) {
            let _ = gate
                .class_list()
                .toggle_with_force("mission-open", state == IslandState::Done);
        }
    }

    /// Shows the prose of a track.
    pub fn mark_track(&self, mission: &Mission, track: usize) {
        let (chapter, id) = (&mission.id, &mission.tracks[track].id);
        // A chapter without a choice leaves the track of others on `print.html` alone.
        if mission.tracks.len() > 1
            && let Some(main) = self.document.query_selector("main").ok().flatten()
        {
            set_attribute(&main, "data-track", id);
        }
        // The style sheet hides the prose of all tracks; this shows that of one.
        let rule = format!(
            ".mission-live .mission-track[data-chapter=\"{chapter}\"][data-track=\"{id}\"]{{display:block}}"
        );
        if let Some(style) = self.style(&format!("mission-track-{chapter}")) {
            style.set_text_content(Some(&rule));
        }
    }

    fn style(&self, id: &str) -> Option<Element> {
        if let Some(style) = self.document.get_element_by_id(id) {
            return Some(style);
        }
        let style = self.document.create_element("style").ok()?;
        style.set_id(id);
        self.document.head()?.append_child(&style).ok()?;
        Some(style)
    }

    /// Lets go of what the boot script has put in place, the heights of the islands among it: the islands
    /// themselves are there now.
    pub fn release(&self, mission: &Mission) {
        if let Some(style) = self
            .document
            .get_element_by_id(&format!("mission-boot-{}", mission.id))
        {
            style.remove();
        }
        for island in self.all(&format!(".mission[data-chapter=\"{}\"]", mission.id)) {
            set_attribute(&island, "data-alive", "");
        }
    }

    /// The places of a chapter's readouts in a track, each with the readout's index. The prose of another track
    /// keeps its own numbers: it may be shown on paper.
    pub fn readouts(&self, mission: &Mission, track: usize) -> Vec<(usize, Element)> {
        let places = self.all(&format!("[data-readout^=\"{}:\"]", mission.id));
        let track = &mission.tracks[track].id;
        let others = format!(".mission-track:not([data-track=\"{track}\"])");
        let index = |place: &Element| {
            let readout = place.get_attribute("data-readout")?;
            readout.rsplit(':').next()?.parse().ok()
        };
        let places = places.into_iter();
        places
            .filter(|place| !place.closest(&others).is_ok_and(|prose| prose.is_some()))
            .filter_map(|place| Some((index(&place)?, place)))
            .collect()
    }

    /// Prints a readout in its place.
    pub fn print(&self, place: &Element, text: &str) {
        // Most stand as the build has printed them, and a text that is set is laid out anew.
        if place.text_content().as_deref() != Some(text) {
            place.set_text_content(Some(text));
        }
    }

    /// The heights of a chapter's islands on this page, by element id.
    pub fn heights(&self, mission: &Mission) -> Vec<(String, i32)> {
        let islands = self
            .all(&format!(".mission[data-chapter=\"{}\"]", mission.id))
            .into_iter();
        islands
            .filter_map(|island| {
                let island = island.dyn_into::<HtmlElement>().ok()?;
                Some((island.id(), island.offset_height())).filter(|(_, height)| *height > 0)
            })
            .collect()
    }

    /// The width that the heights belong to.
    pub fn width(&self) -> i32 {
        let main = self.document.query_selector("main").ok().flatten();
        main.map_or(0, |main| main.client_width())
    }

    /// Runs something each time an event reaches the window.
    pub fn on_window<E: FromWasmAbi + 'static>(&self, event: &str, then: impl FnMut(E) + 'static) {
        let then = Closure::<dyn FnMut(E)>::new(then).into_js_value();
        let _ = self
            .window
            .add_event_listener_with_callback(event, then.unchecked_ref());
    }
}

fn set_attribute(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        let _ = element.set_attribute(name, value);
    }
}
