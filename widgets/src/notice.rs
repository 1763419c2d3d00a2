//! A notice over the page when the student's work is not safe, with a copy of it at hand.

use crate::store::{Saving, Store, use_view};
use crate::words;
use yew::prelude::*;

/// Whose work it is about.
#[derive(Clone, PartialEq, Properties)]
pub struct NoticeProps {
    /// The chapter's store.
    pub store: Store,
}

/// Empty as long as all is well.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    let saving = use_view(&props.store, Store::saving);
    let Saving::Failed(reason) = saving.as_ref() else {
        return Html::default();
    };
    let export = {
        let store = props.store.clone();
        move |_: MouseEvent| store.export()
    };
    html! {
        <div class="m-notice" role="alert">
            <strong>{ words::NOT_SAVED }</strong>
            <span>{ reason }</span>
            <button type="button" class="m-button" onclick={export}>{ words::EXPORT }</button>
        </div>
    }
}
