//! A chapter without a browser: built by the preprocessor, and worked through by the widgets' own store.

use crate::{Student, mission_data, repo_root};
use anyhow::{Context, Result, bail, ensure};
use mdbook_mission::expand;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::config::Config;
use mission_model::ledger::{Act, Answer, Ledger};
use mission_model::mission::Kind;
use mission_model::value::Value;
use mission_model::{Mission, page};
use mission_widgets::Store;

/// The mission of a chapter, as its page has it. It may link to the terms of this book's glossary.
///
/// # Errors
/// If the chapter has mistakes.
pub fn mission(book_id: &str, stem: &str, text: &str) -> Result<Mission> {
    let config = format!("[book]\n[preprocessor.mission]\nbook-id = \"{book_id}\"\n");
    let config: Config = config.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut book = Book::default();
    let chapter = Chapter::new("A", text.to_owned(), format!("{stem}.md"), Vec::new());
    book.items.push(BookItem::Chapter(chapter));
    let terms = std::fs::read_to_string(repo_root().join("src/glossary.md"))?;
    let terms = Chapter::new("Glossary", terms, "glossary.md", Vec::new());
    book.items.push(BookItem::Chapter(terms));
    expand(repo_root(), &config, &mut book)?;
    let Some(BookItem::Chapter(chapter)) = book.items.first() else {
        bail!("the chapter is gone");
    };
    let data = mission_data(&chapter.content).context("no mission")?;
    Ok(page::read(&chapter.content[data])?)
}

/// A page that has come alive with a ledger.
pub fn alive(mission: &Mission, ledger: Option<Ledger>) -> Store {
    let store = Store::new(mission.clone());
    let ledger = ledger.unwrap_or_else(|| Ledger::new(store.mission()));
    store.start(ledger, "native".to_owned());
    store
}

/// Sets a control.
pub fn set(store: &Store, control: &str, value: impl Into<Setting>) {
    let Setting(value) = value.into();
    store.act(Act::Set {
        control: control.to_owned(),
        value,
    });
}

/// What a control is set to.
pub struct Setting(Value);

impl From<f64> for Setting {
    fn from(number: f64) -> Self {
        Self(Value::Number(number))
    }
}

impl From<bool> for Setting {
    fn from(truth: bool) -> Self {
        Self(Value::Truth(truth))
    }
}

impl From<&str> for Setting {
    fn from(category: &str) -> Self {
        Self(Value::Category(category.into()))
    }
}

/// Picks an option of a lock, counted from 0.
pub fn predict(store: &Store, lock: &str, option: usize) {
    store.act(Act::Predict {
        lock: lock.to_owned(),
        answer: Answer::Choice(option),
    });
}

/// Tries what a bench is set to, as its button does.
///
/// # Errors
/// If the bench has no trials.
pub fn attempt(store: &Store, bench: &str) -> Result<()> {
    let trials = store
        .mission()
        .bench(bench)
        .and_then(|bench| bench.trials.as_ref());
    let trials = trials.context("no trials")?;
    store.act(Act::Try {
        bench: bench.to_owned(),
        readings: store.readings(&trials.kept()),
    });
    Ok(())
}

/// Shows evidence to a stakeholder, as the button does.
///
/// # Errors
/// If there is no such stakeholder.
pub fn attach(store: &Store, id: &str) -> Result<()> {
    let island = store.mission().island(id).context("no such island")?;
    let Kind::Challenge(challenge) = &island.kind else {
        bail!("{id} is no challenge");
    };
    store.act(Act::Attach {
        challenge: id.to_owned(),
        readings: store.readings(&challenge.kept(store.track())),
    });
    Ok(())
}

/// Writes a reflection and commits it, as the button does.
///
/// # Errors
/// If there is no such reflection.
pub fn reflect(store: &Store, id: &str, text: &str) -> Result<()> {
    let island = store.mission().island(id).context("no such island")?;
    let Kind::Reflect(asked) = &island.kind else {
        bail!("{id} is no reflection");
    };
    let reflect = id.to_owned();
    store.act(Act::Write {
        reflect: reflect.clone(),
        text: text.to_owned(),
    });
    let readings = store.readings(&asked.readings);
    store.act(Act::Commit { reflect, readings });
    Ok(())
}

impl Student {
    /// Takes the whole mission without a browser; what can be reached is reached.
    ///
    /// # Errors
    /// If it isn't.
    pub fn take_natively(&self, store: &Store) -> Result<()> {
        let track = store.mission().track(self.track).context("no such track")?;
        store.choose(track);
        predict(store, "monitoring", self.predictions[0]);
        if self.track == "mobile" {
            set(store, "drift.driver", "v42");
        }
        set(store, &format!("drift.{}", self.drift.0), self.drift.1);
        reflect(store, "silent_failure", &self.words("silent_failure"))?;
        predict(store, "schedule", self.predictions[1]);
        set(store, "cost.interval", self.target());
        attempt(store, "cost")?;
        reflect(store, "square_root_law", &self.words("square_root_law"))?;
        predict(store, "aggregate", self.predictions[2]);
        attach(store, "approval")?;
        set(store, "slices.shadow", true);
        set(store, "slices.slice", self.failing);
        set(store, "slices.candidate", self.candidates.0);
        set(store, "slices.requests", 10_000.0);
        attach(store, "approval")?;
        set(store, "rollout.stage", crate::student::LONG_STAGE);
        reflect(store, "rollout_defence", &self.words("rollout_defence"))?;
        store.act(Act::Assess {
            reflect: "rollout_defence".to_owned(),
            criteria: Vec::new(),
        });
        let open = (0..store.mission().islands.len())
            .find(|index| store.is_step(*index) && !store.is_done(*index));
        ensure!(
            open.is_none(),
            "{:?} is not done",
            open.map(|index| &store.mission().islands[index].id)
        );
        Ok(())
    }
}
