//! What was done in one track, block by block in the order of the chapter.

use super::past::TrackPast;
use super::{Block, Mark, date};
use crate::engine::Engine;
use crate::ledger::{Answer, Moment, Readings, TrackState};
use crate::mission::{
    Bench, Challenge, Kind, Lock, Mission, Readout, Reflect, Reveal, words as count_words,
};
use crate::plain;
use crate::value::Value;
use crate::words;

/// What is written from, and what is written.
pub struct Scope<'a> {
    pub mission: &'a Mission,
    pub track: usize,
    pub done: &'a TrackState,
    pub engine: &'a Engine,
    pub past: &'a TrackPast,
    pub blocks: Vec<Block>,
}

impl Scope<'_> {
    /// All that was done.
    pub fn write(mut self) -> Vec<Block> {
        let mission = self.mission;
        let level = if mission.tracks[self.track].name.is_empty() {
            2
        } else {
            3
        };
        let mut heading = None;
        for (index, island) in mission.islands.iter().enumerate() {
            if let Some(part) = mission.parts.iter().find(|part| part.first == index) {
                heading = Some(Block::Heading(level, part.title.clone()));
            }
            let id = &island.id;
            let before = self.blocks.len();
            match &island.kind {
                Kind::Lock(lock) => self.prediction(id, lock),
                Kind::Reveal(reveal) => self.measurement(id, reveal),
                Kind::Bench(bench) => self.bench(id, bench),
                Kind::Challenge(challenge) => self.evidence(id, challenge),
                Kind::Reflect(reflect) => self.reflection(id, reflect),
                Kind::Chapter | Kind::Math(_) | Kind::Ledger(_) => {}
            }
            if self.blocks.len() > before {
                self.begun_anew(id);
                // A part of which there is nothing to tell has none.
                if let Some(heading) = heading.take() {
                    self.blocks.insert(before, heading);
                }
            }
        }
        self.blocks
    }

    fn task(&mut self, what: &str, text: String) {
        self.blocks.push(Block::Task(what.to_owned(), text));
    }

    fn line(&mut self, mark: Mark, text: impl Into<String>) {
        self.blocks.push(Block::Line(mark, text.into()));
    }

    fn typed(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Typed(text.into()));
    }

    /// The charts of a moment, unless the last ones of this track are the same.
    fn charts(&mut self, moment: &str) {
        let Some(charts) = self.past.charts.get(moment) else {
            return;
        };
        if charts.is_empty() {
            return;
        }
        let last = self.blocks.iter().rev().find_map(|block| match block {
            Block::Charts(html) => Some(html),
            _ => None,
        });
        if last != Some(charts) {
            self.blocks.push(Block::Charts(charts.clone()));
        }
    }

    /// A text of the chapter in plain words, with the numbers of its track.
    fn text(&self, html: &str) -> String {
        let number = |readout: &Readout| match &readout.at {
            None => self.engine.number(&readout.value),
            Some(at) => {
                let moment = self.done.moment(at);
                moment.map_or(f64::NAN, |moment| moment.number(&readout.value))
            }
        };
        plain::text(&self.mission.printed(html, number))
    }

    /// A text of a moment in plain words, with the numbers of then.
    fn then(&self, html: &str, moment: &Moment) -> String {
        let number = |readout: &Readout| self.done.printed_at(moment, readout);
        plain::text(&self.mission.printed(html, number))
    }

    /// What the page said at a moment.
    fn told(&mut self, html: &str, moment: &Moment) {
        let said = self.then(html, moment);
        if !said.is_empty() {
            self.line(Mark::Recorded, words::report_told(&said));
        }
    }

    fn prediction(&mut self, id: &str, lock: &Lock) {
        let prompt = self.text(lock.prompt.get(self.track));
        self.task(words::REPORT_PREDICTION, prompt);
        let Some(answer) = self.done.predictions.get(id) else {
            return self.line(Mark::Missing, words::REPORT_UNANSWERED);
        };
        let moments = self.done.answered.get(id).map(Vec::as_slice);
        let moment = moments.and_then(<[Moment]>::first);
        let right = self.done.verdict(self.mission, id);
        self.answer(lock, answer, moment, right);
        // After a beginning anew the first answer is what was predicted without having seen the end.
        if let Some(first) = self.past.first.get(id)
            && Some(&first.moment) != moment
        {
            self.line(Mark::Anew, words::report_first(&date(first.moment.at)));
            self.answer(lock, &first.answer, Some(&first.moment), first.right);
        }
    }

    /// An answer with how right it was: of the chapter's own words a line, else as it was typed.
    fn answer(&mut self, lock: &Lock, answer: &Answer, then: Option<&Moment>, right: Option<bool>) {
        let option = match answer {
            Answer::Choice(index) => lock.question.options().nth(*index),
            _ => None,
        };
        // In the words of then, if the options have changed since.
        let recorded = then.map_or("", |moment| moment.outcome.words.as_str());
        let (text, typed) = match (answer, option) {
            (Answer::Number(_), _) => (plain::text(&answer.html(&lock.question)), None),
            (Answer::Text(text), _) => (words::REPORT_IN_WORDS.to_owned(), Some(text.as_str())),
            (_, Some(option)) if recorded.is_empty() || plain::text(option) == recorded => {
                (self.text(option), None)
            }
            _ => (words::REPORT_FORMER_OPTION.to_owned(), Some(recorded)),
        };
        let told = match right {
            Some(true) => words::report_answer_right(&text),
            Some(false) => words::report_answer_wrong(&text),
            None => text,
        };
        self.line(Mark::Recorded, told);
        if let Some(typed) = typed {
            self.typed(typed);
        }
    }

    /// What was predicted tells one measurement from another.
    fn measurement(&mut self, id: &str, reveal: &Reveal) {
        let lock = self.mission.lock(&reveal.lock);
        let asked = lock.map(|lock| self.text(lock.prompt.get(self.track)));
        self.task(words::REPORT_MEASUREMENT, asked.unwrap_or_default());
        let done = self.done;
        let Some(moment) = done.reveals.get(id).and_then(|moments| moments.first()) else {
            return self.line(Mark::Missing, words::REPORT_UNMEASURED);
        };
        self.told(reveal.text.get(self.track), moment);
        let readings = self.listed(&moment.readings);
        if !readings.is_empty() {
            self.line(Mark::Recorded, readings);
        }
        self.charts(id);
    }

    fn bench(&mut self, id: &str, bench: &Bench) {
        let done = self.done;
        let broken = done.broken.contains_key(id);
        let noted = done.noted(id);
        if bench.goal.is_none() && bench.trials.is_none() && !broken && noted.is_none() {
            return;
        }
        self.task(words::REPORT_BENCH, bench.title.clone());
        self.goal(id, bench);
        self.failures(id, bench);
        self.trials(id, bench);
        if let Some(noted) = noted {
            self.line(Mark::Written, words::NOTES);
            self.typed(noted);
        }
    }

    fn goal(&mut self, id: &str, bench: &Bench) {
        let Some(goal) = &bench.goal else { return };
        let done = self.done;
        let moment = done.reached.get(id).and_then(|moments| moments.first());
        let needs = goal.needs_in(self.track).map(|of| match moment {
            Some(moment) => self.then(&of.text, moment),
            None => self.text(&of.text),
        });
        let needs: Vec<String> = needs.collect();
        self.line(Mark::Note, words::report_goal(&needs.join("; ")));
        let Some(moment) = moment else {
            return self.line(Mark::Missing, words::REPORT_NOT_REACHED);
        };
        let readings = self.listed(&moment.readings);
        self.line(Mark::Recorded, words::report_reached(&readings));
        self.told(goal.won.get(self.track), moment);
        self.charts(&format!("{id}.reached"));
    }

    /// What broke, each failure once, as it was when it broke first.
    fn failures(&mut self, id: &str, bench: &Bench) {
        let done = self.done;
        let moments = done.broken.get(id).map(Vec::as_slice).unwrap_or_default();
        let Some(first) = moments.first() else { return };
        let readings = self.listed(&first.readings);
        self.line(
            Mark::Recorded,
            words::report_broke(moments.len(), &readings),
        );
        let (track, fails) = (self.track, bench.fails.iter());
        for fail in fails.filter(|fail| fail.only.admits(track)) {
            let broke =
                |moment: &&Moment| moment.value(&fail.when).and_then(Value::truth) == Some(true);
            if let Some(moment) = moments.iter().find(broke) {
                self.told(fail.text.get(track), moment);
            }
        }
        self.charts(&format!("{id}.broken"));
    }

    fn trials(&mut self, id: &str, bench: &Bench) {
        let Some(trials) = &bench.trials else { return };
        let rounds = self.done.rounds.get(id).into_iter().flatten();
        let rounds: Vec<_> = rounds.filter(|round| !round.is_empty()).collect();
        if rounds.is_empty() {
            self.line(Mark::Missing, words::REPORT_UNTRIED);
        }
        let labels = trials.readings.iter().map(|reading| reading.label.clone());
        let mut headings = vec!["#".to_owned()];
        headings.extend(labels.chain([words::REPORT_MET.to_owned()]));
        for (number, round) in rounds.iter().enumerate() {
            self.line(Mark::Recorded, words::report_round(number + 1));
            let rows = round.iter().enumerate().map(|(number, trial)| {
                let cells = trials.readings.iter().map(|reading| {
                    let value = trial.readings.get(&reading.value);
                    let text = value.and_then(|value| value.print(&reading.format));
                    text.unwrap_or("–".to_owned())
                });
                let met = if trial.met() { words::YES } else { words::NO };
                let mut row = vec![(number + 1).to_string()];
                row.extend(cells.chain([met.to_owned()]));
                row
            });
            let rows = rows.collect();
            self.blocks.push(Block::Table(headings.clone(), rows));
            if let Some(last) = round.last() {
                if last.met() {
                    self.told(trials.won.get(self.track), last);
                } else if last.outcome.over {
                    self.told(trials.spent.get(self.track), last);
                }
            }
        }
        self.charts(&format!("{id}.won"));
    }

    fn evidence(&mut self, id: &str, challenge: &Challenge) {
        let objection = self.text(challenge.objection.get(self.track));
        self.task(challenge.who.get(self.track), objection);
        let attached = self.done.evidence.get(id).map(Vec::as_slice);
        let attached = attached.unwrap_or_default();
        if attached.is_empty() {
            self.line(Mark::Missing, words::REPORT_NO_EVIDENCE);
        }
        for (number, moment) in attached.iter().enumerate() {
            let shown = challenge.evidence.iter().filter_map(|reading| {
                let value = moment.readings.get(&reading.value)?;
                Some(format!(
                    "{} {}",
                    reading.label,
                    value.print(&reading.format)?
                ))
            });
            let (number, shown) = (number + 1, shown.collect::<Vec<_>>().join(", "));
            if moment.met() {
                let passed = self.then(challenge.passed.get(self.track), moment);
                self.line(
                    Mark::Recorded,
                    words::report_accepted(number, &shown, &passed),
                );
            } else {
                let reason = match challenge.objection_to(self.track, &moment.readings) {
                    None => words::REPORT_UNFIT.to_owned(),
                    Some(need) => self.then(&need.unmet, moment),
                };
                self.line(
                    Mark::Recorded,
                    words::report_refused(number, &shown, &reason),
                );
            }
        }
        self.charts(&format!("{id}.passed"));
    }

    fn reflection(&mut self, id: &str, reflect: &Reflect) {
        let prompt = self.text(reflect.prompt.get(self.track));
        let asked = match reflect.asker.is_empty() {
            true => prompt,
            false => words::report_asked(&reflect.asker, &prompt),
        };
        self.task(words::REPORT_REFLECTION, asked);
        let done = self.done;
        let track = self.track;
        let written = done.texts.get(id).map_or("", String::as_str);
        let commits = done.commits.get(id).map(Vec::as_slice).unwrap_or_default();
        match commits.last() {
            Some(last) => {
                self.line(Mark::Written, words::report_committed(&date(last.at)));
                // In the words of then, if the sentence has changed since.
                match last.outcome.words.as_str() {
                    "" => self.typed(reflect.completed(&last.text, track)),
                    words => self.typed(words),
                }
                self.thin(reflect, &last.text);
                let readings = self.listed(&last.readings);
                if !readings.is_empty() {
                    self.line(Mark::Recorded, words::report_at_moment(&readings));
                }
                if last.text != written {
                    self.line(Mark::Written, words::REPORT_SINCE);
                    self.typed(reflect.completed(written, track));
                }
            }
            None if written.trim().is_empty() => {
                self.line(Mark::Missing, words::REPORT_UNWRITTEN);
            }
            None => {
                self.line(Mark::Written, words::REPORT_UNCOMMITTED);
                self.typed(reflect.completed(written, track));
                self.thin(reflect, written);
            }
        }
        if !written.trim().is_empty() {
            for term in reflect.missing_terms(written) {
                self.line(Mark::Missing, words::report_term(term));
            }
        }
        self.assessment(id, reflect);
    }

    /// Marks an answer that is shorter than was asked for.
    fn thin(&mut self, reflect: &Reflect, text: &str) {
        let (found, least) = (count_words(text), reflect.min_words as usize);
        if found < least {
            self.line(Mark::Thin, words::report_thin_words(found, least));
        }
        let empty = reflect.empty_blanks(text, self.track);
        if empty > 0 {
            self.line(Mark::Thin, words::report_empty_blanks(empty));
        }
    }

    /// What a good answer holds, and which of it the student has found in the own one.
    fn assessment(&mut self, id: &str, reflect: &Reflect) {
        if self.done.shown_anyway.iter().any(|shown| shown == id) {
            self.line(Mark::Recorded, words::REPORT_SHOWN_ANYWAY);
        }
        let assessed = self.done.assessed.get(id);
        if reflect.criteria.is_empty() && assessed.is_none() {
            return;
        }
        match assessed {
            Some(_) => self.line(Mark::Recorded, words::REPORT_ASSESSED),
            None => self.line(Mark::Note, words::REPORT_GOOD_ANSWER),
        }
        let ticked: Vec<&str> = assessed.map_or("", String::as_str).lines().collect();
        let criteria = reflect.criteria.iter().map(|html| plain::text(html));
        let boxes: Vec<(bool, String)> = criteria
            .map(|own| (ticked.contains(&own.as_str()), own))
            .collect();
        let gone = ticked
            .iter()
            .filter(|of| !boxes.iter().any(|(_, own)| own == *of));
        let gone: Vec<&str> = gone.copied().collect();
        self.blocks.push(Block::Boxes(boxes));
        if !gone.is_empty() {
            self.line(Mark::Recorded, words::REPORT_FORMER_CRITERIA);
            self.typed(gone.join("\n"));
        }
    }

    fn begun_anew(&mut self, id: &str) {
        if let Some(times) = self.past.anew.get(id) {
            let dates: Vec<String> = times.iter().map(|at| date(*at)).collect();
            self.line(Mark::Anew, dates.join(", "));
        }
    }

    /// Readings as the page labels and prints them.
    fn listed(&self, readings: &Readings) -> String {
        let told = readings
            .iter()
            .filter_map(|(name, value)| self.mission.told(name, self.track, value));
        let told = told.map(|(label, text)| format!("{label} {text}"));
        told.collect::<Vec<_>>().join("; ")
    }
}
