//! The examples: each can be synthesized as it stands, without a warning but that it owns no domain and how its program gets the password.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::sandbox::Sandbox;

/// The folders under `examples/` that hold environments; the service that they run is a program.
fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let entries = fs::read_dir(folder).expect("there are examples");
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| !path.join("Cargo.toml").exists()).collect();
    paths.sort();
    paths
}

#[test]
fn every_example_can_be_synthesized_without_a_warning_but_of_plain_http_and_the_password() {
    let examples = examples();
    assert!(examples.len() >= 5, "{examples:?}");
    for example in examples {
        let sandbox = Sandbox::empty();
        let ran = sandbox.synth(&["--all", "--environments", &example.display().to_string()]).well();
        let warnings = ran.stderr.matches("warning[").count();
        // Only the example of HTTPS can name a domain without hiding what it is an example of; and how a program gets its password is its own.
        let [without_domain, with_password] =
            ["warning[ECS001]", "warning[RDS012]"].map(|warning| ran.stderr.matches(warning).count());
        assert_eq!(warnings, without_domain + with_password, "{}\n{ran}", example.display());
        assert!(without_domain <= 1 && with_password <= 1, "{}\n{ran}", example.display());
    }
}

#[test]
fn every_example_says_at_its_top_what_it_is_for_and_how_to_run_it() {
    for example in examples() {
        let name = example.file_name().expect("it has a name").display().to_string();
        let files = fs::read_dir(&example).unwrap_or_else(|error| panic!("{name} is no folder: {error}"));
        let paths = files.map(|file| file.expect("it can be listed").path());
        // What else lies there works with the environment, and says itself what it is.
        for path in paths.filter(|path| path.extension().is_some_and(|extension| extension == "toml")) {
            let text = fs::read_to_string(&path).expect("it can be read");
            let mut lines = text.lines();
            assert_eq!(lines.next(), Some("#:schema ../../environments/schema.json"), "{}", path.display());
            assert!(lines.next().is_some_and(|line| line.starts_with("# ")), "{}", path.display());
            let environment = path.file_stem().unwrap_or_default().display().to_string();
            let command = format!("synth --environments examples/{name} --env {environment} --out out/{name}");
            assert!(text.contains(&command), "{} does not say `{command}`", path.display());
        }
    }
}
