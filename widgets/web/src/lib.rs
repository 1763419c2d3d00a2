//! The browser's entry: takes the islands of a page over, and connects their stores to the browser.
//!
//! Each chapter on the page (one, or all of them on `print.html`) has its mission in a
//! `script.mission-data`. Islands are hydrated from the mission alone; when all are alive the stored ledger
//! is restored at once. A chapter that can't be read keeps its rendered islands, and says so.

mod elsewhere;
mod hand;
mod page;
mod rim;
mod storage;

use mission_model::Mission;
use mission_widgets::{BOOK_LEDGER, Live, LiveProps, Store, island, ledger, status};
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
    let mut mounted = Vec::new();
    let mut hydrate = |number: usize, id: &str, props: LiveProps| {
        if let Some(root) = page.island(&mission.id, id) {
            yew::Renderer::<Live>::with_root_and_props(root, props).hydrate();
            mounted.push(number);
        }
    };
    for (index, at) in mission.islands.iter().enumerate() {
        hydrate(index, &at.id, island(&store, index));
    }
    // The book's ledger page has the ledger of every chapter.
    hydrate(mission.islands.len(), BOOK_LEDGER, ledger(&store));
    if let Some(root) = page.notices() {
        yew::Renderer::<Live>::with_root_and_props(root, status(&store)).render();
    }
    // The markup is that of the build: stored state may come only when every island has been taken over.
    let (alive, again) = (store.clone(), mounted.clone());
    store.when_drawn(mounted, move || browser.start(&alive, again));
}
