//! What a value is called on the page, and how it is printed there: in the ledger, in the report, wherever it stands
//! without its instrument.

use super::{Bench, Control, ControlKind, Kind, Mission, Reading, Shows};
use crate::format::Format;
use crate::value::Value;
use crate::words;

impl Control {
    /// A value as the control shows it.
    pub fn print(&self, value: &Value) -> String {
        match (&self.kind, value) {
            (
                ControlKind::Range { format, .. } | ControlKind::Stops { format, .. },
                Value::Number(number),
            ) => format.print(*number),
            (ControlKind::Select { options }, Value::Category(category)) => {
                let option = options.iter().find(|(id, _)| **id == **category);
                option.map_or_else(|| category.to_string(), |(_, label)| label.clone())
            }
            (ControlKind::Toggle, Value::Truth(true)) => words::ON.to_owned(),
            (ControlKind::Toggle, _) => words::OFF.to_owned(),
            (_, value) => value.print(&Format::default()).unwrap_or_default(),
        }
    }
}

impl Value {
    /// A single value in words; `None` of a series.
    pub fn print(&self, format: &Format) -> Option<String> {
        Some(match self {
            Self::Number(number) => format.print(*number),
            Self::Truth(true) => words::YES.to_owned(),
            Self::Truth(false) => words::NO.to_owned(),
            Self::Category(category) => category.to_string(),
            Self::Series(_) => return None,
        })
    }
}

impl Mission {
    /// A value of a track with its label, as the page prints both. `None` where a reader is told nothing by it: a series,
    /// or a condition that its author has not named.
    pub fn told(&self, name: &str, track: usize, value: &Value) -> Option<(String, String)> {
        if let Some(control) = self.control(name, track) {
            return Some((control.label.clone(), control.print(value)));
        }
        if let Some(reading) = self.reading(name, track) {
            return Some((reading.label.clone(), value.print(&reading.format)?));
        }
        if let Some((label, format)) = self.charted(name, track) {
            return Some((label.to_owned(), value.print(format)?));
        }
        let (_, own) = name.rsplit_once('.').unwrap_or(("", name));
        if own.starts_with('_') {
            return None;
        }
        let readout = self.readouts.iter().find(|readout| readout.value == name);
        let format = readout.map(|readout| &readout.format);
        let text = match format {
            Some(format) => value.print(format),
            None => value.print(&Format::default()),
        };
        Some((own.replace('_', " "), text?))
    }

    /// The readings of the cards, the trials and the evidence of a track: what is read of a value there.
    pub fn reading(&self, name: &str, track: usize) -> Option<&Reading> {
        let own = |reading: &&Reading| reading.value == name;
        self.islands.iter().find_map(|island| match &island.kind {
            Kind::Bench(bench) => {
                let trials = bench.trials.iter().flat_map(|trials| &trials.readings);
                cards(bench, track).chain(trials).find(own)
            }
            Kind::Challenge(challenge) => challenge.evidence.iter().find(own),
            _ => None,
        })
    }

    /// How a chart of a track labels and prints a value.
    fn charted(&self, name: &str, track: usize) -> Option<(&str, &Format)> {
        let benches = self.islands.iter().filter_map(|island| match &island.kind {
            Kind::Bench(bench) => Some(bench),
            _ => None,
        });
        let instruments = benches.flat_map(|bench| &bench.instruments);
        let mut own = instruments.filter(|shown| shown.only.admits(track));
        own.find_map(|instrument| {
            let numbers = instrument.kind.numbers(&instrument.title, track);
            let found = numbers.into_iter().find(|printed| printed.value == name)?;
            Some((found.label, found.format))
        })
    }
}

fn cards(bench: &Bench, track: usize) -> impl Iterator<Item = &Reading> {
    let own = bench.instruments.iter();
    let own = own.filter(move |shown| shown.only.admits(track));
    own.flat_map(|instrument| instrument.kind.readings())
}
