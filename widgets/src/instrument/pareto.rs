//! All settings of some controls by two of their outcomes, and the front through those that none betters.

use super::over;
use super::said::{self, Said};
use super::{At, Number, Picture};
use crate::chart::svg::{Drawing, figure};
use crate::chart::table::{DataTable, resting};
use crate::chart::{Line, Mark, PlotProps, Stroke, plot};
use crate::store::Store;
use crate::sweeps::{Swept, settings};
use crate::words;
use mission_model::front::{dominates, front};
use mission_model::mission::{Control, Pareto};
use mission_model::value::Value;
use yew::prelude::*;

/// What the chart shows now.
#[derive(PartialEq)]
pub struct Cloud {
    /// At each setting both outcomes.
    swept: Swept,
    now: (Number, Number),
}

impl Picture for Pareto {
    type Shown = Cloud;

    fn read(&self, at: &At) -> Cloud {
        let (pareto, store) = (self, at.store);
        let over = controls(store, pareto);
        let over = over
            .iter()
            .map(|(control, values)| (control.name.as_str(), values.clone()));
        let (x, y) = (&pareto.x.value, &pareto.y.value);
        Cloud {
            swept: store.sweep(&at.key(), over.collect(), vec![x, y]),
            now: (Number(store.number(x)), Number(store.number(y))),
        }
    }

    fn draw(&self, at: &At, cloud: &Cloud) -> Html {
        let (pareto, store, id, title) = (self, at.store, at.id(), at.title());
        let high = (pareto.x.high, pareto.y.high);
        let now = (cloud.now.0.0, cloud.now.1.0);
        let numbers = cloud.swept.numbers().iter();
        let points: Vec<(f64, f64)> = numbers.map(|both| (both[0], both[1])).collect();
        let best = front(&points, high);
        let better = points
            .iter()
            .filter(|point| dominates(**point, now, high))
            .count();
        let line = |label: &str, number, stroke, points| Line {
            label: label.to_owned(),
            points,
            number,
            stroke,
        };
        let props = PlotProps {
            id: id.clone(),
            title: title.clone(),
            x_label: pareto.x.axis.label.clone().into(),
            y_label: pareto.y.axis.label.clone().into(),
            x_log: pareto.x.axis.log,
            y_log: pareto.y.axis.log,
            x_format: pareto.x.axis.format.clone(),
            y_format: pareto.y.axis.format.clone(),
            lines: vec![
                line(words::ALL_SETTINGS, 1, Stroke::Dots, points.clone()),
                line(
                    words::FRONT,
                    2,
                    Stroke::Knots,
                    best.iter().map(|&at| points[at]).collect(),
                ),
            ],
            marks: vec![Mark {
                x: now.0,
                y: now.1,
                label: words::NOW.to_owned(),
                number: 1,
                labelled: true,
            }],
            ..PlotProps::default()
        };
        let verdict = match better {
            0 => words::ON_FRONT.to_owned(),
            _ => words::OFF_FRONT.to_owned(),
        };
        let mut description = words::front_said(points.len(), best.len(), &verdict);
        if better > 0 {
            description = [&description, " ", &words::better(better)].concat();
        }
        let drawing = Drawing {
            scene: plot::layout(&props),
            description: description.into(),
        };
        let data = table(store, pareto, &points, &best, &title);
        let mut said = [(&pareto.x, now.0), (&pareto.y, now.1)].map(|(objective, number)| {
            let axis = &objective.axis;
            Said::new(&axis.label, &objective.value, number, &axis.format, None)
        });
        // Said of both, and so at the end.
        said[1].word = verdict;
        html! {
            <>
                { said::line(words::YOUR_SETTING, &said) }
                { figure("mission-chart mission-plot mission-pareto", &id, &title, &drawing, resting(store, move || data.clone())) }
            </>
        }
    }
}

fn controls<'s>(store: &'s Store, pareto: &Pareto) -> Vec<(&'s Control, Vec<Value>)> {
    let own = |name: &String| {
        let control = over::control(store, name)?;
        Some((control, control.kind.settings(pareto.steps)))
    };
    pareto.over.iter().filter_map(own).collect()
}

/// The settings on the front.
fn table(
    store: &Store,
    pareto: &Pareto,
    points: &[(f64, f64)],
    best: &[usize],
    title: &AttrValue,
) -> DataTable {
    let controls = controls(store, pareto);
    let values: Vec<&[Value]> = controls
        .iter()
        .map(|(_, values)| values.as_slice())
        .collect();
    let all = settings(&values);
    let row = |(number, &at): (usize, &usize)| {
        let settings = controls.iter().zip(all.get(at).into_iter().flatten());
        let settings = settings.map(|((control, _), value)| control.print(value));
        let (x, y) = points[at];
        let both = [pareto.x.axis.format.print(x), pareto.y.axis.format.print(y)];
        ((number + 1).to_string(), settings.chain(both).collect())
    };
    let labels = controls.iter().map(|(control, _)| control.label.clone());
    let both = [&pareto.x, &pareto.y].map(|objective| objective.axis.label.clone());
    DataTable {
        caption: words::front_of(title),
        columns: std::iter::once(words::SETTING.to_owned())
            .chain(labels)
            .chain(both)
            .collect(),
        rows: best.iter().enumerate().map(row).collect(),
        ..DataTable::default()
    }
}
