//! What `synth init` writes, as stock Terraform reads it.

use std::fs;
use std::process::Command;

use support::{Terraform, require_or_skip};

#[test]
fn what_a_project_begins_with_is_valid_at_once() {
    let Some(tools) = require_or_skip("what a project begins with is valid at once") else { return };
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let synth = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_synth")).args(arguments).current_dir(folder.path()).output();
        let output = output.expect("the command can be started");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    synth(&["init", "--project", "shop", "--region", "eu-central-1", "--service", "web:8080", "--service", "api:9000"]);
    synth(&["--all", "--deny-warnings"]);
    for environment in ["prod", "staging"] {
        let out = folder.path().join("out").join(environment);
        assert!(fs::metadata(&out).is_ok_and(|it| it.is_dir()), "{environment} was not written");
        let terraform = Terraform::in_folder(&tools, &out);
        terraform.init_without_backend().unwrap_or_else(|failure| panic!("{environment}: {failure}"));
        let validation = terraform.validate().unwrap_or_else(|failure| panic!("{environment}: {failure}"));
        assert!(validation.valid, "{environment}: {validation}");
    }
}
