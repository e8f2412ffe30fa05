//! `synth report`: the page, and where each setting on it comes from.

use crate::command::sandbox::Sandbox;

#[test]
fn a_page_is_printed_or_goes_to_the_file_that_is_named() {
    let sandbox = Sandbox::new();
    let printed = sandbox.synth(&["report", "--env", "prod"]).well().stdout;
    assert!(printed.starts_with("<!DOCTYPE html>") && printed.ends_with("</html>\n"));
    assert_eq!(sandbox.names("."), ["environments"]);
    let ran = sandbox.synth(&["report", "--env", "prod", "--output", "prod.html"]).well();
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
    assert_eq!(std::fs::read_to_string(sandbox.path("prod.html")).expect("it is there"), printed);
}

#[test]
fn each_setting_says_where_it_comes_from() {
    let sandbox = Sandbox::new();
    sandbox.write("environments/prod.toml", "extends = \"base.toml\"\nrds.multi_az = true\n");
    let page = sandbox.synth(&["report", "--env", "prod", "--set", "rds.port=5433"]).well().stdout;
    let of = |path: &str| {
        let (_, row) = page.split_once(&format!("<code>{path}</code>")).unwrap_or_else(|| panic!("{path} is not there"));
        row.split_once("</tr>").expect("the row ends").0.to_owned()
    };
    assert!(of("rds.multi_az").contains("environments/prod.toml:2"));
    assert!(of("services.web.port").contains(">base<") && of("services.web.port").contains("environments/base.toml:"));
    assert!(of("rds.port").contains(">--set<") && of("rds.port").contains("5433"));
    assert!(of("rds.backups.retention_days").contains(">default<"));
}

#[test]
fn another_environment_of_the_folder_is_one_to_try_things_in() {
    let sandbox = Sandbox::new();
    let page = sandbox.synth(&["report", "--env", "prod"]).well().stdout;
    assert!(page.contains("the environment staging"));
    std::fs::remove_file(sandbox.path("environments/staging.toml")).expect("it is there");
    let page = sandbox.synth(&["report", "--env", "prod"]).well().stdout;
    assert!(page.contains("it is the only environment in its folder"));
}

#[test]
fn settings_that_are_refused_are_not_reported_on() {
    let sandbox = Sandbox::new();
    let ran = sandbox.synth(&["report", "--env", "prod", "--set", "region=mars-1", "--output", "prod.html"]).failed();
    assert!(ran.stderr.contains("mars-1"), "{ran}");
    assert_eq!(sandbox.names("."), ["environments"]);
}

/// The part of a page under this anchor.
fn part<'a>(page: &'a str, anchor: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("<section id=\"{anchor}\"")).unwrap_or_else(|| panic!("{anchor} is not there"));
    rest.split_once("</section>").expect("the part ends").0
}

#[test]
fn the_page_says_how_the_environment_stands_to_each_rule() {
    let sandbox = Sandbox::new();
    let settings = "networking.nat_gateways = \"single\"\nrds.multi_az = false\n\n[[accept]]\nrule = \"NET002\"\n\
                    reason = \"Its batches can wait for a zone\"\nuntil = \"2099-01-01\"\n";
    sandbox.append("environments/prod.toml", settings);
    let page = sandbox.synth(&["report", "--env", "prod"]).well().stdout;
    let of = |code: &str| {
        let (_, row) = part(&page, "rules").split_once(&format!("<code>{code}</code>")).unwrap_or_else(|| panic!("{code}"));
        row.split_once("</tr>").expect("the row ends").0.to_owned()
    };
    assert!(of("NET002").contains("accepted until 2099-01-01: Its batches can wait for a zone"), "{}", of("NET002"));
    assert!(of("RDS005").contains("not met") && of("RDS005").contains("has no standby"), "{}", of("RDS005"));
    assert!(of("NET001").contains(">met<"), "{}", of("NET001"));
    // A rule for production says nothing of staging.
    let staging = sandbox.synth(&["report", "--env", "staging"]).well().stdout;
    assert!(!part(&staging, "rules").contains("RDS005") && part(&staging, "rules").contains("NET001"));
}

#[test]
fn the_page_says_what_it_costs_or_why_that_is_not_known() {
    let sandbox = Sandbox::new();
    // No extract of AWS's prices has the databases of Taipei.
    let page = sandbox.synth(&["report", "--env", "prod", "--set", "region=ap-east-2"]).well().stdout;
    let why = "not known, since the database is not priced";
    assert!(part(&page, "cost").contains(why), "{}", part(&page, "cost"));

    let elsewhere = ["--env", "prod", "--set", "region=us-east-1", "--set", "disaster_recovery_region=us-west-2"];
    let estimate = sandbox.synth(&[&["cost", "--json"], elsewhere.as_slice()].concat()).well().json();
    let total = estimate["estimates"][0]["total"]["expected"].as_str().expect("it is text").to_owned();
    let page = sandbox.synth(&[&["report"], elsewhere.as_slice()].concat()).well().stdout;
    assert!(part(&page, "cost").contains(&format!("<strong>{total} USD</strong>")), "{total}: {}", part(&page, "cost"));
}
