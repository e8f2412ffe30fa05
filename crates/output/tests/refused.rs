//! What synth must not delete is refused, and nothing is changed.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

use output::{Error, replace};

use crate::support::{Out, files, put_survivors, standing, versions, write};

#[test]
fn a_folder_with_foreign_files_is_refused_and_nothing_is_changed() {
    let out = Out::new();
    let [one, two] = versions();
    out.replace(&one);
    put_survivors(&out.folder());
    out.write("notes.tf", "notes");
    out.write("modules/one/extra.tf.json", "{}");
    out.write("old/deep/main.tf", "");
    fs::create_dir(out.path("empty")).expect("the folder can be made");
    let before = standing(&out.folder());
    let error = out.refusal(&two);
    let folder = out.folder().display().to_string();
    assert_eq!(
        error.to_string(),
        format!(
            "`{folder}` holds files that synth did not make and Terraform would read, or that are in the way of what synth writes: \
             `empty/`, `modules/one/extra.tf.json`, `notes.tf` and `old/`; synth replaces the folder as a whole and would delete them: \
             move them elsewhere, or choose another folder with `--out`"
        )
    );
    assert_eq!(standing(&out.folder()), before);
    assert_eq!(out.neighbours(), ["prod"]);
}

#[test]
fn foreign_files_are_refused_even_if_the_generated_ones_are_the_same() {
    let out = Out::new();
    let [one, _] = versions();
    out.replace(&one);
    out.write("override.tf", "");
    assert!(matches!(out.refusal(&one), Error::Foreign { .. }));
}

#[test]
fn a_folder_that_synth_did_not_make_is_refused() {
    let out = Out::new();
    out.write("main.tf", "");
    out.write("terraform.tfstate", "state");
    let error = out.refusal(&versions()[0]);
    assert!(matches!(&error, Error::Foreign { files, .. } if files == &["main.tf"]), "{error}");
}

#[test]
fn of_many_foreign_files_the_first_are_named() {
    let out = Out::new();
    for number in 10..35 {
        out.write(&format!("{number}.tf"), "");
    }
    let message = out.refusal(&versions()[0]).to_string();
    assert!(message.contains("`10.tf`, `11.tf`,") && message.contains("`19.tf` and 15 more; "), "{message}");
}

#[test]
fn a_socket_and_a_link_are_foreign_too() {
    let out = Out::new();
    out.replace(&files(&[("modules/main.tf.json", "{}")]));
    let _socket = UnixListener::bind(out.path("socket")).expect("the socket can be made");
    symlink("/", out.path("root")).expect("the link can be made");
    let error = out.refusal(&files(&[]));
    assert!(matches!(&error, Error::Foreign { files, .. } if files == &["root", "socket"]), "{error}");
}

#[test]
fn a_generated_folder_that_became_a_link_is_not_followed() {
    let out = Out::new();
    out.replace(&files(&[("modules/main.tf.json", "{}")]));
    fs::rename(out.path("modules"), out.beside("moved")).expect("it can be moved");
    symlink("../moved", out.path("modules")).expect("the link can be made");
    assert!(matches!(out.refusal(&files(&[])), Error::Foreign { .. }));
    assert!(out.beside("moved/main.tf.json").exists());
}

#[test]
fn a_link_to_a_folder_is_refused_with_the_folder_that_it_leads_to() {
    let out = Out::new();
    fs::create_dir(out.beside("elsewhere")).expect("the folder can be made");
    symlink("elsewhere", out.folder()).expect("the link can be made");
    let name = out.folder().display().to_string();
    for end in ["", "/", "/."] {
        let error = replace(format!("{name}{end}").as_ref(), &versions()[0]).expect_err("it is a link");
        assert_eq!(
            error.to_string(),
            format!("`{name}` is a symbolic link to `elsewhere`; synth replaces the folder as a whole, so name the folder itself")
        );
    }
    assert_eq!(out.neighbours(), ["elsewhere", "prod"]);
}

#[test]
fn a_file_in_place_of_the_folder_is_refused() {
    let out = Out::new();
    write(&out.folder(), "a file");
    assert!(matches!(out.refusal(&versions()[0]), Error::NotAFolder { .. }));
    assert_eq!(fs::read(out.folder()).expect("it still stands there"), b"a file");
}

#[test]
fn the_root_of_the_file_system_is_refused() {
    let error = replace("/".as_ref(), &versions()[0]).expect_err("it has no folder above");
    assert_eq!(error.to_string(), "`/` cannot be replaced as a whole; choose a folder inside it");
}

#[test]
fn a_manifest_that_is_none_is_refused() {
    let out = Out::new();
    let [one, two] = versions();
    out.replace(&one);
    for manifest in ["<<<<<<< HEAD\n", "{}", "[1]", "[\"../../precious\"]", "[\"terraform.tfstate\"]"] {
        out.write(".synth-manifest.json", manifest);
        let before = standing(&out.folder());
        let error = out.refusal(&two);
        assert!(matches!(error, Error::Manifest { .. }), "{error}");
        assert!(matches!(output::read(&out.folder()), Err(Error::Manifest { .. })));
        assert_eq!(standing(&out.folder()), before);
    }
}
