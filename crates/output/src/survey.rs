//! What stands in a folder: generated files, Terraform's own, and what belongs to neither.
//!
//! It only looks; it must not change anything.

use std::collections::BTreeSet;
use std::fs::DirEntry;
use std::io;
use std::path::Path;

use crate::disk;
use crate::error::{Action, Error};
use crate::names::{MANIFEST, UNFINISHED};
use crate::{RelativePath, manifest, survivor, system};

/// What stands in a folder; nothing in it is foreign.
pub(crate) struct Standing {
    /// The permission bits of the folder.
    pub(crate) mode: u32,
    /// The bytes of the manifest.
    pub(crate) manifest: Option<Vec<u8>>,
    /// The files that the manifest lists and that are there.
    pub(crate) generated: BTreeSet<RelativePath>,
    /// The folders below that lead to such files, each before the one that holds it.
    pub(crate) folders: Vec<String>,
    /// The paths of what Terraform keeps, and of what it would not read.
    pub(crate) survivors: Vec<String>,
}

/// Looks at the folder; `None` if there is none. Fails if it holds anything foreign.
pub(crate) fn survey(folder: &Path) -> Result<Option<Standing>, Error> {
    let metadata = match disk::metadata(folder) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Action::Find.failed(folder, error)),
    };
    if metadata.is_symlink() {
        let target = disk::read_link(folder).map_err(|error| Action::Find.failed(folder, error))?;
        return Err(Error::SymbolicLink { folder: folder.to_path_buf(), target });
    }
    if !metadata.is_dir() {
        return Err(Error::NotAFolder { path: folder.to_path_buf() });
    }
    let manifest = manifest::load(folder)?;
    let listed = manifest.as_ref().map_or(Ok(BTreeSet::new()), |bytes| manifest::parse(folder, bytes))?;
    walk(folder, system::mode(&metadata), manifest, listed).map(Some)
}

/// Looks at what a killed run left beside the folder.
///
/// Its manifest is the first file written and the last one removed; so it is whole wherever there are generated files, and
/// where it is cut short, there are none.
pub(crate) fn survey_rest(rest: &Path) -> Result<Standing, Error> {
    let metadata = disk::metadata(rest).map_err(|error| Action::Find.failed(rest, error))?;
    if !metadata.is_dir() {
        return Err(Error::NotAFolder { path: rest.to_path_buf() });
    }
    let unfinished = manifest::load_unfinished(rest)?;
    let manifest = if unfinished.is_some() { unfinished } else { manifest::load(rest)? };
    let listed = manifest.as_ref().and_then(|bytes| manifest::parse(rest, bytes).ok()).unwrap_or_default();
    walk(rest, system::mode(&metadata), manifest, listed)
}

fn walk(folder: &Path, mode: u32, manifest: Option<Vec<u8>>, listed: BTreeSet<RelativePath>) -> Result<Standing, Error> {
    let leading = listed.iter().flat_map(RelativePath::folders).map(str::to_owned).collect();
    let generated = BTreeSet::new();
    let standing = Standing { mode, manifest, generated, folders: Vec::new(), survivors: Vec::new() };
    let mut walk = Walk { folder, listed, leading, standing, foreign: Vec::new() };
    walk.list("")?;
    let Walk { folder, listed: _, leading: _, standing, mut foreign } = walk;
    if foreign.is_empty() {
        return Ok(standing);
    }
    foreign.sort();
    Err(Error::Foreign { folder: folder.to_path_buf(), files: foreign })
}

struct Walk<'a> {
    folder: &'a Path,
    /// What the manifest lists and has not been met yet.
    listed: BTreeSet<RelativePath>,
    /// The folders that lead to it. Others are not entered: a folder taken by mistake may be large.
    leading: BTreeSet<String>,
    standing: Standing,
    foreign: Vec<String>,
}

impl Walk<'_> {
    fn list(&mut self, inside: &str) -> Result<(), Error> {
        let at = self.folder.join(inside);
        for entry in disk::list(&at).map_err(|error| Action::List.failed(&at, error))? {
            self.sort(inside, &entry)?;
        }
        Ok(())
    }

    fn sort(&mut self, inside: &str, entry: &DirEntry) -> Result<(), Error> {
        let kind = entry.file_type().map_err(|error| Action::Find.failed(&entry.path(), error))?;
        let name = entry.file_name();
        let top = inside.is_empty();
        let path = if top { name.to_string_lossy().into_owned() } else { format!("{inside}/{}", name.to_string_lossy()) };
        if (path == MANIFEST || path == UNFINISHED) && kind.is_file() {
            // It is read already.
        } else if name.to_str().is_none() {
            // No name that synth or Terraform gives.
            self.foreign.push(path);
        } else if top && survivor::by_name(&path) {
            self.standing.survivors.push(path);
        } else if kind.is_dir() && self.leading.contains(&path) {
            self.list(&path)?;
            self.standing.folders.push(path);
        } else if kind.is_dir() && top && survivor::is_harmless_folder(&path) {
            self.standing.survivors.push(path);
        } else if kind.is_dir() {
            self.foreign.push(format!("{path}/"));
        } else if let Some(listed) = self.listed.take(path.as_str()) {
            self.standing.generated.insert(listed);
        } else if kind.is_file() && survivor::is_harmless(&path) {
            self.standing.survivors.push(path);
        } else {
            self.foreign.push(path);
        }
        Ok(())
    }
}
