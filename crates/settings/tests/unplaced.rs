//! Problems that stand in no file: what was made of the settings is wrong.

use settings::{Problems, Severity};

#[test]
fn a_problem_of_no_setting_comes_first_and_names_what_was_made() {
    let layers = crate::system::read(&[("prod.toml", "region = \"us-east-1\"\n")], &[]).expect("the syntax is right");
    let mut reading: settings::Reading<crate::system::Environment> = layers.deserialize();
    reading.faults.clear();
    let mut problems = Problems::default();
    problems.warning("region", "it is far away");
    problems.unplaced(Severity::Error, "`aws_vpc.main` is open").resource("aws_vpc.main").help("close it").code("NET009");
    let report = reading.report(&layers, &problems);
    insta::assert_snapshot!(report.render(false, "nothing was written"), @r#"
    error[NET009]: `aws_vpc.main` is open
     |
     = help: close it

    warning: it is far away
     --> prod.toml:1:10
      |
    1 | region = "us-east-1"
      |          ^^^^^^^^^^^ `region`

    error: 1 problem and 1 warning in prod.toml; nothing was written
    "#);
    let json = report.to_json();
    assert_eq!((&json[0]["resource"], &json[0]["setting"], &json[0]["line"]), (&"aws_vpc.main".into(), &().into(), &().into()));
    assert!(json[1]["resource"].is_null());
}
