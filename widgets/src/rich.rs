//! Rendered Markdown with values printed in it.
//!
//! A readout is an element with `data-readout="CHAPTER:INDEX"`. The markup carries the value of the build;
//! the rim rewrites its text when the value changes, so that text and formulas never render again.

use crate::store::Store;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(crate) struct RichProps {
    pub store: Store,
    /// Rendered by the preprocessor.
    pub html: AttrValue,
    /// Class of the box.
    #[prop_or_default]
    pub class: Classes,
}

/// A box of rendered Markdown.
#[component]
pub(crate) fn Rich(props: &RichProps) -> Html {
    let store = props.store.clone();
    use_effect_with(props.html.clone(), move |_| store.printed());
    html! {
        <div class={classes!("m-rich", props.class.clone())}>{ Html::from_html_unchecked(props.html.clone()) }</div>
    }
}

/// Rendered Markdown of one line, for labels.
#[component]
pub(crate) fn RichLine(props: &RichProps) -> Html {
    let store = props.store.clone();
    use_effect_with(props.html.clone(), move |_| store.printed());
    html! {
        <span class={classes!("m-rich", props.class.clone())}>{ Html::from_html_unchecked(props.html.clone()) }</span>
    }
}
