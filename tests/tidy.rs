//! The repository's own order: every test file runs, there are few binaries to link, and no snapshot is left behind.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::golden::BLESS;
use crate::common::package;

/// How many test binaries the root may have; every other package has one.
const OF_THE_ROOT: usize = 3;

/// The packages of the workspace, by their folders.
pub(crate) fn packages() -> Vec<PathBuf> {
    let inside = ["crates", "modules"].map(|folder| listed(&package().join(folder)));
    let others = ["tests/support", "xtask"].map(|folder| package().join(folder));
    let all = inside.into_iter().flatten().chain(others).chain([package().to_owned()]);
    all.filter(|folder| folder.join("Cargo.toml").exists()).collect()
}

fn listed(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("the folder can be listed").path()).collect();
    paths.sort();
    paths
}

pub(crate) fn files(folder: &Path, extension: &str) -> BTreeSet<PathBuf> {
    let (mut found, mut folders) = (BTreeSet::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for path in listed(&folder) {
            if path.is_dir() && !path.join("Cargo.toml").exists() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == extension) {
                found.insert(path);
            }
        }
    }
    found
}

/// The binaries of a package's tests, by the files they begin with.
fn binaries(package: &Path) -> Vec<PathBuf> {
    let manifest: toml::Table = read(&package.join("Cargo.toml")).parse().expect("it is TOML");
    let automatic = manifest["package"].get("autotests").and_then(toml::Value::as_bool) != Some(false);
    assert!(!automatic, "{}: `autotests = false`, so that no file becomes a binary of its own", package.display());
    let declared = manifest.get("test").and_then(toml::Value::as_array).into_iter().flatten();
    let names = declared.map(|test| test["name"].as_str().expect("it has a name"));
    names
        .map(|name| package.join(format!("tests/{name}.rs")))
        .map(|file| if file.exists() { file } else { folder_of(&file).join("main.rs") })
        .collect()
}

/// Where the modules of a file stand that is not itself the file of a folder.
fn folder_of(file: &Path) -> PathBuf {
    file.with_extension("")
}

/// The file and all that it declares as its modules.
fn declared(file: &Path, found: &mut BTreeSet<PathBuf>) {
    let file = file.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    if !found.insert(file.clone()) {
        return;
    }
    let above = file.parent().expect("it stands in a folder");
    let is_of_the_folder = ["mod", "main", "lib"].iter().any(|name| file.file_stem().is_some_and(|it| it == *name));
    let inside = if is_of_the_folder { above.to_owned() } else { folder_of(&file) };
    let text = read(&file);
    let mut path = None;
    for line in text.lines().map(str::trim) {
        if let Some(given) = line.strip_prefix("#[path = \"").and_then(|rest| rest.strip_suffix("\"]")) {
            path = Some(above.join(given));
        } else if let Some(name) = module(line) {
            let [flat, folder] = [inside.join(format!("{name}.rs")), inside.join(name).join("mod.rs")];
            let next = path.take().unwrap_or(if flat.exists() { flat } else { folder });
            declared(&next, found);
        }
    }
}

/// The name in `mod name;`.
fn module(line: &str) -> Option<&str> {
    let (_, name) = line.strip_suffix(';')?.rsplit_once("mod ")?;
    name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_').then_some(name)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(package()).unwrap_or(path).display().to_string()
}

#[test]
fn every_test_file_is_a_module_of_one_of_few_binaries() {
    for folder in packages() {
        let tests = folder.join("tests");
        if !tests.exists() {
            continue;
        }
        let binaries = binaries(&folder);
        let most = if folder == package() { OF_THE_ROOT } else { 1 };
        assert!(
            binaries.len() <= most,
            "{}: each of {binaries:?} is linked anew after every change; {most} is enough",
            shown(&folder)
        );
        let mut declared_files = BTreeSet::new();
        for binary in &binaries {
            declared(binary, &mut declared_files);
        }
        let forgotten: Vec<String> =
            files(&tests, "rs").iter().filter(|file| !declared_files.contains(*file)).map(|file| shown(file)).collect();
        assert!(
            forgotten.is_empty(),
            "nothing runs {forgotten:?}: declare each in `{}` or the module above it",
            binaries.first().map_or_else(|| "tests/lib.rs".to_owned(), |binary| shown(binary))
        );
    }
}

/// A snapshot says which file compares it; its name ends with the test's, or with a text of that file.
#[test]
fn every_snapshot_has_a_test_that_compares_it() {
    let mut orphans = Vec::new();
    for snapshot in packages()
        .iter()
        .flat_map(|folder| ["tests", "src"].map(|inside| folder.join(inside)))
        .filter(|it| it.exists())
        .flat_map(|it| files(&it, "snap"))
    {
        let text = read(&snapshot);
        let source = text.lines().find_map(|line| line.strip_prefix("source: ")).unwrap_or_default();
        let stem = snapshot.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = stem.rsplit("__").next().unwrap_or_default();
        // insta counts the snapshots of one test.
        let first = name.rsplit_once('-').filter(|(_, number)| number.parse::<u32>().is_ok()).map_or(name, |(first, _)| first);
        let source = fs::read_to_string(package().join(source)).unwrap_or_default();
        // `tests/snapshots.rs` names its snapshots after what is emitted, and looks after them itself.
        let is_looked_after = snapshot.parent() == Some(&package().join("tests/snapshots"));
        let last_word = first.rsplit('.').next().unwrap_or(first);
        if !is_looked_after && !source.contains(first) && !source.contains(last_word) {
            orphans.push(shown(&snapshot));
        }
    }
    assert!(orphans.is_empty(), "no test compares {orphans:?}: `{BLESS}` removes them");
}

/// A misspelt type compiles where it is a text: they are `R::TYPE` of the bindings, or stand in `aws::unbound`.
#[test]
fn aws_types_are_named_in_one_crate() {
    /// What begins so and is no type: the prefix alone, and a setting.
    const OTHERS: [&str; 2] = ["\"", "name\""];
    let rooms = packages().into_iter().filter(|it| !it.ends_with("crates/aws") && it.parent() != Some(&package().join("modules")));
    let mut found = Vec::new();
    for file in rooms.filter(|it| !it.ends_with("tests/support")).flat_map(|room| files(&room.join("src"), "rs")) {
        let text = read(&file);
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        if file.ends_with("tests.rs") {
            continue;
        }
        for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            let mut names = line.match_indices("\"aws_").filter(|(at, _)| !line[..*at].ends_with('\\'));
            if names.any(|(at, quoted)| !OTHERS.iter().any(|other| line[at + quoted.len()..].starts_with(other))) {
                found.push(format!("{}:{}", file.display(), number + 1));
            }
        }
    }
    assert!(found.is_empty(), "write the binding's `TYPE`, or a name of `aws::unbound`:\n{}", found.join("\n"));
}
