//! A session of edits in Neovim, without a screen: `session.lua` drives it.

use super::books::{AGAIN, QUEUES, SHARED, book};
use anyhow::{Context, Result, ensure};
use mission_tests::{repo_root, site};
use serde_json::Value as Json;
use std::fs;
use std::process::{Command, Stdio};

/// Why there is no Neovim to be run.
fn missing() -> Option<String> {
    let version = Command::new("nvim")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    match version {
        Ok(status) if status.success() => None,
        Ok(status) => Some(format!("`nvim --version` ended with {status}")),
        Err(error) => Some(format!("`nvim` can't be run: {error}")),
    }
}

#[test]
fn a_session_in_neovim() -> Result<()> {
    if let Some(reason) = missing() {
        eprintln!("not run in Neovim: {reason}");
        return Ok(());
    }
    let book = book()?;
    fs::write(
        book.path("src/queues.md"),
        QUEUES.replace("prompt", "promt"),
    )?;
    let out = book.path("shown.json");
    let script = repo_root().join("tests/tests/lsp/session.lua");
    let status = Command::new("nvim")
        .args(["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c"])
        .arg(format!("luafile {}", script.display()))
        .env("BOOK", book.path(""))
        .env("PROGRAM", site::preprocessor()?)
        .env("OUT", &out)
        .env("XDG_STATE_HOME", book.path("state"))
        .env("XDG_CACHE_HOME", book.path("cache"))
        .env("XDG_DATA_HOME", book.path("data"))
        .stdin(Stdio::null())
        .status()?;
    ensure!(status.success(), "nvim ended with {status}");
    let shown: Json = serde_json::from_str(&fs::read_to_string(&out)?)?;
    assert_eq!(shown["trouble"], Json::Null);

    let mistakes = shown["mistakes"].as_array().context("no mistakes")?;
    let first = &mistakes[0];
    assert_eq!(
        (&first["line"], &first["column"]),
        (&8.into(), &0.into()),
        "{first}"
    );
    let second = &mistakes[1];
    assert_eq!(
        (&second["line"], &second["column"]),
        (&10.into(), &0.into()),
        "{second}"
    );
    let message = second["message"].as_str().unwrap_or_default();
    assert!(message.contains("did you mean `prompt`?"), "{message}");

    let completion = shown["completion"].as_array().context("no completion")?;
    assert!(completion.contains(&"hint".into()), "{completion:?}");
    assert!(!completion.contains(&"prompt".into()), "{completion:?}");
    let hover = shown["hover"].as_str().unwrap_or_default();
    assert!(hover.contains("`server.half`: a value"), "{hover}");
    assert!(hover.ends_with("At the presets: 2.5"), "{hover}");
    assert_eq!(
        shown["definition"],
        serde_json::json!({ "line": 15, "column": 0 })
    );
    let renamed = &shown["renamed"];
    assert_eq!(
        renamed["queues"],
        QUEUES.replace("server.half", "server.part")
    );
    assert_eq!(
        renamed["again"],
        AGAIN.replace("server.half", "server.part")
    );
    let shared = SHARED.replace("half", "part");
    assert_eq!(renamed["shared"], shared);
    assert_eq!(shown["formatted"], shared);
    Ok(())
}
