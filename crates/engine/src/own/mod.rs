//! Terraform of the user's own: files that lie beside an environment's settings and are carried into its emitted folder as they are.
//!
//! Here they are read, in either of Terraform's languages, so that whatever speaks of the environment knows them too; `check` says where
//! they clash with what is emitted. It must not know what their resources are for.

mod check;
mod files;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value as Json;
use terraform::read::{Native, is_native, is_of_configuration};

pub(crate) use check::{check, place};
pub(crate) use files::{Listing, read};

/// The files, by their path in the emitted folder.
#[derive(Clone, Debug, Default)]
pub struct Own(BTreeMap<String, OwnFile>);

/// A file.
#[derive(Clone, Debug)]
pub struct OwnFile {
    /// Where it lies.
    pub place: PathBuf,
    /// What it says.
    pub text: Arc<str>,
    /// What Terraform reads in it; nothing of a file that is no configuration.
    pub document: Option<Json>,
}

impl Own {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them has this path.
    pub fn holds(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// The files.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &OwnFile)> {
        self.0.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// Those that Terraform reads as the root module's, or as that of a child module in `modules/`.
    pub fn documents(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.iter().filter_map(|(path, file)| Some((path, file.document.as_ref().filter(|_| is_of_configuration(path))?)))
    }

    /// Those of the root module.
    pub(crate) fn of_root(&self) -> impl Iterator<Item = (&str, &OwnFile)> {
        self.iter().filter(|(path, _)| !path.contains('/'))
    }
}

/// A file of configuration as a document, or what is wrong with it and at which byte.
fn parsed(path: &str, text: &str) -> Result<Option<Json>, (String, usize)> {
    if is_native(path) {
        let native = Native::read(text).map_err(|error| (error.reason, error.at))?;
        return Ok(Some(native.document));
    }
    if !path.ends_with(".tf.json") {
        return Ok(None);
    }
    match serde_json::from_str(text) {
        Ok(document @ Json::Object(_)) => Ok(Some(document)),
        Ok(_) => Err(("it holds no JSON object".to_owned(), 0)),
        Err(error) => {
            let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            let at = (line_start + error.column().saturating_sub(1)).min(text.len());
            Err((error.to_string(), (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)))
        }
    }
}

/// A path as it is shown and written: with `/`.
fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}
