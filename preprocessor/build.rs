//! Embeds the widget bundle that `cargo xtask build` has put into `bundle/`. Without one the crate still
//! compiles, for checks and tests that need no page; the command then says what is missing.

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let bundle =
        PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("bundle");
    println!("cargo::rerun-if-changed=bundle");
    let mut files = Vec::new();
    collect(&bundle, &mut files);
    files.sort();
    let mut code = String::from(
        "/// Every file of the bundle, by name.\nstatic BUNDLE: &[(&str, &[u8])] = &[\n",
    );
    for file in &files {
        let name = file
            .strip_prefix(&bundle)
            .expect("it was found there")
            .to_string_lossy()
            .replace('\\', "/");
        writeln!(
            code,
            "    ({name:?}, include_bytes!({:?})),",
            file.to_string_lossy()
        )
        .expect("a string takes it");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("bundle.rs");
    fs::write(out, code).expect("the output folder can be written");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files)
        } else {
            files.push(path)
        }
    }
}
