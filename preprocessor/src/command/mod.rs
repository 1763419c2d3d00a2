//! What authors run.

pub mod build;
pub mod check;
pub mod init;
pub mod replay;
pub mod serve;

use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_mission::{Failure, counted};
use std::io::IsTerminal;
use std::path::Path;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// Prints an error to stderr, mistakes in the manner of rustc.
pub fn report(error: &anyhow::Error) {
    eprint!("{}", words(error, colours()));
}

/// An error in words.
fn words(error: &anyhow::Error, colours: bool) -> String {
    let Some(Failure::Mistakes(found)) = error.downcast_ref::<Failure>() else {
        return format!("error: {error:#}\n");
    };
    let each: String = found
        .iter()
        .map(|diagnostic| format!("{}\n\n", diagnostic.render(colours)))
        .collect();
    format!("{each}{}\n", counted(found))
}

/// Shows on stderr what mdBook logs: warnings, as a file that is to be included and isn't there, or what `MDBOOK_LOG`
/// asks for.
pub fn log() {
    let filter = EnvFilter::builder()
        .with_env_var("MDBOOK_LOG")
        .with_default_directive(LevelFilter::WARN.into())
        .from_env_lossy();
    tracing_subscriber::fmt()
        .without_time()
        .with_target(false)
        .with_ansi(colours())
        .with_writer(std::io::stderr)
        .with_env_filter(filter)
        .init();
}

fn colours() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Loads a book as mdBook does, with this very program as its preprocessor, wherever it is installed.
fn load(book: &str) -> anyhow::Result<MDBook> {
    let root = Path::new(book);
    let config_file = root.join("book.toml");
    anyhow::ensure!(
        config_file.exists(),
        "there is no book.toml in {}: name the book's folder",
        root.display()
    );
    let mut config = Config::from_disk(&config_file)?;
    // `MDBOOK_BUILD__BUILD_DIR` and its like, as mdBook's own command takes them.
    config.update_from_env()?;
    let own = std::env::current_exe()?;
    if config.contains_key("preprocessor.mission") {
        config.set(
            "preprocessor.mission.command",
            format!("\"{}\"", own.display()),
        )?;
    }
    // mdBook runs preprocessors in the book's folder, where a relative path to it leads nowhere.
    MDBook::load_with_config(std::path::absolute(root)?, config)
}
