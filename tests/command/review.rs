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
        ("lifecycle", "critical", 2),
        ("weakened", "critical", 2),
        ("costs", "high", 0),
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
    assert_eq!(document["format_version"], "1.3");
    assert_eq!(document["verdict"]["highest"], "critical");
    assert_eq!(document["counts"]["replace"], 3);
    assert_eq!(document["risks"][0]["code"], "data-destroyed");
}

#[test]
fn a_page_has_a_title_and_a_mark_by_which_a_newer_one_takes_its_place() {
    let sandbox = with("firewall");
    let page = sandbox.synth(&["review", "plan.json", "--title", "network of staging", "-o", "page.md"]).well();
    assert!(page.stdout.is_empty(), "{page}");
    let page = fs::read_to_string(sandbox.path("page.md")).expect("the page is written");
    assert!(page.starts_with("## `network of staging`: Look closely: 2 critical"), "{page}");
    assert!(page.ends_with("\n<!-- synth-review network-of-staging -->\n"), "{page}");
}

#[test]
fn a_whole_review_is_split_into_pages_and_takes_the_place_of_a_longer_one() {
    let sandbox = with("firewall");
    sandbox.write("pages/2.md", "of a longer review");
    sandbox.write("pages/notes.md", "of somebody");
    let told = sandbox.synth(&["review", "plan.json", "--title", "prod", "--split", "pages"]).well();
    assert_eq!(told.stdout.replace('\\', "/"), "pages/1.md\n");
    let page = fs::read_to_string(sandbox.path("pages/1.md")).expect("the page is written");
    assert!(page.ends_with("\n<!-- synth-review prod -->\n"), "{page}");
    assert!(!sandbox.path("pages/2.md").exists() && sandbox.path("pages/notes.md").exists());
    let refused = sandbox.synth(&["review", "plan.json", "--split", "pages", "--json"]);
    assert!(refused.stderr.contains("cannot be used with"), "{refused}");
}

#[test]
fn a_review_is_printed_as_each_reader_takes_it() {
    let sandbox = with("data");
    let text = sandbox.synth(&["review", "plan.json", "--format", "text"]).well().stdout;
    assert!(text.contains("critical REV001 data-destroyed aws_dynamodb_table.carts: destroys a table"), "{text}");
    let github = sandbox.synth(&["review", "plan.json", "--format", "github"]).well().stdout;
    assert!(github.starts_with("::error title=REV001 data-destroyed::aws_dynamodb_table.carts: destroys a table"), "{github}");
    let sarif = sandbox.synth(&["review", "plan.json", "--format", "sarif"]).well().json();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["results"][0]["ruleId"], run["tool"]["driver"]["rules"][0]["id"]);
    assert_eq!(run["results"][0]["level"], "error");
}

#[test]
fn an_earlier_plan_is_compared_with() {
    let sandbox = with("firewall");
    let page = sandbox.synth(&["review", "plan.json", "--base", "plan.json"]).well().stdout;
    assert!(page.contains("### Since the earlier plan\n\nNothing differs."), "{page}");
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/review/nothing.json");
    sandbox.write("earlier.json", &fs::read_to_string(plan).expect("the plan is there"));
    let page = sandbox.synth(&["review", "plan.json", "--base", "earlier.json"]).well().stdout;
    assert!(page.contains("- new risk: `critical aws_security_group.web lets in ::/0 on tcp, port 22`"), "{page}");
}

#[test]
fn what_windows_and_older_terraform_write_is_read() {
    let sandbox = Sandbox::empty();
    let plan = r#"{"format_version": "0.2", "resource_changes": [], "planned_values": {}}"#;
    let utf_16: Vec<u8> = [0xff, 0xfe].into_iter().chain(plan.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    fs::write(sandbox.path("plan.json"), utf_16).expect("the plan can be written");
    assert!(sandbox.synth(&["review", "plan.json"]).well().stdout.starts_with("## No changes."));
}

#[test]
fn what_the_settings_accept_stays_on_the_page_and_stops_nothing() {
    let sandbox = with("data");
    let environments = Path::new(env!("CARGO_MANIFEST_DIR")).join("environments");
    for file in ["base.toml", "prod.toml"] {
        let text = fs::read_to_string(environments.join(file)).expect("the environment is there");
        sandbox.write(&format!("environments/{file}"), &text);
    }
    let accept = |rule: &str, resource: &str| {
        format!(
            "accept=[{{rule=\"{rule}\",{resource}reason=\"The carts are kept elsewhere by now\",until=\"{}\"}}]",
            jiff::Zoned::now().date().checked_add(jiff::ToSpan::days(30)).expect("it is a day")
        )
    };
    for rule in ["REV001", "data-destroyed"] {
        let set = accept(rule, "resource=\"aws_dynamodb_table.carts\",");
        let page = sandbox.synth(&["review", "plan.json", "--env", "prod", "--set", &set]).well().stdout;
        assert!(page.starts_with("## `prod`: "), "{page}");
        assert!(page.contains("**accepted**") && page.contains("`The carts are kept elsewhere by now` Until `"), "{page}");
        assert!(page.contains("3 critical"), "{page}");
    }
    let refused = sandbox.synth(&["review", "plan.json", "--env", "prod", "--set", &accept("REV001", "")]).failed();
    assert!(refused.stderr.contains("`REV001` cannot be accepted for every resource"), "{refused}");
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
fn without_a_title_the_page_is_called_as_the_folder_of_the_plan() {
    let sandbox = Sandbox::new();
    let plan = "{\"format_version\": \"1.2\", \"resource_changes\": []}";
    sandbox.write("out/prod/plan.json", plan);
    sandbox.write("plan.json", plan);
    let heading = |arguments: &[&str]| sandbox.synth(arguments).well().stdout.lines().next().unwrap_or_default().to_owned();
    assert!(heading(&["review", "out/prod/plan.json"]).starts_with("## `prod`: "));
    assert!(heading(&["review", "out/prod/plan.json", "--title", "staging"]).starts_with("## `staging`: "));
    assert!(!heading(&["review", "plan.json"]).contains('`'));
}
