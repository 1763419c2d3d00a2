//! A drawn chart as HTML: the scene as `<svg>`, the data as a table below it.
//!
//! The markup is one line, and survives a parser that mends `viewbox`. From state to state only attributes
//! and texts differ.

use super::scene::{Primitive, Scene, push_tenths};
use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, VTag, VText};

/// What is drawn from the properties of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The picture.
    pub scene: Scene,
    /// The same in words.
    pub description: AttrValue,
}

/// Renders a drawing. The ids in it are `id-title` and `id-desc`; title and description are what a screen
/// reader says, and nothing of what is written in the picture. `data` is the same in numbers.
pub fn figure(
    kind: &'static str,
    id: &AttrValue,
    title: &AttrValue,
    drawing: &Drawing,
    data: Html,
) -> Html {
    let Drawing { scene, description } = drawing;
    let title_id = AttrValue::from([id.as_str(), "-title"].concat());
    let description_id = AttrValue::from([id.as_str(), "-desc"].concat());
    html! {
        <figure class="mission-figure">
            <svg role="img" viewBox={ format!("0 0 {} {}", scene.width, scene.height) } aria-labelledby={ title_id.clone() } aria-describedby={ description_id.clone() } class={ kind }>
                <title id={ title_id }>{ title }</title>
                <desc id={ description_id }>{ description }</desc>
                <g aria-hidden="true">{ for scene.primitives.iter().map(element) }</g>
            </svg>
            { data }
        </figure>
    }
}

/// One element a primitive. `html!` would take each class apart, into a set, at every step of a slider.
fn element(primitive: &Primitive) -> Html {
    match primitive {
        Primitive::Path { class, d } => tag(
            "path",
            &["class", "d"],
            vec![class.css().into(), d.clone().into()],
        ),
        Primitive::Text {
            class,
            x,
            y,
            anchor,
            content,
        } => {
            let mut text = tag(
                "text",
                &["class", "x", "y", "text-anchor"],
                vec![
                    class.css().into(),
                    tenths(*x),
                    tenths(*y),
                    AttrValue::Static(anchor.css()),
                ],
            );
            text.add_child(VText::new(content.clone()).into());
            text
        }
    }
    .into()
}

fn tag(name: &'static str, keys: &'static [&'static str], values: Vec<AttrValue>) -> VTag {
    let mut tag = VTag::new(name);
    tag.set_attributes(Attributes::Dynamic {
        keys,
        values: values
            .into_iter()
            .map(|value| Some(AttributeOrProperty::Attribute(value)))
            .collect(),
    });
    tag
}

fn tenths(value: i32) -> AttrValue {
    let mut out = String::new();
    push_tenths(&mut out, value);
    out.into()
}
