//! Finds and reads the files.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Component, Path, PathBuf};

use output::RelativePath;
use settings::{Problems, SettingPath, TextPlace};

use super::file::slashed;
use super::{Own, OwnFile, secrets};

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
    if let Some(named) = named.filter(|_| is_above(&lexical(&folder), &lexical(usual))) {
        problems
            .error(SETTING, format!("`{}` holds the environments' own files", named.display()))
            .help("name a folder that holds nothing but Terraform of your own, such as one beside the environments' files");
        return Own::default();
    }
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
    let at = if named.is_some() { SettingPath::from(SETTING) } else { SettingPath::root() };
    if tell_emitted(&folder, &paths, &at, listing, problems) {
        return Own::default();
    }
    carried(&folder, "", paths, listing, problems)
}

/// The files of the folder in which the module of this name lies, as they are carried into `modules/<name>/`.
pub(crate) fn read_module(
    (name, named): (&str, &Path),
    usual: &Path,
    at: &SettingPath,
    listing: &mut Listing<'_>,
    problems: &mut Problems,
) -> Own {
    let folder = lexical(&usual.parent().unwrap_or(Path::new("")).join(named));
    if is_above(&folder, &lexical(usual)) {
        problems
            .error(at.clone(), format!("`{}` holds the environments' own files", named.display()))
            .help("name a folder that holds nothing but the module");
        return Own::default();
    }
    let paths = match (listing.tree)(&folder) {
        Ok(paths) => paths,
        Err(error) => {
            let why = if is_absent(&error) { "there is no such folder".to_owned() } else { error.to_string() };
            problems
                .error(at.clone(), format!("cannot read the folder `{}`: {why}", folder.display()))
                .help("it is looked for from the folder of the environments' files");
            return Own::default();
        }
    };
    if tell_emitted(&folder, &paths, at, listing, problems) {
        return Own::default();
    }
    carried(&folder, &format!("modules/{name}/"), paths, listing, problems)
}

/// Tells of a folder that synth has written, and says whether it is one.
fn tell_emitted(folder: &Path, paths: &[PathBuf], at: &SettingPath, listing: &mut Listing<'_>, problems: &mut Problems) -> bool {
    let folders: BTreeSet<&Path> = paths.iter().filter_map(|path| path.parent()).collect();
    if let Some(emitted) = folders.iter().find(|folder| (listing.read)(&folder.join(output::MANIFEST)).is_ok()) {
        let message = format!("`{}` was written by synth, which would carry it into itself at each run", emitted.display());
        problems.error(at.clone(), message).help(format!(
            "keep Terraform of your own apart from what is emitted: take `{}` out of `{}`, or write elsewhere with `--out`",
            emitted.display(),
            folder.display()
        ));
        return true;
    }
    false
}

/// The files, each under the prefix in the emitted folder.
fn carried(folder: &Path, prefix: &str, paths: Vec<PathBuf>, listing: &mut Listing<'_>, problems: &mut Problems) -> Own {
    let mut files = BTreeMap::new();
    for place in paths {
        let Some(path) = place.strip_prefix(folder).ok().and_then(slashed) else {
            let message = format!("the name of `{}` is no text", place.display());
            problems
                .unplaced(settings::Severity::Error, message)
                .help("give the file a name in UTF-8, or take it out of the folder");
            continue;
        };
        if is_left_out(&path) {
            continue;
        }
        let path = format!("{prefix}{path}");
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

/// A path without `.`, and without `..` where something stands before it.
fn lexical(path: &Path) -> PathBuf {
    let mut all = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(all.components().next_back(), Some(Component::Normal(_))) => {
                all.pop();
            }
            part => all.push(part),
        }
    }
    all
}

/// Whether a folder holds what has this path; one of which only `..` is left holds everything from there.
fn is_above(folder: &Path, path: &Path) -> bool {
    let is_outside = folder.components().all(|part| part == Component::ParentDir);
    path.parent().is_some_and(|parent| parent.starts_with(folder)) || (is_outside && !path.is_absolute())
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
            problems
                .error_at(at(error.at), error.reason)
                .help("mend it, or take the file out of the folder: Terraform would read it too");
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
