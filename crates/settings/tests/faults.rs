//! Every kind of fault, as the user reads it.

use insta::assert_snapshot;

use crate::system::{LEAST, report};

fn report_of(text: &str) -> String {
    report(&[("environments/prod.toml", text)], &[])
}

fn report_with_least(text: &str) -> String {
    report_of(&format!("{LEAST}{text}"))
}

#[test]
fn five_faults_of_five_kinds_are_reported_at_once_in_the_order_of_the_file() {
    assert_snapshot!(report_of(
        r#"# The production environment.
region = "us-east-1"

[networking]
zonez = 3
nat = "per-zon"
cidr = "10.0.0.0/33"

[rds]
multi_az = true
storage = "100"
"#
    ), @r#"
        error: unknown setting `zonez` in `networking`
         --> environments/prod.toml:5:1
          |
        5 | zonez = 3
          | ^^^^^
          |
          = help: did you mean `zones`?

        error: unknown value `per-zon` for `networking.nat`
         --> environments/prod.toml:6:7
          |
        6 | nat = "per-zon"
          |       ^^^^^^^^^
          |
          = help: did you mean `per-zone`? known values: `per-zone`, `single`, `none`, `custom`

        error: `10.0.0.0/33` has the prefix /33, and /32 is the longest
         --> environments/prod.toml:7:8
          |
        7 | cidr = "10.0.0.0/33"
          |        ^^^^^^^^^^^^^ `networking.cidr`
          |
          = help: the address range of the VPC: an IPv4 network in CIDR notation, for example `"10.0.0.0/16"`

        error: `rds.instance_class` is missing
         --> environments/prod.toml:9:2
          |
        9 | [rds]
          |  ^^^
          |
          = help: write `instance_class = "db.t3.small"` (the instance class)

        error: expected a whole number for `rds.storage`, found the string `"100"`
          --> environments/prod.toml:11:11
           |
        11 | storage = "100"
           |           ^^^^^
           |
           = help: write `100` (the storage in GiB)

        error: 5 problems in environments/prod.toml; nothing was written
        "#);
}

#[test]
fn an_unknown_setting_that_is_near_a_known_one_is_read_as_that() {
    assert_snapshot!(report_with_least("[netwroking]\nzones = 300\nendpoint = true\n"), @r"
        error: unknown setting `netwroking`
         --> environments/prod.toml:4:2
          |
        4 | [netwroking]
          |  ^^^^^^^^^^
          |
          = help: did you mean `networking`?

        error: expected a whole number from 0 to 255 for `networking.zones`, found the number `300`
         --> environments/prod.toml:5:9
          |
        5 | zones = 300
          |         ^^^
          |
          = help: the number of availability zones, for example `3`

        error: unknown setting `endpoint` in `networking`
         --> environments/prod.toml:6:1
          |
        6 | endpoint = true
          | ^^^^^^^^
          |
          = help: did you mean `endpoints`?

        error: 3 problems in environments/prod.toml; nothing was written
        ");
}

#[test]
fn an_unknown_setting_that_is_near_none_gets_the_list() {
    assert_snapshot!(report_with_least("[networking]\nbastion = true\n"), @r"
        error: unknown setting `bastion` in `networking`
         --> environments/prod.toml:5:1
          |
        5 | bastion = true
          | ^^^^^^^
          |
          = help: known settings here: `cidr`, `zones`, `nat`, `subnets`, `endpoints`

        error: 1 problem in environments/prod.toml; nothing was written
        ");
}

#[test]
fn a_misspelt_required_setting_does_not_count_as_missing_too() {
    assert_snapshot!(report_of("region = \"us-east-1\"\n[rds]\ninstance-class = \"db.t3.small\"\n"), @r#"
        error: unknown setting `instance-class` in `rds`
         --> environments/prod.toml:3:1
          |
        3 | instance-class = "db.t3.small"
          | ^^^^^^^^^^^^^^
          |
          = help: did you mean `instance_class`?

        error: 1 problem in environments/prod.toml; nothing was written
        "#);
}

#[test]
fn an_empty_file_lacks_what_is_required() {
    assert_snapshot!(report_of(""), @r#"
        error: `region` is missing
         --> environments/prod.toml:1:1
          |
        1 |
          | ^
          |
          = help: write `region = "us-east-1"` (the AWS region)

        error: `rds.instance_class` is missing
         --> environments/prod.toml:1:1
          |
        1 |
          | ^
          |
          = help: write `instance_class = "db.t3.small"` under `[rds]` (the instance class)

        error: 2 problems in environments/prod.toml; nothing was written
        "#);
}

#[test]
fn a_bad_element_is_named_and_the_others_are_still_looked_at() {
    assert_snapshot!(report_with_least(
        r#"[networking.subnets]
public = [
    "10.0.1.0/24",
    "10.0.2.0/40",
    7,
]
private = ["10.0.10.0"]
"#
    ), @r#"
        error: `10.0.2.0/40` has the prefix /40, and /32 is the longest
         --> environments/prod.toml:7:5
          |
        7 |     "10.0.2.0/40",
          |     ^^^^^^^^^^^^^ `networking.subnets.public[1]`
          |
          = help: an IPv4 network in CIDR notation, for example `"10.0.0.0/16"`

        error: expected a string for `networking.subnets.public[2]`, found the number `7`
         --> environments/prod.toml:8:5
          |
        8 |     7,
          |     ^
          |
          = help: an IPv4 network in CIDR notation, for example `"10.0.0.0/16"`

        error: `10.0.10.0` has no prefix length
          --> environments/prod.toml:10:12
           |
        10 | private = ["10.0.10.0"]
           |            ^^^^^^^^^^^ `networking.subnets.private[0]`
           |
           = help: an IPv4 network in CIDR notation, for example `"10.0.0.0/16"`

        error: 3 problems in environments/prod.toml; nothing was written
        "#);
}

#[test]
fn numbers_out_of_range_are_told_the_range() {
    assert_snapshot!(report_with_least(
        "storage = -1\n[networking]\nzones = 300\n[services.api]\nport = 70000\nscaling = { min = 3_000_000_000, max = 9223372036854775808 }\n"
    ), @r"
        error: expected a whole number from 0 to 4294967295 for `rds.storage`, found the number `-1`
         --> environments/prod.toml:4:11
          |
        4 | storage = -1
          |           ^^
          |
          = help: the storage in GiB, for example `100`

        error: expected a whole number from 0 to 255 for `networking.zones`, found the number `300`
         --> environments/prod.toml:6:9
          |
        6 | zones = 300
          |         ^^^
          |
          = help: the number of availability zones, for example `3`

        error: expected a whole number from 0 to 65535 for `services.api.port`, found the number `70000`
         --> environments/prod.toml:8:8
          |
        8 | port = 70000
          |        ^^^^^
          |
          = help: the TCP port on which the container listens, for example `8080`

        error: expected a whole number from -2147483648 to 2147483647 for `services.api.scaling.min`, found the number `3000000000`
         --> environments/prod.toml:9:19
          |
        9 | scaling = { min = 3_000_000_000, max = 9223372036854775808 }
          |                   ^^^^^^^^^^^^^
          |
          = help: the least number of tasks

        error: expected a whole number from -9223372036854775808 to 9223372036854775807 for `services.api.scaling.max`, found the number `9223372036854775808`
         --> environments/prod.toml:9:40
          |
        9 | scaling = { min = 3_000_000_000, max = 9223372036854775808 }
          |                                        ^^^^^^^^^^^^^^^^^^^
          |
          = help: the greatest number of tasks

        error: 5 problems in environments/prod.toml; nothing was written
        ");
}

#[test]
fn values_of_another_kind_are_described() {
    assert_snapshot!(report_with_least(
        r#"multi_az = "yes"
free_storage = "much"
[networking]
zones = 2.5
endpoints = 1
subnets = []
nat = 1
[services]
api = 8080
"#
    ), @r#"
        error: expected `true` or `false` for `rds.multi_az`, found the string `"yes"`
         --> environments/prod.toml:4:12
          |
        4 | multi_az = "yes"
          |            ^^^^^
          |
          = help: write `true` (whether a second instance stands by in another zone)

        error: expected a number for `rds.free_storage`, found the string `"much"`
         --> environments/prod.toml:5:16
          |
        5 | free_storage = "much"
          |                ^^^^^^
          |
          = help: the share of free storage below which somebody is called

        error: expected a whole number for `networking.zones`, found the number `2.5`
         --> environments/prod.toml:7:9
          |
        7 | zones = 2.5
          |         ^^^
          |
          = help: the number of availability zones, for example `3`

        error: expected `true` or `false` for `networking.endpoints`, found the number `1`
         --> environments/prod.toml:8:13
          |
        8 | endpoints = 1
          |             ^
          |
          = help: whether interface endpoints are made

        error: expected a table for `networking.subnets`, found an array
         --> environments/prod.toml:9:11
          |
        9 | subnets = []
          |           ^^
          |
          = help: the address ranges of the subnets: address ranges, one per availability zone

        error: expected one of `per-zone`, `single`, `none`, `custom` for `networking.nat`, found the number `1`
          --> environments/prod.toml:10:7
           |
        10 | nat = 1
           |       ^
           |
           = help: where NAT gateways stand

        error: expected a table for `services.api`, found the number `8080`
          --> environments/prod.toml:12:7
           |
        12 | api = 8080
           |       ^^^^
           |
           = help: write `{ port = 8080 }` (one service)

        error: 7 problems in environments/prod.toml; nothing was written
        "#);
}

#[test]
fn dates_are_refused() {
    assert_snapshot!(report_with_least("[networking]\ncidr = 2024-01-01\n"), @r#"
        error: expected a string for `networking.cidr`, found the date or time `2024-01-01`
         --> environments/prod.toml:5:8
          |
        5 | cidr = 2024-01-01
          |        ^^^^^^^^^^
          |
          = help: no setting is a date or time; as a string, write `"2024-01-01"`

        error: 1 problem in environments/prod.toml; nothing was written
        "#);
}

#[test]
fn variants_with_content_and_without_are_told_apart() {
    assert_snapshot!(report_with_least("[networking]\nnat = \"custom\"\n"), @r#"
        error: `custom` needs a value: write `{ custom = … }`
         --> environments/prod.toml:5:7
          |
        5 | nat = "custom"
          |       ^^^^^^^^ `networking.nat`
          |
          = help: where NAT gateways stand

        error: 1 problem in environments/prod.toml; nothing was written
        "#);
    assert_snapshot!(report_with_least("[networking]\nnat = { single = 1 }\n"), @r#"
        error: `single` takes no value: write `"single"`
         --> environments/prod.toml:5:7
          |
        5 | nat = { single = 1 }
          |       ^^^^^^^^^^^^^^ `networking.nat`
          |
          = help: where NAT gateways stand

        error: 1 problem in environments/prod.toml; nothing was written
        "#);
    assert_snapshot!(report_with_least("[networking]\nnat = { customs = { zones = [1] } }\n"), @r"
        error: unknown key `customs` in `networking.nat`
         --> environments/prod.toml:5:9
          |
        5 | nat = { customs = { zones = [1] } }
          |         ^^^^^^^
          |
          = help: did you mean `custom`? known values: `per-zone`, `single`, `none`, `custom`

        error: 1 problem in environments/prod.toml; nothing was written
        ");
    assert_snapshot!(report_with_least("[networking]\nnat = { custom = { zone = [1], zones = [\"a\"] } }\n"), @r#"
        error: unknown setting `zone` in `networking.nat.custom`
         --> environments/prod.toml:5:20
          |
        5 | nat = { custom = { zone = [1], zones = ["a"] } }
          |                    ^^^^
          |
          = help: did you mean `zones`?

        error: expected a whole number for `networking.nat.custom.zones[0]`, found the string `"a"`
         --> environments/prod.toml:5:41
          |
        5 | nat = { custom = { zone = [1], zones = ["a"] } }
          |                                         ^^^

        error: 2 problems in environments/prod.toml; nothing was written
        "#);
    assert_snapshot!(report_with_least("[networking]\nnat = {}\n"), @r"
        error: expected one of `per-zone`, `single`, `none`, `custom` for `networking.nat`, found a table
         --> environments/prod.toml:5:7
          |
        5 | nat = {}
          |       ^^
          |
          = help: where NAT gateways stand

        error: 1 problem in environments/prod.toml; nothing was written
        ");
}

#[test]
fn faults_deep_in_maps_and_arrays_have_their_whole_path() {
    assert_snapshot!(report_with_least(
        r#"[services.task-api.scaling]
min = "three"
maximum = 10

[services."Task API"]
port = 8080

[[alarms]]
metric = "CPUUtilization"
range = [0, 70, 90]

[[alarms]]
range = [0]
"#
    ), @r#"
        error: `services.task-api.port` is missing
         --> environments/prod.toml:4:11
          |
        4 | [services.task-api.scaling]
          |           ^^^^^^^^
          |
          = help: write `port = 8080` (the TCP port on which the container listens)

        error: expected a whole number for `services.task-api.scaling.min`, found the string `"three"`
         --> environments/prod.toml:5:7
          |
        5 | min = "three"
          |       ^^^^^^^
          |
          = help: the least number of tasks

        error: unknown setting `maximum` in `services.task-api.scaling`
         --> environments/prod.toml:6:1
          |
        6 | maximum = 10
          | ^^^^^^^
          |
          = help: did you mean `max`?

        error: `Task API` is no name: only a to z and `-` make one
         --> environments/prod.toml:8:11
          |
        8 | [services."Task API"]
          |           ^^^^^^^^^^ `services."Task API"`

        error: expected an array of length 2 for `alarms[0].range`, found 3 elements
          --> environments/prod.toml:13:9
           |
        13 | range = [0, 70, 90]
           |         ^^^^^^^^^^^
           |
           = help: the lowest and the highest value that are right, for example `[0, 70]`

        error: `alarms[1].metric` is missing
          --> environments/prod.toml:15:1
           |
        15 | [[alarms]]
           | ^^^^^^^^^^
           |
           = help: write `metric = "CPUUtilization"` (the metric that is watched)

        error: expected an array of length 2 for `alarms[1].range`, found 1 element
          --> environments/prod.toml:16:9
           |
        16 | range = [0]
           |         ^^^
           |
           = help: the lowest and the highest value that are right, for example `[0, 70]`

        error: 7 problems in environments/prod.toml; nothing was written
        "#);
}

#[test]
fn a_report_for_programs_has_the_same_places() {
    let layers = crate::system::read(&[("environments/prod.toml", "region = 1\n\n[rds]\nstorage = \"100\"\n")], &[])
        .expect("the syntax is right");
    let reading: settings::Reading<crate::system::Environment> = layers.deserialize();
    let report = reading.report(&layers, &settings::Problems::default());
    assert_snapshot!(serde_json::to_string_pretty(&report.to_json()).expect("JSON can be written"), @r#"
        [
          {
            "code": null,
            "severity": "error",
            "message": "expected a string for `region`, found the number `1`",
            "help": "write `\"1\"` (the AWS region)",
            "file": "environments/prod.toml",
            "line": 1,
            "column": 10,
            "setting": "region",
            "resource": null
          },
          {
            "code": null,
            "severity": "error",
            "message": "`rds.instance_class` is missing",
            "help": "write `instance_class = \"db.t3.small\"` (the instance class)",
            "file": "environments/prod.toml",
            "line": 3,
            "column": 2,
            "setting": "rds.instance_class",
            "resource": null
          },
          {
            "code": null,
            "severity": "error",
            "message": "expected a whole number for `rds.storage`, found the string `\"100\"`",
            "help": "write `100` (the storage in GiB)",
            "file": "environments/prod.toml",
            "line": 4,
            "column": 11,
            "setting": "rds.storage",
            "resource": null
          }
        ]
        "#);
}

#[test]
fn columns_count_characters() {
    assert_snapshot!(report_of("rds = { instance_class = \"größe\", storage = \"ü\" }\nregion = \"us-east-1\"\n"), @r#"
        error: expected a whole number for `rds.storage`, found the string `"ü"`
         --> environments/prod.toml:1:45
          |
        1 | rds = { instance_class = "größe", storage = "ü" }
          |                                             ^^^
          |
          = help: the storage in GiB, for example `100`

        error: 1 problem in environments/prod.toml; nothing was written
        "#);
}

#[test]
fn colour_is_only_where_it_is_asked_for() {
    let layers = crate::system::read(&[("prod.toml", "")], &[]).expect("the syntax is right");
    let reading: settings::Reading<crate::system::Environment> = layers.deserialize();
    let report = reading.report(&layers, &settings::Problems::default());
    assert!(report.render(true, "").contains('\u{1b}'));
    assert!(!report.render(false, "").contains('\u{1b}'));
}

#[test]
fn a_setting_under_the_wrong_header_is_told_its_own() {
    assert_snapshot!(report_with_least("nat = \"single\"\n"), @r#"
        error: unknown setting `nat` in `rds`
         --> environments/prod.toml:4:1
          |
        4 | nat = "single"
          | ^^^
          |
          = help: `nat` is a setting of `[networking]`; known settings here: `instance_class`, `storage`, `free_storage`, `multi_az`

        error: 1 problem in environments/prod.toml; nothing was written
        "#);
}
