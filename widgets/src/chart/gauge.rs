//! One value on a horizontal scale: its zones as a band, the value as a bar that ends in a marker.

use super::canvas::{Canvas, Frame};
use super::legend::{Entry, Legend, Swatch};
use super::marker::Marker;
use super::scale::Scale;
use super::scene::{Anchor, Part, Scene};
use super::svg::{Drawing, figure};
use super::table::{self, DataTable};
use super::text;
use crate::store::Store;
use crate::words;
use mission_model::format::Format;
use mission_model::mission::Level;
use yew::prelude::*;

const WIDTH: f64 = 360.0;
/// Room for half a tick at either end.
const MARGIN: f64 = 12.0;
const BAND: (f64, f64) = (6.0, 32.0);
const BAR: (f64, f64) = (13.0, 25.0);
const TICKS: f64 = 46.0;
/// The ends of the scale, and the bounds that there can be.
const SLOTS: usize = 6;

/// What a gauge shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GaugeProps {
    /// The prefix of ids in the page.
    pub id: AttrValue,
    /// What the chart is.
    pub title: AttrValue,
    /// What is shown.
    pub value: f64,
    /// How good that is.
    pub level: Option<Level>,
    /// The same in a word.
    pub word: String,
    /// The ends of the scale.
    pub ends: (f64, f64),
    /// From the worst to the best.
    pub zones: Vec<GaugeZone>,
    /// How values are printed.
    pub format: Format,
}

/// A zone of the scale.
#[derive(Clone, Debug, PartialEq)]
pub struct GaugeZone {
    /// What it is called.
    pub word: String,
    /// How good it is.
    pub level: Level,
    /// Where it is: nowhere, or in one piece or two.
    pub pieces: Vec<(f64, f64)>,
}

/// The chart: see the [module](self).
pub fn chart(store: &Store, props: GaugeProps) -> Html {
    let drawing = Drawing {
        scene: layout(&props),
        description: describe(&props).into(),
    };
    figure(
        "mission-chart mission-gauge",
        &props.id.clone(),
        &props.title.clone(),
        &drawing,
        table::resting(store, move || data(&props)),
    )
}

/// The gauge in words.
pub fn describe(props: &GaugeProps) -> String {
    let print = |number| props.format.print(number);
    let (low, high) = props.ends;
    let mut said = print(props.value);
    for part in [props.word.as_str(), beyond(props).unwrap_or_default()] {
        if !part.is_empty() {
            said = format!("{said}, {part}");
        }
    }
    said = [&said, ". ", &words::scale_from(&print(low), &print(high))].concat();
    for zone in props.zones.iter().filter(|zone| !zone.pieces.is_empty()) {
        said = format!("{said} {}.", zone_label(props, zone));
    }
    said
}

/// Said of a value that is drawn at an end of the scale.
pub fn beyond(props: &GaugeProps) -> Option<&'static str> {
    (props.value < props.ends.0 || props.value > props.ends.1).then_some(words::BEYOND)
}

/// "alarm: from 100 ms".
fn zone_label(props: &GaugeProps, zone: &GaugeZone) -> String {
    let print = |number| props.format.print(number);
    let piece = |&(from, to): &(f64, f64)| match (from <= props.ends.0, to >= props.ends.1) {
        (true, true) => format!("{} – {}", print(from), print(to)),
        (true, false) => format!("< {}", print(to)),
        (false, true) => format!("≥ {}", print(from)),
        (false, false) => format!("{} – {}", print(from), print(to)),
    };
    let pieces: Vec<String> = zone.pieces.iter().map(piece).collect();
    match pieces.is_empty() {
        true => zone.word.clone(),
        false => format!("{} {}", zone.word, pieces.join(", ")),
    }
}

fn data(props: &GaugeProps) -> DataTable {
    let print = |number| props.format.print(number);
    let mut rows = vec![(
        words::VALUE.to_owned(),
        vec![print(props.value), props.word.clone()],
    )];
    let (low, high) = props.ends;
    rows.push((
        words::SCALE.to_owned(),
        vec![format!("{} – {}", print(low), print(high)), String::new()],
    ));
    for zone in &props.zones {
        let piece = |&(from, to): &(f64, f64)| format!("{} – {}", print(from), print(to));
        let pieces: Vec<String> = zone.pieces.iter().map(piece).collect();
        rows.push((
            words::ZONE.to_owned(),
            vec![pieces.join(", "), zone.word.clone()],
        ));
    }
    DataTable {
        caption: props.title.to_string(),
        columns: vec![
            words::CATEGORY.to_owned(),
            words::VALUE.to_owned(),
            words::ZONE.to_owned(),
        ],
        rows,
        ..DataTable::default()
    }
}

/// The picture.
pub fn layout(props: &GaugeProps) -> Scene {
    let entries = props.zones.iter().map(|zone| Entry {
        swatch: Swatch::Box(Part::Zone.level(Some(zone.level))),
        label: zone_label(props, zone),
    });
    let legend = Legend::new(entries.collect(), MARGIN, WIDTH - 4.0);
    let height = TICKS + 8.0 + legend.height;
    let canvas = Canvas::new(WIDTH as u32, height as u32);
    let (low, high) = props.ends;
    let scale = Scale::new(low, high, false)
        .unwrap_or_else(|| Scale::around([low, high, props.value].into_iter(), false));
    let frame = Frame {
        left: MARGIN,
        top: 0.0,
        right: WIDTH - MARGIN,
        bottom: height,
    };
    // Downwards, as the page counts.
    let panel = canvas.panel(frame, scale.range(), height..0.0);
    for zone in &props.zones {
        let corners: Vec<_> = zone
            .pieces
            .iter()
            .map(|&(from, to)| [(from, BAND.0), (to, BAND.1)])
            .collect();
        panel.rectangles(Part::Zone.level(Some(zone.level)), &corners);
    }
    let ends = [(scale.low, BAND.0), (scale.high, BAND.1)];
    panel.lines(
        Part::Axis,
        &[
            vec![(scale.low, BAND.1), (scale.high, BAND.1)],
            vec![ends[0], (scale.low, BAND.1 + 3.0)],
            vec![(scale.high, BAND.0), (scale.high, BAND.1 + 3.0)],
        ],
    );

    let at = props.value.max(scale.low).min(scale.high);
    let class = match props.level {
        Some(_) => Part::Fill.level(props.level),
        None => Part::Fill.number(1),
    };
    let from = scale.low.max(0.0_f64.min(scale.high));
    let bar = [[(from, BAR.0), (at, BAR.1)]];
    let shown = !props.value.is_nan();
    panel.rectangles(class, if shown { &bar } else { &[] });
    let (x, y) = panel.place((at, (BAR.0 + BAR.1) / 2.0));
    let marker = match props.value {
        value if value > scale.high => Marker::Beyond(1.0, 0.0),
        value if value < scale.low => Marker::Beyond(-1.0, 0.0),
        _ => Marker::of_level(props.level),
    };
    canvas.page.marker(
        Part::Point.level(props.level),
        marker,
        shown.then_some((x, y)),
    );

    for slot in 0..SLOTS {
        let tick = ticks(props, scale, &|value| panel.place((value, 0.0)).0)
            .get(slot)
            .cloned();
        let (x, content) = tick.unwrap_or((MARGIN, String::new()));
        canvas.text(Part::Tick, Anchor::Middle, (x, TICKS), &content);
    }
    legend.draw(&canvas, TICKS + 6.0);
    canvas.finish()
}

/// The ends of the scale, and the bounds between that have room.
fn ticks(props: &GaugeProps, scale: Scale, place: &dyn Fn(f64) -> f64) -> Vec<(f64, String)> {
    let cuts = props
        .zones
        .iter()
        .flat_map(|zone| zone.pieces.iter().flat_map(|&(from, to)| [from, to]));
    let mut ticks: Vec<(f64, String)> = Vec::new();
    for value in [scale.low, scale.high].into_iter().chain(cuts) {
        let (x, content) = (place(value), props.format.print(value));
        let half = |content: &str| text::width(content) / 2.0;
        // At the ends texts are moved into the page.
        let inside = |x: f64, half: f64| x.max(half).min(WIDTH - half);
        let touches = ticks.iter().any(|(other, text)| {
            let apart = (inside(*other, half(text)) - inside(x, half(&content))).abs();
            apart < half(text) + half(&content) + 6.0
        });
        if !touches && ticks.len() < SLOTS {
            ticks.push((x, content));
        }
    }
    ticks
}
