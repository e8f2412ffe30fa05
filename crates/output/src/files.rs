//! The generated files of one folder.
//!
//! It must not know the disk.

use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::ops::Bound;

use crate::RelativePath;

/// Generated files by their path: no path twice, and no file where another one needs a folder. Of some the contents are the user's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files(BTreeMap<RelativePath, Vec<u8>>, BTreeSet<RelativePath>);

impl Files {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file; fails when the path, a folder on the way to it or a file below it is already taken.
    pub fn insert(&mut self, path: RelativePath, contents: impl Into<Vec<u8>>) -> Result<(), ClashError> {
        if let Some(taken) = self.taken(&path) {
            return Err(ClashError { taken: taken.clone(), path });
        }
        self.0.insert(path, contents.into());
        Ok(())
    }

    /// As [`Files::insert`], of a file whose contents are the user's own: the manifest says so.
    pub fn insert_own(&mut self, path: RelativePath, contents: impl Into<Vec<u8>>) -> Result<(), ClashError> {
        self.insert(path.clone(), contents)?;
        self.1.insert(path);
        Ok(())
    }

    /// Whether the contents of a file are the user's own.
    pub fn is_own(&self, path: &RelativePath) -> bool {
        self.1.contains(path)
    }

    /// The contents of one file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }

    /// All files, by path.
    pub fn iter(&self) -> Iter<'_> {
        Iter(self.0.iter())
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn taken(&self, path: &RelativePath) -> Option<&RelativePath> {
        let below = format!("{path}/");
        let itself = self.0.get_key_value(path).map(|(taken, _)| taken);
        let above = || path.folders().find_map(|folder| self.0.get_key_value(folder)).map(|(taken, _)| taken);
        let inside = || {
            let mut from = self.0.range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded));
            from.next().map(|(taken, _)| taken).filter(|taken| taken.as_str().starts_with(&below))
        };
        itself.or_else(above).or_else(inside)
    }
}

impl<'a> IntoIterator for &'a Files {
    type Item = (&'a RelativePath, &'a [u8]);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// The files of a folder, by path.
#[derive(Debug, Clone)]
pub struct Iter<'a>(btree_map::Iter<'a, RelativePath, Vec<u8>>);

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a RelativePath, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(path, contents)| (path, contents.as_slice()))
    }
}

/// Two files that cannot stand in one folder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", if path == taken {
    format!("two generated files have the path `{path}`")
} else {
    format!("`{path}` and `{taken}` cannot both be generated: one is a file where the other needs a folder")
})]
pub struct ClashError {
    /// The path that was to be added.
    pub path: RelativePath,
    /// The path that was there before.
    pub taken: RelativePath,
}
