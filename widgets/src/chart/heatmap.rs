//! A value over two sides: a cell for each setting, shaded by its zone or by steps of a scale, with a marker
//! where things stand now.

use super::canvas::{Canvas, Frame, Panel, Point};
use super::legend::{Entry, Legend, Swatch};
use super::marker::Marker;
use super::scene::{Anchor, Class, Part, Scene};
use super::svg::{Drawing, figure};
use super::table::{self, DataTable};
use super::text::{self, LINE};
use crate::store::Store;
use crate::words;
use mission_model::format::Format;
use mission_model::mission::Level;
use yew::prelude::*;

const WIDTH: f64 = 360.0;
const MARGIN: f64 = 4.0;
const RIGHT: f64 = 8.0;
/// For ticks and their name.
const BELOW: f64 = 40.0;
/// Names of rows are broken into lines of this width.
const NAME: f64 = 90.0;
/// The heights that cells share, and the least and the most that one has.
const CELLS: f64 = 190.0;
const CELL: (f64, f64) = (16.0, 36.0);
/// Steps of a scale without zones.
const STEPS: usize = 5;
/// Where the greatest value is more than so many times the least, steps are of equal ratio.
const RATIO: f64 = 20.0;

/// What a heatmap shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatmapProps {
    /// The prefix of ids in the page.
    pub id: AttrValue,
    /// What the chart is.
    pub title: AttrValue,
    /// What runs from left to right, with its unit.
    pub x_label: AttrValue,
    /// What runs upwards, with its unit.
    pub y_label: AttrValue,
    /// From left to right.
    pub columns: Vec<String>,
    /// From the bottom to the top.
    pub rows: Vec<String>,
    /// Row by row.
    pub cells: Vec<Vec<Cell>>,
    /// From the best to the worst; without any there is a scale of steps.
    pub zones: Vec<(Level, String)>,
    /// Where things stand: columns from the left, rows from the bottom. The middle of the first is 0.5.
    pub now: Option<Point>,
    /// What is said of that.
    pub now_said: String,
    /// How a value is printed.
    pub format: Format,
}

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// What is shown.
    pub value: f64,
    /// The index of its zone, if it has one.
    pub zone: Option<usize>,
}

/// The chart: see the [module](self).
pub fn chart(store: &Store, props: HeatmapProps) -> Html {
    let drawing = Drawing {
        scene: layout(&props),
        description: describe(&props).into(),
    };
    figure(
        "mission-chart mission-heatmap",
        &props.id.clone(),
        &props.title.clone(),
        &drawing,
        table::resting(store, move || data(&props)),
    )
}

/// The heatmap in words: now, the extremes, and how many cells are in each zone.
pub fn describe(props: &HeatmapProps) -> String {
    let cells = props.cells.iter().enumerate().flat_map(|(row, cells)| {
        let cell = move |(column, cell): (usize, &Cell)| (row, column, cell.value);
        cells.iter().enumerate().map(cell)
    });
    let finite = cells.filter(|(.., value)| value.is_finite());
    // The values have their units themselves.
    let bare = |label: &str| label.split(" (").next().unwrap_or_default().to_owned();
    let at = |&(row, column, value): &(usize, usize, f64)| {
        words::cell_at(
            &props.format.print(value),
            &bare(&props.x_label),
            &props.columns[column],
            &bare(&props.y_label),
            &props.rows[row],
        )
    };
    let mut said = props.now_said.clone();
    let lowest = finite.clone().min_by(|a, b| a.2.total_cmp(&b.2));
    let lowest = lowest.map(|cell| words::lowest(&at(&cell)));
    let highest = finite.max_by(|a, b| a.2.total_cmp(&b.2));
    let highest = highest.map(|cell| words::highest(&at(&cell)));
    for extreme in [lowest, highest].into_iter().flatten() {
        said = [&said, " ", &extreme].concat();
    }
    for (index, (_, word)) in props.zones.iter().enumerate() {
        let of_zone = |cell: &&Cell| cell.zone == Some(index);
        let count = props.cells.iter().flatten().filter(of_zone).count();
        let all = props.columns.len() * props.rows.len();
        said = format!("{said} {word}: {count}/{all}.");
    }
    said.trim().to_owned()
}

/// Rows as drawn, from the top to the bottom.
fn data(props: &HeatmapProps) -> DataTable {
    let text = |cell: &Cell| {
        let word = cell.zone.and_then(|zone| props.zones.get(zone));
        match word {
            Some((level, word)) if *level != Level::Good => {
                format!("{} {word}", props.format.print(cell.value))
            }
            _ => props.format.print(cell.value),
        }
    };
    let row =
        |(name, cells): (&String, &Vec<Cell>)| (name.clone(), cells.iter().map(text).collect());
    let corner = format!("{} \\ {}", props.y_label, props.x_label);
    DataTable {
        caption: props.title.to_string(),
        columns: std::iter::once(corner)
            .chain(props.columns.iter().cloned())
            .collect(),
        rows: props.rows.iter().zip(&props.cells).map(row).rev().collect(),
        ..DataTable::default()
    }
}

/// How cells are told apart: a class for each group, its name, and the group of a cell.
struct Groups {
    classes: Vec<(Class, String)>,
    /// The upper ends of all groups but the last, where these are steps.
    steps: Vec<f64>,
}

impl Groups {
    fn new(props: &HeatmapProps) -> Self {
        if !props.zones.is_empty() {
            let class =
                |(level, word): &(Level, String)| (Part::Fill.level(Some(*level)), word.clone());
            return Self {
                classes: props.zones.iter().map(class).collect(),
                steps: Vec::new(),
            };
        }
        let values = props.cells.iter().flatten().map(|cell| cell.value);
        let finite = values.filter(|value| value.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let log = low > 0.0 && high / low > RATIO;
        let edge = |at: usize| {
            let part = at as f64 / STEPS as f64;
            if log {
                low * libm::pow(high / low, part)
            } else {
                low + (high - low) * part
            }
        };
        let class = |step: usize| {
            let name = match low < high {
                true => {
                    let print = |at| props.format.print(edge(at));
                    format!("{} – {}", print(step), print(step + 1))
                }
                false if step == 0 && low == high => props.format.print(low),
                false => "–".to_owned(),
            };
            (Part::Fill.number(step as u8 + 1), name)
        };
        Self {
            classes: (0..STEPS).map(class).collect(),
            steps: (1..STEPS).map(edge).collect(),
        }
    }

    fn of(&self, cell: &Cell) -> Option<usize> {
        if cell.value.is_nan() {
            return None;
        }
        if self.steps.is_empty() {
            return cell.zone;
        }
        // Where all are equal, they are of the first step.
        let above = |edge: &&f64| cell.value > **edge;
        Some(self.steps.iter().filter(above).count())
    }
}

/// The picture.
pub fn layout(props: &HeatmapProps) -> Scene {
    let groups = Groups::new(props);
    let mut entries: Vec<Entry> = groups
        .classes
        .iter()
        .map(|(class, name)| Entry {
            swatch: Swatch::Box(*class),
            label: name.clone(),
        })
        .collect();
    entries.push(Entry {
        swatch: Swatch::Marker(Part::Mark.number(2), Marker::Circle),
        label: words::NOW.to_owned(),
    });
    let legend = Legend::new(entries, MARGIN, WIDTH - MARGIN);
    let names: Vec<Vec<String>> = props.rows.iter().map(|row| text::wrap(row, NAME)).collect();
    let (columns, rows) = (props.columns.len().max(1), props.rows.len().max(1));
    let lines = names.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let cell = (CELLS / rows as f64)
        .max(CELL.0)
        .min(CELL.1)
        .max(lines * LINE + 2.0);
    let widest = names.iter().flatten().map(|line| text::width(line));
    let top = 28.0 + legend.height;
    let frame = Frame {
        left: MARGIN + widest.fold(0.0, f64::max) + 8.0,
        top,
        right: WIDTH - RIGHT,
        bottom: top + cell * rows as f64,
    };
    let canvas = Canvas::new(WIDTH as u32, (frame.bottom + BELOW) as u32);
    canvas.text(Part::Label, Anchor::Start, (MARGIN, 13.0), &props.y_label);
    let middle = (frame.left + frame.right) / 2.0;
    canvas.text(
        Part::Label,
        Anchor::Middle,
        (middle, frame.bottom + BELOW - 6.0),
        &props.x_label,
    );
    legend.draw(&canvas, 18.0);
    let panel = canvas.panel(frame, 0.0..columns as f64, 0.0..rows as f64);
    draw_cells(&canvas, &panel, props, &groups);
    if let Some(now) = props.now {
        let inside = (
            now.0.clamp(0.0, columns as f64),
            now.1.clamp(0.0, rows as f64),
        );
        canvas.page.marker(
            Part::Mark.number(2),
            Marker::Circle,
            Some(panel.place(inside)),
        );
    }
    write_names(&canvas, &panel, props, &names, frame);
    canvas.finish()
}

/// One path a group, and one of small markers for each level that is to be looked at: without colours they
/// tell the zones apart.
fn draw_cells(canvas: &Canvas, panel: &Panel, props: &HeatmapProps, groups: &Groups) {
    let cells = || {
        props.cells.iter().enumerate().flat_map(|(row, cells)| {
            let place = move |(column, cell)| (column as f64, row as f64, cell);
            cells.iter().enumerate().map(place)
        })
    };
    for (index, (class, _)) in groups.classes.iter().enumerate() {
        let of_group = cells().filter(|(.., cell)| groups.of(cell) == Some(index));
        let rectangles: Vec<_> = of_group
            .map(|(x, y, _)| [(x + 0.03, y + 0.03), (x + 0.97, y + 0.97)])
            .collect();
        panel.rectangles(*class, &rectangles);
    }
    for (index, (level, _)) in props.zones.iter().enumerate() {
        let Some(corners) = Marker::of_level(Some(*level)).corners() else {
            continue;
        };
        let marker = |(x, y): Point| -> Vec<Point> {
            corners
                .iter()
                .map(|(right, down)| (x + right * 0.6, y + down * 0.6))
                .collect()
        };
        let of_zone = cells().filter(|(.., cell)| cell.zone == Some(index));
        let markers: Vec<_> = of_zone
            .map(|(x, y, _)| marker(panel.place((x + 0.5, y + 0.5))))
            .collect();
        canvas
            .page
            .polygons(Part::Point.level(Some(*level)), &markers);
    }
}

/// The names of the rows, and of as many columns as there is room for.
fn write_names(
    canvas: &Canvas,
    panel: &Panel,
    props: &HeatmapProps,
    names: &[Vec<String>],
    frame: Frame,
) {
    for (row, name) in names.iter().enumerate() {
        let (_, middle) = panel.place((0.0, row as f64 + 0.5));
        let first = middle + 4.0 - (name.len() as f64 - 1.0) * LINE / 2.0;
        for (line, words) in name.iter().enumerate() {
            let at = (frame.left - 5.0, first + line as f64 * LINE);
            canvas.text(Part::Tick, Anchor::End, at, words);
        }
    }
    let widest = props.columns.iter().map(|name| text::width(name));
    let room = (frame.right - frame.left) / props.columns.len().max(1) as f64;
    let stride = ((widest.fold(0.0, f64::max) + 6.0) / room).ceil().max(1.0) as usize;
    for (column, name) in props.columns.iter().enumerate() {
        let shown = column % stride == 0;
        let (across, _) = panel.place((column as f64 + 0.5, 0.0));
        let at = (across, frame.bottom + 16.0);
        canvas.text(
            Part::Tick,
            Anchor::Middle,
            at,
            if shown { name } else { "" },
        );
    }
}
