//! A report as a page of its own: no script, nothing from elsewhere.

use super::{Block, Fact, Mark, Report};
use std::fmt::Write;

impl Report {
    /// The report as HTML with the charts, under a style sheet.
    pub fn html(&self, style: &str) -> String {
        let title = escaped(&self.title);
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
             <title>{title}</title><style>{style}</style></head>\n<body><main><h1>{title}</h1>\n<dl>",
            crate::words::LANGUAGE
        );
        for Fact { label, text, .. } in &self.facts {
            let _ = write!(out, "<dt>{label}<dd><bdi>{}</bdi>", escaped(text));
        }
        out.push_str("</dl>\n");
        for block in &self.blocks {
            write_block(&mut out, block);
        }
        out.push_str("</main></body></html>\n");
        out
    }
}

fn write_block(out: &mut String, block: &Block) {
    let _ = match block {
        Block::Heading(level, text) => writeln!(out, "<h{level}>{}</h{level}>", escaped(text)),
        Block::Task(what, text) => {
            writeln!(out, "<h4>{}</h4><p>{}</p>", escaped(what), escaped(text))
        }
        Block::Line(Mark::Note, text) => writeln!(out, "<p class=\"note\">{}</p>", escaped(text)),
        Block::Line(mark, text) => writeln!(
            out,
            "<p class=\"{}\"><b>{}</b> {}</p>",
            mark.class(),
            mark.word(),
            escaped(text)
        ),
        Block::Typed(text) => writeln!(out, "<blockquote>{}</blockquote>", escaped(text)),
        Block::Boxes(boxes) => {
            out.push_str("<ul>");
            for (ticked, text) in boxes {
                let mark = if *ticked { '☑' } else { '☐' };
                let _ = write!(out, "<li>{mark} {}", escaped(text));
            }
            writeln!(out, "</ul>")
        }
        Block::Table(headings, rows) => {
            out.push_str("<table>");
            write_row(out, "th", headings);
            rows.iter().for_each(|row| write_row(out, "td", row));
            writeln!(out, "</table>")
        }
        Block::Charts(html) => writeln!(out, "<div class=\"charts\">{html}</div>"),
    };
}

fn write_row(out: &mut String, tag: &str, cells: &[String]) {
    out.push_str("<tr>");
    for cell in cells {
        let _ = write!(out, "<{tag}>{}", escaped(cell));
    }
}

/// Plain text as HTML has it. No attribute holds any.
fn escaped(text: &str) -> String {
    let text = crate::plain::html(text);
    let visible = |c: char| {
        if c.is_control() && c != '\n' && c != '\t' {
            ' '
        } else {
            c
        }
    };
    text.chars().map(visible).collect()
}
