//! `synth cost`: what is printed for people and for programs.

use std::path::Path;

use synth::commands::formats::FORMATS;

use crate::command::sandbox::{Ran, Sandbox};

fn shipped(arguments: &[&str]) -> Ran {
    let environments = Path::new(env!("CARGO_MANIFEST_DIR")).join("environments");
    let environments = environments.display().to_string();
    Sandbox::empty().synth(&[&["cost", "--environments", &environments], arguments].concat())
}

fn in_us_east_1() -> Sandbox {
    let sandbox = Sandbox::new();
    let base = std::fs::read_to_string(sandbox.path("environments/base.toml")).expect("it is there");
    sandbox.write("environments/base.toml", &base.replace("eu-central-1", "us-east-1").replace("eu-west-1", "us-west-2"));
    sandbox
}

#[test]
fn the_shipped_environments_are_estimated_for_people() {
    insta::assert_snapshot!("cost_of_prod", shipped(&["--env", "prod"]).well().stdout);
    insta::assert_snapshot!("cost_of_staging", shipped(&["--env", "staging"]).well().stdout);
    insta::assert_snapshot!("cost_of_prod_against_staging", shipped(&["--diff", "staging", "prod"]).well().stdout);
}

#[test]
fn markdown_has_the_same_numbers() {
    let markdown = shipped(&["--env", "prod", "--format", "markdown"]).well().stdout;
    assert!(markdown.starts_with("## prod in us-east-1: 236.38 USD a month expected"), "{markdown}");
    assert!(markdown.contains("| VPC | NAT gateways | 1460 | hour | 0.045 | 65.70 | 65.70 | 65.70 |"), "{markdown}");
}

#[test]
fn programs_get_documents_as_their_schema_says() {
    let format = FORMATS.iter().find(|format| format.verb == "cost").expect("it is a format");
    let schema = serde_json::from_str(&format.schema()).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    for arguments in [
        &["--env", "prod", "--json"] as &[&str],
        &["--env", "staging", "--format", "json"],
        &["--diff", "staging", "prod", "--json"],
    ] {
        let document = shipped(arguments).well().json();
        if let Err(fault) = validator.validate(&document) {
            panic!("{arguments:?}: at `{}`: {fault}", fault.instance_path());
        }
    }
    let document = shipped(&["--env", "prod", "--json"]).json();
    assert_eq!(document["estimates"][0]["total"]["expected"], "236.38");
}

#[test]
fn an_own_price_book_and_own_assumptions_are_used() {
    let sandbox = in_us_east_1();
    sandbox.write(
        "prices.toml",
        r#"prices = [{ item = "nat-gateway-data", usd = "0.04", unit = "GB", regions = ["us-east-1"], source = "our agreement", true_on = "2026-11-01" }]"#,
    );
    sandbox.write("usage.toml", "[nat_gigabytes]\nvalue = 500\nreason = \"measured in October\"\n");
    let ran = sandbox.synth(&["cost", "--env", "prod", "--prices", "prices.toml", "--assumptions", "usage.toml"]).well();
    let line = ran.stdout.lines().find(|line| line.contains("data through NAT")).unwrap_or_default();
    assert_eq!(line.split_whitespace().skip(4).take(4).collect::<Vec<_>>(), ["500", "GB", "0.04", "20.00"], "{ran}");
    assert!(ran.stdout.contains("nat_gigabytes = 500 GB: measured in October"), "{ran}");
    assert!(ran.stdout.contains("2026-11-01  our agreement"), "{ran}");
}

#[test]
fn what_has_no_price_is_said_at_the_top_and_one_by_one() {
    let sandbox = Sandbox::new();
    let elsewhere = ["--set", "region=ap-east-2", "--set", "disaster_recovery_region=ap-east-1"];
    let ran = sandbox.synth(&[&["cost", "--env", "prod"], elsewhere.as_slice()].concat()).well();
    let title = ran.stdout.lines().next().unwrap_or_default();
    assert!(title.starts_with("prod in ap-east-2: no total, since the database is not priced; not priced: "), "{title}");
    assert!(
        ran.stdout.contains("  main: storage: no price for `rds-gp3` in ap-east-2 (module.rds.aws_db_instance.main)\n"),
        "{ran}"
    );
    assert!(ran.stdout.contains("  main: replicated backups: no price for `rds-backup` in ap-east-1 ("), "{ran}");
}

#[test]
fn what_cannot_be_estimated_is_told() {
    let sandbox = Sandbox::new();
    sandbox.write("prices.toml", "[prices]\n");
    insta::assert_snapshot!(sandbox.synth(&["cost", "--env", "prod", "--prices", "prices.toml"]).failed(), @"
    exit: 1
    --- stderr
    error: expected an array for `prices`, found a table
     --> prices.toml:1:1
      |
    1 | [prices]
      | ^^^^^^^^
      |
      = help: write `[[prices]]` with two brackets, as there may be several

    error: 1 problem in prices.toml; nothing was estimated
    ");
    let ran = sandbox.synth(&["cost", "--env", "prod", "--assumptions", "missing.toml"]).failed();
    assert!(ran.stderr.contains("missing.toml"), "{ran}");
    sandbox.append("environments/prod.toml", "nonsense = 1\n");
    let ran = sandbox.synth(&["cost", "--env", "prod"]).failed();
    assert!(ran.stderr.contains("nonsense"), "{ran}");
    sandbox.synth(&["cost"]).failed();
    sandbox.synth(&["cost", "--diff", "prod"]).failed();
    sandbox.synth(&["cost", "--env", "prod", "--diff", "prod", "staging"]).failed();
}

#[test]
fn a_total_says_what_it_leaves_out_and_without_its_database_there_is_none() {
    let headline = |setting: &str| {
        let ran = shipped(&["--env", "prod", "--set", setting]).well();
        ran.stdout.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(
        headline("rds.instance_class=db.m8g.large"),
        "prod in us-east-1: no total, since the database is not priced; not priced: main: instance"
    );
    let document = shipped(&["--env", "prod", "--set", "rds.instance_class=db.m8g.large", "--json"]).well().json();
    assert!(document["estimates"][0]["total"].is_null(), "{document}");
    assert_eq!(document["estimates"][0]["is_complete"], false);
}

#[test]
fn an_old_major_version_costs_extended_support() {
    let with = shipped(&["--env", "prod", "--set", "rds.engine_version=13"]).well().stdout;
    let line = with.lines().find(|line| line.contains("main: Extended Support")).unwrap_or_else(|| panic!("{with}"));
    // Two vCPU in each of two instances: 2 × 2 × 730 h × 0.10 USD.
    assert!(line.contains("2920") && line.contains("292.00"), "{line}");
    assert!(!shipped(&["--env", "prod"]).well().stdout.contains("Extended Support"));
}

#[test]
fn all_environments_are_a_line_each() {
    let all = shipped(&["--all"]).well().stdout;
    for name in ["prod", "staging"] {
        let line = all.lines().find(|line| line.trim_start().starts_with(name)).unwrap_or_else(|| panic!("{all}"));
        assert!(line.contains("us-east-1"), "{line}");
    }
    let document = shipped(&["--all", "--json"]).well().json();
    assert_eq!(document["estimates"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_module_that_only_terraform_fetches_is_said_to_be_without_a_price() {
    let sandbox = Sandbox::new();
    let module = "[modules.files]\nsource = \"terraform-aws-modules/efs/aws\"\nversion = \"1.8.1\"\n";
    sandbox.append("environments/prod.toml", module);
    let ran = sandbox.synth(&["cost", "--env", "prod"]).well();
    assert!(ran.stdout.contains("module.files: only Terraform knows what stands in it, which fetches it"), "{ran}");
}
