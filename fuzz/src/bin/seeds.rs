//! Writes what a target starts from into a folder.

use clap::Parser;
use mission_fuzz::TARGETS;
use mission_fuzz::seeds::kept;
use std::fs;
use std::path::PathBuf;

#[derive(Parser)]
struct Arguments {
    #[arg(value_parser = TARGETS.map(|target| target.name))]
    target: String,
    folder: PathBuf,
}

fn main() -> std::io::Result<()> {
    let Arguments {
        target: name,
        folder,
    } = Arguments::parse();
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
