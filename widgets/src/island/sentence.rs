//! A sentence to be completed: its blanks are text fields in the running text.

use crate::live::Render;
use crate::words;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Draws the parts of a sentence with a field between each two. `write` is told the text of all blanks, a line each.
pub fn draw(
    render: &mut Render,
    parts: &[String],
    field: &str,
    name: &str,
    text: &str,
    live: bool,
    write: &Callback<String>,
) -> Html {
    let blanks = parts.len().saturating_sub(1);
    let filled = lines(text, blanks);
    let blank = |index: usize| {
        let id = format!("{field}-{}", index + 1);
        let type_in = {
            let (filled, write) = (filled.clone(), write.clone());
            move |event: InputEvent| {
                let mut filled = filled.clone();
                filled[index] = event.target_unchecked_into::<HtmlInputElement>().value();
                write.emit(filled.join("\n"));
            }
        };
        let value = filled[index].clone();
        let size = value.chars().count().clamp(12, 40).to_string();
        html! {
            <span class="m-blank">
                <label for={id.clone()}>
                    <span class="m-hidden">{ words::BLANK }{ " " }</span>
                    { index + 1 }
                    <span class="m-hidden">{ " " }{ words::of_blanks(blanks) }</span>
                </label>
                <input type="text" {id} name={format!("{name}_{}", index + 1)} autocomplete="off" size={size} value={value.clone()} disabled={!live} oninput={type_in} />
                <span class="m-filled" aria-hidden="true">{ value }</span>
            </span>
        }
    };
    html! {
        <p class="m-sentence">
            { for parts.iter().enumerate().map(|(index, part)| html! {
                <>
                    { render.rich_line(part) }
                    if index < blanks {
                        { blank(index) }
                    }
                </>
            }) }
        </p>
    }
}

/// A text's lines: at least one for each blank.
fn lines(text: &str, blanks: usize) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.resize(lines.len().max(blanks), String::new());
    lines
}
