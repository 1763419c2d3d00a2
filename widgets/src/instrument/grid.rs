//! Values in rows and columns.

use super::{At, Picture};
use mission_model::decimal;
use mission_model::mission::{Grid, Row};
use mission_model::value::Value;
use yew::prelude::*;

/// What the cells say, row by row, and which row is highlighted.
#[derive(PartialEq)]
pub struct Cells {
    rows: Vec<Vec<(String, String)>>,
    selected: Option<usize>,
}

impl Picture for Grid {
    type Shown = Cells;

    fn read(&self, at: &At) -> Cells {
        let cell = |cell: &mission_model::mission::Cell| {
            let number = at.store.number(&cell.value);
            let mut text = cell.format.print(number);
            if let (Some((low, high)), true) = (&cell.interval, number.is_finite()) {
                let (low, high) = (at.store.number(low), at.store.number(high));
                // An interval isn't broken at its dash.
                text = format!(
                    "{text} ({}–\u{2060}{})",
                    cell.format.print(low),
                    cell.format.print(high)
                );
            }
            (decimal::shortest(number), text)
        };
        let chosen = at.chosen(self.selected.as_ref());
        Cells {
            rows: self
                .rows
                .iter()
                .map(|row| row.cells.iter().map(cell).collect())
                .collect(),
            selected: chosen
                .as_ref()
                .and_then(Value::category)
                .and_then(|id| self.rows.iter().position(|row| row.id == id)),
        }
    }

    fn draw(&self, at: &At, cells: &Cells) -> Html {
        let name = |row: &Row, column: usize| super::bare(&row.cells[column].value);
        html! {
            <div class="m-scroll" role="region" tabindex="0" aria-label={at.title()}>
                <table class="m-table">
                    <thead><tr>{ for self.columns.iter().map(|column| html! { <th scope="col">{ column }</th> }) }</tr></thead>
                    <tbody>
                        { for self.rows.iter().zip(&cells.rows).enumerate().map(|(index, (row, texts))| html! {
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
}
