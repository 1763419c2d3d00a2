//! What the student takes along, handed over by `hand.js`.

use mission_model::words;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = __mission)]
    fn hand(name: &str, kind: &str, text: &str, words: &str) -> bool;
}

/// Hands a file to the student, or its text where a frame may refuse the file; says whether it is sure to arrive.
pub fn download(name: &str, kind: &str, text: &str) -> bool {
    let said = words::copy_said(name);
    let words = [&said, words::COPY, words::COPIED, words::CLOSE];
    hand(name, kind, text, &words.join("\n"))
}
