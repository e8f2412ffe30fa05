//! What is derived and stands in the repository all the same, so that a review shows it: compared, or written anew by `cargo xtask bless`.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use super::package;

/// The command that writes anew everything that is derived.
pub(crate) const BLESS: &str = "cargo xtask bless";

/// Fails unless the file holds this text; `path` is relative to the repository.
pub(crate) fn is_fresh(path: &str, fresh: &str) {
    let stale = stale(path, fresh);
    assert!(!stale, "{path} is stale: if what changed is right, renew it with `{BLESS}`");
}

/// Fails unless each case's file holds its text: `tests/refused`, `txt`, and the text of each case by its name. Files of that kind that
/// belong to no case fail as well.
pub(crate) fn are_fresh(folder: &str, extension: &str, cases: impl IntoIterator<Item = (String, String)>) {
    let (mut known, mut changed) = (BTreeSet::new(), Vec::new());
    for (case, fresh) in cases {
        if stale(&format!("{folder}/{case}.{extension}"), &fresh) {
            changed.push(format!("--- {case}\n{fresh}"));
        }
        known.insert(case);
    }
    assert!(
        changed.is_empty(),
        "{} files of `{folder}` are stale; if what is new is better, renew them with `{BLESS}`\n\n{}",
        changed.len(),
        changed.join("\n")
    );
    let orphans: Vec<String> = stems(folder, extension).difference(&known).cloned().collect();
    if is_blessing() {
        for orphan in orphans {
            let path = package().join(folder).join(format!("{orphan}.{extension}"));
            fs::remove_file(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
        return;
    }
    assert!(orphans.is_empty(), "no case in `{folder}` has these `.{extension}` files: {orphans:?}");
}

/// The names of the files of a folder that end so, without the end.
pub(crate) fn stems(folder: &str, extension: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(package().join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let paths = entries.map(|entry| entry.expect("the folder can be listed").path());
    let of_kind = paths.filter(|path| path.extension() == Some(OsStr::new(extension)));
    of_kind.map(|path| path.file_stem().expect("it has a name").display().to_string()).collect()
}

/// Tells what to do about a snapshot of insta's that differs, which insta itself does not know.
pub(crate) struct Hint;

impl Drop for Hint {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("if what is new is right, renew the snapshots with `{BLESS}`");
        }
    }
}

/// Whether the file holds another text than this; never when the files are written anew.
fn stale(path: &str, fresh: &str) -> bool {
    let path = package().join(path);
    let differs = fs::read_to_string(&path).ok().as_deref() != Some(fresh);
    if differs && is_blessing() {
        write(&path, fresh);
        return false;
    }
    differs
}

fn is_blessing() -> bool {
    std::env::var_os("SYNTH_BLESS").is_some_and(|value| value == "1")
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
