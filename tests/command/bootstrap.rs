//! The account's bootstrap: what is written, what is told, and what the environments have to agree about.

use crate::command::sandbox::{Sandbox, holds};

#[test]
fn the_stack_is_written_and_the_way_of_its_own_state_into_the_bucket_is_told() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.synth(&["bootstrap"]).well(), @"
    exit: 0
    --- stdout
    bootstrap: wrote N files to out/bootstrap, N KB
      N resources for the state bucket `shop-terraform-state`

    next, once for the account:
      terraform -chdir=out/bootstrap init
      terraform -chdir=out/bootstrap apply
    then move the stack's own state into the bucket that it made:
      synth bootstrap --in-bucket
      terraform -chdir=out/bootstrap init -migrate-state
    ");
    assert!(holds(&sandbox.tree("out"), "bootstrap/modules/state/bucket.tf.json"));
    assert_eq!(sandbox.names("out"), ["bootstrap"]);
}

#[test]
fn the_state_that_terraform_leaves_there_outlives_the_second_writing() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["bootstrap"]).well();
    for left in [".terraform/terraform.tfstate", ".terraform.lock.hcl", "terraform.tfstate", "terraform.tfstate.backup"] {
        sandbox.write(&format!("out/bootstrap/{left}"), "{}");
    }
    insta::assert_snapshot!(sandbox.synth(&["bootstrap", "--in-bucket"]).well(), @"
    exit: 0
    --- stdout
    bootstrap: wrote 1 file to out/bootstrap, N as before
      N resources for the state bucket `shop-terraform-state`

    next:
      terraform -chdir=out/bootstrap init
      terraform -chdir=out/bootstrap plan -out=tfplan
    ");
    assert!(holds(&sandbox.tree("out"), "bootstrap/terraform.tfstate"));
}

#[test]
fn the_command_that_is_told_has_the_options_that_were_given() {
    let sandbox = Sandbox::new();
    let told = sandbox
        .synth(&["bootstrap", "--env", "prod", "--out", "two words", "--set", "state.lock=both", "--set", "state.lock_table=locks"])
        .well();
    let command = "synth bootstrap --in-bucket --env prod --out 'two words' --set state.lock=both --set state.lock_table=locks\n";
    assert!(told.stdout.contains(command), "{told}");
}

#[test]
fn a_stack_whose_state_lies_in_the_bucket_is_not_made_to_look_for_it_elsewhere() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["bootstrap", "--in-bucket"]).well();
    let before = sandbox.tree("out");
    let ran = sandbox.synth(&["bootstrap"]).failed();
    assert_eq!(
        ran.stderr,
        "error: the state of `out/bootstrap` lies in the bucket already: add `--in-bucket`, or Terraform looks for it here and makes \
         everything anew\n"
    );
    assert_eq!(sandbox.tree("out"), before);
}

#[test]
fn environments_that_share_a_bucket_have_to_agree_about_it() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/prod.toml", "state.old_version_days = 365\naccount_id = \"111122223333\"\n");
    let ran = sandbox.synth(&["bootstrap"]).failed();
    insta::assert_snapshot!(ran, @"
    exit: 1
    --- stderr
    error: the environments that keep their state in `shop-terraform-state` disagree about it:
      `account_id` is `(not set)` in staging, and `111122223333` in prod
      `state.old_version_days` is `365` in prod, and `90` in staging
    set it once, in a file that all of them extend
    ");
    assert_eq!(sandbox.names("."), ["environments"], "nothing is written");
}

#[test]
fn of_several_buckets_one_is_chosen() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/prod.toml", "state.bucket = \"shop-prod-terraform-state\"\n");
    insta::assert_snapshot!(sandbox.synth(&["bootstrap"]).failed(), @"
    exit: 1
    --- stderr
    error: the environments keep their state in several buckets, and each account is bootstrapped by itself:
      `shop-prod-terraform-state` holds that of prod
      `shop-terraform-state` holds that of staging
    say with `--env` whose bucket is meant, and with `--out` where to write, one folder for each account
    ");
    let told = sandbox.synth(&["bootstrap", "--env", "prod", "--out", "out/prod-account"]).well();
    assert!(told.stdout.contains("`shop-prod-terraform-state`"), "{told}");
    assert!(told.stdout.contains("out/prod-account/bootstrap"), "{told}");
    let ran = sandbox.synth(&["bootstrap", "--env", "prd"]).failed();
    assert!(ran.stderr.contains("did you mean `prod`?"), "{ran}");
}

#[test]
fn with_a_fault_in_one_environment_nothing_is_written() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/prod.toml", "state.lock = \"dynamodb\"\n");
    let ran = sandbox.synth(&["bootstrap"]).failed();
    assert!(ran.stderr.contains("the table that holds the locks is not named"), "{ran}");
    assert_eq!(sandbox.names("."), ["environments"], "nothing is written");
}

#[test]
fn no_environment_takes_the_place_of_the_bootstrap() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/bootstrap.toml", "extends = \"base.toml\"\n");
    let ran = sandbox.synth(&["bootstrap"]).failed();
    assert_eq!(ran.stderr, "error: rename the environment `bootstrap`: its folder would be that of the account's bootstrap\n");
}

#[test]
fn locks_in_a_table_only_are_warned_of() {
    let sandbox = Sandbox::new();
    let lock = ["--env", "prod", "--set", "state.lock=dynamodb", "--set", "state.lock_table=locks"];
    let told = sandbox.synth(&lock).well().stderr;
    assert!(told.contains("warning: Terraform deprecates locks in DynamoDB"), "{told}");
    let both = ["--env", "prod", "--set", "state.lock=both", "--set", "state.lock_table=locks"];
    assert_eq!(sandbox.synth(&both).well().stderr, "");
}

#[test]
fn the_bootstrap_of_another_project_is_not_written_over() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["bootstrap"]).well();
    let before = sandbox.tree("out");
    let other = ["bootstrap", "--set", "state.bucket=another-terraform-state-111122223333"];
    let told = sandbox.synth(&other).failed().stderr;
    assert!(told.contains("`out/bootstrap` holds the bootstrap of another project"), "{told}");
    assert!(told.contains("shop-terraform-state") && told.contains("`--out`"), "{told}");
    assert_eq!(sandbox.tree("out"), before, "nothing is written");
    sandbox.synth(&[&other[..], &["--out", "other"]].concat()).well();
}
