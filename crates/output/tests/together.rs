//! Two runs at once, and a reader beside them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use output::{read, replace};

use crate::support::{Out, expected, files, folder_of_process, process, put_survivors, spawn, standing, versions};

#[test]
fn two_runs_at_once_wait_for_each_other_and_a_reader_sees_one_version_or_the_other() {
    let out = Out::new();
    out.replace(&versions()[0]);
    put_survivors(&out.folder());
    let versions = versions().map(Some);
    let mut running: Vec<_> = (0..2).map(|_| spawn(process("together::replaces_a_hundred_times", &out.folder()))).collect();
    let mut seen = [0; 2];
    while !running.is_empty() {
        running.retain_mut(|process| match process.try_wait().expect("it can be asked") {
            None => true,
            Some(status) => {
                assert!(status.success(), "a run failed");
                false
            }
        });
        let files = read(&out.folder()).expect("the folder can be read");
        let version = versions.iter().position(|version| *version == files).expect("it is neither version");
        seen[version] += 1;
    }
    assert!(seen[0] > 0 && seen[1] > 0, "the reader has not met both versions: {seen:?}");
    let [one, two] = versions.map(|version| expected(&version.expect("it is there")));
    let mut now = standing(&out.folder());
    now.retain(|path, _| !path.contains("terraform"));
    assert!(now == one || now == two);
    assert_eq!(out.neighbours(), ["prod"]);
}

/// On a file system that can exchange two folders, as the temporary folder's must be for this test.
#[test]
#[cfg_attr(feature = "portable", ignore = "what only Unix promises")]
fn there_is_no_instant_without_a_folder() {
    let out = Out::new();
    let versions = ["one", "two"].map(|text| files(&[("main.tf.json", text)]));
    out.replace(&versions[0]);
    let done = AtomicBool::new(false);
    let (looked, missed) = thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let (mut looked, mut missed) = (0, 0);
            while !done.load(Ordering::Relaxed) {
                looked += 1;
                missed += usize::from(!out.path("main.tf.json").exists());
            }
            (looked, missed)
        });
        for number in 0..1000 {
            out.replace(&versions[(number + 1) % 2]);
        }
        done.store(true, Ordering::Relaxed);
        watcher.join().expect("the watcher does not panic")
    });
    assert!(looked > 100, "the watcher has hardly looked: {looked}");
    assert_eq!(missed, 0, "of {looked}");
}

#[test]
#[ignore = "another test runs it in a process of its own"]
fn replaces_a_hundred_times() {
    let Some(folder) = folder_of_process() else { return };
    let [one, two] = versions();
    for _ in 0..50 {
        for version in [&two, &one] {
            replace(&folder, version).expect("the folder can be replaced");
        }
    }
}

#[test]
fn a_run_reads_what_stands_in_a_folder_that_it_holds_itself() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let held = output::Held::new(folder.path());
    assert!(held.read("prod").expect("it can be looked for").is_none());
    let mut files = output::Files::new();
    files.insert(output::RelativePath::new("main.tf.json").expect("it is a path"), "{}").expect("it is the only one");
    held.replace("staging", &files).expect("it is written");
    // The lock of the whole run is taken by now.
    let read = held.read("staging").expect("it can be read").expect("it is there");
    assert_eq!(read.iter().map(|(path, _)| path.as_str().to_owned()).collect::<Vec<_>>(), ["main.tf.json"]);
}
