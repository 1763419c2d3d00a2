//! What a machine can say about the sources.

use crate::npm;
use crate::process::run;
use crate::progress;
use crate::workspace::Workspace;
use anyhow::Result;
use std::process::Command;

/// Checks formatting and lints, in Rust, JavaScript and CSS. The widgets' bundle must be there.
///
/// # Errors
/// If something is found, or a tool can't be had.
pub fn lint(workspace: &Workspace) -> Result<()> {
    progress("formatting and lints");
    run(workspace.cargo("fmt").args(["--all", "--check"]))?;
    run(workspace
        .cargo("clippy")
        .args(["--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    run(workspace
        .cargo("doc")
        .args(["--workspace", "--no-deps", "--quiet"])
        .env("RUSTDOCFLAGS", "-D warnings"))?;
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    let system = match system {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let machine = match machine {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    let biome = npm::package(
        workspace,
        &format!("@biomejs/cli-{system}-{machine}"),
        &workspace.biome_version,
        "the linter of JavaScript and CSS",
    )?;
    let program = biome
        .join("biome")
        .with_extension(std::env::consts::EXE_EXTENSION);
    run(Command::new(program)
        .args(["lint", "--error-on-warnings"])
        .current_dir(&workspace.root))
}
