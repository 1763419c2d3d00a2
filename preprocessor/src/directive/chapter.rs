//! `chapter`: what the chapter is about, the ids that it had, and its tracks.

use super::check_id;
use crate::draft::{Draft, Scope};
use crate::reader::{Reader, Text};
use mission_model::mission::{Kind, Only, Track};

/// Reads the chapter's head. Its id names the chapter.
pub fn read(draft: &mut Draft, reader: &mut Reader, id: &Text) -> Option<Kind> {
    let scope = Scope {
        directive: None,
        only: &Only::default(),
    };
    draft.mission.id = id.value.clone();
    draft.id_place = id.span.clone();
    for former in reader.texts("formerly") {
        if check_id(reader, &former).is_some() {
            draft.formerly.push(former);
        }
    }
    let title = reader.text("title");
    if let Some(invariant) = reader.text_if("invariant") {
        draft.mission.invariant = draft.html(scope, &invariant);
    }
    draft.mission.minutes = reader.whole("minutes", 1..601, 45);
    let tracks = reader.tables("track");
    if tracks.is_empty() {
        draft.mission.tracks.push(only_track());
    }
    for mut track in tracks {
        read_track(draft, &mut track);
        track.close();
    }
    draft.mission.title = title?.value;
    Some(Kind::Chapter)
}

/// The one track of a chapter that names none. It need not be chosen.
pub fn only_track() -> Track {
    let empty = String::new;
    Track {
        id: "all".to_owned(),
        name: empty(),
        persona: empty(),
        north_star: empty(),
        crisis: empty(),
    }
}

/// A track that lacks something is there all the same: the chapter names it.
fn read_track(draft: &mut Draft, reader: &mut Reader) -> Option<()> {
    let id = reader.text("id");
    let (name, persona) = (reader.text("name"), reader.text("persona"));
    let (north_star, crisis) = (reader.text("north_star"), reader.text("crisis"));
    let Some(id) = id.filter(|id| check_id(reader, id).is_some()) else {
        draft.refused.track_without_id();
        return None;
    };
    if draft.mission.track(&id.value).is_some() {
        let help = "ids of tracks are unique in a chapter".to_owned();
        draft.sink.report(
            id.span.clone(),
            format!("the track `{}` is there already", id.value),
            "again",
            help,
        );
        return None;
    }
    let scope = Scope {
        directive: None,
        only: &Only::default(),
    };
    let mut line = |text: Option<Text>| text.map(|text| draft.line(scope, &text));
    let (north_star, crisis) = (line(north_star), line(crisis));
    let plain = |text: Option<Text>| text.map(|text| text.value).unwrap_or_default();
    let track = Track {
        id: id.value,
        name: plain(name),
        persona: plain(persona),
        north_star: north_star.unwrap_or_default(),
        crisis: crisis.unwrap_or_default(),
    };
    draft.mission.tracks.push(track);
    Some(())
}
