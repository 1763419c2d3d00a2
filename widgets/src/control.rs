//! A slider, a select, a toggle: native form controls with their labels.
//!
//! What is shown is what is set. An attribute says how a control begins; what it shows later is a property, which
//! the browser changes at each move. So each move ends with the control showing what the store has made of it, also
//! where that is what it was and nothing is drawn again.

use crate::live::{Local, Render, live};
use crate::number_box;
use crate::store::Store;
use crate::words;
use mission_model::decimal;
use mission_model::format::Format;
use mission_model::ledger::Act;
use mission_model::mission::{Control, ControlKind, ValueName};
use mission_model::value::Value;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Positions of a logarithmic slider.
const LOG_STEPS: f64 = 200.0;

/// Controls in order, each drawn by itself.
pub(crate) fn all(store: &Store, names: &[ValueName]) -> Html {
    let control = |name: &ValueName| {
        let own = name.clone();
        live(name, store, move |render| draw(render, &own))
    };
    names.iter().map(control).collect()
}

/// One control of the shown track; nothing if the track has no such control.
fn draw(render: &mut Render, name: &str) -> Html {
    let own = name.to_owned();
    let view = render.watch(move |store| {
        let control = store.mission().control(&own, store.track())?;
        let enabled = control
            .enabled_if
            .as_ref()
            .is_none_or(|when| store.truth(when));
        let chosen = store.chosen().is_some();
        Some((store.track(), store.value(&own)?, chosen, enabled))
    });
    let said: Local<Said> = render.state();
    let store = render.store;
    let Some((track, value, chosen, enabled)) = view.as_ref() else {
        return Html::default();
    };
    let Some(control) = store.mission().control(name, *track) else {
        return Html::default();
    };
    let set = {
        let (store, name) = (store.clone(), control.name.clone());
        Callback::from(move |value| {
            store.act(Act::Set {
                control: name.clone(),
                value,
            });
            store.value(&name)
        })
    };
    let field = Field::new(store, control, *chosen, *enabled, set);
    match &control.kind {
        ControlKind::Range {
            min,
            max,
            step,
            log,
            format,
            ends,
            play,
        } => {
            let scale = if *log {
                Slider::Log {
                    min: *min,
                    max: *max,
                }
            } else {
                Slider::Linear {
                    min: *min,
                    max: *max,
                    step: *step,
                }
            };
            slider(
                &field,
                &scale,
                value.number().unwrap_or(*min),
                &Look {
                    format,
                    ends: ends.as_ref(),
                    play: *play,
                },
                &said,
            )
        }
        ControlKind::Stops {
            values,
            format,
            play,
        } => slider(
            &field,
            &Slider::Stops(values),
            value.number().unwrap_or_default(),
            &Look {
                format,
                ends: None,
                play: *play,
            },
            &said,
        ),
        ControlKind::Select { options } => {
            let (list, chosen) = (NodeRef::default(), value.category().unwrap_or_default());
            let (shown, now) = (list.clone(), chosen.to_owned());
            render.after(move || {
                if let Some(list) = shown.cast::<HtmlSelectElement>() {
                    list.set_value(&now);
                }
            });
            select(&field, options, chosen, list)
        }
        ControlKind::Toggle => toggle(&field, value.truth().unwrap_or(false)),
    }
}

/// What all kinds of control have in common.
struct Field {
    id: String,
    name: String,
    label: String,
    disabled: bool,
    /// Whether the other settings leave nothing to set here.
    idle: bool,
    set: Set,
}

/// Sets a control; gives what the control has made of the value.
type Set = Callback<Value, Option<Value>>;

impl Field {
    fn new(store: &Store, control: &Control, chosen: bool, enabled: bool, set: Set) -> Self {
        Self {
            id: format!("{}-{}", store.mission().id, control.name.replace('.', "-")),
            name: control
                .name
                .rsplit('.')
                .next()
                .unwrap_or_default()
                .to_owned(),
            label: control.label.clone(),
            disabled: !chosen || !enabled,
            idle: !enabled,
            set,
        }
    }

    /// The id of the note that says why nothing can be set.
    fn why(&self) -> Option<String> {
        self.idle.then(|| format!("{}-why", self.id))
    }

    fn note(&self) -> Html {
        match self.why() {
            Some(id) => html! { <span class="m-small m-idle" {id}>{ words::NOT_NOW }</span> },
            None => Html::default(),
        }
    }
}

/// How positions of a slider become values.
enum Slider<'a> {
    Linear { min: f64, max: f64, step: f64 },
    Log { min: f64, max: f64 },
    Stops(&'a [f64]),
}

impl Slider<'_> {
    /// The slider's `min`, `max` and `step`.
    fn positions(&self) -> (f64, f64, f64) {
        match self {
            Self::Linear { min, max, step } => (*min, *max, *step),
            Self::Log { .. } => (0.0, LOG_STEPS, 1.0),
            Self::Stops(values) => (0.0, values.len().saturating_sub(1) as f64, 1.0),
        }
    }

    fn position(&self, value: f64) -> f64 {
        match self {
            Self::Linear { .. } => value,
            Self::Log { min, max } => (LOG_STEPS * libm::log(value / min) / libm::log(max / min))
                .round()
                .clamp(0.0, LOG_STEPS),
            Self::Stops(values) => values
                .iter()
                .position(|stop| *stop >= value)
                .unwrap_or_default() as f64,
        }
    }

    fn value(&self, position: f64) -> f64 {
        match self {
            Self::Linear { .. } => position,
            Self::Log { min, max } if position >= LOG_STEPS => min.max(*max),
            Self::Log { min, max } => {
                three_digits(min * libm::pow(max / min, position / LOG_STEPS))
            }
            Self::Stops(values) => values
                .get(position.max(0.0) as usize)
                .copied()
                .unwrap_or_default(),
        }
    }
}

/// Rounds to three significant digits, so that a slider gives numbers one can say aloud.
fn three_digits(value: f64) -> f64 {
    if value == 0.0 {
        return value;
    }
    let unit = libm::pow(10.0, libm::floor(libm::log10(value.abs())) - 2.0);
    // Dividing by a power of ten is exact where multiplying by its inverse is not.
    if unit >= 1.0 {
        (value / unit).round() * unit
    } else {
        (value / unit).round() / (1.0 / unit).round()
    }
}

/// What is wrong with what was typed, and the value that stands there instead: it is said as long as that does.
type Said = (f64, String);

/// What sliders have beside their positions.
#[derive(Clone, Copy)]
struct Look<'a> {
    format: &'a Format,
    ends: Option<&'a (String, String)>,
    /// In how many seconds it is played.
    play: Option<f64>,
}

/// A slider with its number box and its buttons, which `play.js` listens to: what they do is a hand's move.
fn slider(field: &Field, scale: &Slider, value: f64, look: &Look, said: &Local<Said>) -> Html {
    let Look { format, ends, play } = *look;
    let (min, max, width) = scale.positions();
    let slide = {
        let (set, said) = (field.set.clone(), said.clone());
        let values: Vec<f64> = if let Slider::Stops(values) = scale {
            values.to_vec()
        } else {
            Vec::new()
        };
        let log = if let Slider::Log { min, max } = scale {
            Some((*min, *max))
        } else {
            None
        };
        Callback::from(move |event: InputEvent| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            let position = input.value_as_number();
            let scale = match log {
                Some((min, max)) => Slider::Log { min, max },
                None if values.is_empty() => Slider::Linear {
                    min,
                    max,
                    step: width,
                },
                None => Slider::Stops(&values),
            };
            if let Some(Value::Number(made)) = set.emit(Value::Number(scale.value(position))) {
                let shown = scale.position(made);
                if shown != position {
                    input.set_value(&plain(shown));
                }
            }
            if !said.get().1.is_empty() {
                said.set(Said::default());
            }
        })
    };
    let type_in = {
        let (set, said, format) = (field.set.clone(), said.clone(), format.clone());
        Callback::from(move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            let (now, told) = match number_box::read(&format, &input.value()) {
                Ok(typed) => match set.emit(Value::Number(typed)) {
                    Some(Value::Number(made)) if made != typed => {
                        (made, words::nearest(&format.print(made)))
                    }
                    _ => (typed, String::new()),
                },
                Err(wrong) => (value, wrong),
            };
            // What is not changed is not drawn again, so that the box would keep what was typed.
            input.set_value(&format.boxed(now));
            said.set((now, told));
        })
    };
    let printed = format.print(value);
    let boxed = format.boxed(value);
    let suffix = format.beside();
    let (at, told) = said.get();
    let told = if at == value { told } else { String::new() };
    let told_class = if told.is_empty() {
        "m-hidden"
    } else {
        "m-small m-idle"
    };
    let box_id = format!("{}-box", field.id);
    let exact = match suffix.as_str() {
        "" => words::exact_value(&field.label),
        unit => words::exact_value_in(&field.label, unit),
    };
    // Keys and listeners have the slider itself for that.
    let step = |by: &'static str| {
        html! { <button type="button" class="m-step" data-step={by} tabindex="-1" aria-hidden="true" disabled={field.disabled}></button> }
    };
    html! {
        <div class="m-control m-slider" data-printed={printed.clone()}>
            <span class="m-named">
                if let Some(seconds) = play {
                    <button type="button" class="m-play" data-play={plain(seconds)} aria-pressed="false" aria-label={words::play(&field.label)} disabled={field.disabled}></button>
                }
                <label for={field.id.clone()}>{ &field.label }</label>
            </span>
            { step("-1") }
            <input type="range" id={field.id.clone()} name={field.name.clone()} min={plain(min)} max={plain(max)} step={plain(width)} value={plain(scale.position(value))} aria-valuetext={printed.clone()} aria-describedby={field.why()} disabled={field.disabled} oninput={slide} />
            { step("1") }
            <span class="m-boxed">
                <label class="m-hidden" for={box_id.clone()}>{ exact }</label>
                <input type="text" inputmode={number_box::keys(Some(scale.value(min)))} autocomplete="off" id={box_id} name={format!("{}_exact", field.name)} value={boxed} aria-describedby={field.why()} disabled={field.disabled} onchange={type_in} />
                <span aria-hidden="true">{ &suffix }</span>
            </span>
            if let Some((low, high)) = ends {
                <span class="m-ends" aria-hidden="true"><span>{ low }</span><span>{ high }</span></span>
            }
            <span class={told_class} role="status">{ told }</span>
            { field.note() }
        </div>
    }
}

fn select(field: &Field, options: &[(String, String)], chosen: &str, list: NodeRef) -> Html {
    let change = {
        let set = field.set.clone();
        Callback::from(move |event: Event| {
            let list = event.target_unchecked_into::<HtmlSelectElement>();
            if let Some(Value::Category(made)) =
                set.emit(Value::Category(list.value().as_str().into()))
            {
                list.set_value(&made);
            }
        })
    };
    html! {
        <div class="m-control m-select">
            <label for={field.id.clone()}>{ &field.label }</label>
            <select ref={list} id={field.id.clone()} name={field.name.clone()} aria-describedby={field.why()} disabled={field.disabled} onchange={change}>
                { for options.iter().map(|(id, label)| html! {
                    <option value={id.clone()} selected={id == chosen}>{ label }</option>
                }) }
            </select>
            { field.note() }
        </div>
    }
}

fn toggle(field: &Field, on: bool) -> Html {
    let change = {
        let set = field.set.clone();
        Callback::from(move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            if let Some(Value::Truth(made)) = set.emit(Value::Truth(input.checked())) {
                input.set_checked(made);
            }
        })
    };
    html! {
        <div class="m-control m-toggle">
            <input type="checkbox" id={field.id.clone()} name={field.name.clone()} checked={on} aria-describedby={field.why()} disabled={field.disabled} onchange={change} />
            <label for={field.id.clone()}>{ &field.label }</label>
            <span aria-hidden="true">{ if on { words::ON } else { words::OFF } }</span>
            { field.note() }
        </div>
    }
}

/// A number as HTML attributes want it: the shortest that reads back the same, without rounding noise.
fn plain(number: f64) -> String {
    let rounded = (number * 1e9).round() / 1e9;
    let of_a_size_for_that = (1e-3..1e6).contains(&number.abs());
    decimal::shortest(if of_a_size_for_that { rounded } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logarithmic_slider_comes_back_to_where_it_was() {
        for (min, max) in [(200.0, 20_000.0), (1e3, 1e7), (0.01, 10.0)] {
            let slider = Slider::Log { min, max };
            for position in 0..=200 {
                let position = f64::from(position);
                assert_eq!(
                    slider.position(slider.value(position)),
                    position,
                    "{min}..{max} at {position}"
                );
            }
            assert_eq!(slider.value(0.0), min);
            assert_eq!(slider.value(200.0), max);
        }
    }

    #[test]
    fn three_digits_are_kept() {
        for (value, expect) in [
            (1234.5, 1230.0),
            (0.012_345, 0.0123),
            (99_960.0, 100_000.0),
            (7.0, 7.0),
            (0.0, 0.0),
        ] {
            assert_eq!(three_digits(value), expect);
        }
    }
}
