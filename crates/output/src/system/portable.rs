//! By the standard library alone: a file beside the folders is locked, modes are the system's, and folders change places by two renames.

use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io;
use std::path::Path;

use super::share::Share;

/// The file that is locked for the folders beside it; it stays there, empty.
const LOCK: &str = ".synth.lock";

/// What is locked to keep others away from a folder: a file in it, since not every system opens folders.
pub(crate) fn open_for_lock(folder: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).open(folder.join(LOCK))
}

/// Waits for the lock.
pub(crate) fn lock(file: &File, share: Share) -> io::Result<()> {
    match share {
        Share::Readers => file.lock_shared(),
        Share::Nobody => file.lock(),
    }
}

pub(crate) fn create_dir_with_mode(path: &Path, _mode: u32) -> io::Result<()> {
    fs::create_dir(path)
}

pub(crate) fn mode(_metadata: &Metadata) -> u32 {
    0
}

#[allow(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
pub(crate) fn set_mode(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[allow(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
pub(crate) fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Pipes and sockets are told apart on Unix only.
pub(crate) fn special(_kind: FileType) -> Option<&'static str> {
    None
}
