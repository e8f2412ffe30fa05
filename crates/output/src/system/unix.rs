//! Unix: folders are locked themselves, have modes, and change places in one step where the file system can.

use std::fs::{self, DirBuilder, File, FileType, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, FileTypeExt as _, PermissionsExt as _};
use std::path::Path;

use rustix::fs::FlockOperation;

use super::share::Share;

/// What is locked to keep others away from a folder: the folder itself.
pub(crate) fn open_for_lock(folder: &Path) -> io::Result<File> {
    File::open(folder)
}

/// Waits for the lock.
pub(crate) fn lock(file: &File, share: Share) -> io::Result<()> {
    let operation = match share {
        Share::Readers => FlockOperation::LockShared,
        Share::Nobody => FlockOperation::LockExclusive,
    };
    Ok(rustix::io::retry_on_intr(|| rustix::fs::flock(file, operation))?)
}

pub(crate) fn create_dir_with_mode(path: &Path, mode: u32) -> io::Result<()> {
    DirBuilder::new().mode(mode).create(path)
}

pub(crate) fn mode(metadata: &Metadata) -> u32 {
    metadata.permissions().mode() & 0o7777
}

pub(crate) fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, Permissions::from_mode(mode & 0o7777))
}

/// Lets two folders change places in one step; `false` where the system or the file system knows no such step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(crate) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        // An old kernel, and a file system that knows no exchange, on Linux and on macOS.
        Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// This Unix knows no such step.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(crate) fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// What stands there instead of a file or a folder, in words.
pub(crate) fn special(kind: FileType) -> Option<&'static str> {
    if kind.is_fifo() {
        Some("a pipe")
    } else if kind.is_socket() {
        Some("a socket")
    } else {
        None
    }
}
