//! `results.svg`: every row as a bar, median and quartiles, one panel for each section, unit and condition.

use crate::results::{Row, short};

const LINE: f64 = 20.0;
const LABELS: f64 = 300.0;
const BARS: f64 = 480.0;
const FIGURES: f64 = 170.0;

/// The picture.
pub fn svg(rows: &[Row]) -> String {
    let mut panels: Vec<(String, Vec<&Row>)> = Vec::new();
    for row in rows {
        let title = match row.condition.as_str() {
            "" => format!("{}, {}", row.section, row.unit),
            condition => format!("{}, {condition}, {}", row.section, row.unit),
        };
        match panels.iter_mut().find(|(known, _)| *known == title) {
            Some((_, rows)) => rows.push(row),
            None => panels.push((title, vec![row])),
        }
    }
    let mut body = String::new();
    let mut y = 10.0;
    for (title, rows) in panels {
        y += LINE * 1.5;
        body += &text(10.0, y, "", " font-weight=\"bold\"", &title);
        let largest = rows
            .iter()
            .map(|row| row.quantile(0.75))
            .fold(0.0, f64::max);
        for row in rows {
            y += LINE;
            body += &bar(row, y, largest);
        }
    }
    let (width, height) = (LABELS + BARS + FIGURES, y + LINE);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" \
         font-size=\"12\" fill=\"#222\"><rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>{body}</svg>\n"
    )
}

fn bar(row: &Row, y: f64, largest: f64) -> String {
    let scale = |value: f64| {
        if largest > 0.0 {
            value / largest * BARS
        } else {
            0.0
        }
    };
    let colour = match row.of_goal() {
        Some(of) if of <= 1.0 => "#2a7f3f",
        Some(_) => "#b03030",
        None => "#8a98a8",
    };
    let said = match row.of_goal() {
        Some(of) if of <= 1.0 => "goal met",
        Some(_) => "goal missed",
        None => "",
    };
    let (low, high) = (scale(row.quantile(0.25)), scale(row.quantile(0.75)));
    let mut out = text(LABELS - 8.0, y, "end", "", &row.what);
    out += &format!(
        "<rect x=\"{LABELS}\" y=\"{:.1}\" width=\"{:.1}\" height=\"11\" fill=\"{colour}\"/>",
        y - 10.0,
        scale(row.median()).max(1.0)
    );
    out += &format!(
        "<path d=\"M{:.1},{:.1}H{:.1}\" stroke=\"#000\" fill=\"none\"/>",
        LABELS + low,
        y - 4.5,
        LABELS + high
    );
    let figure = format!("{} {said}", short(row.median()));
    out += &text(
        LABELS + scale(row.median()).max(high) + 6.0,
        y,
        "",
        "",
        &figure,
    );
    out
}

fn text(x: f64, y: f64, anchor: &str, more: &str, words: &str) -> String {
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    let anchor = match anchor {
        "" => String::new(),
        anchor => format!(" text-anchor=\"{anchor}\""),
    };
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\"{anchor}{more}>{words}</text>")
}
