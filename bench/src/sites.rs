//! The drift view as sites to visit: ours, and each peer's, all of them pages of plain mdBook.

use crate::Bench;
use anyhow::{Context, Result};
use mission_tests::repo_root;
use mission_tests::site::copy;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A library that a peer is made with: the peer's name, its npm package, the file in it.
pub const LIBRARIES: [(&str, &str, &str); 3] = [
    ("Plotly", "plotly.js-dist-min", "plotly.min.js"),
    ("Chart.js", "chart.js", "dist/chart.umd.min.js"),
    ("D3", "d3", "dist/d3.min.js"),
];

/// A built site; its folder goes when this is dropped.
pub struct Site {
    folder: TempDir,
}

impl Site {
    /// The folder to serve.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("book")
    }

    /// The book's folder.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    fn empty() -> Result<Self> {
        Ok(Self {
            folder: TempDir::with_prefix("mission-bench-")?,
        })
    }
}

/// The instruments, by the name of the author's guide's example of each.
pub const INSTRUMENTS: [&str; 13] = [
    "bars",
    "cards",
    "cost_curve",
    "drift_radar",
    "gauge",
    "heatmap",
    "histogram",
    "pareto",
    "plot_control",
    "plot_marks",
    "plot_series",
    "slice_card",
    "waterfall",
];

/// Our book: the drift view, and a chapter for each instrument.
///
/// # Errors
/// If it doesn't build.
pub fn ours(bench: &Bench) -> Result<Site> {
    let site = Site::empty()?;
    copy(&repo_root().join("bench/book"), site.root())?;
    let mut summary = "- [The drift view](drift.md)\n".to_owned();
    for name in INSTRUMENTS {
        let example = repo_root().join(format!("src/guide/examples/{name}.md"));
        let example = fs::read_to_string(example)?;
        fs::write(
            site.root().join(format!("src/{name}.md")),
            format!("# {name}\n\n{example}"),
        )?;
        summary += &format!("- [{name}]({name}.md)\n");
    }
    fs::write(site.root().join("src/SUMMARY.md"), summary)?;
    build(site.root(), Some(&bench.provision.path("mdbook-mission")?))?;
    Ok(site)
}

/// The drift view of a peer.
///
/// # Errors
/// If its library couldn't be had.
pub fn peer(bench: &Bench, name: &str) -> Result<Site> {
    let site = Site::empty()?;
    let peers = repo_root().join("bench/peers");
    let source = site.root().join("src");
    fs::create_dir_all(&source)?;
    let mut scripts = String::new();
    if let Some((_, package, file)) = LIBRARIES.iter().find(|(peer, ..)| *peer == name) {
        let library = bench.provision.path(package)?.join(file);
        fs::copy(&library, source.join("library.js"))
            .with_context(|| library.display().to_string())?;
        scripts += "<script defer src=\"library.js\"></script>\n";
    }
    scripts += "<script defer src=\"view.js\"></script>";
    let own = format!("{}.js", name.to_lowercase().replace('.', ""));
    let view = ["model.js", own.as_str()].map(|script| fs::read_to_string(peers.join(script)));
    let view = view.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
    fs::write(source.join("view.js"), view)?;
    let page = fs::read_to_string(peers.join("drift.md"))?.replace("SCRIPTS", &scripts);
    fs::write(source.join("drift.md"), page)?;
    fs::write(source.join("SUMMARY.md"), "- [The drift view](drift.md)\n")?;
    fs::write(
        site.root().join("book.toml"),
        "[book]\ntitle = \"Bench\"\nlanguage = \"en\"\n",
    )?;
    build(site.root(), None)?;
    Ok(site)
}

/// The course book, with its missions or as plain mdBook makes it.
///
/// # Errors
/// If it doesn't build.
pub fn course(bench: &Bench, missions: bool) -> Result<Site> {
    let site = Site::empty()?;
    for part in ["src", "theme"] {
        copy(&repo_root().join(part), &site.root().join(part))?;
    }
    fs::copy(repo_root().join("book.toml"), site.root().join("book.toml"))?;
    let program = bench.provision.path("mdbook-mission")?;
    build(site.root(), missions.then_some(program.as_path()))?;
    Ok(site)
}

/// Builds a book, with a preprocessor of ours or with none.
///
/// # Errors
/// If mdBook fails.
pub fn build(root: &Path, preprocessor: Option<&Path>) -> Result<()> {
    let only = preprocessor.map(|program| ("mission", program));
    mission_echo::load(root, only)?.build()
}

/// One question of mdbook-quiz.
///
/// # Errors
/// If mdbook-quiz couldn't be had.
pub fn quiz(bench: &Bench) -> Result<Site> {
    let site = Site::empty()?;
    copy(&repo_root().join("bench/quiz"), site.root())?;
    let program = bench.provision.path("mdbook-quiz")?;
    mission_echo::load(site.root(), Some(("quiz", &program)))?.build()?;
    Ok(site)
}
