//! Finds and reads the files.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use output::RelativePath;
use settings::{Problems, SettingPath, TextPlace};

use super::{Own, OwnFile, secrets, slashed};

/// The setting that names the folder.
const SETTING: &str = "own_terraform";

/// How files are found and read.
pub(crate) struct Listing<'a> {
    /// All files below a folder; an error of the kind "not found" where there is none.
    pub(crate) tree: &'a mut dyn FnMut(&Path) -> io::Result<Vec<PathBuf>>,
    /// The text of a file.
    pub(crate) read: &'a mut dyn FnMut(&Path) -> io::Result<String>,
}

/// The files of the folder that the settings name, or else of the one that has the environment's name, if there is one.
pub(crate) fn read(named: Option<&Path>, usual: &Path, listing: &mut Listing<'_>, problems: &mut Problems) -> Own {
    let folder = named.map_or_else(|| usual.to_owned(), |named| usual.parent().unwrap_or(Path::new("")).join(named));
    let paths = match (listing.tree)(&folder) {
        Ok(paths) => paths,
        Err(error) if named.is_none() && is_absent(&error) => return Own::default(),
        Err(error) => {
            let why = if is_absent(&error) { "there is no such folder".to_owned() } else { error.to_string() };
            let at = if named.is_some() { SettingPath::from(SETTING) } else { SettingPath::root() };
            problems.error(at, format!("cannot read the folder `{}`: {why}", folder.display())).help(
                "it is looked for from the folder of the environments' files; without the setting, Terraform of your own lies in a folder \
                 that has the environment's name",
            );
            return Own::default();
        }
    };
    let mut files = BTreeMap::new();
    for place in paths {
        let Some(path) = place.strip_prefix(&folder).ok().and_then(slashed) else { continue };
        if is_left_out(&path) {
            continue;
        }
        match (listing.read)(&place) {
            Ok(text) => {
                add(&mut files, path, place, text, problems);
            }
            Err(error) => {
                let message = format!("cannot read `{}`: {error}", place.display());
                problems.unplaced(settings::Severity::Error, message).help("only text is carried into the emitted folder");
            }
        }
    }
    Own(files.into())
}

fn add(files: &mut BTreeMap<String, OwnFile>, path: String, place: PathBuf, text: String, problems: &mut Problems) {
    let shown = || secrets::masked(&text, &secrets::find(&path, &text));
    let at = |at: usize| TextPlace { file: place.display().to_string(), text: shown().into(), span: at..at };
    if let Err(error) = RelativePath::new(path.as_str()) {
        problems.error_at(at(0), error.to_string()).help("take the file out of the folder, or give it another name");
        return;
    }
    match OwnFile::read(&path, place.clone(), &text) {
        Ok(file) => {
            files.insert(path, file);
        }
        Err(error) => {
            problems.error_at(at(error.at), error.reason).help("Terraform would refuse the file as well");
        }
    }
}

/// What editors and Terraform itself leave in a folder, and Terraform passes over.
fn is_left_out(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || part.ends_with('~'))
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
