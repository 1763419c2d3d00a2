//! What a target starts from, as files; and back into what the repository keeps.

use clap::{Parser, ValueEnum};
use mission_fuzz::TARGETS;
use mission_fuzz::seeds::{add, kept};
use std::fs;
use std::path::PathBuf;

#[derive(Parser)]
struct Arguments {
    task: Task,
    #[arg(value_parser = TARGETS.map(|target| target.name))]
    target: String,
    folder: PathBuf,
}

#[derive(Clone, ValueEnum)]
enum Task {
    /// Write what the target starts from into the folder
    Unpack,
    /// Add what libFuzzer left in the folder to `fuzz/corpus.tar.gz`
    Keep,
}

fn main() -> std::io::Result<()> {
    let Arguments {
        task,
        target: name,
        folder,
    } = Arguments::parse();
    if let Task::Keep = task {
        return add(&name, &folder);
    }
    let target = TARGETS.iter().find(|target| target.name == name);
    let target = target.expect("there is such a target");
    fs::create_dir_all(&folder)?;
    let own = (target.seeds)().into_iter().enumerate();
    let own = own.map(|(number, input)| (format!("own_{number}"), input));
    for (file, input) in own.chain(kept(&name)) {
        fs::write(folder.join(file), input)?;
    }
    Ok(())
}
