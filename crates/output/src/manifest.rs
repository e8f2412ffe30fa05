//! The manifest: which files of the folder synth wrote, and which of those are the user's own.
//!
//! It must not know what the files are for. It names no version and no time, so that equal files give an equal manifest.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::disk;
use crate::error::{Action, Error};
use crate::names::{MANIFEST, UNFINISHED};
use crate::{Files, RelativePath};

/// A file, as the manifest names it.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Entry {
    /// synth made its contents.
    Generated(String),
    /// Its contents are the user's own.
    Own { own: String },
}

/// The bytes of the manifest for these files.
pub(crate) fn render(files: &Files) -> Vec<u8> {
    let entry = |path: &RelativePath| {
        if files.is_own(path) { Entry::Own { own: path.as_str().to_owned() } } else { Entry::Generated(path.as_str().to_owned()) }
    };
    let entries: Vec<Entry> = files.iter().map(|(path, _)| entry(path)).collect();
    let mut bytes = serde_json::to_vec_pretty(&entries).expect("a list of texts is always JSON");
    bytes.push(b'\n');
    bytes
}

/// The bytes of the manifest that stands in the folder, if one does.
pub(crate) fn load(folder: &Path) -> Result<Option<Vec<u8>>, Error> {
    load_as(MANIFEST, folder)
}

/// The bytes of the manifest of a folder that is being built, if it is one.
pub(crate) fn load_unfinished(folder: &Path) -> Result<Option<Vec<u8>>, Error> {
    load_as(UNFINISHED, folder)
}

fn load_as(name: &str, folder: &Path) -> Result<Option<Vec<u8>>, Error> {
    let path = folder.join(name);
    match disk::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Action::Read.failed(&path, error)),
    }
}

/// The paths that a manifest lists; each is checked, so that a manifest cannot name what lies outside its folder.
pub(crate) fn parse(folder: &Path, bytes: &[u8]) -> Result<BTreeSet<RelativePath>, Error> {
    Ok(parse_entries(folder, bytes)?.into_keys().collect())
}

/// As [`parse`], each path with whether its contents are the user's own.
pub(crate) fn parse_entries(folder: &Path, bytes: &[u8]) -> Result<BTreeMap<RelativePath, bool>, Error> {
    let refused = |reason: String| Error::Manifest { path: folder.join(MANIFEST), reason };
    let entries: Vec<Entry> = serde_json::from_slice(bytes).map_err(|error| refused(error.to_string()))?;
    let entries = entries.into_iter().map(|entry| match entry {
        Entry::Generated(path) => (path, false),
        Entry::Own { own } => (own, true),
    });
    entries.map(|(path, is_own)| Ok((RelativePath::new(path).map_err(|error| refused(error.to_string()))?, is_own))).collect()
}
