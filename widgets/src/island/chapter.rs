//! The track chooser, with the chapter's invariant.

use crate::live::Render;
use crate::store::Store;
use crate::words;
use yew::prelude::*;

/// The chapter's head: what it is about, and the track to take.
pub fn draw(render: &mut Render) -> Html {
    let chosen = *render.watch(Store::chosen);
    let store = render.store;
    let mission = store.mission();
    html! {
        <>
            if !mission.invariant.is_empty() {
                { render.rich(&mission.invariant, "m-invariant") }
            }
            // A chapter of one track has nothing to choose from.
            if mission.tracks.iter().any(|track| !track.name.is_empty()) {
            <fieldset class="m-tracks">
                <legend>{ words::CHOOSE_TRACK }<span class="m-minutes">{ " · " }{ words::minutes(mission.minutes as usize) }</span></legend>
                { for mission.tracks.iter().enumerate().map(|(index, track)| {
                    let choose = {
                        let store = store.clone();
                        move |_: Event| store.choose(index)
                    };
                    let id = format!("{}-{}-crisis", mission.id, track.id);
                    let name = format!("{}, {}", track.name, track.persona);
                    html! {
                        <label class="m-track" key={track.id.clone()} data-hue={(index % 4 + 1).to_string()}>
                            <span class="m-who"><input type="radio" name="track" value={track.id.clone()} aria-label={name} aria-describedby={id.clone()} checked={chosen == Some(index)} onchange={choose} />{ &track.name }<span class="m-persona">{ &track.persona }</span>
                                if !track.mark.is_empty() {
                                    <svg class="m-mark" viewBox="0 0 24 24" aria-hidden="true"><path d={track.mark.clone()} /></svg>
                                }
                            </span>
                            <span class="m-term">{ words::NORTH_STAR }</span>
                            <span class="m-text">{ Html::from_html_unchecked(track.north_star.clone().into()) }</span>
                            <span class="m-term">{ words::CRISIS }</span>
                            <span class="m-text" {id}>{ Html::from_html_unchecked(track.crisis.clone().into()) }</span>
                        </label>
                    }
                }) }
            </fieldset>
            }
        </>
    }
}
