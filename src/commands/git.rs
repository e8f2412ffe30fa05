//! Files as of a commit, read by the `git` that stands on this machine.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Result, anyhow};
use engine::Disk;

/// A commit.
pub(super) struct Commit {
    /// As it was given.
    reference: String,
    hash: String,
}

impl Commit {
    /// Finds a commit of the repository in which a file stands.
    ///
    /// # Errors
    /// There is no git, no repository, or no such commit.
    pub(super) fn find(reference: &str, file: &Path) -> Result<Self> {
        let (folder, _) = split(file);
        let repository = git(&folder, ["rev-parse".into(), "--git-dir".into()])?;
        if !repository.status.success() {
            return Err(anyhow!("`{}` is in no git repository: {}", folder.display(), said(&repository)));
        }
        let commit = format!("{reference}^{{commit}}").into();
        let found = git(&folder, ["rev-parse".into(), "--verify".into(), "--quiet".into(), "--end-of-options".into(), commit])?;
        if !found.status.success() {
            return Err(anyhow!("git knows no commit `{reference}`: give a branch, a tag or a hash"));
        }
        let hash = String::from_utf8_lossy(&found.stdout).trim().to_owned();
        Ok(Self { reference: reference.to_owned(), hash })
    }

    /// What a file said.
    ///
    /// # Errors
    /// It did not exist, or git cannot say.
    pub(super) fn read(&self, file: &Path) -> io::Result<String> {
        let (folder, inside) = split(file);
        let object = format!("{}:./{}", self.hash, inside.display()).into();
        let shown = git(&folder, ["show".into(), "--end-of-options".into(), object]).map_err(io::Error::other)?;
        if shown.status.success() {
            return String::from_utf8(shown.stdout).map_err(|_| io::ErrorKind::InvalidData.into());
        }
        Err(io::Error::other(format!("git has no such file at `{}`: {}", self.reference, said(&shown))))
    }
}

impl Disk for Commit {
    fn read(&self, file: &Path) -> io::Result<String> {
        Self::read(self, file)
    }

    fn files(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        Ok(self.tree(folder)?.into_iter().filter(|file| file.parent() == Some(folder)).collect())
    }

    fn tree(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let (above, inside) = split(&folder.join("file"));
        let inside = inside.parent().unwrap_or(Path::new("")).to_owned();
        let path = format!("./{}", inside.display()).into();
        let arguments =
            ["ls-tree".into(), "-r".into(), "-z".into(), "--name-only".into(), self.hash.clone().into(), "--".into(), path];
        let listed = git(&above, arguments).map_err(io::Error::other)?;
        if !listed.status.success() {
            return Err(io::Error::other(said(&listed)));
        }
        let names = String::from_utf8(listed.stdout).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        let files = names.split('\0').filter(|name| !name.is_empty()).map(|name| above.join(name));
        let files: Vec<PathBuf> = files.filter(|file| file.starts_with(folder)).collect();
        if files.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(files) }
    }

    fn holds(&self, file: &Path) -> bool {
        Self::read(self, file).is_ok()
    }

    fn one_name(&self, file: &Path) -> io::Result<PathBuf> {
        Ok(file.to_owned())
    }
}

/// The nearest folder above a file that exists today, and the rest of the path: git is run in the one and asked for the other.
fn split(file: &Path) -> (PathBuf, PathBuf) {
    let mut folder = file.parent().unwrap_or(Path::new(""));
    while !folder.as_os_str().is_empty() && !folder.is_dir() {
        folder = folder.parent().unwrap_or(Path::new(""));
    }
    let inside = file.strip_prefix(folder).unwrap_or(file).to_owned();
    let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() };
    (folder, inside)
}

fn git(folder: &Path, arguments: impl IntoIterator<Item = OsString>) -> Result<Output> {
    let mut command = Command::new("git");
    // English, so that what is said fits the sentence around it.
    command.arg("-C").arg(folder).args(arguments).env("LC_ALL", "C");
    command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => anyhow!("there is no `git` on this machine, and `--from` reads the old settings by it"),
        _ => anyhow!("cannot run git: {error}"),
    })
}

fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let first = text.lines().next().unwrap_or_default();
    first.strip_prefix("fatal: ").unwrap_or(first).to_owned()
}
