//! A ledger as a report in Markdown, which can be graded without the site.
//!
//! What the page recorded is told from what the student wrote, what a good answer holds stands beside the
//! answer, and what is missing is named.

use super::{Ledger, Moment, Readings, State, TrackState};
use crate::decimal;
use crate::engine::Engine;
use crate::mission::{
    Bench, Challenge, Control, ControlKind, Kind, Lock, Mission, Reading, Readout, Reflect, Reveal,
    words as count_words,
};
use crate::plain::{self, html as escaped};
use crate::value::Value;
use crate::words;
use std::fmt::Write;

/// Whose report it is, and when it was made.
#[derive(Clone, Debug, Default)]
pub struct Author {
    /// A name or a number, as the student gave it; may be empty.
    pub name: String,
    /// Milliseconds since 1970-01-01 UTC.
    pub now: u64,
}

/// Writes the report. Tracks in which nothing was done are left out.
pub fn markdown(mission: &Mission, ledger: &Ledger, author: &Author) -> String {
    let state = State::of(mission, ledger);
    let mut out = String::new();
    let name = match author.name.trim() {
        "" => words::NO_NAME.to_owned(),
        name => escaped(name),
    };
    let minutes: u64 = ledger.time_by_part(mission).iter().sum::<u64>() / 60_000;
    let _ = write!(
        out,
        "# {}\n\n- {}\n- {}\n- {}\n- {}\n\n{}\n",
        words::report_title(&escaped(&mission.title)),
        words::report_student(&name),
        words::report_book(&ledger.book, &ledger.chapter, &escaped(&ledger.edition)),
        words::report_date(&date(author.now)),
        words::report_acts(ledger.entries.len(), minutes as usize),
        words::REPORT_KEY,
    );
    for (index, track) in mission.tracks.iter().enumerate() {
        let done = &state.tracks[index];
        if ledger.entries.iter().any(|entry| entry.track == track.id) {
            if !track.name.is_empty() {
                let title = words::report_track(&escaped(&track.name), &escaped(&track.persona));
                let _ = write!(out, "\n## {title}\n");
            }
            let Ok(engine) = Engine::new(mission, index) else {
                continue;
            };
            track_report(
                &mut out,
                &Scope {
                    mission,
                    track: index,
                    done,
                    engine: &engine,
                },
            );
        }
    }
    let unfit = ledger.unfit(mission);
    if !unfit.is_empty() {
        let _ = write!(
            out,
            "\n## {}\n\n{}\n",
            words::REPORT_UNFIT,
            words::REPORT_UNFIT_NOTE
        );
        for entry in unfit {
            let act = words::report_unfit_act(&date(entry.at), &escaped(&entry.track));
            let _ = write!(out, "\n- {act}\n\n{}\n", quoted(&entry.act.words()));
        }
    }
    out
}

struct Scope<'a> {
    mission: &'a Mission,
    track: usize,
    done: &'a TrackState,
    engine: &'a Engine,
}

impl Scope<'_> {
    /// A text of the chapter in plain words, with the numbers of its track.
    fn text(&self, html: &str) -> String {
        let number = |readout: &Readout| match &readout.at {
            None => self.engine.number(&readout.value),
            Some(at) => self.number_at(at, &readout.value),
        };
        plain::text(&self.mission.printed(html, number))
    }

    fn number_at(&self, at: &str, name: &str) -> f64 {
        let moment = self.done.moment(at);
        moment.map_or(f64::NAN, |moment| moment.number(name))
    }

    /// A text of a moment in plain words, escaped, with the numbers of then.
    fn then(&self, html: &str, moment: &Moment) -> String {
        let number = |readout: &Readout| self.done.printed_at(moment, readout);
        escaped(&plain::text(&self.mission.printed(html, number)))
    }
}

fn track_report(out: &mut String, scope: &Scope) {
    for (index, island) in scope.mission.islands.iter().enumerate() {
        if let Some(part) = scope.mission.parts.iter().find(|part| part.first == index) {
            let _ = write!(out, "\n### {}\n", escaped(&part.title));
        }
        match &island.kind {
            Kind::Lock(lock) => prediction(out, scope, &island.id, lock),
            Kind::Reveal(reveal) => measurement(out, scope, &island.id, reveal),
            Kind::Bench(bench) => {
                let broke = scope.done.broken.contains_key(&island.id);
                if bench.goal.is_some() || bench.trials.is_some() || broke {
                    let _ = write!(out, "\n**{}**\n", escaped(&bench.title));
                }
                goal(out, scope, &island.id, bench);
                failures(out, scope, &island.id, bench);
                trials(out, scope, &island.id, bench);
            }
            Kind::Challenge(challenge) => evidence(out, scope, &island.id, challenge),
            Kind::Reflect(reflect) => reflection(out, scope, &island.id, reflect),
            Kind::Chapter | Kind::Math(_) | Kind::Ledger(_) => {}
        }
    }
}

fn prediction(out: &mut String, scope: &Scope, id: &str, lock: &Lock) {
    let prompt = escaped(&scope.text(lock.prompt.get(scope.track)));
    paragraph(out, &words::report_prediction(&prompt));
    let Some(answer) = scope.done.predictions.get(id) else {
        return paragraph(out, words::REPORT_UNANSWERED);
    };
    let answered = scope
        .done
        .answered
        .get(id)
        .and_then(|moments| moments.first());
    // In the words of then, if the options have changed since.
    let told = match answered.map(|moment| moment.outcome.words.as_str()) {
        None | Some("") => escaped(&scope.text(&answer.html(&lock.question))),
        Some(words) => escaped(&one_line(words)),
    };
    let told = match scope.done.verdict(scope.mission, id) {
        Some(true) => words::report_answer_right(&told),
        Some(false) => words::report_answer_wrong(&told),
        None => words::report_answer(&told),
    };
    paragraph(out, &told);
}

/// What was predicted tells one measurement from another.
fn measurement(out: &mut String, scope: &Scope, id: &str, reveal: &Reveal) {
    let lock = scope.mission.lock(&reveal.lock);
    let asked = lock.map(|lock| scope.text(lock.prompt.get(scope.track)));
    paragraph(
        out,
        &words::report_measurement(&escaped(&asked.unwrap_or_default())),
    );
    let Some(moment) = scope
        .done
        .reveals
        .get(id)
        .and_then(|moments| moments.first())
    else {
        return paragraph(out, words::REPORT_UNMEASURED);
    };
    paragraph(
        out,
        &words::report_told(&scope.then(reveal.text.get(scope.track), moment)),
    );
    if !moment.readings.is_empty() {
        let readings = listed(scope, &moment.readings);
        paragraph(out, &words::report_measured(&readings));
    }
}

fn goal(out: &mut String, scope: &Scope, id: &str, bench: &Bench) {
    let Some(goal) = &bench.goal else { return };
    let moment = scope
        .done
        .reached
        .get(id)
        .and_then(|moments| moments.first());
    let need = |text: &str| match moment {
        Some(moment) => scope.then(text, moment),
        None => escaped(&scope.text(text)),
    };
    let needs = goal.needs_in(scope.track).map(|of| need(&of.text));
    let needs: Vec<String> = needs.collect();
    paragraph(out, &words::report_goal(&needs.join("; ")));
    let Some(moment) = moment else {
        return paragraph(out, words::REPORT_NOT_REACHED);
    };
    let readings = listed(scope, &moment.readings);
    paragraph(out, &words::report_reached(&readings));
    let won = scope.then(goal.won.get(scope.track), moment);
    paragraph(out, &words::report_told(&won));
}

/// What broke, each failure once, as it was when it broke first.
fn failures(out: &mut String, scope: &Scope, id: &str, bench: &Bench) {
    let moments = scope
        .done
        .broken
        .get(id)
        .map(Vec::as_slice)
        .unwrap_or_default();
    if let Some(moment) = moments.first() {
        paragraph(
            out,
            &words::report_broke(moments.len(), &listed(scope, &moment.readings)),
        );
    }
    for fail in bench
        .fails
        .iter()
        .filter(|fail| fail.only.admits(scope.track))
    {
        let broke =
            |moment: &&Moment| moment.value(&fail.when).and_then(Value::truth) == Some(true);
        if let Some(moment) = moments.iter().find(broke) {
            let told = scope.then(fail.text.get(scope.track), moment);
            paragraph(out, &words::report_told(&told));
        }
    }
}

fn trials(out: &mut String, scope: &Scope, id: &str, bench: &Bench) {
    let Some(trials) = &bench.trials else { return };
    let rounds: Vec<_> = scope
        .done
        .rounds
        .get(id)
        .into_iter()
        .flatten()
        .filter(|round| !round.is_empty())
        .collect();
    if rounds.is_empty() {
        paragraph(out, words::REPORT_UNTRIED);
    }
    for (number, round) in rounds.iter().enumerate() {
        let headings: Vec<String> = trials
            .readings
            .iter()
            .map(|reading| escaped(&reading.label))
            .collect();
        let _ = write!(
            out,
            "\n{}\n\n| # | {} | {} |\n|{}\n",
            words::report_round(number + 1),
            headings.join(" | "),
            words::REPORT_MET,
            " --- |".repeat(headings.len() + 2)
        );
        for (number, trial) in round.iter().enumerate() {
            let cells: Vec<String> = trials
                .readings
                .iter()
                .map(|reading| printed(reading, &trial.readings))
                .collect();
            let _ = writeln!(
                out,
                "| {} | {} | {} |",
                number + 1,
                cells.join(" | "),
                if trial.met() { words::YES } else { words::NO }
            );
        }
        if let Some(last) = round.last().filter(|last| last.met() || last.outcome.over) {
            let said = if last.met() {
                &trials.won
            } else {
                &trials.spent
            };
            paragraph(
                out,
                &words::report_told(&scope.then(said.get(scope.track), last)),
            );
        }
    }
}

fn evidence(out: &mut String, scope: &Scope, id: &str, challenge: &Challenge) {
    let _ = write!(
        out,
        "\n**{}.** {}\n",
        escaped(challenge.who.get(scope.track)),
        escaped(&scope.text(challenge.objection.get(scope.track)))
    );
    let attached = scope
        .done
        .evidence
        .get(id)
        .map(Vec::as_slice)
        .unwrap_or_default();
    if attached.is_empty() {
        paragraph(out, words::REPORT_NO_EVIDENCE);
    }
    for (number, moment) in attached.iter().enumerate() {
        let readings = &moment.readings;
        let shown: Vec<String> = challenge
            .evidence
            .iter()
            .map(|reading| format!("{} {}", escaped(&reading.label), printed(reading, readings)))
            .collect();
        let (number, shown) = (number + 1, shown.join(", "));
        let told = match moment.met() {
            true => {
                let passed = challenge.passed.get(scope.track);
                words::report_accepted(number, &shown, &scope.then(passed, moment))
            }
            false => {
                let unmet = challenge.unmet(scope.track, &moment.readings);
                let unmet: Vec<String> =
                    unmet.map(|need| scope.then(&need.unmet, moment)).collect();
                match unmet.is_empty() {
                    true => words::report_refused(number, &shown, words::REPORT_UNFIT),
                    false => words::report_refused(number, &shown, &unmet.join(" ")),
                }
            }
        };
        paragraph(out, &told);
    }
}

fn reflection(out: &mut String, scope: &Scope, id: &str, reflect: &Reflect) {
    let prompt = escaped(&scope.text(reflect.prompt.get(scope.track)));
    let asked = match reflect.asker.is_empty() {
        true => words::report_reflection(&prompt),
        false => words::report_asked(&escaped(&reflect.asker), &prompt),
    };
    paragraph(out, &asked);
    let read = |text: &str| quoted(&reflect.completed(text, scope.track));
    let commits = scope
        .done
        .commits
        .get(id)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let written = scope
        .done
        .texts
        .get(id)
        .map(String::as_str)
        .unwrap_or_default();
    match commits.last() {
        Some(last) => {
            paragraph(out, &words::report_committed(&date(last.at)));
            // In the words of then, if the sentence has changed since.
            match last.outcome.words.as_str() {
                "" => paragraph(out, &read(&last.text)),
                words => paragraph(out, &quoted(words)),
            }
            thin(out, reflect, &last.text);
            if !last.readings.is_empty() {
                let readings = listed(scope, &last.readings);
                paragraph(out, &words::report_at_moment(&readings));
            }
            if last.text != written {
                paragraph(out, words::REPORT_SINCE);
                paragraph(out, &read(written));
            }
        }
        None if written.trim().is_empty() => paragraph(out, words::REPORT_UNWRITTEN),
        None => {
            paragraph(out, words::REPORT_UNCOMMITTED);
            paragraph(out, &read(written));
            thin(out, reflect, written);
        }
    }
    for term in reflect.missing_terms(written) {
        paragraph(out, &words::report_term(&escaped(term)));
    }
    assessment(out, scope, id, reflect);
}

/// Marks an answer that is shorter than was asked for.
fn thin(out: &mut String, reflect: &Reflect, text: &str) {
    let (found, least) = (count_words(text), reflect.min_words as usize);
    if found < least {
        paragraph(out, &words::report_thin(found, least));
    }
}

/// What a good answer holds, and which of it the student has found in the own one.
fn assessment(out: &mut String, scope: &Scope, id: &str, reflect: &Reflect) {
    if scope.done.shown_anyway.iter().any(|shown| shown == id) {
        paragraph(out, words::REPORT_SHOWN_ANYWAY);
    }
    let assessed = scope.done.assessed.get(id);
    if reflect.criteria.is_empty() && assessed.is_none() {
        return;
    }
    paragraph(
        out,
        match assessed {
            Some(_) => words::REPORT_ASSESSED,
            None => words::REPORT_GOOD_ANSWER,
        },
    );
    out.push('\n');
    let ticked: Vec<&str> = assessed.map_or("", String::as_str).lines().collect();
    let criteria = reflect.criteria.iter();
    let criteria: Vec<String> = criteria.map(|html| plain::text(html)).collect();
    for criterion in &criteria {
        let mark = if ticked.contains(&criterion.as_str()) {
            'x'
        } else {
            ' '
        };
        let _ = writeln!(out, "- [{mark}] {}", escaped(criterion));
    }
    for gone in ticked
        .iter()
        .filter(|ticked| !criteria.iter().any(|own| own == *ticked))
    {
        let _ = writeln!(out, "- [x] {} ({})", escaped(gone), words::REPORT_UNFIT);
    }
}

fn printed(reading: &Reading, readings: &Readings) -> String {
    match readings.get(&reading.value) {
        Some(Value::Number(number)) => escaped(&reading.format.print(*number)),
        Some(Value::Truth(truth)) => if *truth { words::YES } else { words::NO }.to_owned(),
        Some(Value::Category(category)) => escaped(category),
        _ => "–".to_owned(),
    }
}

/// Readings by label as the page prints them, and by name as they were measured.
fn listed(scope: &Scope, readings: &Readings) -> String {
    // Conditions and sums that nobody has named say nothing to a reader.
    let named = readings.iter().filter(|(name, _)| !name.contains("._"));
    let parts = named.map(|(name, value)| {
        let shown = escaped(name);
        let raw = match value {
            Value::Number(number) => decimal::shortest(*number),
            Value::Truth(truth) => truth.to_string(),
            Value::Category(category) => escaped(category),
            Value::Series(series) => words::report_numbers(series.len()),
        };
        match scope.mission.reading(name, scope.track) {
            Some(reading) => format!(
                "{} {} (`{shown}` = {raw})",
                escaped(&reading.label),
                printed(reading, readings)
            ),
            None => match scope.mission.control(name, scope.track) {
                Some(control) => format!(
                    "{} {} (`{shown}` = {raw})",
                    escaped(&control.label),
                    escaped(&set_to(control, value))
                ),
                None => format!("`{shown}` = {raw}"),
            },
        }
    });
    parts.collect::<Vec<_>>().join("; ")
}

/// What a control is set to, as the page shows it.
fn set_to(control: &Control, value: &Value) -> String {
    match (&control.kind, value) {
        (
            ControlKind::Range { format, .. } | ControlKind::Stops { format, .. },
            Value::Number(number),
        ) => format.print(*number),
        (ControlKind::Select { options }, Value::Category(category)) => {
            let option = options.iter().find(|(id, _)| **id == **category);
            option.map_or_else(|| category.to_string(), |(_, label)| label.clone())
        }
        (ControlKind::Toggle, Value::Truth(truth)) => {
            if *truth { words::ON } else { words::OFF }.to_owned()
        }
        _ => String::new(),
    }
}

fn paragraph(out: &mut String, text: &str) {
    let _ = write!(out, "\n{text}\n");
}

fn quoted(text: &str) -> String {
    text.lines()
        .map(|line| format!("> {}", escaped(line)))
        .collect::<Vec<_>>()
        .join("\n")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `2026-01-31 09:05 UTC` of milliseconds since 1970, by the civil calendar.
fn date(milliseconds: u64) -> String {
    let minutes = milliseconds / 60_000;
    let days = minutes / 1440;
    // Days are counted from 0000-03-01, so that a leap day ends its year.
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let of_era = shifted % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02} {:02}:{:02} UTC",
        minutes / 60 % 24,
        minutes % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By `date -u -d @SECONDS`.
    #[test]
    fn dates() {
        for (seconds, expect) in [
            (0, "1970-01-01 00:00 UTC"),
            (951_782_340, "2000-02-28 23:59 UTC"),
            (951_868_800, "2000-03-01 00:00 UTC"),
            (1_798_761_599, "2026-12-31 23:59 UTC"),
            (4_107_542_400, "2100-03-01 00:00 UTC"),
        ] {
            assert_eq!(date(seconds * 1000), expect);
        }
    }

    #[test]
    fn a_students_words_stay_words() {
        assert_eq!(quoted("a <script>\n# b"), "> a &lt;script>\n> # b");
    }
}
