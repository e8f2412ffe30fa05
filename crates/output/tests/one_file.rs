//! A file is read only if it is one and of a sane size, and written wholly or not at all.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use output::file;

#[test]
#[cfg_attr(feature = "portable", ignore = "what only Unix promises")]
fn what_is_no_file_is_refused_at_once() {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("there is mkfifo").success());
    symlink(&pipe, folder.path().join("link")).expect("the link can be made");
    for (path, says) in [
        (folder.path().to_owned(), "it is a folder, and not a file"),
        (pipe, "it is a pipe, and not a file"),
        (folder.path().join("link"), "it is a pipe, and not a file"),
        ("/dev/zero".into(), "it is a device, and not a file"),
    ] {
        assert_eq!(file::read(&path, file::SETTINGS).expect_err("it is refused").to_string(), says);
    }
}

#[test]
fn a_file_is_read_up_to_the_size_that_is_sane() {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    let path = folder.path().join("a.toml");
    let most = usize::try_from(file::SETTINGS).expect("it is small");
    fs::write(&path, vec![b'\n'; most]).expect("the file can be written");
    assert_eq!(file::read(&path, file::SETTINGS).expect("it has just the size").len(), most);
    fs::write(&path, vec![b'\n'; most + 1]).expect("the file can be written");
    let error = file::read(&path, file::SETTINGS).expect_err("it is too large");
    assert_eq!(error.to_string(), "it is larger than 1 MiB, which is the most that is read");
}

#[test]
fn a_file_is_replaced_as_a_whole_and_keeps_its_mode() {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    let (path, link) = (folder.path().join("report.html"), folder.path().join("link"));
    file::write(&path, b"one").expect("the folder can be written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("the mode can be set");
    symlink(&path, &link).expect("the link can be made");
    // Whoever has it open reads the old one to its end.
    let mut reader = fs::File::open(&path).expect("it is there");
    file::write(&link, b"two").expect("the folder can be written");
    assert_eq!(std::io::read_to_string(&mut reader).expect("it can be read"), "one");
    assert_eq!(fs::read(&path).expect("it is there"), b"two");
    assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o600);
    assert!(link.is_symlink(), "the link still leads there");
    assert_eq!(fs::read_dir(folder.path()).expect("it can be listed").count(), 2, "nothing is left beside it");
}

#[test]
fn a_file_that_cannot_be_written_leaves_the_old_one_and_nothing_else() {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    let missing = folder.path().join("missing/report.html");
    file::write(&missing, b"one").expect_err("there is no such folder");
    file::write(&folder.path().join("a".repeat(300)), b"one").expect_err("the name is too long");
    assert_eq!(fs::read_dir(folder.path()).expect("it can be listed").count(), 0);
}
