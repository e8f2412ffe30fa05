//! `synth review`: a plan in, a page or a document out, and an exit code to stop a pipeline by.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Output, Stdio};

use crate::command::sandbox::Sandbox;

/// A folder with this plan of `tests/review` in it, as `plan.json`.
fn with(case: &str) -> Sandbox {
    let sandbox = Sandbox::empty();
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/review/{case}.json"));
    sandbox.write("plan.json", &fs::read_to_string(plan).expect("the plan is there"));
    sandbox
}

#[test]
fn a_plan_is_reviewed_from_a_file_and_from_standard_input() {
    let sandbox = with("firewall");
    let page = sandbox.synth(&["review", "plan.json"]).well();
    assert!(page.stdout.starts_with("## Look closely: 2 critical") && page.stderr.is_empty(), "{page}");

    let mut command = sandbox.command(&["review", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the command can be started");
    let plan = fs::read(sandbox.path("plan.json")).expect("the plan is there");
    child.stdin.take().expect("it is piped").write_all(&plan).expect("the plan is read");
    let Output { status, stdout, stderr: _ } = child.wait_with_output().expect("it ends");
    assert!(status.success());
    assert_eq!(String::from_utf8(stdout).expect("it is UTF-8"), page.stdout);
}

#[test]
fn a_pipeline_is_stopped_by_risks_as_severe_as_it_says() {
    for (case, severity, status) in [
        ("firewall", "critical", 2),
        ("firewall", "low", 2),
        ("lifecycle", "critical", 0),
        ("lifecycle", "high", 2),
        ("nothing", "low", 0),
    ] {
        let ran = with(case).synth(&["review", "plan.json", "--fail-on", severity]);
        assert_eq!(ran.status, Some(status), "{case} {severity}: {ran}");
        assert!(ran.stdout.starts_with("## "), "the page is printed all the same");
    }
    assert_eq!(with("firewall").synth(&["review", "plan.json"]).status, Some(0));
    let ran = with("firewall").synth(&["review", "plan.json", "--fail-on", "worst"]).failed();
    assert!(ran.stderr.contains("a severity is one of critical, high, medium, low"), "{ran}");
}

#[test]
fn programs_get_the_whole_review() {
    let document = with("data").synth(&["review", "plan.json", "--json"]).well().json();
    assert_eq!(document["format_version"], "1.1");
    assert_eq!(document["verdict"]["highest"], "critical");
    assert_eq!(document["counts"]["replace"], 3);
    assert_eq!(document["risks"][0]["code"], "data-destroyed");
}

#[test]
fn what_is_no_plan_is_told_with_the_command_that_makes_one() {
    let sandbox = Sandbox::empty();
    sandbox.write("state.json", r#"{"format_version": "1.0", "values": {"root_module": {}}}"#);
    sandbox.write("tfplan", "PK\u{3}\u{4}");
    sandbox.write("new.json", r#"{"format_version": "2.0", "planned_values": {}}"#);
    insta::assert_snapshot!(sandbox.synth(&["review", "state.json"]).failed(), @"
    exit: 1
    --- stderr
    error: state.json: this is Terraform's state, not a plan; make a plan with `terraform plan -out=tfplan`, then `terraform show -json tfplan > plan.json`
    ");
    insta::assert_snapshot!(sandbox.synth(&["review", "tfplan"]).failed(), @"
    exit: 1
    --- stderr
    error: tfplan: this is the plan as `terraform plan -out` writes it, which only Terraform reads; print it as JSON with `terraform show -json <this file> > plan.json`
    ");
    insta::assert_snapshot!(sandbox.synth(&["review", "new.json"]).failed(), @"
    exit: 1
    --- stderr
    error: new.json: the plan is in format version `2.0`, and this synth understands 1.x; print it with an older Terraform, or get a newer synth
    ");
    insta::assert_snapshot!(sandbox.synth(&["review", "missing.json"]).failed(), @"
    exit: 1
    --- stderr
    error: cannot read missing.json: No such file or directory (os error 2)
    ");
}

#[test]
fn help_says_how_to_get_a_plan() {
    insta::assert_snapshot!(Sandbox::empty().synth(&["review", "--help"]).well(), @"
    exit: 0
    --- stdout
    Review a Terraform plan: what changes, what is risky, what drifted

    Usage: synth review [OPTIONS] <PLAN.JSON>

    Arguments:
      <PLAN.JSON>  The plan, as `terraform show -json <plan file>` prints it; `-` reads standard input

    Options:
          --fail-on <SEVERITY>  Exit with 2 when there is a risk of this severity or a worse one: critical, high, medium or low
          --json                Print the whole review as one JSON document; its schema is docs/json/review.schema.json
      -h, --help                Print help

    Examples:
      terraform plan -out=tfplan
      terraform show -json tfplan > plan.json
      synth review plan.json > comment.md
      terraform show -json tfplan | synth review - --fail-on high
      synth review plan.json --json

    Values that the plan marks as sensitive are never printed. The page fits into a comment on GitHub.

    Exit status: 0 when all is well, 1 on any error, 2 when there is a risk as severe as `--fail-on` says.
    ");
}
