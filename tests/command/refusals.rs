//! Settings that are refused: nothing is written, and everything that is wrong is told.

use crate::command::sandbox::Sandbox;

#[test]
fn a_refused_environment_writes_nothing_and_tells_everything() {
    let sandbox = Sandbox::new();
    sandbox.append(
        "environments/prod.toml",
        "regoin = \"us-east-1\"\nservices.web.port = \"eighty\"\nrds.storage.allocated_gib = 5\n",
    );
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod"]).failed(), @r#"
    exit: 1
    --- stderr
    error: unknown setting `regoin`
     --> environments/prod.toml:2:1
      |
    2 | regoin = "us-east-1"
      | ^^^^^^
      |
      = help: did you mean `region`?

    error: expected a whole number for `services.web.port`, found the string `"eighty"`
     --> environments/prod.toml:3:21
      |
    3 | services.web.port = "eighty"
      |                     ^^^^^^^^
      |
      = help: the port on which the container listens, for example `8080`

    error: `5` is not a size of storage in GiB: it has to be a whole number from 20 to 65536
     --> environments/prod.toml:4:29
      |
    4 | rds.storage.allocated_gib = 5
      |                             ^ `rds.storage.allocated_gib`
      |
      = help: the storage with which the instance begins, in GiB. It can grow and never shrink: the storage of a database, in GiB, for example `20`

    error: 3 problems in environments/prod.toml; nothing was written
    "#);
    assert_eq!(sandbox.names("."), ["environments"]);
}

#[test]
fn a_refused_environment_leaves_what_was_written_before() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["--env", "prod"]).well();
    let before = sandbox.tree("out");
    sandbox.append("environments/prod.toml", "services.web.port = 0\n");
    sandbox.synth(&["--env", "prod"]).failed();
    assert!(before == sandbox.tree("out"));
}

#[test]
fn of_several_environments_the_good_ones_are_written_and_the_others_named() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/staging.toml", "rds.multi_as = false\n");
    insta::assert_snapshot!(sandbox.synth(&["--all", "--quiet"]).failed(), @"
    exit: 1
    --- stderr
    error: unknown setting `multi_as` in `rds`
     --> environments/staging.toml:5:5
      |
    5 | rds.multi_as = false
      |     ^^^^^^^^
      |
      = help: did you mean `multi_az`?

    error: 1 problem in environments/staging.toml; nothing was written for it
    error: 1 of 2 environments not written: staging
    ");
    assert_eq!(sandbox.names("out"), ["prod"]);
}

#[test]
fn what_is_wrong_in_a_file_that_several_extend_is_told_once() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/base.toml", "cost_anomalies.minimum_impact = 0\n");
    insta::assert_snapshot!(sandbox.synth(&["--all"]).failed(), @"
    exit: 1
    --- stderr
    error: unknown setting `cost_anomalies` in `rds`
      --> environments/base.toml:26:1
       |
    26 | cost_anomalies.minimum_impact = 0
       | ^^^^^^^^^^^^^^
       |
       = help: `cost_anomalies` is a setting of `[monitoring]`

    error: 1 problem in environments/base.toml; nothing was written for it
    error: 2 of 2 environments not written: prod, staging
    ");
}

#[test]
fn programs_are_told_every_problem_with_its_place() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/staging.toml", "regoin = \"us-east-1\"\n");
    let ran = sandbox.synth(&["--all", "--json"]).failed();
    assert_eq!(ran.stderr, "");
    let document = ran.json();
    assert_eq!((&document["environments"][0]["name"], &document["error"]), (&"prod".into(), &serde_json::Value::Null));
    insta::assert_snapshot!(format!("{:#}", document["refused"]), @r#"
    [
      {
        "name": "staging",
        "problems": [
          {
            "code": null,
            "severity": "error",
            "message": "unknown setting `regoin`",
            "help": "did you mean `region`?",
            "file": "environments/staging.toml",
            "line": 5,
            "column": 1,
            "setting": "regoin",
            "resource": null
          }
        ]
      }
    ]
    "#);
}

#[test]
fn quiet_still_tells_what_is_wrong() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/prod.toml", "regoin = \"us-east-1\"\n");
    let ran = sandbox.synth(&["--env", "prod", "--quiet"]).failed();
    assert!(ran.stderr.starts_with("error: unknown setting `regoin`\n"), "{ran}");
}

#[test]
fn names_that_come_to_one_address_are_named_and_synth_takes_no_blame() {
    let sandbox = Sandbox::new();
    let other = "[services.web-metric-b]\nimage_tag = \"1.0.0\"\ntasks = { desired = 1, min = 1, max = 2 }\n";
    let metric = "[services.web.scaling.metrics.b-cpu]\nnamespace = \"Shop\"\nmetric = \"Jobs\"\ntarget = 10\n";
    sandbox.append("environments/prod.toml", &format!("{metric}{other}"));
    let refused = sandbox.synth(&["--env", "prod"]).failed();
    assert!(refused.stderr.contains("two things would have the address"), "{refused}");
    for named in ["`web-metric-b`", "`b-cpu`", "scaling.metrics.b-cpu]", "[services.web-metric-b]"] {
        assert!(refused.stderr.contains(named), "{named}: {refused}");
    }
    assert!(!refused.stderr.contains("synth itself is at fault"), "{refused}");
}
