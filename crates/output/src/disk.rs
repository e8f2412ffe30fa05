//! Everything that is done on the disk, one call each, so that the tests can let any one of them fail.
//!
//! It knows no folder of synth's; which path failed, and at what, its callers say.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::system;

#[cfg(test)]
pub(crate) mod fault;

/// Fails where a test wants it.
#[cfg(not(test))]
#[inline]
#[allow(clippy::unnecessary_wraps, reason = "it fails in the tests only")]
const fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
use fault::step;

pub(crate) fn canonicalize(path: &Path) -> io::Result<PathBuf> {
    step()?;
    fs::canonicalize(path)
}

/// What stands at the path itself, not where a link leads.
pub(crate) fn metadata(path: &Path) -> io::Result<Metadata> {
    step()?;
    fs::symlink_metadata(path)
}

/// What is locked to keep other runs away from a folder.
pub(crate) fn open_for_lock(folder: &Path) -> io::Result<File> {
    step()?;
    system::open_for_lock(folder)
}

pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    step()?;
    fs::read(path)
}

/// Fills the buffer from the beginning of the file.
pub(crate) fn read_exact(path: &Path, buffer: &mut [u8]) -> io::Result<()> {
    step()?;
    File::open(path)?.read_exact(buffer)
}

pub(crate) fn read_link(path: &Path) -> io::Result<PathBuf> {
    step()?;
    fs::read_link(path)
}

/// The entries of a folder, in the order of the disk.
pub(crate) fn list(path: &Path) -> io::Result<Vec<fs::DirEntry>> {
    step()?;
    fs::read_dir(path)?.collect()
}

pub(crate) fn create_dir(path: &Path) -> io::Result<()> {
    step()?;
    fs::create_dir(path)
}

pub(crate) fn create_dir_with_mode(path: &Path, mode: u32) -> io::Result<()> {
    step()?;
    system::create_dir_with_mode(path, mode)
}

pub(crate) fn create_dir_all(path: &Path) -> io::Result<()> {
    step()?;
    fs::create_dir_all(path)
}

/// Writes a file where there is none.
pub(crate) fn write_new(path: &Path, contents: &[u8]) -> io::Result<()> {
    step()?;
    let mut file = File::create_new(path)?;
    let (half, rest) = contents.split_at(contents.len() / 2);
    // Two calls in the tests only, which stop between them.
    if cfg!(test) {
        file.write_all(half)?;
        step()?;
        return file.write_all(rest);
    }
    file.write_all(contents)
}

pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    #[cfg(test)]
    fault::half_a_copy(from, to)?;
    fs::copy(from, to).map(|_| ())
}

pub(crate) fn hard_link(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    #[cfg(test)]
    fault::links()?;
    fs::hard_link(from, to)
}

pub(crate) fn symlink(target: &Path, path: &Path, leads_to_folder: bool) -> io::Result<()> {
    step()?;
    system::symlink(target, path, leads_to_folder)
}

pub(crate) fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    step()?;
    system::set_mode(path, mode)
}

pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    fs::rename(from, to)
}

/// Lets two folders change places in one step; `false` where the system or the file system knows no such step.
pub(crate) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    step()?;
    system::exchange(one, other)
}

pub(crate) fn remove_file(path: &Path) -> io::Result<()> {
    step()?;
    fs::remove_file(path)
}

pub(crate) fn remove_dir(path: &Path) -> io::Result<()> {
    step()?;
    fs::remove_dir(path)
}

/// Removes a folder with all that is in it; links are not followed.
pub(crate) fn remove_tree(path: &Path) -> io::Result<()> {
    if !cfg!(test) {
        return fs::remove_dir_all(path);
    }
    // In the tests, one by one, to stop between any two.
    for entry in list(path)? {
        if entry.file_type()?.is_dir() { remove_tree(&entry.path())? } else { remove_file(&entry.path())? }
    }
    remove_dir(path)
}
