//! What people type who know other formats, or whose editor changes what they type: each is told what is there and what to write.

use insta::assert_snapshot;
use settings::{Override, Problems, Reading, described_of_files, file_schema_of};

use crate::system::{Environment, LEAST, environment, read, report};

/// Message and help of every fault, a line each.
fn told(files: &[(&str, &str)], overrides: &[&str]) -> String {
    let report = match read(files, overrides) {
        Err(report) => report,
        Ok(layers) => {
            let reading: Reading<Environment> = layers.deserialize();
            reading.report(&layers, &Problems::default())
        }
    };
    let json = report.to_json();
    let faults = json.as_array().expect("a report is a list").iter();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    faults
        .map(|fault| format!("{}:{}: {}\n  {}", fault["line"], fault["column"], text(&fault["message"]), text(&fault["help"])))
        .collect::<Vec<_>>()
        .join("\n")
}

fn told_of(text: &str) -> String {
    told(&[("prod.toml", text)], &[])
}

fn told_with_least(text: &str) -> String {
    told_of(&format!("{LEAST}{text}"))
}

#[test]
fn quotation_marks_of_a_word_processor() {
    assert_snapshot!(told_of("region = “us-east-1”\n[rds]\ninstance_class = `db.t3.small`\nstorage = ‘100’\n"), @r#"
        1:10: `“` is a typographic quotation mark: TOML knows the straight quotation marks only, `"` and `'`
          write `"us-east-1"`
        3:18: a backtick stands here: TOML knows the straight quotation marks only, `"` and `'`
          write `"db.t3.small"`
        4:11: `‘` is a typographic quotation mark: TOML knows the straight quotation marks only, `"` and `'`
          write `100`
        "#);
    assert_snapshot!(told_of("“region” = \"us-east-1\"\n[rds]\ninstance_class = \"db.t3.small\"\n"), @r#"
        1:1: `“` is a typographic quotation mark: TOML knows the straight quotation marks only, `"` and `'`
          write `"region" = "us-east-1"`
        "#);
}

#[test]
fn words_and_units_without_quotes() {
    assert_snapshot!(told_with_least("multi_az = yes\nstorage = 100GB\n"), @r#"
        4:12: `yes` is no value in TOML, which writes `true` and `false`
          write `true`
        5:11: a number stands alone in TOML, without `GB`
          write the number alone
        "#);
    assert_snapshot!(told_with_least("multi_az = Off\nstorage = 100 GB\n"), @r#"
        4:12: `Off` is no value in TOML, which writes `true` and `false`
          write `false`
        5:11: a number stands alone in TOML, without `GB`
          write the number alone
        "#);
    assert_snapshot!(told_with_least("multi_az = maybe\nstorage = many\n"), @r#"
        4:12: expected `true` or `false`, found `maybe`
          whether a second instance stands by in another zone
        5:11: expected a number, found `many`
          the storage in GiB, for example `100`
        "#);
    assert_snapshot!(told_with_least("[networking]\nnat = none\ncidr = null\n"), @r#"
        5:7: a string needs quotes
          write `"none"`
        6:8: TOML has no `null`
          leave the setting out; what a base file sets is taken away by its name in `unset = ["…"]` at the top
        "#);
}

#[test]
fn strings_that_are_numbers_and_numbers_that_are_strings() {
    assert_snapshot!(told_with_least("multi_az = \"true\"\nstorage = \"100 GB\"\n"), @r#"
        4:12: expected `true` or `false` for `rds.multi_az`, found the string `"true"`
          write `true` (whether a second instance stands by in another zone)
        5:11: expected a whole number for `rds.storage`, found the string `"100 GB"`
          write the number alone (the storage in GiB)
        "#);
    assert_snapshot!(told_of("region = 012345678901\n[rds]\ninstance_class = 15\n"), @r#"
        1:10: a string needs quotes
          write `"012345678901"`
        3:18: expected a string for `rds.instance_class`, found the number `15`
          write `"15"` (the instance class)
        "#);
    // As it is written: `1.10` is no `1.1`, and the name of a commit no number.
    for number in ["1.10", "16.0", "1234e5"] {
        let told = told_of(&format!("region = \"us-east-1\"\n[rds]\ninstance_class = {number}\n"));
        assert!(
            told.contains(&format!("found the number `{number}`")) && told.contains(&format!("write `\"{number}\"`")),
            "{told}"
        );
    }
    assert_snapshot!(told_with_least("[networking.subnets]\npublic = \"10.0.1.0/24\"\n"), @r#"
        5:10: expected an array for `networking.subnets.public`, found the string `"10.0.1.0/24"`
          write `["10.0.1.0/24"]` (the public subnets)
        "#);
}

#[test]
fn comments_and_signs_of_other_formats() {
    assert_snapshot!(told_of("// Production\nregion = \"us-east-1\" // here\n"), @r#"
        1:1: `//` begins no comment in TOML, `#` does
          write `# Production`
        2:22: `//` begins no comment in TOML, `#` does
          write `# here`
        "#);
    assert_snapshot!(told_of("region = \"us-east-1\"\rzones = 3\r"), @r#"
        1:22: the lines end with a carriage return alone, and TOML has one line
          save the file with the line ends of Unix (LF) or Windows (CRLF)
        "#);
    assert_snapshot!(told_of("region: us-east-1\n"), @r#"
        1:7: `:` stands where TOML has `=`
          write `region = "us-east-1"`
        "#);
    assert_snapshot!(told_of("region: us-east-1\nservices:\n  api:\n    port: 8080\n    uses:\n      - queue.mails\n"), @r#"
        1:7: `:` stands where TOML has `=`
          write `region = "us-east-1"`
        2:10: `:` stands where TOML has `=`
          a table is written `[services]`
        3:7: `:` stands where TOML has `=`
          a table within another is written with both names: `[<outer>.api]`
        4:11: `:` stands where TOML has `=`
          write `port = 8080`
        5:10: `:` stands where TOML has `=`
          a table within another is written with both names: `[<outer>.uses]`
        6:9: `-` begins no element of a list in TOML
          a list is written in brackets behind its name, as in `uses = ["queue.mails"]`
        "#);
    assert_snapshot!(told_of("region = \"us-east-1\",\n"), @r#"
        1:21: a setting ends with its line in TOML, without `,`
          write `region = "us-east-1"`
        "#);
    assert_snapshot!(told_of("region = \"us-east-1\";\n[rds]\nstorage = 30 days\n"), @r#"
        1:21: a setting ends with its line in TOML, without `;`
          write `region = "us-east-1"`
        3:11: a number stands alone in TOML, without `days`
          write the number alone
        "#);
}

#[test]
fn what_belongs_to_the_whole_file_below_a_header() {
    assert_snapshot!(told_of("[rds]\ninstance_class = \"a\"\nregion = \"us-east-1\"\n"), @r#"
        1:1: `region` is missing
          write `region = "us-east-1"` (the AWS region)
        3:1: unknown setting `region` in `rds`
          `region` is a setting of the whole file: put it at the top, before the first `[…]`; what stands below a header belongs to it
        "#);
    assert_snapshot!(told(
        &[("prod.toml", "[rds]\nstorage = 30\nextends = \"base.toml\"\n"), ("base.toml", LEAST)],
        &[]
    ), @r#"
        3:1: `extends` stands in the section `[rds]`, and belongs to the whole file
          put it at the top of the file, before the first `[…]`: write `extends = "base.toml"`
        "#);
}

#[test]
fn characters_that_nobody_sees() {
    assert_snapshot!(told_of("region = \"us-east-1\u{200b}\"\n[rds]\ninstance_class = \"db.t3.small\"\n"), @r#"
        1:10: an invisible character stands here after `us-east-1`: U+200B (zero width space)
          write `"us-east-1"`
        "#);
    assert_snapshot!(told_of("region\u{a0}= \"us-east-1\"\n"), @r#"
        1:7: this space is none to TOML: U+00A0 (no-break space)
          type an ordinary space instead: write `region = "us-east-1"`
        "#);
    assert_snapshot!(told_of("[rds]\n\u{feff}instance_class = \"a\"\n"), @r#"
        2:1: an invisible character stands here: U+FEFF (byte order mark)
          take it out: write `instance_class = "a"`
        "#);
    assert_snapshot!(told_of("r\0e\0g\0i\0o\0n\0"), @r#"
        1:2: this is UTF-16 text, and only UTF-8 is read
          save the file as UTF-8 (in PowerShell: `… | Out-File -Encoding utf8`)
        "#);
}

#[test]
fn every_missing_setting_is_reported_also_those_of_missing_tables() {
    assert_snapshot!(told_of("[services.api]\n[[alarms]]\n"), @r#"
        1:1: `region` is missing
          write `region = "us-east-1"` (the AWS region)
        1:1: `rds.instance_class` is missing
          write `instance_class = "db.t3.small"` under `[rds]` (the instance class)
        1:11: `services.api.port` is missing
          write `port = 8080` (the TCP port on which the container listens)
        2:1: `alarms[0].metric` is missing
          write `metric = "CPUUtilization"` (the metric that is watched)
        2:1: `alarms[0].range` is missing
          write `range = [0, 70]` (the lowest and the highest value that are right)
        "#);
}

#[test]
fn an_override_is_read_as_what_the_setting_takes() {
    let files: &[(&str, &str)] = &[("prod.toml", LEAST)];
    let class = |text: &str| environment(files, &[&format!("rds.instance_class={text}")]).rds.instance_class;
    for text in ["1234567", "1.2", "1234e56", "012345678901", "true", "2026-11-29", "[a", "null", "1_000", "0x10", "a#b", "inf"] {
        assert_eq!(class(text), text);
    }
    assert_eq!(class("\"quoted\""), "quoted");
    assert_eq!(class("'quoted'"), "quoted");
    let public = |text: &str| {
        let environment = environment(files, &[&format!("networking.subnets.public={text}")]);
        serde_json::to_value(environment.networking.subnets.public).expect("it can be written").to_string()
    };
    assert_eq!(public("10.0.1.0/24"), r#"["10.0.1.0/24"]"#);
    assert_eq!(public("10.0.1.0/24, 10.0.2.0/24"), r#"["10.0.1.0/24","10.0.2.0/24"]"#);
    assert_eq!(public("\"10.0.1.0/24\""), r#"["10.0.1.0/24"]"#);
    assert_eq!(public("[\"10.0.1.0/24\"]"), r#"["10.0.1.0/24"]"#);
    assert_eq!(environment(files, &["rds.storage=100"]).rds.storage, 100);
    assert_eq!(environment(files, &["rds.free_storage=0.5"]).rds.free_storage, Some(0.5));
    assert_snapshot!(told(files, &["rds.storage=100GB", "rds.multi_az=yes"]), @r#"
        1:13: expected a whole number for `rds.storage`, found the string `"100GB"`
          write the number alone (the storage in GiB)
        1:14: expected `true` or `false` for `rds.multi_az`, found the string `"yes"`
          write `true` (whether a second instance stands by in another zone)
        "#);
}

#[test]
fn what_a_base_sets_can_be_taken_away() {
    let base = "region = \"us-east-1\"\n[rds]\ninstance_class = \"a\"\nstorage = 100\n[services.api]\nport = 1\n[services.web]\nport = 2\n\
                [networking.subnets]\npublic = [\"10.0.1.0/24\"]\nprivate = [\"10.0.2.0/24\"]\n";
    let prod = "extends = \"base.toml\"\nunset = [\"services.api\", \"networking.subnets\", \"rds.storage\"]\n\
                [networking.subnets]\npublic = [\"10.0.3.0/24\"]\n";
    let files: &[(&str, &str)] = &[("prod.toml", prod), ("base.toml", base)];
    let made = environment(files, &[]);
    assert_eq!(made.services.len(), 1);
    assert_eq!(made.networking.subnets.private, None);
    assert_eq!(made.networking.subnets.public.len(), 1);
    assert_eq!(made.rds.storage, 20);
    let layers = read(files, &["unset=services.web"]).expect("the files are right");
    let origin = |path: &str| layers.origin(&path.into()).to_string();
    assert_snapshot!(origin("rds.storage"), @r#"default: taken away at prod.toml:2:48"#);
    assert_snapshot!(origin("services.api.port"), @r#"default: taken away at prod.toml:2:10"#);
    assert_snapshot!(origin("services.web"), @r#"default: taken away at --set unset=services.web"#);
    assert_snapshot!(origin("networking.subnets.public"), @r#"prod.toml:4:1"#);
    // What is taken away on the command line can be set anew there.
    assert_eq!(environment(files, &["unset=services.web", "services.web.port=3"]).services.len(), 1);
}

#[test]
fn what_is_not_set_cannot_be_taken_away() {
    let files: &[(&str, &str)] = &[
        ("prod.toml", "extends = \"base.toml\"\nunset = [\"services.apo\", \"rds.nothing\", \"\", \"a[0]\", 3]\n"),
        ("base.toml", "region = \"us-east-1\"\nunset = [\"rds\"]\n[rds]\ninstance_class = \"a\"\n[services.api]\nport = 1\n"),
    ];
    assert_snapshot!(told(files, &["unset=regoin"]), @r#"
        2:10: `services.apo` is not set, so it cannot be taken away
          did you mean `services.api`?
        2:26: `rds.nothing` is not set, so it cannot be taken away
          `rds` sets `instance_class`
        2:41: `` is not the path of a setting
          write keys joined by dots, such as `networking.subnets`; an array is taken away as a whole
        2:45: `a[0]` is not the path of a setting
          write keys joined by dots, such as `networking.subnets`; an array is taken away as a whole
        2:53: expected a path in `unset`, found the number `3`
          write `unset = ["services.api", "networking.subnets"]`
        2:10: there is nothing to take away: this file extends no other, and `rds` is not set without it
          delete it, or say at the top which file this one extends: `extends = "base.toml"` (`unset` concerns that file)
        1:7: `regoin` is not set, so it cannot be taken away
          did you mean `region`?
        "#);
    let files: &[(&str, &str)] = &[
        ("prod.toml", "extends = \"base.toml\"\nunset = [\"rds\", \"rds.storage\", \"networking.subnets.nothing\"]\n"),
        ("base.toml", &format!("{LEAST}storage = 30\n[networking.subnets]\n")),
    ];
    assert_snapshot!(told(files, &[]), @r#"
        1:1: `rds.instance_class` is missing
          write `instance_class = "db.t3.small"` under `[rds]` (the instance class)
        2:17: `rds.storage` is taken away already, by `rds`
          delete it
        2:32: `networking.subnets.nothing` is not set, so it cannot be taken away
          `networking.subnets` sets nothing
        "#);
    assert_snapshot!(told(&[("prod.toml", &format!("unset = 3\n{LEAST}"))], &[]), @r#"
        1:9: expected an array of paths for `unset`, found the number `3`
          write `unset = ["services.api", "networking.subnets"]`
        "#);
    assert_snapshot!(told(&[("prod.toml", &format!("{LEAST}unset = [\"region\"]\n"))], &[]), @r#"
        4:1: unknown setting `unset` in `rds`
          `unset` is a setting of the whole file: put it at the top, before the first `[…]`; what stands below a header belongs to it
        "#);
}

#[test]
fn files_are_described_with_what_lays_them_over_one_another() {
    let keys: Vec<String> = described_of_files().into_iter().map(|described| described.path).collect();
    assert_eq!(keys, ["extends", "unset"]);
    let schema = file_schema_of::<Environment>();
    assert!(jsonschema::is_valid(&schema, &serde_json::json!({ "extends": "base.toml", "unset": ["services.api"] })));
    assert!(!jsonschema::is_valid(&schema, &serde_json::json!({ "unset": "services.api" })));
}

#[test]
fn the_words_around_an_override_stay_its_own() {
    assert_eq!(Override::parse("image_tag=1234567").expect("it is one").text(), "image_tag=1234567");
    assert_snapshot!(report(&[("prod.toml", LEAST)], &["networking.subnets.public=10.0.1.0/24,10.0.2.0"]), @r#"
        error: `10.0.2.0` has no prefix length
        --> --set:1:39
         |
         | networking.subnets.public=10.0.1.0/24,10.0.2.0
         |                                       ^^^^^^^^ `networking.subnets.public[1]`
         |
         = help: an IPv4 network in CIDR notation, for example `"10.0.0.0/16"`

        error: 1 problem in --set; nothing was written
        "#);
}
