//! A notice over the page when the student's work is not safe, with a copy of it at hand.

use crate::live::{LiveProps, Render};
use crate::store::{Saving, Store};
use crate::words;
use yew::prelude::*;

/// The notice about a chapter's work: empty as long as all is well.
pub fn notice(store: &Store) -> LiveProps {
    LiveProps::new(store, draw)
}

fn draw(render: &mut Render) -> Html {
    let saving = render.watch(Store::saving);
    let Saving::Failed(reason) = saving.as_ref() else {
        return Html::default();
    };
    let export = {
        let store = render.store.clone();
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
