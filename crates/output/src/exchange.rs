//! Puts the new folder in the place of the old one.
//!
//! It must not know what stands in either.

use std::io;
use std::path::Path;

use crate::disk;
use crate::error::{Action, Error};
use crate::place::Place;

/// How two folders change places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// In one step where that is possible, else by two renames.
    OneStep,
    /// By two renames.
    TwoRenames,
}

/// Puts the new folder where none stands yet.
pub(crate) fn put(place: &Place) -> Result<(), Error> {
    disk::rename(&place.staging, &place.folder).map_err(|error| refused(place, error))
}

/// Puts the new folder in the old one's place; says where the old one is then.
pub(crate) fn exchange(place: &Place, way: Way) -> Result<&Path, Error> {
    if way == Way::OneStep && disk::exchange(&place.staging, &place.folder).map_err(|error| refused(place, error))? {
        return Ok(&place.staging);
    }
    disk::rename(&place.folder, &place.aside).map_err(|error| refused(place, error))?;
    // Killed here, no folder stands under the name; the next run puts the old one back.
    if let Err(error) = disk::rename(&place.staging, &place.folder) {
        disk::rename(&place.aside, &place.folder).map_err(|error| Action::PutBack.failed(&place.folder, error))?;
        return Err(refused(place, error));
    }
    Ok(&place.aside)
}

fn refused(place: &Place, error: io::Error) -> Error {
    // A mount point is busy, or counts as another file system; a folder that came with a container's image counts as one.
    match error.kind() {
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => Error::Fixed { folder: place.folder.clone(), source: error },
        _ => Action::Exchange.failed(&place.folder, error),
    }
}
