//! After a failure, and after a run that was killed before this one, the folder is whole.

use std::fs;

use output::{Action, Error, Outcome, read};

use crate::support::{Out, Standing, expected, files, folder_of_process, process, put_survivors, spawn, standing, versions, write};

#[test]
fn a_file_that_cannot_be_written_leaves_the_old_folder() {
    let out = Out::new();
    let [one, _] = versions();
    out.replace(&one);
    put_survivors(&out.folder());
    let before = standing(&out.folder());
    let long = "a".repeat(300);
    let error = out.refusal(&files(&[("a.tf.json", "{}"), (&format!("modules/{long}"), "{}")]));
    assert!(matches!(error, Error::Step { action: Action::Write, .. }), "{error}");
    let staging = out.beside(".prod.staging").display().to_string();
    assert!(error.to_string().starts_with(&format!("cannot write `{staging}/modules/aaa")), "{error}");
    assert_eq!(standing(&out.folder()), before);
    assert_eq!(out.neighbours(), ["prod"]);
}

#[test]
fn a_first_folder_that_cannot_be_written_is_not_there() {
    let out = Out::new();
    let error = out.refusal(&files(&[("a.tf.json", "{}"), (&"a".repeat(300), "{}")]));
    assert!(matches!(error, Error::Step { action: Action::Write, .. }), "{error}");
    assert_eq!(out.neighbours(), <[String; 0]>::default());
}

#[test]
fn a_disk_that_is_full_in_the_middle_of_a_file_leaves_the_old_folder() {
    let out = Out::new();
    out.replace(&files(&[("main.tf.json", "{}")]));
    let before = standing(&out.folder());
    // The shell sets a largest file size below that of the files, and a write beyond it fails instead of ending the process.
    let child = process("undisturbed::replaces_with_a_file_that_is_too_large", &out.folder());
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\""]).arg(child.get_program()).args(child.get_args());
    limited.envs(child.get_envs().filter_map(|(name, value)| Some((name, value?)))).stdout(std::process::Stdio::null());
    assert!(spawn(limited).wait().expect("the process ends").success());
    assert_eq!(standing(&out.folder()), before);
    assert_eq!(out.neighbours(), ["prod"]);
}

#[test]
#[ignore = "another test runs it in a process of its own"]
fn replaces_with_a_file_that_is_too_large() {
    let Some(folder) = folder_of_process() else { return };
    let large = "x".repeat(100_000);
    let error = output::replace(&folder, &files(&[("a.tf.json", "{}"), ("b.tf.json", &large)])).expect_err("it is too large");
    assert!(matches!(error, Error::Step { action: Action::Write, .. }), "{error}");
}

#[test]
fn a_file_in_the_way_of_the_staging_folder_is_refused_and_stays() {
    let out = Out::new();
    let [one, two] = versions();
    out.replace(&one);
    write(&out.beside(".prod.staging"), "a file");
    assert!(matches!(out.refusal(&two), Error::NotAFolder { .. }));
    assert_eq!(standing(&out.folder()), expected(&one));
    assert_eq!(fs::read(out.beside(".prod.staging")).expect("it still stands there"), b"a file");
}

#[test]
fn what_a_killed_run_left_in_the_staging_folder_is_cleared() {
    let out = Out::new();
    let [one, two] = versions();
    out.replace(&one);
    out.write(".terraform/modules/modules.json", "modules");
    out.write("prod.tfvars", "");
    let mut all = expected(&two);
    all.extend(standing(&out.folder()).into_iter().filter(|(path, _)| path.starts_with(".terraform") || path == "prod.tfvars"));
    // Killed while it wrote the manifest, while it wrote files, and while it removed the old folder.
    let cut = [(".synth-manifest.json", "[\n \"chan")];
    let half = [(".synth-manifest.json", "[\"modules/a\", \"modules/b\"]"), ("modules/a", "half")];
    let removed = [(".synth-manifest.json", "[\"a\"]"), (".terraform/modules/modules.json", "modules"), ("prod.tfvars", "")];
    for left in [&[][..], &cut, &half, &removed] {
        fs::create_dir(out.beside(".prod.staging")).expect("the folder can be made");
        for (path, contents) in left {
            write(&out.beside(".prod.staging").join(path), contents);
        }
        out.replace(&two);
        assert_eq!(standing(&out.folder()), all);
        assert_eq!(out.neighbours(), ["prod"]);
    }
}

#[test]
fn a_staging_folder_with_foreign_files_is_refused_and_stays() {
    let out = Out::new();
    let [one, two] = versions();
    out.replace(&one);
    write(&out.beside(".prod.staging/precious.tf"), "precious");
    let error = out.refusal(&two);
    assert!(matches!(&error, Error::Foreign { folder, .. } if *folder == out.beside(".prod.staging")), "{error}");
    assert!(out.beside(".prod.staging/precious.tf").exists());
}

#[test]
fn a_run_killed_between_two_renames_is_put_right_by_the_next_one() {
    let out = Out::new();
    let [one, two] = versions();
    out.replace(&one);
    put_survivors(&out.folder());
    let before = standing(&out.folder());
    fs::rename(out.folder(), out.beside(".prod.replaced")).expect("it can be moved");
    fs::create_dir(out.beside(".prod.staging")).expect("the folder can be made");
    assert_eq!(read(&out.folder()).expect("it can be read where it waits"), Some(one.clone()));
    assert!(matches!(out.replace(&one), Outcome::Unchanged { .. }));
    assert_eq!(standing(&out.folder()), before);
    assert_eq!(out.neighbours(), ["prod"]);
    out.replace(&two);
    assert_eq!(standing(&out.folder())["terraform.tfstate"], Standing::File(b"state".to_vec()));
}

#[test]
fn a_state_set_aside_by_a_killed_run_is_not_lost_when_somebody_makes_a_new_folder_meanwhile() {
    let out = Out::new();
    let [one, two] = versions();
    out.replace(&one);
    put_survivors(&out.folder());
    fs::rename(out.folder(), out.beside(".prod.replaced")).expect("it can be moved");
    fs::create_dir(out.folder()).expect("the folder can be made");
    out.replace(&two);
    assert_eq!(standing(&out.folder())["terraform.tfstate"], Standing::File(b"state".to_vec()));
    assert_eq!(out.neighbours(), ["prod"]);
}

/// The old folder, after the exchange: a Terraform that was started in it stands in it still.
#[test]
fn what_terraform_wrote_into_the_folder_that_a_killed_run_left_is_carried_over() {
    let out = Out::new();
    let [one, two] = versions();
    out.replace(&two);
    put_survivors(&out.folder());
    // As right after the exchange: the new one under the name, the old one where the new one grew.
    let terraforms = out.beside(".prod.staging");
    output::replace(&terraforms, &one).expect("nothing stands there yet");
    put_survivors(&terraforms);
    write(&terraforms.join("errored.tfstate"), "what could not be uploaded");
    write(&terraforms.join(".terraform.tfstate.lock.info"), "a lock");
    out.replace(&two);
    assert_eq!(standing(&out.folder())["errored.tfstate"], Standing::File(b"what could not be uploaded".to_vec()));
    assert_eq!(standing(&out.folder())[".terraform.tfstate.lock.info"], Standing::File(b"a lock".to_vec()));
    assert_eq!(standing(&out.folder())["terraform.tfstate"], Standing::File(b"state".to_vec()));
    assert_eq!(out.neighbours(), ["prod"]);
}
