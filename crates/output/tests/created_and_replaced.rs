//! A folder is created, replaced and read.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

use output::{Count, Outcome, read};

use crate::support::{Out, expected, files, folder_of_process, process, put_survivors, spawn, standing, versions};

#[test]
fn a_folder_that_is_not_there_is_created_with_those_above_it() {
    let out = Out::new();
    let folder = out.path("deeper/still");
    let new = files(&[("main.tf.json", "{}"), ("modules/ecs/main.tf.json", "[]")]);
    let outcome = output::replace(&folder, &new).expect("the folder can be created");
    assert_eq!(outcome, Outcome::Created { written: Count { files: 2, bytes: 4 } });
    assert_eq!(standing(&folder), expected(&new));
    assert_eq!(out.neighbours(), ["prod"]);
}

#[test]
#[cfg_attr(feature = "portable", ignore = "what only Unix promises")]
fn an_empty_folder_is_filled_and_keeps_its_mode() {
    let out = Out::new();
    fs::create_dir(out.folder()).expect("the folder can be made");
    fs::set_permissions(out.folder(), fs::Permissions::from_mode(0o2770)).expect("the mode can be set");
    let new = files(&[("main.tf.json", "{}")]);
    assert_eq!(out.replace(&new), Outcome::Created { written: Count { files: 1, bytes: 2 } });
    assert_eq!(standing(&out.folder()), expected(&new));
    let mode = fs::metadata(out.folder()).expect("it stands there").permissions().mode();
    assert_eq!(mode & 0o7777, 0o2770);
}

#[test]
fn a_replacement_writes_what_is_new_keeps_what_is_the_same_and_prunes_the_rest() {
    let out = Out::new();
    let old = files(&[("same.tf.json", "same"), ("changed.tf.json", "old"), ("gone.tf.json", "12345"), ("gone/too.json", "1")]);
    let new = files(&[("same.tf.json", "same"), ("changed.tf.json", "new"), ("added/main.tf.json", "added")]);
    out.replace(&old);
    let outcome = Outcome::Replaced {
        written: Count { files: 2, bytes: 8 },
        kept: Count { files: 1, bytes: 4 },
        removed: Count { files: 2, bytes: 6 },
    };
    assert_eq!(out.replace(&new), outcome);
    assert_eq!(standing(&out.folder()), expected(&new));
    assert_eq!(out.neighbours(), ["prod"]);
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let out = Out::new();
    for new in [files(&[("a", "1"), ("b/c", "2")]), files(&[("a/d", "3"), ("b", "4")]), files(&[("a", "1"), ("b/c", "2")])] {
        out.replace(&new);
        assert_eq!(standing(&out.folder()), expected(&new));
    }
}

#[test]
fn no_files_at_all_leave_a_folder_that_says_so() {
    let out = Out::new();
    out.replace(&versions()[0]);
    out.replace(&files(&[]));
    assert_eq!(standing(&out.folder()), expected(&files(&[])));
}

#[test]
fn an_edited_generated_file_is_overwritten_and_a_lost_one_comes_back() {
    let out = Out::new();
    let new = files(&[("edited.tf.json", "{}"), ("linked.tf.json", "{}"), ("lost.tf.json", "{}")]);
    out.replace(&new);
    out.write("edited.tf.json", "[]");
    fs::remove_file(out.path("lost.tf.json")).expect("it stands there");
    fs::remove_file(out.path("linked.tf.json")).expect("it stands there");
    std::os::unix::fs::symlink("edited.tf.json", out.path("linked.tf.json")).expect("the link can be made");
    out.replace(&new);
    assert_eq!(standing(&out.folder()), expected(&new));
}

#[test]
fn when_every_file_is_the_same_nothing_is_written() {
    let out = Out::new();
    let [one, _] = versions();
    out.replace(&one);
    put_survivors(&out.folder());
    let seen = || {
        let paths = ["", ".synth-manifest.json", "changed-0.tf.json", "modules", "modules/same/0.tf.json", ".."];
        paths.map(|path| {
            let metadata = fs::metadata(out.path(path)).expect("it stands there");
            (metadata.ino(), metadata.mtime(), metadata.mtime_nsec(), metadata.ctime(), metadata.ctime_nsec())
        })
    };
    let before = seen();
    let bytes = one.iter().map(|(_, contents)| contents.len() as u64).sum();
    assert_eq!(out.replace(&one), Outcome::Unchanged { kept: Count { files: one.len(), bytes } });
    assert_eq!(seen(), before);
}

#[test]
fn a_file_that_stays_the_same_keeps_its_time_of_change() {
    let out = Out::new();
    let [one, two] = versions();
    out.replace(&one);
    let path = out.path("modules/same/0.tf.json");
    let changed = || fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("it stands there");
    let before = changed();
    out.replace(&two);
    assert_eq!(changed(), before);
}

#[test]
fn the_generated_files_are_read_back_without_what_terraform_keeps() {
    let out = Out::new();
    let [one, _] = versions();
    assert_eq!(read(&out.folder()).expect("there is nothing to read"), None);
    out.write("terraform.tfstate", "state");
    assert_eq!(read(&out.folder()).expect("there is nothing to read"), None);
    out.replace(&one);
    assert_eq!(read(&out.folder()).expect("the folder can be read"), Some(one));
}

#[test]
fn a_folder_can_be_named_in_each_way_in_which_a_shell_names_it() {
    let out = Out::new();
    out.write("main.tf.json", "");
    out.write(".synth-manifest.json", "[\"main.tf.json\"]");
    fs::create_dir(out.path("terraform.tfstate.d")).expect("the folder can be made");
    let at_top = ["prod", "prod/", "./prod/."].map(|name| (".", name));
    let inside = [("prod", "."), ("prod", "../prod"), ("prod/terraform.tfstate.d", "..")];
    for (inside, name) in at_top.into_iter().chain(inside) {
        let mut process = process("created_and_replaced::replaces_where_it_stands", name.as_ref());
        process.current_dir(out.beside(inside));
        assert!(spawn(process).wait().expect("the process ends").success(), "{name}");
        assert_eq!(fs::read(out.path("main.tf.json")).expect("it stands there"), name.as_bytes());
        assert_eq!(out.neighbours(), ["prod"]);
    }
}

#[test]
#[ignore = "another test runs it in a process of its own, which stands in a certain folder"]
fn replaces_where_it_stands() {
    let Some(folder) = folder_of_process() else { return };
    let name = folder.to_string_lossy();
    output::replace(&folder, &files(&[("main.tf.json", &name)])).expect("the folder can be replaced");
}
