//! Faults of TOML itself.

use insta::assert_snapshot;

use crate::system::report;

fn report_of(text: &str) -> String {
    report(&[("environments/prod.toml", text)], &[])
}

#[test]
fn a_string_without_quotes_is_reported_with_every_other_fault() {
    assert_snapshot!(report_of("region = us-east-1\n[rds]\ninstance_class = db.t3.small\nstorage = \"100\"\n"), @r#"
        error: a string needs quotes
         --> environments/prod.toml:1:10
          |
        1 | region = us-east-1
          |          ^^^^^^^^^
          |
          = help: write `"us-east-1"`

        error: a string needs quotes
         --> environments/prod.toml:3:18
          |
        3 | instance_class = db.t3.small
          |                  ^^^^^^^^^^^
          |
          = help: write `"db.t3.small"`

        error: expected a whole number for `rds.storage`, found the string `"100"`
         --> environments/prod.toml:4:11
          |
        4 | storage = "100"
          |           ^^^^^
          |
          = help: write `100` (the storage in GiB)

        error: 3 problems in environments/prod.toml; nothing was written
        "#);
}

#[test]
fn a_bracket_that_is_left_open_is_one_fault() {
    assert_snapshot!(report_of("region = \"us-east-1\"\nalarms = [1, 2\n\n[rds]\ninstance_class = 3\n"), @r"
        error: missing comma between array elements, expected `,`
         --> environments/prod.toml:4:1
          |
        4 | [rds]
          | ^
          |
          = help: perhaps the bracket that opens in line 2 is not closed

        error: 1 problem in environments/prod.toml; nothing was written
        ");
    assert_snapshot!(report_of("region = \"us-east-1\"\n[rds\ninstance_class = \"db.t3.small\"\n"), @r"
        error: unclosed table, expected `]`
         --> environments/prod.toml:2:5
          |
        2 | [rds
          |     ^

        error: 1 problem in environments/prod.toml; nothing was written
        ");
}

#[test]
fn a_setting_without_a_value_and_one_without_a_sign() {
    assert_snapshot!(report_of("region =\n[rds]\ninstance_class \"db.t3.small\"\n"), @r#"
        error: the value is missing
         --> environments/prod.toml:1:9
          |
        1 | region =
          |         ^
          |
          = help: the AWS region, for example `"us-east-1"`

        error: key with no value, expected `=`
         --> environments/prod.toml:3:16
          |
        3 | instance_class "db.t3.small"
          |                ^

        error: 2 problems in environments/prod.toml; nothing was written
        "#);
}

#[test]
fn a_setting_given_twice() {
    assert_snapshot!(report_of("region = \"us-east-1\"\n[rds]\ninstance_class = \"a\"\nstorage = 1\nstorage = 2\n"), @r"
        error: `storage` is set a second time
         --> environments/prod.toml:5:1
          |
        5 | storage = 2
          | ^^^^^^^
          |
          = help: keep one of the two

        error: 1 problem in environments/prod.toml; nothing was written
        ");
}

#[test]
fn values_that_toml_does_not_know() {
    assert_snapshot!(report_of(
        "region = \"us-east-1\"\n[rds]\ninstance_class = \"a\"\nmulti_az = True\nstorage = 0100\nfree_storage = 99999999999999999999\n"
    ), @r#"
        error: `True` is no value in TOML, which writes `true` and `false`
         --> environments/prod.toml:4:12
          |
        4 | multi_az = True
          |            ^^^^
          |
          = help: write `true`

        error: `0100` begins with a 0, which TOML takes for no number
         --> environments/prod.toml:5:11
          |
        5 | storage = 0100
          |           ^
          |
          = help: write `100`

        error: the number `99999999999999999999` is too large
         --> environments/prod.toml:6:16
          |
        6 | free_storage = 99999999999999999999
          |                ^^^^^^^^^^^^^^^^^^^^

        error: 3 problems in environments/prod.toml; nothing was written
        "#);
}

#[test]
fn every_file_of_the_chain_is_looked_at() {
    assert_snapshot!(report(
        &[
            ("environments/prod.toml", "extends = \"base.toml\"\n[rds\n"),
            ("environments/base.toml", "region \"us-east-1\"\n"),
        ],
        &[]
    ), @r#"
        error: unclosed table, expected `]`
         --> environments/prod.toml:2:5
          |
        2 | [rds
          |     ^

        error: key with no value, expected `=`
         --> environments/base.toml:1:8
          |
        1 | region "us-east-1"
          |        ^

        error: 2 problems in environments/prod.toml, environments/base.toml; nothing was written
        "#);
}
