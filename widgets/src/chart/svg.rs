//! A drawn chart as HTML: the scene as `<svg>`, the data as a table below it.
//!
//! The markup is one line, and survives a parser that mends `viewbox`. From state to state only attributes
//! and texts differ.

use super::scene::{Primitive, Scene, push_tenths};
use super::table::DataTable;
use yew::prelude::*;

/// What is drawn from the properties of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The picture.
    pub scene: Scene,
    /// The same in numbers.
    pub data: DataTable,
    /// The same in words.
    pub description: AttrValue,
}

/// Renders a drawing. The ids in it are `id-title` and `id-desc`; title and description are what a screen
/// reader says, and nothing of what is written in the picture.
pub fn figure(kind: &'static str, id: &AttrValue, title: &AttrValue, drawing: &Drawing) -> Html {
    let Drawing {
        scene,
        data,
        description,
    } = drawing;
    let title_id = AttrValue::from([id.as_str(), "-title"].concat());
    let description_id = AttrValue::from([id.as_str(), "-desc"].concat());
    html! {
        <figure class="mission-figure">
            <svg role="img" viewBox={ format!("0 0 {} {}", scene.width, scene.height) } aria-labelledby={ title_id.clone() } aria-describedby={ description_id.clone() } class={ kind }>
                <title id={ title_id }>{ title }</title>
                <desc id={ description_id }>{ description }</desc>
                <g aria-hidden="true">{ for scene.primitives.iter().map(element) }</g>
            </svg>
            { data.render() }
        </figure>
    }
}

fn element(primitive: &Primitive) -> Html {
    match primitive {
        Primitive::Path { class, d } => {
            html! { <path class={ class.css() } d={ d.clone() }></path> }
        }
        Primitive::Text {
            class,
            x,
            y,
            anchor,
            content,
        } => html! {
            <text class={ class.css() } x={ tenths(*x) } y={ tenths(*y) } text-anchor={ anchor.css() }>{ content.clone() }</text>
        },
    }
}

fn tenths(value: i32) -> AttrValue {
    let mut out = String::new();
    push_tenths(&mut out, value);
    out.into()
}
