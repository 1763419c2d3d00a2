//! Curves over one axis, and the points that a student has tried.

use crate::chart::{self, Line, Mark, PlotProps, Reference, Stroke};
use crate::store::Store;
use crate::words;
use mission_model::mission::{Plot, Trials};
use mission_model::value::Value;
use yew::prelude::*;

/// What a plot shows now.
#[derive(PartialEq)]
pub struct Curves {
    range: Option<(f64, f64)>,
    lines: Vec<Line>,
    marks: Vec<Mark>,
    references: Vec<Reference>,
}

impl Curves {
    /// Reads it from the store. Curves that are kept back leave their axis, not their shape.
    pub fn read(store: &Store, bench: &str, trials: Option<&Trials>, plot: &Plot) -> Self {
        let x = store.series(&plot.x);
        let open = plot.curves_if.as_ref().is_none_or(|when| store.truth(when));
        let mut lines: Vec<Line> = plot
            .lines
            .iter()
            .zip(1..)
            .filter(|_| open)
            .map(|(line, number)| Line {
                label: line.label.clone(),
                points: x.iter().copied().zip(store.series(&line.y)).collect(),
                number,
                stroke: if line.dashed {
                    Stroke::Dashed
                } else {
                    Stroke::Solid
                },
            })
            .collect();
        if let (Some((x, y)), Some(trials)) = (&plot.tried, trials) {
            let of = |readings: &mission_model::ledger::Readings, name: &str| {
                readings
                    .get(name)
                    .and_then(Value::number)
                    .unwrap_or(f64::NAN)
            };
            let round = store.round(bench, trials);
            let points = round
                .trials
                .iter()
                .map(|trial| (of(&trial.readings, x), of(&trial.readings, y)));
            lines.push(Line {
                label: words::TRIED.to_owned(),
                points: points.collect(),
                number: 4,
                stroke: Stroke::Dots,
            });
        }
        let mark = |mark: &mission_model::mission::PlotMark| Mark {
            x: store.number(&mark.x),
            y: store.number(&mark.y),
            label: mark.label.clone(),
            number: 1,
        };
        let reference = |reference: &mission_model::mission::PlotReference| Reference {
            at: store.number(&reference.x),
            label: reference.label.clone(),
            vertical: true,
        };
        Self {
            range: plot
                .x_axis
                .range
                .or_else(|| Some((*x.first()?, *x.last()?))),
            lines,
            marks: plot.marks.iter().filter(|_| open).map(mark).collect(),
            references: plot.references.iter().map(reference).collect(),
        }
    }

    /// The chart in a sentence or two.
    fn describe(&self, plot: &Plot) -> String {
        let (x, y) = (&plot.x_axis.format, &plot.y_axis.format);
        let line = |line: &Line| {
            let finite = line.points.iter().filter(|point| point.1.is_finite());
            let lowest = finite.clone().min_by(|a, b| a.1.total_cmp(&b.1));
            let highest = finite.max_by(|a, b| a.1.total_cmp(&b.1));
            lowest.zip(highest).map(|(low, high)| {
                format!(
                    "{}: lowest {} at {}, highest {} at {}.",
                    line.label,
                    y.print(low.1),
                    x.print(low.0),
                    y.print(high.1),
                    x.print(high.0)
                )
            })
        };
        let marks = self.marks.iter().map(|mark| {
            format!(
                "{}: {} at {}.",
                mark.label,
                y.print(mark.y),
                x.print(mark.x)
            )
        });
        let said: Vec<String> = self.lines.iter().filter_map(line).chain(marks).collect();
        if said.is_empty() {
            words::NOTHING_TRIED.to_owned()
        } else {
            said.join(" ")
        }
    }
}

pub fn draw(id: AttrValue, title: AttrValue, plot: &Plot, curves: &Curves) -> Html {
    chart::plot::chart(&PlotProps {
        id,
        title,
        description: curves.describe(plot).into(),
        x_label: plot.x_axis.label.clone().into(),
        y_label: plot.y_axis.label.clone().into(),
        x_log: plot.x_axis.log,
        y_log: plot.y_axis.log,
        x_format: plot.x_axis.format.clone(),
        y_format: plot.y_axis.format.clone(),
        x_range: curves.range,
        y_range: plot.y_axis.range,
        lines: curves.lines.clone(),
        marks: curves.marks.clone(),
        references: curves.references.clone(),
        ..PlotProps::default()
    })
}
