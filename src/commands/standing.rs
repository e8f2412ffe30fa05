//! A folder of Terraform files as it stands on the disk: what synth wrote there, and what Terraform would read besides.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use output::file;
use terraform::read::{Documents, is_native, is_of_configuration};

/// The folder.
pub(super) struct Standing {
    /// Its path, as given.
    pub(super) folder: PathBuf,
    /// Every file that synth wrote or Terraform reads, by path.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// Which of them synth wrote.
    pub(super) generated: BTreeSet<String>,
}

impl Standing {
    /// Reads a folder; nothing if synth has written none there.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn of_synth(folder: &Path) -> Result<Option<Self>> {
        output::read(folder)?.map(|generated| Self::with_generated(folder, &generated)).transpose()
    }

    /// As [`Standing::of_synth`], of a folder in one that this run holds.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn of_held(held: &output::Held, out: &Path, name: &str) -> Result<Option<Self>> {
        held.read(name)?.map(|generated| Self::with_generated(&out.join(name), &generated)).transpose()
    }

    fn with_generated(folder: &Path, generated: &output::Files) -> Result<Self> {
        let mut files = configuration(folder)?;
        files.extend(generated.iter().map(|(path, contents)| (path.as_str().to_owned(), contents.to_vec())));
        let generated = generated.iter().map(|(path, _)| path.as_str().to_owned()).collect();
        Ok(Self { folder: folder.to_owned(), files, generated })
    }

    /// Reads a folder, whoever wrote it.
    ///
    /// # Errors
    /// It cannot be read, or holds nothing of Terraform's.
    pub(super) fn of_anybody(folder: &Path) -> Result<Self> {
        if let Some(standing) = Self::of_synth(folder)? {
            return Ok(standing);
        }
        if !folder.is_dir() {
            return Err(anyhow!("there is no folder `{}`", folder.display()));
        }
        let files = configuration(folder)?;
        if !files.keys().any(|path| is_of_configuration(path)) {
            return Err(anyhow!("`{}` holds no Terraform: no file in it ends in `.tf.json` or `.tf`", folder.display()));
        }
        Ok(Self { folder: folder.to_owned(), files, generated: BTreeSet::new() })
    }

    /// The files in it from which Terraform takes values of variables by itself (Terraform, "Input Variables", "Variable Definitions Files").
    ///
    /// # Errors
    /// The folder cannot be listed.
    pub(super) fn variable_files(&self) -> Result<Vec<String>> {
        let loads = |name: &String| {
            matches!(name.as_str(), "terraform.tfvars" | "terraform.tfvars.json")
                || name.ends_with(".auto.tfvars")
                || name.ends_with(".auto.tfvars.json")
        };
        let mut names: Vec<String> = names(&self.folder)?.into_iter().filter(loads).collect();
        names.sort();
        Ok(names)
    }

    /// Whether what Terraform reads in it is what stands in these files, byte by byte.
    pub(super) fn is_as(&self, files: &BTreeMap<String, String>) -> bool {
        let there = self.files.iter().filter(|(path, _)| is_of_configuration(path)).map(|(path, it)| (path, it.as_slice()));
        there.eq(files.iter().filter(|(path, _)| is_of_configuration(path)).map(|(path, it)| (path, it.as_bytes())))
    }

    /// The documents in it, in either of Terraform's languages, with what an earlier version left out.
    ///
    /// # Errors
    /// A file is no document; the error names it.
    pub(super) fn documents(&self) -> Result<Documents> {
        let mut texts = Vec::new();
        for (path, contents) in self.files.iter().filter(|(path, _)| is_of_configuration(path)) {
            let at = self.folder.join(path);
            let text = std::str::from_utf8(contents).map_err(|error| anyhow!("cannot read `{}`: {error}", at.display()))?;
            texts.push((path.as_str(), text));
        }
        let documents = Documents::read(texts).map_err(|error| {
            let at = self.folder.join(&error.path);
            anyhow!("`{}` is no Terraform document: {}", at.display(), error.reason)
        })?;
        Ok(engine::with_what_was_left_out(documents.of_called_modules()))
    }
}

/// What Terraform reads: the files of the root module, and of the modules in `modules/`.
fn configuration(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    add(folder, "", &mut files)?;
    for module in names(&folder.join("modules"))? {
        add(folder, &format!("modules/{module}/"), &mut files)?;
    }
    Ok(files)
}

fn add(folder: &Path, inside: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    for name in names(&folder.join(inside))? {
        let at = folder.join(inside).join(&name);
        if (is_native(&name) || name.ends_with(".tf.json")) && at.is_file() {
            let contents = file::read(&at, file::EMITTED).map_err(|error| anyhow!("cannot read `{}`: {error}", at.display()))?;
            files.insert(format!("{inside}{name}"), contents);
        }
    }
    Ok(())
}

/// The names in a folder; none if there is no such folder. Terraform passes over hidden ones, and what editors leave.
fn names(folder: &Path) -> Result<Vec<String>> {
    let failed = |error: io::Error| anyhow!("cannot list `{}`: {error}", folder.display());
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !name.ends_with('~') {
            names.push(name);
        }
    }
    Ok(names)
}
