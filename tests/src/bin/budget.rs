//! `budget`: writes `tests/budget.toml` from what is built. Run by `cargo xtask budget`.

use anyhow::{Result, ensure};
use mission_tests::budget::{self, Budget};
use mission_tests::repo_root;

fn main() -> Result<()> {
    let module = std::fs::read(repo_root().join("preprocessor/bundle/mission.wasm"))?;
    ensure!(
        budget::is_lean(&module),
        "the widgets were built with the standard library as it is shipped: run `rustup component add rust-src`, so \
         that it is built for size, and try again"
    );
    let budget = Budget::measured()?;
    std::fs::write(budget::file(), budget.to_string())?;
    eprintln!("{budget}");
    Ok(())
}
