//! `echo-book`: the least that a preprocessor can do. A book as JSON on stdin, the same on stdout.

use anyhow::Result;
use std::io::{Read, Write};

fn main() -> Result<()> {
    if std::env::args().nth(1).is_some() {
        return Ok(());
    }
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let (_, book) = mdbook_preprocessor::parse_input(input.as_bytes())?;
    Ok(std::io::stdout().write_all(&serde_json::to_vec(&book)?)?)
}
