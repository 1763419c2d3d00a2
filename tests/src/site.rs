//! Whole books, built by mdBook's own driver with this workspace's preprocessor.

use anyhow::{Context, Result, ensure};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_preprocessor::PreprocessorContext;
use std::fs;
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use tempfile::TempDir;

/// The repository's root.
pub fn repo_root() -> &'static Path {
    // The crate stands directly under the root.
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The preprocessor of this build, next to the tests' own programs.
///
/// # Errors
/// If it isn't built.
pub fn preprocessor() -> Result<PathBuf> {
    let test = std::env::current_exe()?;
    let profile = test
        .parent()
        .and_then(Path::parent)
        .context("the test program has no target directory")?;
    let program = profile
        .join("mdbook-mission")
        .with_extension(std::env::consts::EXE_EXTENSION);
    ensure!(
        program.is_file(),
        "{} isn't built: run `cargo xtask build`",
        program.display()
    );
    Ok(program)
}

/// A book in a folder of its own, which goes when this is dropped.
pub struct TempBook {
    folder: TempDir,
}

impl TempBook {
    /// A book of these files: paths relative to its root, and contents. Nothing is built.
    ///
    /// # Errors
    /// If a file can't be written.
    pub fn new(files: &[(&str, &str)]) -> Result<Self> {
        let book = Self {
            folder: TempDir::with_prefix("mission-book-")?,
        };
        for (path, content) in files {
            let path = book.path(path);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, content).with_context(|| format!("can't write {}", path.display()))?;
        }
        Ok(book)
    }

    /// A copy of the book in `tests/fixtures/NAME`. Nothing is built.
    ///
    /// # Errors
    /// If there is no such book, or it can't be copied.
    pub fn fixture(name: &str) -> Result<Self> {
        let book = Self {
            folder: TempDir::with_prefix("mission-book-")?,
        };
        let source = repo_root().join("tests/fixtures").join(name);
        copy(&source, book.folder.path())
            .with_context(|| format!("copying {}", source.display()))?;
        Ok(book)
    }

    /// A path under the book's root; `""` is the root itself.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The folder of the built site.
    pub fn site(&self) -> PathBuf {
        self.path("book")
    }

    /// The text of a file of the built site: `"ml_ops.html"`.
    ///
    /// # Errors
    /// If it can't be read.
    pub fn page(&self, path: &str) -> Result<String> {
        let path = self.site().join(path);
        fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))
    }

    /// Builds the site. The preprocessor's words go to stderr.
    ///
    /// # Errors
    /// If the preprocessor refuses the book, or mdBook does.
    pub fn build(&self) -> Result<()> {
        MDBook::load_with_config(self.folder.path(), self.config()?)?.build()
    }

    /// What mdBook writes to the preprocessor's stdin for the html renderer.
    ///
    /// # Errors
    /// If mdBook can't load the book.
    pub fn preprocessor_input(&self) -> Result<String> {
        let root = self.folder.path().to_owned();
        let book = MDBook::load_with_config(&root, self.config()?)?;
        let context = PreprocessorContext::new(root, book.config.clone(), "html".to_owned());
        Ok(serde_json::to_string(&(&context, &book.book))?)
    }

    /// The book's configuration, with this build's preprocessor.
    fn config(&self) -> Result<Config> {
        let mut config = Config::from_disk(self.path("book.toml"))?;
        config.set("preprocessor.mission.command", preprocessor()?)?;
        Ok(config)
    }
}

/// Builds a copy of the book in `tests/fixtures/NAME`.
///
/// # Errors
/// See [`TempBook::fixture`] and [`TempBook::build`].
pub fn build_fixture(name: &str) -> Result<TempBook> {
    let book = TempBook::fixture(name)?;
    book.build()?;
    Ok(book)
}

/// Builds a book of these files: paths relative to its root, and contents.
///
/// # Errors
/// See [`TempBook::new`] and [`TempBook::build`].
pub fn build_book(files: &[(&str, &str)]) -> Result<TempBook> {
    let book = TempBook::new(files)?;
    book.build()?;
    Ok(book)
}

/// How a run of the preprocessor ended.
#[derive(Debug)]
pub struct Outcome {
    /// The protocol.
    pub stdout: String,
    /// The words.
    pub stderr: String,
    /// The exit status.
    pub status: ExitStatus,
}

/// Runs the preprocessor in a folder, with arguments and an input, as mdBook or an author would.
///
/// # Errors
/// If it can't be run, or writes what isn't UTF-8. A failure of its own is an [`Outcome`].
pub fn run_preprocessor(folder: &Path, arguments: &[&str], input: &str) -> Result<Outcome> {
    let mut child = Command::new(preprocessor()?)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut stdin = child.stdin.take().context("no stdin")?;
    let input = input.to_owned();
    // From a thread, for a pipe holds little. A program that doesn't read its input closes the pipe: no error.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output()?;
    let _ = writer.join();
    Ok(Outcome {
        stdout: String::from_utf8(output.stdout).context("its stdout")?,
        stderr: String::from_utf8(output.stderr).context("its stderr")?,
        status: output.status,
    })
}

/// The `<main>` of a page, tags included: what a chapter's author answers for.
///
/// # Errors
/// If the page has none.
pub fn main_html(page: &str) -> Result<&str> {
    let start = page.find("<main").context("the page has no <main>")?;
    let length = page[start..]
        .find("</main>")
        .context("the page has no </main>")?;
    Ok(&page[start..start + length + "</main>".len()])
}

/// Where the mission's text stands in a page, or in a chapter as it leaves the preprocessor.
pub fn mission_data(page: &str) -> Option<Range<usize>> {
    let start = page.find("<script type=\"application/json\" class=\"mission-data\"")?;
    let start = start + page[start..].find('>')? + 1;
    let end = start + page[start..].find("</script>")?;
    Some(start..end)
}

/// Copies what is in a folder into another.
///
/// # Errors
/// If something can't be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), target)?;
        } else {
            copy(&entry.path(), &target)?;
        }
    }
    Ok(())
}
