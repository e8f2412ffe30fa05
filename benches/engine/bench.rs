//! What the engine takes for one environment, in memory: `cargo bench --manifest-path benches/engine/Cargo.toml`. Whole processes are measured by `benches/whole.sh`.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use divan::{AllocProfiler, Bencher};
use domain::{Date, EnvironmentName};
use engine::{LocalDisk, Synthesized, Warnings, Workspace};
use tempfile::TempDir;

/// Counts what is allocated; a third of a run went there once.
#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// A day on which no acceptance of the shipped environments has run out.
fn today() -> Date {
    "2026-11-30".parse().expect("it is a day")
}

/// The environment that is measured.
const MEASURED: &str = "measured";

/// The folder of an environment as the production that is shipped, with so many services besides its own; without the pipeline's role, whose
/// policy has room for eighteen.
fn production(further: usize) -> io::Result<TempDir> {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../environments");
    let folder = tempfile::tempdir()?;
    for file in ["base.toml", "prod.toml"] {
        fs::copy(shipped.join(file), folder.path().join(file))?;
    }
    let mut settings = "extends = \"prod.toml\"\nunset = [\"delivery\"]\n".to_owned();
    for number in 1..=further {
        let _ = write!(
            settings,
            "\n[services.worker-{number:03}]\nimage_tag = \"1.0.0\"\ncpu = 256\nmemory = 512\ntasks = {{ desired = 2, min = 2, max = 2 }}\n"
        );
    }
    fs::write(folder.path().join(format!("{MEASURED}.toml")), settings)?;
    Ok(folder)
}

fn name() -> EnvironmentName {
    MEASURED.parse().expect("it is a name")
}

fn synthesized(folder: &TempDir) -> Synthesized {
    let workspace = Workspace::new(folder.path(), &LocalDisk, today());
    let synthesized = workspace.synthesize(&name(), Warnings::Told).expect("the environment is there");
    synthesized.unwrap_or_else(|refused| panic!("{}", refused.report.render(false, "")))
}

/// The settings alone: read, laid over one another, typed and checked.
#[divan::bench]
fn load(bencher: Bencher<'_, '_>) {
    let folder = production(0).expect("the folder is made");
    let name = name();
    let workspace = Workspace::new(folder.path(), &LocalDisk, today());
    bencher.bench(|| workspace.load(&name).expect("the environment is there"));
}

/// From the settings to the texts of the files, judged by every rule, beside so many further services.
#[divan::bench(args = [0, 100])]
fn synthesize(bencher: Bencher<'_, '_>, further_services: usize) {
    let folder = production(further_services).expect("the folder is made");
    bencher.bench(|| synthesized(&folder));
}
