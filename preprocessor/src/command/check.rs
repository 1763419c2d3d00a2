//! `check`: every mistake of a book, and no page.

use super::{BookFolder, Format};
use anyhow::{Context, Result};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_mission::{Checked, Diagnostic, Failure};
use mdbook_preprocessor::book::Book;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use mdbook_renderer::{RenderContext, Renderer};
use std::fmt;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// What is to be checked, and for whom.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    of: BookFolder,
    /// For whom the mistakes are written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Checks a book; whether it has no mistake.
///
/// # Errors
/// What keeps the book from being checked, or its mistakes, to be printed in words.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let checked = check(&arguments.of.book);
    if arguments.format == Format::Text {
        eprintln!("{}", checked?);
        return Ok(true);
    }
    let mistakes = match &checked {
        Ok(_) => &[][..],
        Err(error) => match error.downcast_ref() {
            Some(Failure::Mistakes(found)) => found,
            _ => return checked.map(|_| true),
        },
    };
    let list: Vec<_> = mistakes.iter().map(to_json).collect();
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &list)?;
    writeln!(out)?;
    Ok(checked.is_ok())
}

/// Checks a book: what comes before us in a build comes before us here.
///
/// # Errors
/// What keeps the book from being checked, or its mistakes.
pub fn check(book: &Path) -> Result<Checked> {
    before_us(book, mdbook_mission::check)
}

/// What is made of a book as mdBook would hand it over in a build.
///
/// # Errors
/// What keeps the book from being read, or what `make` says.
pub fn before_us<T: Send + 'static>(
    book: &Path,
    make: fn(&Path, &Config, &Book) -> Result<T, Failure>,
) -> Result<T> {
    before_us_in(super::load(book)?, make)
}

/// The same of a book that has been loaded.
///
/// # Errors
/// As [`before_us`].
pub fn before_us_in<T: Send + 'static>(
    mut loaded: MDBook,
    make: impl Fn(&Path, &Config, &Book) -> Result<T, Failure> + Send + Sync + 'static,
) -> Result<T> {
    let made = Arc::new(Mutex::new(None));
    loaded.with_preprocessor(InOurPlace {
        make,
        made: Arc::clone(&made),
    });
    match loaded.preprocess_book(&Html) {
        Err(error) if !error.is::<Done>() => return Err(error),
        _ => {}
    }
    let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
    made.take().context(
        "mdBook doesn't run missions for the HTML pages of this book: `renderers` under \
         `[preprocessor.mission]` leaves out \"html\"",
    )
}

/// Stands for the pages that a build would write.
struct Html;

impl Renderer for Html {
    fn name(&self) -> &str {
        "html"
    }

    fn render(&self, _: &RenderContext) -> Result<()> {
        Ok(())
    }
}

/// In the place of the preprocessor that the book names. What would come after it is not called.
struct InOurPlace<M, T> {
    make: M,
    made: Arc<Mutex<Option<T>>>,
}

impl<M, T> Preprocessor for InOurPlace<M, T>
where
    M: Fn(&Path, &Config, &Book) -> Result<T, Failure>,
{
    fn name(&self) -> &str {
        "mission"
    }

    fn run(&self, context: &PreprocessorContext, book: Book) -> Result<Book> {
        let made = (self.make)(&context.root, &context.config, &book)?;
        *self.made.lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
        Err(Done.into())
    }
}

/// Ends mdBook's run: all is made.
#[derive(Debug)]
struct Done;

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("done")
    }
}

impl std::error::Error for Done {}

/// A mistake for editors and other programs.
fn to_json(mistake: &Diagnostic) -> serde_json::Value {
    let [(line, column), (end_line, end_column)] = mistake.place.lines_and_columns();
    let mut told = serde_json::json!({
        "path": mistake.place.path,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "message": mistake.message,
        "label": mistake.label,
        "help": mistake.help,
    });
    if mistake.more > 0 {
        told["more"] = mistake.more.into();
    }
    told
}
