//! A book's title goes in; an id that can name the storage of its students' work comes out.

/// The id of a title: its letters and digits in small, as far as they are ASCII, words joined by `-`.
pub fn suggested(title: &str) -> String {
    let spaced: String = title
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    match words.is_empty() {
        // Books of one site share a storage, so each still needs a name of its own.
        true => format!("book-{:08x}", mission_model::seed::seed(&[title]) as u32),
        false => words.join("-"),
    }
}
