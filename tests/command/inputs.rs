//! What is read: files, of a size that somebody may have written. Anything else gets a sentence at once.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::command::sandbox::Sandbox;

#[test]
fn what_is_no_file_or_is_far_too_large_is_refused_with_a_sentence() {
    let sandbox = Sandbox::new();
    let path = |name: &str| sandbox.path(&format!("environments/{name}.toml"));
    assert!(Command::new("mkfifo").arg(path("pipe")).status().expect("there is mkfifo").success());
    fs::create_dir(path("folder")).expect("the folder can be made");
    symlink("/dev/zero", path("device")).expect("the link can be made");
    fs::write(path("lines"), "\n".repeat(10_000_000)).expect("the file can be written");
    let value = format!("extends = \"base.toml\"\nproject = \"{}\"\n", "x".repeat(30_000_000));
    fs::write(path("value"), value).expect("the file can be written");
    for (name, says) in [
        ("pipe", "it is a pipe, and not a file"),
        ("folder", "it is a folder, and not a file"),
        ("device", "it is a device, and not a file"),
        ("lines", "it is larger than 1 MiB, which is the most that is read"),
        ("value", "it is larger than 1 MiB, which is the most that is read"),
    ] {
        let ran = sandbox.synth(&["--env", name]).failed();
        let expected = format!("error: cannot read `environments/{name}.toml`: {says}\n");
        assert!(ran.stderr.starts_with(&expected), "{name}: {}", ran.stderr);
    }
}

#[test]
fn a_plan_is_a_file_too() {
    let sandbox = Sandbox::new();
    assert!(Command::new("mkfifo").arg(sandbox.path("plan")).status().expect("there is mkfifo").success());
    for (name, says) in [("plan", "it is a pipe"), ("environments", "it is a folder"), ("/dev/zero", "it is a device")] {
        let ran = sandbox.synth(&["review", name]).failed();
        assert_eq!(ran.stderr, format!("error: cannot read {name}: {says}, and not a file\n"));
    }
}

#[test]
fn of_very_many_faults_the_first_are_shown_and_the_others_counted() {
    let sandbox = Sandbox::new();
    let unknown: Vec<String> = (0..462).map(|number| format!("key{number} = 1")).collect();
    sandbox.write("environments/many.toml", &format!("extends = \"prod.toml\"\n{}\n", unknown.join("\n")));
    let ran = sandbox.synth(&["--env", "many"]).failed();
    assert_eq!(ran.stderr.matches("error: unknown setting").count(), 50);
    assert!(
        ran.stderr.ends_with("\n\n… and 412 more\n\nerror: 462 problems in environments/many.toml; nothing was written\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_long_value_is_quoted_in_part() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/long.toml", &format!("extends = \"prod.toml\"\nproject = \"{}\"\n", "x".repeat(900_000)));
    let ran = sandbox.synth(&["--env", "long"]).failed();
    assert!(ran.stderr.contains("xxx… (900000 characters)`"), "{}", ran.stderr.len());
    assert!(ran.stderr.len() < 5_000, "{}", ran.stderr.len());
}

#[test]
fn a_page_and_a_picture_are_written_as_a_whole() {
    let sandbox = Sandbox::new();
    for verb in ["report", "graph"] {
        let file = sandbox.path("page");
        fs::write(&file, "the old one").expect("the file can be written");
        let mut old = fs::File::open(&file).expect("it is there");
        sandbox.synth(&[verb, "--env", "staging", "--output", "page"]).well();
        assert_eq!(
            std::io::read_to_string(&mut old).expect("it can be read"),
            "the old one",
            "{verb}: the old file is another one"
        );
        assert!(fs::metadata(&file).expect("it is there").len() > 1000);
    }
    assert_eq!(sandbox.names("."), ["environments", "page"]);
}
