//! Curves over a control or over a series, with what is marked on them, and the points that a student has
//! tried.

use super::over;
use super::said::{self, Said};
use super::{At, Number, Picture};
use crate::chart::{self, Band, Line, Mark, PlotProps, Reference, Stroke};
use crate::store::Store;
use crate::words;
use mission_model::curve::{self, Axes};
use mission_model::mission::{MarkAt, Plot, PlotMark, PlotReference, Zone, zone};
use mission_model::value::Value;
use yew::prelude::*;

/// What a plot shows now.
#[derive(PartialEq)]
pub struct Curves {
    open: bool,
    range: Option<(f64, f64)>,
    lines: Vec<Line>,
    marks: Vec<Mark>,
    references: Vec<Reference>,
    bands: Vec<Band>,
    /// Where the control stands that the plot runs over, and the value of each line there.
    now: Option<(Number, Vec<Number>)>,
}

impl Picture for Plot {
    type Shown = Curves;

    fn read(&self, at: &At) -> Curves {
        let (plot, store) = (self, at.store);
        let open = plot.curves_if.as_ref().is_none_or(|when| store.truth(when));
        let (x, columns) = columns(store, &at.key(), plot);
        let mut lines: Vec<Line> = plot
            .lines
            .iter()
            .zip(columns)
            .zip(1..)
            .filter(|_| open)
            .map(|((line, y), number)| Line {
                label: line.label.clone(),
                points: x.iter().copied().zip(y).collect(),
                number,
                stroke: if line.dashed {
                    Stroke::Dashed
                } else {
                    Stroke::Solid
                },
            })
            .collect();
        let now = plot.points.map(|_| {
            let of = |line: &mission_model::mission::PlotLine| Number(store.number(&line.y));
            let values = plot.lines.iter().filter(|_| open).map(of);
            (Number(store.number(&plot.x)), values.collect::<Vec<_>>())
        });
        let marks = plot.marks.iter().filter(|_| open);
        let mut marks: Vec<Mark> = marks.map(|mark| place(store, plot, &lines, mark)).collect();
        let mut references: Vec<Reference> = plot
            .references
            .iter()
            .map(|reference: &PlotReference| Reference {
                at: store.number(&reference.at),
                label: reference.label.clone(),
                vertical: !reference.level,
            })
            .collect();
        if let Some((x, values)) = &now {
            marks.extend(plot.lines.iter().zip(values).map(|(line, y)| Mark {
                x: x.0,
                y: y.0,
                label: words::now_of(&line.label),
                number: 2,
                labelled: false,
            }));
            references.push(Reference {
                at: x.0,
                label: words::NOW.to_owned(),
                vertical: true,
            });
        }
        if let (Some((x, y)), Some(trials)) = (&plot.tried, &at.bench.trials) {
            let of = |readings: &mission_model::ledger::Readings, name: &str| {
                readings
                    .get(name)
                    .and_then(Value::number)
                    .unwrap_or(f64::NAN)
            };
            let round = store.round(at.island, trials);
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
        let band = |zone: &Zone, vertical| {
            let (from, to) = zone.ends(&|name| store.number(name));
            Band {
                from,
                to,
                vertical,
                level: zone.level,
                label: zone.word.clone(),
            }
        };
        let level = plot.zones.iter().map(|zone| band(zone, false));
        let bands = level.chain(plot.x_zones.iter().map(|zone| band(zone, true)));
        Curves {
            open,
            range: plot
                .x_axis
                .range
                .or_else(|| Some((*x.first()?, *x.last()?))),
            lines,
            marks,
            references,
            bands: bands
                .filter(|band| !band.from.is_nan() && !band.to.is_nan())
                .collect(),
            now,
        }
    }

    fn draw(&self, at: &At, curves: &Curves) -> Html {
        let (plot, store, id, title) = (self, at.store, at.id(), at.title());
        let y = &plot.y_axis.format;
        let mut head = String::new();
        let mut said = Vec::new();
        if let Some((x, values)) = &curves.now {
            head = words::now_at(&curves.print_x(plot, x.0));
            let lines = plot.lines.iter().zip(values).enumerate();
            said.extend(lines.map(|(index, (line, value))| {
                // The first line is what the plot is about; the others are there to compare it with.
                let zone = zone(&plot.zones, value.0, &|name| store.number(name));
                let zone = zone.filter(|_| index == 0).map(|zone| &plot.zones[zone]);
                Said::new(&line.label, &line.y, value.0, y, zone)
            }));
        }
        let words: Vec<String> = said
            .iter()
            .map(|said: &Said| {
                let comma = if said.word.is_empty() { "" } else { ", " };
                format!(
                    "{} {}{comma}{}",
                    said.label,
                    y.print(said.number),
                    said.word
                )
            })
            .collect();
        let now = match words.is_empty() {
            true => String::new(),
            false => format!("{head} {}.", words.join("; ")),
        };
        html! {
            <>
                if !said.is_empty() {
                    { said::line(&head, &said) }
                }
                { chart::plot::chart(store, PlotProps {
                    id,
                    title,
                    description: curves.describe(plot, &now).into(),
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
                    bands: curves.bands.clone(),
                    cover: if curves.open { "" } else { words::COVERED }.into(),
                }) }
            </>
        }
    }
}

impl Curves {
    /// Where the control stands, with the word of the band that it is in.
    fn print_x(&self, plot: &Plot, x: f64) -> String {
        let mut printed = plot.x_axis.format.print(x);
        let there = |band: &&Band| band.vertical && band.from <= x && x < band.to;
        if let Some(band) = self.bands.iter().find(there) {
            printed = words::inside(&printed, &band.label);
        }
        printed
    }

    /// The chart in a sentence or two.
    fn describe(&self, plot: &Plot, now: &str) -> String {
        let (x, y) = (&plot.x_axis.format, &plot.y_axis.format);
        let line = |line: &Line| {
            let low = curve::minimum(&line.points)?;
            let high = curve::maximum(&line.points)?;
            if low.1 == high.1 {
                return Some(words::throughout(&line.label, &y.print(low.1)));
            }
            Some(words::extremes(
                &line.label,
                &y.print(low.1),
                &x.print(low.0),
                &y.print(high.1),
                &x.print(high.0),
            ))
        };
        let mark = |mark: &Mark| match mark.x.is_finite() {
            true => words::mark_at(&mark.label, &y.print(mark.y), &x.print(mark.x)),
            false => words::mark_not_there(&mark.label),
        };
        let marks = self.marks.iter().filter(|mark| mark.labelled).map(mark);
        let mut said: Vec<String> = self.lines.iter().filter_map(line).chain(marks).collect();
        if said.is_empty() {
            return words::NOTHING_TRIED.to_owned();
        }
        if !now.is_empty() {
            said.insert(0, now.to_owned());
        }
        said.join(" ")
    }
}

/// What runs across, and the values of each line.
fn columns(store: &Store, key: &str, plot: &Plot) -> (Vec<f64>, Vec<Vec<f64>>) {
    let Some(points) = plot.points else {
        let lines = plot.lines.iter().map(|line| store.series(&line.y));
        return (store.series(&plot.x), lines.collect());
    };
    let Some(control) = over::control(store, &plot.x) else {
        return (Vec::new(), vec![Vec::new(); plot.lines.len()]);
    };
    let values = control.kind.values(points);
    let x = values.iter().filter_map(Value::number).collect();
    let names = plot.lines.iter().map(|line| line.y.as_str()).collect();
    let swept = store.sweep(key, vec![(&plot.x, values)], names);
    let column = |line: usize| swept.numbers().iter().map(|row| row[line]).collect();
    (x, (0..plot.lines.len()).map(column).collect())
}

/// A mark where it belongs now; what is not on its line is nowhere.
fn place(store: &Store, plot: &Plot, lines: &[Line], mark: &PlotMark) -> Mark {
    let axes = Axes {
        x_log: plot.x_axis.log,
        y_log: plot.y_axis.log,
    };
    let of = |line: usize| lines.get(line).map_or(&[][..], |line| &line.points);
    let at = match &mark.at {
        MarkAt::Point { x, y } => Some((store.number(x), store.number(y))),
        MarkAt::Minimum(line) => curve::minimum(of(*line)),
        MarkAt::Maximum(line) => curve::maximum(of(*line)),
        MarkAt::Knee(line) => axes.knee(of(*line)),
        MarkAt::Crossing { line, with } => axes.crossing(of(*line), of(*with)),
    };
    let (x, y) = at.unwrap_or((f64::NAN, f64::NAN));
    Mark {
        x,
        y,
        label: mark.label.clone(),
        number: 1,
        labelled: true,
    }
}
