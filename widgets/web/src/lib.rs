//! The browser's entry: takes the islands of a page over, and connects their stores to the browser.
//!
//! Each chapter on the page (one, or all of them on `print.html`) has its mission in a
//! `script.mission-data`. Islands are hydrated from the mission alone; when all are alive the stored ledger
//! is restored at once. A chapter that can't be read keeps its rendered islands, and says so.

mod page;
mod rim;
mod storage;

use mission_model::Mission;
use mission_widgets::{BOOK_LEDGER, Live, Store, island, ledger, status};
use page::Page;
use rim::Browser;
use wasm_bindgen::prelude::*;

/// Brings the page alive. Called once by the loader.
///
/// # Errors
/// What the loader shows on every island, if no chapter of the page can be read.
#[wasm_bindgen]
pub fn start() -> Result<(), JsValue> {
    let page = Page::new().ok_or("there is no document")?;
    for (chapter, json) in page.missions() {
        match mission_model::page::read(&json) {
            Ok(mission) => mount(&page, mission),
            Err(reason) => {
                web_sys::console::error_1(&format!("{chapter}: {reason}").into());
                page.fail(&chapter);
            }
        }
    }
    Ok(())
}

/// A hash of `n` seeded draws, to be compared with what the native model gives.
#[wasm_bindgen]
pub fn draw_digest(n: u32) -> u64 {
    mission_model::seed::draw_digest(u64::from(n))
}

fn mount(page: &Page, mission: Mission) {
    let store = Store::new(mission);
    let browser = Browser::new(page.clone(), &store);
    let mission = store.mission();
    for (index, at) in mission.islands.iter().enumerate() {
        if let Some(root) = page.island(&mission.id, &at.id) {
            yew::Renderer::<Live>::with_root_and_props(root, island(&store, index)).hydrate();
        }
    }
    // The book's ledger page has the ledger of every chapter.
    if let Some(root) = page.island(&mission.id, BOOK_LEDGER) {
        yew::Renderer::<Live>::with_root_and_props(root, ledger(&store)).hydrate();
    }
    if let Some(root) = page.notices() {
        yew::Renderer::<Live>::with_root_and_props(root, status(&store)).render();
    }
    // After the islands have subscribed to the store.
    let alive = store.clone();
    page.soon(move || browser.start(&alive));
}
