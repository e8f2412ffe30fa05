//! The disk as the engine reads it. The caller hands it in, so that what is not written yet, or stands in a commit, can be read as well.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What holds the files of settings.
pub trait Disk: Sync {
    /// The text of a file.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    fn read(&self, file: &Path) -> io::Result<String>;

    /// The files of a folder, without the folders in it, in any order.
    ///
    /// # Errors
    /// There is no such folder, or it cannot be listed.
    fn files(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// All files below a folder, hidden ones and their folders left out, in any order.
    ///
    /// # Errors
    /// There is no such folder, it cannot be listed, or holds more than anybody lays beside an environment.
    fn tree(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// Whether something stands at this path, be it a link that leads nowhere.
    fn holds(&self, file: &Path) -> bool;

    /// The file's one name, however it was written.
    ///
    /// # Errors
    /// There is none.
    fn one_name(&self, file: &Path) -> io::Result<PathBuf>;
}

/// How many files a tree may have: with more a wrong folder was named.
const MOST_IN_TREE: usize = 10_000;

/// The disk of this machine.
#[derive(Clone, Copy, Debug)]
pub struct LocalDisk;

impl Disk for LocalDisk {
    /// Only a regular file is read, and none that is larger than anybody writes.
    fn read(&self, file: &Path) -> io::Result<String> {
        settings::text_of(output::file::read(file, output::file::SETTINGS)?)
    }

    fn files(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let path = entry.path();
            if kind.is_file() || (kind.is_symlink() && !path.is_dir()) {
                files.push(path);
            }
        }
        Ok(files)
    }

    fn tree(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                if entry.file_name().to_string_lossy().starts_with('.') {
                    continue;
                }
                // A link to a folder is not followed: it may lead back.
                if entry.file_type()?.is_dir() { folders.push(entry.path()) } else { files.push(entry.path()) }
            }
            if files.len() > MOST_IN_TREE {
                return Err(io::Error::other(format!("it holds more than {MOST_IN_TREE} files")));
            }
        }
        files.sort();
        Ok(files)
    }

    fn holds(&self, file: &Path) -> bool {
        fs::symlink_metadata(file).is_ok()
    }

    fn one_name(&self, file: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(file)
    }
}

/// Files that stand in memory only.
#[derive(Clone, Debug, Default)]
pub struct Unwritten(pub BTreeMap<PathBuf, String>);

impl Disk for Unwritten {
    fn read(&self, file: &Path) -> io::Result<String> {
        self.0.get(file).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn files(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        Ok(self.0.keys().filter(|file| file.parent() == Some(folder)).cloned().collect())
    }

    fn tree(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let files: Vec<PathBuf> = self.0.keys().filter(|file| file.starts_with(folder)).cloned().collect();
        if files.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(files) }
    }

    fn holds(&self, file: &Path) -> bool {
        self.0.contains_key(file)
    }

    fn one_name(&self, file: &Path) -> io::Result<PathBuf> {
        if self.holds(file) { Ok(file.to_owned()) } else { Err(io::ErrorKind::NotFound.into()) }
    }
}

/// A disk with one file more, or with another text in it.
pub struct WithFile<'a> {
    /// The disk.
    pub disk: &'a dyn Disk,
    /// The file.
    pub file: PathBuf,
    /// What it says.
    pub text: String,
}

impl Disk for WithFile<'_> {
    fn read(&self, file: &Path) -> io::Result<String> {
        if file == self.file { Ok(self.text.clone()) } else { self.disk.read(file) }
    }

    fn files(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut files = self.disk.files(folder)?;
        if self.file.parent() == Some(folder) && !files.contains(&self.file) {
            files.push(self.file.clone());
        }
        Ok(files)
    }

    fn tree(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.disk.tree(folder)
    }

    fn holds(&self, file: &Path) -> bool {
        file == self.file || self.disk.holds(file)
    }

    fn one_name(&self, file: &Path) -> io::Result<PathBuf> {
        if file == self.file { Ok(self.file.clone()) } else { self.disk.one_name(file) }
    }
}
