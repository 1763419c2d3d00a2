//! Every word of the interface, as the catalogue in `words/` has it.

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// One function for all messages, for the sake of its size.
fn joined(parts: &[&str]) -> String {
    parts.concat()
}
