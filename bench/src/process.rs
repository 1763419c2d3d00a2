//! Other programs: how long they take, what they write, how much memory they hold.

use anyhow::{Context, Result, ensure};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

/// One run of a program.
pub struct Run {
    /// From its start to its end, in milliseconds.
    pub milliseconds: f64,
    /// The most memory that it held, in kB, where the system tells.
    pub peak: Option<f64>,
}

/// Runs a program in a folder with an input, to its end.
///
/// # Errors
/// If it can't be run, or fails.
pub fn run(program: &Path, folder: &Path, arguments: &[&str], input: &Arc<Vec<u8>>) -> Result<Run> {
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("can't run {}", program.display()))?;
    let (mut stdin, input) = (child.stdin.take().context("no stdin")?, Arc::clone(input));
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let mut stderr = child.stderr.take().context("no stderr")?;
    let words = std::thread::spawn(move || {
        let mut words = String::new();
        let _ = stderr.read_to_string(&mut words);
        words
    });
    let mut out = child.stdout.take().context("no stdout")?;
    // The first bytes come when all is computed, and a pipe holds little: the program now waits for its reader.
    let mut stdout = vec![0; 1];
    let got = out.read(&mut stdout)?;
    stdout.truncate(got);
    let peak = peak(child.id());
    out.read_to_end(&mut stdout)?;
    let status = child.wait()?;
    let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
    let _ = writer.join();
    let words = words.join().unwrap_or_default();
    let first: Vec<&str> = words.lines().take(3).collect();
    ensure!(
        status.success(),
        "{}: {status}: {}",
        program.display(),
        first.join(" ")
    );
    Ok(Run { milliseconds, peak })
}

fn peak(id: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
