//! Removes the old folder, once the new one stands.
//!
//! It removes what synth made and what stands in the new folder too. Anything else came in after the folder was looked
//! at, and is moved into the new folder.

use std::ffi::OsStr;
use std::fs::{DirEntry, Metadata};
use std::io;
use std::path::Path;

use crate::disk;
use crate::error::{Action, Error};
use crate::names::{MANIFEST, UNFINISHED};
use crate::survey::Standing;

/// Removes the old folder.
pub(crate) fn discard(old: &Path, new: &Path, standing: &Standing) -> Result<(), Error> {
    remove(old, new, standing).map_err(|error| Error::Remnant {
        folder: new.to_path_buf(),
        remnant: old.to_path_buf(),
        source: Box::new(error),
    })
}

/// Removes a folder that never stood in the place of the other: nobody but synth has put anything into it.
pub(crate) fn clear(unused: &Path) -> Result<(), Error> {
    // The manifest last of all: should this be killed as well, the next run knows by it what it may remove.
    let is_manifest = |entry: &DirEntry| entry.file_name() == MANIFEST || entry.file_name() == UNFINISHED;
    let listed = disk::list(unused).map_err(|error| Action::List.failed(unused, error))?;
    let (manifests, others): (Vec<_>, Vec<_>) = listed.iter().partition(|entry| is_manifest(entry));
    for entry in others.into_iter().chain(manifests) {
        let path = entry.path();
        let is_dir = entry.file_type().map_err(|error| Action::Find.failed(&path, error))?.is_dir();
        let removed = if is_dir { disk::remove_tree(&path) } else { disk::remove_file(&path) };
        removed.map_err(|error| Action::Remove.failed(&path, error))?;
    }
    disk::remove_dir(unused).map_err(|error| Action::Remove.failed(unused, error))
}

fn remove(old: &Path, new: &Path, standing: &Standing) -> Result<(), Error> {
    for path in &standing.generated {
        remove_file(&path.inside(old))?;
    }
    for folder in &standing.folders {
        remove_folder_if_empty(&old.join(folder))?;
    }
    // Here nothing is left but Terraform's own and what came in late.
    move_rest(old, new, &|name| name != MANIFEST)?;
    // Last of all: the next run knows by it what this one leaves if it is killed.
    remove_file(&old.join(MANIFEST))?;
    disk::remove_dir(old).map_err(|error| Action::Remove.failed(old, error))
}

/// Empties the old folder: what the new folder has is removed, what it has not is moved there.
fn move_rest(old: &Path, new: &Path, moves: &dyn Fn(&OsStr) -> bool) -> Result<(), Error> {
    for entry in disk::list(old).map_err(|error| Action::List.failed(old, error))? {
        let (from, to) = (entry.path(), new.join(entry.file_name()));
        let found = |error| Action::Find.failed(&from, error);
        if !moves(&entry.file_name()) {
            continue;
        }
        let here = disk::metadata(&from).map_err(found)?;
        let there = match disk::metadata(&to) {
            Ok(there) => there,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                rename(&from, &to)?;
                continue;
            }
            Err(error) => return Err(found(error)),
        };
        match (here.is_dir(), there.is_dir()) {
            (true, true) => {
                move_rest(&from, &to, &|_| true)?;
                remove_folder_if_empty(&from)?;
            }
            (false, false) if is_newer(&here, &there) => rename(&from, &to)?,
            (false, false) => remove_file(&from)?,
            // Nothing can be done that loses nothing: both stay, and the folder that cannot be removed says so.
            (true, false) | (false, true) => {}
        }
    }
    Ok(())
}

/// Whether the file was changed after it was carried over, which one and the same file never is.
fn is_newer(here: &Metadata, there: &Metadata) -> bool {
    // Where a system tells no time, the one that was carried over stays.
    matches!((here.modified(), there.modified()), (Ok(here), Ok(there)) if here > there)
}

fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    disk::rename(from, to).map_err(|error| Action::CarryOver.failed(from, error))
}

fn remove_file(path: &Path) -> Result<(), Error> {
    match disk::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Action::Remove.failed(path, error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn remove_folder_if_empty(path: &Path) -> Result<(), Error> {
    match disk::remove_dir(path) {
        Err(error) if error.kind() != io::ErrorKind::DirectoryNotEmpty => Err(Action::Remove.failed(path, error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::survey::survey_rest;

    /// Two folders beside each other: the old one with a generated file, the new one with another.
    fn folders() -> (tempfile::TempDir, Standing) {
        let parent = tempfile::tempdir().expect("the temporary folder can be written");
        for folder in ["old", "new"] {
            write(&parent, &format!("{folder}/{MANIFEST}"), &format!("[\"modules/{folder}.tf\"]"));
            write(&parent, &format!("{folder}/modules/{folder}.tf"), folder);
        }
        let standing = survey_rest(&parent.path().join("old")).expect("nothing foreign stands there");
        (parent, standing)
    }

    fn write(parent: &tempfile::TempDir, path: &str, contents: &str) {
        let path = parent.path().join(path);
        fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("the folder can be made");
        fs::write(path, contents).expect("the file can be written");
    }

    fn text(parent: &tempfile::TempDir, path: &str) -> Option<String> {
        fs::read_to_string(parent.path().join(path)).ok()
    }

    fn discard_old(parent: &tempfile::TempDir, standing: &Standing) -> Result<(), Error> {
        discard(&parent.path().join("old"), &parent.path().join("new"), standing)
    }

    #[test]
    fn what_came_in_after_the_folder_was_looked_at_is_moved_into_the_new_folder() {
        let (parent, standing) = folders();
        write(&parent, "old/errored.tfstate", "state");
        write(&parent, "old/modules/notes.md", "notes");
        discard_old(&parent, &standing).expect("the old folder can be removed");
        assert!(!parent.path().join("old").exists());
        assert_eq!(text(&parent, "new/errored.tfstate").as_deref(), Some("state"));
        assert_eq!(text(&parent, "new/modules/notes.md").as_deref(), Some("notes"));
        assert_eq!(text(&parent, "new/modules/new.tf").as_deref(), Some("new"));
        assert_eq!(text(&parent, "new/modules/old.tf"), None);
    }

    #[test]
    fn of_a_state_that_stands_in_both_the_one_changed_last_stays() {
        for (older, newer) in [("old", "new"), ("new", "old")] {
            let (parent, standing) = folders();
            for (folder, seconds) in [(older, 1), (newer, 2)] {
                let path = format!("{folder}/terraform.tfstate");
                write(&parent, &path, folder);
                let file = fs::File::options().append(true).open(parent.path().join(&path)).expect("it stands there");
                let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
                file.set_modified(time).expect("the time can be set");
            }
            discard_old(&parent, &standing).expect("the old folder can be removed");
            assert_eq!(text(&parent, "new/terraform.tfstate").as_deref(), Some(newer));
        }
    }

    #[test]
    fn a_folder_that_stands_where_the_new_one_has_a_file_is_reported_and_stays() {
        let (parent, standing) = folders();
        write(&parent, "old/late/file", "late");
        write(&parent, "new/late", "file");
        let error = discard_old(&parent, &standing).expect_err("one of the two would be lost");
        assert!(matches!(error, Error::Remnant { .. }), "{error}");
        assert_eq!(text(&parent, "old/late/file").as_deref(), Some("late"));
        assert_eq!(text(&parent, "new/late").as_deref(), Some("file"));
    }
}
