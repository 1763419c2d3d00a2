//! A chart's data as a real table, behind a disclosure.

use crate::live::at_rest;
use crate::store::Store;
use crate::words;
use mission_model::decimal;
use yew::prelude::*;

/// A table that follows its chart when the hand rests: hundreds of cells that nobody reads while a slider is
/// being drawn.
pub fn resting(store: &Store, table: impl Fn() -> DataTable + 'static) -> Html {
    at_rest("data", store, move |_| table().render())
}

/// What a table says. All texts are plain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataTable {
    /// What it shows.
    pub caption: String,
    /// The names of the columns, that of the row names first.
    pub columns: Vec<String>,
    /// The name of each row, and its cells.
    pub rows: Vec<(String, Vec<String>)>,
    /// Of the rows whose first cell is a value of the model, from the first on: its name, and the number
    /// itself.
    pub values: Vec<(String, f64)>,
}

impl DataTable {
    /// `<details><summary>Data…</summary><table>…`
    pub fn render(&self) -> Html {
        let column = |name: &String| html! { <th scope="col">{ name.clone() }</th> };
        let cell = |row: usize, column: usize, text: &String| match self.values.get(row) {
            Some((name, number)) if column == 0 => html! {
                <td>{ crate::instrument::output(name, decimal::shortest(*number), text.clone()) }</td>
            },
            _ => html! { <td>{ text.clone() }</td> },
        };
        let row = |(index, (name, cells)): (usize, &(String, Vec<String>))| {
            let cells = cells
                .iter()
                .enumerate()
                .map(|(column, text)| cell(index, column, text));
            html! { <tr><th scope="row">{ name.clone() }</th>{ for cells }</tr> }
        };
        html! {
            <details class="mission-data">
                <summary>{ words::DATA }<span class="m-hidden">{ words::data_of(&self.caption) }</span></summary>
                <table>
                    <caption>{ self.caption.clone() }</caption>
                    <thead><tr>{ for self.columns.iter().map(column) }</tr></thead>
                    <tbody>{ for self.rows.iter().enumerate().map(row) }</tbody>
                </table>
            </details>
        }
    }
}
