//! Controls, and instruments below or, where there is room, beside them (`theme/mission.css`).

use super::{fail, goal, hands, notes, trials};
use crate::live::{Render, at_rest, live};
use crate::store::Store;
use crate::{control, instrument};
use mission_model::mission::{Bench, Instrument, InstrumentKind};
use yew::prelude::*;

/// A bench is drawn again only when the track changes; its controls and instruments follow their values.
pub fn draw(render: &mut Render, island: usize, bench: &Bench) -> Html {
    let track = *render.watch(Store::track);
    let store = render.store;
    let instruments = bench.instruments.iter().enumerate();
    let instruments = instruments.filter(|(_, instrument)| instrument.only.admits(track));
    // Readings that come first are looked at with the controls.
    let mut apart = instruments.peekable();
    let is_card = |of: &(usize, &Instrument)| matches!(of.1.kind, InstrumentKind::Cards(_));
    let beside = apart.next_if(is_card);
    let draw = |(index, instrument): (usize, &Instrument)| {
        let key = format!("{track}-{}", instrument.id);
        live(&key, store, move |render| {
            instrument::draw(render, island, index)
        })
    };
    html! {
        <>
            <div class="m-side">
                <div class="m-top">
                    <h3 class="m-title">{ &bench.title }</h3>
                    if bench.all_controls().next().is_some() {
                        <div class="m-bar m-hands">{ at_rest("hands", store, move |render| hands::draw(render, island)) }</div>
                    }
                </div>
                if let Some(intro) = &bench.intro {
                    { render.rich(intro.get(track), "m-intro") }
                }
                <div class="m-controls">{ control::all(store, &bench.controls) }</div>
                if bench.goal.is_some() {
                    { live("goal", store, move |render| goal::draw(render, island)) }
                }
                if !bench.fails.is_empty() {
                    { live("fail", store, move |render| fail::draw(render, island)) }
                }
                if bench.trials.is_some() {
                    { live("trials", store, move |render| trials::draw(render, island)) }
                }
                if let Some(beside) = beside {
                    <div class="m-instruments">{ draw(beside) }</div>
                }
                if bench.all_controls().next().is_some() {
                    { live("notes", store, move |render| notes::draw(render, island)) }
                }
            </div>
            <div class="m-instruments">{ for apart.map(draw) }</div>
            { live("strip", store, move |render| instrument::strip(render, island)) }
        </>
    }
}
