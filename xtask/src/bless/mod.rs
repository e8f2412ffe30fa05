//! Writes anew everything that is derived: one command, whatever it is that changed.
//!
//! The tests know what is derived, since each compares it. So they are run, and write where they would fail. insta keeps what differs from a
//! snapshot inside a test aside; [`inline`] puts it there.

mod files;
mod inline;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use files::collect;

/// Runs the tests so that they write. With a `filter`, only those whose names hold it; then nothing is removed.
pub(crate) fn bless(root: &Path, filter: Option<&str>) -> Result<()> {
    let work = root.join("target/bless");
    if work.exists() {
        fs::remove_dir_all(&work).with_context(|| format!("cannot clear {}", work.display()))?;
    }
    let (pending, references) = (work.join("pending"), work.join("references.txt"));
    fs::create_dir_all(&pending).with_context(|| format!("cannot make {}", pending.display()))?;

    let mut tests = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    tests.current_dir(root).args(["test", "--quiet", "--workspace", "--lib", "--bins", "--test", "lib", "--no-fail-fast"]);
    if let Some(filter) = filter {
        tests.args(["--", filter]);
    }
    tests
        .env("SYNTH_BLESS", "1")
        .env("TRYCMD", "overwrite")
        .env("INSTA_UPDATE", "always")
        .env("INSTA_FORCE_PASS", "1")
        .env("INSTA_OUTPUT", "none")
        .env("INSTA_PENDING_DIR", &pending)
        .env("INSTA_SNAPSHOT_REFERENCES_FILE", &references);
    let status = tests.status().context("cannot start cargo")?;

    let inlined = inline::accept(root, &pending)?;
    if inlined > 0 {
        println!("wrote {inlined} snapshots into their tests");
    }
    if !status.success() {
        bail!("some tests fail for another reason than that something is stale: see above");
    }
    if filter.is_none() {
        remove_orphans(root, &references)?;
    }
    println!("read what changed before you commit it: git diff");
    Ok(())
}

/// Removes the snapshots that no test compared, and what earlier red runs left.
fn remove_orphans(root: &Path, references: &Path) -> Result<()> {
    let text = fs::read_to_string(references).with_context(|| format!("cannot read {}", references.display()))?;
    let used: BTreeSet<PathBuf> = text.lines().filter_map(|line| Path::new(line).canonicalize().ok()).collect();
    let mut files = Vec::new();
    collect(root, &mut files)?;
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_orphan = name.ends_with(".snap") && !used.contains(&path.canonicalize()?);
        let is_leftover = name.ends_with(".snap.new") || name.ends_with(".pending-snap");
        // Terraform's cycles are not run here, nor are their snapshots looked at.
        let is_of_a_cycle = path.starts_with(root.join("tests/terraform"));
        if (is_orphan && !is_of_a_cycle) || is_leftover {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            println!("removed {}", path.strip_prefix(root).unwrap_or(&path).display());
        }
    }
    Ok(())
}
