//! Where the folder stands, what stands beside it, and who may work on it.
//!
//! It must not know which files are generated.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Action, Error};
use crate::system::{self, Share};
use crate::{discard, disk, names, survey};

/// The folder and its neighbours.
pub(crate) struct Place {
    /// The folder itself.
    pub(crate) folder: PathBuf,
    /// The folder that holds it.
    pub(crate) parent: PathBuf,
    /// Where the new folder grows; after the exchange, where the old one is removed.
    pub(crate) staging: PathBuf,
    /// Where the old folder waits between two renames, if they cannot be exchanged.
    pub(crate) aside: PathBuf,
}

/// Keeps other runs away from all folders beside this one, until it is dropped or its process ends.
pub(crate) struct Lock {
    _parent: File,
}

impl Place {
    /// Finds the names; nothing on disk is changed.
    pub(crate) fn locate(folder: &Path) -> Result<Self, Error> {
        let mut folder = folder.to_path_buf();
        if folder.file_name().is_none() {
            // `.` and `..` have a name, if it is looked up.
            folder = disk::canonicalize(&folder).map_err(|error| Action::Find.failed(&folder, error))?;
        }
        let (Some(name), Some(parent)) = (folder.file_name(), folder.parent()) else {
            return Err(Error::NoName { folder });
        };
        let beside = |end: &str| {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(end);
            parent.join(hidden)
        };
        Ok(Self {
            // Put together anew: `prod/` and `prod/.` would follow a link, and cannot be renamed.
            folder: parent.join(name),
            staging: beside(".staging"),
            aside: beside(".replaced"),
            parent: if parent.as_os_str().is_empty() { PathBuf::from(".") } else { parent.to_path_buf() },
        })
    }

    /// Waits until no other run works here, and keeps them away; makes the parent folder if there is none.
    pub(crate) fn lock_for_replacing(&self) -> Result<Lock, Error> {
        if let Some(lock) = self.lock(Share::Nobody)? {
            return Ok(lock);
        }
        disk::create_dir_all(&self.parent).map_err(|error| Action::MakeFolder.failed(&self.parent, error))?;
        let missing = || Action::Lock.failed(&self.parent, io::ErrorKind::NotFound.into());
        self.lock(Share::Nobody)?.ok_or_else(missing)
    }

    /// Waits until no run replaces anything here; nothing, if there is no parent folder.
    pub(crate) fn lock_for_reading(&self) -> Result<Option<Lock>, Error> {
        self.lock(Share::Readers)
    }

    /// Puts right what a killed run left behind.
    pub(crate) fn settle(&self) -> Result<(), Error> {
        if stands(&self.aside)? {
            if stands(&self.folder)? {
                // Its survivors are in the folder as well, unless somebody has made a new folder since.
                discard::discard(&self.aside, &self.folder, &survey::survey_rest(&self.aside)?)?;
            } else {
                disk::rename(&self.aside, &self.folder).map_err(|error| Action::PutBack.failed(&self.folder, error))?;
            }
        }
        if stands(&self.staging)? {
            let standing = survey::survey_rest(&self.staging)?;
            let was_never_the_folder = stands(&self.staging.join(names::UNFINISHED))?;
            if was_never_the_folder || (standing.survivors.is_empty() && !stands(&self.folder)?) {
                // What it has of Terraform's are links and copies of what the folder has.
                discard::clear(&self.staging)?;
            } else {
                if !stands(&self.folder)? {
                    disk::create_dir(&self.folder).map_err(|error| Action::MakeFolder.failed(&self.folder, error))?;
                }
                // It may be the old folder, and a Terraform that stood in it may have written there since.
                discard::discard(&self.staging, &self.folder, &standing)?;
            }
        }
        Ok(())
    }

    /// Where the files can be read: the folder, or what a killed run set aside.
    pub(crate) fn readable(&self) -> Result<&Path, Error> {
        Ok(if !stands(&self.folder)? && stands(&self.aside)? { &self.aside } else { &self.folder })
    }

    fn lock(&self, share: Share) -> Result<Option<Lock>, Error> {
        let failed = |error| Action::Lock.failed(&self.parent, error);
        let parent = match disk::open_for_lock(&self.parent) {
            Ok(parent) => parent,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        system::lock(&parent, share).map_err(failed)?;
        Ok(Some(Lock { _parent: parent }))
    }
}

fn stands(path: &Path) -> Result<bool, Error> {
    match disk::metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Action::Find.failed(path, error)),
    }
}
