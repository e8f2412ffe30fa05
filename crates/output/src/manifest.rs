//! The manifest: which files of the folder synth made.
//!
//! It must not know what the files are for. It names no version and no time, so that equal files give an equal manifest.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use crate::disk;
use crate::error::{Action, Error};
use crate::{Files, RelativePath};

/// The name of the manifest in the folder: a JSON list of the generated files' paths, sorted.
pub const MANIFEST: &str = ".synth-manifest.json";

/// The manifest's name while the folder is being built: a folder with it has never stood in the folder's place.
pub(crate) const UNFINISHED: &str = ".synth-manifest.json.unfinished";

/// The bytes of the manifest for these files.
pub(crate) fn render(files: &Files) -> Vec<u8> {
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let mut bytes = serde_json::to_vec_pretty(&paths).expect("a list of texts is always JSON");
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
    let refused = |reason: String| Error::Manifest { path: folder.join(MANIFEST), reason };
    let paths: Vec<String> = serde_json::from_slice(bytes).map_err(|error| refused(error.to_string()))?;
    paths.into_iter().map(|path| RelativePath::new(path).map_err(|error| refused(error.to_string()))).collect()
}
