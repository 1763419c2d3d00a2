//! What git and GitHub need: the lines of `.gitignore`, and a workflow that publishes the book.

use super::plan::{self, Step, with_lines};
use super::{fill, inside};
use mdbook_driver::config::Config;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use toml::Value;

const WORKFLOW: &str = include_str!("pages.yml");
const WORKFLOWS: &str = ".github/workflows";

/// What becomes of `.gitignore`: the built site, the widget files and the worker are made again by every build.
pub fn gitignore(root: &Path, config: &Config) -> anyhow::Result<Step> {
    let source = &config.book.src;
    let made = [
        (config.build.build_dir.clone(), "/"),
        (source.join("mission"), "/"),
        (source.join(mdbook_mission::WORKER_FILE), ""),
    ];
    let text = plan::text(&root.join(".gitignore"))?;
    let present = text.clone().unwrap_or_default();
    let bare = |line: &str| line.trim().trim_matches('/').to_owned();
    let lines: Vec<String> = made
        .iter()
        .filter_map(|(path, end)| Some((inside(path)?, path, end)))
        .filter(|(name, ..)| !name.is_empty() && !present.lines().any(|line| bare(line) == *name))
        // Some publish a built site by committing it.
        .filter(|(_, path, _)| !is_committed(root, path))
        .map(|(name, _, end)| format!("/{name}{end}"))
        .collect();
    Ok(match text {
        _ if lines.is_empty() => Step::Leave("nothing is missing".to_owned()),
        None => Step::Make(with_lines("", &lines, false)),
        Some(text) => Step::Add {
            text: with_lines(&text, &lines, false),
            what: format!("`{}`", lines.join("`, `")),
        },
    })
}

fn is_committed(root: &Path, path: &Path) -> bool {
    let found = Command::new("git")
        .args(["ls-files", "--"])
        .arg(path)
        .current_dir(root)
        .stderr(Stdio::null())
        .output();
    found.is_ok_and(|output| output.status.success() && !output.stdout.is_empty())
}

/// The workflow's path, named from the book's folder, and what becomes of it. GitHub looks for workflows at
/// the root of the repository, which may be above the book.
pub fn workflow(root: &Path, config: &Config) -> anyhow::Result<(PathBuf, Step)> {
    let (up, book) = repository(root);
    let folder = up.join(WORKFLOWS);
    let path = folder.join("pages.yml");
    if root.join(&path).exists() {
        return Ok((path, Step::Leave("it is there already".to_owned())));
    }
    if let Some(other) = publishes(&root.join(&folder)) {
        let why = format!("{other} publishes already. Let it install mdbook-mission too");
        return Ok((path, Step::Leave(why)));
    }
    let site = site(config);
    let site = match book.as_str() {
        "." => site,
        book => format!("{book}/{site}"),
    };
    let text = fill(
        WORKFLOW,
        &[
            ("@MDBOOK@", mdbook_preprocessor::MDBOOK_VERSION),
            ("@MISSION@", env!("CARGO_PKG_VERSION")),
            ("@BOOK@", &book),
            ("@SITE@", &site),
        ],
    )?;
    Ok((path, Step::Make(text)))
}

/// The way from the book's folder up to the root of its repository, and back down. A folder in no repository
/// will be one of its own.
fn repository(root: &Path) -> (PathBuf, String) {
    let own = (PathBuf::new(), ".".to_owned());
    let Ok(whole) = root.canonicalize() else {
        return own;
    };
    let mut up = PathBuf::new();
    for folder in whole.ancestors() {
        if folder.join(".git").exists() {
            let down = whole.strip_prefix(folder).ok().and_then(inside);
            return match down {
                Some(down) if !down.is_empty() => (up, down),
                _ => own,
            };
        }
        up.push("..");
    }
    own
}

/// A workflow that builds a book or publishes pages.
fn publishes(workflows: &Path) -> Option<String> {
    let mut names: Vec<String> = fs::read_dir(workflows)
        .ok()?
        .flatten()
        .filter(|entry| {
            let text = fs::read_to_string(entry.path()).unwrap_or_default();
            ["mdbook", "deploy-pages", "gh-pages"]
                .iter()
                .any(|word| text.contains(word))
        })
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names.into_iter().next()
}

/// Where mdBook puts the site: in a folder of its own if the book is rendered in more than one way.
fn site(config: &Config) -> String {
    let folder = inside(&config.build.build_dir)
        .unwrap_or_else(|| config.build.build_dir.display().to_string());
    let ways = config.outputs::<Value>().unwrap_or_default();
    match ways.len() {
        0 | 1 => folder,
        _ => format!("{folder}/html"),
    }
}
