//! What the tests of whole books stand on.
//!
//! - [`site`]: a book's files go in; the built site comes out, or what the preprocessor says.
//! - [`server`]: a built site goes in; an address that serves it comes out.
//! - [`browser`]: a page's address goes in; what a reader sees, does and downloads comes out.
//! - [`chapter_page`]: the page of a mission chapter goes in; what its student does and finds comes out.
//! - [`keyboard`]: keys go in; where the focus is, seen and in order, comes out.
//! - `student`: a track goes in; its whole mission, done, comes out.
//! - [`native`]: a chapter's text goes in; its mission, worked through without a browser, comes out.
//! - [`budget`]: what is built goes in; what it weighs comes out, beside what it may weigh.

mod acts;
mod assess;
mod axe;
mod bench;
pub mod browser;
pub mod budget;
pub mod chapter_page;
mod driver;
mod files;
mod goals;
pub mod keyboard;
mod ledger_box;
mod log;
pub mod native;
pub mod server;
mod session;
pub mod site;
mod spoken;
pub mod stored;
mod student;
mod tabs;

pub use browser::Browser;
pub use chapter_page::ChapterPage;
pub use driver::BrowserKind;
pub use files::Download;
pub use keyboard::Keyboard;
pub use log::Message;
pub use server::Server;
pub use session::Session;
pub use site::{
    Outcome, TempBook, build_book, build_fixture, main_html, mission_data, repo_root,
    run_preprocessor,
};
pub use student::{STUDENTS, Student};
pub use tabs::Tab;
pub use thirtyfour::Key;
