//! Files that extend one another.

use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use settings::extended_by;

use crate::system::{Environment, LEAST, environment, read, report};

#[test]
fn the_nearer_file_wins_key_by_key_and_arrays_are_replaced() {
    let environment = environment(
        &[
            ("environments/prod.toml", "extends = \"base.toml\"\n[networking]\nzones = 3\nsubnets.public = [\"10.0.3.0/24\"]\n"),
            (
                "environments/base.toml",
                &format!(
                    "extends = \"../shared.toml\"\n{LEAST}[networking]\nzones = 2\nendpoints = true\nsubnets.public = [\"10.0.1.0/24\", \"10.0.2.0/24\"]\n"
                ),
            ),
            ("shared.toml", "region = \"eu-west-1\"\n[rds]\nmulti_az = true\n"),
        ],
        &[],
    );
    assert_eq!(environment.region, "us-east-1");
    assert_eq!(environment.networking.zones, 3);
    assert!(environment.networking.endpoints);
    assert_eq!(environment.networking.subnets.public.len(), 1);
    assert!(environment.rds.multi_az);
}

#[test]
fn a_fault_in_the_base_file_names_the_base_file_and_comes_last() {
    assert_snapshot!(report(
        &[
            ("environments/prod.toml", "# Production.\nextends = \"base.toml\"\n\n[rds]\nstorage = \"100\"\n"),
            ("environments/base.toml", "region = 1\n\n[rds]\nmulti_az = 1\n"),
        ],
        &[]
    ), @r#"
        error: `rds.instance_class` is missing
         --> environments/prod.toml:4:2
          |
        4 | [rds]
          |  ^^^
          |
          = help: write `instance_class = "db.t3.small"` (the instance class)

        error: expected a whole number for `rds.storage`, found the string `"100"`
         --> environments/prod.toml:5:11
          |
        5 | storage = "100"
          |           ^^^^^
          |
          = help: write `100` (the storage in GiB)

        error: expected a string for `region`, found the number `1`
         --> environments/base.toml:1:10
          |
        1 | region = 1
          |          ^
          |
          = help: write `"1"` (the AWS region)

        error: expected `true` or `false` for `rds.multi_az`, found the number `1`
         --> environments/base.toml:4:12
          |
        4 | multi_az = 1
          |            ^
          |
          = help: whether a second instance stands by in another zone

        error: 4 problems in environments/prod.toml, environments/base.toml; nothing was written
        "#);
}

#[test]
fn a_file_cannot_extend_itself() {
    assert_snapshot!(report(
        &[
            ("environments/prod.toml", "extends = \"base.toml\"\n"),
            ("environments/base.toml", "extends = \"./more/../prod.toml\"\n"),
        ],
        &[]
    ), @r#"
        error: the files extend one another in a circle: `environments/prod.toml` -> `environments/base.toml` -> `environments/prod.toml`
         --> environments/base.toml:1:11
          |
        1 | extends = "./more/../prod.toml"
          |           ^^^^^^^^^^^^^^^^^^^^^

        error: 1 problem in environments/base.toml; nothing was written
        "#);
}

#[test]
fn a_file_that_is_not_there_is_reported_where_it_is_named() {
    assert_snapshot!(report(&[("environments/prod.toml", "\nextends = \"bse.toml\"\n")], &[]), @r#"
        error: there is no file `environments/bse.toml`
         --> environments/prod.toml:2:11
          |
        2 | extends = "bse.toml"
          |           ^^^^^^^^^^
          |
          = help: the path is relative to `environments/prod.toml`

        error: 1 problem in environments/prod.toml; nothing was written
        "#);
}

#[test]
fn an_entry_file_that_is_not_there_is_named() {
    let report = settings::Layers::read::<Environment>(Path::new("environments/prdo.toml"), &[], &mut |_| {
        Err(std::io::ErrorKind::NotFound.into())
    });
    assert_snapshot!(report.expect_err("there is no file").render(false, "nothing was written"), @r"
        error: there is no file `environments/prdo.toml`

        error: 1 problem in environments/prdo.toml; nothing was written
        ");
}

#[test]
fn what_a_file_extends_must_be_a_path() {
    assert_snapshot!(report(&[("prod.toml", "extends = [\"base.toml\"]\n")], &[]), @r#"
        error: expected the path of a file for `extends`, found an array
         --> prod.toml:1:11
          |
        1 | extends = ["base.toml"]
          |           ^^^^^^^^^^^^^
          |
          = help: write `extends = "base.toml"`, relative to this file

        error: 1 problem in prod.toml; nothing was written
        "#);
}

#[test]
fn the_extended_files_are_known() {
    let layers = read(
        &[
            ("environments/prod.toml", "extends = \"base.toml\""),
            ("environments/base.toml", "extends = \"../shared.toml\""),
            ("shared.toml", LEAST),
        ],
        &[],
    );
    let extended = layers.expect("the files are right").extended_files().to_vec();
    assert_eq!(extended, [PathBuf::from("environments/base.toml"), PathBuf::from("shared.toml")]);
}

#[test]
fn what_a_file_extends_can_be_told_though_the_rest_is_wrong() {
    assert_eq!(extended_by("extends = \"base.toml\"\n[rds\nstorage 3").as_deref(), Some("base.toml"));
    assert_eq!(extended_by("region = \"us-east-1\""), None);
    assert_eq!(extended_by("extends = 3"), None);
    // What begins a line with a bracket is not always a header.
    let in_text = "purpose = \"\"\"\nextends = \"other.toml\"\n[rds]\n\"\"\"\n";
    assert_eq!(extended_by(in_text), None);
    assert_eq!(extended_by(&format!("{in_text}extends = \"base.toml\"\n[rds]\n")).as_deref(), Some("base.toml"));
    assert_eq!(extended_by("x = [\n[1],\n]\nextends = \"base.toml\"\n").as_deref(), Some("base.toml"));
}
