//! Writes what a target starts from into a folder: `seeds TARGET FOLDER`.

use mission_fuzz::TARGETS;
use mission_fuzz::seeds::kept;
use std::fs;
use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, folder] = &arguments[..] else {
        panic!("seeds TARGET FOLDER");
    };
    let target = TARGETS.iter().find(|target| target.name == name);
    let target = target.expect("there is such a target");
    fs::create_dir_all(folder).expect("the folder can be made");
    let own = (target.seeds)().into_iter().enumerate();
    let own = own.map(|(number, input)| (format!("own_{number}"), input));
    for (file, input) in own.chain(kept(name)) {
        fs::write(Path::new(folder).join(file), input).expect("the folder can be written");
    }
}
