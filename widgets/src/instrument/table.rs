//! Values in rows and columns.

use crate::store::Store;
use mission_model::decimal;
use mission_model::mission::Row;
use mission_model::value::Value;
use yew::prelude::*;

/// What the cells say, row by row, and which row is highlighted.
#[derive(PartialEq)]
pub struct Cells {
    rows: Vec<Vec<(String, String)>>,
    selected: Option<usize>,
}

impl Cells {
    pub fn read(store: &Store, rows: &[Row], chosen: Option<&Value>) -> Self {
        let cell = |cell: &mission_model::mission::Cell| {
            let number = store.number(&cell.value);
            let mut text = cell.format.print(number);
            if let (Some((low, high)), true) = (&cell.interval, number.is_finite()) {
                let (low, high) = (store.number(low), store.number(high));
                // An interval isn't broken at its dash.
                text = format!(
                    "{text} ({}–\u{2060}{})",
                    cell.format.print(low),
                    cell.format.print(high)
                );
            }
            (decimal::shortest(number), text)
        };
        Self {
            rows: rows
                .iter()
                .map(|row| row.cells.iter().map(cell).collect())
                .collect(),
            selected: chosen
                .and_then(Value::category)
                .and_then(|id| rows.iter().position(|row| row.id == id)),
        }
    }
}

pub fn draw(title: AttrValue, columns: &[String], rows: &[Row], cells: &Cells) -> Html {
    let name = |row: &Row, column: usize| super::bare(&row.cells[column].value);
    html! {
        <div class="m-scroll" role="region" tabindex="0" aria-label={title}>
            <table class="m-table">
                <thead><tr>{ for columns.iter().map(|column| html! { <th scope="col">{ column }</th> }) }</tr></thead>
                <tbody>
                    { for rows.iter().zip(&cells.rows).enumerate().map(|(index, (row, texts))| html! {
                        <tr key={row.id.clone()} aria-current={(cells.selected == Some(index)).then_some("true")}>
                            <th scope="row">{ &row.label }</th>
                            { for texts.iter().enumerate().map(|(column, (raw, text))| html! {
                                <td>{ super::output(&name(row, column), raw.clone(), text.clone()) }</td>
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}
