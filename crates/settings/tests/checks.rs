//! Problems that the caller's own checks find between settings.

use insta::assert_snapshot;
use settings::Problems;

use crate::system::{Environment, LEAST, Nat, report_with};

/// What a module would check.
fn check(environment: &Environment, problems: &mut Problems) {
    let networking = &environment.networking;
    let public = networking.subnets.public.len();
    if public != usize::from(networking.zones) {
        problems
            .error("networking.subnets.public", format!("{public} public subnets for {} zones", networking.zones))
            .also("networking.zones")
            .help("give one range per zone")
            .code("NET001");
    }
    if networking.nat == Nat::None && !networking.endpoints {
        problems
            .error("networking.nat", "without NAT gateways the tasks need endpoints")
            .also("networking.endpoints")
            .help("set `endpoints = true`")
            .code("NET003");
    }
    if !environment.rds.multi_az {
        problems.warning("rds.multi_az", "`rds.multi_az` is off: the database is lost with its zone").code("RDS002");
    }
}

#[test]
fn a_problem_points_at_every_setting_that_has_part_in_it() {
    assert_snapshot!(report_with(
        &[
            (
                "environments/prod.toml",
                &format!("extends = \"base.toml\"\n{LEAST}\n[networking]\nsubnets.public = [\n    \"10.0.1.0/24\",\n]\nnat = \"none\"\n"),
            ),
            ("environments/base.toml", "[networking]\nzones = 3\n"),
        ],
        &["rds.multi_az=false"],
        check
    ), @r#"
        error[NET001]: 1 public subnets for 3 zones
         --> environments/prod.toml:7:18
          |
        7 | subnets.public = [
          |                  ^ `networking.subnets.public`
          |
         ::: environments/base.toml:2:9
          |
        2 | zones = 3
          |         - `networking.zones`
          |
          = help: give one range per zone

        error[NET003]: without NAT gateways the tasks need endpoints
          --> environments/prod.toml:10:7
           |
         6 | [networking]
           |  ---------- `networking.endpoints` is not set: its default holds
        ...
        10 | nat = "none"
           |       ^^^^^^ `networking.nat`
           |
           = help: set `endpoints = true`

        warning[RDS002]: `rds.multi_az` is off: the database is lost with its zone
        --> --set:1:14
         |
         | rds.multi_az=false
         |              ^^^^^

        error: 2 problems and 1 warning in environments/prod.toml, --set; nothing was written
        "#);
}

#[test]
fn a_default_is_called_one() {
    assert_snapshot!(report_with(&[("environments/prod.toml", LEAST)], &[], check), @r#"
        error[NET001]: 0 public subnets for 2 zones
         --> environments/prod.toml:1:1
          |
        1 | region = "us-east-1"
          | ^
          | |
          | `networking.subnets.public` is not set: its default holds
          | `networking.zones` is not set: its default holds
          |
          = help: give one range per zone

        warning[RDS002]: `rds.multi_az` is off: the database is lost with its zone
         --> environments/prod.toml:2:2
          |
        2 | [rds]
          |  ^^^ `rds.multi_az` is not set: its default holds

        error: 1 problem and 1 warning in environments/prod.toml; nothing was written
        "#);
}

#[test]
fn a_problem_with_a_repaired_setting_is_left_out() {
    // `zones` is refused, so that its default of 2 would not fit the three subnets.
    let text = format!(
        "{LEAST}multi_az = true\n[networking]\nzones = \"3\"\nsubnets.public = [\"10.0.1.0/24\", \"10.0.2.0/24\", \"10.0.3.0/24\"]\n"
    );
    assert_snapshot!(report_with(&[("environments/prod.toml", &text)], &[], check), @r#"
        error: expected a whole number for `networking.zones`, found the string `"3"`
         --> environments/prod.toml:6:9
          |
        6 | zones = "3"
          |         ^^^
          |
          = help: write `3` (the number of availability zones)

        error: 1 problem in environments/prod.toml; nothing was written
        "#);
}

#[test]
fn warnings_alone_are_no_error() {
    let text = format!("{LEAST}[networking.subnets]\npublic = [\"10.0.1.0/24\", \"10.0.2.0/24\"]\n");
    assert_snapshot!(report_with(&[("environments/prod.toml", &text)], &[], check), @r"
        warning[RDS002]: `rds.multi_az` is off: the database is lost with its zone
         --> environments/prod.toml:2:2
          |
        2 | [rds]
          |  ^^^ `rds.multi_az` is not set: its default holds

        warning: 1 warning in environments/prod.toml; nothing was written
        ");
}

#[test]
fn checks_still_run_when_a_required_table_is_missing() {
    let text = "region = \"us-east-1\"\n[networking]\nnat = \"none\"\nsubnets.public = [\"10.0.1.0/24\", \"10.0.2.0/24\"]\n";
    assert_snapshot!(report_with(&[("environments/prod.toml", text)], &[], check), @r#"
        error: `rds.instance_class` is missing
         --> environments/prod.toml:1:1
          |
        1 | region = "us-east-1"
          | ^
          |
          = help: write `instance_class = "db.t3.small"` under `[rds]` (the instance class)

        error[NET003]: without NAT gateways the tasks need endpoints
         --> environments/prod.toml:3:7
          |
        2 | [networking]
          |  ---------- `networking.endpoints` is not set: its default holds
        3 | nat = "none"
          |       ^^^^^^ `networking.nat`
          |
          = help: set `endpoints = true`

        error: 2 problems in environments/prod.toml; nothing was written
        "#);
}
