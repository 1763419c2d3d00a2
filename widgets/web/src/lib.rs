//! The browser's entry: takes the islands of a page over, and connects their stores to the browser.
//!
//! Each chapter on the page (one, or all of them on `print.html`) has its mission in a
//! `script.mission-data`. Its store is restored from the storage, and then its islands are drawn. A chapter that
//! can't be read keeps its rendered islands, and says so.

mod elsewhere;
mod hand;
mod page;
mod rim;
mod storage;
mod takeover;

use mission_model::Mission;
use mission_widgets::{BOOK_LEDGER, Live, Store, island, ledger, status};
use page::Page;
use rim::Browser;
use takeover::{Chapter, Takeover};
use wasm_bindgen::prelude::*;

/// Brings the page alive. Called by the loader, once for each instance of the module.
///
/// # Errors
/// What the loader shows on every island, if no chapter of the page can be read.
#[wasm_bindgen]
pub fn start() -> Result<(), JsValue> {
    let page = Page::new().ok_or("there is no document")?;
    let takeover = Takeover::new(&page);
    for (chapter, json) in page.missions() {
        match mission_model::page::read(&json) {
            Ok(mission) => mount(&page, &takeover, mission),
            Err(reason) => {
                web_sys::console::error_1(&format!("{chapter}: {reason}").into());
                page.fail(&chapter);
            }
        }
    }
    takeover.start();
    Ok(())
}

/// The box in which something was being drawn when the module stopped: its number among the page's, from 1, or 0.
#[wasm_bindgen]
pub fn suspect() -> usize {
    mission_widgets::suspect()
}

/// A hash of `n` seeded draws, to be compared with what the native model gives.
#[wasm_bindgen]
pub fn draw_digest(n: u32) -> u64 {
    mission_model::seed::draw_digest(u64::from(n))
}

fn mount(page: &Page, takeover: &Takeover, mission: Mission) {
    let store = Store::new(mission);
    let browser = Browser::new(page.clone(), &store);
    browser.start(&store);
    let mission = store.mission();
    let chapter = Chapter::new(store.clone(), browser);
    for (place, id, island_box) in page.islands(&mission.id) {
        let index = mission.islands.iter().position(|island| island.id == id);
        let props = match index {
            Some(index) => island(&store, index),
            // The book's ledger page has the ledger of every chapter.
            None if id == BOOK_LEDGER => ledger(&store),
            None => continue,
        };
        takeover.push(&chapter, place, &island_box, props);
    }
    if let Some(root) = page.notices(&mission.id) {
        yew::Renderer::<Live>::with_root_and_props(root, status(&store)).render();
    }
}
