//! `synth report`: the page, and where each setting on it comes from.

use crate::sandbox::Sandbox;

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
