//! The folder that is written: what Terraform put there survives, and what nobody knows is not touched.

use std::fs;

use crate::command::sandbox::Sandbox;

#[test]
fn what_terraform_put_there_survives() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["--env", "prod"]).well();
    let terraforms = [
        ".terraform/providers/registry/aws",
        ".terraform/modules/modules.json",
        ".terraform.lock.hcl",
        "terraform.tfstate",
        "terraform.tfstate.backup",
        "tfplan",
        "images.auto.tfvars",
    ];
    for path in terraforms {
        sandbox.write(&format!("out/prod/{path}"), path);
    }
    sandbox.append("environments/prod.toml", "networking.nat_gateways = \"single\"\n");
    sandbox.synth(&["--env", "prod"]).well();
    for path in terraforms {
        let kept = fs::read_to_string(sandbox.path(&format!("out/prod/{path}")));
        assert_eq!(kept.ok().as_deref(), Some(path), "{path}");
    }
}

#[test]
fn a_folder_with_files_that_synth_did_not_make_is_left_as_it_is() {
    let sandbox = Sandbox::new();
    sandbox.write("out/prod/main.tf", "# mine");
    sandbox.write("out/prod/notes/todo.md", "mine");
    let before = sandbox.tree("out");
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod"]).failed(), @"
    exit: 1
    --- stderr
    error: `out/prod` holds files that synth did not make and Terraform would read, or that are in the way of what synth writes: `main.tf` and `notes/`; synth replaces the folder as a whole and would delete them: move them elsewhere, or choose another folder with `--out`
    ");
    assert!(before == sandbox.tree("out"));
    assert_eq!(sandbox.names("out"), ["prod"]);
}

#[test]
fn a_file_added_to_a_written_folder_is_not_deleted_either() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["--env", "prod"]).well();
    sandbox.write("out/prod/modules/ecs/extra.tf", "# mine");
    sandbox.append("environments/prod.toml", "networking.nat_gateways = \"single\"\n");
    let before = sandbox.tree("out");
    let ran = sandbox.synth(&["--env", "prod"]).failed();
    assert!(ran.stderr.contains("`modules/ecs/extra.tf`"), "{ran}");
    assert!(before == sandbox.tree("out"));
}

#[test]
fn what_was_written_before_a_folder_was_refused_is_told() {
    let sandbox = Sandbox::new();
    sandbox.write("out/staging/mine.tf", "");
    insta::assert_snapshot!(sandbox.synth(&["--all"]).failed(), @"
    exit: 1
    --- stdout
    prod: wrote N files to out/prod, N KB
      networking N resources
      rds N resources
      ecs N resources
      monitoring N resources
      in all N resources

    left out, since others extend it: base.toml

    next:
      terraform -chdir=out/prod init
      terraform -chdir=out/prod plan -out=tfplan
      synth lock --env prod    records what must not be lost; commit it
    --- stderr
    error: `out/staging` holds files that synth did not make and Terraform would read, or that are in the way of what synth writes: `mine.tf`; synth replaces the folder as a whole and would delete them: move them elsewhere, or choose another folder with `--out`
    error: 1 of 2 environments not written: staging
    ");
    let told = sandbox.synth(&["--all", "--json"]).failed().json();
    assert_eq!(told["environments"][0]["folder"], "out/prod");
    assert_eq!(told["environments"].as_array().map(Vec::len), Some(1));
    assert!(told["error"].as_str().is_some_and(|error| error.starts_with("`out/staging` holds files")), "{told}");
}

#[test]
fn a_file_where_a_folder_has_to_be_is_not_overwritten() {
    let sandbox = Sandbox::new();
    sandbox.write("out/prod", "mine");
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod"]).failed(), @"
    exit: 1
    --- stderr
    error: `out/prod` is not a folder, and synth makes one there; move it elsewhere
    ");
    let ran = sandbox.synth(&["--env", "prod", "--out", "out/prod"]).failed();
    assert!(ran.stderr.contains("`out/prod"), "{ran}");
    assert_eq!(fs::read_to_string(sandbox.path("out/prod")).ok().as_deref(), Some("mine"));
}

#[test]
fn a_link_in_the_folder_s_place_is_not_followed() {
    let sandbox = Sandbox::new();
    sandbox.write("elsewhere/mine.tf", "mine");
    sandbox.write("out/.keep", "");
    std::os::unix::fs::symlink("../elsewhere", sandbox.path("out/prod")).expect("the link can be made");
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod"]).failed(), @"
    exit: 1
    --- stderr
    error: `out/prod` is a symbolic link to `../elsewhere`; synth replaces the folder as a whole, so name the folder itself
    ");
    assert_eq!(sandbox.names("elsewhere"), ["mine.tf"]);
}

#[test]
fn another_project_s_environment_is_not_written_over() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["--env", "prod"]).well();
    let before = sandbox.tree("out");
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod", "--set", "project=mall"]).failed(), @"
    exit: 1
    --- stderr
    error: `out/prod` holds another environment: its state lies under `shop/prod/terraform.tfstate`, and this one's under `mall/prod/terraform.tfstate`; choose another folder with `--out`, or delete that one
    ");
    assert!(before == sandbox.tree("out"));
    sandbox.synth(&["--env", "prod", "--set", "project=mall", "--out", "mall"]).well();
}

#[test]
fn an_environment_whose_state_moves_stays_the_same_one() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["--env", "prod"]).well();
    let moved = sandbox.synth(&["--env", "prod", "--set", "state.key=elsewhere/prod.tfstate"]).well();
    assert!(moved.stderr.contains("terraform init -migrate-state"), "{moved}");
}
