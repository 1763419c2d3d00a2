//! The compiler for the browser's side.
//!
//! What is installed already is used. Otherwise Debian's packages are installed where that is possible: they
//! bring the source of the standard library, and a module whose standard library is built for size is a tenth
//! lighter. Elsewhere rustup adds the target.

use crate::process::{on_path, output, run};
use crate::workspace::{Workspace, rust_version};
use crate::{debian, progress};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";
const PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
/// Debian's linker, where the toolchain has none.
const LINKER_PACKAGE: &str = "lld-22";

/// A way to compile for the browser.
pub enum Compiler {
    /// The toolchain that runs this program has the target.
    Toolchain {
        /// It has the standard library's source too (`rustup component add rust-src`).
        source: bool,
    },
    /// The system's compiler, which builds the standard library first.
    System {
        /// Links WebAssembly.
        linker: PathBuf,
    },
}

/// Finds or installs a compiler. What is there already is taken before anything is downloaded.
///
/// # Errors
/// If nothing is there and nothing can be installed.
pub fn provision(workspace: &Workspace) -> Result<Compiler> {
    let sysroot = output(
        Command::new("rustc")
            .args(["--print", "sysroot"])
            .current_dir(&workspace.root),
    )?;
    let sysroot = PathBuf::from(sysroot.trim());
    let toolchain = || {
        has_target(&sysroot).then(|| Compiler::Toolchain {
            source: has_source(&sysroot),
        })
    };
    if let Some(compiler) = toolchain() {
        return Ok(compiler);
    }
    if let Some(compiler) = system(workspace, &sysroot) {
        return Ok(compiler);
    }
    if install_system(workspace, &sysroot)
        && let Some(compiler) = system(workspace, &sysroot)
    {
        return Ok(compiler);
    }
    progress(&format!("the target {TARGET}"));
    if on_path(&["rustup"]).is_some()
        && run(Command::new("rustup")
            .args(["target", "add", TARGET])
            .current_dir(&workspace.root))
        .is_ok()
        && let Some(compiler) = toolchain()
    {
        return Ok(compiler);
    }
    let (major, minor) = workspace.rust_version;
    bail!(
        "there is no compiler for {TARGET}. Either run `rustup target add {TARGET}`, or, on Debian, as root \
         `apt-get install {} {LINKER_PACKAGE}` (Rust {major}.{minor} or newer)",
        PACKAGES.join(" ")
    )
}

impl Compiler {
    /// Compiles a package for the browser; returns the module's path.
    ///
    /// # Errors
    /// If it doesn't compile.
    pub fn build(&self, workspace: &Workspace, package: &str) -> Result<PathBuf> {
        let mut cargo = match self {
            Self::Toolchain { .. } => workspace.cargo("build"),
            Self::System { linker } => {
                let mut cargo = Command::new(SYSTEM_CARGO);
                forget_toolchain(&mut cargo);
                cargo
                    .arg("build")
                    .env("RUSTC", SYSTEM_RUSTC)
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                cargo
            }
        };
        if matches!(self, Self::System { .. } | Self::Toolchain { source: true }) {
            cargo.args(LEAN).env("RUSTC_BOOTSTRAP", "1");
        }
        // A target directory of its own: another compiler must not invalidate what is compiled natively.
        let target = workspace.target.join("wasm");
        run(cargo
            .args([
                "--package",
                package,
                "--profile",
                "wasm",
                "--target",
                TARGET,
                "--target-dir",
            ])
            .arg(&target)
            .current_dir(&workspace.root))?;
        Ok(target
            .join(TARGET)
            .join("wasm")
            .join(package.replace('-', "_"))
            .with_extension("wasm"))
    }
}

/// Builds the standard library from its source: for size, and with panics that trap without composing a
/// message, which is what pulls in formatting. The loader notices a trap whichever way it was built.
const LEAN: [&str; 5] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
    "-Zpanic-immediate-abort",
    "--config",
    "profile.wasm.panic=\"immediate-abort\"",
];

const SYSTEM_RUSTC: &str = "/usr/bin/rustc";
const SYSTEM_CARGO: &str = "/usr/bin/cargo";

/// Installs Debian's compiler, if this is root and the compiler on offer is recent enough.
fn install_system(workspace: &Workspace, sysroot: &Path) -> bool {
    let recent = || {
        let version = debian::candidate(PACKAGES[0])?;
        Some(rust_version(&version)? >= workspace.rust_version)
    };
    if !debian::can_install() || recent() != Some(true) {
        return false;
    }
    let linker = linker(sysroot).is_none().then_some(LINKER_PACKAGE);
    let packages: Vec<&str> = PACKAGES.into_iter().chain(linker).collect();
    debian::install(&packages).is_ok()
}

/// The system's compiler, if it is recent enough and all its parts are there.
fn system(workspace: &Workspace, sysroot: &Path) -> Option<Compiler> {
    if !Path::new(SYSTEM_CARGO).is_file() || !Path::new(SYSTEM_RUSTC).is_file() {
        return None;
    }
    let version = output(Command::new(SYSTEM_RUSTC).arg("--version")).ok()?;
    let recent = rust_version(version.split_whitespace().nth(1)?)? >= workspace.rust_version;
    let own = output(Command::new(SYSTEM_RUSTC).args(["--print", "sysroot"])).ok()?;
    let linker = linker(sysroot)?;
    (recent && has_source(Path::new(own.trim()))).then_some(Compiler::System { linker })
}

/// A linker for WebAssembly: the toolchain's own, or else the system's.
fn linker(sysroot: &Path) -> Option<PathBuf> {
    let hosts = std::fs::read_dir(sysroot.join("lib/rustlib")).ok()?;
    hosts
        .filter_map(|host| Some(host.ok()?.path().join("bin/rust-lld")))
        .find(|linker| linker.is_file())
        .or_else(|| on_path(&[LINKER_PACKAGE]))
}

fn has_target(sysroot: &Path) -> bool {
    sysroot
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib")
        .is_dir()
}

fn has_source(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib/src/rust/library/std").is_dir()
}

/// Removes what `cargo run` and rustup tell their children, which would lead another cargo astray.
fn forget_toolchain(command: &mut Command) {
    let told = [
        "CARGO",
        "RUSTC",
        "RUSTDOC",
        "RUSTUP_TOOLCHAIN",
        "LD_LIBRARY_PATH",
        "OUT_DIR",
    ];
    let told_prefixes = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];
    for (name, _) in std::env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        if told.contains(&text) || told_prefixes.iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
}
