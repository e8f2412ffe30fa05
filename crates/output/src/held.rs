//! Several folders beside each other, replaced by one run.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::error::Error;
use crate::exchange::Way;
use crate::place::{Lock, Place};
use crate::replace::{read_at, replace_at};
use crate::{Files, Outcome};

/// The folder above several folders, kept from other runs from the first replacement in it until this is dropped.
///
/// Different folders in it may be replaced at once, by different threads; one and the same may not.
pub struct Held {
    parent: PathBuf,
    lock: Mutex<Option<Lock>>,
}

impl Held {
    /// The folder above; nothing on disk is looked at yet.
    pub fn new(parent: impl Into<PathBuf>) -> Self {
        Self { parent: parent.into(), lock: Mutex::new(None) }
    }

    /// Replaces the folder `name` in it, as [`crate::replace`] does.
    ///
    /// # Errors
    /// As of [`crate::replace`].
    pub fn replace(&self, name: &str, files: &Files) -> Result<Outcome, Error> {
        let place = Place::locate(&self.parent.join(name))?;
        {
            // What another thread left here when it panicked is a lock, or none.
            let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
            if lock.is_none() {
                *lock = Some(place.lock_for_replacing()?);
            }
        }
        replace_at(&place, files, Way::OneStep)
    }

    /// Reads the generated files of the folder `name` in it, as [`crate::read`] does; that one would wait for this run's own lock.
    ///
    /// # Errors
    /// As of [`crate::read`].
    pub fn read(&self, name: &str) -> Result<Option<Files>, Error> {
        let place = Place::locate(&self.parent.join(name))?;
        let lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if lock.is_some() {
            drop(lock);
            return read_at(&place);
        }
        // Until this is read, no other thread of this run gets on to lock for replacing.
        let Some(_reading) = place.lock_for_reading()? else { return Ok(None) };
        read_at(&place)
    }
}
