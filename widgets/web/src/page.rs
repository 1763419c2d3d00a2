//! The document, as far as missions need it.

use mission_model::mission::Mission;
use mission_widgets::IslandState;
use wasm_bindgen::JsCast;
use wasm_bindgen::convert::FromWasmAbi;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, NodeList, Window};

#[wasm_bindgen]
extern "C" {
    // A function of loader.js, whose scope the glue shares.
    #[wasm_bindgen(js_name = giveUp)]
    fn give_up(island: &Element);
}

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
        elements(self.document.query_selector_all(selector))
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
    fn island(&self, chapter: &str, id: &str) -> Option<Element> {
        // A heading may have the same id: mdBook makes its own.
        let selector = format!(".mission[id=\"{chapter}-{id}\"]");
        self.document.query_selector(&selector).ok().flatten()
    }

    /// The islands of a chapter that are to come alive: the number of each box on the page, from 1, the island's id,
    /// and the box.
    pub fn islands(&self, chapter: &str) -> Vec<(usize, String, Element)> {
        let boxes = self.all(".mission").into_iter().enumerate();
        boxes
            .filter_map(|(index, island)| {
                island
                    .get_attribute("data-chapter")
                    .filter(|of| of == chapter)?;
                let id = island.id().strip_prefix(chapter)?.strip_prefix('-')?.into();
                Some((index + 1, id, island))
            })
            .filter(|(_, _, island)| !is_given_up(island))
            .collect()
    }

    /// How far an element is from what the reader sees, in pixels; what is not displayed is farthest.
    pub fn distance(&self, element: &Element) -> i32 {
        let place = element.get_bounding_client_rect();
        if place.height() == 0.0 {
            return i32::MAX;
        }
        let height = self.window.inner_height().ok();
        let height = height.and_then(|height| height.as_f64()).unwrap_or(0.0);
        (place.top() - height).max(-place.bottom()).max(0.0) as i32
    }

    /// What an island is drawn in, before it is put into its box.
    ///
    /// # Errors
    /// If the document makes no elements.
    pub fn root(&self) -> Result<Element, JsValue> {
        let root = self.document.create_element("form")?;
        root.set_class_name(mission_widgets::ISLAND);
        Ok(root)
    }

    /// A box at the end of the page for a chapter's notices.
    pub fn notices(&self, chapter: &str) -> Option<Element> {
        let id = format!("mission-notices-{chapter}");
        let root = self.document.create_element("div").ok()?;
        root.set_id(&id);
        match self.document.get_element_by_id(&id) {
            Some(before) => before.replace_with_with_node_1(&root).ok()?,
            None => drop(self.document.body()?.append_child(&root).ok()?),
        }
        Some(root)
    }

    /// Gives a chapter's islands up, and shows all of its prose. Other chapters of the page go on.
    pub fn fail(&self, chapter: &str) {
        for (_, _, island) in self.islands(chapter) {
            give_up(&island);
        }
        let prose = format!(".mission-track[data-chapter=\"{chapter}\"]");
        for part in self.all(&format!("{prose}, {prose} .mission-track-name")) {
            let _ = part.set_attribute("style", "display:block");
        }
    }

    /// Writes what CSS, tests and screen readers go by: the state of an island, and its gates.
    pub fn mark_island(&self, chapter: &str, island: &str, state: IslandState) {
        if let Some(root) = self.island(chapter, island) {
            if is_given_up(&root) {
                return;
            }
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

    /// An island is in its box. The height that the boot script has reserved for it is no longer held.
    pub fn mark_alive(&self, island: &Element) {
        set_attribute(island, "data-alive", "");
    }

    /// Lets go of what the boot script has put in place.
    pub fn release(&self, mission: &Mission) {
        let style = format!("mission-boot-{}", mission.id);
        if let Some(style) = self.document.get_element_by_id(&style) {
            style.remove();
        }
    }

    /// The places of a chapter's readouts in a track, each with the readout's index: on the page, or in an element.
    /// The prose of another track keeps its own numbers: it may be shown on paper.
    pub fn readouts(
        &self,
        mission: &Mission,
        track: usize,
        within: Option<&Element>,
    ) -> Vec<(usize, Element)> {
        let selector = format!("[data-readout^=\"{}:\"]", mission.id);
        let places = match within {
            Some(element) => elements(element.query_selector_all(&selector)),
            None => self.all(&selector),
        };
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

    /// The width that the heights belong to: of all that is beside the sidebar, since a bench may be wider than the text.
    pub fn width(&self) -> i32 {
        let main = self.document.query_selector("main").ok().flatten();
        let content = main.and_then(|main| main.parent_element());
        content.map_or(0, |content| content.client_width())
    }

    /// Runs something each time an event reaches the window.
    pub fn on_window<E: FromWasmAbi + 'static>(&self, event: &str, then: impl FnMut(E) + 'static) {
        let then = Closure::<dyn FnMut(E)>::new(then).into_js_value();
        let _ = self
            .window
            .add_event_listener_with_callback(event, then.unchecked_ref());
    }
}

fn elements(found: Result<NodeList, JsValue>) -> Vec<Element> {
    let Ok(found) = found else { return Vec::new() };
    (0..found.length())
        .filter_map(|at| found.item(at)?.dyn_into().ok())
        .collect()
}

fn is_given_up(island: &Element) -> bool {
    island.has_attribute("data-failed")
}

fn set_attribute(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        let _ = element.set_attribute(name, value);
    }
}
