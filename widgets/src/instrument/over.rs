//! Controls that an instrument runs over: their values, how these are printed, and where one stands among
//! them.

use crate::store::Store;
use mission_model::format::Format;
use mission_model::mission::{Control, ControlKind};
use mission_model::value::Value;

/// A control of the shown track.
pub fn control<'s>(store: &'s Store, name: &str) -> Option<&'s Control> {
    store.mission().control(name, store.track())
}

/// The format of a control's numbers.
pub fn format(control: &Control) -> Format {
    match &control.kind {
        ControlKind::Range { format, .. } | ControlKind::Stops { format, .. } => format.clone(),
        _ => Format::default(),
    }
}

/// Where a value stands among others in ascending order, counted from 0; between two, in proportion (of a
/// logarithmic range, of ratios).
pub fn place(control: &Control, values: &[Value], value: &Value) -> Option<f64> {
    let Some(number) = value.number() else {
        let at = values.iter().position(|other| other.identical(value))?;
        return Some(at as f64);
    };
    let log = matches!(control.kind, ControlKind::Range { log: true, .. });
    let at = |number: f64| if log { libm::log(number) } else { number };
    let numbers: Vec<f64> = values.iter().filter_map(Value::number).collect();
    let above = numbers.iter().position(|other| *other >= number);
    match above.unwrap_or(numbers.len()) {
        0 => Some(0.0),
        above if above == numbers.len() => Some(above as f64 - 1.0),
        above => {
            let (low, high) = (at(numbers[above - 1]), at(numbers[above]));
            Some((above - 1) as f64 + (at(number) - low) / (high - low))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mission_model::mission::{Only, PerTrack};

    #[test]
    fn a_value_stands_between_others() {
        let control = |log| Control {
            name: "d.a".to_owned(),
            label: String::new(),
            only: Only::default(),
            kind: ControlKind::Range {
                min: 1.0,
                max: 100.0,
                step: 1.0,
                log,
                format: Format::default(),
                ends: None,
                play: None,
            },
            preset: PerTrack::all(Value::Number(1.0)),
            enabled_if: None,
        };
        let check = |log, value: f64, expect: f64| {
            let values = [1.0, 10.0, 100.0].map(Value::Number);
            let found = place(&control(log), &values, &Value::Number(value)).unwrap();
            assert!((found - expect).abs() < 1e-12, "{value}: {found}");
        };
        check(false, 1.0, 0.0);
        check(false, 5.5, 0.5);
        check(false, 10.0, 1.0);
        check(false, 55.0, 1.5);
        check(false, 1000.0, 2.0);
        check(false, 0.0, 0.0);
        // Half way from 10 to 100 in ratios is √1000.
        check(true, 31.622_776_601_683_793, 1.5);
    }
}
