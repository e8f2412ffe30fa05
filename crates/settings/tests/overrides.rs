//! Settings on the command line.

use insta::assert_snapshot;
use settings::Override;

use crate::system::{LEAST, Nat, environment, report};

const FILES: &[(&str, &str)] = &[("environments/prod.toml", LEAST)];

#[test]
fn an_override_wins_over_the_file_and_the_last_one_over_the_others() {
    let environment = environment(
        FILES,
        &[
            "region=eu-west-1",
            "rds.instance_class=db.t3.micro",
            "rds.instance_class=db.t3.medium",
            "rds.multi_az = true",
            "networking.nat=single",
            "networking.subnets.public=[\"10.0.1.0/24\"]",
            "services.\"api\"={ port = 8080 }",
            "services.api.scaling.max=4",
        ],
    );
    assert_eq!(environment.region, "eu-west-1");
    assert_eq!(environment.rds.instance_class, "db.t3.medium");
    assert!(environment.rds.multi_az);
    assert_eq!(environment.networking.nat, Nat::Single);
    assert_eq!(environment.networking.subnets.public.len(), 1);
    assert_eq!(environment.services.into_values().next().expect("one service").scaling.max, 4);
}

/// A shell takes the quotation marks away.
#[test]
fn a_list_without_its_quotation_marks_is_one_and_a_table_is_told() {
    let made = environment(FILES, &["networking.subnets.public=[10.0.1.0/24, 10.0.2.0/24]"]);
    assert_eq!(made.networking.subnets.public.len(), 2);
    let told = report(FILES, &["services.api={port=x}"]);
    assert!(told.contains("found the string `\"{port=x}\"`") && told.contains("in quotation marks"), "{told}");
}

#[test]
fn faults_of_overrides_stand_after_those_of_files() {
    assert_snapshot!(report(
        &[("environments/prod.toml", "region = \"us-east-1\"\n[rds]\nmulti_az = 1\n")],
        &["rds.storage=much", "networking.zonez=3", "networking.cidr=10.0.0.0/33"]
    ), @r#"
        error: `rds.instance_class` is missing
         --> environments/prod.toml:2:2
          |
        2 | [rds]
          |  ^^^
          |
          = help: write `instance_class = "db.t3.small"` (the instance class)

        error: expected `true` or `false` for `rds.multi_az`, found the number `1`
         --> environments/prod.toml:3:12
          |
        3 | multi_az = 1
          |            ^
          |
          = help: whether a second instance stands by in another zone

        error: expected a whole number for `rds.storage`, found the string `"much"`
        --> --set:1:13
         |
         | rds.storage=much
         |             ^^^^
         |
         = help: the storage in GiB, for example `100`

        error: unknown setting `zonez` in `networking`
        --> --set:1:12
         |
         | networking.zonez=3
         |            ^^^^^
         |
         = help: did you mean `zones`?

        error: `10.0.0.0/33` has the prefix /33, and /32 is the longest
        --> --set:1:17
         |
         | networking.cidr=10.0.0.0/33
         |                 ^^^^^^^^^^^ `networking.cidr`
         |
         = help: the address range of the VPC: an IPv4 network in CIDR notation, for example `"10.0.0.0/16"`

        error: 5 problems in environments/prod.toml, --set; nothing was written
        "#);
}

#[test]
fn a_table_of_a_file_still_stands_in_the_file() {
    assert_snapshot!(report(&[("environments/prod.toml", "region = \"us-east-1\"\n\n[rds]\n")], &["rds.storage=30"]), @r#"
        error: `rds.instance_class` is missing
         --> environments/prod.toml:3:2
          |
        3 | [rds]
          |  ^^^
          |
          = help: write `instance_class = "db.t3.small"` (the instance class)

        error: 1 problem in environments/prod.toml; nothing was written
        "#);
}

#[test]
fn what_is_no_override_is_refused() {
    let refusal = |text: &str| Override::parse(text).expect_err("it is none").to_string();
    assert_snapshot!(refusal("rds.storage"), @"`rds.storage` sets nothing: write `rds.storage=value`");
    assert_snapshot!(refusal("=3"), @"`` is no path of a setting: write keys joined by dots, such as `rds.instance_class`");
    assert_snapshot!(refusal("rds..storage=3"), @"`rds..storage` is no path of a setting: write keys joined by dots, such as `rds.instance_class`");
    assert_snapshot!(refusal("[rds]\nstorage=3"), @r"
        `[rds]
        storage` is no path of a setting: write keys joined by dots, such as `rds.instance_class`
        ");
}
