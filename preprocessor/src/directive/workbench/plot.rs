//! `plot`: curves over a control, which the plot runs over by itself, or over a series; with marks, zones and
//! lines to compare with.

use super::{Instrument, axis};
use crate::diagnostic::list;
use crate::directive::reading;
use crate::draft::{Draft, Scope};
use crate::reader::{Placed, Text};
use crate::vocabulary::keys;
use crate::vocabulary::types::{
    ControlOrSeries, Expression, LineLabel, NumberFormat, NumberOrExpression, OneOf, PlainText,
    Tables, Truth, TwoNumbers, Whole, Words,
};
use mission_model::mission::{
    Control, ControlKind, InstrumentKind, Level, MarkAt, Plot, PlotAxis, PlotLine, PlotMark,
    PlotReference, ValueName, Zone,
};
use mission_model::value::Type;

/// How many points a line over a `range` has if its author doesn't say.
const POINTS: u32 = 121;

keys! {
    /// Curves over a control or a series.
    pub struct PlotKeys of "`[[plot]]`" {
        /// What the plot runs over.
        need x: ControlOrSeries,
        /// The axis. Over a control, the control's own if you don't say.
        may x_label ("over a series"): PlainText,
        may x_format: NumberFormat,
        may x_log: Truth,
        /// What the other axis shows.
        need y_label: PlainText,
        /// How its ticks are printed; whether it is logarithmic.
        may y_format: NumberFormat,
        may y_log: Truth = false,
        /// Its ends: `[0, 500]`. Without it they follow from the lines.
        may y_range: TwoNumbers,
        /// How many points a line over a `range` has; a series has points of its own. 121 if you don't say.
        may points: Whole<2, 1000>,
        /// The lines.
        need line: Tables<LineKeys>,
        /// Labelled points.
        may mark: Tables<MarkKeys>,
        /// Bands of `y`, or of `x`.
        may zone: Tables<ZoneKeys>,
        /// Labelled lines across. Not drawn where they are not a number.
        may reference: Tables<ReferenceKeys>,
    }
}

keys! {
    /// A line.
    pub struct LineKeys of "`[[plot.line]]`" {
        /// What it is.
        need label: PlainText,
        /// A number over a control, a series over a series.
        need y: Expression,
        /// Whether it is dashed.
        may dashed: Truth = false,
    }
}

keys! {
    /// A labelled point.
    pub struct MarkKeys of "`[[plot.mark]]`" {
        /// What it is.
        need label: PlainText,
        /// What of a line is marked.
        may at: OneOf<Spot>,
        /// Of which line, by its label.
        may line ("with `at`"): LineLabel,
        /// What that line crosses.
        may with ("for a crossing"): LineLabel,
        /// Where it is, if not on a line: numbers.
        may x ("without `at`"): Expression,
        may y ("without `at`"): Expression,
    }
}

keys! {
    /// A band.
    pub struct ZoneKeys of "`[[plot.zone]]`" {
        /// What it is.
        need label: PlainText,
        /// How good it is there.
        need level: OneOf<Level>,
        /// Of which axis; of `y` if you don't say.
        may of: OneOf<Dimension>,
        /// Its ends; one of them may be left out.
        may from ("at least one"): NumberOrExpression,
        may below: NumberOrExpression,
    }
}

keys! {
    /// A line to compare with.
    pub struct ReferenceKeys of "`[[plot.reference]]`" {
        /// What it is.
        need label: PlainText,
        /// Where it is, a number: `x` of an upright line, `y` of a level one.
        may x ("one of them"): Expression,
        may y: Expression,
    }
}

/// What may be marked on a line.
#[derive(Clone, Copy, PartialEq)]
pub enum Spot {
    Minimum,
    Maximum,
    Knee,
    Crossing,
}

impl Words for Spot {
    const ALL: &'static [(&'static str, Self)] = &[
        ("minimum", Self::Minimum),
        ("maximum", Self::Maximum),
        ("knee", Self::Knee),
        ("crossing", Self::Crossing),
    ];
    fn unknown(word: &str) -> String {
        format!("nothing can be marked at `{word}`")
    }
}

/// What a band is a band of.
#[derive(Clone, Copy, PartialEq)]
pub enum Dimension {
    X,
    Y,
}

impl Words for Dimension {
    const ALL: &'static [(&'static str, Self)] = &[("x", Self::X), ("y", Self::Y)];
    fn unknown(word: &str) -> String {
        format!("there is no axis `{word}`")
    }
}

impl Words for Level {
    const ALL: &'static [(&'static str, Self)] = &[
        ("good", Self::Good),
        ("watch", Self::Watch),
        ("act", Self::Act),
    ];
    fn unknown(word: &str) -> String {
        format!("there is no level `{word}`")
    }
}

/// What runs from left to right.
enum Across {
    Control(Box<Control>),
    Series(ValueName),
}

impl Instrument for PlotKeys {
    const NAME: &'static str = "plot";

    fn resolve(self, draft: &mut Draft, scope: Scope, _: Option<&Text>) -> Option<InstrumentKind> {
        let across = self.x.and_then(|x| across(draft, scope, x));
        if let (Some(Across::Series(_)), Some(_)) = (&across, self.points) {
            let help = "remove `points`: they say how often a control's range is looked at";
            let message = "a line over a series has the series' own points";
            draft
                .sink
                .report(self.spot.place("points"), message, "", help.to_owned());
        }
        let x_axis = match &across {
            Some(Across::Control(control)) => Some(own_axis(
                draft,
                control,
                self.x_label,
                self.x_format,
                self.x_log,
            )),
            Some(Across::Series(_)) => {
                self.spot.demand(draft.sink, "x_label", "\"…\"");
                axis(draft, self.x_label, self.x_format).map(|axis| PlotAxis {
                    log: self.x_log.unwrap_or(false),
                    ..axis
                })
            }
            // What a control that was refused is called can't be told.
            None => None,
        };
        let range = self
            .y_range
            .and_then(|range| y_range(draft, range, self.y_log));
        let y_axis = axis(draft, self.y_label, self.y_format).map(|axis| PlotAxis {
            log: self.y_log,
            range,
            ..axis
        });
        let of = across.as_ref().map(|across| match across {
            Across::Control(_) => Type::Number,
            Across::Series(_) => Type::Series,
        });
        let declared = self.line.unwrap_or_default().into_iter();
        let lines: Vec<PlotLine> = declared
            .filter_map(|keys| line(draft, scope, keys, of))
            .collect();
        let mut marks = Vec::new();
        for keys in self.mark.unwrap_or_default() {
            marks.extend(mark(draft, scope, keys, &lines));
        }
        let (mut zones, mut x_zones) = (Vec::new(), Vec::new());
        for keys in self.zone.unwrap_or_default() {
            let of = match keys.of {
                Some(Dimension::X) => &mut x_zones,
                Some(Dimension::Y) | None => &mut zones,
            };
            of.extend(zone(draft, scope, keys));
        }
        let mut references = Vec::new();
        for keys in self.reference.unwrap_or_default() {
            references.extend(reference(draft, scope, keys));
        }
        // Only a range is sampled.
        let (x, points) = match across? {
            Across::Control(control) => (control.name, Some(self.points.unwrap_or(POINTS))),
            Across::Series(name) => (name, None),
        };
        if lines.is_empty() {
            return None;
        }
        Some(InstrumentKind::Plot(Box::new(Plot {
            x,
            points: points.map(|points| points as usize),
            x_axis: x_axis?,
            y_axis: y_axis?,
            lines,
            marks,
            zones,
            x_zones,
            references,
            tried: None,
            curves_if: None,
        })))
    }
}

fn across(draft: &mut Draft, scope: Scope, text: Text) -> Option<Across> {
    if !draft.is_control(scope, &text) {
        return Some(Across::Series(draft.value(scope, &text, Type::Series)));
    }
    let control = draft.control_of(scope, &text)?;
    if let ControlKind::Select { .. } | ControlKind::Toggle = control.kind {
        let help = "use `bars`, or a control of kind range or stops".to_owned();
        draft.sink.report(
            text.span,
            format!(
                "a plot can't run over `{}`, which has no numbers",
                text.value
            ),
            "not a range, nor stops",
            help,
        );
        return None;
    }
    Some(Across::Control(Box::new(control)))
}

/// The axis of a control: its own label, format and scale, where the plot says nothing else.
fn own_axis(
    draft: &Draft,
    control: &Control,
    label: Option<Text>,
    format: Option<Text>,
    log: Option<bool>,
) -> PlotAxis {
    let (own_format, own_log) = match &control.kind {
        ControlKind::Range { format, log, .. } => (format.clone(), *log),
        ControlKind::Stops { format, .. } => (format.clone(), false),
        _ => Default::default(),
    };
    PlotAxis {
        label: label.map_or_else(|| control.label.clone(), |label| label.value),
        log: log.unwrap_or(own_log),
        format: match format {
            Some(text) => reading::format(draft, Some(text)),
            None => own_format,
        },
        range: None,
    }
}

fn y_range(draft: &Draft, range: Placed<Vec<f64>>, log: bool) -> Option<(f64, f64)> {
    match range.value[..] {
        [low, high] if low < high && (low > 0.0 || !log) => Some((low, high)),
        _ => {
            let (example, label) = match log {
                true => ("[1, 500]", "a logarithmic axis begins above 0"),
                false => ("[0, 500]", ""),
            };
            let help = format!("write the lower and the upper end: `y_range = {example}`");
            draft
                .sink
                .report(range.span, "there is no such range", label, help);
            None
        }
    }
}

/// A line whose `y` was refused, or whose type can't be told, is there all the same: marks name it.
fn line(draft: &mut Draft, scope: Scope, keys: LineKeys, of: Option<Type>) -> Option<PlotLine> {
    let y = keys.y.zip(of).map(|(y, of)| draft.value(scope, &y, of));
    Some(PlotLine {
        label: keys.label?.value,
        y: y.unwrap_or_default(),
        dashed: keys.dashed,
    })
}

/// A point: at `x` and `y`, or on a line.
fn mark(draft: &mut Draft, scope: Scope, keys: MarkKeys, lines: &[PlotLine]) -> Option<PlotMark> {
    let demand = |key| keys.spot.demand(draft.sink, key, "\"…\"");
    match keys.at {
        // What it was to be at is not known.
        None if keys.spot.has("at") => return None,
        None => ["x", "y"].map(demand).into_iter().collect(),
        Some(Spot::Crossing) => ["line", "with"].map(demand).into_iter().collect(),
        Some(_) => demand("line"),
    }
    let Some(at) = keys.at else {
        let x = keys.x.map(|x| draft.value(scope, &x, Type::Number));
        let y = keys.y.map(|y| draft.value(scope, &y, Type::Number));
        let at = x.zip(y).map(|(x, y)| MarkAt::Point { x, y });
        return mark_of(keys.label, at);
    };
    let [line, with] =
        [keys.line, keys.with].map(|line| line.and_then(|line| on_line(draft, line, lines)));
    let at = match at {
        Spot::Minimum => line.map(MarkAt::Minimum),
        Spot::Maximum => line.map(MarkAt::Maximum),
        Spot::Knee => line.map(MarkAt::Knee),
        Spot::Crossing => line
            .zip(with)
            .map(|(line, with)| MarkAt::Crossing { line, with }),
    };
    mark_of(keys.label, at)
}

fn mark_of(label: Option<Text>, at: Option<MarkAt>) -> Option<PlotMark> {
    Some(PlotMark {
        label: label?.value,
        at: at?,
    })
}

/// The line that a mark belongs to, by its label.
fn on_line(draft: &Draft, text: Text, lines: &[PlotLine]) -> Option<usize> {
    let index = lines.iter().position(|line| line.label == text.value);
    if index.is_none() {
        let labels: Vec<&str> = lines.iter().map(|line| line.label.as_str()).collect();
        let help = match labels[..] {
            [] => "add the `[[plot.line]]` first".to_owned(),
            _ => format!("the lines of this plot are {}", list(&labels)),
        };
        let message = format!("this plot has no line `{}`", text.value);
        draft.sink.report(text.span, message, "", help);
    }
    index
}

/// A band.
fn zone(draft: &mut Draft, scope: Scope, keys: ZoneKeys) -> Option<Zone> {
    if !keys.spot.has("from") && !keys.spot.has("below") {
        let message = format!("{} has neither `from` nor `below`", keys.spot.what);
        let help = "add a line `from = 100`, `below = 100`, or both".to_owned();
        draft
            .sink
            .report(keys.spot.head, message, "it would be everywhere", help);
        return None;
    }
    let [from, below] =
        [keys.from, keys.below].map(|end| end.map(|end| reading::bound(draft, scope, end)));
    Some(Zone {
        from,
        below,
        level: keys.level?,
        word: keys.label?.value,
    })
}

/// A labelled line at an `x` or a `y`.
fn reference(draft: &mut Draft, scope: Scope, keys: ReferenceKeys) -> Option<PlotReference> {
    let (text, level) = match (keys.x, keys.y) {
        (Some(x), None) => (x, false),
        (None, Some(y)) => (y, true),
        _ => {
            let message = format!("{} needs an `x` or a `y`, and not both", keys.spot.what);
            let help = "write `x = \"…\"` for an upright line, or `y = \"…\"` for a level one";
            draft
                .sink
                .report(keys.spot.head, message, "", help.to_owned());
            return None;
        }
    };
    Some(PlotReference {
        label: keys.label?.value,
        at: draft.value(scope, &text, Type::Number),
        level,
    })
}
