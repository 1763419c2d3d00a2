//! All that was done in the shown track, to be looked at, taken along and brought back.

use super::{finish, moment, transfer};
use crate::live::{Local, Render, at_rest, live};
use crate::store::Store;
use crate::words;
use mission_model::ledger::{Act, Answer, Moment, TrackState};
use mission_model::mission::{Bench, Fail, Island, Kind, Lock, Reflect};
use mission_model::names::Names;
use mission_model::plain;
use mission_model::value::Value;
use yew::prelude::*;

/// The ledger of a chapter, under a heading.
pub fn draw(render: &mut Render, title: &str) -> Html {
    let view = render.watch(|store| {
        let done = store.with_state(Clone::clone);
        let minutes: Vec<u64> = store
            .time_by_part()
            .iter()
            .map(|spent| spent / 60_000)
            .collect();
        (store.chosen(), store.track(), done, minutes, store.unfit())
    });
    let (chosen, track, done, minutes, unfit) = view.as_ref();
    let store = render.store;
    let mission = store.mission();
    let name = &mission.tracks[*track].name;
    html! {
        <>
            <h3 class="m-title">{ title }</h3>
            if chosen.is_some() && !name.is_empty() {
                <p class="m-note">{ words::track_is(name) }</p>
            }
            if let Some(score) = done.score(mission).filter(|_| chosen.is_some()) {
                <p class="m-note">{ words::points_recorded(score.recorded as usize, score.of as usize, score.by_hand as usize) }</p>
            }
            { at_rest("finish", store, finish::draw) }
            { for parts(store, done).into_iter().map(|part| {
                let spent = minutes.get(part.index.unwrap_or(0)).copied().unwrap_or_default();
                section(render, &part, spent, *track, done)
            }) }
            if !unfit.is_empty() {
                <section class="m-part m-unfit">
                    <h4 class="m-heading">{ words::UNFIT }</h4>
                    { for unfit.iter().map(|words| html! { <p class="m-written">{ words }</p> }) }
                </section>
            }
            { live("transfer", store, transfer::draw) }
        </>
    }
}

/// A part of the chapter with what is to be done in it.
struct PartOf<'a> {
    index: Option<usize>,
    title: &'a str,
    islands: Vec<(usize, &'a Island)>,
}

fn parts<'s>(store: &'s Store, done: &TrackState) -> Vec<PartOf<'s>> {
    let mission = store.mission();
    let mut parts: Vec<PartOf> = Vec::new();
    for (index, island) in mission.islands.iter().enumerate() {
        let kept = match &island.kind {
            Kind::Lock(_) | Kind::Reveal(_) | Kind::Reflect(_) | Kind::Challenge(_) => true,
            Kind::Bench(_) => store.is_step(index) || done.noted(&island.id).is_some(),
            Kind::Chapter | Kind::Math(_) | Kind::Ledger(_) => false,
        };
        if !kept {
            continue;
        }
        let part = mission.part_of(index);
        match parts.last_mut() {
            Some(last) if last.index == part => last.islands.push((index, island)),
            _ => parts.push(PartOf {
                index: part,
                title: part.map_or(mission.title.as_str(), |part| &mission.parts[part].title),
                islands: vec![(index, island)],
            }),
        }
    }
    parts
}

fn section(
    render: &mut Render,
    part: &PartOf,
    minutes: u64,
    track: usize,
    done: &TrackState,
) -> Html {
    let store = render.store;
    let islands = ids_of(store, part);
    let finished = part
        .islands
        .iter()
        .filter(|(index, _)| store.is_done(*index))
        .count();
    html! {
        <section class="m-part" key={part.title.to_owned()}>
            <h4 class="m-heading">
                { part.title }
                <span class="m-minutes">{ format!(" · {finished}/{} · {}", part.islands.len(), words::minutes(minutes as usize)) }</span>
            </h4>
            <dl class="m-entries">
                { for part.islands.iter().map(|(_, island)| html! {
                    <div class="m-entry" key={island.id.clone()}>{ entry(render, island, track, done) }</div>
                }) }
            </dl>
            { live("reset", store, move |render| reset(render, &islands)) }
        </section>
    }
}

/// The ids of all islands of a part, those that keep only settings among them.
fn ids_of(store: &Store, part: &PartOf) -> Vec<String> {
    let mission = store.mission();
    let islands = mission.islands.iter().enumerate();
    let own = islands.filter(|(index, _)| mission.part_of(*index) == part.index);
    own.map(|(_, island)| island.id.clone()).collect()
}

fn entry(render: &mut Render, island: &Island, track: usize, done: &TrackState) -> Html {
    let missing = || html! { <dd class="m-missing">{ words::MISSING }</dd> };
    let store = render.store;
    match &island.kind {
        Kind::Lock(lock) => html! {
            <>
                <dt>{ render.rich_line(lock.prompt.get(track)) }</dt>
                { match done.predictions.get(&island.id) {
                    Some(answer) => html! { <dd>{ words::predicted(&said(lock, answer, first(&done.answered, &island.id))) }{ verdict(done.verdict(store.mission(), &island.id)) }</dd> },
                    None => missing(),
                } }
            </>
        },
        Kind::Reveal(reveal) => html! {
            <>
                <dt>
                    { words::MEASURED }
                    // Of several, what was asked tells which.
                    if let Some(lock) = store.mission().lock(&reveal.lock) {
                        { ": " }{ render.rich_line(lock.prompt.get(track)) }
                    }
                </dt>
                { match first(&done.reveals, &island.id) {
                    Some(then) => html! {
                        <dd>
                            { moment::text(store, reveal.text.get(track), then, "m-then") }
                            { for then.readings.iter().map(|(name, value)| reading(store, track, name, value)) }
                        </dd>
                    },
                    None => missing(),
                } }
            </>
        },
        Kind::Bench(bench) => html! {
            <>
                <dt>{ &bench.title }</dt>
                <dd>
                    if bench.goal.is_some() {
                        <div>{ words::GOAL }{ ":" }{ outcome(done.reached.contains_key(&island.id), (words::GOAL_REACHED, words::GOAL_NOT_REACHED)) }</div>
                    }
                    if let (Some(goal), Some(then)) = (&bench.goal, first(&done.reached, &island.id)) {
                        { moment::text(store, goal.won.get(track), then, "m-then") }
                    }
                    { failures(store, bench, &island.id, track, done) }
                    { rounds(store, bench, &island.id, track, done) }
                </dd>
                if let Some(noted) = done.noted(&island.id) {
                    <dd class="m-written">{ noted }</dd>
                }
            </>
        },
        Kind::Challenge(challenge) => html! {
            <>
                <dt>{ challenge.who.get(track) }</dt>
                { match done.evidence.get(&island.id) {
                    Some(attached) => html! {
                        <dd>
                            { words::evidence(attached.len()) }
                            { outcome(done.has_passed(&island.id), (words::CONVINCED, words::NOT_CONVINCED)) }
                            if let Some(then) = attached.iter().find(|evidence| evidence.met()) {
                                { moment::text(store, challenge.passed.get(track), then, "m-then") }
                            } else if let Some(then) = attached.last() {
                                { challenge.objection_to(track, &then.readings).map(|need| moment::text(store, &need.unmet, then, "m-then")).unwrap_or_default() }
                            }
                        </dd>
                    },
                    None => missing(),
                } }
            </>
        },
        Kind::Reflect(reflect) => html! {
            <>
                <dt>{ render.rich_line(reflect.prompt.get(track)) }</dt>
                { match (done.commits.get(&island.id).and_then(|commits| commits.last()), done.texts.get(&island.id)) {
                    (Some(last), _) => html! {
                        <>
                            <dd class="m-written">{ committed(reflect, last, track) }</dd>
                            if !last.met() {
                                <dd class="m-missing">{ words::NOT_WRITTEN }</dd>
                            }
                            if let Some(ticked) = done.assessed.get(&island.id) {
                                <dd>{ words::self_assessed(ticked.lines().count(), reflect.criteria.len()) }</dd>
                            }
                        </>
                    },
                    (None, Some(text)) if !text.trim().is_empty() => html! { <dd class="m-written">{ reflect.completed(text, track) }<span class="m-missing">{ words::NOT_COMMITTED }</span></dd> },
                    _ => missing(),
                } }
            </>
        },
        Kind::Chapter | Kind::Math(_) | Kind::Ledger(_) => Html::default(),
    }
}

/// What was reached once.
fn first<'m>(moments: &'m Names<Vec<Moment>>, id: &str) -> Option<&'m Moment> {
    moments.get(id)?.first()
}

/// What broke on a bench, each failure once, as it was when it broke first.
fn failures(store: &Store, bench: &Bench, id: &str, track: usize, done: &TrackState) -> Html {
    let moments = done.broken.get(id).map(Vec::as_slice).unwrap_or_default();
    let first = |fail: &Fail| {
        let broke = |then: &&Moment| then.value(&fail.when).and_then(Value::truth) == Some(true);
        let then = moments.iter().find(broke)?;
        Some(moment::text(store, fail.text.get(track), then, "m-then"))
    };
    html! {
        if !moments.is_empty() {
            <div>{ words::broke(moments.len()) }</div>
            { for bench.fails.iter().filter(|fail| fail.only.admits(track)).filter_map(first) }
        }
    }
}

/// The rounds of trials of a bench, each with whether it met its goal, and what was said then.
fn rounds(store: &Store, bench: &Bench, id: &str, track: usize, done: &TrackState) -> Html {
    let Some(trials) = &bench.trials else {
        return Html::default();
    };
    let rounds = done.rounds.get(id).into_iter().flatten();
    let tried: Vec<_> = rounds.filter(|round| !round.is_empty()).collect();
    if tried.is_empty() {
        return html! { <div class="m-missing">{ words::MISSING }</div> };
    }
    let line = |(index, round): (usize, &&Vec<Moment>)| {
        let won = round.iter().find(|trial| trial.met());
        let spent = round.last().filter(|last| last.outcome.over);
        let said = if won.is_some() {
            &trials.won
        } else {
            &trials.spent
        };
        let text = words::round(index + 1, round.len());
        html! {
            <>
                <div>{ text }{ outcome(won.is_some(), (words::GOAL_MET, words::GOAL_NOT_MET)) }</div>
                if let Some(then) = won.or(spent) {
                    { moment::text(store, said.get(track), then, "m-then") }
                }
            </>
        }
    };
    tried.iter().enumerate().map(line).collect()
}

/// A prediction in the words of then, if the options have changed since.
fn said(lock: &Lock, answer: &Answer, then: Option<&Moment>) -> String {
    match then.map(|then| &then.outcome.words) {
        Some(words) if !words.is_empty() => words.clone(),
        _ => plain::text(&answer.html(&lock.question)),
    }
}

/// A committed answer in the words of then, if the sentence has changed since.
fn committed(reflect: &Reflect, commit: &Moment, track: usize) -> String {
    match commit.outcome.words.is_empty() {
        true => reflect.completed(&commit.text, track),
        false => commit.outcome.words.clone(),
    }
}

fn verdict(right: Option<bool>) -> Html {
    match right {
        Some(true) => marked("m-right", words::WAS_RIGHT),
        Some(false) => marked("m-wrong", words::WAS_NOT_RIGHT),
        None => Html::default(),
    }
}

/// What is reached or not yet: that something is still to come is no failure.
fn outcome(reached: bool, (yes, no): (&'static str, &'static str)) -> Html {
    match reached {
        true => marked("m-right", yes),
        false => marked("m-open", no),
    }
}

fn marked(class: &'static str, word: &'static str) -> Html {
    html! { <>{ " " }<span class={classes!("m-verdict", class)}>{ word }</span></> }
}

/// A reading as the page labels and prints it.
fn reading(store: &Store, track: usize, name: &str, value: &Value) -> Html {
    let told = store.mission().told(name, track, value);
    let line =
        |(label, text): (String, String)| html! { <div>{ format!("{label}: {text}") }</div> };
    told.map(line).unwrap_or_default()
}

/// Begins a part anew, if it is asked for twice.
fn reset(render: &mut Render, islands: &[String]) -> Html {
    let asked: Local<bool> = render.state();
    let unchosen = render.store.chosen().is_none();
    let ask = |answer: bool| {
        let asked = asked.clone();
        move |_: MouseEvent| asked.set(answer)
    };
    let reset = {
        let (store, islands, asked) = (render.store.clone(), islands.to_vec(), asked.clone());
        move |_: MouseEvent| {
            store.act(Act::Reset {
                islands: islands.clone(),
            });
            asked.set(false);
        }
    };
    html! {
        <div class="m-bar m-reset" role="status">
            if asked.get() {
                <span>{ words::RESET_SURE }</span>
                <button type="button" class="m-button" onclick={reset}>{ words::RESET_YES }</button>
                <button type="button" class="m-plain" onclick={ask(false)}>{ words::CANCEL }</button>
            } else {
                <button type="button" class="m-plain" disabled={unchosen} onclick={ask(true)}>{ words::RESET }</button>
            }
        </div>
    }
}
