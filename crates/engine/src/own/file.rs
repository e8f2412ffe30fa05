//! The files, and one of them. It must not know how they are found.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use settings::TextPlace;
use terraform::Address;
use terraform::json::Json;
use terraform::read::{Source, SourceError, is_native, is_of_configuration};

use super::secrets::{self, Secret};

/// The files, by their path in the emitted folder.
#[derive(Clone, Debug, Default)]
pub struct Own(pub(super) Arc<BTreeMap<String, OwnFile>>);

/// A file.
#[derive(Clone, Debug)]
pub struct OwnFile {
    /// Where it lies.
    pub place: PathBuf,
    /// What it says.
    pub text: Arc<str>,
    /// What Terraform reads in it; nothing of a file that is no configuration.
    pub document: Option<Json>,
    /// Its blocks, each with the path that leads to it and where its head stands.
    pub(crate) blocks: Vec<(Vec<String>, Range<usize>)>,
    /// Where something stands that is no block.
    pub(crate) odd: Vec<Range<usize>>,
    /// What must not stand in it.
    pub(crate) secrets: Vec<Secret>,
    /// Its text as it may be shown: without what is secret.
    pub(super) shown: Arc<str>,
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

    /// These and others.
    pub(crate) fn with(&self, others: &Self) -> Self {
        match (self.is_empty(), others.is_empty()) {
            (_, true) => self.clone(),
            (true, _) => others.clone(),
            _ => Self(Arc::new(self.iter().chain(others.iter()).map(|(path, file)| (path.to_owned(), file.clone())).collect())),
        }
    }

    /// Those that Terraform reads as the root module's, or as that of a child module in `modules/`.
    pub fn documents(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.iter().filter_map(|(path, file)| Some((path, file.document.as_ref().filter(|_| is_of_configuration(path))?)))
    }

    /// The file in which a resource of the root module stands, as it is shown.
    pub(crate) fn file_of(&self, address: &Address) -> Option<String> {
        let named = ["resource", address.kind(), address.label().as_str()];
        let holds = |file: &&OwnFile| file.blocks.iter().any(|(block, _)| *block == named);
        let mut of_root = self.of_root().map(|(_, file)| file).filter(|_| address.module() == Some(""));
        of_root.find(holds).map(|file| file.place.display().to_string())
    }

    /// Those of the root module.
    pub(crate) fn of_root(&self) -> impl Iterator<Item = (&str, &OwnFile)> {
        self.iter().filter(|(path, _)| !path.contains('/'))
    }
}

impl OwnFile {
    /// Reads a file that stands at this path in the emitted folder; where Terraform could not, says why and at which byte.
    pub(super) fn read(path: &str, place: PathBuf, text: &str) -> Result<Self, SourceError> {
        let is_read = is_native(path) || path.ends_with(".tf.json");
        let source = is_read.then(|| Source::read(path, text)).transpose()?;
        let (document, blocks, odd) =
            source.map_or((None, Vec::new(), Vec::new()), |Source { document, blocks, odd }| (Some(document), blocks, odd));
        let secrets = secrets::find(path, text);
        Ok(Self { place, text: text.into(), document, blocks, odd, shown: secrets::masked(text, &secrets).into(), secrets })
    }

    /// A stretch of its text, as it may be shown.
    pub(crate) fn at(&self, span: Range<usize>) -> TextPlace {
        let end = span.end.min(self.shown.len());
        TextPlace { file: self.place.display().to_string(), text: self.shown.clone(), span: span.start.min(end)..end }
    }
}

/// A path as it is shown and written: with `/`.
pub(super) fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}
