//! Controls above, instruments below.

use super::trials::TrialsView;
use crate::control::ControlView;
use crate::instrument::InstrumentView;
use crate::rich::Rich;
use crate::store::{Store, use_view};
use mission_model::mission::Bench;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(crate) struct BenchProps {
    pub store: Store,
    pub id: AttrValue,
    pub bench: Bench,
}

/// A bench renders again only when the track changes; its controls and instruments follow their values.
#[component]
pub(crate) fn BenchView(props: &BenchProps) -> Html {
    let BenchProps { store, id, bench } = props;
    let track = *use_view(store, Store::track);
    let instruments = bench
        .instruments
        .iter()
        .filter(|instrument| instrument.only.admits(track));
    html! {
        <>
            <h3 class="m-title">{ &bench.title }</h3>
            if let Some(intro) = &bench.intro {
                <Rich store={store.clone()} html={intro.get(track).clone()} class="m-intro" />
            }
            <div class="m-controls">
                { for bench.controls.iter().map(|name| html! { <ControlView key={name.clone()} store={store.clone()} name={name.clone()} /> }) }
            </div>
            if let Some(trials) = &bench.trials {
                <TrialsView store={store.clone()} bench={id.clone()} trials={trials.clone()} />
            }
            <div class="m-instruments">
                { for instruments.map(|instrument| html! {
                    <InstrumentView key={format!("{track}-{}", instrument.id)} store={store.clone()} bench={id.clone()} instrument={instrument.clone()} {track} />
                }) }
            </div>
        </>
    }
}
