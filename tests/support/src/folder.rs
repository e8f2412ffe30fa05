//! The copy of a folder that Terraform works in, so that it leaves nothing beside what was emitted. It must not know
//! what the files mean.

use std::env;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::failure::Failure;

/// A new folder with these files; paths are relative, with `/`.
pub(crate) fn of_files<P: AsRef<Path>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (P, B)>) -> Result<TempDir, Failure> {
    let folder = empty()?;
    for (path, bytes) in files {
        let path = folder.path().join(path);
        let parent = path.parent().expect("a path inside the folder has a parent");
        fs::create_dir_all(parent).map_err(Failure::at(parent))?;
        fs::write(&path, bytes).map_err(Failure::at(&path))?;
    }
    Ok(folder)
}

/// A new folder with what is in this one, without Terraform's own working files.
pub(crate) fn copy_of(original: &Path) -> Result<TempDir, Failure> {
    let folder = empty()?;
    copy(original, folder.path())?;
    Ok(folder)
}

fn empty() -> Result<TempDir, Failure> {
    tempfile::Builder::new().prefix("synth-terraform-").tempdir().map_err(Failure::at(&env::temp_dir()))
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    for entry in fs::read_dir(from).map_err(Failure::at(from))? {
        let entry = entry.map_err(Failure::at(from))?;
        let (path, copied) = (entry.path(), to.join(entry.file_name()));
        if entry.file_name() == ".terraform" {
            continue;
        }
        if path.is_dir() {
            fs::create_dir(&copied).map_err(Failure::at(&copied))?;
            copy(&path, &copied)?;
        } else {
            fs::copy(&path, &copied).map_err(Failure::at(&path))?;
        }
    }
    Ok(())
}
