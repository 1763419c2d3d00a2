//! A chart's data as a real table, behind a disclosure.

use yew::prelude::*;

/// What a table says. All texts are plain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataTable {
    /// What it shows.
    pub caption: String,
    /// The names of the columns, that of the row names first.
    pub columns: Vec<String>,
    /// The name of each row, and its cells.
    pub rows: Vec<(String, Vec<String>)>,
}

impl DataTable {
    /// `<details><summary>Data</summary><table>…`
    pub fn render(&self) -> Html {
        let column = |name: &String| html! { <th scope="col">{ name.clone() }</th> };
        let cell = |text: &String| html! { <td>{ text.clone() }</td> };
        let row = |(name, cells): &(String, Vec<String>)| {
            html! { <tr><th scope="row">{ name.clone() }</th>{ for cells.iter().map(cell) }</tr> }
        };
        html! {
            <details class="mission-data">
                <summary>{ "Data" }</summary>
                <table>
                    <caption>{ self.caption.clone() }</caption>
                    <thead><tr>{ for self.columns.iter().map(column) }</tr></thead>
                    <tbody>{ for self.rows.iter().map(row) }</tbody>
                </table>
            </details>
        }
    }
}
