//! What becomes of each file: planned, then carried out, then told.

use anyhow::Context;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What becomes of a file.
pub enum Step {
    /// It isn't there: it is made, of this text.
    Make(String),
    /// It is there and gets something.
    Add {
        /// The text that it then has.
        text: String,
        /// What was added, in words.
        what: String,
    },
    /// It is left alone, for this reason.
    Leave(String),
}

/// The steps of one run, in the order in which they are told.
pub struct Plan {
    root: PathBuf,
    steps: Vec<(PathBuf, Step)>,
}

impl Plan {
    /// A plan for files of this folder.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            steps: Vec::new(),
        }
    }

    /// Plans a step for a file, named from the folder.
    pub fn add(&mut self, path: impl Into<PathBuf>, step: Step) {
        self.steps.push((path.into(), step));
    }

    /// Whether anything is made or added.
    pub fn changes(&self) -> bool {
        let leaves = |(_, step): &(PathBuf, Step)| matches!(step, Step::Leave(_));
        !self.steps.iter().all(leaves)
    }

    /// Writes what is to be written.
    pub fn carry_out(&self) -> anyhow::Result<()> {
        for (path, step) in &self.steps {
            let path = self.root.join(path);
            let written = match step {
                Step::Make(text) => make(&path, text),
                Step::Add { text, .. } => fs::write(&path, text),
                Step::Leave(_) => Ok(()),
            };
            written.with_context(|| format!("can't write {}", path.display()))?;
        }
        Ok(())
    }

    /// A line a file.
    pub fn report(&self) -> impl Iterator<Item = String> {
        let shown = |path: &Path| path.display().to_string();
        let width = self.steps.iter().map(|(path, _)| shown(path).len()).max();
        self.steps.iter().map(move |(path, step)| {
            let told = match step {
                Step::Make(_) => "made".to_owned(),
                Step::Add { what, .. } => format!("added {what}"),
                Step::Leave(why) => format!("left alone: {why}"),
            };
            format!("{:<1$}  {told}", shown(path), width.unwrap_or_default())
        })
    }
}

/// Writes a file that isn't there; one that has come into being meanwhile is an error, not overwritten.
fn make(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(path)?.write_all(text.as_bytes())
}

/// The text of a file, `None` if there is no such file.
pub fn text(path: &Path) -> anyhow::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("can't read {}", path.display())),
    }
}

/// A text with lines added at its end, after a blank line if wanted, in the file's own kind of line ends.
pub fn with_lines(text: &str, lines: &[String], apart: bool) -> String {
    let end = line_end(text);
    let mut out = text.to_owned();
    if !out.is_empty() && !out.ends_with('\n') {
        out += end;
    }
    if apart && !out.trim().is_empty() {
        out += end;
    }
    for line in lines {
        out += line;
        out += end;
    }
    out
}

/// How the lines of a text end.
pub fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}
