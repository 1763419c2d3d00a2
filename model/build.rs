//! Makes `words`, all that the interface says, of the catalogue of a language: `words/en.ftl`, or another that
//! `MISSION_LANGUAGE` names.

#[path = "build/catalogue.rs"]
mod catalogue;

use catalogue::Catalogue;
use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=words");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-env-changed=MISSION_LANGUAGE");
    let language = env::var("MISSION_LANGUAGE").unwrap_or("en".to_owned());
    let folder =
        PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("words");
    let file = folder.join(&language).with_extension("ftl");
    let text = fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("there are no words in {}: {error}", file.display()));
    let catalogue = Catalogue::read(&language, &text)
        .unwrap_or_else(|reason| panic!("{}: {reason}", file.display()));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("words.rs");
    let rust = format!(
        "/// The language of all this, as HTML names it.\npub const LANGUAGE: &str = {language:?};\n{}",
        catalogue.rust()
    );
    fs::write(out, rust).expect("the output folder can be written");
}
