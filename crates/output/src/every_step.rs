//! Whatever fails, and wherever the process is killed, the folder is the old one or the new one, and Terraform loses nothing.
//!
//! The way of looking is the simplest there is: let the first call on the disk fail, then the second, and so on until none is left.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::disk::fault::{self, Fault};
use crate::{Error, Files, Outcome, RelativePath, replace, replace_in_two_renames};

type Replace = fn(&Path, &Files) -> Result<Outcome, Error>;

const WAYS: [Replace; 2] = [replace, replace_in_two_renames];

/// The folders that may stand under, and beside, the name: the folder, the one being built, and the one set aside.
const PLACES: [&str; 3] = ["prod", ".prod.staging", ".prod.replaced"];

/// What Terraform keeps in the folder before anything happens.
const KEPT: [(&str, &str); 3] = [
    ("terraform.tfstate", "the state of everything"),
    (".terraform.lock.hcl", "versions"),
    (".terraform/modules/modules.json", "modules"),
];

fn files(version: &str) -> Files {
    let mut files = Files::new();
    for (path, contents) in
        [("main.tf.json", version), ("same.tf.json", "same"), (&format!("modules/{version}/only.tf.json"), version)]
    {
        files.insert(RelativePath::new(path).expect("it is a path"), contents).expect("the paths do not clash");
    }
    files
}

fn texts(files: &Files) -> BTreeMap<String, String> {
    files.iter().map(|(path, contents)| (path.as_str().to_owned(), String::from_utf8_lossy(contents).into_owned())).collect()
}

/// A folder of version one, in which Terraform has worked.
fn prepared() -> (TempDir, PathBuf) {
    let parent = tempfile::tempdir().expect("the temporary folder can be written");
    let folder = parent.path().join("prod");
    replace(&folder, &files("one")).expect("nothing stands there yet");
    for (path, contents) in KEPT {
        put(&folder.join(path), contents);
    }
    (parent, folder)
}

fn put(path: &Path, contents: &str) {
    fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("the folder can be made");
    fs::write(path, contents).expect("the file can be written");
}

/// The files in a folder and below, without the manifest.
fn standing(folder: &Path) -> BTreeMap<String, String> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).expect("the folder is there") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with(crate::MANIFEST) {
                let name = path.strip_prefix(folder).expect("it stands in there").display().to_string();
                found.insert(name, fs::read_to_string(&path).expect("it can be read"));
            }
        }
    }
    found
}

/// A version of the folder with what Terraform keeps.
fn whole(version: &str, late: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut all = texts(&files(version));
    all.extend(KEPT.iter().chain(late).map(|(path, contents)| ((*path).to_owned(), (*contents).to_owned())));
    all
}

/// Where the folder with this number stands now: a Terraform that runs in it stands there, whatever its name is.
fn find(parent: &Path, inode: u64) -> Option<PathBuf> {
    let places = PLACES.map(|name| parent.join(name));
    places.into_iter().find(|path| fs::metadata(path).is_ok_and(|metadata| metadata.ino() == inode))
}

/// The folder, or where the old one waits between two renames.
fn readable(parent: &Path) -> PathBuf {
    let [folder, _, aside] = PLACES.map(|name| parent.join(name));
    if folder.exists() { folder } else { aside }
}

fn neighbours(parent: &Path) -> Vec<String> {
    // Where a folder cannot be locked, a file beside it is.
    let entries = fs::read_dir(parent)
        .expect("the folder is there")
        .filter(|entry| !entry.as_ref().is_ok_and(|entry| entry.file_name() == ".synth.lock"));
    entries.map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned()).collect()
}

/// Runs a test for each call on the disk that a replacement makes; how many there are.
fn at_every_call(mut test: impl FnMut(usize) -> bool) -> usize {
    let mut calls = 0;
    while test(calls + 1) {
        calls += 1;
    }
    calls
}

#[test]
fn after_any_failure_the_folder_is_the_old_one_or_the_new_one() {
    for way in WAYS {
        let calls = at_every_call(|call| {
            let (parent, folder) = prepared();
            let (result, reached) = fault::at(call, Fault::Fails, || way(&folder, &files("two")));
            let now = standing(&readable(parent.path()));
            let version = if result.is_ok() || matches!(result, Err(Error::Remnant { .. })) { "two" } else { "one" };
            assert_eq!(now, whole(version, &[]), "call {call}: {result:?}");
            way(&folder, &files("two")).unwrap_or_else(|error| panic!("after call {call} failed: {error}"));
            assert_eq!(standing(&folder), whole("two", &[]), "after call {call} failed");
            assert_eq!(neighbours(parent.path()), ["prod"], "after call {call} failed");
            reached
        });
        assert!(calls > 40, "only {calls} calls could fail");
    }
}

#[test]
fn after_a_kill_at_any_call_the_folder_is_the_old_one_or_the_new_one_and_what_terraform_writes_then_stays() {
    let late = [("errored.tfstate", "what could not be uploaded"), ("terraform.tfstate", "a later state")];
    for way in WAYS {
        at_every_call(|call| {
            let (parent, folder) = prepared();
            let terraforms = fs::metadata(&folder).expect("it is there").ino();
            let (_, reached) = fault::at(call, Fault::Killed, || way(&folder, &files("two")));
            let now = standing(&readable(parent.path()));
            assert!([whole("one", &[]), whole("two", &[])].contains(&now), "killed at call {call}: {now:?}");

            // Terraform goes on in the folder that it was started in, as long as that is there.
            let written: &[(&str, &str)] = match find(parent.path(), terraforms) {
                Some(there) => {
                    for (name, contents) in late {
                        // As a new file in the place of the old one, which the other folder does not have then.
                        let aside = there.join("new.tfstate");
                        fs::write(&aside, contents).expect("the file can be written");
                        fs::rename(aside, there.join(name)).expect("it can be moved");
                    }
                    &late
                }
                None => &[],
            };
            way(&folder, &files("two")).unwrap_or_else(|error| panic!("killed at call {call}: {error}"));
            assert_eq!(standing(&folder), whole("two", written), "killed at call {call}");
            assert_eq!(neighbours(parent.path()), ["prod"], "killed at call {call}");
            reached
        });
    }
}

#[test]
fn nothing_is_lost_when_the_next_run_is_killed_as_well() {
    // Every first kill with some of the second ones, another choice each: all pairs would take minutes.
    const STRIDE: usize = 11;
    at_every_call(|first| {
        let mut reached = false;
        for second in (1 + first % STRIDE..).step_by(STRIDE) {
            let (parent, folder) = prepared();
            (_, reached) = fault::at(first, Fault::Killed, || replace(&folder, &files("two")));
            let staging = parent.path().join(PLACES[1]);
            let is_late = staging.join(crate::MANIFEST).exists();
            if is_late {
                put(&staging.join("errored.tfstate"), "late");
            }
            let (_, again) = fault::at(second, Fault::Killed, || replace(&folder, &files("three")));
            let late: &[(&str, &str)] = if is_late { &[("errored.tfstate", "late")] } else { &[] };
            replace(&folder, &files("two")).unwrap_or_else(|error| panic!("killed at {first} and {second}: {error}"));
            assert_eq!(standing(&folder), whole("two", late), "killed at {first} and {second}");
            assert_eq!(neighbours(parent.path()), ["prod"], "killed at {first} and {second}");
            if !again {
                break;
            }
        }
        reached
    });
}

/// Where files cannot be linked they are copied, and a copy that is not finished must not win.
#[test]
fn on_a_file_system_without_links_nothing_is_lost_either() {
    fault::without_links(|| {
        for (way, fault) in WAYS.into_iter().flat_map(|way| [Fault::Fails, Fault::Killed].map(|fault| (way, fault))) {
            at_every_call(|call| {
                let (parent, folder) = prepared();
                let (_, reached) = fault::at(call, fault, || way(&folder, &files("two")));
                way(&folder, &files("two")).unwrap_or_else(|error| panic!("{fault:?} at call {call}: {error}"));
                assert_eq!(standing(&folder), whole("two", &[]), "{fault:?} at call {call}");
                assert_eq!(neighbours(parent.path()), ["prod"], "{fault:?} at call {call}");
                reached
            });
        }
    });
}

#[test]
fn a_first_folder_is_there_or_is_not() {
    for fault in [Fault::Fails, Fault::Killed] {
        at_every_call(|call| {
            let parent = tempfile::tempdir().expect("the temporary folder can be written");
            let folder = parent.path().join("prod");
            let (result, reached) = fault::at(call, fault, || replace(&folder, &files("one")));
            if folder.exists() {
                assert_eq!(standing(&folder), texts(&files("one")), "{fault:?} at call {call}: {result:?}");
            }
            replace(&folder, &files("one")).unwrap_or_else(|error| panic!("{fault:?} at call {call}: {error}"));
            assert_eq!(standing(&folder), texts(&files("one")));
            assert_eq!(neighbours(parent.path()), ["prod"], "{fault:?} at call {call}");
            reached
        });
    }
}
