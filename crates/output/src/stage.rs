//! Builds the new folder beside the old one.
//!
//! It must not change anything in the old one.

use std::collections::BTreeSet;
use std::fs::Metadata;
use std::io;
use std::path::Path;

use crate::disk;
use crate::error::{Action, Error};
use crate::names::{MANIFEST, UNFINISHED};
use crate::place::Place;
use crate::survey::Standing;
use crate::system;
use crate::{Files, RelativePath};

/// What becomes of the folder that stands there.
pub(crate) struct Old<'a> {
    pub(crate) standing: &'a Standing,
    /// The files whose contents stay the same.
    pub(crate) kept: &'a BTreeSet<&'a RelativePath>,
}

/// Builds the new folder, with Terraform's own files in it, as the staging folder.
pub(crate) fn stage(place: &Place, files: &Files, manifest: &[u8], old: Option<&Old<'_>>) -> Result<(), Error> {
    // From the start, so that nobody can look in who could not look into the old one.
    let made = match old {
        Some(Old { standing, .. }) => disk::create_dir_with_mode(&place.staging, standing.mode),
        None => disk::create_dir(&place.staging),
    };
    made.map_err(|error| Action::MakeFolder.failed(&place.staging, error))?;
    // First of all: what a killed run leaves is known by it.
    let unfinished = place.staging.join(UNFINISHED);
    write(&unfinished, manifest)?;
    write_files(place, files, old)?;
    if let Some(Old { standing, .. }) = old {
        for name in &standing.survivors {
            carry_over(&place.folder.join(name), &place.staging.join(name))?;
        }
        set_mode(&place.staging, standing.mode)?;
    }
    // Last of all: from here on it is a folder like the other one, and nobody can tell which of them was the old one.
    let manifest = place.staging.join(MANIFEST);
    disk::rename(&unfinished, &manifest).map_err(|error| Action::Write.failed(&manifest, error))
}

fn write_files(place: &Place, files: &Files, old: Option<&Old<'_>>) -> Result<(), Error> {
    let mut folders = BTreeSet::new();
    for (path, contents) in files {
        for folder in path.folders() {
            if folders.insert(folder) {
                let folder = place.staging.join(folder);
                disk::create_dir(&folder).map_err(|error| Action::MakeFolder.failed(&folder, error))?;
            }
        }
        let new = path.inside(&place.staging);
        // A file that stays the same is linked: that is quicker than to write it, and keeps its time of change.
        let kept = old.is_some_and(|old| old.kept.contains(path));
        if !(kept && disk::hard_link(&path.inside(&place.folder), &new).is_ok()) {
            write(&new, contents)?;
        }
    }
    Ok(())
}

fn write(path: &Path, contents: &[u8]) -> Result<(), Error> {
    // A new file, so that two names that are one on this file system (`A` and `a`) are found out.
    disk::write_new(path, contents).map_err(|error| Action::Write.failed(path, error))
}

/// Lets a file or folder of Terraform's stand in the new folder too: the same file, or the same tree of folders.
///
/// Both folders hold it at the instant of the exchange, and what Terraform writes into it meanwhile is in both.
fn carry_over(old: &Path, new: &Path) -> Result<(), Error> {
    let failed = |error| Action::CarryOver.failed(old, error);
    let metadata = match disk::metadata(old) {
        Ok(metadata) => metadata,
        // Terraform has removed it meanwhile, as it does with its locks.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    if metadata.is_symlink() {
        return disk::read_link(old).and_then(|target| disk::symlink(&target, new, old.is_dir())).map_err(failed);
    }
    if !metadata.is_dir() {
        return disk::hard_link(old, new).or_else(|error| copy(old, new, &metadata, error)).map_err(failed);
    }
    disk::create_dir(new).map_err(failed)?;
    for entry in disk::list(old).map_err(failed)? {
        carry_over(&entry.path(), &new.join(entry.file_name()))?;
    }
    set_mode(new, system::mode(&metadata))
}

/// Copies a file that cannot be linked: it belongs to somebody else (`fs.protected_hardlinks` on Linux), has too many
/// links, or its file system knows none.
fn copy(old: &Path, new: &Path, metadata: &Metadata, refused: io::Error) -> io::Result<()> {
    if metadata.is_file() { disk::copy(old, new) } else { Err(refused) }
}

fn set_mode(path: &Path, mode: u32) -> Result<(), Error> {
    disk::set_mode(path, mode).map_err(|error| Action::SetMode.failed(path, error))
}
