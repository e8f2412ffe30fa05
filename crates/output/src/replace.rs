//! The two things that can be done with the folder: replace it, and read what was generated.
//!
//! It must not know how the steps are done.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use crate::disk;
use crate::error::{Action, Error};
use crate::exchange::{self, Way};
use crate::place::Place;
use crate::stage::{self, Old};
use crate::survey::{self, Standing};
use crate::{ClashError, Count, Files, MANIFEST, Outcome, RelativePath, discard, manifest};

/// Replaces the generated files of the folder by these, as a whole.
///
/// What Terraform keeps in the folder stays, with its inodes. A generated file that somebody has edited is overwritten.
/// Missing folders above are made. If every file is there already, byte for byte, and no other generated one, nothing is
/// written. Waits while another run works beside this folder. New files and folders have the mode that the process gives
/// them (0644 and 0755, with the usual umask); a folder that is replaced hands on its own mode.
///
/// Fails if the folder holds anything that neither synth made nor Terraform keeps. After a failure the folder is the old
/// one, except with [`Error::Remnant`]: it is the new one then.
pub fn replace(folder: &Path, files: &Files) -> Result<Outcome, Error> {
    replace_by(folder, files, Way::OneStep)
}

/// As [`replace`], in the way of a file system that cannot exchange two folders: for the tests of that way.
#[doc(hidden)]
pub fn replace_in_two_renames(folder: &Path, files: &Files) -> Result<Outcome, Error> {
    replace_by(folder, files, Way::TwoRenames)
}

/// Reads the generated files that stand in the folder; `None` if synth has not put any there.
///
/// The manifest says which they are; one that it lists and that is gone is left out. Waits while a run replaces the folder.
pub fn read(folder: &Path) -> Result<Option<Files>, Error> {
    let place = Place::locate(folder)?;
    let Some(_lock) = place.lock_for_reading()? else { return Ok(None) };
    read_at(&place)
}

/// Reads the generated files of a place where nobody replaces anything meanwhile.
pub(crate) fn read_at(place: &Place) -> Result<Option<Files>, Error> {
    let folder = place.readable()?;
    let Some(bytes) = manifest::load(folder)? else { return Ok(None) };
    let mut files = Files::new();
    for (path, is_own) in manifest::parse_entries(folder, &bytes)? {
        let at = path.inside(folder);
        if length(&at)?.is_some() {
            let contents = disk::read(&at).map_err(|error| Action::Read.failed(&at, error))?;
            let refused = |clash: ClashError| Error::Manifest { path: folder.join(MANIFEST), reason: clash.to_string() };
            let inserted = if is_own { files.insert_own(path, contents) } else { files.insert(path, contents) };
            inserted.map_err(refused)?;
        }
    }
    Ok(Some(files))
}

fn replace_by(folder: &Path, files: &Files, way: Way) -> Result<Outcome, Error> {
    let place = Place::locate(folder)?;
    let _lock = place.lock_for_replacing()?;
    replace_at(&place, files, way)
}

/// Replaces the folder of a place from which other runs are kept away.
pub(crate) fn replace_at(place: &Place, files: &Files, way: Way) -> Result<Outcome, Error> {
    place.settle()?;
    let manifest = manifest::render(files);
    let Some(standing) = survey::survey(&place.folder)? else {
        staged(place, stage::stage(place, files, &manifest, None).and_then(|()| exchange::put(place)))?;
        return Ok(Outcome::Created { written: count(files, |_| true) });
    };
    refuse_what_is_in_the_way(&place.folder, files, &standing)?;
    let kept = kept(&place.folder, files, &standing)?;
    let removed: Vec<&RelativePath> = standing.generated.iter().filter(|path| files.get(path.as_str()).is_none()).collect();
    if kept.len() == files.len() && removed.is_empty() && standing.manifest.as_ref() == Some(&manifest) {
        return Ok(Outcome::Unchanged { kept: count(files, |_| true) });
    }
    let outcome = if standing.manifest.is_none() {
        Outcome::Created { written: count(files, |_| true) }
    } else {
        Outcome::Replaced {
            written: count(files, |path| !kept.contains(path)),
            kept: count(files, |path| kept.contains(path)),
            removed: sizes(&place.folder, &removed)?,
        }
    };
    let old = Old { standing: &standing, kept: &kept };
    let built = stage::stage(place, files, &manifest, Some(&old));
    let old = staged(place, built.and_then(|()| exchange::exchange(place, way)))?;
    discard::discard(old, &place.folder, &standing)?;
    Ok(outcome)
}

/// What outlives the replacement needs its folder in the new one too, and no generated file in its place.
fn refuse_what_is_in_the_way(folder: &Path, files: &Files, standing: &Standing) -> Result<(), Error> {
    let folders: BTreeSet<&str> = files.iter().flat_map(|(path, _)| path.folders()).collect();
    let is_in_the_way = |path: &&String| {
        let around = path.rsplit_once('/').map(|(around, _)| around);
        around.is_some_and(|around| !folders.contains(around)) || files.get(path).is_some() || folders.contains(path.as_str())
    };
    let in_the_way: Vec<String> = standing.survivors.iter().filter(is_in_the_way).cloned().collect();
    if in_the_way.is_empty() { Ok(()) } else { Err(Error::Foreign { folder: folder.to_path_buf(), files: in_the_way }) }
}

/// Leaves no staging folder behind after a failure. Should that fail too, the next run does it: the first error counts.
fn staged<T>(place: &Place, result: Result<T, Error>) -> Result<T, Error> {
    if result.is_err() {
        let _ = discard::clear(&place.staging);
    }
    result
}

/// The files that stand in the folder with the same contents.
fn kept<'a>(folder: &Path, files: &'a Files, standing: &Standing) -> Result<BTreeSet<&'a RelativePath>, Error> {
    let mut kept = BTreeSet::new();
    let mut read = Vec::new();
    for (path, contents) in files {
        let at = path.inside(folder);
        let length = contents.len() as u64;
        if standing.generated.contains(path) && self::length(&at)? == Some(length) && is_same(&at, contents, &mut read)? {
            kept.insert(path);
        }
    }
    Ok(kept)
}

/// Whether a file of the same length has these contents; `read` is room to read them into.
fn is_same(path: &Path, contents: &[u8], read: &mut Vec<u8>) -> Result<bool, Error> {
    read.resize(contents.len(), 0);
    match disk::read_exact(path, read) {
        Ok(()) => Ok(read == contents),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(Action::Read.failed(path, error)),
    }
}

/// The length of a regular file; `None` if there is none.
fn length(path: &Path) -> Result<Option<u64>, Error> {
    match disk::metadata(path) {
        Ok(metadata) => Ok(metadata.is_file().then_some(metadata.len())),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(Action::Find.failed(path, error)),
    }
}

fn count(files: &Files, counts: impl Fn(&RelativePath) -> bool) -> Count {
    files.iter().filter(|(path, _)| counts(path)).map(|(_, contents)| Count::one(contents.len() as u64)).sum()
}

fn sizes(folder: &Path, paths: &[&RelativePath]) -> Result<Count, Error> {
    paths.iter().map(|path| Ok(Count::one(length(&path.inside(folder))?.unwrap_or(0)))).sum()
}
