//! How a sample is distributed.

use super::said::{self, Said};
use super::{At, Number, Picture};
use crate::chart::{SampleProps, sample};
use mission_model::mission::{Sample, SampleMark};
use mission_model::sample::Bins;
use yew::prelude::*;

/// What the chart of a sample shows now.
#[derive(PartialEq)]
pub struct Draws {
    bins: Option<Bins>,
    marks: Vec<Number>,
}

impl Picture for Sample {
    type Shown = Draws;

    fn read(&self, at: &At) -> Draws {
        let (sample, store) = (self, at.store);
        Draws {
            bins: Bins::new(&store.series(&sample.sample), sample.bins),
            marks: sample
                .marks
                .iter()
                .map(|mark| Number(store.number(&mark.x)))
                .collect(),
        }
    }

    fn draw(&self, at: &At, draws: &Draws) -> Html {
        let (sample, store, id, title) = (self, at.store, at.id(), at.title());
        let format = &sample.x_axis.format;
        let marks = || sample.marks.iter().zip(&draws.marks);
        let said = |(mark, at): (&SampleMark, &Number)| {
            Said::new(&mark.label, &mark.x, at.0, format, None)
        };
        let said: Vec<Said> = marks().map(said).collect();
        html! {
            <>
                if !said.is_empty() {
                    { said::line("", &said) }
                }
                { sample::chart(store, SampleProps {
                    id,
                    title,
                    bins: draws.bins.clone(),
                    x_label: sample.x_axis.label.clone().into(),
                    x_format: format.clone(),
                    marks: marks().map(|(mark, at)| (at.0, mark.label.clone())).collect(),
                }) }
            </>
        }
    }
}
