//! One file, read and written whole: for whatever does not stand in a generated folder.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::system;

/// How large a file of settings, or one with recorded addresses, may be. Those that people write have a few kilobytes.
pub const SETTINGS: u64 = 1 << 20;
/// How large an emitted file may be that is read back.
pub const EMITTED: u64 = 64 << 20;
/// How large a plan may be.
pub const PLAN: u64 = 1 << 30;

/// Reads a regular file of at most so many bytes; links are followed.
///
/// # Errors
///
/// It cannot be read, is larger, or is no regular file: to open a pipe would wait for somebody who writes, and a device may never end.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    let kind = metadata.file_type();
    let other = if kind.is_dir() {
        Some("a folder")
    } else if kind.is_file() {
        None
    } else {
        Some(system::special(kind).unwrap_or("a device"))
    };
    if let Some(other) = other {
        return Err(refused(format!("it is {other}, and not a file")));
    }
    // Room at once for what it holds: a buffer that doubles as it is filled leaves as much behind as it holds.
    let bytes = Vec::with_capacity(usize::try_from(metadata.len().min(most)).unwrap_or_default() + 1);
    read_into(bytes, File::open(path)?, most)
}

/// Reads to the end, of which there are at most so many bytes.
///
/// # Errors
///
/// It cannot be read, or is longer.
pub fn read_at_most(from: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // Nobody says how much a pipe holds, and a buffer that doubles as it is filled leaves as much behind as it holds. Room that is not
    // written to is no memory yet; where a system gives none on credit, the buffer grows.
    let _ = bytes.try_reserve_exact(usize::try_from(most.min(ROOM)).unwrap_or_default() + 1);
    read_into(bytes, from, most)
}

/// Room for what most plans are by far.
const ROOM: u64 = 256 << 20;

fn read_into(mut bytes: Vec<u8>, mut from: impl Read, most: u64) -> io::Result<Vec<u8>> {
    from.by_ref().take(most + 1).read_to_end(&mut bytes)?;
    within(bytes.len(), most)?;
    Ok(bytes)
}

fn within(length: usize, most: u64) -> io::Result<()> {
    if length as u64 > most {
        return Err(refused(format!("it is larger than {} MiB, which is the most that is read", most >> 20)));
    }
    Ok(())
}

/// Writes a file as a whole: it is written beside, and takes the name in one step, so that nobody ever finds half of it.
///
/// What is no regular file, such as `/dev/stdout` or a pipe, is written to as it is.
///
/// # Errors
///
/// It cannot be written; what stood there stands there still.
pub fn write(path: &Path, contents: &[u8]) -> io::Result<()> {
    // The file itself, should a link lead to it.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let standing = fs::metadata(path).ok();
    if standing.as_ref().is_some_and(|standing| !standing.is_file()) {
        return fs::write(path, contents);
    }
    let Some(name) = path.file_name() else { return fs::write(path, contents) };
    let mut beside = OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.new", std::process::id()));
    let beside = path.with_file_name(beside);
    let written = fs::write(&beside, contents).and_then(|()| {
        standing.map_or(Ok(()), |standing| fs::set_permissions(&beside, standing.permissions()))?;
        fs::rename(&beside, path)
    });
    written.inspect_err(|_| {
        // The first error counts.
        let _ = fs::remove_file(&beside);
    })
}

/// Lets a file be run by everybody who may read it, where a system tells files that are run from others.
///
/// # Errors
///
/// Its mode cannot be changed.
pub fn let_run(path: &Path) -> io::Result<()> {
    let mode = system::mode(&fs::metadata(path)?);
    system::set_mode(path, mode | ((mode & 0o444) >> 2))
}

fn refused(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_is_read_whole_whatever_it_holds() {
        for length in [0_usize, 1, 8 << 10, (8 << 10) + 1, 5 << 20] {
            let bytes: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap_or_default()).collect();
            assert_eq!(read_at_most(bytes.as_slice(), u64::MAX - 1).ok().as_ref(), Some(&bytes), "{length}");
            assert_eq!(read_at_most(bytes.as_slice(), length as u64).ok().as_ref(), Some(&bytes), "at most as many, {length}");
            assert_eq!(read_at_most(bytes.as_slice(), 1).is_err(), length > 1, "one at most, {length}");
        }
    }
}
